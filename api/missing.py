"""Unknown ids: a 404 that says what was looked for and offers what is called nearly so."""

import re
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from api.deps import answer, ask
from api.problems import Problem
from graph.answers.named import near
from graph.parameters import DepartmentFilter, NodeId
from graph.queries import DEPARTMENTS, NODE
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
    "Target": "目标值",
    "Project": "项目",
    "Award": "荣誉",
}
_OF_REGION: Final = re.compile(r"dept:\d+:.")
_MOST_OFFERED: Final = 5
_MOST_OF_REGION: Final = 1000  # departments


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
    offered = await answer(_offered, store, node_id, labels)
    what = "、".join(_CHINESE.get(label, label) for label in labels)
    hint = "相近的有:" + ";".join(one["name"] for one in offered) + "。" if offered else "可用 /search?q= 按名称查找。"
    return Problem(
        404,
        f"没有编号为 {node_id!r} 的{what}。{hint}",
        f"No {' or '.join(label.lower() for label in labels)} has the id {node_id!r}; look it up with /search?q=.",
        near=offered,
    )


def _offered(store: GraphStore, node_id: str, labels: tuple[str, ...]) -> list[dict[str, str]]:
    """What is called nearly so; departments of the region whose code the id holds (dept:152900:市场监) come first."""
    words = node_id.rpartition(":")[2]
    at_home = _at_home(store, node_id.split(":")[1], words) if _OF_REGION.match(node_id) else []
    found = [
        {"label": row.label, "id": row.id, "name": row.name} for row in near(store, words, labels, load_reference())
    ]
    return [*at_home, *(one for one in found if one not in at_home)][:_MOST_OFFERED]


def _at_home(store: GraphStore, code: str, words: str) -> list[dict[str, str]]:
    rows = store.run(DEPARTMENTS, DepartmentFilter(region_id=f"region:{code}", limit=_MOST_OF_REGION))
    ids = {row.department: row.department_id for row in rows}
    names = get_close_matches(load_reference().normalise(words), ids, _MOST_OFFERED, cutoff=0.4)
    return [{"label": "Department", "id": ids[name], "name": name} for name in names]
