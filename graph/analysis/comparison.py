"""Each target beside the national one for the same indicator: the rows of `zhitu compare`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.rows import TargetRow
from graph.units import same_unit

COUNTRY_LEVEL = "country"


@dataclass(slots=True, kw_only=True)
class ComparisonRow:
    """A local target and its national counterpart, each with its words.

    `value_verdict` compares the bare figures, whatever the years; `verdict` says different_year where these differ.
    `near` is true where the two indicators are comparable, not equal. `key` and `national_key` are those of the edges
    that show the words.
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
    national_indicator: str | None = None
    national_value: float | None = None
    national_comparator: str | None = None
    national_unit: str | None = None
    national_year: int | None = None
    national_quote: str | None = None
    national_key: str | None = None
    verdict: str = "no_counterpart"
    value_verdict: str | None = None
    near: bool = False


def compare(targets: Iterable[TargetRow], lower_is_better: Sequence[str] = ()) -> list[ComparisonRow]:
    """Each target of a local document with its verdict: above, equal, below, different_year or no_counterpart.

    Of several national figures that of the same year counts, else the nearest. Equal indicators only so far.
    `lower_is_better` holds words of measures of which less is better; a figure with <= says so itself.
    """
    rows = [row for row in targets if row.status != "observation"]
    national: defaultdict[str, list[TargetRow]] = defaultdict(list)
    for row in rows:
        if row.region_level == COUNTRY_LEVEL and row.indicator_id and row.value is not None:
            national[row.indicator_id].append(row)
    local = [row for row in rows if row.region_level != COUNTRY_LEVEL]
    return [_compared(row, national, lower_is_better) for row in sorted(local, key=_place)]


def _compared(row: TargetRow, national: Mapping[str, list[TargetRow]], lower_is_better: Sequence[str]) -> ComparisonRow:
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
    )
    beside = _counterpart(row, national.get(row.indicator_id or "", ()))
    if beside is not None and row.value is not None and beside.value is not None:
        compared.national_indicator = beside.indicator
        compared.national_value = beside.value
        compared.national_comparator = beside.comparator
        compared.national_unit = beside.unit
        compared.national_year = beside.year
        compared.national_quote = beside.quote
        compared.national_key = beside.key
        less_is_better = _less_is_better(row, beside, lower_is_better)
        compared.value_verdict = _value_verdict(row.value, beside.value, less_is_better)
        compared.verdict = compared.value_verdict if row.year == beside.year else "different_year"
    return compared


def _counterpart(row: TargetRow, national: Iterable[TargetRow]) -> TargetRow | None:
    """The national figure in the same unit that is nearest in years; the smallest id of several."""
    fitting = [each for each in national if same_unit(each.unit, row.unit)]
    years = [(abs((each.year or 0) - (row.year or 0)), each.target_id, each) for each in fitting]
    return min(years, key=lambda pair: pair[:2])[2] if years else None


def _less_is_better(row: TargetRow, beside: TargetRow, words: Sequence[str]) -> bool:
    if any((each.comparator or "").startswith("<") for each in (row, beside)):
        return True
    return any(word in (row.indicator or "") for word in words)


def _value_verdict(value: float, national: float, less_is_better: bool) -> str:
    if abs(value - national) <= 1e-9 * max(1.0, abs(national)):
        return "equal"
    return "above" if (value > national) != less_is_better else "below"


def _place(row: TargetRow) -> tuple[str, int, str]:
    return row.document_id or "", row.start_char or 0, row.target_id
