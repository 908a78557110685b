"""Tables of one cell a line without ordinals: rows by their 约束性/预期性, by their bodies, or by their number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.numerals import Number, number
from ingest.table_columns import BODY, DEADLINE, GROUP, NAME, ORDINAL, OTHER, Columns
from ingest.table_grid import NEW_PART, TYPED, Cell, Grid, Header, Line, cell_of, fits, joined, placed
from ingest.table_lines import Sheet

_SECTION = re.compile(r"\(?(?P<number>[一二三四五六七八九十]{1,3})[、)][^。]{1,38}")
_HEADED_PROSE = re.compile(r"\([一二三四五六七八九十]{1,3}\)[^。]{2,20}。.")
_LONGEST = 6000  # lines of one table
_WRAPS = 6  # lines of a wrapped task
_LOST = 3  # lines behind which a table still goes on


def by_kind(lines: Sequence[Line], at: int, header: Header, columns: Columns) -> Grid | None:
    """Rows that end with 约束性 or 预期性."""
    rows: list[tuple[Cell | None, ...]] = []
    sections: list[str] = []
    held: list[Line] = []
    section, stop = "", at
    for place in range(header.next_line, len(lines)):
        line = lines[place]
        if not line.text:
            continue
        held.append(line)
        if len(held) > len(header.roles) + 3 or (NEW_PART.match(line.text) and len(line.text) > 12):
            break
        if columns.is_kind(line.text):
            row, surplus = _fitted(held, header, columns)
            group = row[header.roles.index(GROUP)] if GROUP in header.roles else None
            section = surplus or (group.text if group else section)
            rows.append(tuple(row))
            sections.append(section)
            held, stop = [], place
    if not rows:
        return None
    return Grid(header.names, tuple(rows), tuple(sections), lines[at].start, lines[stop].end, stop + 1)


def _fitted(held: Sequence[Line], header: Header, columns: Columns) -> tuple[list[Cell | None], str]:
    """The cells of one row; lines too many at its beginning name the section."""
    surplus = ""
    while len(held) > len(header.roles):
        surplus, held = held[0].text, held[1:]
    if GROUP in header.roles and 1 < len(held) < len(header.roles) and columns.is_unit(held[1].text):
        roles = [role for role in header.roles if role != GROUP]
        row = placed(held, roles, columns)
        row.insert(header.roles.index(GROUP), None)
        return row, surplus
    return placed(held, header.roles, columns), surplus


def by_count(lines: Sequence[Line], at: int, header: Header, columns: Columns) -> Grid | None:
    """Rows of as many cells as the header has, as long as the cells look like their columns."""
    width = len(header.roles)
    rows: list[tuple[Cell | None, ...]] = []
    own: list[Line] = []
    stop = at
    for place in range(header.next_line, min(len(lines), header.next_line + _LONGEST)):
        if not lines[place].text:
            continue
        own.append(lines[place])
        if len(own) < width:
            continue
        if not _looks_right(own, header.roles, columns):
            break
        rows.append(tuple(map(cell_of, own)))
        own, stop = [], place
    if not rows:
        return None
    return Grid(header.names, tuple(rows), ("",) * len(rows), lines[at].start, lines[stop].end, stop + 1)


def _looks_right(own: Sequence[Line], roles: Sequence[str], columns: Columns) -> bool:
    typed = [(line, role) for line, role in zip(own, roles, strict=True) if role in TYPED]
    if not typed or any(NEW_PART.match(line.text) for line in own[:1]):
        return False
    return all(columns.fitness(line.text, role) > 0 for line, role in typed)


def by_duty(sheet: Sheet, at: int, header: Header, columns: Columns) -> Grid | None:
    """Rows of tasks and their bodies, known by the bodies; without a row the header alone, to be reported."""
    names, roles = header.names, header.roles
    if ORDINAL in roles:
        lost = roles.index(ORDINAL)
        names, roles = names[:lost] + names[lost + 1 :], roles[:lost] + roles[lost + 1 :]
    tasks = next((n for n, role in enumerate(roles) if role in (BODY, DEADLINE)), 0)
    if not tasks or header.groups or not {NAME} <= set(roles[:tasks]) <= {NAME, GROUP}:
        return None
    lines, filled = sheet.lines, sheet.body(header)
    reader = _Duties([lines[place] for place in filled], roles, tasks, columns)
    reader.read()
    stop = filled[reader.end - 1] if reader.rows else header.next_line - 1
    return Grid(names, tuple(reader.rows), tuple(reader.sections), lines[at].start, lines[stop].end, stop + 1)


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Cell | None, ...]
    end: int  # the line behind it


class _Duties:
    """Reads rows of tasks with their bodies line by line."""

    def __init__(self, lines: Sequence[Line], roles: Sequence[str], tasks: int, columns: Columns) -> None:
        self._lines = lines
        self._roles = roles
        self._tasks = tasks  # columns before the first of bodies or deadlines
        self._columns = columns
        self.rows: list[tuple[Cell | None, ...]] = []
        self.sections: list[str] = []
        self.end = 0  # the line behind the last row
        self._section: Number | None = 0

    def read(self) -> None:
        """All rows; what stands between two of them and is none becomes a row without a task."""
        section, at = "", 0
        while at < len(self._lines):
            heading = _SECTION.fullmatch(self._lines[at].text)
            if heading and not self._next_section(heading):
                return
            headed = heading is not None
            row = self._row(at + headed) or (self._row(at) if headed else None)
            lost = 0
            while row is None and self.rows and lost < _LOST and self._is_body(at + lost):
                lost += 1
                row = self._row(at + lost)
            if row is None:
                return
            if heading:
                section, self._section = heading[0], number(heading["number"])
            for line in self._lines[at : at + lost]:
                duty = self._roles.index(BODY)
                self._add(tuple(cell_of(line) if n == duty else None for n in range(len(self._roles))), section)
            self._add(row.cells, section)
            at = self.end = row.end

    def _next_section(self, heading: re.Match[str]) -> bool:
        """Whether a heading is the table's: its first, or the one that follows; else the document goes on with it."""
        own = number(heading["number"])
        return not self.rows or own in (1, self._section + 1 if isinstance(self._section, int) else 1)

    def _add(self, cells: tuple[Cell | None, ...], section: str) -> None:
        self.rows.append(cells)
        self.sections.append(section)

    def _row(self, at: int) -> _Row | None:
        """The row that begins here: its task in one line or more, then a line for each other column."""
        rest = self._roles[self._tasks :]
        for begin in range(at + self._tasks, at + self._tasks + _WRAPS):
            task = self._lines[at:begin]
            if begin >= len(self._lines) or self._is_no_task(task):
                return None
            own = self._lines[begin : begin + len(rest)]
            if fits(own, rest, self._columns):
                own = own[:-1] if rest[-1] == OTHER and self._is_body(begin + len(rest)) else own
                return _Row((*self._task_cells(task), *placed(own, rest, self._columns)), begin + len(own))
            if self._is_body(begin):
                end = next((n for n in range(begin + 1, begin + len(rest)) if not self._is_body(n)), begin + 1)
                own = self._lines[begin:end]
                return _Row((*self._task_cells(task), *placed(own, rest, self._columns)), end)
        return None

    def _is_no_task(self, task: Sequence[Line]) -> bool:
        ended = any(line.text.endswith("。") for line in task[self._tasks - 1 : -1])
        return (
            ended
            or bool(_HEADED_PROSE.match(task[0].text))
            or any(_SECTION.fullmatch(line.text) or NEW_PART.match(line.text) for line in task)
        )

    def _is_body(self, at: int) -> bool:
        return at < len(self._lines) and self._columns.fitness(self._lines[at].text, BODY) > 1

    def _task_cells(self, task: Sequence[Line]) -> list[Cell | None]:
        """The first columns of one line each; a task that takes more has the rest."""
        first = [cell_of(line) for line in task[: self._tasks - 1]]
        return [*first, cell_of(joined(*task[self._tasks - 1 :]))]
