"""The counterparts of a task in other places, out of a store: what carries out the same upstream clause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.analysis.peers import Counterpart, Lead, PeerRow, peers, summary
from graph.answers.chain import Subject
from graph.errors import NotFound, ParameterError
from graph.parameters import DepartmentId, DocumentId, NodeId, OfTask, TaskId, Words
from graph.queries import (
    CHAIN_OF_TASK,
    DEPARTMENT,
    DOCUMENT,
    NODE,
    RESPONSIBLE_FOR_TASK,
    SEARCH,
    TASK,
    TASKS_DERIVING_FROM,
)
from graph.reference import Reference
from graph.rows import ChainRow, DocumentRow, TaskRow
from graph.store import GraphStore

MOST = 5000  # tasks that derive from one clause
_NEARLY_BEST = 0.8  # of a document those tasks are meant whose link is nearly as sure as its surest
_NOBODY = "group"  # 有关部门: no office leads there


@dataclass(frozen=True, slots=True)
class Peers:
    """A task, the rows of the table, and what they come to."""

    task: TaskRow
    rows: list[PeerRow]
    summary: list[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: ChainRow
    via: ChainRow | None  # the clause that both carry out; None where one derives from the other
    score: float


def tasks_named(store: GraphStore, words: str, reference: Reference) -> list[Subject]:
    """The task of this id, else those whose name holds the words, best first; NotFound."""
    if words.startswith("task:"):
        found = [Subject(row.label, row.id, row.name) for row in store.run(NODE, NodeId(words)) if row.label == "Task"]
    else:
        rows = store.run(SEARCH, Words.of(reference.normalise(words), ("Task",), limit=50))
        found = [Subject(row.label, row.id, row.name) for row in rows]
    if not found:
        raise NotFound(f"no task is called {words}; look with: zhitu query search words=… · 没有这样的任务")
    return found


def peers_of(store: GraphStore, task_id: str, reference: Reference) -> Peers:
    """Who leads the task, and its counterparts in the documents of other places; NotFound."""
    task = next(iter(store.run(TASK, TaskId(task_id))), None)
    if task is None:
        raise NotFound(f"no task has the id {task_id} · 没有这项任务")
    found = _Looked(store)
    counterparts = [*found.own(task), *found.others(task)]
    rows = peers(counterparts, [row for row in reference.reforms if row.levels != ("country",)])
    return Peers(task, rows, summary(task.task, rows))


class _Looked:
    """What is looked up for one task, each document and department once."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._documents: dict[str, DocumentRow | None] = {}
        self._functions: dict[str, str | None] = {}

    def own(self, task: TaskRow) -> Iterator[Counterpart]:
        """The task itself, if a place has set it: an outline that is only known in its main points names nobody."""
        if (document := self._read(task.document_id)) is not None:
            leads = self._leads(task.task_id)
            yield Counterpart(task, *_place(document), True, None, None, None, None, leads)

    def others(self, task: TaskRow) -> Iterator[Counterpart]:
        """The best candidates of each other document that was read."""
        by_document: dict[str, dict[str, _Candidate]] = {}
        for one in self._candidates(task.task_id):
            if one.row.document_id and one.row.document_id != task.document_id:
                known = by_document.setdefault(one.row.document_id, {})
                if one.row.task_id not in known or one.score > known[one.row.task_id].score:
                    known[one.row.task_id] = one
        for document_id, found in sorted(by_document.items()):
            if (document := self._read(document_id)) is not None:
                yield from self._counterparts(document, found)

    def _counterparts(self, document: DocumentRow, found: Mapping[str, _Candidate]) -> Iterator[Counterpart]:
        best = max(one.score for one in found.values())
        for task_id, one in sorted(found.items()):
            if one.score >= _NEARLY_BEST * best:
                name, clause = (one.via.task, one.via.task_id) if one.via else (None, None)
                leads = self._leads(task_id)
                yield Counterpart(one.row, *_place(document), False, name, clause, one.row.link_key, one.score, leads)

    def _candidates(self, task_id: str) -> Iterator[_Candidate]:
        """Upstream clauses, what else derives from them, and what derives from the task; the weaker link counts."""
        chain = self._store.run(CHAIN_OF_TASK, TaskId(task_id))
        for clause in (row for row in chain if row.depth):
            yield _Candidate(clause, None, clause.score or 0.0)
            for row in self._deriving_from(clause.task_id, clause.task):
                yield _Candidate(row, clause, min(row.score or 0.0, clause.score or 0.0))
        for own_id, name in {row.task_id: row.task for row in chain if not row.depth}.items():
            for row in self._deriving_from(own_id, name):
                yield _Candidate(row, None, row.score or 0.0)

    def _deriving_from(self, task_id: str, name: str) -> list[ChainRow]:
        """ParameterError where they are too many: a majority of some of them would look like one of all."""
        rows = self._store.run(TASKS_DERIVING_FROM, OfTask(task_id, limit=MOST + 1))
        if len(rows) > MOST:
            raise ParameterError(
                f"more than {MOST} tasks derive from {name}: too many to tell who leads most of them"
                f" · 对应任务超过 {MOST} 项,无法比较"
            )
        return rows

    def _read(self, document_id: str | None) -> DocumentRow | None:
        """The document, if its text was read."""
        if document_id and document_id not in self._documents:
            rows = self._store.run(DOCUMENT, DocumentId(document_id))
            self._documents[document_id] = next((row for row in rows if row.ingested), None)
        return self._documents.get(document_id or "")

    def _leads(self, task_id: str) -> list[Lead]:
        """The offices that lead it or one of its measures."""
        duties = [row for row in self._store.run(RESPONSIBLE_FOR_TASK, TaskId(task_id)) if row.role == "LEADS"]
        return [Lead(function, row) for row in duties if (function := self._function(row.department_id))]

    def _function(self, department_id: str) -> str | None:
        """What the department does, wherever it is; None for a group of bodies."""
        if department_id not in self._functions:
            row = next(iter(self._store.run(DEPARTMENT, DepartmentId(department_id))), None)
            is_office = row is not None and row.kind != _NOBODY
            self._functions[department_id] = (row.function or row.department) if row and is_office else None
        return self._functions[department_id]


def _place(document: DocumentRow) -> tuple[str, str]:
    """The place that a document governs; the document itself where that is not known."""
    return document.region_id or document.document_id, document.region or document.document
