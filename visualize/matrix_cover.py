"""The first sheet of the matrix: what it rests on, how to read it, and where each department's sheet is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from graph.answers.matrix import COOPERATE, LEAD, SHARED, Matrix, MatrixDepartment
from graph.exports.xlsx import put
from visualize.department_sheets import MOST_SHEETS
from visualize.sheet_rows import Body, fit_row, print_columns

NAME = "封面"
_LEGEND = (
    (LEAD, "牵头或负责", "leads or answers alone"),
    (SHARED, "按职责分工负责:各自负责,无人牵头", "shared by division of duties: all answer, nobody leads"),
    (COOPERATE, "配合、参与、落实或支持", "cooperates, carries out or supports"),
)
_HOW = (
    "一格有几种责任时显示最强的一种(● 强于 △ 强于 ○),全部列在“明细”。",
    "A cell with several duties shows the strongest; the sheet 明细 lists them all.",
    "光标停在标记上可看文件、条款和原文;没有标记的行是没有责任单位的任务(只在导出一份文件时列出)。",
    "A note on each mark gives the clause and quotes it; a row without marks is a task that nobody answers for.",
    "机器读取,使用前请核对原文。 Read by a program: check the words before you rely on them.",
)
_SOURCES = ("来源文件", "文号", "成文日期", "发文机关", "任务数", "其中有责任单位", "关系数")
_SHEETS = ("部门", "牵头", "共", "工作表")
_WIDTHS = (48.0, 26.0, 14.0, 34.0, 10.0, 16.0, 10.0)


def write_cover(
    sheet: Any, matrix: Matrix, departments: Sequence[MatrixDepartment], names: Sequence[str], made: date | None
) -> None:
    """The cover; the day on which the table was made stands there only where it is given."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    put(sheet, 1, 1, "责任矩阵").font = Font(bold=True, size=18)
    put(sheet, 2, 1, _counts(matrix))
    if made:
        put(sheet, 3, 1, f"制表日期:{made.isoformat()}")
    row = _put_table(sheet, 5, ("标记", "含义", "meaning"), _LEGEND) + 1
    for line in _HOW:
        put(sheet, row, 1, line)
        row += 1
    row = _put_table(sheet, row + 1, _SOURCES, list(_sources(matrix))) + 1
    if len(matrix.departments) > MOST_SHEETS:
        put(sheet, row, 1, _too_many(len(matrix.departments))).font = Font(bold=True)
        row += 1
    told = [(one.department, one.leads, one.tasks, name) for one, name in zip(departments, names, strict=True)]
    first = row + 1
    _put_table(sheet, row, _SHEETS, told)
    for offset, name in enumerate(names):
        _lead_to(sheet.cell(first + offset, len(_SHEETS)), name)
    print_columns(sheet, len(_WIDTHS))


def _counts(matrix: Matrix) -> str:
    answered = sum(bool(task.cells) for task in matrix.tasks)
    edges = sum(len(cell.edges) for task in matrix.tasks for cell in task.cells.values())
    documents = len({task.document_id for task in matrix.tasks})
    return (
        f"文件 {documents} 份,任务 {len(matrix.tasks)} 项(有责任单位的 {answered} 项),"
        f"部门 {len(matrix.departments)} 个,责任关系 {edges} 条"
    )


def _too_many(departments: int) -> str:
    return (
        f"部门共 {departments} 个,只为牵头最多的前 {MOST_SHEETS} 个各列一张工作表;其余部门请在“明细”中按“部门”筛选,"
        f"或单独导出。 {departments} departments, a sheet each for the {MOST_SHEETS} that lead most only; filter 明细 "
        "for the others, or ask for one department."
    )


def _sources(matrix: Matrix) -> Iterator[tuple[str | int | None, ...]]:
    """Each document with its number and date, its tasks here, how many are answered for, by how many edges."""
    known = {one.document_id: one for one in matrix.documents}
    names = {task.document_id: task.document for task in matrix.tasks}
    all_tasks = Counter(task.document_id for task in matrix.tasks)
    answered = Counter(task.document_id for task in matrix.tasks if task.cells)
    edges: Counter[str] = Counter()
    for task in matrix.tasks:
        edges[task.document_id] += sum(len(cell.edges) for cell in task.cells.values())
    for document_id, name in names.items():
        one = known.get(document_id)
        told = (one.doc_number, one.issue_date, one.issuer) if one else (None, None, None)
        yield name, *told, all_tasks[document_id], answered[document_id], edges[document_id]


def _put_table(sheet: Any, row: int, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """Heads and rows from this row on; the number of the row below."""
    from openpyxl.styles import Font

    for column, head in enumerate(heads, start=1):
        put(sheet, row, column, head).font = Font(bold=True)
    body = Body()
    for number, told in enumerate(rows, start=row + 1):
        for column, value in enumerate(told, start=1):
            body.dress(put(sheet, number, column, value))
        fit_row(sheet, number, told, _WIDTHS)
    return row + 1 + len(rows)


def _lead_to(cell: Any, name: str) -> None:
    """Make the cell lead to the sheet of this name."""
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = name.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    cell.style = "Hyperlink"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
