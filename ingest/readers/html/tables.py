"""Tables of web pages: which of them are tables, and their cells as a grid with merged cells in each place."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from graph.errors import SourceError
from ingest.readers.composed import GridCell
from ingest.readers.html.tree import Element

_MOST_CELLS = 300_000  # of one table, merged ones counted in each place
_WIDEST = 200  # columns
_PARAGRAPHS = 3  # in one cell that holds most of the words: it lays out a page
_MOST = 0.6
_BREAKS = frozenset(("p", "div", "br", "li"))
_BLANKS = re.compile(r"\s+")
_EMPTY = GridCell("")


def is_grid(table: Element) -> bool:
    """Whether a <table> is one, and no layout: no table within it, two rows and columns, no cell with a whole page."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return False
    rows = list(_rows(table))
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    sizes = [(len(cell.text_content().strip()), cell) for row in rows for cell in row]
    size, largest = max(sizes, key=lambda sized: sized[0])
    return size <= _MOST * sum(size for size, _ in sizes) or _paragraphs(largest) < _PARAGRAPHS


def grid_of(path: Path, table: Element) -> tuple[tuple[GridCell, ...], ...]:
    """The rows of a table; a cell that spans rows or columns stands in each place as the same object.

    Raises SourceError: more cells than any document has.
    """
    grid: list[tuple[GridCell, ...]] = []
    reaching: dict[int, tuple[GridCell, int]] = {}  # column -> the cell from above, and how many rows it still covers
    count = 0
    rows = list(_rows(table))
    for place, row in enumerate(rows):
        cells: dict[int, GridCell] = {column: cell for column, (cell, _) in reaching.items()}
        reaching = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 1}
        column = 0
        for element in row:
            while column in cells:
                column += 1
            cell, below = GridCell(_text(element)), _span(element, "rowspan", len(rows) - place)
            for across in range(column, min(column + _span(element, "colspan", _WIDEST), _WIDEST)):
                cells.setdefault(across, cell)
                if below > 1:
                    reaching[across] = (cell, below - 1)
        width = max(cells, default=-1) + 1
        count += width
        if count > _MOST_CELLS:
            raise SourceError(f"{path}: a table of more than {_MOST_CELLS:,} cells; split the page.")
        grid.append(tuple(cells.get(column, _EMPTY) for column in range(width)))
    return tuple(row for row in grid if any(cell.text for cell in row))


def _rows(table: Element) -> Iterator[list[Element]]:
    for row in table.iter("tr"):
        yield [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: Element, name: str, most: int) -> int:
    told = cell.get(name, "1").strip()
    span = int(told) if told.isdecimal() and len(told) < 7 else 1
    return min(span or most, most)  # rowspan="0" reaches to the end


def _paragraphs(cell: Element) -> int:
    return sum(1 for element in cell.iter("p", "div", "h1", "h2", "h3", "h4") if (element.text_content() or "").strip())


def _text(cell: Element) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            pieces.append(" " if element.tag in _BREAKS else "")
            pieces.append(element.text or "" if isinstance(element.tag, str) else "")
        elif element is not cell:
            pieces.append(element.tail or "")
    return _BLANKS.sub(" ", "".join(pieces)).strip()
