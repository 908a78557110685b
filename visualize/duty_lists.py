"""What a department has to do (履职清单), on one page wherever that is possible: a line or two for each task.

Whole paragraphs and long quotes are in the Excel file; here each row has the phrase that it rests on.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from graph.answers.matrix import MARKS, Matrix, MatrixCell, MatrixDepartment, MatrixEdge, MatrixTask
from visualize.duty_sources import numbers_of, sources
from visualize.duty_words import clause_number, mode_of, role_of, short_document, shortened
from visualize.sheet_rows import breadth
from visualize.word import line_points, put_table, put_title
from visualize.wording import due_of

CHECK: Final = "机器读取,使用前请核对原文。"
MARGIN_CM: Final = 1.3
_HEADS = ("序号", "任务", "角色", "时限/指标", "依据")
_WIDTHS = (1.0, 7.4, 3.0, 5.3, 10.4)  # centimetres
_LONGEST_TASK, _LONGEST_SCOPE, _LONGEST_FIGURES, _LONGEST_PHRASE = 46, 16, 34, 36
_SIZES = (10.0, 9.0, 8.0, 7.5)  # points: the largest that fits; smaller is no longer read
_TITLE = 16.0  # points
_PAGE_CM = 21.0 - 2 * MARGIN_CM - 0.4  # less what no estimate foresees
_POINT_CM = 2.54 / 72
_CELL_CM = 0.25  # left and right of the words of a cell
_ROW_CM = 0.05  # above and below them, with the line


def write_list(document: Any, department: MatrixDepartment, matrix: Matrix, made: date | None, new_page: bool) -> None:
    """The title and the table of one department."""
    tasks = [task for task in matrix.tasks if department.department_id in task.cells]
    counts = f"牵头 {department.leads} 项,共 {department.tasks} 项。过长的原文中间以…省略,全文见 Excel 明细。{CHECK}"
    several = len({task.document_id for task in tasks}) > 1
    below = (counts, *sources(matrix, tasks, made))
    rows = list(_rows(department.department_id, tasks, numbers_of(matrix) if several else None))
    put_title(document, f"{department.department}履职清单", below, new_page, _TITLE)
    put_table(document, _HEADS, _WIDTHS, rows, _size(rows, below))


def until(task: MatrixTask) -> str:
    """Until when, as written; the date where the words are not known."""
    return due_of(task) or task.deadline or ""


def _rows(
    department_id: str, tasks: Sequence[MatrixTask], numbers: Mapping[str, str | None] | None
) -> Iterator[tuple[object, ...]]:
    """A row for each task, what the department leads before what it shares, and that before the rest.

    Without `numbers` of documents the rows name none: the only one stands above the table.
    """
    own = sorted(((task.cells[department_id], task) for task in tasks), key=lambda pair: MARKS.index(pair[0].mark))
    for number, (cell, task) in enumerate(own, start=1):
        roles = ";".join(dict.fromkeys(map(_role, cell.edges)))
        yield number, _name(task), roles, _due(task), _basis(task, cell, numbers)


def _role(edge: MatrixEdge) -> str:
    scope = f"({shortened(edge.scope, _LONGEST_SCOPE)})" if edge.scope else ""
    return f"{edge.mark} {mode_of(edge) or role_of(edge)}{scope}"


def _name(task: MatrixTask) -> str:
    number = task.number or ""
    return shortened(task.task if task.task.startswith(number) else f"{number}{task.task}", _LONGEST_TASK)


def _due(task: MatrixTask) -> str:
    """Until when, and the figures; where those are many, the first ones and how many there are."""
    figures = [figure.target for figure in task.targets]
    shown = figures[:1]
    for figure in figures[1:]:
        if len(";".join((*shown, figure))) > _LONGEST_FIGURES:
            break
        shown.append(figure)
    told = ";".join(shortened(figure, _LONGEST_FIGURES) for figure in shown)
    if len(shown) < len(figures):
        told += f"等{len(figures)}项"
    return ";".join(part for part in (until(task), told) if part)


def _basis(task: MatrixTask, cell: MatrixCell, numbers: Mapping[str, str | None] | None) -> str:
    """The document, the clause, and the phrase that names the department."""
    clauses = dict.fromkeys(clause_number(edge.path or task.path) for edge in cell.edges)
    phrases = dict.fromkeys(shortened(edge.quote, _LONGEST_PHRASE) for edge in cell.edges if edge.quote)
    told = [short_document(task.document, numbers.get(task.document_id))] if numbers is not None else []
    told += [";".join(filter(None, clauses)), "".join(f"“{phrase}”" for phrase in phrases)]
    return " ".join(filter(None, told))


def _size(rows: Sequence[Sequence[object]], below: Sequence[str]) -> float:
    """The largest size of words in which the list stands on one page, by estimate; of a longer list a middle one."""
    title = _TITLE * 1.4 * _POINT_CM + sum(_height((line,), (sum(_WIDTHS),), 9.0) for line in below)
    for size in _SIZES:
        if title + sum(_height(row, _WIDTHS, size) for row in (_HEADS, *rows)) <= _PAGE_CM:
            return size
    return _SIZES[1]


def _height(values: Sequence[object], widths: Sequence[float], size: float) -> float:
    """The height of a row in centimetres."""
    halves = [2 * (width - _CELL_CM) / (size * _POINT_CM) - 1 for width in widths]
    lines = max(math.ceil(breadth(str(value)) / room) for value, room in zip(values, halves, strict=True))
    return max(1, lines) * line_points(size) * _POINT_CM + _ROW_CM
