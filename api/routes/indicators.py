"""Indicators, the figures that are set for them, and how local ones stand beside the national one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import MOST_IN_FILE, WantedDep, as_json, listed, listing, problems
from api.deps import StoreDep, answer, ask
from api.known import StrictRoute
from api.missing import the_one
from api.models import ComparisonModel, told
from api.params import Id, OfFigures, TargetStatus
from graph import parameters as p
from graph.analysis.comparison import compare
from graph.queries import INDICATOR, INDICATORS, TARGETS, TARGETS_OF_INDICATOR
from graph.reference import load_reference
from graph.rows import IndicatorRow, TargetRow

router = APIRouter(route_class=StrictRoute, tags=["指标 · Indicators"])


@router.get("/indicators", summary="指标 · Indicators", **listing(IndicatorRow))
async def indicators(request: Request, store: StoreDep, want: WantedDep) -> Response:
    """Indicators, those with most figures first."""
    return await listed(request, store, INDICATORS, p.Page(), want)


@router.get(
    "/indicators/{indicator_id}/targets", summary="一项指标的数值 · Figures of an indicator", **listing(TargetRow)
)
async def targets_of_indicator(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    indicator_id: Id,
    chosen: OfFigures,
) -> Response:
    """The figures for one indicator, across documents, places and years, or of some."""
    asked = p.OfIndicator(indicator_id, **chosen)
    return await listed(request, store, TARGETS_OF_INDICATOR, asked, want)


@router.get(
    "/indicators/{indicator_id}/comparison",
    summary="本地指标与国家指标 · Local figures beside the national one",
    response_model=ComparisonModel,
    responses={304: {"description": "unchanged"}, **problems(404)},
)
async def comparison(request: Request, store: StoreDep, indicator_id: Id) -> Response:
    """Each local figure of the indicator with its verdict: above, equal, below, different_year or no_counterpart."""
    asked = p.IndicatorId(indicator_id)
    row = await the_one(store, await ask(store, INDICATOR, asked), "Indicator", indicator_id)
    figures = await ask(store, TARGETS_OF_INDICATOR, p.OfIndicator(indicator_id, limit=MOST_IN_FILE))
    rows = await answer(compare, figures, load_reference().words["lower_is_better"], slow=True)
    return as_json(request, {"indicator": told(row), "items": [told(each) for each in rows]})


@router.get("/targets", summary="目标值 · Targets", **listing(TargetRow))
async def targets(
    request: Request,
    store: StoreDep,
    want: WantedDep,
    chosen: OfFigures,
    status: Annotated[TargetStatus | None, Query(description="target 目标, observation 现状")] = None,
) -> Response:
    """The figures that documents set."""
    asked = p.TargetFilter(status=status, **chosen)
    return await listed(request, store, TARGETS, asked, want)
