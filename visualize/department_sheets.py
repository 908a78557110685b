"""The sheets of a matrix workbook: their names, which departments have one, and how they are printed."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from graph.answers.matrix import Matrix, MatrixDepartment
from graph.exports.xlsx import plain

MOST_SHEETS = 100  # departments with a sheet of their own: more tabs than that nobody finds
_LONGEST = 31  # characters of the name of a sheet, as UTF-16 counts them
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"  # Excel keeps this name for itself


def named_sheets(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A name for each sheet that Excel accepts: short enough, without []:*?/\\, none twice whatever its case."""
    used = {name.casefold() for name in taken} | {_RESERVED}
    found: list[str] = []
    for name in names:
        base = _FORBIDDEN.sub(" ", plain(name)).strip("' ") or "部门"
        told, number = _cut(base, _LONGEST), 1
        while told.casefold() in used:
            number += 1
            told = f"{_cut(base, _LONGEST - len(str(number)) - 2)}({number})"
        used.add(told.casefold())
        found.append(told)
    return found


def with_a_sheet(matrix: Matrix) -> Sequence[MatrixDepartment]:
    """The departments that get a sheet: where there are too many, those that lead most."""
    return matrix.departments[:MOST_SHEETS]


def set_up_print(sheet: Any, heads: str = "1:1") -> None:
    """A4 across, as wide as one page, with the heads on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = heads
    sheet.oddFooter.center.text = "&P / &N"


def _cut(text: str, most: int) -> str:
    """As much of the text as fits, counted as Excel counts; a pair of surrogates is not torn."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore").rstrip("' ")
