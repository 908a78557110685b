"""Answers as bytes: JSON with an ETag, a list page by page, the same list as CSV or Excel."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote

import orjson
from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field

from api.cursor import decoded, encoded, mark, question
from api.deps import PATIENCE, answer, ask
from api.missing import refuse_unknown
from api.models import model_with, page_of
from api.parsed import documented, parsed
from api.problems import Problem, ProblemModel
from graph import query as named
from graph.exports.table import csv_bytes
from graph.exports.xlsx import sheet_bytes
from graph.parameters import Page
from graph.store import GraphStore

R = TypeVar("R")

Form = Literal["json", "csv", "xlsx"]
MOST = 1000  # rows of a page
MOST_IN_FILE = 100_000  # rows of a file; Excel itself ends at a million, people long before
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROBLEM: dict[str, Any] = {"model": ProblemModel, "content": {"application/problem+json": {}}}


class Wanted(BaseModel, extra="ignore"):
    """Which part of a list, in which form: the parameters that all lists take."""

    limit: Annotated[
        int | None, Field(ge=1, le=MOST, description="每页条数,默认 100;csv、xlsx 默认全部 · rows, 100 unless told")
    ] = None
    cursor: Annotated[str | None, Field(max_length=200, description="上一页给出的 next · next of the page before")] = (
        None
    )
    format: Annotated[Form, Field(description="json, csv (UTF-8 带 BOM), xlsx")] = "json"


WantedDep = Annotated[Wanted, Depends(parsed(Wanted))]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: the errors that a route may answer, besides those that any may."""
    return {status: dict(_PROBLEM, description=Problem.titled(status)) for status in statuses}


def listing(row_type: type) -> dict[str, Any]:
    """For OpenAPI: a route that answers with a list."""
    forms = {"text/csv": {"schema": {"type": "string"}}, SHEET: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "response_model": page_of(row_type),
        "openapi_extra": documented(Wanted),
        "responses": {200: {"content": forms}, 304: {"description": "unchanged"}, **problems(404, 410, 413)},
    }


def one(row_type: type, **parts: Any) -> dict[str, Any]:
    """For OpenAPI: a route that answers with one thing, and parts besides."""
    return {
        "response_model": model_with(row_type, **parts),
        "responses": {304: {"description": "unchanged"}, **problems(404)},
    }


async def listed(
    request: Request, store: GraphStore, query: named.Query[Any, R], params: Page, want: Wanted
) -> Response:
    """A list out of a query, in the form that was asked for."""
    if want.format == "json":
        return await _page(request, store, query, params, want)
    if want.cursor is not None:
        raise Problem(
            422,
            f"参数 cursor 只用于 format=json:{want.format} 一次给出整张清单,请去掉 cursor。",
            f"cursor is for format=json only: {want.format} gives the whole list at once, leave it out.",
            errors=[{"parameter": "cursor", "value": want.cursor, "message": "is for format=json only"}],
        )
    asked = replace(params, skip=0, limit=want.limit or MOST_IN_FILE + 1)
    rows = await answer(store.run, query, asked, PATIENCE * 6, slow=True)
    if not rows:
        await refuse_unknown(store, params)
    refuse_too_many(rows)
    return await as_file(request, rows, query.row, query.name, want.format)


def refuse_too_many(rows: Sequence[Any]) -> None:
    """Problem 413 where a file would hold more rows than anybody reads: a shorter one would look whole."""
    if len(rows) > MOST_IN_FILE:
        raise Problem(
            413,
            f"超过 {MOST_IN_FILE} 行,请用 document、region 等条件缩小范围。",
            f"More than {MOST_IN_FILE} rows: narrow the list by document, region and so on.",
        )


async def as_file(request: Request, rows: Sequence[Any], row_type: type, name: str, form: Form) -> Response:
    """Rows as a CSV or Excel file to save; each fact carries the address of its evidence."""
    base = str(request.base_url).rstrip("/")

    def link(row: Any) -> str | None:
        key = getattr(row, "key", None)
        return f"{base}/e/{key}" if key else None

    content = await answer(csv_bytes if form == "csv" else sheet_bytes, rows, row_type, link, slow=True)
    media = "text/csv; charset=utf-8" if form == "csv" else SHEET
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.{form}"}
    return await answer(tagged, request, content, media, disposition, slow=True)


def as_json(request: Request, value: object) -> Response:
    """A value as JSON with its ETag, or 304."""
    return tagged(request, orjson.dumps(value), "application/json", {})


def tagged(request: Request, content: bytes, media: str, headers: dict[str, str]) -> Response:
    """The content with its ETag; 304 without content where the client holds it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept", **headers}
    held = request.headers.get("if-none-match")
    if held is not None and (
        held.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in held.split(","))
    ):
        return Response(None, 304, headers)
    return Response(content, 200, headers, media)


async def _page(
    request: Request, store: GraphStore, query: named.Query[Any, R], params: Page, want: Wanted
) -> Response:
    """A page, and the cursor of the next; one row before it shows that the list is still the same."""
    limit = want.limit or 100
    at = decoded(want.cursor, question(request)) if want.cursor else None
    skip = at.skip if at else 0
    seam = 1 if at else 0
    rows = await ask(store, query, replace(params, skip=skip - seam, limit=limit + seam + 1))
    if not rows and not at:
        await refuse_unknown(store, params)
    if at and (not rows or mark(rows[0]) != at.mark):
        raise Problem(
            410,
            "翻页期间清单有变(有新文件读入),请从第一页重新开始。",
            "The list has changed since the page before (documents were read): begin again with the first page.",
        )
    shown = rows[seam : seam + limit]
    more = len(rows) > seam + limit
    following = encoded(skip + limit, shown[-1], question(request)) if more else None
    return as_json(request, {"items": shown, "next": following})
