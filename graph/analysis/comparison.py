"""Each target beside the upstream one for the same or a near measure: the rows of `zhitu compare`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.analysis.direction import is_burden
from graph.analysis.upstream import COUNTRY_LEVEL, UPSTREAM_LEVELS, UpstreamFigures
from graph.errors import ParameterError
from graph.exports.table import label_of
from graph.links.comparable import Alike
from graph.reference import Reference
from graph.regions import LEVELS
from graph.rows import TargetRow
from graph.units import brought, measured_in

__all__ = ["COUNTRY_LEVEL", "UPSTREAM_LEVELS", "VERDICTS", "ComparisonRow", "compare"]


_COUNTS = ("个", "人", "元")
_PER_HEAD = re.compile(r"[人户亩年地日月]均|平均|每|单位")
LOWER = "lower"  # is better
VERDICTS = ("above", "equal", "below", "different_year", "no_counterpart")


@dataclass(slots=True, kw_only=True)
class ComparisonRow:
    """A local target and its upstream counterpart (national_…, whichever level was asked for), each with its words.

    `value_verdict` compares the bare figures, whatever the years; `verdict` says different_year where these differ.
    `near` is true where the two indicators are comparable, not equal: `reason` says in what they differ, `method` by
    which rule (indicator: the same one). above is better than upstream, below worse, whichever way the measure runs:
    `better` is lower where less of it is better. `key` and `national_key` are those of the edges that show the words.
    """

    document_id: str
    document: str | None
    indicator: str | None
    value: float | None
    comparator: str | None
    unit: str | None
    year: int | None
    quote: str | None
    key: str | None
    indicator_id: str | None = None
    region_id: str | None = None
    region: str | None = None
    start_char: int | None = None
    end_char: int | None = None
    national_document_id: str | None = None
    national_document: str | None = None
    national_region: str | None = None
    national_indicator_id: str | None = None
    national_indicator: str | None = None
    national_value: float | None = None
    national_comparator: str | None = None
    national_unit: str | None = None
    national_year: int | None = None
    national_quote: str | None = None
    national_key: str | None = None
    verdict: str = "no_counterpart"
    value_verdict: str | None = None
    better: str | None = None
    near: bool = False
    score: float | None = None
    method: str | None = None
    reason: str | None = None


def compare(
    targets: Iterable[TargetRow],
    lower_is_better: Sequence[str] = (),
    reference: Reference | None = None,
    upstream: str = COUNTRY_LEVEL,
    derived: Mapping[str, Collection[str]] | None = None,
) -> list[ComparisonRow]:
    """Each target below the level `upstream` with its verdict beside the figure of the place of that level above it.

    Of several upstream figures that of the same year counts, else the nearest. Without the reference only equal
    indicators are compared, and only with the nation's. `lower_is_better` holds words of measures of which less is
    better; a figure with <= says so itself. `derived` tells from which others a document of an unknown place derives:
    it is compared with their place. ParameterError for another level.
    """
    if upstream not in UPSTREAM_LEVELS:
        raise ParameterError(f"with is one of {', '.join(UPSTREAM_LEVELS)}, not {upstream!r}")
    rows = [row for row in targets if row.status != "observation"]
    above = UpstreamFigures((row for row in rows if row.region_level == upstream), reference, upstream, derived or {})
    local = (row for row in rows if _is_below(row, upstream))
    return [_compared(row, above, lower_is_better) for row in sorted(local, key=_place)]


def _is_below(row: TargetRow, upstream: str) -> bool:
    """Whether a row is local; one of an unknown level is."""
    return row.region_level not in LEVELS[: LEVELS.index(upstream) + 1]


def _compared(row: TargetRow, upstream: UpstreamFigures, lower_is_better: Sequence[str]) -> ComparisonRow:
    compared = ComparisonRow(
        document_id=row.document_id or "",
        document=row.document,
        indicator=row.indicator,
        value=row.value,
        comparator=row.comparator,
        unit=row.unit,
        year=row.year,
        quote=row.quote,
        key=row.key,
        indicator_id=row.indicator_id,
        region_id=row.region_id,
        region=row.region,
        start_char=row.start_char,
        end_char=row.end_char,
    )
    beside, near = upstream.counterpart(row)
    less = _less_is_better(row, beside, lower_is_better)
    compared.better = LOWER if less else None
    if beside is not None and row.value is not None and beside.value is not None:
        _set_beside(compared, beside, near[0] if near else None)
        compared.value_verdict = _value_verdict(brought(row.value, row.unit, beside.unit), beside.value, less)
        compared.verdict = compared.value_verdict if row.year == beside.year else "different_year"
    elif len(near) > 1:
        compared.reason = "、".join(one.upstream for one in near) + "?"
    return compared


def _set_beside(compared: ComparisonRow, beside: TargetRow, how: Alike | None) -> None:
    compared.national_document_id = beside.document_id
    compared.national_document = beside.document
    compared.national_region = beside.region
    compared.national_indicator_id = beside.indicator_id
    compared.national_indicator = beside.indicator
    compared.national_value = beside.value
    compared.national_comparator = beside.comparator
    compared.national_unit = beside.unit
    compared.national_year = beside.year
    compared.national_quote = beside.quote
    compared.national_key = beside.key
    compared.near = how.near if how else False
    compared.score = how.score if how else 1.0
    compared.method = how.method if how else "indicator"
    reasons = [how.reason] if how else []
    if _is_total(compared.indicator or "", beside.unit or compared.unit):
        reasons.append(label_of("difference=total"))
    compared.reason = ";".join(reasons) or None


def _is_total(name: str, unit: str | None) -> bool:
    """Whether a figure counts what a place has: that of a city is a part of the province's, not better or worse."""
    return bool(unit) and measured_in(unit or "")[0] in _COUNTS and not _PER_HEAD.search(name)


def _less_is_better(row: TargetRow, beside: TargetRow | None, words: Sequence[str]) -> bool:
    if any(each is not None and (each.comparator or "").startswith("<") for each in (row, beside)):
        return True
    return is_burden(row.indicator or "", words)


def _value_verdict(value: float, national: float, less_is_better: bool) -> str:
    if abs(value - national) <= 1e-9 * max(1.0, abs(national)):
        return "equal"
    return "above" if (value > national) != less_is_better else "below"


def _place(row: TargetRow) -> tuple[str, int, str]:
    return row.document_id or "", row.start_char or 0, row.target_id
