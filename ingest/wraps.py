"""Lines as they were meant: where every line was broken at one width, or every character set apart by a blank."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Passage, SourceText
from ingest.headings import annex_at, number_at
from ingest.pages import page_lines
from ingest.passages import lines, passage

_LONG = 15  # characters
_FEW = 5  # lines that show a width
_SLACK = 2  # characters that a line may end short of the edge, for a sign that may not begin a line
_SHARE = 0.45  # of the long lines end at the edge
_OVER = 0.1  # of the long lines may be longer
_STOP = re.compile(r"[。;:!?…]$")
_SPACED = re.compile(r"[\u4e00-\u9fff,、。;:()](?=[^\S\n]{1,2}[\u4e00-\u9fff,、。;:()])")
_CHARACTER = re.compile(r"[\u4e00-\u9fff,、。;:()]")
_MOSTLY = 0.6  # of the characters are followed by a blank
_INDENT = 2  # columns
_INDENTS = 0.08  # share of the long lines that begin further in, where paragraphs do


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int  # columns before it
    edges: tuple[int, int]  # where it ends, in columns and in characters
    after_blank: bool  # an empty line stands above
    row: bool  # of a table: its cells are parted by tabs


@dataclass(frozen=True, slots=True)
class _Shape:
    unit: int  # 0 where lines were broken at a column, 1 where at a number of characters
    edge: int  # that column or number
    margin: int  # column at which they begin
    indents: bool  # whether paragraphs begin further in


class Wrapping:
    """How a text was broken into lines, and its lines put together again.

    In a text broken at one width a full line goes on in the next one, unless that is indented or begins with a number.
    Where characters are set apart by blanks, the blanks are left out.
    """

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self.page = page_lines(source)  # where lines begin that belong to the page
        self._lines = _measured(source)
        self._starts = [line.start for line in self._lines]
        self._shape = _shape([line for line in self._lines if line.start not in self.page])

    def lines(self, start: int, end: int) -> Iterator[tuple[Passage, bool]]:
        """The lines between two places, and whether each belongs to the page."""
        held: list[_Line] = []
        waiting: list[_Line] = []  # page numbers and headers within a line that may go on
        for line in self._lines[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if line.start in self.page and held:
                waiting.append(line)
            elif held and self._goes_on(held[-1], line, bool(waiting)):
                held.append(line)
            else:
                yield from self._told(held, waiting)
                held, waiting = [line], []
        yield from self._told(held, waiting)

    def full_lines(self) -> frozenset[int]:
        """Where the lines begin that reach the very edge at which this text was broken; none where it was not."""
        if self._shape is None:
            return frozenset()
        unit, edge = self._shape.unit, self._shape.edge
        return frozenset(line.start for line in self._lines if line.edges[unit] >= edge - unit and not line.row)

    def _told(self, held: Sequence[_Line], waiting: Sequence[_Line]) -> Iterator[tuple[Passage, bool]]:
        if held:
            yield _passage(self._source, held), held[0].start in self.page
        for line in waiting:
            yield _passage(self._source, [line]), True

    def _goes_on(self, above: _Line, line: _Line, over_page: bool) -> bool:
        """Whether a full line goes on in this one: not where a paragraph is indented, a number or an annex begins."""
        shape, normal = self._shape, self._source.normal
        if shape is None or above.edges[shape.unit] < shape.edge - _slack(shape.unit):
            return False
        if line.after_blank and not over_page:
            return False
        if above.start in self.page or above.row or line.row or line.indent >= shape.margin + _INDENT:
            return False
        words = normal[line.start : line.end]
        if number_at(words) or annex_at(words):
            return False
        return shape.indents or not _STOP.search(normal[above.start : above.end])


def _passage(source: SourceText, held: Sequence[_Line]) -> Passage:
    start, end = held[0].start, held[-1].end
    if len(held) > 1 or is_spaced(source.normal[start:end]):
        return passage(source, *((line.start, line.end) for line in held))
    return Passage(source, source.normal[start:end], range(start, end))


def is_spaced(text: str) -> bool:
    """Whether the characters of a line are set apart by blanks: 推 进 质 量 强 市."""
    if 4 * text.count(" ") < len(text):  # normalised: wide blanks are blanks
        return False
    return len(_SPACED.findall(text)) > _MOSTLY * len(_CHARACTER.findall(text)) > 2 * _MOSTLY


def _measured(source: SourceText) -> list[_Line]:
    found: list[_Line] = []
    last, normal, tabs = 0, source.normal, "\t" in source.text
    for begin, stop in lines(source):
        first = max(normal.rfind("\n", last, begin) + 1, last)
        indent = _width(source.text[first:begin]) if begin > first else 0
        edges = (indent + _width(normal[begin:stop]), stop - first)
        row = tabs and "\t" in source.text[begin:stop]
        found.append(_Line(begin, stop, indent, edges, first - last > 1 and normal.count("\n", last, begin) > 1, row))
        last = stop
    return found


def _shape(found: Sequence[_Line]) -> _Shape | None:
    """How the lines of this text were broken; None where they were not."""
    long = [line for line in found if line.edges[1] >= _LONG and not line.row]
    if len(long) < _FEW:
        return None
    shared, unit, edge = max(_edge([line.edges[unit] for line in long], unit) for unit in (0, 1))
    if not shared:
        return None
    margin = min(line.indent for line in long)
    indented = sum(line.indent >= margin + _INDENT for line in long)
    return _Shape(unit, edge, margin, _INDENTS * len(long) < indented < (1 - _INDENTS) * len(long))


def _edge(ends: Sequence[int], unit: int) -> tuple[int, int, int]:
    """How many lines end at the edge that most end at, the unit and that edge; no line where there is none."""
    counted, slack = Counter(ends), _slack(unit)
    edge = max(counted, key=lambda width: (sum(counted[width - short] for short in range(slack + 1)), width))
    full = sum(counted[edge - short] for short in range(slack + 1))
    over = sum(count for width, count in counted.items() if width > edge)
    enough = full >= max(_SHARE * len(ends), _FEW) and over <= _OVER * len(ends)
    return (full if enough else 0), unit, edge


def _slack(unit: int) -> int:
    """The slack in this unit: a character takes two columns."""
    return _SLACK if unit else 2 * _SLACK


def _width(text: str) -> int:
    """Columns: an ASCII character takes one, others two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
