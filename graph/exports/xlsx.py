"""Excel: what every workbook of ours keeps to, and any list of rows as one sheet.

Cells from documents are text: a department called =1+1 stays one. The same rows give the same bytes.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import ZhituError
from graph.exports.office import LONG_AGO, without_hour
from graph.exports.table import cell_text, columns_of, label_of, value_told

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet
_LONGEST = 32_767  # characters of a cell
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD_COLOUR = "DDE6F0"


def new_workbook() -> "Workbook":
    """A workbook without sheets; ZhituError where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ZhituError(
            "Excel needs openpyxl, which is not installed: pip install openpyxl · 缺少 openpyxl"
        ) from error
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "zhitu"
    book.properties.created = LONG_AGO
    return book


def workbook_bytes(book: "Workbook") -> bytes:
    """The file, without the hour at which it was made: the same sheets give the same bytes."""
    written = io.BytesIO()
    book.save(written)
    return without_hour(written.getvalue())


def plain(value: object) -> str:
    """A value as text that XML can hold; what a file cannot say becomes a blank."""
    text = _NO_XML.sub(" ", cell_text(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def put(sheet: Any, row: int, column: int, value: object, style: str | None = None) -> Any:
    """Write a cell: numbers as numbers, all else as text, never as a formula; nothing for None."""
    cell = sheet.cell(row, column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = value
    elif value is not None and (text := plain(value)):
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@"))  # so that it stays a text when somebody edits it
    if style:
        cell.style = style
    return cell


def put_link(sheet: Any, row: int, column: int, address: str) -> None:
    """Write an address that can be clicked."""
    cell = put(sheet, row, column, address)
    cell.hyperlink = plain(address)
    cell.style = "Hyperlink"


def put_head(sheet: Any, names: Sequence[str], widths: Sequence[float], row: int = 1) -> None:
    """Write the heads of the columns: bold, filtered, and in sight wherever one scrolls."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = put(sheet, row, column, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_COLOUR)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(row + 1, 1)


def filter_all(sheet: Any, columns: int, head: int = 1) -> None:
    """Let people filter and sort all rows below the head."""
    from openpyxl.utils import get_column_letter

    sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{max(sheet.max_row, head)}"


def sheet_bytes(rows: Sequence[Any], row_type: type, links: Callable[[Any], str | None]) -> bytes:
    """Any rows as a workbook of one sheet under Chinese heads; `links` gives the address of a row's last column."""
    columns = [column for column in columns_of(row_type) if label_of(column)]
    if len(rows) >= MOST_ROWS:
        raise ZhituError(f"{len(rows)} rows are more than a sheet of Excel holds ({MOST_ROWS - 1}): ask for fewer")
    book = new_workbook()
    sheet = book.create_sheet("数据")
    addresses = [links(row) for row in rows]
    heads = [label_of(column) for column in columns]
    values = [[_value(column, getattr(row, column)) for column in columns] for row in rows]
    if any(addresses):
        heads.append("链接")
    put_head(sheet, heads, [_width(head, number, values) for number, head in enumerate(heads)])
    for number, (told, address) in enumerate(zip(values, addresses, strict=True), start=2):
        for column, value in enumerate(told, start=1):
            put(sheet, number, column, value)
        if address:
            put_link(sheet, number, len(heads), address)
    filter_all(sheet, len(heads))
    return workbook_bytes(book)


def _value(column: str, value: Any) -> Any:
    """A number as it is, a word that has a Chinese one as that."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return value_told(column, value)


def _width(head: str, column: int, values: Sequence[Sequence[Any]]) -> float:
    """Wide enough for most cells, within what a screen can show; a Chinese character takes two."""
    longest = max((_breadth(row[column]) for row in values[:200] if column < len(row)), default=0)
    return float(min(60, max(10, _breadth(head) + 4, longest + 2)))


def _breadth(value: object) -> int:
    return sum(2 if character > "\u2e7f" else 1 for character in cell_text(value)[:60])
