"""Text in one column or in two: which lines stand in which, in the order in which they are read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.lines import Line, line_of, rows_of

_GUTTER = 1.2  # of the size: the least width of the gap between columns
_CENTRE = (0.35, 0.65)  # where within the text the gap may be
_MOST_CANDIDATES = 8
_LEAST_ROWS = 6  # that stand on both sides
_CROSSING = 0.34  # rows across the gap for each that stands on both sides
_FULL = 0.75  # share of the column's width that running text fills; cells of a table without lines are shorter


@dataclass(slots=True)
class Region:
    """Lines set between the same sides, from top to bottom."""

    lines: list[Line] = field(default_factory=list)
    column: int = 0  # 0 over the whole width, 1 the left column, 2 the right one


def regions_of(glyphs: Sequence[Glyph]) -> list[Region]:
    """The text of a page in reading order."""
    rows = [row for row in rows_of(glyphs) if any(not glyph.char.isspace() for glyph in row)]
    gutter = _gutter(rows)
    if gutter is None:
        return [Region([line_of(row) for row in rows])] if rows else []
    regions = [Region(), Region(column=1), Region(column=2)]
    for row in rows:
        if _gap_at(row, gutter):
            for glyphs_of_side, column in zip(_sides(row, gutter), (-2, -1), strict=True):
                if any(not glyph.char.isspace() for glyph in glyphs_of_side):
                    regions[column].lines.append(line_of(glyphs_of_side))
        else:
            if regions[-1].lines or regions[-2].lines:
                regions += [Region(), Region(column=1), Region(column=2)]
            regions[-3].lines.append(line_of(row))
    return [region for region in regions if region.lines]


def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """Where the gap between two columns runs; nothing where there is one column."""
    if len(rows) < _LEAST_ROWS:
        return None
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    low, high = (left + share * (right - left) for share in _CENTRE)
    middles = Counter(
        round((a.x1 + b.x0) / 2 / 4) * 4.0 for row in rows for a, b in _gaps(row) if low <= (a.x1 + b.x0) / 2 <= high
    )
    for middle, _ in middles.most_common(_MOST_CANDIDATES):
        both = [row for row in rows if row[0].x0 < middle < row[-1].x1 and _gap_at(row, middle)]
        across = [row for row in rows if not _gap_at(row, middle)]
        if len(both) >= _LEAST_ROWS and len(across) <= _CROSSING * len(both) and _are_full(both, middle):
            return middle
    return None


def _gaps(row: Sequence[Glyph]) -> list[tuple[Glyph, Glyph]]:
    solid = [glyph for glyph in row if not glyph.char.isspace()]
    return [(a, b) for a, b in pairwise(solid) if b.x0 - a.x1 > _GUTTER * (a.bottom - a.top)]


def _gap_at(row: Sequence[Glyph], middle: float) -> bool:
    """Whether no character of the row, nor a blank between words, stands at the place."""
    if row[0].x0 >= middle or row[-1].x1 <= middle:
        return True
    return any(a.x1 <= middle <= b.x0 for a, b in _gaps(row))


def _sides(row: Sequence[Glyph], middle: float) -> tuple[list[Glyph], list[Glyph]]:
    left = [glyph for glyph in row if glyph.x0 < middle]
    return left, [glyph for glyph in row if glyph.x0 >= middle]


def _are_full(both: Sequence[Sequence[Glyph]], middle: float) -> bool:
    """Whether most lines fill the left column."""
    sides = [_sides(row, middle)[0] for row in both]
    left, right = min(side[0].x0 for side in sides), max(glyph.x1 for side in sides for glyph in side)
    full = sum(side[-1].x1 - side[0].x0 >= _FULL * (right - left) for side in sides)
    return 2 * full >= len(sides)
