"""Duties as Word: the table that offices circulate (任务分工表), and what each department has to do (履职清单)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal

from graph.answers.matrix import Matrix, MatrixDepartment, MatrixTask
from graph.errors import ParameterError
from visualize.duty_lists import CHECK, MARGIN_CM, until, write_list
from visualize.duty_sources import sources
from visualize.word import MOST_ROWS, document_bytes, new_document, put_line, put_table, put_title
from visualize.wording import BY_DIVISION, parties

Part = Literal["table", "lists", "both"]
MOST_LISTS: Final = 100  # departments with a list of their own in one file
_TABLE = ("序号", "任务", "牵头单位", "配合单位", "完成时限")
_TABLE_WIDTHS = (1.3, 10.6, 5.6, 6.2, 3.2)
_LONGEST = 240  # characters of the words of a task in a cell
_MARKED = (
    f"注:△ 表示{BY_DIVISION},各自负责,无人牵头;“等”表示原文名单未列全。"
    "完成时限空缺的,未能从原文读出或换算出时限,不等于原文没有写明,请看原文。"
)


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
    document = new_document(margin_cm=MARGIN_CM)
    if part != "lists":
        _write_table(document, matrix, answered, made)
    if part != "table":
        for number, department in enumerate(listed):
            write_list(document, department, matrix, made, new_page=part == "both" or number > 0)
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
    put_title(document, "任务分工表", sources(matrix, matrix.tasks, made))
    names = {one.department_id: one.department for one in matrix.departments}
    rows = [
        (number, _task(task), *parties(task.cells, names), until(task)) for number, task in enumerate(tasks, start=1)
    ]
    put_table(document, _TABLE, _TABLE_WIDTHS, rows)
    put_line(document, _MARKED)
    put_line(document, CHECK)


def _task(task: MatrixTask) -> str:
    """Its name, with its number where it has one; below it its words, where they say more."""
    head = f"{task.number}{task.task}" if task.number else task.task
    words = " ".join((task.text or "").split())
    if not words or len(words) <= len(head) + 1:  # the name, and its full stop
        return head
    return f"{head}\n{words if len(words) <= _LONGEST else f'{words[:_LONGEST]}…'}"
