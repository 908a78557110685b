"""The network of responsibilities: departments, the work they answer for, and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.answers.matrix import existing
from graph.errors import ParameterError
from graph.parameters import DepartmentResponsibilities, ResponsibilityFilter, TaskId
from graph.queries import RESPONSIBILITIES, RESPONSIBILITIES_OF_DEPARTMENT, RESPONSIBLE_FOR_TASK
from graph.rows import NodeRow, ResponsibilityRow
from graph.store import GraphStore
from visualize.limits import NODES, checked
from visualize.style import line_of_duty
from visualize.subgraph import Edge, Node, Subgraph, cut
from visualize.tellings import told

_ALL = 1_000_000  # rows: more than any answer has
_PATIENCE = 60.0  # seconds for a look at everything


@dataclass(frozen=True, slots=True)
class OfResponsibilities:
    """Of a department, of a document, of a region's documents, of a task, or all; at most so many nodes."""

    department_id: str | None = None
    document_id: str | None = None
    region_id: str | None = None
    task_id: str | None = None
    limit: int = NODES

    def __post_init__(self) -> None:
        checked(self.limit)
        if self.task_id and (self.department_id or self.document_id or self.region_id):
            raise ParameterError("responsibilities takes task_id alone: a task belongs to one document anyway")


def subgraph(store: GraphStore, asked: OfResponsibilities) -> Subgraph:
    """Who answers for what; of one department, also who else answers for its tasks."""
    wanted = {"Department": asked.department_id, "Document": asked.document_id, "Region": asked.region_id}
    found = [existing(store, one, label) for label, one in wanted.items() if one is not None]
    if asked.task_id is not None:
        found = [_work(store, asked.task_id)]
    rows = _rows(store, asked)
    title = " · ".join(["责任网络", *(node.name for node in found)])
    focus = asked.task_id or asked.department_id or ""
    nodes = _nodes(rows, [node for node in found if node.id == focus])
    whole = Subgraph(title, "Responsibilities", nodes, tuple(_edges(rows)), focus)
    return cut(whole, _order(whole), asked.limit)


def _work(store: GraphStore, task_id: str) -> NodeRow:
    """A task, or a project or target that departments answer for."""
    for label in ("Project", "Target"):
        if task_id.startswith(f"{label.lower()}:"):
            return existing(store, task_id, label)
    return existing(store, task_id, "Task")


def _rows(store: GraphStore, asked: OfResponsibilities) -> list[ResponsibilityRow]:
    if asked.task_id is not None:
        return store.run(RESPONSIBLE_FOR_TASK, TaskId(asked.task_id), _PATIENCE)
    if asked.department_id is not None:
        return _of_department(store, asked, asked.department_id)
    everything = ResponsibilityFilter(document_id=asked.document_id, region_id=asked.region_id, limit=_ALL)
    return store.run(RESPONSIBILITIES, everything, _PATIENCE)


def _of_department(store: GraphStore, asked: OfResponsibilities, department_id: str) -> list[ResponsibilityRow]:
    """What the department answers for, and who else answers for the same."""
    duties = DepartmentResponsibilities(
        department_id, document_id=asked.document_id, region_id=asked.region_id, limit=_ALL
    )
    own = store.run(RESPONSIBILITIES_OF_DEPARTMENT, duties, _PATIENCE)
    tasks = {row.task_id for row in own}
    shared: list[ResponsibilityRow] = []
    for document_id in sorted({row.document_id for row in own if row.document_id}):
        rows = store.run(RESPONSIBILITIES, ResponsibilityFilter(document_id=document_id, limit=_ALL), _PATIENCE)
        shared += [row for row in rows if row.task_id in tasks]
    return own + shared


def _nodes(rows: Sequence[ResponsibilityRow], asked: Iterable[NodeRow]) -> tuple[Node, ...]:
    """Departments and their work, in the order of the documents; what was asked for is there in any case."""
    nodes = {node.id: Node(node.id, node.label, node.name) for node in asked}
    for row in rows:
        nodes.setdefault(row.department_id, Node(row.department_id, "Department", row.department))
        nodes[row.task_id] = Node(row.task_id, row.task_label, row.task, _about_task(row))
    return tuple(nodes.values())


def _about_task(row: ResponsibilityRow) -> tuple[tuple[str, str], ...]:
    where = ("document", row.document), ("task_path", row.task_path), ("item", row.item)
    return told(*where, ("quote", row.task_text), ("deadline_text", row.deadline_text), ("recurrence", row.recurrence))


def _edges(rows: Iterable[ResponsibilityRow]) -> list[Edge]:
    return list({row.key: _edge(row) for row in rows}.values())


def _edge(row: ResponsibilityRow) -> Edge:
    about = told(
        ("role", row.role), ("mode", row.mode), ("scope", row.scope), ("open_list", row.open_list or None),
        ("document", row.document or row.source), ("task_path", row.path),
    )  # fmt: skip
    line = line_of_duty(row.role, row.mode)
    return Edge(row.key, line, row.department_id, row.task_id, about, row.quote or "")


def _order(whole: Subgraph) -> list[str]:
    """What is kept first where not all fits: what was asked for, then the busiest departments with their work."""
    degrees = whole.degrees
    joined: dict[str, list[str]] = {node.id: [] for node in whole.nodes if node.label == "Department"}
    for edge in whole.edges:
        joined[edge.source].append(edge.target)
    ranked = sorted(joined, key=lambda one: (one != whole.focus, -degrees.get(one, 0), one))
    return [whole.focus, *(one for department in ranked for one in (department, *joined[department]))]
