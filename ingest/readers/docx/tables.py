"""The tables of a Word document as grids, merged cells in each place that they span."""

from pathlib import Path

from graph.errors import SourceError
from ingest.readers.docx.tree import CELL, ROW, VALUE, Element, children, first, head, is_on, w, whole

_MOST_CELLS = 500_000  # in one document
_PROPERTIES, _ROW_PROPERTIES = w("tcPr"), w("trPr")

Grid = list[list[Element | None]]  # cells; the same one where merged, None where the row leaves a gap


class Grids:
    """Makes a grid of each table of a document; together they may grow to a bound."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = _MOST_CELLS

    def grid(self, table: Element) -> Grid:
        """The rows of a table, without those that a revision deleted. Raises SourceError: more cells than any plan."""
        rows: Grid = []
        merging: list[bool] = []  # by column: whether the cell of the row above is one that may go on
        for row in children(table, ROW):
            properties = row.find(_ROW_PROPERTIES)
            if properties is not None and (properties.find(w("del")) is not None or is_on(properties, "hidden")):
                continue
            above = rows[-1] if rows else []
            line: list[Element | None] = []
            merging = self._row(row, properties, line, above, merging)
            rows.append(line)
        return rows

    def _row(
        self,
        row: Element,
        properties: Element | None,
        line: list[Element | None],
        above: list[Element | None],
        merging: list[bool],
    ) -> list[bool]:
        """Fills a row; returns which of its columns hold a cell that the next row may go on with."""
        goes_on: list[bool] = []
        self._add(line, goes_on, None, False, _gap(properties, "gridBefore"))
        for cell in children(row, CELL):
            look = head(cell, _PROPERTIES)
            if look is not None and first(look, w("cellDel")) is not None:
                continue
            merge = _merge(look, "vMerge")
            span = 1 if look is None else max(whole(look, "gridSpan") or 1, 1)
            place = len(line)
            owner = cell
            if merge == "continue" and place < len(above) and merging[place]:
                owner = above[place]
            elif _merge(look, "hMerge") == "continue" and line:
                owner = line[-1]
            self._add(line, goes_on, owner, merge is not None, span)
        self._add(line, goes_on, None, False, _gap(properties, "gridAfter"))
        return goes_on

    def _add(
        self, line: list[Element | None], goes_on: list[bool], cell: Element | None, is_merged: bool, span: int
    ) -> None:
        self._left -= span
        if self._left < 0:
            raise SourceError(f"{self._path}: its tables have more than {_MOST_CELLS} cells; split the document.")
        line.extend([cell] * span)
        goes_on.extend([is_merged] * span)


def is_layout(grid: Grid) -> bool:
    """Whether a table only arranges text: a single row (a letterhead), or a single column (a box: 专栏)."""
    if len(grid) <= 1:
        return True
    return all(len({id(cell) for cell in row if cell is not None}) <= 1 for row in grid)


def _gap(properties: Element | None, name: str) -> int:
    return 0 if properties is None else whole(properties, name) or 0


def _merge(look: Element | None, name: str) -> str | None:
    """restart, continue or None where the cell is not merged this way."""
    found = None if look is None else first(look, w(name))
    if found is None:
        return None
    return "restart" if found.get(VALUE) in ("restart", "rest") else "continue"
