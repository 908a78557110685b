"""Indicators: the list, and one across places and years beside the national figure, as a table and a chart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer, ask
from api.missing import the_one
from api.pages.paging import PageNumber, cut, paged
from api.pages.view import language_of, shown
from api.pages.words import Words
from api.params import Id
from graph import parameters as p
from graph.analysis.comparison import COUNTRY_LEVEL, ComparisonRow
from graph.answers.compared import of_indicator
from graph.queries import INDICATOR, INDICATORS, TARGETS_OF_INDICATOR
from graph.reference import load_reference
from graph.rows import TargetRow
from graph.units import brought, same_unit

router = APIRouter(include_in_schema=False)
_FIGURES = 500  # rows of a page


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one place in the chart, by year; the nation's is drawn as a dashed line.

    `near` where the nation's are for another, comparable measure.
    """

    name: str
    national: bool
    near: bool
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
    own, beside = await answer(of_indicator, store, row, COUNTRY_LEVEL, load_reference(), slow=True)
    unit = _common_unit(figures.rows)
    drawn = [one for one in figures.rows if one.value is not None and one.year and same_unit(one.unit, unit)]
    words = Words(language_of(request))
    return await shown(
        request,
        "indicator.html",
        indicator=row,
        figures=figures,
        compared={one.key: one for one in own},
        beside=cut(beside, 1, _FIGURES),
        unit=unit,
        series=[asdict(one) for one in (*_series(drawn, unit, words), *_nation(own, unit, words))],
        not_drawn=len(figures.rows) - len(drawn),
    )


def _nation(compared: Iterable[ComparisonRow], unit: str, words: Words) -> Iterator[Series]:
    """The nation's figures for another measure that local ones stand beside, under its name."""
    points: dict[tuple[str, bool], set[tuple[int, float, str]]] = {}
    for row in compared:
        other = row.national_indicator_id not in (None, row.indicator_id)
        if other and row.national_value is not None and row.national_year and same_unit(row.national_unit, unit):
            figure = words.figure(row.national_value, row.national_unit, None)
            value = brought(row.national_value, row.national_unit, unit)
            points.setdefault((row.national_indicator or "", row.near), set()).add((row.national_year, value, figure))
    for (name, near), found in sorted(points.items()):
        yield Series(f"{'≈ ' if near else ''}{name}", True, near, sorted(found))


def _common_unit(rows: Sequence[TargetRow]) -> str:
    """The unit that most figures have: a chart has one scale."""
    counted = Counter(row.unit for row in rows if row.value is not None and row.unit)
    return min(counted, key=lambda unit: (-counted[unit], unit), default="")


def _series(rows: Sequence[TargetRow], unit: str, words: Words) -> list[Series]:
    """Figures with a year by place; where a document tells several for one year, each is a point."""
    places: dict[str, list[TargetRow]] = {}
    for row in rows:
        places.setdefault(row.region or row.document or "", []).append(row)
    return [
        Series(name, own[0].region_level == COUNTRY_LEVEL, False, sorted(set(_points(own, unit, words))))
        for name, own in places.items()
    ]


def _points(rows: Iterable[TargetRow], unit: str, words: Words) -> Iterator[tuple[int, float, str]]:
    """Each figure by its year, brought to the unit of the chart, and as its document gives it."""
    for row in rows:
        if row.year is not None and row.value is not None:
            yield row.year, brought(row.value, row.unit, unit), words.figure(row.value, row.unit, None)
