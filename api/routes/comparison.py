"""How local figures stand beside the upstream ones: all of them, of one indicator, and measures by places."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import SHEET, WantedDep, as_json, listing, problems, tagged
from api.computed import computed
from api.deps import StoreDep, answer, ask
from api.known import StrictRoute
from api.missing import refuse_unknown, the_one
from api.models import ComparisonModel, told
from api.params import Id, OfDocument, OfRegion, Upstream, Verdict
from graph import parameters as p
from graph.analysis.comparison import ComparisonRow
from graph.answers.compared import Asked, by_place, compared, of_indicator, readable
from graph.queries import INDICATOR
from graph.reference import load_reference

router = APIRouter(route_class=StrictRoute, tags=["指标 · Indicators"])

With = Annotated[
    Upstream, Query(alias="with", description="与哪一级比较 · beside the figures of the nation, province or prefecture")
]
OfVerdict = Annotated[Verdict | None, Query(description="结论 · verdict")]
Near = Annotated[bool | None, Query(description="true 只要近似的,false 不要近似的 · only near ones, or none of them")]
OfWords = Annotated[str, Query(max_length=100, description="指标中的字 · words of the indicator")]


async def asked_for(
    upstream: With = "country",
    document: OfDocument = None,
    region: OfRegion = None,
    verdict: OfVerdict = None,
    near: Near = None,
    words: OfWords = "",
) -> Asked:
    """Which part of the comparison is asked for."""
    return Asked(upstream=upstream, document_id=document, region_id=region, verdict=verdict, near=near, words=words)


AskedDep = Annotated[Asked, Depends(asked_for)]


@router.get("/comparison", summary="指标对照 · Local figures beside upstream ones", **listing(ComparisonRow))
async def comparison_of_targets(request: Request, store: StoreDep, want: WantedDep, asked: AskedDep) -> Response:
    """Each local target with its verdict beside the upstream figure for the same measure, or for a near one.

    above is better than the upstream figure, below worse, also where less is better (`better` is lower). An upstream
    quote of the reference data is its row as written there; in the Excel file it stands in words.
    """
    rows = await answer(compared, store, asked, load_reference(), slow=True)
    if not rows:
        await refuse_unknown(store, asked)
    if want.format == "xlsx":
        rows = [readable(row) for row in rows]
    return await computed(request, rows, ComparisonRow, "comparison", want)


@router.get(
    "/comparison/matrix",
    summary="指标对照表 · Measures by places, as Excel",
    response_class=Response,
    responses={
        200: {"content": {SHEET: {"schema": {"type": "string", "format": "binary"}}}},
        304: {"description": "unchanged"},
        **problems(404),
    },
)
async def comparison_matrix(request: Request, store: StoreDep, asked: AskedDep) -> Response:
    """The figures of each place for each measure as a workbook, with every pair behind it."""
    from visualize.comparison import workbook

    matrix, rows = await answer(by_place, store, asked, load_reference(), slow=True)
    if not rows:
        await refuse_unknown(store, asked)
    content = await answer(workbook, matrix, rows, str(request.base_url), slow=True)
    return tagged(request, content, SHEET, _NAMED)


@router.get(
    "/indicators/{indicator_id}/comparison",
    summary="一项指标的对照 · Figures of an indicator beside the upstream one",
    response_model=ComparisonModel,
    responses={304: {"description": "unchanged"}, **problems(404)},
)
async def comparison(request: Request, store: StoreDep, indicator_id: Id, upstream: With = "country") -> Response:
    """Each local figure of the indicator with its verdict: above, equal, below, different_year or no_counterpart.

    above is better than the upstream figure, below worse, also where less is better (`better` is lower).
    `near` holds figures of other measures that are compared with this one's upstream figure, each with its reason.
    """
    row = await the_one(store, await ask(store, INDICATOR, p.IndicatorId(indicator_id)), "Indicator", indicator_id)
    own, near = await answer(of_indicator, store, row, upstream, load_reference(), slow=True)
    beside: Mapping[str, Any] = {"items": [told(each) for each in own], "near": [told(each) for each in near]}
    return as_json(request, {"indicator": told(row), **beside})


_NAMED = {"Content-Disposition": "attachment; filename*=UTF-8''comparison.xlsx"}
