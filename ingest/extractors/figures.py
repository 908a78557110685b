"""Figures in running text: a number with its unit and its words of comparison, or why a number is no figure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.model import Attributes, Value
from ingest.document import Passage
from ingest.numerals import CHINESE_DIGITS, Number, number

_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"{_YEAR}(?:年?[-~至到、和与,/]{_YEAR})*年度?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
    rf"|{_YEAR}[-~/](?:{_YEAR}|\d\d)(?=[)\s年版]|$)|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{_YEAR}{_YEAR}年"
    r"|\d{1,2}(?:[-~至]\d{1,2})?月(?!内)(?:\d{1,2}日)?"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
_JOIN = r"[-~至到]"
_PERCENT = rf"百分之(?P<percent>[{CHINESE_DIGITS}]{{1,12}}(?:点[{CHINESE_DIGITS}]{{1,6}})?)"
_FRACTION = r"[二三四五六七八九十]{1,6}分之[一二两三四五六七八九十]{1,6}"
_CLASS = r"(?P<grade>[ⅠⅡⅢⅣⅤ]类)(?:水质|水体|水)?(?:标准|水平)?(?:及?以上)?(?=[,。;:、)]|$)"
_NOUGHT = r"(?P<nought>(?<=[为是到于])零(?=[,。;、)]|$))"
_FIRST = re.compile(r"[\d一二两三四五六七八九十百千全翻零负Ⅰ-Ⅴ]")  # one class: the search skips to it
_DASHED = re.compile(r"\d+(?:-\d+){2,}|\d{3,4}-\d{7,8}")
_RANGED = re.compile(r"[\d一二两三四五六七八九十][^\d.,]*[-~至到][\d二三四五六七八九十]")
_QUOTES = ("“", "”", '"', "‘")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in a text: value (of a range the lower end), unit, and the tail (以上) behind it.

    `why_not` says what else the number is (a date, an ordinal …); it is empty for a figure.
    """

    start: int
    end: int
    value: Number | None
    text: str
    unit: str = ""
    tail: str = ""
    kind: str = ""  # count, amount, time, bare, words
    why_not: str = ""


