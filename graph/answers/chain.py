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
_DUTIES = ("LEADS", "COOPERATES")
_OF_DUTY = ("task_id", "task", "department_id", "mode", "scope", "reviewer", "why", "decision")
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
    """One step of a chain: an upstream clause, the task, a task that derives from it, or who answers for one of them.

    Who answers for a clause or task follows it, with the name of that `task` (of a measure where only that is meant).
    A clause or task stands `depth` steps from the task asked for; `next_id` is the one a step nearer to that.
    """

    TABLE: ClassVar = ("step", "document", "task", "name", "mode", "scope", "quote", "reviewed", "reviewer", "why")

    step: str  # upstream, item, task, downstream, project, target, LEADS, COOPERATES
    task_id: str
    task: str | None = None
    department_id: str | None = None
    name: str
    mode: str | None = None
    scope: str | None = None
    depth: int | None = None
    next_id: str | None = None
    reviewer: str | None = None
    why: str | None = None
    decision: str | None = None

    @property
    def reviewed(self) -> str | None:
        """What a person did about it: its state, in a column of its own for people."""
        return self.state


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
    """From upstream clauses down to departments, for all that is meant; each with who answers for it.

    A task that is upstream of another one is told there, and an item once.
    """
    answering = _Answering(store)
    whole = {one: _chain(store, one, answering) for subject in meant for one in tasks_of(store, subject)}
    above = {step.task_id for chain in whole.values() for step in chain if step.step == "upstream"}
    told: set[str] = set()
    steps: list[Step] = []
    for task_id, chain in whole.items():
        if task_id not in above:
            steps += [step for step in chain if step.step != "task" or step.task_id not in told - {task_id}]
            told.update(step.task_id for step in chain)
    for subject in meant:
        if subject.label == "Task":
            steps += _downstream(store, subject.id, told, answering)
    return steps


@dataclass(frozen=True, slots=True)
class Link:
    """One task: the clauses above it (top first, its own item last), who answers for it, what derives from it.

    Above and below, who answers for a clause or task follows it.
    """

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
    answering = _Answering(store)
    links = [_link(store, task_id, downstream, answering) for task_id in tasks[:limit]]
    own = dict.fromkeys(link.task.document_id for link in links if link.task.document_id)
    lines = [row for document_id in own for row in store.run(LINEAGE_UP, Lineage(document_id))]
    return Chain(subject, list({row.key: row for row in lines}.values()), links, len(tasks))


class _Answering:
    """Who answers for a task, in the order of the text; looked up once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[str, list[ResponsibilityRow]] = {}

    def rows(self, task_id: str) -> list[ResponsibilityRow]:
        """The duties of the task and its measures."""
        if task_id not in self._known:
            self._known[task_id] = sorted(self._store.run(RESPONSIBLE_FOR_TASK, TaskId(task_id)), key=_phrase_and_role)
        return self._known[task_id]

    def steps(self, task_id: str) -> Iterator[Step]:
        """The same as steps of a chain."""
        return map(_duty, self.rows(task_id))


def _link(store: GraphStore, task_id: str, downstream: int, answering: _Answering) -> Link:
    steps = _chain(store, task_id, answering)
    last = max(at for at, step in enumerate(steps) if step.step not in _DUTIES)
    own = [step for step in steps[: last + 1] if step.step not in (*_DUTIES, "upstream")]
    task = next((step for step in own if step.task_id == task_id), own[0])
    first = steps.index(own[0])
    items = [replace(step, step="item") for step in own if step is not task]
    below = list(_downstream(store, task_id, {task_id}, answering, downstream)) if downstream else []
    return Link([*steps[:first], *items], task, steps[last + 1 :], below)


@dataclass(frozen=True, slots=True)
class Branch:
    """A clause or task of a chain, who answers for it, and what derives from it."""

    step: Step
    departments: list[Step]
    below: list["Branch"]


def branches(steps: Sequence[Step]) -> list[Branch]:
    """Clauses or tasks with who answers for them; below one stand, beside each other, those that derive from it."""
    known: dict[str, Branch] = {}
    told: list[Branch] = []
    top: list[Branch] = []
    for step in steps:
        if step.step in _DUTIES:
            told[-1].departments.append(step)
        else:
            above = known.get(step.next_id or "")
            told.append(Branch(step, [], []))
            (above.below if above else top).append(told[-1])
            known[step.task_id] = told[-1]
    return top


def folded(steps: Sequence[Step]) -> list[Step]:
    """For people: bodies that one phrase names in one role stand in one row."""

    def same(step: Step) -> tuple[object, ...]:
        place = step.task_id, step.document_id, step.start_char, step.quote
        return step.step, step.mode, step.scope, place, step.state, step.reviewer, step.why

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


def _chain(store: GraphStore, task_id: str, answering: _Answering) -> list[Step]:
    """Clauses from the top down, each with who answers for it, then the task and who answers for that."""
    clauses = store.run(CHAIN_OF_TASK, TaskId(task_id))
    duties = answering.rows(task_id)
    steps: list[Step] = []
    for row in _once(sorted(clauses, key=lambda row: -row.depth)):
        steps.append(_clause("upstream" if row.depth else "task", row, row.from_id))
        if row.depth and row.source is None:  # reference data name no bodies
            steps += answering.steps(row.task_id)
    if not clauses:  # a project, or a figure of a table
        steps = [_work(row) for row in duties[:1]]
    return [*steps, *map(_duty, duties)]


def _phrase_and_role(duty: ResponsibilityRow) -> tuple[str, int, bool]:
    """The order of the text, and of one phrase who leads first."""
    return duty.document_id or "", duty.start_char or 0, duty.role != "LEADS"


def _downstream(
    store: GraphStore, task_id: str, told: set[str], answering: _Answering, limit: int = ALL
) -> Iterator[Step]:
    """The tasks of other documents that derive from this one, each with who answers for it; `told` grows."""
    for row in _once(store.run(TASKS_DERIVING_FROM, OfTask(task_id, limit=limit))):
        if row.task_id not in told:
            told.add(row.task_id)
            yield _clause("downstream", row, row.to_id)
            yield from answering.steps(row.task_id)


def _clause(step: str, row: ChainRow, next_id: str | None) -> Step:
    return Step(step=step, task_id=row.task_id, name=row.task, depth=row.depth, next_id=next_id, **_evidence(row))


def _work(row: ResponsibilityRow) -> Step:
    return Step(step=row.task_label.lower(), task_id=row.task_id, name=row.task, **_evidence(row))


def _duty(row: ResponsibilityRow) -> Step:
    told = {name: getattr(row, name) for name in _OF_DUTY}
    return Step(step=row.role, name=row.department, **told, **_evidence(row))


def _once(rows: Sequence[ChainRow]) -> Iterator[ChainRow]:
    """A clause that several links lead to is told once."""
    return iter({row.task_id: row for row in rows}.values())


def _evidence(row: ChainRow | ResponsibilityRow) -> dict[str, Any]:
    return dict(zip(_EVIDENCE, _evidence_of(row), strict=True))
