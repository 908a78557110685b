"""Unknown ids: a 404 that says what was looked for and offers what is called nearly so."""

from typing import Any, Final, TypeVar

from api.deps import answer, ask
from api.problems import Problem
from graph.answers import near
from graph.parameters import NodeId
from graph.queries import NODE
from graph.reference import load_reference
from graph.store import GraphStore

R = TypeVar("R")

LABELS: Final = {  # by the parameter that holds an id
    "document_id": "Document",
    "department_id": "Department",
    "region_id": "Region",
    "task_id": "Task",
    "indicator_id": "Indicator",
}
_CHINESE: Final = {
    "Document": "文件",
    "Department": "部门",
    "Region": "地区",
    "Task": "任务",
    "Indicator": "指标",
}


async def the_one(store: GraphStore, rows: list[R], label: str, node_id: str) -> R:
    """The first row; where there is none, a 404 for this id."""
    if rows:
        return rows[0]
    raise await missing(store, (label,), node_id)


async def refuse_unknown(store: GraphStore, params: Any) -> None:
    """Raise a 404 where one of the ids that a question rests on is nowhere in the graph: its answer is empty."""
    for name, label in LABELS.items():
        node_id = getattr(params, name, None)
        if node_id and not await ask(store, NODE, NodeId(node_id)):
            raise await missing(store, (label,), node_id)


async def missing(store: GraphStore, labels: tuple[str, ...], node_id: str) -> Problem:
    """The 404 for an id of one of these labels."""
    found = await answer(near, store, node_id.rpartition(":")[2], labels, load_reference())
    what = "、".join(_CHINESE.get(label, label) for label in labels)
    hint = "相近的有:" + ";".join(row.name for row in found) + "。" if found else "可用 /search?q= 按名称查找。"
    offered = [{"label": row.label, "id": row.id, "name": row.name} for row in found]
    return Problem(
        404,
        f"没有编号为 {node_id!r} 的{what}。{hint}",
        f"No {' or '.join(label.lower() for label in labels)} has the id {node_id!r}; look it up with /search?q=.",
        near=offered,
    )
