"""Rows of a numbered table of one cell a line: wrapped tasks put together, rows under a merged cell told apart."""

import re
from collections.abc import Sequence

from ingest.table_columns import BODY, DEADLINE, NAME, OTHER, Columns
from ingest.table_grid import NEW_PART, Cell, Header, Line, cell_of, fits, joined, placed

_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、)]")
_WRAPS = 5  # lines more than one that a wrapped task has
_LONG = 30  # characters: a cell of a column of groups
_LABEL = 60  # characters; what is longer is no name of a section


class NumberedRows:
    """Takes the lines from one ordinal to the next, and tells the rows they make."""

    def __init__(self, header: Header, columns: Columns) -> None:
        self._header = header
        self._roles = header.roles[1:]
        self._undated = [OTHER if role == DEADLINE else role for role in self._roles]
        self._columns = columns
        self._extra: Sequence[Line] = ()
        self._section = ""
        self.rows: list[tuple[Cell | None, ...]] = []
        self.sections: list[str] = []

    def between(self, extra: Sequence[Line]) -> None:
        """Lines between two rows: cells of groups, or the name of a section."""
        self._extra = extra

    def take(self, ordinal: Line, body: Sequence[Line], ahead: Sequence[Line] = ()) -> int:
        """The next row; of the lines `ahead`, which the last row may still need, tells how many it did."""
        width, plain = len(self._roles), not self._header.groups and BODY in self._roles
        long = plain and len(body) + len(ahead) > width
        wraps = self._wraps([*body, *ahead], self._roles if ahead else self._undated) if long else 0
        end = max(min(width + wraps, len(body) + len(ahead)), len(body)) if ahead else len(body)
        lines = [*body, *ahead[: end - len(body)]]
        groups, label = self._groups()
        self._section = label or self._section
        own = self._own(lines, wraps)
        rest: Sequence[Line] = lines[width + wraps :]
        self._add((*groups, cell_of(ordinal), *placed(own, self._roles, self._columns)))
        if plain:
            rest = self._below(rest)
            more = self._below(ahead[end - len(body) :], strict=True) if ahead and not rest else ()
            end = len(body) + len(ahead) - len(more) if ahead and not rest else end
            rest = self._unread(rest)
        self._extra = rest
        return end - len(body)

    def _own(self, lines: Sequence[Line], wraps: int) -> list[Line]:
        if not wraps:
            return list(lines[: len(self._roles)])
        task = self._roles.index(BODY) - 1
        whole = joined(*lines[task : task + wraps + 1])
        return [*lines[:task], whole, *lines[task + wraps + 1 : len(self._roles) + wraps]]

    def _wraps(self, lines: Sequence[Line], roles: Sequence[str]) -> int:
        """How many lines more than one the task before the bodies takes."""
        column = self._roles.index(BODY)
        bodies = (n for n in range(column, len(lines)) if self._columns.fitness(lines[n].text, BODY) > 1)
        first = next(bodies, column)
        wraps = first - column
        if column == 0 or not 0 < wraps <= _WRAPS or any(NEW_PART.match(line.text) for line in lines[:first]):
            return 0
        return wraps if fits(self._own(lines, wraps), roles, self._columns) else 0

    def _below(self, lines: Sequence[Line], strict: bool = False) -> Sequence[Line]:
        """Rows under a merged first cell, which stands there once; returns the lines that are left."""
        roles = self._roles[1:]
        if NAME not in roles[: roles.index(BODY)] if BODY in roles else True:
            return lines
        while fits(lines[: len(roles)], roles, self._columns) and not NEW_PART.match(lines[0].text):
            if strict and self._columns.fitness(lines[0].text, BODY) > 1:
                break
            self._add((None, None, *placed(lines[: len(roles)], roles, self._columns)))
            lines = lines[len(roles) :]
        return lines

    def _unread(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Bodies that no row holds stand in a row without a task, to be reported; returns the other lines."""
        duty = 1 + self._roles.index(BODY)
        left = []
        for line in lines:
            if self._columns.fitness(line.text, BODY) > 1 and not _NUMBERED.match(line.text):
                self._add(tuple(cell_of(line) if at == duty else None for at in range(len(self._header.names))))
            else:
                left.append(line)
        return left

    def _add(self, cells: tuple[Cell | None, ...]) -> None:
        self.rows.append(cells)
        self.sections.append(self._section)

    def _groups(self) -> tuple[list[Cell | None], str]:
        """Cells before a row that belong to several rows: into the columns of groups, else a section."""
        cells: list[Cell | None] = [None] * len(self._header.groups)
        label = ""
        for offset, line in enumerate(reversed(self._extra)):
            if offset < len(cells) and (len(line.text) > _LONG or len(self._extra) == len(cells)):
                cells[len(cells) - 1 - offset] = cell_of(line)
            elif len(line.text) <= _LABEL:
                label = line.text
        return cells, label
