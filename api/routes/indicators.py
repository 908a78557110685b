"""Indicators, and the figures that are set for them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.answers import WantedDep, listed, listing
from api.deps import StoreDep
from api.known import StrictRoute
from api.params import Id, OfFigures, TargetStatus
from graph import parameters as p
from graph.queries import INDICATORS, TARGETS, TARGETS_OF_INDICATOR
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
