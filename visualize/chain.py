"""The chain of responsibility as a picture: from upstream clauses over tasks down to who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.answers.chain import subject_of, tasks_of
from graph.exports.table import label_of
from graph.parameters import Neighbours, TaskId
from graph.queries import NEIGHBOURS, TASK
from graph.rows import EdgeRow
from graph.store import GraphStore
from visualize.limits import NODES, checked
from visualize.style import line_of_duty
from visualize.subgraph import Edge, Node, Subgraph, cut
from visualize.tellings import told

_ACROSS = ("DERIVES_FROM", "PART_OF")
_DUTIES = ("LEADS", "COOPERATES")
_STEPS = 6  # levels of government and a measure within its task: more there are not
_ALL = 1_000_000  # rows


@dataclass(frozen=True, slots=True)
class OfChain:
    """Of a task, a department or a document; at most so many nodes."""

    id: str
    limit: int = NODES

    def __post_init__(self) -> None:
        checked(self.limit)


def subgraph(store: GraphStore, asked: OfChain) -> Subgraph:
    """The tasks of the subject with the clauses above them, what derives from them, and who answers for all."""
    subject = subject_of(store, asked.id)
    start = set(tasks_of(store, subject)[: asked.limit])
    edges = [*_reached(store, start, upwards=True), *_reached(store, start, upwards=False)]
    tasks = start | {end for row in edges for end in (row.source_id, row.target_id)}
    edges += [row for row in _beside(store, tasks, _DUTIES) if row.target_id in tasks]
    nodes = {one: _task(store, one) for one in sorted(tasks)}
    for row in edges:
        if row.source_label == "Department":
            nodes.setdefault(row.source_id, Node(row.source_id, "Department", row.source_name))
    upstream = {row.target_id for row in edges if row.relation == "DERIVES_FROM"}
    focus = subject.id if subject.id in nodes else ""
    whole = Subgraph(
        f"责任链 · {subject.name}",
        "Chain of responsibility",
        tuple(nodes.values()),
        tuple({row.key: _edge(row) for row in edges}.values()),
        focus,
    )
    order = [focus, *sorted(start), *sorted(upstream), *nodes]
    return cut(whole, order, asked.limit)


def _reached(store: GraphStore, start: Iterable[str], upwards: bool) -> list[EdgeRow]:
    """The links between tasks, step by step from where it starts, in one direction."""
    found: list[EdgeRow] = []
    seen, frontier = set(start), set(start)
    for _ in range(_STEPS):
        rows = [
            row
            for row in _beside(store, frontier, _ACROSS)
            if row.source_label == row.target_label == "Task"
            and (row.source_id if upwards else row.target_id) in frontier
        ]
        found += rows
        frontier = {row.target_id if upwards else row.source_id for row in rows} - seen
        seen |= frontier
        if not frontier:
            break
    return found


def _beside(store: GraphStore, ids: Iterable[str], relations: tuple[str, ...]) -> list[EdgeRow]:
    return store.run(NEIGHBOURS, Neighbours(tuple(sorted(ids)), relations, limit=_ALL)) if ids else []


def _task(store: GraphStore, task_id: str) -> Node:
    """A task (or a project, a figure) with the document that it belongs to."""
    row = next(iter(store.run(TASK, TaskId(task_id))), None)
    if row is None:
        return Node(task_id, task_id.partition(":")[0].capitalize(), task_id)
    about = told(("document", row.document), ("task_path", row.task_path), ("quote", row.quote))
    return Node(task_id, "Task", row.task, about, faint=row.start_char is None, top=row.start_char is None)


def _edge(row: EdgeRow) -> Edge:
    about = told(
        ("relation", label_of(f"name={row.relation}")), ("method", row.method), ("score", row.score),
        ("mode", row.mode), ("scope", row.scope), ("document", row.document or row.source),
    )  # fmt: skip
    line = line_of_duty(row.relation, row.mode) if row.relation in _DUTIES else row.relation
    return Edge(row.key, line, row.source_id, row.target_id, about, row.quote or "")
