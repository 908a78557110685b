"""How tables that offices circulate say who answers and until when."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.answers.matrix import LEAD, SHARED, MatrixCell, MatrixTask

BY_DIVISION = "按职责分工负责"
_WITH_OTHERS = ("会同", "配合", "参与")


class Parties(NamedTuple):
    """The two columns 牵头单位 and 配合单位 of one task."""

    leading: str
    cooperating: str


def parties(cells: Mapping[str, MatrixCell], names: Mapping[str, str]) -> Parties:
    """Who leads and who cooperates, as words; shared duties say so.

    Where all answer by division of duties and nobody leads, they stand in the first column.
    """
    edges = [(names[department], edge) for department, cell in cells.items() for edge in cell.edges]
    leads = [(name, edge.scope) for name, edge in edges if edge.mark == LEAD]
    shared_first = [(name, edge.scope) for name, edge in edges if edge.mark == SHARED and edge.role == "LEADS"]
    shared_beside = [(name, edge.scope) for name, edge in edges if edge.mark == SHARED and edge.role != "LEADS"]
    others = [(name, edge.scope) for name, edge in edges if edge.mark not in (LEAD, SHARED)]
    leading = [_listed(leads), _shared(shared_first)]
    cooperating = [_shared(shared_beside), _listed(others)]
    open_first = any(edge.open_list and edge.role == "LEADS" for _, edge in edges)
    if any(edge.open_list and edge.role != "LEADS" for _, edge in edges):
        cooperating.append("等")
    elif open_first and any(word in (edge.quote or "") for _, edge in edges for word in _WITH_OTHERS):
        cooperating.append("有关部门")  # 甲会同有关部门: it is the others who are not listed
        open_first = False
    return Parties(_joined([*leading, "等"] if open_first else leading), _joined(cooperating))


def due_words(deadline_text: str | None, recurrence: str | None) -> str:
    """Until when, as written: 2016年底前; 每年; nothing where the text says nothing."""
    told = [deadline_text] if deadline_text else []
    if recurrence and recurrence not in (deadline_text or ""):
        told.append(recurrence)
    return ";".join(told)


def due_of(task: MatrixTask) -> str:
    """Until when a task is to be done, as written."""
    return due_words(task.deadline_text, task.recurrence)


def _listed(bodies: Iterable[tuple[str, str | None]]) -> str:
    return "、".join(dict.fromkeys(f"{name}({scope})" if scope else name for name, scope in bodies))


def _shared(bodies: list[tuple[str, str | None]]) -> str:
    return f"△ {_listed(bodies)}({BY_DIVISION})" if bodies else ""


def _joined(parts: Iterable[str]) -> str:
    return ";".join(part for part in parts if part).replace(";等", "等")
