"""One sheet for each department of a matrix: its duties, the figures in them, until when, and the words."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from graph.answers.matrix import Matrix, MatrixDepartment, MatrixEdge, MatrixTask
from graph.exports.xlsx import filter_all, put, put_head, put_link
from visualize.department_sheets import with_a_sheet
from visualize.duty_words import mode_of, role_of
from visualize.sheet_rows import Body, fit_row, print_columns
from visualize.wording import due_of

_HEADS = ("标记", "角色", "范围", "任务", "条款", "序号", "指标", "完成时限", "截止日期", "文件", "原文", "链接")
_WIDTHS = (6.0, 10.0, 10.0, 30.0, 20.0, 6.0, 20.0, 11.0, 11.5, 14.0, 32.0, 40.0)
_PRINTED = len(_HEADS) - 1  # an address is of no use on paper
_HEAD = 3  # the row of the heads


def write_departments(book: Any, matrix: Matrix, names: Sequence[str], pages: str) -> None:
    """A sheet for each department that gets one, under these names."""
    body = Body()
    for department, name in zip(with_a_sheet(matrix), names, strict=True):
        _write_department(book.create_sheet(name), department, matrix.tasks, pages, body)


def _write_department(
    sheet: Any, department: MatrixDepartment, tasks: Iterable[MatrixTask], pages: str, body: Body
) -> None:
    from openpyxl.styles import Font

    put(sheet, 1, 1, department.department).font = Font(bold=True, size=13)
    put(sheet, 2, 1, f"牵头 {department.leads} 项,共 {department.tasks} 项")
    put_head(sheet, _HEADS, _WIDTHS, row=_HEAD)
    fit_row(sheet, _HEAD, _HEADS, _WIDTHS)
    row = _HEAD
    for task in tasks:
        cell = task.cells.get(department.department_id)
        for edge in cell.edges if cell else ():
            row += 1
            values = _values(task, edge)
            for column, value in enumerate(values, start=1):
                body.dress(put(sheet, row, column, value))
            put_link(sheet, row, len(_HEADS), f"{pages}/e/{quote(edge.key, safe='')}")
            fit_row(sheet, row, values, _WIDTHS)
    filter_all(sheet, len(_HEADS), head=_HEAD)
    print_columns(sheet, _PRINTED, _HEAD)


def _values(task: MatrixTask, edge: MatrixEdge) -> tuple[str | None, ...]:
    figures = ";".join(figure.target for figure in task.targets)
    told = (edge.mark, mode_of(edge) or role_of(edge), edge.scope, task.task, " / ".join(task.path), task.number)
    return (*told, figures, due_of(task), task.deadline, task.document, edge.quote)
