"""Duties as Word: the table that offices circulate (任务分工表), and what each department has to do (履职清单)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Literal

from graph.answers.matrix import MARKS, Matrix, MatrixDepartment, MatrixEdge, MatrixTask
from graph.errors import ParameterError
from graph.exports.table import label_of
from visualize.word import MOST_ROWS, document_bytes, new_document, put_line, put_table, put_title
from visualize.wording import BY_DIVISION, due_of, parties

Part = Literal["table", "lists", "both"]
MOST_LISTS: Final = 100  # departments with a list of their own in one file
_TABLE = ("序号", "任务", "牵头单位", "配合单位", "完成时限")
_TABLE_WIDTHS = (1.3, 10.0, 5.4, 6.0, 3.0)
_LIST = ("序号", "角色", "任务", "指标", "完成时限", "原文")
_LIST_WIDTHS = (1.3, 2.6, 7.4, 4.6, 2.8, 7.0)
_LONGEST = 240  # characters of the words of a task in a cell
_MARKED = f"注:△ 表示{BY_DIVISION},各自负责,无人牵头;“等”表示原文名单未列全。完成时限空缺的,原文没有写明。"
_CHECK = "机器读取,使用前请核对原文。"


def duties_document(
    matrix: Matrix, part: Part = "both", department_id: str | None = None, made: date | None = None
) -> bytes:
    """The 任务分工表, the 履职清单 of each department (or of one), or both, as a Word file.

    ParameterError where that is more than Word holds well. The day is told only where it is given.
    """
    chosen = [one for one in matrix.departments if department_id in (None, one.department_id)]
    listed = chosen[:MOST_LISTS]
    answered = [task for task in matrix.tasks if task.cells]
    _check(matrix, answered if part != "lists" else [], listed if part != "table" else [])
    document = new_document()
    if part != "lists":
        _write_table(document, matrix, answered, made)
    if part != "table":
        for number, department in enumerate(listed):
            _write_list(document, department, matrix, made, new_page=part == "both" or number > 0)
        if len(chosen) > len(listed):
            put_line(document, f"部门共 {len(chosen)} 个,只列出牵头最多的前 {MOST_LISTS} 个;其余请按部门单独导出。")
    return document_bytes(document)


def _check(matrix: Matrix, tasks: Sequence[MatrixTask], departments: Sequence[MatrixDepartment]) -> None:
    rows = len(tasks) + sum(one.tasks for one in departments)
    if rows > MOST_ROWS:
        raise ParameterError(
            f"{rows} rows are more than a Word file of ours holds ({MOST_ROWS}): name a document, a region or a"
            f" department · Word 文件最多 {MOST_ROWS} 行,请指定文件、地区或部门"
        )


def _write_table(document: Any, matrix: Matrix, tasks: Sequence[MatrixTask], made: date | None) -> None:
    put_title(document, "任务分工表", _sources(matrix, made))
    names = {one.department_id: one.department for one in matrix.departments}
    rows = [
        (number, _task(task), *parties(task.cells, names), due_of(task)) for number, task in enumerate(tasks, start=1)
    ]
    put_table(document, _TABLE, _TABLE_WIDTHS, rows)
    put_line(document, _MARKED)
    put_line(document, _CHECK)


def _write_list(document: Any, department: MatrixDepartment, matrix: Matrix, made: date | None, new_page: bool) -> None:
    counts = f"牵头 {department.leads} 项,共 {department.tasks} 项"
    put_title(document, f"{department.department}履职清单", (counts, *_sources(matrix, made)), new_page)
    put_table(document, _LIST, _LIST_WIDTHS, _listed(department, matrix))
    put_line(document, _CHECK)


def _listed(department: MatrixDepartment, matrix: Matrix) -> Iterator[tuple[object, ...]]:
    """A row for each task, what the department leads before what it shares, and that before the rest."""
    own = [(cell, task) for task in matrix.tasks if (cell := task.cells.get(department.department_id))]
    ranked = sorted(own, key=lambda pair: MARKS.index(pair[0].mark))
    for number, (cell, task) in enumerate(ranked, start=1):
        figures = "\n".join(figure.target for figure in task.targets)
        words = "\n".join(dict.fromkeys(edge.quote or "" for edge in cell.edges))
        yield number, "\n".join(dict.fromkeys(map(_role, cell.edges))), _task(task), figures, due_of(task), words


def _role(edge: MatrixEdge) -> str:
    told = label_of(f"mode={edge.mode}") if edge.mode else label_of(f"role={edge.role}")
    return f"{edge.mark} {told}{f'({edge.scope})' if edge.scope else ''}"


def _task(task: MatrixTask) -> str:
    """Its name, with its number where it has one; below it its words, where they say more."""
    head = f"{task.number}{task.task}" if task.number else task.task
    words = " ".join((task.text or "").split())
    if not words or len(words) <= len(head) + 1:  # the name, and its full stop
        return head
    return f"{head}\n{words if len(words) <= _LONGEST else f'{words[:_LONGEST]}…'}"


def _sources(matrix: Matrix, made: date | None) -> Iterator[str]:
    """Which documents it rests on: named where they are few."""
    documents = {task.document_id: task.document for task in matrix.tasks}
    numbers = {one.document_id: one.doc_number for one in matrix.documents}
    if len(documents) <= 3:
        told = [
            f"《{name}》({numbers[each]})" if numbers.get(each) else f"《{name}》" for each, name in documents.items()
        ]
        if told:
            yield f"依据:{'、'.join(told)}"
    else:
        yield f"依据:{len(documents)} 份文件"
    if made:
        yield f"制表日期:{made.isoformat()}"
