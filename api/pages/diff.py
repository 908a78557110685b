"""Two versions of a document in two columns, with what changed as sentences."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer, ask
from api.pages.paging import GivenBool, GivenId
from api.pages.view import shown
from api.routes.diff import compared_in
from graph import parameters as p
from graph.analysis.difference import KINDS, MOVED, Difference
from graph.answers.versions import Compared, head_of_version, readings_of
from graph.errors import NotFound, ParameterError
from graph.queries import DOCUMENT, DOCUMENTS
from graph.readings import ReadingHead
from graph.reference import load_reference
from graph.rows import DocumentRow
from graph.store import GraphStore

router = APIRouter(include_in_schema=False)
_DOCUMENTS = 300  # to choose from
_ENGLISH = {
    "任务增减": "Tasks new and gone",
    "责任单位": "Who answers",
    "指标": "Figures",
    "完成时限": "Deadlines",
    "依据和引用": "Citations",
    "文字修改": "Wording",
    "只移动位置": "Moved only",
}


@router.get("/ui/diff")
async def diff(
    request: Request, store: StoreDep, a: GivenId = None, b: GivenId = None, anyway: GivenBool = None
) -> Response:
    """What changed from a to b; without b the former reading of a beside the current one."""
    found, problem = None, None
    if a:
        try:
            found = await answer(compared_in, store, a, b, bool(anyway), slow=True)
        except (NotFound, ParameterError) as error:
            problem = str(error)
    documents = await ask(store, DOCUMENTS, p.DocumentFilter(ingested=True, limit=_DOCUMENTS))
    return await shown(
        request,
        "diff.html",
        **_told(found),
        problem=problem,
        unrelated=bool(problem and "--anyway" in problem),
        readings=await answer(versions_of, store, a) if a and a.startswith("doc:") else [],
        documents=documents,
        chosen={"a": a, "b": b, "anyway": anyway},
    )


def versions_of(store: GraphStore, document_id: str) -> list[ReadingHead]:
    """The readings of a document; none of one that is not known."""
    rows: list[DocumentRow] = store.run(DOCUMENT, p.DocumentId(document_id))
    return readings_of(store, rows[0], load_reference()) if rows else []


def _told(found: Compared | None) -> dict[str, Any]:
    if found is None:
        return {"former": None, "current": None, "groups": [], "moved": [], "changes": 0, "same": 0, "related": True}
    every = found.versions.differences
    return {
        "former": head_of_version(found.former),
        "current": head_of_version(found.current),
        "groups": _groups(one for one in every if one.kind != MOVED),
        "moved": [one for one in every if one.kind == MOVED],
        "changes": found.versions.changes,
        "same": found.versions.same,
        "related": found.versions.related,
    }


def _groups(differences: Iterable[Difference]) -> list[tuple[str, str, list[Difference]]]:
    """The differences under their headings, in Chinese and English."""
    parted = groupby(differences, key=lambda one: KINDS[one.kind])
    return [(heading, _ENGLISH[heading], list(found)) for heading, found in parted]
