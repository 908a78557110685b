"""What a table is before it is told as passages: lines, the cells put together from them, and the grid of cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.table_columns import BODY, DEADLINE, UNIT, VALUE, Columns

TYPED = (UNIT, VALUE, BODY, DEADLINE)  # columns whose cells are known by their looks

# Where a table ends: the next annex, chapter or section.
NEW_PART = re.compile(r"附\s?[件表录]|专栏|第[一二三四五六七八九十]{1,3}[章节]|抄送|[一二三四五六七八九十]{1,3}、")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it; empty lines have no text."""

    start: int
    end: int
    text: str
    blank: bool = False  # holds blanks only, but holds them: an empty cell of a header
    pieces: tuple[tuple[int, int], ...] = ()  # where it is put together from several lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the stretches of the source that it is put together from."""

    text: str
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is told as passages: columns, rows of cells (None where there is none), sections, its end."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    sections: tuple[str, ...]
    start: int
    end: int
    next_line: int


@dataclass(frozen=True, slots=True)
class Header:
    """A header of one cell a line: the columns of groups before the ordinal, then the names and roles of all others."""

    groups: tuple[str, ...]
    names: tuple[str, ...]  # from the ordinal on
    roles: tuple[str, ...]
    next_line: int


def joined(*lines: Line) -> Line:
    """The line that these make together."""
    pieces = tuple(piece for line in lines for piece in line.pieces or ((line.start, line.end),))
    return Line(lines[0].start, lines[-1].end, "".join(line.text for line in lines), pieces=pieces)


def cell_of(line: Line) -> Cell:
    """The cell that a line makes."""
    return Cell(line.text, line.pieces or ((line.start, line.end),))


def placed(own: Sequence[Line], roles: Sequence[str], columns: Columns) -> list[Cell | None]:
    """The lines of a row in their columns: one each, else where they look right."""
    cells: list[Cell | None] = [None] * len(roles)
    places = list(range(len(own))) if len(own) == len(roles) else columns.fit([line.text for line in own], roles)
    for line, place in zip(own, places, strict=True):
        if place >= 0:
            cells[place] = cell_of(line)
    return cells


def fits(own: Sequence[Line], roles: Sequence[str], columns: Columns) -> bool:
    """Whether the lines are a row of duties: each like its column, and bodies among them."""
    if len(own) != len(roles):
        return False
    typed = [(columns.fitness(line.text, role), role) for line, role in zip(own, roles, strict=True) if role in TYPED]
    return all(fitness > 0 for fitness, _ in typed) and any(fitness > 1 for fitness, role in typed if role == BODY)
