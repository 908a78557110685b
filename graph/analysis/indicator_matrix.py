"""Measures by places: what each place sets for a measure, beside the upstream figure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.analysis.comparison import ComparisonRow
from graph.regions import LEVELS
from graph.rows import TargetRow


@dataclass(frozen=True, slots=True)
class MatrixFigure:
    """One figure in a cell; `near` where it is for another, comparable measure, which `indicator` and `reason` tell."""

    indicator: str
    value: float | None
    value_text: str | None
    comparator: str | None
    unit: str | None
    year: int | None
    verdict: str | None
    value_verdict: str | None
    better: str | None
    near: bool
    reason: str | None
    document_id: str | None
    document: str | None
    quote: str | None
    key: str
    link: str


@dataclass(frozen=True, slots=True)
class MatrixPlace:
    """A column: a place, with the level of its government; upstream places come first."""

    region_id: str
    region: str
    level: str | None
    upstream: bool


@dataclass(frozen=True, slots=True)
class MatrixMeasure:
    """A row: a measure, and by place the figures in the order of their years."""

    indicator_id: str
    indicator: str
    cells: dict[str, tuple[MatrixFigure, ...]]
    national: bool  # whether an upstream place sets a figure for it
    better: str | None = None  # lower where less of it is better


@dataclass(frozen=True, slots=True)
class IndicatorMatrix:
    """Measures with an upstream figure first, then those that most places set; places by level and code."""

    places: tuple[MatrixPlace, ...]
    measures: tuple[MatrixMeasure, ...]


def indicator_matrix(targets: Iterable[TargetRow], compared: Iterable[ComparisonRow]) -> IndicatorMatrix:
    """The matrix of these figures: a local one stands in the row of its upstream counterpart, else in its own.

    `compared` are the rows of `compare` for the same figures; what is only near stands there too, and says so.
    """
    rows = [row for row in targets if row.status != "observation" and row.indicator_id]
    beside = {row.key: row for row in compared if row.key}
    local = {_place_id(row) for row in rows if row.key in beside}
    names: dict[str, str] = {}
    cells: defaultdict[str, defaultdict[str, list[MatrixFigure]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(rows, key=lambda row: (row.year or 0, row.document_id or "", row.start_char or 0, row.key)):
        indicator_id, name = _measure(row, beside.get(row.key))
        names.setdefault(indicator_id, name)
        cells[indicator_id][_place_id(row)].append(_figure(row, beside.get(row.key)))
    places = sorted({_place(row, local) for row in rows}, key=_rank)
    above = {place.region_id for place in places if place.upstream}
    measures = [_row(each, names[each], found, above) for each, found in cells.items()]
    return IndicatorMatrix(tuple(places), tuple(sorted(measures, key=_order)))


def _measure(row: TargetRow, beside: ComparisonRow | None) -> tuple[str, str]:
    """Id and name of the measure in whose row a figure stands."""
    if beside is not None and beside.national_indicator_id:
        return beside.national_indicator_id, beside.national_indicator or ""
    return row.indicator_id or "", row.indicator or ""


def _figure(row: TargetRow, beside: ComparisonRow | None) -> MatrixFigure:
    return MatrixFigure(
        indicator=row.indicator or "",
        value=row.value,
        value_text=row.value_text,
        comparator=row.comparator,
        unit=row.unit,
        year=row.year,
        verdict=beside.verdict if beside else None,
        value_verdict=beside.value_verdict if beside else None,
        better=beside.better if beside else None,
        near=beside is not None and beside.near,
        reason=beside.reason if beside else None,
        document_id=row.document_id,
        document=row.document,
        quote=row.quote,
        key=row.key,
        link=f"/e/{row.key}",
    )


def _row(indicator_id: str, name: str, cells: Mapping[str, Sequence[MatrixFigure]], above: set[str]) -> MatrixMeasure:
    told = {place: tuple(found) for place, found in sorted(cells.items())}
    better = next((one.better for each in told.values() for one in each if one.better), None)
    return MatrixMeasure(indicator_id, name, told, bool(above & set(told)), better)


def _place_id(row: TargetRow) -> str:
    """Its region; a document whose region is not known stands for itself."""
    return row.region_id or row.document_id or ""


def _place(row: TargetRow, local: Container[str]) -> MatrixPlace:
    name = row.region if row.region_id else row.document
    return MatrixPlace(_place_id(row), name or "", row.region_level, _place_id(row) not in local)


def _rank(place: MatrixPlace) -> tuple[bool, int, str]:
    level = LEVELS.index(place.level) if place.level in LEVELS else len(LEVELS)
    return not place.upstream, level, place.region_id


def _order(row: MatrixMeasure) -> tuple[bool, int, str, str]:
    return not row.national, -len(row.cells), row.indicator, row.indicator_id
