"""Documents: what they are, what they rest on, their words; reading new ones in."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import WantedDep, as_json, listed, listing, one, problems
from api.deps import SettingsDep, StoreDep, answer, ask, writing
from api.documents import document_of, reading_of
from api.known import StrictRoute
from api.models import LineageModel, ReportModel, TextModel, UploadModel, told
from api.params import Direction, DocumentKind, Id, OfLevel, OfRegion, OfYear
from api.uploads import FORM, ingested, saved, sent
from graph import parameters as p
from graph.queries import DOCUMENTS, LINEAGE_DOWN, LINEAGE_UP
from graph.rows import DocumentRow

router = APIRouter(route_class=StrictRoute, tags=["文件 · Documents"])
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "unchanged"}, **problems(404)}


@router.get("/documents", summary="文件 · Documents", **listing(DocumentRow))
async def documents(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    region: OfRegion = None,
    level: OfLevel = None,
    year: OfYear = None,
    kind: DocumentKind | None = None,
    ingested: Annotated[bool | None, Query(description="true 已读入, false 只被引用 · read, or only cited")] = None,
) -> Response:
    """Documents: those that were read, those that are only cited, or both."""
    asked = p.DocumentFilter(region_id=region, level=level, year=year, kind=kind, ingested=ingested)
    return await listed(request, store, DOCUMENTS, asked, want)


@router.post(
    "/documents",
    summary="读入文件 · Read documents in",
    status_code=201,
    response_model=UploadModel,
    responses=problems(400, 401, 403, 413),
    dependencies=[Depends(writing)],
    openapi_extra=FORM,
)
async def upload(request: Request, settings: SettingsDep) -> dict[str, Any]:
    """The same reading as the command's; answers with the report. Without one readable file the store is unchanged."""
    async with sent(request) as files:
        with tempfile.TemporaryDirectory(prefix="zhitu-") as folder:
            paths = await saved(files, Path(folder))
            told = await answer(ingested, settings, paths, lane="upload")
    return {"files": [asdict(one) for one in told]}


@router.get("/documents/{document_id}", summary="一份文件 · One document", **one(DocumentRow))
async def document(request: Request, store: StoreDep, document_id: Id) -> Response:
    """One document, also by an id that it had before two documents turned out to be one."""
    return as_json(request, told(await document_of(store, document_id)))


@router.get(
    "/documents/{document_id}/lineage",
    summary="文件的依据或下级文件 · What a document derives from, or what derives from it",
    response_model=LineageModel,
    responses=_UNCHANGED,
)
async def lineage(
    request: Request,
    store: StoreDep,
    document_id: Id,
    direction: Annotated[Direction, Query(description="up 往上(依据), down 往下")] = "up",
    depth: Annotated[int, Query(ge=1, le=p.MAX_DEPTH)] = p.MAX_DEPTH,
) -> Response:
    """Step by step, each with the words that say so (根据, 贯彻, 落实 …)."""
    row = await document_of(store, document_id)
    query = LINEAGE_UP if direction == "up" else LINEAGE_DOWN
    steps = await ask(store, query, p.Lineage(row.document_id, depth))
    return as_json(request, {"document": told(row), "items": [told(step) for step in steps]})


@router.get(
    "/documents/{document_id}/text",
    summary="文件原文 · The words of a document",
    response_model=TextModel,
    responses=_UNCHANGED,
)
async def text_of_document(
    request: Request,
    store: StoreDep,
    document_id: Id,
    start: Annotated[int, Query(ge=0, le=10_000_000, description="从第几个字 · first offset")] = 0,
    end: Annotated[
        int | None, Query(ge=0, le=10_000_000, description="到第几个字之前 · offset behind the last")
    ] = None,
) -> Response:
    """The decoded text, or a stretch of it; offsets count Unicode code points, as all provenance does."""
    row = await document_of(store, document_id)
    text = (await reading_of(store, row)).text
    stretch = text[start:end]
    where = {"start_char": start, "end_char": start + len(stretch), "total_chars": len(text)}
    return as_json(request, {"document_id": row.document_id, "document": row.document, **where, "text": stretch})


@router.get(
    "/documents/{document_id}/report",
    summary="读了什么、没读什么 · What was seen, kept, rejected, and what waits",
    response_model=ReportModel,
    responses=_UNCHANGED,
)
async def report_of_document(request: Request, store: StoreDep, document_id: Id) -> Response:
    """By extractor: seen = kept + rejected + waiting; what waits for a person is told with its words."""
    row = await document_of(store, document_id)
    report = (await reading_of(store, row)).report
    extractors = {name: asdict(one) for name, one in report.items()}
    return as_json(request, {"document_id": row.document_id, "document": row.document, "extractors": extractors})
