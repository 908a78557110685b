"""The chain of responsibility: from the upstream clause over the task down to the departments, each with its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar

from graph.errors import NotFound
from graph.parameters import DepartmentResponsibilities, Lineage, NodeId, OfTask, TaskFilter, TaskId, Words
from graph.queries import (
    CHAIN_OF_TASK,
    LINEAGE_UP,
    NODE,
    RESPONSIBILITIES_OF_DEPARTMENT,
    RESPONSIBLE_FOR_TASK,
    SEARCH,
    TASKS,
    TASKS_DERIVING_FROM,
)
from graph.reference import Reference
from graph.rows import ChainRow, Evidence, LineageRow, ResponsibilityRow
from graph.store import GraphStore

ALL = 1_000_000  # rows: more than any answer has
SUBJECTS = ("Task", "Department", "Document")
_EVIDENCE = tuple(field.name for field in fields(Evidence) if field.init)
_evidence_of = attrgetter(*_EVIDENCE)
_PATIENCE = 60.0  # seconds for all that a department or document has


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chain is asked for: a task, a department or a document."""

    label: str
    id: str
    name: str


@dataclass(slots=True, kw_only=True)
class Step(Evidence):
    """One step of a chain: an upstream clause, the task, a task that derives from it, or who answers for the task."""

    TABLE: ClassVar = ("step", "document", "name", "mode", "scope", "quote")

    step: str  # upstream, task, downstream, project, target, LEADS, COOPERATES
    task_id: str
    department_id: str | None = None
    name: str
    mode: str | None = None
    scope: str | None = None


def subjects(store: GraphStore, words: str, reference: Reference) -> list[Subject]:
    """The task, department or document of this id, else those whose name holds the words, best first; NotFound."""
    if ":" in words:
        nodes = store.run(NODE, NodeId(words))
        found = [Subject(node.label, node.id, node.name) for node in nodes if node.label in SUBJECTS]
    else:
        rows = store.run(SEARCH, Words.of(reference.normalise(words), SUBJECTS, limit=50))
        found = [Subject(row.label, row.id, row.name) for row in rows]
    if not found:
        raise NotFound(f"no task, department or document is called {words}; look with: zhitu query search words=…")
    return found


def subject_of(store: GraphStore, subject_id: str) -> Subject:
    """The task, department or document of this id; NotFound for any other."""
    node = next(iter(store.run(NODE, NodeId(subject_id))), None)
    if node is None or node.label not in SUBJECTS:
        raise NotFound(f"no task, department or document has the id {subject_id}")
    return Subject(node.label, node.id, node.name)


def chains(store: GraphStore, meant: Sequence[Subject]) -> list[Step]:
    """From upstream clauses down to departments, for all that is meant; a task is told where it comes up first."""
    tasks = dict.fromkeys(task_id for subject in meant for task_id in tasks_of(store, subject))
    told: set[str] = set()
    steps: list[Step] = []
    for chain in sorted((_chain(store, task_id) for task_id in tasks), key=_is_upstream_itself):
        fresh = [step for step in chain if step.step != "task" or step.task_id not in told]
        told.update(step.task_id for step in chain)
        steps += fresh
    for subject in meant:
        if subject.label == "Task":
            steps += _downstream(store, subject.id, told)
    return steps


