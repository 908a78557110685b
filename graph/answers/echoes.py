"""What becomes of an upstream document in a local one: clauses carried out and not, tasks without a root, wording."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from graph.analysis.wording import wordings
from graph.answers.line import Line
from graph.errors import NotFound
from graph.parameters import DocumentId
from graph.queries import DOCUMENT
from graph.reference import Reference
from graph.rows import DocumentRow, TaskLinkRow, TaskRow
from graph.store import GraphStore

Echo = Literal["carried_out", "not_carried_out", "without_root", "weakened", "sharpened"]
ECHOES: tuple[Echo, ...] = ("carried_out", "not_carried_out", "without_root", "weakened", "sharpened")


@dataclass(slots=True, kw_only=True)
class EchoRow:
    """One clause, task or sentence; quote and link are those of the local document, upstream_quote of the other.

    The upstream document stands `depth` steps up. What a task carries out `by_way_of` tasks between is no link of its
    own: its words are those by which it carries out the nearest of them, upstream_quote the clause at the upper end.
    """

    TABLE: ClassVar = ("echo", "upstream", "upstream_task", "task", "score", "method", "terms", "by_way_of", "quote")

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
    depth: int | None = None
    by_way_of: list[str] | None = None
    quote: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    upstream_quote: str | None = None
    key: str | None = None
    link: str | None = None


def echoes(store: GraphStore, document_id: str, reference: Reference) -> list[EchoRow]:
    """Clause by clause of each document up the line whose tasks are known; NotFound for an unknown document."""
    document = next(iter(store.run(DOCUMENT, DocumentId(document_id))), None)
    if document is None:
        raise NotFound(f"there is no document {document_id}; zhitu query documents lists them with their ids")
    line = Line(store, document, reference)
    rows = [row for depth, upstream_id in line.upstream for row in _clauses(document, line, depth, upstream_id)]
    rooted = {row.task_id for row in rows if row.echo == "carried_out"}
    rows += [_without_root(document, task) for task in line.items(document.document_id) if task.task_id not in rooted]
    return [*rows, *(row for link in line.links for row in _wording(document, link, reference))]


def _clauses(document: DocumentRow, line: Line, depth: int, upstream_id: str) -> Iterator[EchoRow]:
    """Each clause with the tasks that carry it out, or with none."""
    carrying = line.carrying(upstream_id)
    for clause in line.items(upstream_id):
        links = carrying.get(clause.task_id, ())
        for found in links:
            row = _of_link(
                document, found.link, "carried_out", found.link.quote, found.link.start_char, found.link.upstream_quote
            )
            yield replace(row, depth=depth, by_way_of=list(found.by_way_of) or None)
        if not links:
            yield EchoRow(
                echo="not_carried_out",
                document_id=document.document_id,
                document=document.document,
                upstream_id=upstream_id,
                upstream=clause.document,
                upstream_task_id=clause.task_id,
                upstream_task=clause.task,
                upstream_quote=clause.task,
                depth=depth,
                key=clause.key,
                link=clause.link,
            )


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
        quote=task.quote,
        start_char=task.start_char,
        end_char=task.end_char,
        key=task.key,
        link=task.link,
    )
