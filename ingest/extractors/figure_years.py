"""The years that govern figures: in the sentence, in the lead of a list, in a heading, in a table's column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Attributes

_PLAN = r"[“\"]?(?P<plan>十[一二三四五六七]五|九五)[”\"]?(?P<plan_part>期末|末期|末|期间|时期|以来|规划期)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?:[-~至到](?P<until>(?:19|20)\d\d))?年"
_MENTION = re.compile(rf"{_YEAR}|{_PLAN}|(?P<until2>(?<=\d\d-)20\d\d)(?=\))")
_AIM = re.compile(r"(?:到|至|力争|争取|确保|截至|截止|于|在)$")
_BASE = re.compile(
    r"(?:比|较|与|同|以|从|自|由|相对于|相比|超过|高于|低于|优于|不低于|不高于|基于)(?:[“\"]?十.五[”\"]?末的?)?$"
)
_AFTER_BASE = re.compile(
    r"(?:底|末)?(?:为基期|为基数|为基准|基期|相比|价格|不变价|的?(?:水平)?(?:的?基础上)|同期|以来)"
)
_PAST_TOLD = re.compile(r"截[至止]$|自$")
_ASIDE = re.compile(r"(?:底|末|前)?\)")
_NO_YEAR = re.compile(r"《[^《》]*》|\([^()]*(?:发|函|号|字)[^()]*\)|[〔\[]20\d\d[〕\]]")
_PLAN_ENDS = {"九五": 2000} | {f"十{sign}五": 2005 + 5 * at for at, sign in enumerate("一二三四五六七", 1)}


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year named in a text: `base` where the figure is compared with it, `aimed` behind 到 and the like."""

    start: int
    end: int
    year: int
    base: bool
    aimed: bool
    past: bool  # 截至2012年, “十一五”以来
    aside: bool  # in brackets behind the figure that it is said of
    period: bool  # a stretch of years: “十二五”期间


def years_in(text: str, start: int = 0) -> list[YearMention]:
    """The years named in a text, in order; those of titles and document numbers left out."""
    if "年" not in text and "五" not in text and "-20" not in text:
        return []
    hidden = [match.span() for match in _NO_YEAR.finditer(text)]
    found = []
    for match in _MENTION.finditer(text, start):
        if any(begin <= match.start() < end for begin, end in hidden):
            continue
        year = _year(match)
        before = text[max(match.start() - 10, 0) : match.start()]
        base = bool(_BASE.search(before)) and not match["until"]
        base = base or bool(_AFTER_BASE.match(text, match.end()))
        past = bool(_PAST_TOLD.search(before)) or match["plan_part"] == "以来"
        period = match["plan"] is not None and "末" not in (match["plan_part"] or "")
        aside = before.endswith("(") and bool(_ASIDE.match(text, match.end()))
        found.append(
            YearMention(match.start(), match.end(), year, base, bool(_AIM.search(before)), past, aside, period)
        )
    return found


def year_of_heading(text: str) -> int | None:
    """The last year that a heading, a caption or a column names; None where it names none."""
    years = [mention.year for mention in years_in(text) if not mention.base]
    return years[-1] if years else None


def year_of_column(text: str) -> int | None:
    """The year of a header cell: 2020年目标, 2020目标值, “十三五”末."""
    told = year_of_heading(text)
    if told is None and (bare := re.search(r"(?<!\d)20\d\d(?!\d)", text)):
        return int(bare[0])
    return told


def _year(match: re.Match[str]) -> int:
    if match["plan"]:
        return _PLAN_ENDS[match["plan"]]
    return int(match["until"] or match["year"] or match["until2"])


def listed(years: Sequence[YearMention]) -> bool:
    """Whether the years stand in a row: 到2015年、2020年."""
    return all(later.start - earlier.end <= 3 for earlier, later in pairwise(years))


class Periods:
    """What the document says of its own time: when it was issued, which years it plans for."""

    def __init__(self, attributes: Attributes) -> None:
        issued = str(attributes.get("issue_date", ""))[:4]
        self.issued = int(issued) if issued.isdigit() else None
        self.start = _whole(attributes, "period_start")
        self.end = _whole(attributes, "period_end")
        self._now = self.issued or self.start or (self.end - 9 if self.end else None)

    def is_past(self, mention: YearMention) -> bool:
        """Whether the year lies before the document: a figure of that year was reached, not aimed at."""
        if mention.past and not (self.issued and mention.year > self.issued):
            return True
        if self._now is None or mention.year >= self._now:
            return False
        return not (mention.aimed and self.start is not None and mention.year >= self.start)


class YearsByPath:
    """The year that leads a chapter, section or list, by the path of headings: it governs what stands below."""

    def __init__(self) -> None:
        self._years: dict[tuple[str, ...], int] = {}

    def lead(self, path: tuple[str, ...], year: int) -> None:
        """A paragraph here begins with this year."""
        self._years[path] = year

    def at(self, path: tuple[str, ...]) -> int | None:
        """The year of the nearest heading's leading paragraph."""
        for length in range(len(path), 0, -1):
            if (year := self._years.get(path[:length])) is not None:
                return year
        return None


def _whole(attributes: Mapping[str, object], name: str) -> int | None:
    value = attributes.get(name)
    return value if isinstance(value, int) else None
