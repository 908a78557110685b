"""Two versions of a document beside each other."""

from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, create_model

from api.answers import as_file, as_json, problems
from api.deps import StoreDep, answer
from api.known import StrictRoute
from api.models import many, told
from api.parsed import documented, parsed
from graph.analysis.difference import Difference
from graph.answers.versions import Compared, compared, former_and_current, head_of_version, stored_version
from graph.reference import load_reference
from graph.store import GraphStore

router = APIRouter(route_class=StrictRoute, tags=["文件 · Documents"])
_A = "修改前:文件编号或 SHA-256 · id of a document, or sha256 of what was read"
_B = "修改后;不填则比较 a 的前后两个版本 · the later one; without it the former and the current reading of a"


class DiffQuestion(BaseModel, extra="ignore"):
    """Which two versions to compare."""

    a: Annotated[str, Field(min_length=1, max_length=300, description=_A)]
    b: Annotated[str | None, Field(min_length=1, max_length=300, description=_B)] = None
    anyway: Annotated[bool, Field(description="不像同一文件也照样比较 · compare also different documents")] = False
    format: Annotated[str, Field(pattern="^(json|csv|xlsx)$", description="json, csv, xlsx")] = "json"


class VersionModel(BaseModel):
    """One of two versions."""

    document: str
    document_id: str | None = Field(description="图谱中的文件编号 · id, where the graph shows this version")
    doc_number: str | None
    issue_date: str | None
    source: str
    sha256: str


DiffModel = create_model(
    "Diff",
    __doc__="Two versions, and each difference as a sentence with the words of both; kind moved is no change.",
    former=(VersionModel, ...),
    current=(VersionModel, ...),
    related=(bool, Field(description="是否同一文件的两个版本 · whether they are versions of one document")),
    same=(int, Field(description="两个版本都有的任务数 · tasks that stand in both")),
    changes=(int, Field(description="改动数,不含仅移动的 · changes; what only moved is none")),
    items=many(Difference),
)


@router.get(
    "/diff",
    summary="两个版本的改动 · What changed from one version to another",
    response_model=DiffModel,
    responses={304: {"description": "unchanged"}, **problems(404)},
    openapi_extra=documented(DiffQuestion),
)
async def diff(
    request: Request, store: StoreDep, asked: Annotated[DiffQuestion, fastapi.Depends(parsed(DiffQuestion))]
) -> Response:
    """Clauses, duties, figures, deadlines and citations that differ; an unrelated pair is an error unless `anyway`."""
    found = await answer(compared_in, store, asked.a, asked.b, asked.anyway, slow=True)
    if asked.format == "json":
        return as_json(request, _told(found))
    return await as_file(
        request, found.versions.differences, Difference, "diff", "csv" if asked.format == "csv" else "xlsx"
    )


def compared_in(store: GraphStore, a: str, b: str | None, anyway: bool) -> Compared:
    """Two versions that the store holds, the former and the current one of `a` where `b` is not given."""
    reference = load_reference()
    if b is None:
        sides = former_and_current(store, a, reference)
    else:
        sides = stored_version(store, a, reference), stored_version(store, b, reference)
    return compared(*sides, reference, anyway, store)


def _told(found: Compared) -> dict[str, Any]:
    heads = {"former": head_of_version(found.former), "current": head_of_version(found.current)}
    counts = {"related": found.versions.related, "same": found.versions.same, "changes": found.versions.changes}
    return {**heads, **counts, "items": [told(one) for one in found.versions.differences]}
