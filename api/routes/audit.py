"""Contradictions and defects of documents, and of a draft that is not kept."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.answers import WantedDep, listing, problems
from api.computed import computed
from api.deps import SettingsDep, StoreDep, answer
from api.known import StrictRoute
from api.missing import missing
from api.models import told
from api.params import OfDocument
from api.problems import Problem
from api.uploads import FORM, saved, sent
from graph.analysis.audit.finding import KINDS
from graph.answers.auditing import Auditor, FindingRow, audit_reading
from graph.errors import NotFound, SourceError
from graph.project import project
from graph.reference import load_reference
from graph.store import GraphStore
from ingest.pipeline import read_file

router = APIRouter(route_class=StrictRoute, tags=["核查 · Audit"])
Kind = Annotated[str | None, Query(pattern="^[a-z_]{3,40}$", description="一类问题 · one kind: " + ", ".join(KINDS))]


async def findings(
    request: Request, store: GraphStore, document: str | None = None, kind: str | None = None
) -> list[FindingRow]:
    """The findings, kept by document while its words and the decisions are the same; a Problem for an unknown id."""
    auditor: Auditor = request.app.state.auditor
    try:
        return await answer(auditor.rows, store, document, kind, slow=True)
    except NotFound as error:
        raise await missing(store, ("Document",), document or "") from error


@router.get("/audit", summary="矛盾和缺陷 · Contradictions and defects", **listing(FindingRow))
async def audit(
    request: Request, store: StoreDep, want: WantedDep, document: OfDocument = None, kind: Kind = None
) -> Response:
    """Each finding with both quotes, their places and why; never mended by itself."""
    return await computed(request, await findings(request, store, document, kind), FindingRow, "audit", want)


@router.post(
    "/check",
    summary="起草核对 · Check a draft",
    responses=problems(400, 413, 422),
    openapi_extra=FORM,
)
async def check(request: Request, settings: SettingsDep, store: StoreDep) -> dict[str, Any]:
    """The same rules for drafts, and their numbers against the documents that are known; nothing is kept."""
    async with sent(request) as files:
        with tempfile.TemporaryDirectory(prefix="zhitu-") as folder:
            names = await saved(files, Path(folder))
            checked = [await answer(checked_draft, path, name, store, lane="upload") for path, name in names.items()]
    return {"files": [{**one, "findings": [told(row) for row in one["findings"]]} for one in checked]}


def checked_draft(path: Path, name: str, store: GraphStore | None) -> dict[str, Any]:
    """What the rules find in a draft; a Problem where it cannot be read, or says nothing."""
    reference = load_reference()
    try:
        reading = read_file(path, reference)
    except SourceError as error:
        said = str(error).replace(str(path), name)
        raise Problem(
            422, f"{name} 读不出来。", said, errors=[{"parameter": "files", "value": name, "message": said}]
        ) from error
    rows = audit_reading(reading, project(reading, reference), reference, store)
    return {"file": name, "document": reading.document.name, "text": reading.text, "findings": rows}