class FigureReader:
    """Finds the figures of a text by the units of the word lists."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._kinds = {unit: kind for kind in ("time", "amount", "count") for unit in words[f"{kind}_units"]}
        self._multipliers = _choice(words["number_multipliers"])
        unit = rf"(?:{self._multipliers})?(?:{_choice(self._kinds)})"
        unit = rf"(?:{unit})(?:/(?:{unit}|[A-Za-z]{{1,3}}\d?))?|(?:{self._multipliers})(?![a-z])"
        tails = _choice([*words["at_least_tails"], *words["at_most_tails"], *words["about_tails"]])
        counted = _choice(words["numeral_units"])
        self._tail = re.compile(
            rf"(?P<more>[余多几])?(?P<unit>(?:{unit}))?(?P<over>[余多](?![个种样方]))?(?:\(含[^()]{{0,8}}\)|\(次\))?"
            rf"(?:\(含\))?(?P<tail>(?:{tails})(?!年))?(?:\(含[^()]{{0,8}}\))?"
        )
        self._range = re.compile(rf"(?:{unit})?{_JOIN}(?P<upper>{_DIGITS})(?!-)")
        self._candidate = re.compile(
            rf"(?P<date>{_DATE})|(?P<digits>{_DIGITS})|{_PERCENT}|(?P<fraction>{_FRACTION})|{_CLASS}|{_NOUGHT}"
            rf"|(?P<words>{_choice(words['value_words'])})"
            rf"|(?P<chinese>[二两三四五六七八九十百千][{CHINESE_DIGITS}]{{0,12}}|[一二两三四五六七八九十]{{1,6}}{_JOIN}[二三四五六七八九十]{{1,6}}"
            rf"|(?<=[新增建设成创少])一|一(?=(?:{counted})(?:[,。、;)]|以上)))(?=[余多]?(?:{counted}))"
        )
        self._class_reached = re.compile(
            rf"(?:{_choice(words['class_reach_words'])})(?:国家|地表水|地下水|海水)?(?:环境质量)?$"
        )
        self._scopes = tuple(words["scope_nouns"])
        self._hotlines = tuple(words["hotline_words"])

    def find(self, passage: Passage, start: int = 0) -> Iterator[Figure]:
        """Every number of the passage, in order, as a figure or with the reason why it is none."""
        text, at = passage.text, start
        while first := _FIRST.search(text, at):
            at = first.end()
            if match := self._candidate.match(text, first.start()):
                figure = self._figure(passage, match)
                at = max(figure.end, match.end())
                yield figure

    def kind_of(self, unit: str) -> str:
        """count, amount or time; 万家 and 件/万人 by their first unit; bare for none."""
        first = unit.split("/")[0]
        if first in self._kinds:
            return self._kinds[first]
        bare = re.sub(rf"^(?:{self._multipliers})", "", first)
        return self._kinds.get(bare, "count" if first else "bare")

    def _figure(self, passage: Passage, match: re.Match[str]) -> Figure:
        text, start, end = passage.text, match.start(), match.end()
        if match["date"]:
            return Figure(start, end, None, match[0], why_not="date or period")
        if match["words"]:
            return Figure(start, end, None, match[0], kind="words")
        if match["grade"]:
            return self._class(text, match)
        if match["nought"]:
            return Figure(start, end, 0, match[0], kind="bare")
        if match["fraction"]:
            return self._with_tail(text, start, end, None, match[0], match[0])
        if match["percent"]:
            value = _decimal(match["percent"])
            return self._with_tail(text, start, end, value, f"{value}%", match[0], unit="%")
        if match["chinese"]:
            first = re.split(_JOIN, match[0])[0]
            figure = self._with_tail(text, start, end, number(first), match[0], first)
            return figure if figure.value is not None else _none(figure, "vague number")
        return self._digits(passage, start, end)

    def _class(self, text: str, match: re.Match[str]) -> Figure:
        """水质达到Ⅲ类: a class that is reached is a value; elsewhere (劣Ⅴ类断面) it sorts things."""
        reached = self._class_reached.search(text, max(match.start() - 16, 0), match.start())
        why = "" if reached else "class or grade"
        return Figure(match.start(), match.end(), None, match["grade"], kind="words", why_not=why)

    def _digits(self, passage: Passage, start: int, end: int) -> Figure:
        text = passage.text
        if "," in text[start:end] and "," not in passage.source.text[passage.offsets[start] : passage.offsets[end - 1]]:
            end = text.index(",", start)  # two numbers with a full-width comma between them
        if dashed := _DASHED.match(text, start):
            return Figure(start, dashed.end(), None, dashed[0], why_not="code or number of a file")
        first = text[start:end]
        range_ = self._range.match(text, end)
        if range_ and not text[end].isspace():
            end = range_.end()
        figure = self._with_tail(text, start, end, number(first), text[start:end], first)
        why = self._why_not(text, figure) if figure.value is not None else "code or number of a file"
        return _none(figure, why) if why else figure

    def _with_tail(
        self, text: str, start: int, end: int, value: Number | None, written: str, first: str, unit: str = ""
    ) -> Figure:
        match = self._tail.match(text, end)
        if match is None:  # pragma: no cover - every part of the tail may be missing
            return Figure(start, end, value, written, unit)
        stop = match.end()
        unit = unit or (match["unit"] or "")
        if unit and _LATIN.match(unit[-1]) and _LATIN.match(text, match.end("unit")):
            unit, stop = "", end
        tail = "余" if match["more"] or match["over"] else match["tail"] or ""
        kind = "words" if value is None else self.kind_of(unit)
        return Figure(start, stop, value, written, unit, tail, kind)

    def _why_not(self, text: str, figure: Figure) -> str:
        """What else a number in digits is, by the signs and words right beside it."""
        before, after = text[figure.start - 1 : figure.start], text[figure.end : figure.end + 1]
        behind = text[figure.start + len(figure.text) :][:4]
        if before == "第" or text[max(figure.start - 2, 0) : figure.start] in ("专栏", "附件", "附表", "附录", "图表"):
            return "ordinal or label"
        if (before and before in "〔[【") or (behind and behind[0] in "〕]】号"):
            return "number of a document"
        if _LATIN.match(before) or before in ("/", "_", "\\") or (_LATIN.match(behind[:1]) and not figure.unit):
            return "code or name"
        if (before and before in "+×·.") or (behind and behind[0] in "+×·"):
            return "name of a scheme"
        if (before == "(" and behind[:1] == ")") or (figure.start == 0 and behind and behind[0] in ".、"):
            return "number of an item"
        if not figure.unit and len(figure.text) >= 5 and (before in _QUOTES or self._names_hotline(behind)):
            return "telephone number"
        if not figure.unit and behind.startswith(self._scopes):
            return "class or grade"
        if figure.unit and after and text.startswith(("级", "型"), figure.end):
            return "class or grade"
        return ""

    def _names_hotline(self, behind: str) -> bool:
        return any(word in behind for word in self._hotlines)


def figure_attributes(
    figure: Figure, comparator: str, year: int | None, observed: bool, path: tuple[str, ...]
) -> dict[str, Value]:
    """The attributes of a Target; a range has its lower end as value and its words as value_text."""
    attributes: dict[str, Value] = {}
    ranged = figure.value is not None and bool(_RANGED.search(figure.text))
    if figure.value is not None:
        attributes["value"] = figure.value
    if figure.value is None or ranged:
        attributes["value_text"] = figure.text + (figure.unit if ranged else "")
    if figure.unit:
        attributes["unit"] = figure.unit
    attributes["comparator"] = ">=" if ranged and comparator == "=" else comparator
    if year is not None:
        attributes["year"] = year
    attributes["status"] = "observation" if observed else "target"
    attributes["path"] = path
    return attributes


def figure_words(attributes: Attributes) -> str:
    """The figure for people: ≥90%(2020年)."""
    sign = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}.get(str(attributes["comparator"]), " ")
    figure = str(attributes.get("value_text") or f"{attributes['value']}{attributes.get('unit', '')}")
    year = f"({attributes['year']}年)" if "year" in attributes else ""
    return f"{sign}{figure}{year}"


def _none(figure: Figure, why: str) -> Figure:
    return Figure(figure.start, figure.end, None, figure.text, why_not=why)


def _decimal(words: str) -> Number | None:
    whole, _, part = words.partition("点")
    head = number(whole)
    if head is None or not part:
        return head
    digits = "".join(str(number(sign)) for sign in part)
    return number(f"{head}.{digits}")


def _choice(words: Mapping[str, str] | list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
