"""The graph itself: one edge with its evidence, what lies around a node, the matrix, the whole as a file."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from api.answers import SHEET, as_json, problems, tagged
from api.deps import StoreDep, answer, ask
from api.documents import document_of
from api.known import StrictRoute
from api.missing import missing
from api.models import EdgeModel, EdgesModel, MatrixModel, told
from api.params import AnyId, Key, OfDepartment, OfDocument, OfRegion, OfState, Relation
from api.problems import Problem
from graph import parameters as p
from graph.answers.matrix import matrix as made
from graph.decisions.decision import spoken
from graph.errors import NotFound
from graph.exports.jsonl import lines_of_store
from graph.exports.one_document import lines_of_document
from graph.neighbourhood import MAX_STEPS, neighbourhood
from graph.queries import EVIDENCE
from graph.quotation import stored_quotation
from graph.schema import load_schema
from graph.store import GraphStore
from visualize.matrix import workbook

router = APIRouter(route_class=StrictRoute, tags=["图谱 · Graph"])
_CHUNK = 200  # lines of an export that are sent at once
MatrixForm = Literal["json", "xlsx"]
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "unchanged"}, **problems(404)}


@router.get(
    "/e/{key}",
    summary="一条关系和它的原文(永久地址)· One edge and its evidence, a permanent address",
    response_model=EdgeModel,
    responses={303: {"description": "a browser is led to the document at the quote"}, **_UNCHANGED},
)
async def edge(request: Request, store: StoreDep, key: Key) -> Response:
    """One relationship with the words that it rests on; a browser is led to the document, opened at the quote."""
    found = await ask(store, EVIDENCE, p.Key(key))
    if not found:
        await _tell_of_correction(store, key)
        raise Problem(
            404,
            f"没有编号为 {key!r} 的关系;文件重新读入后,关系可能已不存在。",
            f"No relationship has the key {key!r}; it may have gone when its document was read anew.",
        )
    row = found[0]
    if "text/html" in request.headers.get("accept", ""):
        where = (
            f"documents/{quote(row.document_id, safe=':')}?edge={key}#quote"
            if row.document_id
            else f"nodes/{quote(row.source_id, safe=':')}?edge={key}"
        )
        return RedirectResponse(f"/ui/{where}", 303, {"Vary": "Accept"})
    document = await document_of(store, row.document_id) if row.document_id else None
    cited = await answer(stored_quotation, store, row, document)
    number = document.doc_number if document else None
    return as_json(request, {**told(row), "doc_number": number, "quotation": cited})


@router.get(
    "/graph/neighbourhood",
    summary="一个节点周围 · What lies around a node",
    response_model=EdgesModel,
    responses=_UNCHANGED,
)
async def neighbourhood_of(
    request: Request,
    store: StoreDep,
    id: AnyId,
    depth: Annotated[int, Query(ge=1, le=MAX_STEPS)] = 1,
    types: Annotated[list[Relation] | None, Query(description="只看这几种关系 · types of relationship")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 300,
) -> Response:
    """The relationships within some steps of a node, nearest first."""
    try:
        rows = await answer(neighbourhood, store, id, depth, types, limit)
    except NotFound as error:
        raise await missing(store, tuple(load_schema().labels), id) from error
    return as_json(request, {"items": [told(row) for row in rows], "truncated": len(rows) == limit})


@router.get(
    "/matrix",
    summary="责任矩阵 · The responsibility matrix",
    response_model=MatrixModel,
    responses={200: {"content": {SHEET: {"schema": {"type": "string", "format": "binary"}}}}, **_UNCHANGED},
)
async def matrix(
    request: Request,
    store: StoreDep,
    document: OfDocument = None,
    region: OfRegion = None,
    department: OfDepartment = None,
    state: OfState = None,
    format: Annotated[MatrixForm, Query(description="json, xlsx")] = "json",
) -> Response:
    """Tasks down, departments across: ● leads, ○ cooperates, △ by division of duties; each mark with its edges."""
    try:
        found = await answer(made, store, document, region, department, state, slow=True)
    except NotFound as error:
        asked = {"Document": document, "Region": region, "Department": department}
        given = [(label, node_id) for label, node_id in asked.items() if node_id]
        raise await missing(store, (given[0][0],), given[0][1]) from error
    if format == "xlsx":
        content = await answer(workbook, found, str(request.base_url), slow=True)
        return tagged(request, content, SHEET, {"Content-Disposition": "attachment; filename*=UTF-8''matrix.xlsx"})
    return await answer(as_json, request, found, slow=True)


@router.get(
    "/exports/jsonl",
    summary="整个图谱,或一份文件 · The whole graph, or one document",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}, **problems(404)},
)
async def export_jsonl(store: StoreDep, document: OfDocument = None) -> Response:
    """The interchange format: one JSON object a line, nodes before edges, sorted."""
    if document:
        row = await document_of(store, document)
        lines: Iterator[str] = await answer(lines_of_document, store, row.document_id, slow=True)
    else:
        lines = lines_of_store(store)
    return StreamingResponse(_in_chunks(lines), media_type="application/x-ndjson")


async def _tell_of_correction(store: GraphStore, key: str) -> None:
    """Raise a 404 that says who corrected the duty of this key, where somebody did."""
    for decision in reversed(await answer(store.decisions)):
        if decision.told.get("key") == key:
            raise Problem(
                404,
                f"这条责任已由{decision.who}更正({decision.when[:10]}):{spoken(decision)}。",
                f"This duty was corrected by {decision.who}: see the decision {decision.id} at /ui/review.",
            )


def _in_chunks(lines: Iterator[str]) -> Iterator[str]:
    """Many lines at a time: each chunk is a turn of a thread."""
    while chunk := list(islice(lines, _CHUNK)):
        yield "".join(f"{line}\n" for line in chunk)
