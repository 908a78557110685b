"""The counterparts of a task in other places, out of a store.

Those are tasks that carry out the same upstream clause, where it is of one matter or they are; tasks that one derives
from the other; and tasks of the same heading in other plans, whatever these derive from.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from graph.analysis.peers import Counterpart, Lead, PeerRow, peers, summary
from graph.answers.chain import Subject
from graph.errors import NotFound, ParameterError
from graph.links.measures import measure_words
from graph.links.subjects import generic_headings, heading_key, likeness, subject_of
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
from graph.resolution import without_place
from graph.rows import ChainRow, DocumentRow, FoundRow, TaskRow
from graph.store import GraphStore

MOST = 5000  # tasks that derive from one clause, or whose names hold the same words
_NEARLY_BEST = 0.8  # of a document those tasks are meant that are nearly as alike, or as surely linked, as its best one
_NOBODY = "group"  # 有关部门: no office leads there
# Two headings that only share 质量 come to 0.13 at most (工程质量, 食品质量); headings of one matter, which share one
# word of their own, to 0.2 and more (计量保障, 计量基础支撑). Where the link rests on words of the text alone, the
# heading has to say by itself what the task is about: 质量工作经费保障 and 质量安全保障 come to 0.26.
_SAME_MATTER, _SAME_BY_TEXT = 0.2, 0.4
_BY_TEXT = ("terms", "clause")  # links that neither the heading nor the text as a whole makes
_NO_PLAN = ("law", "standard")  # documents that say what holds everywhere, not who does it in a place
_SIGNS = re.compile(r"[^\w]|[的_]")
_REMEMBERED = 4096  # headings


@dataclass(frozen=True, slots=True)
class Peers:
    """A task, the rows of the table, and what they come to."""

    task: TaskRow
    rows: list[PeerRow]
    summary: list[str]


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading as it is compared; by meaning, the objects that it names, each by its first two characters.

    So 农产品质量 is not 产品质量, and 服务质量 may be that of 服务业.
    """

    key: str
    subject: str
    objects: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: ChainRow | TaskRow
    via: ChainRow | None  # the clause that both carry out; None where one derives from the other, or by the heading
    score: float | None
    like: float  # how much the heading is like that of the task that was asked for

    @property
    def link_key(self) -> str | None:
        return self.row.link_key if isinstance(self.row, ChainRow) else None


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
    found = _Looked(store, reference)
    counterparts = [*found.own(task), *found.others(task)]
    rows = peers(counterparts, [row for row in reference.reforms if row.levels != ("country",)])
    return Peers(task, rows, summary(task.task, rows))


