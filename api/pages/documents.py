"""Documents: the list, and one with its text, everything marked in it, and what it says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api import session
from api.deps import SettingsDep, StoreDep, answer, ask
from api.documents import document_of, reading_of
from api.pages.departments import regions_of
from api.pages.edges import NO_EDGE, of_edge
from api.pages.marked import part, pieces
from api.pages.mentions import Asked, phrases, stretches
from api.pages.paging import (
    GivenBool,
    GivenDocumentKind,
    GivenId,
    GivenLevel,
    GivenYear,
    PageNumber,
    paged,
)
from api.pages.review import SECRET
from api.pages.sections import sections
from api.pages.view import address, language_of, shown
from api.pages.words import Words
from api.params import Id
from graph import parameters as p
from graph.answers.versions import readings_of
from graph.decisions.decision import Decision
from graph.decisions.rulings import Rulings, holds
from graph.errors import NotFound
from graph.model import Reading
from graph.queries import DEPARTMENT, DOCUMENTS, EDGES_OF_DOCUMENT, EVIDENCE
from graph.quotation import quotation_of
from graph.reference import load_reference
from graph.rows import DepartmentRow, DocumentRow, EdgeRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
_PART = 60_000  # characters of a text on one page
_DEPARTMENTS = 400  # whose names lead to their pages


@router.get("/ui/documents")
async def documents(
    request: Request,
    store: StoreDep,
    region: GivenId = None,
    level: GivenLevel = None,
    year: GivenYear = None,
    kind: GivenDocumentKind = None,
    ingested: GivenBool = None,
    page: PageNumber = 1,
) -> Response:
    """Documents that were read, and those that are only cited."""
    asked = p.DocumentFilter(region_id=region, level=level, year=year, kind=kind, ingested=ingested)
    return await shown(
        request,
        "documents.html",
        documents=await paged(store, DOCUMENTS, asked, page),
        regions=[row for row in await regions_of(store) if row.documents],
        chosen={"region": region, "level": level, "year": year, "kind": kind, "ingested": ingested},
    )


@router.get("/ui/documents/{document_id}")
async def document(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    document_id: Id,
    edge: Annotated[str | None, Query(max_length=64)] = None,
    at: Annotated[int | None, Query(ge=0, le=10_000_000)] = None,
    to: Annotated[int | None, Query(ge=1, le=10_000_000)] = None,
) -> Response:
    """One document: its words with all that was read in them, and what follows from it."""
    row, words = await document_of(store, document_id), Words(language_of(request))
    if row.document_id != document_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/ui/documents/{quote(row.document_id)}{query}", 307)  # not for good: ids may change
    found = await ask(store, EVIDENCE, p.Key(edge)) if edge else []
    told = next((one for one in found if _tells_of(one, row)), None)
    reading = await _reading(store, row)
    edges = await ask(store, EDGES_OF_DOCUMENT, p.DocumentId(row.document_id)) if reading else []
    departments = await _departments(store, edges)
    place = Asked(None, at, to)
    marked = await answer(_marked, request, reading, edges, departments, told, place, words) if reading else None
    known = session.session_of(request, settings.api_key)
    return await shown(
        request,
        "document.html",
        headers=SECRET if known else None,
        session=known,
        may_decide=bool(settings.api_key),
        signed_by=await answer(_signed_by, store, reading) if reading else None,
        document=row,
        reading=reading,
        marked=marked,
        **(await of_edge(store, told, quotation_of(told, row, reading), words) if told else NO_EDGE),
        edge_missing=bool(edge) and told is None,
        phrase=phrases(edges).get((told.start_char or 0, told.end_char or 0), []) if told else [],
        readings=await answer(readings_of, store, row, load_reference()) if row.sha256 else [],
        **await sections(store, row),
    )


async def _reading(store: GraphStore, row: DocumentRow) -> Reading | None:
    """What was read in the document, where it is held."""
    try:
        return await reading_of(store, row) if row.sha256 else None
    except NotFound:
        return None


def _signed_by(store: GraphStore, reading: Reading) -> Decision | None:
    """The signature of what was read, if it holds."""
    certificate = Rulings.of(store.decisions()).certificates.get(reading.sha256)
    return certificate if certificate and holds(certificate, reading) else None


def _tells_of(edge: EdgeRow, row: DocumentRow) -> bool:
    """Whether the edge was read in the document; one of reference data has no document that states it."""
    stated_by = (edge.document_id,) if edge.document_id else (edge.source_id, edge.target_id)
    return row.document_id in stated_by


async def _departments(store: GraphStore, edges: Sequence[EdgeRow]) -> list[DepartmentRow]:
    """The departments that a document names, with the forms in which it does."""
    ids = dict.fromkeys(one.target_id for one in edges if one.target_label == "Department")
    rows = [await ask(store, DEPARTMENT, p.DepartmentId(one)) for one in list(ids)[:_DEPARTMENTS]]
    return [row for each in rows for row in each]


def _marked(
    request: Request,
    reading: Reading,
    edges: Sequence[EdgeRow],
    departments: Sequence[DepartmentRow],
    edge: EdgeRow | None,
    asked: Asked,
    words: Words,
) -> dict[str, object]:
    """The text in pieces, or the part of it where the asked place is; which kinds it holds."""
    span = (edge.start_char, edge.end_char) if edge else (None, None)
    stands = span[0] is not None and span[1] is not None and reading.text[span[0] : span[1]] == (edge and edge.quote)
    asked = replace(asked, quote=(span[0] or 0, span[1] or 0) if stands else None)
    start, end = part(reading.text, asked.start, _PART)
    if asked.to is None and asked.at == start:  # a part of the text was asked for, not a place in it
        asked = replace(asked, at=None)
    marks = list(stretches(reading, edges, departments, asked, words))
    here = [one for one in marks if one.start < end and one.end > start]
    return {
        "pieces": list(pieces(reading.text, here, start, end)),
        "counts": {kind: sum(one.kind == kind for one in here) for kind in {one.kind for one in here}},
        "start": start,
        "end": end,
        "total": len(reading.text),
        "before": address(request.url.path, at=part(reading.text, start - 1, _PART)[0]) if start else None,
        "after": address(request.url.path, at=end) if end < len(reading.text) else None,
        "stands": stands,
    }
