"""Tables over several pages: the part on the next page joined to the one before, and the whole as a grid."""

import re
from collections.abc import Sequence

from ingest.readers.composed import GridCell
from ingest.readers.pdf.grids import Cell, Ruled, clustered, place

_SAME = 5.0  # points that columns may lie apart from page to page
_MOST_HEADER_ROWS = 4
_CONTINUED = re.compile(r"^[（(]?续[上前]?表|[（(]续表?\d*[)）]$")
_ORDINAL = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]?")
_SAMPLE = 300  # cells from the beginning that tell how a column is filled
_ALWAYS = 0.9  # share of cells with text of a column that has text in each row


def is_continued_caption(text: str) -> bool:
    """Whether a line above a table says that it goes on: 续表, （续表2）, 续上表, 表3（续）."""
    return len(text) <= 20 and bool(_CONTINUED.search(text))


def goes_on_below(table: Ruled, part: Ruled) -> bool:
    """Whether the part at the top of a page has the columns of the table that the page before ended with."""
    above, below = _relative(table), _relative(part)
    if abs(above[-1] - below[-1]) > _SAME:
        return False
    few, many = sorted((above, below), key=len)
    return all(any(abs(edge - other) <= _SAME for other in many) for edge in few)


def append(table: Ruled, part: Ruled) -> int:
    """Joins the part to the table, without a repeated header; gives the row of the table at which it begins."""
    _drop_rows(part, _repeated(table, part))
    begins = table.rows
    if not part.cells:
        return begins
    shift = table.edges[0] - part.edges[0]
    for cell in part.cells:
        cell.x0, cell.x1 = cell.x0 + shift, cell.x1 + shift
    torn, part.cells = _torn(table, part)
    _drop_empty_first(part, torn)
    for cell in part.cells:
        cell.first, cell.last = cell.first + begins, cell.last + begins
    for above, below in torn:
        above.text += below.text
        above.last = max(above.last, below.last + begins)
    table.rows += part.rows
    table.cells += part.cells
    table.latest = [*part.cells, *(above for above, _ in torn)]
    table.edges = clustered([*table.edges, *(edge + shift for edge in part.edges)])
    return begins


def grid_of(table: Ruled) -> tuple[list[list[GridCell]], list[int]]:
    """The table as rows of cells, and which of its rows they are: without rows and columns that hold no text."""
    edges = table.edges
    grid: list[list[GridCell]] = [[GridCell("") for _ in edges[1:]] for _ in range(table.rows)]
    for cell in table.cells:
        one = GridCell(cell.text)
        for row in range(cell.first, min(cell.last + 1, table.rows)):
            for column in range(place(edges, cell.x0), max(place(edges, cell.x1), place(edges, cell.x0) + 1)):
                if column < len(edges) - 1:
                    grid[row][column] = one
    rows = [number for number, row in enumerate(grid) if any(cell.text for cell in row)]
    columns = _columns(grid, rows)
    return [[grid[row][column] for column in columns] for row in rows], rows


def _columns(grid: Sequence[Sequence[GridCell]], rows: Sequence[int]) -> list[int]:
    """The columns in which a cell with text begins; the others only widen merged cells or are gaps of double lines."""
    width = len(grid[0]) if grid else 0
    return [
        column
        for column in range(width)
        if any(
            grid[row][column].text and (not column or grid[row][column] is not grid[row][column - 1]) for row in rows
        )
    ]


def _relative(table: Ruled) -> list[float]:
    return [edge - table.edges[0] for edge in table.edges]


def _repeated(table: Ruled, part: Ruled) -> int:
    """How many rows at the top of the part repeat the header of the table."""
    if not table.header:
        table.header = [table.row(number) for number in range(min(_MOST_HEADER_ROWS, table.rows))]
    count = 0
    while count < min(_MOST_HEADER_ROWS, table.rows, part.rows) and _same_row(table, part, count):
        count += 1
    return count


def _same_row(table: Ruled, part: Ruled, number: int) -> bool:
    above, below = ([cell.text for cell in cells] for cells in (table.header[number], part.row(number)))
    return above == below and any(above)


def _drop_rows(part: Ruled, count: int) -> None:
    if count:
        part.cells = [cell for cell in part.cells if cell.last >= count]
        for cell in part.cells:
            cell.first, cell.last = max(0, cell.first - count), cell.last - count
        part.rows -= count


def _torn(table: Ruled, part: Ruled) -> tuple[list[tuple[Cell, Cell]], list[Cell]]:
    """Cells that the page end tears, above and below, and what else the part has.

    Where a column that has text in each row begins empty, a row is torn if its cell is one row high, else that cell.
    """
    first = part.row(0)
    torn: list[tuple[Cell, Cell]] = []
    for cell in first:
        above = _above(table, cell)
        if cell.text or above is None or not above.text or not _always_filled(table, part, cell):
            break
        torn.append((above, cell))
        if cell.last == 0 and above.first == above.last:
            pairs = [(over, below) for below in first if (over := _above(table, below)) is not None]
            if len(pairs) == len(first) and _is_one_row(pairs):
                torn = pairs
                break
    below_ids = {id(below) for _, below in torn}
    return torn, [cell for cell in part.cells if id(cell) not in below_ids]


def _is_one_row(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether cells below read on from those above: no number begins a row, no sentence is at its end above."""
    both = [(above.text, below.text) for above, below in pairs if above.text and below.text]
    return bool(both) and not any(_ORDINAL.fullmatch(below) or above[-1] in "。；！" for above, below in both)


def _drop_empty_first(part: Ruled, torn: Sequence[tuple[Cell, Cell]]) -> None:
    """Takes away the first row of the part where all of its cells went to the row above."""
    if torn and not any(cell.first == 0 for cell in part.cells):
        height = 1 + min(cell.last for _, cell in torn)
        for cell in (*part.cells, *(below for _, below in torn)):
            cell.first, cell.last = cell.first - height, cell.last - height
        part.rows -= height


def _above(table: Ruled, cell: Cell) -> Cell | None:
    """The cell of the last row with the same sides."""
    ends = (one for one in table.latest if one.last == table.rows - 1)
    return next((one for one in ends if abs(one.x0 - cell.x0) <= _SAME and abs(one.x1 - cell.x1) <= _SAME), None)


def _always_filled(table: Ruled, part: Ruled, cell: Cell) -> bool:
    column = [
        one
        for one in (*table.cells[:_SAMPLE], *table.latest, *part.cells)
        if one is not cell and abs(one.x0 - cell.x0) <= _SAME and abs(one.x1 - cell.x1) <= _SAME
    ]
    return len(column) >= 2 and sum(bool(one.text) for one in column) >= _ALWAYS * len(column)
