"""Sheets that are read on paper: rows as high as their wrapped words, and only the columns worth paper printed.

Excel computes the height of a row only when somebody edits it, LibreOffice not at all: a file has to say it.
"""

import math
from collections.abc import Sequence
from typing import Any, Final

from graph.exports.table import cell_text
from visualize.department_sheets import set_up_print

SIZE: Final = 10  # points of the words in a table
_LINE = 13.5  # points from line to line at that size, in the fonts that have Chinese characters
_EDGES = 4.0  # points above and below the words
_MOST = 409.0  # points: a higher row Excel does not know
_PADDING = 0.7  # of a column's width, left and right of the words
_MARGIN = 0.4  # inches


def breadth(text: str) -> int:
    """How many columns of a screen a text takes: a Chinese character or mark two, any other one."""
    return sum(2 if character > "\u2010" else 1 for character in text)


def lines_of(value: object, width: float) -> int:
    """On how many lines a value stands in a column of this width, in characters."""
    room = max(2.0, width - _PADDING)
    text = value if isinstance(value, str) else cell_text(value)
    return sum(max(1, math.ceil(breadth(line) / room)) for line in text.split("\n"))


def fit_row(sheet: Any, row: int, values: Sequence[object], widths: Sequence[float]) -> None:
    """Make a row as high as the longest of its values needs."""
    lines = max((lines_of(value, width) for value, width in zip(values, widths, strict=False)), default=1)
    sheet.row_dimensions[row].height = min(_MOST, lines * _LINE + _EDGES)


def print_columns(sheet: Any, columns: int, head: int = 1) -> None:
    """A4 across, as wide as one page and no wider than so many columns, the heads on every page."""
    from openpyxl.utils import get_column_letter

    set_up_print(sheet, f"{head}:{head}")
    sheet.print_area = f"A1:{get_column_letter(columns)}{max(sheet.max_row, head)}"
    sheet.print_options.gridLines = True
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN
    sheet.page_margins.top, sheet.page_margins.bottom = _MARGIN, 2 * _MARGIN
    sheet.page_margins.header = sheet.page_margins.footer = _MARGIN / 2


class Body:
    """How the cells of a table look: small, wrapped, made once for a book."""

    def __init__(self, vertical: str = "top") -> None:
        from openpyxl.styles import Alignment, Font

        self.font = Font(size=SIZE)
        self.alignment = Alignment(vertical=vertical, wrap_text=True)

    def dress(self, cell: Any) -> None:
        """Make a cell look so."""
        cell.font, cell.alignment = self.font, self.alignment
