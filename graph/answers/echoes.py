"""What becomes of an upstream document in a local one: clauses carried out and not, tasks without a root, wording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from graph.analysis.wording import wordings
from graph.errors import NotFound
from graph.parameters import DocumentId, Lineage, TaskFilter
from graph.queries import DOCUMENT, LINEAGE_UP, TASK_LINKS, TASKS
from graph.reference import Reference
from graph.rows import DocumentRow, TaskLinkRow, TaskRow
from graph.store import GraphStore

Echo = Literal["carried_out", "not_carried_out", "without_root", "weakened", "sharpened"]
ECHOES: tuple[Echo, ...] = ("carried_out", "not_carried_out", "without_root", "weakened", "sharpened")
_ALL = 1_000_000  # rows


@dataclass(slots=True, kw_only=True)
class EchoRow:
    """One clause, task or sentence; quote and link are those of the local document, upstream_quote of the other."""

    TABLE: ClassVar = ("echo", "upstream", "upstream_task", "task", "score", "method", "terms", "quote")

    echo: Echo
    document_id: str
    document: str
    task_id: str | None = None
    task: str | None = None
    upstream_id: str | None = None
    upstream: str | None = None
    upstream_task_id: str | None = None
    upstream_task: str | None = None
    score: float | None = None
    method: str | None = None
    terms: list[str] | None = None
    quote: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    upstream_quote: str | None = None
    key: str | None = None
    link: str | None = None


def echoes(store: GraphStore, document_id: str, reference: Reference) -> list[EchoRow]:
    """Clause by clause of each upstream document whose tasks are known; NotFound for an unknown document."""
    document = next(iter(store.run(DOCUMENT, DocumentId(document_id))), None)
    if document is None:
        raise NotFound(f"there is no document {document_id}; zhitu query documents lists them with their ids")
    links = store.run(TASK_LINKS, DocumentId(document.document_id))
    own = _items(store, document.document_id)
    rows = [row for upstream_id in _upstream(store, document) for row in _clauses(store, document, upstream_id, links)]
    rooted = {link.task_id for link in links}
    rows += [_without_root(document, task) for task in own if task.task_id not in rooted]
    return [*rows, *(row for link in links for row in _wording(document, link, reference))]


def _upstream(store: GraphStore, document: DocumentRow) -> list[str]:
    """The documents that it derives from directly, nearest first."""
    steps = store.run(LINEAGE_UP, Lineage(document.document_id, 1))
    return list(dict.fromkeys(step.id for step in steps))


def _items(store: GraphStore, document_id: str) -> list[TaskRow]:
    """Its tasks by themselves; a measure is told with its item."""
    return [row for row in store.run(TASKS, TaskFilter(document_id=document_id, limit=_ALL)) if row.item_id is None]


def _clauses(
    store: GraphStore, document: DocumentRow, upstream_id: str, links: Sequence[TaskLinkRow]
) -> Iterator[EchoRow]:
    """Each clause with the tasks that carry it out, or with none."""
    for clause in _items(store, upstream_id):
        carrying = [link for link in links if link.upstream_task_id == clause.task_id]
        yield from (_carried_out(document, link) for link in carrying)
        if not carrying:
            yield EchoRow(
                echo="not_carried_out",
                document_id=document.document_id,
                document=document.document,
                upstream_id=upstream_id,
                upstream=clause.document,
                upstream_task_id=clause.task_id,
                upstream_task=clause.task,
                upstream_quote=clause.task,
                key=clause.key,
                link=clause.link,
            )


def _carried_out(document: DocumentRow, link: TaskLinkRow) -> EchoRow:
    return _of_link(document, link, "carried_out", link.quote, link.start_char, link.upstream_quote)


def _wording(document: DocumentRow, link: TaskLinkRow, reference: Reference) -> Iterator[EchoRow]:
    """Where both texts are known: the sentences that bind otherwise."""
    start = link.start_char or 0
    text = link.text or ""
    offset = start - max(text.find(link.quote or ""), 0)
    for found in wordings(text, link.upstream_text or "", reference):
        yield _of_link(document, link, found.change, found.local, offset + found.start, found.upstream)


def _of_link(
    document: DocumentRow,
    link: TaskLinkRow,
    echo: Echo,
    quote: str | None,
    start: int | None,
    upstream_quote: str | None,
) -> EchoRow:
    return EchoRow(
        echo=echo,
        document_id=document.document_id,
        document=document.document,
        task_id=link.task_id,
        task=link.task,
        upstream_id=link.upstream_id,
        upstream=link.upstream,
        upstream_task_id=link.upstream_task_id,
        upstream_task=link.upstream_task,
        score=link.score,
        method=link.method,
        terms=link.terms,
        quote=quote,
        start_char=start,
        end_char=start + len(quote or "") if start is not None else None,
        upstream_quote=upstream_quote,
        key=link.key,
        link=link.link,
    )


def _without_root(document: DocumentRow, task: TaskRow) -> EchoRow:
    return EchoRow(
        echo="without_root",
        document_id=document.document_id,
        document=document.document,
        task_id=task.task_id,
        task=task.task,
        quote=task.task,
        start_char=task.start_char,
        end_char=task.end_char,
        key=task.key,
        link=task.link,
    )