class _Looked:
    """What is looked up for one task, each document and department once."""

    def __init__(self, store: GraphStore, reference: Reference) -> None:
        self._store = store
        self._reference = reference
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
                if one.row.task_id not in known or (one.score or 0.0) > (known[one.row.task_id].score or 0.0):
                    known[one.row.task_id] = one
        for document_id, found in sorted(by_document.items()):
            if (document := self._read(document_id)) is not None:
                yield from self._counterparts(document, found)

    def _counterparts(self, document: DocumentRow, found: Mapping[str, _Candidate]) -> Iterator[Counterpart]:
        """Of several those with the likest heading; where none is alike, those that are linked most surely."""
        likest = max(one.like for one in found.values())
        surest = max(one.score or 0.0 for one in found.values())
        for task_id, one in sorted(found.items()):
            alike = one.like >= _NEARLY_BEST * likest
            if alike if likest >= _SAME_MATTER else (one.score or 0.0) >= _NEARLY_BEST * surest:
                name, clause = (one.via.task, one.via.task_id) if one.via else (None, None)
                leads = self._leads(task_id)
                yield Counterpart(one.row, *_place(document), False, name, clause, one.link_key, one.score, leads)

    def _candidates(self, task_id: str) -> Iterator[_Candidate]:
        """By the upstream clauses, by what derives from the task, by its heading."""
        chain = self._store.run(CHAIN_OF_TASK, TaskId(task_id))
        own = {row.task_id: row for row in chain if not row.depth}
        asked = [_heading(row.task, self._reference) for row in own.values()]
        surest = max((row.score or 0.0 for row in chain if row.depth), default=0.0)
        for clause in (row for row in chain if row.depth):
            yield from self._by_clause(clause, asked, (clause.score or 0.0) >= _NEARLY_BEST * surest)
        for one in own.values():
            for row in self._deriving_from(one.task_id, one.task):
                like, by_text = self._like(row.task, asked), row.method in _BY_TEXT
                if self._counts(row, asked, like, by_text=by_text, enough=not by_text):
                    yield _Candidate(row, None, row.score or 0.0, like)
        for one in own.values():
            yield from self._of_the_name(one.task)

    def _by_clause(self, clause: ChainRow, asked: Iterable[_Heading], main: bool) -> Iterator[_Candidate]:
        """The clause itself and what else carries it out; the weaker link counts.

        To carry out one clause is enough where the clause is of one matter, is a main one of the task that was asked
        for, and both headings speak of it: any heading on 计量 under 强化计量基础支撑作用. A clause is of several
        matters where some document has unlike tasks under it (强化质量安全监管: 工程, 食品); there, and where only the
        text takes the clause up, the two headings must be alike.
        """
        rows = self._deriving_from(clause.task_id, clause.task)
        weak = clause.method in _BY_TEXT
        narrow = main and not weak and not self._broad(rows)
        like = self._like(clause.task, asked)
        if self._counts(clause, asked, like, by_text=weak, enough=narrow):
            yield _Candidate(clause, None, clause.score or 0.0, like)
        for row in rows:
            like, by_text = self._like(row.task, asked), weak or row.method in _BY_TEXT
            if self._counts(row, asked, like, by_text=by_text, enough=narrow and not by_text):
                yield _Candidate(row, clause, min(row.score or 0.0, clause.score or 0.0), like)

    def _counts(self, row: ChainRow, asked: Iterable[_Heading], like: float, *, by_text: bool, enough: bool) -> bool:
        """Whether it is of the same matter: its heading is alike, or its link is enough and no object differs."""
        heading = _heading(row.task, self._reference)
        same = enough and any(not _other_objects(heading, one) for one in asked)
        return same or like >= (_SAME_BY_TEXT if by_text else _SAME_MATTER)

    def _broad(self, rows: Iterable[ChainRow]) -> bool:
        """Whether some document has tasks of several matters here; not by what only its text ties to the clause."""
        matters: defaultdict[str | None, set[str]] = defaultdict(set)
        for row in rows:
            if row.kind == "item" and row.method not in _BY_TEXT:
                matters[row.document_id].add(row.task)
        return any(
            _alike(_heading(one, self._reference), _heading(other, self._reference), self._reference) < _SAME_MATTER
            for names in matters.values()
            for one, other in combinations(sorted(names), 2)
        )

    def _like(self, name: str, asked: Iterable[_Heading]) -> float:
        heading = _heading(name, self._reference)
        return max((_alike(heading, one, self._reference) for one in asked), default=0.0)

    def _of_the_name(self, name: str) -> Iterator[_Candidate]:
        """Tasks of the same heading, or the same but for words of doing (提升, 提高), in the plans of other places.

        Headings that stand in every plan tell nothing, nor do those without a word of their own (提升质量水平).
        """
        asked = _heading(name, self._reference)
        for row in () if _is_common(asked, self._reference) else self._called(name, asked):
            other = _heading(row.name, self._reference)
            document = self._read(row.document_id)
            if other.subject == asked.subject and document is not None and document.kind not in _NO_PLAN:
                for task in self._store.run(TASK, TaskId(row.id)):
                    yield _Candidate(task, None, None, 1.0)

    def _called(self, name: str, asked: _Heading) -> list[FoundRow]:
        """Tasks whose names hold the subject; the whole heading where that is in too many of them."""
        bare = without_place(self._reference.normalise(name), self._reference)
        for words in (asked.subject, bare) if asked.subject in bare else (bare,):
            asking = Words.of(_SIGNS.sub(" ", words), ("Task",), limit=MOST + 1)
            rows = self._store.run(SEARCH, asking)
            if len(rows) <= MOST:
                return rows
        raise ParameterError(f"more than {MOST} tasks are called {name}: too many · 同名任务超过 {MOST} 项,无法比较")

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


@lru_cache(_REMEMBERED)
def _heading(name: str, reference: Reference) -> _Heading:
    words = measure_words()
    subject = subject_of(name, reference)  # 人才培养工程 is about no building: the tail of the heading is no object
    found = ((word[0], words.words[word[0]]) for word in words.pattern.finditer(subject))
    objects = {known.means: word[:2] for word, known in found if known.part == "object"}
    return _Heading(heading_key(name, reference), subject, objects)


def _alike(one: _Heading, other: _Heading, reference: Reference) -> float:
    """How alike two headings are; not at all where they name different objects, or only one of them names any."""
    if one.key == other.key:
        return 1.0
    named, unnamed = (one, other) if one.objects else (other, one)
    alone = named.objects and not unnamed.objects
    if _other_objects(one, other) or (alone and not any(word in unnamed.key for word in named.objects.values())):
        return 0.0
    return likeness(one.subject, other.subject, reference)


def _other_objects(one: _Heading, other: _Heading) -> bool:
    """Whether both name objects, and none in common: 工程 and 食品."""
    return bool(one.objects and other.objects) and not one.objects.keys() & other.objects.keys()


def _is_common(heading: _Heading, reference: Reference) -> bool:
    """Whether it stands in every plan, or has no word but those that stand in most headings."""
    own = re.sub("|".join(map(re.escape, reference.words["heading_common"])), "", heading.subject)
    generic = generic_headings(reference)
    return not own or heading.key in generic or heading.subject in {subject_of(one, reference) for one in generic}
