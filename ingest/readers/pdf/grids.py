"""Ruled tables of one page: from the lines it draws to cells, and the characters that stand in each cell."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.pdf.glyphs import Glyph, Ruling
from ingest.readers.pdf.lines import Line, between, lines_of
from ingest.readers.pdf.rulings import NEAR, Rect, lattice_of

_MOST_SQUARES = 10_000  # of the grid of one page
_MOST_GAPS = 1_000  # of them outside closed cells
_FILLED = 0.25  # share of cells with text; what has less is a chart


@dataclass(slots=True)
class Cell:
    """A cell by its sides and by the rows that it spans, first and last."""

    x0: float
    x1: float
    first: int
    last: int
    text: str


@dataclass(slots=True)
class Ruled:
    """A table, or what of it stands on one page."""

    top: float
    bottom: float
    cells: list[Cell]
    rows: int
    edges: list[float]  # where its columns begin and end
    latest: list[Cell]  # its cells on the last of its pages
    header: list[list[Cell]] = field(default_factory=list)  # its first rows

    def row(self, number: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return sorted((cell for cell in self.cells if cell.first == number), key=lambda cell: cell.x0)


@dataclass(slots=True)
class Span:
    """The squares of a grid that a cell takes: columns from left to before right, rows from first to before end."""

    left: int
    right: int
    first: int
    end: int

    def squares(self) -> list[tuple[int, int]]:
        """Each by row and column."""
        return [(row, column) for row in range(self.first, self.end) for column in range(self.left, self.right)]


@dataclass(slots=True)
class Box:
    """A frame around running text: 专栏."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Framed:
    """What the lines of a page frame, and the characters outside."""

    tables: list[Ruled]
    boxes: list[Box]
    outside: list[Glyph]


def framed(glyphs: Sequence[Glyph], rulings: Sequence[Ruling]) -> Framed:
    """Tables and boxes of a page, with their text."""
    found = Framed([], [], list(glyphs))
    lattice = lattice_of(rulings)
    for group in sorted(lattice.groups, key=_area):  # a frame around a table comes after it
        xs, ys = _edges(group)
        inside, outside = _taken(found.outside, group)
        if len(inside) == 0:
            continue
        if len(xs) == 2:
            if not any(xs[0] <= table.edges[0] <= xs[1] and ys[0] <= table.top <= ys[-1] for table in found.tables):
                found.boxes.append(Box(xs[0], ys[0], xs[1], ys[-1], lines_of(inside)))
                found.outside = outside
        elif table := _table(inside, group, lattice.rulings):
            found.tables.append(table)
            found.outside = outside
    return found


def clustered(values: Sequence[float]) -> list[float]:
    """The values in order, those that lie together as their first."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return kept


def place(edges: Sequence[float], value: float) -> int:
    """The place of the edge that a value lies at, or of the last one before it."""
    return max(0, bisect_right(edges, value + NEAR) - 1)


def joined_lines(lines: Sequence[Line]) -> str:
    """The text of a cell."""
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        text += between(before, line) if before else ""
        text += line.text
    return text


def _edges(group: Sequence[Rect]) -> tuple[list[float], list[float]]:
    """Where columns and rows of cells begin and end."""
    return clustered([x for c in group for x in (c[0], c[2])]), clustered([y for c in group for y in (c[1], c[3])])


def _area(group: Sequence[Rect]) -> float:
    width = max(c[2] for c in group) - min(c[0] for c in group)
    return width * (max(c[3] for c in group) - min(c[1] for c in group))


def _taken(glyphs: Sequence[Glyph], group: Sequence[Rect]) -> tuple[list[Glyph], list[Glyph]]:
    """The characters within the frame of the cells, and the others."""
    x0, top = min(c[0] for c in group), min(c[1] for c in group)
    x1, bottom = max(c[2] for c in group), max(c[3] for c in group)
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        (inside if x0 <= x <= x1 and top <= y <= bottom else outside).append(glyph)
    return inside, outside


def _table(inside: Sequence[Glyph], group: Sequence[Rect], rulings: Sequence[Ruling]) -> Ruled | None:
    """The cells with their text; nothing where they are the grid of a chart."""
    xs, ys = _edges(group)
    spans = [Span(place(xs, c[0]), place(xs, c[2]), place(ys, c[1]), place(ys, c[3])) for c in group]
    if (len(xs) - 1) * (len(ys) - 1) > _MOST_SQUARES:
        return None
    squares = {square for span in spans for square in span.squares()}
    every = {(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    if len(every) - len(squares) > _MOST_GAPS:
        return None
    spans += _gaps(every - squares, xs, ys, rulings)
    owner = {square: number for number, span in enumerate(spans) for square in span.squares()}
    held: list[list[Glyph]] = [[] for _ in spans]
    for glyph in inside:
        column = min(max(bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1, 0), len(xs) - 2)
        row = min(max(bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1, 0), len(ys) - 2)
        held[owner[row, column]].append(glyph)
    cells = [
        Cell(xs[span.left], xs[span.right], span.first, span.end - 1, joined_lines(lines_of(own)))
        for span, own in zip(spans, held, strict=True)
        if span.right > span.left and span.end > span.first
    ]
    filled = sum(bool(cell.text) for cell in cells)
    if filled < 2 or filled < _FILLED * len(cells):
        return None
    return Ruled(ys[0], ys[-1], cells, len(ys) - 1, list(xs), list(cells))


def _gaps(
    squares: set[tuple[int, int]], xs: Sequence[float], ys: Sequence[float], rulings: Sequence[Ruling]
) -> list[Span]:
    """Cells that are not closed all around: squares of the grid with no line between them, down and across."""
    spans: list[Span] = []
    for row, column in sorted(squares):
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        above = next((s for s in spans if (s.end, s.left, s.right) == (row, column, column + 1)), None)
        beside = next((s for s in spans if (s.right, s.first, s.end) == (column, row, row + 1)), None)
        if above and not any(r.level and abs(r.top - ys[row]) <= NEAR and r.x0 <= x <= r.x1 for r in rulings):
            above.end += 1
        elif beside and not any(
            not r.level and abs(r.x0 - xs[column]) <= NEAR and r.top <= y <= r.bottom for r in rulings
        ):
            beside.right += 1
        else:
            spans.append(Span(column, column + 1, row, row + 1))
    return spans
