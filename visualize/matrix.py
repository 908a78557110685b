"""The responsibility matrix as a workbook: a cover, the matrix, every edge behind it, a sheet for each department."""

from collections.abc import Iterator
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
from visualize.department_sheets import named_sheets, set_up_print, with_a_sheet, write_departments
from visualize.matrix_cover import NAME, write_cover

_MATRIX, _DETAILS = "责任矩阵", "明细"

_FIRST = ("文件", "条款", "序号", "任务", "所属任务", "类型")  # columns left of the departments
_FIRST_WIDTHS = (18.0, 24.0, 7.0, 44.0, 18.0, 7.0)
_DETAIL = ("文件", "条款", "任务", "部门", "角色", "方式", "范围", "原文", "置信度", "链接")
_DETAIL_WIDTHS = (28.0, 32.0, 44.0, 26.0, 8.0, 12.0, 24.0, 60.0, 8.0, 44.0)
_COLOURS = {LEAD: "BDD7EE", SHARED: "FCE4D6", COOPERATE: "F2F2F2"}
_LONGEST_NOTE = 900  # characters: a longer note does not fit a screen, and the sheet 明细 has all


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
    put_head(sheet, names, (*_FIRST_WIDTHS, *(4.5 for _ in matrix.departments)))
    upright = Alignment(text_rotation=255, horizontal="center", vertical="top")  # 255: characters one below another
    for column in range(len(_FIRST) + 1, len(names) + 1):
        sheet.cell(1, column).alignment = upright
    longest = max((len(department.department) for department in matrix.departments), default=4)
    sheet.row_dimensions[1].height = min(400, 15 * longest + 24)
    columns = {one.department_id: len(_FIRST) + 1 + number for number, one in enumerate(matrix.departments)}
    styles = {mark: _mark_style(mark) for mark in MARKS}
    wrapped = Alignment(vertical="center", wrap_text=True)
    for row, task in enumerate(matrix.tasks, start=2):
        for column, value in enumerate(_first(task), start=1):
            put(sheet, row, column, value).alignment = wrapped
        for department, cell in task.cells.items():
            _write_mark(sheet, row, columns[department], cell, styles[cell.mark])
    sheet.freeze_panes = sheet.cell(2, _FIRST.index("任务") + 2)
    filter_all(sheet, len(names))
    set_up_print(sheet)


def _first(task: MatrixTask) -> tuple[str | None, ...]:
    label = label_of(f"label={task.label}")
    return task.document, " / ".join(task.path), task.number, task.task, task.item, label


def _mark_style(mark: str) -> tuple[Any, Any]:
    from openpyxl.styles import Alignment, PatternFill

    return Alignment(horizontal="center", vertical="center"), PatternFill("solid", fgColor=_COLOURS[mark])


def _write_mark(sheet: Any, row: int, column: int, cell: MatrixCell, style: tuple[Any, Any]) -> None:
    """A mark with a note that says the words behind it."""
    from openpyxl.comments import Comment

    written = put(sheet, row, column, cell.mark)
    written.alignment, written.fill = style
    note = plain_lines(_told(edge) for edge in cell.edges)
    written.comment = Comment(note, "zhitu", height=min(400, 40 + 20 * (1 + len(note) // 22)), width=340)


def plain_lines(texts: Iterator[str]) -> str:
    """Texts on lines of their own, cut where no screen could show more."""
    note = "\n".join(plain(text) for text in texts)
    return note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…(见“明细”)"


def _told(edge: MatrixEdge) -> str:
    told = [label_of(f"role={edge.role}")]
    if edge.mode:
        told.append(label_of(f"mode={edge.mode}"))
    if edge.scope:
        told.append(edge.scope)
    return f"{' · '.join(dict.fromkeys(told))}: {edge.quote or ''}"


def _write_details(sheet: Any, matrix: Matrix, pages: str) -> None:
    """One row for each edge, with the address of its place in the document."""
    names = {one.department_id: one.department for one in matrix.departments}
    put_head(sheet, _DETAIL, _DETAIL_WIDTHS)
    row = 1
    for task in matrix.tasks:
        for department, cell in task.cells.items():
            for edge in cell.edges:
                row += 1
                for column, value in enumerate(_detail(task, names[department], edge), start=1):
                    put(sheet, row, column, value)
                put_link(sheet, row, len(_DETAIL), f"{pages}/e/{quote(edge.key, safe='')}")
    filter_all(sheet, len(_DETAIL))
    set_up_print(sheet)


def _detail(task: MatrixTask, department: str, edge: MatrixEdge) -> tuple[str | float | None, ...]:
    role = label_of(f"role={edge.role}")
    mode = label_of(f"mode={edge.mode}") if edge.mode else None
    where = (task.document, " / ".join(task.path), task.task)
    return *where, department, role, mode, edge.scope, edge.quote, edge.confidence
