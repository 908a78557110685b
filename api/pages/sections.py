"""What stands below the text of a document: its line, tasks, figures, projects, honours, citations."""

from typing import Any

from api.deps import ask
from api.pages.paging import cut, paged
from graph import parameters as p
from graph.queries import (
    AWARDS,
    CITATIONS_OF_DOCUMENT,
    LINEAGE_DOWN,
    LINEAGE_UP,
    PROJECTS,
    TARGET_PAIRS,
    TARGETS,
    TASKS,
)
from graph.rows import DocumentRow, TargetPairRow
from graph.store import GraphStore

_ROWS = 200  # of a section; more are in the table to save
_FIRST = ("derives_from", "same_indicator", "comparable")  # the surest way to a national figure first


async def sections(store: GraphStore, row: DocumentRow) -> dict[str, Any]:
    """The rows of each section."""
    asked = p.DocumentId(row.document_id)
    pairs = await ask(store, TARGET_PAIRS, p.OneDocument(row.document_id))
    of_document = p.InDocuments(document_id=row.document_id)
    return {
        "up": cut(await ask(store, LINEAGE_UP, p.Lineage(row.document_id)), 1, _ROWS),
        "down": cut(await ask(store, LINEAGE_DOWN, p.Lineage(row.document_id)), 1, _ROWS),
        "tasks": await paged(store, TASKS, p.TaskFilter(document_id=row.document_id), 1, _ROWS),
        "targets": await paged(store, TARGETS, p.TargetFilter(document_id=row.document_id), 1, _ROWS),
        "national": _national(pairs),
        "projects": await paged(store, PROJECTS, of_document, 1, _ROWS),
        "awards": await paged(store, AWARDS, of_document, 1, _ROWS),
        "cited": cut(await ask(store, CITATIONS_OF_DOCUMENT, asked), 1, _ROWS),
    }


def _national(pairs: list[TargetPairRow]) -> dict[str, TargetPairRow]:
    """The upstream figure beside each figure, by the surest way."""
    ranked = sorted(pairs, key=lambda pair: _FIRST.index(pair.via) if pair.via in _FIRST else len(_FIRST))
    return {pair.target_id: pair for pair in reversed(ranked)}
