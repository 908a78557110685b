"""From lines to paragraphs: which line goes on in the next one, by where they begin and end and how large they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line, between, usual_size

_INDENT = 1.2  # of the size: a line that begins so far in begins a paragraph
_SLACK = 0.6  # of the size: room that may be left at the right beside what did not fit
_SAME_SIZE = 0.12
_LEADING = 1.4  # times the usual distance of lines: a gap between paragraphs
_TITLE = 1.12  # times the size of the text
_TITLE_LEADING = 2.4  # times its size
_FEW = 6  # lines; what has less takes its margins from other pages
_SENTENCE_END = tuple("。！？；：…”）)!?;:")
_PARAGRAPH_END = tuple("。！？；：")
_OPEN_END = ("、", "，")  # no paragraph ends with these,
_CLOSING = tuple("，。、；：？！）》」』】〕〉”’")  # none begins with these
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．.]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\D"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条编篇]|[①-⑳]|[●■◆▲★◎○□•]|附[件表录]|专栏"
)
_CONTENTS = re.compile(r"[.…·．⋯・]{3,}\s*[(（]?\d{1,3}[)）]?$")  # of a table of contents
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[：:]")
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """Between which sides a page sets its text, how far apart its lines are, how large the text is."""

    left: float
    right: float
    leading: float
    size: float


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, each with the number of its page."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    closed: bool = False

    def text(self) -> tuple[str, list[tuple[int, int]]]:
        """The whole on one line, and for each page where it begins in it."""
        text, places = "", list[tuple[int, int]]()
        for number, (page, line) in enumerate(self.lines):
            if number:
                text += between(self.lines[number - 1][1], line)
            if not places or places[-1][0] != page:
                places.append((page, len(text)))
            text += line.text
        return text, places


def measure_of(lines: Sequence[Line]) -> Measure | None:
    """The measure of a page or column; nothing where it has too few lines to tell."""
    if len(lines) < _FEW:
        return None
    size = usual_size(lines, default=0.0)
    body = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size] or list(lines)
    starts, ends = sorted(line.x0 for line in body), sorted((end_of(line) for line in body), reverse=True)
    left = next((a for a, b in pairwise(starts) if b - a < 0.6 * size), starts[0])
    right = next((a for a, b in pairwise(ends) if a - b < 1.2 * size), ends[0])
    steps = [b.base - a.base for a, b in pairwise(body) if 0 < b.base - a.base < 4 * size]
    return Measure(left, right, median(steps) if steps else 1.6 * size, size)


def end_of(line: Line) -> float:
    """Where a line ends, but for a sign at its end, which may hang out over the margin."""
    return line.x1 - line.size if line.text.endswith(_CLOSING) else line.x1


def goes_on(above: Line, below: Line, first: bool, measures: tuple[Measure, Measure], same_page: bool) -> bool:
    """Whether a paragraph whose last line is `above` goes on; `first` if that is its only line so far.

    The measures are those of the two lines, which may stand on different pages.
    """
    upper, lower = measures
    apart = below.base - above.base if same_page else 0.0
    if abs(above.size - below.size) > _SAME_SIZE * max(above.size, below.size):
        return False
    if is_title(above, upper) and is_title(below, lower):
        return same_page and apart < _TITLE_LEADING * above.size and not _begins_anew(below)
    if _CONTENTS.search(above.text):
        return False
    if below.text.startswith(_CLOSING):
        return True
    if apart > max(_LEADING * upper.leading, 1.3 * above.size):
        return False
    inset, above_inset = below.x0 - lower.left, above.x0 - upper.left
    if inset <= _INDENT * below.size and above.text.endswith(_OPEN_END):
        return True
    if upper.right - above.x1 > below.head + _SLACK * above.size:  # what comes next would have fitted
        return False
    if inset > _INDENT * below.size:
        return _hangs(above, below, first, inset, above_inset)
    return not (_NUMBERED.match(below.text) and above.text.endswith(_SENTENCE_END))


def is_title(line: Line, measure: Measure) -> bool:
    """Whether a line is set in the middle, larger than the text."""
    off = (line.x0 + line.x1) / 2 - (measure.left + measure.right) / 2
    return line.size > _TITLE * measure.size and abs(off) < 1.5 * line.size


def _begins_anew(line: Line) -> bool:
    return bool(_NUMBERED.match(line.text) or _DATE.fullmatch(line.text.replace(" ", "")))


def _hangs(above: Line, below: Line, first: bool, inset: float, above_inset: float) -> bool:
    """A line further in goes on where the whole block is, or where its number or label hangs out to the left."""
    if _begins_anew(below) or above.text.endswith(_PARAGRAPH_END):
        return False
    if abs(inset - above_inset) < 0.5 * below.size:
        return True
    return (
        first
        and bool(_NUMBERED.match(above.text) or _LABEL.match(above.text))
        and 0 < inset - above_inset < 8 * below.size
    )
