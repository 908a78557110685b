"""The responsibility matrix as a workbook: the matrix, every edge behind it, and how to read it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

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
from graph.matrix import COOPERATE, LEAD, MARKS, SHARED, Matrix, MatrixCell, MatrixEdge, MatrixTask

_FIRST = ("文件", "条款", "序号", "任务", "所属任务", "类型")  # columns left of the departments
_FIRST_WIDTHS = (18.0, 24.0, 7.0, 44.0, 18.0, 7.0)
_DETAIL = ("文件", "条款", "任务", "部门", "角色", "方式", "范围", "原文", "置信度", "链接")
_DETAIL_WIDTHS = (28.0, 32.0, 44.0, 26.0, 8.0, 12.0, 24.0, 60.0, 8.0, 44.0)
_COLOURS = {LEAD: "BDD7EE", SHARED: "FCE4D6", COOPERATE: "F2F2F2"}
_LEGEND = (
    (LEAD, "牵头或负责", "leads or answers alone"),
    (SHARED, "按职责分工负责:各自负责,无人牵头", "shared by division of duties: all answer, nobody leads"),
    (COOPERATE, "配合、参与、落实或支持", "cooperates, carries out or supports"),
)
_HOW = (
    "一格有几种责任时显示最强的一种(● 强于 △ 强于 ○),全部列在“明细”。",
    "A cell with several duties shows the strongest; the sheet 明细 lists them all.",
    "光标停在标记上可看原文;没有标记的行是没有责任单位的任务(只在导出一份文件时列出)。",
    "A note on each mark quotes the document; a row without marks is a task that nobody answers for.",
)
_LONGEST_NOTE = 900  # characters: a longer note does not fit a screen, and the sheet 明细 has all


def workbook(matrix: Matrix, pages: str) -> bytes:
    """The matrix as an Excel file; `pages` is what the addresses of the web pages begin with."""
    edges = sum(len(cell.edges) for task in matrix.tasks for cell in task.cells.values())
    if max(edges, len(matrix.tasks)) >= MOST_ROWS or len(matrix.departments) + len(_FIRST) > MOST_COLUMNS:
        raise ZhituError(
            "the matrix is larger than a sheet of Excel: ask for one document or region · 请按文件或地区导出"
        )
    book = new_workbook()
    _write_matrix(book.create_sheet("责任矩阵"), matrix)
    _write_details(book.create_sheet("明细"), matrix, pages.rstrip("/"))
    _write_account(book.create_sheet("说明"), matrix)
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
    _set_up_print(sheet)


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


def _set_up_print(sheet: Any) -> None:
    """A4 across, as wide as one page, with the heads on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P / &N"


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
    _set_up_print(sheet)


def _detail(task: MatrixTask, department: str, edge: MatrixEdge) -> tuple[str | float | None, ...]:
    role = label_of(f"role={edge.role}")
    mode = label_of(f"mode={edge.mode}") if edge.mode else None
    where = (task.document, " / ".join(task.path), task.task)
    return *where, department, role, mode, edge.scope, edge.quote, edge.confidence


def _write_account(sheet: Any, matrix: Matrix) -> None:
    """How to read the marks, and what the sheets rest on."""
    put_head(sheet, ("标记", "含义", "meaning"), (44.0, 44.0, 60.0))
    for number, words in enumerate(_LEGEND, start=2):
        for column, value in enumerate(words, start=1):
            put(sheet, number, column, value)
    for row, line in enumerate(_HOW, start=len(_LEGEND) + 3):
        put(sheet, row, 1, line)
    below = len(_LEGEND) + len(_HOW) + 4
    for column, name in enumerate(("来源文件", "任务数(其中有责任单位)", "关系数"), start=1):
        put(sheet, below, column, name)
    for number, source in enumerate(_sources(matrix.tasks), start=below + 1):
        for column, told in enumerate(source, start=1):
            put(sheet, number, column, told)


def _sources(tasks: Sequence[MatrixTask]) -> Iterator[tuple[str, str, int]]:
    """Each document with how many tasks it has here, how many of them are answered for, by how many edges."""
    names = {task.document_id: task.document for task in tasks}
    all_tasks = Counter(task.document_id for task in tasks)
    answered = Counter(task.document_id for task in tasks if task.cells)
    edges: Counter[str] = Counter()
    for task in tasks:
        edges[task.document_id] += sum(len(cell.edges) for cell in task.cells.values())
    for document_id, name in names.items():
        yield name, f"{all_tasks[document_id]} ({answered[document_id]})", edges[document_id]
