"""Looking things up by words; the regions that documents govern."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import WantedDep, listed, listing
from api.deps import StoreDep
from api.known import StrictRoute
from api.params import AnyId, Label, Level, Words
from api.problems import Problem
from graph import parameters as p
from graph.queries import REGIONS, SEARCH
from graph.reference import load_reference
from graph.rows import FoundRow, RegionRow

router = APIRouter(route_class=StrictRoute, tags=["查找 · Search"])


@router.get("/search", summary="按名称查找部门、任务、文件、指标、荣誉 · Look up by name", **listing(FoundRow))
async def search(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    q: Words,
    label: Annotated[list[Label] | None, Query(description="只找这几类 · labels to keep")] = None,
) -> Response:
    """Nodes whose name, alias or number holds all of the words; exact names first, then names that begin so."""
    words = load_reference().normalise(q)
    if not words.split():
        raise Problem(
            422,
            "参数 q 中没有要找的字。",
            "q holds no word to look for.",
            errors=[{"parameter": "q", "value": q, "message": "holds no word"}],
        )
    return await listed(request, store, SEARCH, p.Words.of(words, tuple(label) if label else None), want)


@router.get("/regions", summary="地区 · Regions", **listing(RegionRow))
async def regions(
    request: Request, store: StoreDep, want: WantedDep, level: Level | None = None, parent: AnyId | None = None
) -> Response:
    """Regions in the graph, with how many documents govern them and departments belong to them."""
    return await listed(request, store, REGIONS, p.RegionFilter(level=level, parent_id=parent), want)
