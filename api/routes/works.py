"""Projects and awards."""

from fastapi import APIRouter, Request, Response

from api.answers import WantedDep, listed, listing
from api.deps import StoreDep
from api.known import StrictRoute
from api.params import OfDocument, OfLevel, OfRegion, OfYear
from graph.parameters import InDocuments
from graph.queries import AWARDS, PROJECTS
from graph.rows import AwardRow, ProjectRow

router = APIRouter(route_class=StrictRoute, tags=["项目与荣誉 · Projects and awards"])


@router.get("/projects", summary="项目 · Projects", **listing(ProjectRow))
async def projects(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    document: OfDocument = None,
    region: OfRegion = None,
    level: OfLevel = None,
    year: OfYear = None,
) -> Response:
    """Construction projects and programmes that documents plan."""
    asked = InDocuments(document_id=document, region_id=region, level=level, year=year)
    return await listed(request, store, PROJECTS, asked, want)


@router.get("/awards", summary="荣誉 · Awards", **listing(AwardRow))
async def awards(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    document: OfDocument = None,
    region: OfRegion = None,
    level: OfLevel = None,
    year: OfYear = None,
) -> Response:
    """Honours, prizes and brand titles that documents name."""
    asked = InDocuments(document_id=document, region_id=region, level=level, year=year)
    return await listed(request, store, AWARDS, asked, want)
