"""Indicators: the list, and one across places and years beside the national figure, as a table and a chart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, ask
from api.missing import the_one
from api.pages.paging import PageNumber, paged
from api.pages.view import language_of, shown
from api.pages.words import Words
from api.params import Id
from graph import parameters as p
from graph.analysis.comparison import COUNTRY_LEVEL, ComparisonRow, compare
from graph.queries import INDICATOR, INDICATORS, TARGETS_OF_INDICATOR
from graph.reference import load_reference
from graph.rows import TargetRow
from graph.units import same_unit

router = APIRouter(include_in_schema=False)
_FIGURES = 500  # rows of a page
_COMPARED = 50_000  # a bound on rows times national figures


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one place in the chart, by year; the nation's is drawn as a dashed line."""

    name: str
    national: bool
    points: Sequence[tuple[int, float, str]]  # year, figure, the figure with the unit that its document gives


@router.get("/ui/indicators")
async def indicators(request: Request, store: StoreDep, page: PageNumber = 1) -> Response:
    """Indicators, those with most figures first."""
    return await shown(request, "indicators.html", indicators=await paged(store, INDICATORS, p.Page(), page))


@router.get("/ui/indicators/{indicator_id}")
async def indicator(request: Request, store: StoreDep, indicator_id: Id, page: PageNumber = 1) -> Response:
    """One indicator: each figure with its verdict beside the national one, and the chart."""
    asked = p.IndicatorId(indicator_id)
    row = await the_one(store, await ask(store, INDICATOR, asked), "Indicator", indicator_id)
    figures = await paged(store, TARGETS_OF_INDICATOR, p.OfIndicator(indicator_id), page, _FIGURES)
    unit = _common_unit(figures.rows)
    compared = _compared(figures.rows)
    drawn = [one for one in figures.rows if one.value is not None and one.year and same_unit(one.unit, unit)]
    return await shown(
        request,
        "indicator.html",
        indicator=row,
        figures=figures,
        compared=compared,
        unit=unit,
        series=[asdict(one) for one in _series(drawn, Words(language_of(request)))],
        not_drawn=len(figures.rows) - len(drawn),
    )


def _compared(rows: Sequence[TargetRow]) -> dict[str, ComparisonRow]:
    """Each local target beside the national one, by its key."""
    national = [row for row in rows if row.region_level == COUNTRY_LEVEL]
    local = [row for row in rows if row.region_level != COUNTRY_LEVEL and row.status != "observation"]
    if len(local) * len(national) > _COMPARED:
        national = national[: _COMPARED // len(local)]
    words = load_reference().words["lower_is_better"]
    return {row.key: compare([row, *national], words)[0] for row in local}


def _common_unit(rows: Sequence[TargetRow]) -> str:
    """The unit that most figures have: a chart has one scale."""
    counted = Counter(row.unit for row in rows if row.value is not None and row.unit)
    return min(counted, key=lambda unit: (-counted[unit], unit), default="")


def _series(rows: Sequence[TargetRow], words: Words) -> list[Series]:
    """Figures with a year by place; where a document tells several for one year, each is a point."""
    places: dict[str, list[TargetRow]] = {}
    for row in rows:
        if row.value is not None and row.year is not None:
            places.setdefault(row.region or row.document or "", []).append(row)
    return [
        Series(
            name,
            own[0].region_level == COUNTRY_LEVEL,
            sorted(
                {
                    (row.year, row.value, words.figure(row.value, row.unit, None))
                    for row in own
                    if row.year is not None and row.value is not None
                }
            ),
        )
        for name, own in places.items()
    ]
