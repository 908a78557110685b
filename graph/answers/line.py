"""The line of documents above one, and which of their clauses its tasks carry out: linked, compared, or over others.

The store links tasks of documents of which one derives directly from the other. Further up, a task carries out a clause
that its own words take up, which is compared here in the same way, or one that a task between carries out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.links.lineage import task_links
from graph.model import Node, Part, Value
from graph.parameters import DocumentId, Lineage, TaskFilter
from graph.queries import LINEAGE_UP, TASK_LINKS, TASKS
from graph.reference import Reference
from graph.rows import DocumentRow, TaskLinkRow, TaskRow
from graph.store import GraphStore

_ALL = 1_000_000  # rows
_HIGHEST = 8  # steps up the line


@dataclass(frozen=True, slots=True)
class Carried:
    """A task carries out a clause: the link, and the names of the tasks between, nearest first."""

    link: TaskLinkRow
    by_way_of: tuple[str, ...] = ()


class Line:
    """A document with those that it derives from, step by step; each is looked up once."""

    def __init__(self, store: GraphStore, document: DocumentRow, reference: Reference) -> None:
        self._store = store
        self._document = document
        self._reference = reference
        self._items: dict[str, list[TaskRow]] = {}
        self._links: dict[str, list[TaskLinkRow]] = {}

    @cached_property
    def upstream(self) -> list[tuple[int, str]]:
        """The documents above with the number of steps up to each, nearest first."""
        return [(depth, document_id) for document_id, (depth, _) in self._above.items()]

    @property
    def links(self) -> list[TaskLinkRow]:
        """What its tasks carry out of the documents that it directly derives from."""
        return self._linked(self._document.document_id)

    def items(self, document_id: str) -> list[TaskRow]:
        """The tasks of a document by themselves; a measure is told with its item."""
        if document_id not in self._items:
            rows = self._store.run(TASKS, TaskFilter(document_id=document_id, limit=_ALL))
            self._items[document_id] = [row for row in rows if row.item_id is None]
        return self._items[document_id]

    def carrying(self, upstream_id: str) -> dict[str, list[Carried]]:
        """By the clauses of a document above: the tasks that carry it out, in the order of the text."""
        depth, _ = self._above[upstream_id]
        found = [Carried(link) for link in (self.links if depth == 1 else self._compared(upstream_id))]
        found = [one for one in found if one.link.upstream_id == upstream_id]
        known = {_pair(one) for one in found}
        if depth > 1:
            found += [one for one in self._over_others(upstream_id) if _pair(one) not in known]
        by_clause: defaultdict[str, list[Carried]] = defaultdict(list)
        for one in sorted(found, key=lambda one: (one.link.start_char or 0, one.link.task_id)):
            by_clause[one.link.upstream_task_id].append(one)
        return by_clause

    @cached_property
    def _above(self) -> dict[str, tuple[int, str]]:
        """The least number of steps to each document above, and its number; never the document itself."""
        steps = self._store.run(LINEAGE_UP, Lineage(self._document.document_id, _HIGHEST))
        found: dict[str, tuple[int, str]] = {}
        for step in steps:
            if step.id != self._document.document_id:
                found.setdefault(step.id, (step.depth, step.doc_number or ""))
        return found

    def _linked(self, document_id: str) -> list[TaskLinkRow]:
        if document_id not in self._links:
            self._links[document_id] = self._store.run(TASK_LINKS, DocumentId(document_id))
        return self._links[document_id]

    def _compared(self, upstream_id: str) -> Iterator[TaskLinkRow]:
        """The links to a document further up, found as those of the store are; each shows the task that it is of."""
        own = {row.task_id: row for row in self.items(self._document.document_id)}
        above = {row.task_id: row for row in self.items(upstream_id)}
        local = _part(self._document.document_id, self._document.doc_number or "", list(own.values()))
        upstream = _part(upstream_id, self._above[upstream_id][1], list(above.values()))
        for found in task_links(local, upstream, self._reference) if above else ():
            task, clause = own[found.task.id], above[found.upstream.id]
            start = (task.start_char or 0) + found.start
            yield TaskLinkRow(
                **{name: getattr(task, name) for name in ("task_id", "task", "task_path", "text", *_SHOWN)},
                start_char=start,
                end_char=start + found.end - found.start,
                quote=(task.text or "")[found.start : found.end],
                upstream_task_id=clause.task_id,
                upstream_task=clause.task,
                upstream_path=clause.task_path,
                upstream_text=clause.text,
                upstream_id=upstream_id,
                upstream=clause.document or "",
                score=found.score,
                method=found.method,
                terms=list(found.terms) or None,
                upstream_quote=clause.task,
            )

    def _over_others(self, upstream_id: str) -> Iterator[Carried]:
        """What its tasks carry out by way of tasks of the documents between, by the links of the store."""
        best: dict[tuple[str, str], Carried] = {}
        reached = [Carried(link) for link in self.links]
        for _ in range(_HIGHEST):
            further = [
                _joined(one, link)
                for one in reached
                for link in self._links_of.get(one.link.upstream_task_id, ())
                if link.upstream_id in self._above
            ]
            reached = []
            for one in sorted(further, key=lambda one: -(one.link.score or 0)):
                if _pair(one) not in best:
                    best[_pair(one)] = one
                    reached.append(one)
        return (one for one in best.values() if one.link.upstream_id == upstream_id)

    @cached_property
    def _links_of(self) -> dict[str, list[TaskLinkRow]]:
        """By the tasks of the documents above: what they carry out."""
        found: defaultdict[str, list[TaskLinkRow]] = defaultdict(list)
        for document_id in self._above:
            for link in self._linked(document_id):
                found[link.task_id].append(link)
        return found


_SHOWN = (
    "key", "document_id", "document", "path", "page", "table", "row", "recognised", "extractor", "confidence",
    "source", "state",
)  # fmt: skip


def _pair(one: Carried) -> tuple[str, str]:
    return one.link.task_id, one.link.upstream_task_id


def _joined(one: Carried, link: TaskLinkRow) -> Carried:
    """The words are those of the task at the lower end; the score falls with each step."""
    joined = replace(
        one.link,
        upstream_task_id=link.upstream_task_id,
        upstream_task=link.upstream_task,
        upstream_path=link.upstream_path,
        upstream_text=link.upstream_text,
        upstream_id=link.upstream_id,
        upstream=link.upstream,
        upstream_quote=link.upstream_quote,
        score=round((one.link.score or 0) * (link.score or 0), 3),
    )
    return Carried(joined, (*one.by_way_of, f"{one.link.upstream}:{one.link.upstream_task}"))


def _part(document_id: str, doc_number: str, tasks: Sequence[TaskRow]) -> Part:
    """The tasks of a document, as they are stored, as they are compared."""
    numbered: dict[str, Value] = {"doc_number": doc_number} if doc_number else {}
    nodes = [Node("Document", document_id, numbered), *map(_node, tasks)]
    return Part(document_id, tuple(nodes), ())


def _node(task: TaskRow) -> Node:
    told: dict[str, Value] = {
        "name": task.task,
        "text": task.text or task.task,
        "path": tuple(task.task_path or ()),
        "start_char": task.start_char or 0,
    }
    return Node("Task", task.task_id, told)
