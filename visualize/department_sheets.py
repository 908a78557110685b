"""One sheet for each department of a matrix: its duties, the figures in them, until when, and the words."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from graph.answers.matrix import Matrix, MatrixDepartment, MatrixTask
from graph.exports.table import label_of
from graph.exports.xlsx import filter_all, plain, put, put_head, put_link
from visualize.wording import due_of

MOST_SHEETS = 100  # departments with a sheet of their own: more tabs than that nobody finds
_LONGEST = 31  # characters of the name of a sheet, as UTF-16 counts them
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"  # Excel keeps this name for itself
_HEADS = ("标记", "角色", "范围", "任务", "条款", "序号", "指标", "完成时限", "截止日期", "文件", "原文", "链接")
_WIDTHS = (6.0, 10.0, 18.0, 44.0, 30.0, 8.0, 34.0, 16.0, 12.0, 26.0, 60.0, 40.0)


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


def write_departments(book: Any, matrix: Matrix, names: Sequence[str], pages: str) -> None:
    """A sheet for each department that gets one, under these names."""
    for department, name in zip(with_a_sheet(matrix), names, strict=True):
        _write_department(book.create_sheet(name), department, matrix.tasks, pages)


def _write_department(sheet: Any, department: MatrixDepartment, tasks: Iterable[MatrixTask], pages: str) -> None:
    from openpyxl.styles import Alignment, Font

    put(sheet, 1, 1, department.department).font = Font(bold=True, size=13)
    put(sheet, 2, 1, f"牵头 {department.leads} 项,共 {department.tasks} 项")
    put_head(sheet, _HEADS, _WIDTHS, row=3)
    wrapped = Alignment(vertical="top", wrap_text=True)
    row = 3
    for task in tasks:
        cell = task.cells.get(department.department_id)
        for edge in cell.edges if cell else ():
            row += 1
            role = label_of(f"mode={edge.mode}") if edge.mode else label_of(f"role={edge.role}")
            figures = ";".join(figure.target for figure in task.targets)
            where = (task.task, " / ".join(task.path), task.number)
            values = (edge.mark, role, edge.scope, *where, figures, due_of(task), task.deadline)
            for column, value in enumerate((*values, task.document, edge.quote), start=1):
                put(sheet, row, column, value).alignment = wrapped
            put_link(sheet, row, len(_HEADS), f"{pages}/e/{quote(edge.key, safe='')}")
    filter_all(sheet, len(_HEADS), head=3)
    set_up_print(sheet, "3:3")


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
