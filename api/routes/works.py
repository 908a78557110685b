"""Projects and awards."""

from fastapi import APIRouter, Request, Response

from api.answers import WantedDep, listed, listing
from api.deps import StoreDep
from api.known import StrictRoute
from api.params import InDocuments
from graph import parameters as p
from graph.queries import AWARDS, PROJECTS
from graph.rows import AwardRow, ProjectRow

router = APIRouter(route_class=StrictRoute, tags=["项目与荣誉 · Projects and awards"])


@router.get("/projects", summary="项目 · Projects", **listing(ProjectRow))
async def projects(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    chosen: InDocuments,
) -> Response:
    """Construction projects and programmes that documents plan."""
    asked = p.InDocuments(**chosen)
    return await listed(request, store, PROJECTS, asked, want)


@router.get("/awards", summary="荣誉 · Awards", **listing(AwardRow))
async def awards(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    chosen: InDocuments,
) -> Response:
    """Honours, prizes and brand titles that documents name."""
    asked = p.InDocuments(**chosen)
    return await listed(request, store, AWARDS, asked, want)