@dataclass(frozen=True, slots=True)
class Link:
    """One task: the clauses above it (top first, its own item last), who answers for it, what derives from it."""

    upstream: list[Step]
    task: Step
    departments: list[Step]
    downstream: list[Step]


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of a subject: the line of its documents upwards, and its tasks link by link; total counts them all."""

    subject: Subject
    documents: list[LineageRow]
    links: list[Link]
    total: int


def chain_of(store: GraphStore, subject_id: str, limit: int = 100, downstream: int = 0) -> Chain:
    """The chain of one task, department or document, of at most `limit` tasks; NotFound for any other id.

    `downstream` tasks at most that derive from each task are told with who answers for them.
    """
    subject = subject_of(store, subject_id)
    tasks = list(dict.fromkeys(tasks_of(store, subject)))
    links = [_link(store, task_id, downstream) for task_id in tasks[:limit]]
    own = dict.fromkeys(link.task.document_id for link in links if link.task.document_id)
    lines = [row for document_id in own for row in store.run(LINEAGE_UP, Lineage(document_id))]
    return Chain(subject, list({row.key: row for row in lines}.values()), links, len(tasks))


def _link(store: GraphStore, task_id: str, downstream: int) -> Link:
    by_step: dict[str, list[Step]] = {}
    for step in _chain(store, task_id):
        by_step.setdefault("duty" if step.step in ("LEADS", "COOPERATES") else step.step, []).append(step)
    upstream, duties = by_step.pop("upstream", []), by_step.pop("duty", [])
    [told] = by_step.values()
    task = next((step for step in told if step.task_id == task_id), told[0])
    items = [replace(step, step="item") for step in told if step.task_id != task.task_id]
    below = list(_downstream(store, task_id, {task_id}, downstream)) if downstream else []
    return Link([*upstream, *items], task, duties, below)


def folded(steps: Sequence[Step]) -> list[Step]:
    """For people: bodies that one phrase names in one role stand in one row."""

    def same(step: Step) -> tuple[object, ...]:
        return step.step, step.mode, step.scope, step.task_id, step.document_id, step.start_char, step.quote

    groups = (list(group) for _, group in groupby(steps, key=same))
    return [replace(group[0], name="、".join(dict.fromkeys(step.name for step in group))) for group in groups]


def tasks_of(store: GraphStore, subject: Subject) -> list[str]:
    """The tasks that a chain starts from; a measure is told with its item."""
    if subject.label == "Task":
        return [subject.id]
    if subject.label == "Document":
        rows = store.run(TASKS, TaskFilter(document_id=subject.id, limit=ALL), _PATIENCE)
        return [row.task_id for row in rows if row.item_id is None]
    duties = store.run(RESPONSIBILITIES_OF_DEPARTMENT, DepartmentResponsibilities(subject.id, limit=ALL), _PATIENCE)
    return [row.task_id for row in duties]


def _chain(store: GraphStore, task_id: str) -> list[Step]:
    """Clauses from the top down to the task, then who answers for it."""
    clauses = store.run(CHAIN_OF_TASK, TaskId(task_id))
    duties = sorted(store.run(RESPONSIBLE_FOR_TASK, TaskId(task_id)), key=_phrase_and_role)
    steps = [
        _clause("upstream" if row.depth else "task", row) for row in _once(sorted(clauses, key=lambda row: -row.depth))
    ]
    if not clauses:  # a project, or a figure of a table
        steps = [_work(row) for row in duties[:1]]
    return [*steps, *map(_duty, duties)]


def _phrase_and_role(duty: ResponsibilityRow) -> tuple[str, int, bool]:
    """The order of the text, and of one phrase who leads first."""
    return duty.document_id or "", duty.start_char or 0, duty.role != "LEADS"


def _is_upstream_itself(chain: Sequence[Step]) -> bool:
    return all(step.step != "upstream" for step in chain)


def _downstream(store: GraphStore, task_id: str, told: set[str], limit: int = ALL) -> Iterator[Step]:
    """The tasks of other documents that derive from this one, each with who answers for it."""
    for row in _once(store.run(TASKS_DERIVING_FROM, OfTask(task_id, limit=limit))):
        if row.task_id not in told:
            yield _clause("downstream", row)
            yield from map(_duty, store.run(RESPONSIBLE_FOR_TASK, TaskId(row.task_id)))


def _clause(step: str, row: ChainRow) -> Step:
    return Step(step=step, task_id=row.task_id, name=row.task, **_evidence(row))


def _work(row: ResponsibilityRow) -> Step:
    return Step(step=row.task_label.lower(), task_id=row.task_id, name=row.task, **_evidence(row))


def _duty(row: ResponsibilityRow) -> Step:
    evidence = _evidence(row)
    who = {"department_id": row.department_id, "mode": row.mode, "scope": row.scope}
    return Step(step=row.role, task_id=row.task_id, name=row.department, **{**evidence, **who})


def _once(rows: Sequence[ChainRow]) -> Iterator[ChainRow]:
    """A clause that several links lead to is told once."""
    return iter({row.task_id: row for row in rows}.values())


def _evidence(row: ChainRow | ResponsibilityRow) -> dict[str, Any]:
    return dict(zip(_EVIDENCE, _evidence_of(row), strict=True))
