"""The responsibility matrix as a workbook: a cover, the matrix, every edge behind it, a sheet for each department."""

from datetime import date
from typing import Any
from urllib.parse import quote

from graph.answers.matrix import COOPERATE, LEAD, MARKS, SHARED, Matrix, MatrixCell, MatrixEdge, MatrixTask
from graph.errors import ZhituError
from graph.exports.table import label_of
from graph.exports.xlsx import (
    MOST_COLUMNS,
    MOST_ROWS,
    filter_all,
    new_workbook,
    plain,
    put,
    put_head,
    put_link,
    workbook_bytes,
)
from visualize.department_sheets import named_sheets, with_a_sheet
from visualize.duty_words import clause_of, mode_of, role_of
from visualize.matrix_cover import NAME, write_cover
from visualize.matrix_departments import write_departments
from visualize.sheet_rows import Body, fit_row, print_columns

_MATRIX, _DETAILS = "责任矩阵", "明细"

_FIRST = ("文件", "条款", "序号", "任务", "所属任务", "类型")  # columns left of the departments
_FIRST_WIDTHS = (14.0, 22.0, 6.0, 34.0, 14.0, 6.0)
_MARK_WIDTH = 3.6
_DETAIL = ("文件", "条款", "任务", "部门", "角色", "方式", "范围", "原文", "置信度", "链接")
_DETAIL_WIDTHS = (16.0, 24.0, 30.0, 18.0, 10.0, 10.0, 12.0, 40.0, 8.0, 40.0)
_COLOURS = {LEAD: "BDD7EE", SHARED: "FCE4D6", COOPERATE: "F2F2F2"}
_LONGEST_NOTE = 900  # characters: a longer note does not fit a screen, and the sheet 明细 has all
_NOTE_LINE = 25  # of them on a line of a note


def workbook(matrix: Matrix, pages: str, made: date | None = None) -> bytes:
    """The matrix as an Excel file; `pages` is what the addresses of the web pages begin with.

    The day on which it was made is told only where it is given, so that the same graph gives the same file.
    """
    edges = sum(len(cell.edges) for task in matrix.tasks for cell in task.cells.values())
    if max(edges, len(matrix.tasks)) >= MOST_ROWS or len(matrix.departments) + len(_FIRST) > MOST_COLUMNS:
        raise ZhituError(
            "the matrix is larger than a sheet of Excel: ask for one document or region · 请按文件或地区导出"
        )
    departments = with_a_sheet(matrix)
    names = named_sheets((one.department for one in departments), (NAME, _MATRIX, _DETAILS))
    book = new_workbook()
    write_cover(book.create_sheet(NAME), matrix, departments, names, made)
    _write_matrix(book.create_sheet(_MATRIX), matrix)
    _write_details(book.create_sheet(_DETAILS), matrix, pages.rstrip("/"))
    write_departments(book, matrix, names, pages.rstrip("/"))
    return workbook_bytes(book)


def _write_matrix(sheet: Any, matrix: Matrix) -> None:
    from openpyxl.styles import Alignment

    names = (*_FIRST, *(department.department for department in matrix.departments))
    put_head(sheet, names, (*_FIRST_WIDTHS, *(_MARK_WIDTH for _ in matrix.departments)))
    upright = Alignment(text_rotation=255, horizontal="center", vertical="top")  # 255: characters one below another
    for column in range(len(_FIRST) + 1, len(names) + 1):
        sheet.cell(1, column).alignment = upright
    longest = max((len(department.department) for department in matrix.departments), default=4)
    sheet.row_dimensions[1].height = min(400, 15 * longest + 24)
    columns = {one.department_id: len(_FIRST) + 1 + number for number, one in enumerate(matrix.departments)}
    styles = {mark: _mark_style(mark) for mark in MARKS}
    body = Body(vertical="center")
    for row, task in enumerate(matrix.tasks, start=2):
        first = _first(task)
        for column, value in enumerate(first, start=1):
            body.dress(put(sheet, row, column, value))
        fit_row(sheet, row, first, _FIRST_WIDTHS)
        for department, cell in task.cells.items():
            _write_mark(sheet, row, columns[department], task, cell, styles[cell.mark])
    sheet.freeze_panes = sheet.cell(2, _FIRST.index("任务") + 2)
    filter_all(sheet, len(names))
    print_columns(sheet, len(names))


def _first(task: MatrixTask) -> tuple[str | None, ...]:
    label = label_of(f"label={task.label}")
    return task.document, " / ".join(task.path), task.number, task.task, task.item, label


def _mark_style(mark: str) -> tuple[Any, Any]:
    from openpyxl.styles import Alignment, PatternFill

    return Alignment(horizontal="center", vertical="center"), PatternFill("solid", fgColor=_COLOURS[mark])


def _write_mark(sheet: Any, row: int, column: int, task: MatrixTask, cell: MatrixCell, style: tuple[Any, Any]) -> None:
    """A mark with a note that says in which clause it stands, and the words."""
    from openpyxl.comments import Comment

    written = put(sheet, row, column, cell.mark)
    written.alignment, written.fill = style
    note = noted(task, cell)
    lines = sum(1 + len(line) // _NOTE_LINE for line in note.split("\n"))
    written.comment = Comment(note, "zhitu", height=min(400, 30 + 18 * lines), width=340)


def noted(task: MatrixTask, cell: MatrixCell) -> str:
    """Of each duty the role, the document and clause where they change, and the words; cut where no screen shows more.

    ● 牵头 / 《质量强盟战略实施意见》二、总体目标 / (四)品牌建设 / “(盟市场监管局牵头)”
    """
    lines: list[str] = []
    place = None
    for edge in cell.edges:
        lines.append(plain(_role(edge)))
        if place != (place := plain(f"《{edge.document or task.document}》{clause_of(task, edge)}")):
            lines.append(place)
        lines.append(plain(f"“{edge.quote or ''}”"))
    note = "\n".join(lines)
    return note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…(见“明细”)"


def _role(edge: MatrixEdge) -> str:
    told = [role_of(edge), mode_of(edge), edge.scope]
    return f"{edge.mark} {' · '.join(dict.fromkeys(one for one in told if one))}"


def _write_details(sheet: Any, matrix: Matrix, pages: str) -> None:
    """One row for each edge, with the address of its place in the document."""
    names = {one.department_id: one.department for one in matrix.departments}
    put_head(sheet, _DETAIL, _DETAIL_WIDTHS)
    fit_row(sheet, 1, _DETAIL, _DETAIL_WIDTHS)
    body = Body()
    row = 1
    for task in matrix.tasks:
        for department, cell in task.cells.items():
            for edge in cell.edges:
                row += 1
                values = _detail(task, names[department], edge)
                for column, value in enumerate(values, start=1):
                    body.dress(put(sheet, row, column, value))
                fit_row(sheet, row, values, _DETAIL_WIDTHS)
                put_link(sheet, row, len(_DETAIL), f"{pages}/e/{quote(edge.key, safe='')}")
    filter_all(sheet, len(_DETAIL))
    print_columns(sheet, len(_DETAIL) - 1)  # an address is of no use on paper


def _detail(task: MatrixTask, department: str, edge: MatrixEdge) -> tuple[str | float | None, ...]:
    where = (task.document, clause_of(task), task.task)
    return *where, department, role_of(edge), mode_of(edge), edge.scope, edge.quote, edge.confidence
