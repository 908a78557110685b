"""The pages of the audit: findings in the documents that were read, and in a draft that is not kept."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from api import session
from api.deps import SettingsDep, StoreDep, answer, ask
from api.pages.paging import GivenId, PageNumber, cut
from api.pages.review import SECRET
from api.pages.view import address, shown
from api.problems import Problem
from api.routes.audit import checked_draft, findings
from api.uploads import saved
from graph import parameters as p
from graph.analysis.audit.finding import KINDS
from graph.answers.auditing import FindingRow
from graph.decisions.decision import in_force
from graph.queries import DOCUMENTS

router = APIRouter(include_in_schema=False)
SIGNS: Mapping[str, str] = {"high": "▲", "medium": "◆", "low": "●"}
_STANDINGS = ("open", "settled")
_SETTLED = "dealt_with"
_ROWS = 100  # of a page
_DOCUMENTS = 300  # to choose from
_MANY = 100  # documents that are audited while somebody waits; beyond, one is to be chosen
_GIVEN = BeforeValidator(lambda value: value or None)


@router.get("/ui/audit")
async def audit(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    document: GivenId = None,
    kind: Annotated[str | None, _GIVEN, Query(pattern="^[a-z_]{3,40}$")] = None,
    severity: Annotated[Literal["high", "medium", "low"] | None, _GIVEN, Query()] = None,
    standing: Literal["open", "settled", "all"] = "open",
    done: GivenId = None,
    page: PageNumber = 1,
) -> Response:
    """Contradictions and defects of a document, or of all."""
    if kind is not None and kind not in KINDS:
        raise Problem(422, f"没有“{kind}”这类问题。", f"{kind} is no kind of finding: one of {', '.join(KINDS)}.")
    documents = await ask(store, DOCUMENTS, p.DocumentFilter(ingested=True, limit=_DOCUMENTS))
    too_many = len(documents) > _MANY and document is None
    rows = [] if too_many else await findings(request, store, document)
    chosen = {"kind": kind, "severity": severity, "standing": standing}
    wanted = list(_wanted(rows, chosen))
    known = session.session_of(request, settings.api_key)
    return await shown(
        request,
        "audit.html",
        headers=SECRET if known else None,
        session=known,
        has_key=bool(settings.api_key),
        findings=cut(wanted, page, _ROWS),
        total=len(wanted),
        names=KINDS,
        kinds=_counted(rows, chosen, "kind", KINDS),
        severities=_counted(rows, chosen, "severity", SIGNS),
        standings=_counted(rows, chosen, "standing", _STANDINGS),
        decisions={one.about[0]: one.id for one in in_force(await answer(store.decisions)) if one.verdict == _SETTLED},
        done=next((row for row in rows if row.finding_id == done), None),
        documents=documents,
        too_many=too_many,
        chosen={"document": document, **chosen},
        signs=SIGNS,
        files={form: address("/audit", format=form, document=document, kind=kind) for form in ("xlsx", "csv")},
    )


def _told(row: FindingRow) -> dict[str, str]:
    """What a finding is chosen by."""
    return {"kind": row.kind, "severity": row.severity, "standing": "settled" if row.dealt_with else "open"}


def _wanted(rows: Iterable[FindingRow], chosen: Mapping[str, str | None]) -> Iterator[FindingRow]:
    """The findings that the reader asked for."""
    for row in rows:
        told = _told(row)
        if all(value in (None, "all", told[name]) for name, value in chosen.items()):
            yield row


def _counted(
    rows: Iterable[FindingRow], chosen: Mapping[str, str | None], name: str, values: Iterable[str]
) -> list[tuple[str, int]]:
    """How many findings each value of a filter would show beside the other filters; none for those without any."""
    others = _wanted(rows, {**chosen, name: None})
    counts = Counter(_told(row)[name] for row in others)
    return [(value, counts[value]) for value in values if counts[value] or value in _STANDINGS]


@router.get("/ui/check")
async def form(request: Request) -> Response:
    """The form for a draft."""
    return await shown(request, "check.html", draft=None, pieces=(), problem=None, signs=SIGNS)


@router.post("/ui/check")
async def check(request: Request, store: StoreDep) -> Response:
    """What the rules find in the draft that was sent; it is not kept."""
    session.check_origin(request)
    draft: dict[str, Any] | None = None
    problem: Problem | None = None
    async with request.form(max_files=1, max_fields=2) as sent:
        files: list[Any] = [one for one in sent.getlist("files") if getattr(one, "filename", "")]
        with tempfile.TemporaryDirectory(prefix="zhitu-") as folder:
            try:
                names = await saved(files, Path(folder))
                if not names:
                    raise Problem(422, "请先选择一份草稿。", "Choose a draft first.")
                [(path, name)] = names.items()
                draft = await answer(checked_draft, path, name, store, lane="upload")
            except Problem as error:
                problem = error
    marked = list(pieces(draft["text"], draft["findings"])) if draft else []
    status = problem.status if problem else 200
    return await shown(
        request,
        "check.html",
        status,
        {"Cache-Control": "no-store"},
        draft=draft,
        pieces=marked,
        problem=problem,
        signs=SIGNS,
    )


def pieces(text: str, rows: Iterable[FindingRow]) -> Iterator[tuple[str, list[int]]]:
    """The text in stretches, each with the numbers (from 1) of the findings whose places cover it."""
    places = [(start, end, number) for number, row in enumerate(rows, 1) for start, end in row.places]
    edges = sorted({0, len(text), *(edge for start, end, _ in places for edge in (start, end))})
    for start, end in pairwise(edges):
        yield text[start:end], sorted({number for first, last, number in places if first <= start and end <= last})
