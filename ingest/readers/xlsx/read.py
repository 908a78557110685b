"""Excel workbooks: lists of tasks and figures."""

import io
import re
import warnings
from pathlib import Path
from typing import Any

from graph.errors import SourceError
from ingest.readers.composed import Composed, Composer, GridCell
from ingest.readers.rows import Listing, listings, name_of_file, refuse_vast, write
from ingest.readers.xlsx.package import Layout, layout_of, parts_of, places, sheet_parts
from ingest.readers.xlsx.values import CHINESE_DATES, shown

_FARTHEST_COLUMN = 1_000
_LONGEST = 5_000_000  # characters; one text may stand in many cells
_UNNAMED = re.compile(r"(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)


def read_xlsx(path: Path, data: bytes) -> Composed:
    """Each sheet that holds something: its title, its table with merged cells, its notes.

    Hidden sheets, rows and columns stay out: what an office hides, it does not publish. A formula counts by the value
    that was saved with it. Where no sheet has a title, the name of the file is the first line.
    Raises SourceError: damaged, larger than a list ever is, or with nothing in it.
    """
    parts = parts_of(path, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read: pictures, validations, unknown extensions
            sheets = _sheets(path, data, sheet_parts(parts))
    except SourceError:
        raise
    except Exception as error:  # openpyxl checks little: a damaged workbook raises whatever it stumbles over
        why = f"{type(error).__name__}: {error}"
        raise SourceError(
            f"{path}: the workbook is damaged ({why}); open it in Excel and save it as .xlsx again."
        ) from error
    if not sheets:
        raise SourceError(f"{path}: no sheet of this workbook shows anything; check that it is the right file.")
    return _composed(path, sheets)


def _composed(path: Path, sheets: dict[str, list[Listing]]) -> Composed:
    composer = Composer("xlsx", path)
    name = name_of_file(path)
    if name and not any(listing.above for found in sheets.values() for listing in found):
        composer.line(name)
    for title, found in sheets.items():
        write(composer, found, "" if _UNNAMED.fullmatch(title.strip()) or title.strip() == name else title)
        composer.blank()
    return composer.composed()


def _sheets(path: Path, data: bytes, parts: dict[str, bytes]) -> dict[str, list[Listing]]:
    """The sheets that show something, by name."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    book._date_formats = book._timedelta_formats = frozenset()  # what openpyxl takes for no date, it would drop
    try:
        grids = {name: _grid(path, book[name], layout_of(path, part)) for name, part in parts.items()}
    finally:
        book.close()
    found = {name: listings(grid) for name, grid in grids.items()}
    return {name: told for name, told in found.items() if told}


def _grid(path: Path, sheet: Any, layout: Layout) -> list[list[GridCell]]:
    """The rows and columns that hold something and are not hidden, a merged cell in each place that it spans."""
    columns = sorted(layout.columns)
    refuse_vast(path, len(layout.rows), len(columns))
    if not columns:
        return []
    if columns[-1] > _FARTHEST_COLUMN:
        raise SourceError(f"{path}: something stands in column {columns[-1]} of {sheet.title}, far from any table.")
    grid, size, wanted = [], 0, set(layout.rows)
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=layout.rows[-1], max_col=columns[-1]), 1):
        if number in wanted:
            grid.append([GridCell(_shown(row[column - 1], sheet.parent.epoch)) for column in columns])
            size += sum(len(cell.text) for cell in grid[-1])
        if size > _LONGEST:
            raise SourceError(f"{path}: more than {_LONGEST:,} characters in one sheet; split it.")
    _merge(path, grid, layout, columns)
    kept = [index for index, column in enumerate(columns) if not layout.hides(column)]
    rows = (row for number, row in zip(layout.rows, grid, strict=True) if number not in layout.hidden_rows)
    return [[row[index] for index in kept] for row in rows]


def _merge(path: Path, grid: list[list[GridCell]], layout: Layout, columns: list[int]) -> None:
    areas = [
        (places(layout.rows, top, bottom), places(columns, left, right), (top, left))
        for top, left, bottom, right in layout.merged
    ]
    if sum(len(down) * len(across) for down, across, _ in areas) > 2 * len(grid) * len(columns):
        raise SourceError(f"{path}: merged cells overlap in this workbook; open it in Excel and save it again.")
    for down, across, first in areas:
        if down and across and (layout.rows[down[0]], columns[across[0]]) == first:
            for index in down:
                grid[index][across[0] : across[-1] + 1] = [grid[down[0]][across[0]]] * len(across)


def _shown(cell: Any, epoch: Any) -> str:
    if cell.value is None:
        return ""
    code = CHINESE_DATES.get(cell.style_array.numFmtId) or cell.number_format
    return shown(cell.value, code, epoch)
