"""Running headers, footers and page numbers: what stands at the edge of the pages and is no part of the text."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.lines import Line, usual_size

_ZONE = 0.16  # of the page's height, at its top and bottom
_OUTERMOST = 3  # lines at each edge of the text
_SHORT = 60  # characters of a running header
_SAME_PLACE = 6.0  # points
_SAME_SIZE = 0.1
_APART = 1.2  # times the usual distance of lines
_SMALL = 0.85  # of the size of the text
_FEW_PAGES = 4  # in a document so short, twice is often
_NUMBER = re.compile(r"\d{1,4}")
_DECORATED = re.compile(
    r"[-—–―~·•.|\[(<《]+\d{1,4}[-—–―~·•.|\])>》]+|第\d{1,4}页(?:[,/]?\(?共\d{1,4}页\)?)?|\d{1,4}/\d{1,4}"
    r"|page\d{1,4}(?:of\d{1,4})?|第[一二三四五六七八九十百]{1,5}页"
)
_ROMAN = re.compile(r"[-—]?[ivxⅰ-ⅿ]{1,5}[-—]?")
_NO_HEADER = re.compile(r"附[件表录图]|专栏|[图表]\d|第.{1,3}[章节条编]|[一二三四五六七八九十]{1,3}、|[(（].{1,3}[)）]")
_ORNAMENT = re.compile(r"([^\w\s])\1{7,}|([^\W\d_])\2{15,}")


@dataclass(slots=True)
class Margin:
    """A line at the edge of a page, with what tells whether it is part of the page or of the text."""

    page: int
    line: Line
    text: str  # compatibility forms made plain, without blanks
    at_top: bool
    apart: bool  # from the lines within by more than the usual distance


def furniture_of(pages: Sequence[tuple[Sequence[Line], float]]) -> set[int]:
    """The lines (by identity) that are furniture; pages are lines outside tables, from top to bottom, and heights."""
    margins = [margin for number, (lines, height) in enumerate(pages) for margin in _margins(number, lines, height)]
    found = {id(line) for lines, _ in pages for line in lines if _ORNAMENT.fullmatch(line.text)}
    found |= {id(margin.line) for margin in margins if _is_page_number(margin)}
    found |= _bare_numbers([margin for margin in margins if id(margin.line) not in found])
    body = usual_size((line for lines, _ in pages for line in lines), default=0.0)
    for at_top in (True, False):
        repeated = [margin for margin in margins if margin.at_top == at_top and id(margin.line) not in found]
        headers = _headers(repeated, len(pages), body)
        found |= headers | _beside_headers(repeated, headers, body)
    return found


def _margins(number: int, lines: Sequence[Line], height: float) -> list[Margin]:
    zone = height * _ZONE
    leading = _leading(lines)
    found = []
    for at_top in (True, False):
        outer = list(lines[: _OUTERMOST + 1] if at_top else lines[: -_OUTERMOST - 2 : -1])
        gaps = [abs(one.base - other.base) for one, other in pairwise(outer)]
        for place, line in enumerate(outer[:_OUTERMOST]):
            if line.bottom <= zone if at_top else line.top >= height - zone:
                apart = place >= len(gaps) or max(gaps[place:]) > _APART * leading
                found.append(Margin(number, line, _plain(line.text), at_top, apart))
    return found


def _leading(lines: Sequence[Line]) -> float:
    """How far lines are usually apart."""
    gaps = [below.base - above.base for above, below in pairwise(lines) if below.base - above.base > above.size]
    return median(gaps) if len(gaps) > _OUTERMOST else 24.0


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _is_page_number(margin: Margin) -> bool:
    return bool(_DECORATED.fullmatch(margin.text) or (margin.page < 20 and _ROMAN.fullmatch(margin.text)))


def _bare_numbers(margins: Sequence[Margin]) -> set[int]:
    """Numbers alone on a line that count with the pages; one alone is taken for a page number at the very bottom."""
    bare = [margin for margin in margins if _NUMBER.fullmatch(margin.text)]
    steps: dict[tuple[bool, int], list[Margin]] = defaultdict(list)
    for margin in bare:
        steps[margin.at_top, int(margin.text) - margin.page].append(margin)
    return {
        id(margin.line)
        for (at_top, step), group in steps.items()
        for margin in group
        if len(group) > 1 or (step in (0, 1) and not at_top)
    }


def _headers(margins: Sequence[Margin], pages: int, body: float) -> set[int]:
    """Short lines that stand at the same place of several pages; numbers in them stay or count with the pages."""
    groups: dict[str, list[Margin]] = defaultdict(list)
    for margin in margins:
        small = margin.line.size < _SMALL * body
        if (small or margin.apart) and len(margin.text) <= _SHORT and not _NO_HEADER.match(margin.text):
            groups[_NUMBER.sub("#", margin.text)].append(margin)
    often = 2 if pages <= _FEW_PAGES else 3
    found: set[int] = set()
    for group in groups.values():
        for place in _by_place(_regular(group)):
            if len({margin.page for margin in place}) >= often:
                large = place[0].at_top and place[0].line.size > body * (1 - _SAME_SIZE / 2)
                found |= {id(margin.line) for margin in (place[1:] if large else place)}
    return found


def _beside_headers(margins: Sequence[Margin], headers: set[int], body: float) -> set[int]:
    """Small lines that stand where other pages have their running header: that of even pages, of the last chapter."""
    places = {(round(m.line.base), round(m.line.size)): m.line for m in margins if id(m.line) in headers}
    return {
        id(margin.line)
        for margin in margins
        if len(margin.text) <= _SHORT
        and margin.line.size < _SMALL * body
        and any(_same_place(margin.line, line) for line in places.values())
    }


def _regular(group: Sequence[Margin]) -> list[Margin]:
    """Those whose numbers are the usual ones, or count with the pages as usual."""
    numbers = [[int(number) for number in _NUMBER.findall(margin.text)] for margin in group]
    kept = list(range(len(group)))
    for slot in range(len(numbers[0])):
        constant = Counter(numbers[at][slot] for at in kept).most_common(1)[0]
        counting = Counter(numbers[at][slot] - group[at].page for at in kept).most_common(1)[0]
        if constant[1] >= counting[1]:
            kept = [at for at in kept if numbers[at][slot] == constant[0]]
        else:
            kept = [at for at in kept if numbers[at][slot] - group[at].page == counting[0]]
    return [group[at] for at in kept]


def _by_place(group: Sequence[Margin]) -> list[list[Margin]]:
    """Lines of the same text by place and size; odd and even pages may differ from left to right."""
    places: list[list[Margin]] = []
    for margin in group:
        home = next((place for place in places if _same_place(place[0].line, margin.line)), None)
        if home is None:
            places.append([margin])
        else:
            home.append(margin)
    return places


def _same_place(one: Line, other: Line) -> bool:
    return abs(one.base - other.base) <= _SAME_PLACE and abs(one.size - other.size) <= _SAME_SIZE * one.size
