"""The comparison of local with upstream targets out of the store, and as people read it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from graph.analysis.comparison import COUNTRY_LEVEL, VERDICTS, ComparisonRow, compare
from graph.analysis.indicator_matrix import IndicatorMatrix, indicator_matrix
from graph.errors import ParameterError
from graph.exports.quotes import shown_quote
from graph.links.comparable import alike
from graph.parameters import Lineage, OfIndicator, Page, TargetFilter
from graph.queries import INDICATORS, LINEAGE_UP, TARGETS, TARGETS_OF_INDICATOR
from graph.reference import Reference
from graph.regions import LEVELS
from graph.rows import IndicatorRow, TargetRow
from graph.store import GraphStore

_ALL = 1_000_000  # rows: more than any answer has
_LIKE = 200  # indicators that are near to one
_PATIENCE = 60.0  # seconds for a look at everything
_SIGNS = {">=": "≥", "<=": "≤", "=": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of the comparison: beside the figures of which level, of which documents, measures and verdicts."""

    upstream: str = COUNTRY_LEVEL
    document_id: str | None = None
    region_id: str | None = None
    words: str = ""
    verdict: str | None = None
    near: bool | None = None

    def __post_init__(self) -> None:
        if self.verdict is not None and self.verdict not in VERDICTS:
            raise ParameterError(f"verdict is one of {', '.join(VERDICTS)}, not {self.verdict!r}")


@dataclass(frozen=True, slots=True)
class Beside:
    """A local target beside the upstream one, as people read it; ComparisonRow has it part by part."""

    document: str | None
    indicator: str | None
    local: str
    national: str
    verdict: str
    value_verdict: str | None
    better: str | None
    reason: str | None
    quote: str | None
    national_document: str | None
    national_quote: str | None


def compared(store: GraphStore, asked: Asked, reference: Reference) -> list[ComparisonRow]:
    """Local targets beside the upstream ones; ParameterError for a level that nothing is compared with."""
    return _chosen(store, figures(store, asked), asked, reference)


def by_place(store: GraphStore, asked: Asked, reference: Reference) -> tuple[IndicatorMatrix, list[ComparisonRow]]:
    """Measures by places, and the rows behind them; upstream figures stand there where a local one beside them does."""
    found = figures(store, asked)
    rows = _chosen(store, found, asked, reference)
    local = {row.key for row in rows}
    beside_them = {row.national_indicator_id for row in rows} | {row.indicator_id for row in rows}
    shown = (row for row in found if row.key in local or (_is_above(row, asked) and row.indicator_id in beside_them))
    return indicator_matrix(shown, rows), rows


def of_indicator(
    store: GraphStore, indicator: IndicatorRow, upstream: str, reference: Reference
) -> tuple[list[ComparisonRow], list[ComparisonRow]]:
    """The local figures for one indicator, and those for others that stand beside its upstream figure."""
    names = store.run(INDICATORS, Page(limit=_ALL), _PATIENCE)
    like = [row for row in names if alike(row.indicator, indicator.indicator, reference)]
    ids = {indicator.indicator_id, *(row.indicator_id for row in like[:_LIKE])}
    asked = (OfIndicator(each, limit=_ALL) for each in sorted(ids))
    found = [row for each in asked for row in store.run(TARGETS_OF_INDICATOR, each, _PATIENCE)]
    above = store.run(TARGETS, TargetFilter(level=upstream, limit=_ALL), _PATIENCE)
    rows = {row.key: row for row in (*found, *above)}.values()
    told = _compared(store, rows, reference, upstream)
    own = [row for row in told if row.indicator_id == indicator.indicator_id]
    beside_it = [row for row in told if row.national_indicator_id == indicator.indicator_id and row not in own]
    return own, beside_it


def figures(store: GraphStore, asked: Asked) -> list[TargetRow]:
    """The local figures that are asked for and the upstream ones, whichever documents set these."""
    local = TargetFilter(document_id=asked.document_id, region_id=asked.region_id, limit=_ALL)
    rows = store.run(TARGETS, local, _PATIENCE)
    if asked.document_id or asked.region_id:
        rows = [row for row in rows if row.region_level != asked.upstream]
        rows += store.run(TARGETS, TargetFilter(level=asked.upstream, limit=_ALL), _PATIENCE)
    return rows


def beside(row: ComparisonRow) -> Beside:
    """A row of the comparison with its figures put together: ≥96 % (2015)."""
    local = figure(row.comparator, row.value, row.unit, row.year)
    national = figure(row.national_comparator, row.national_value, row.national_unit, row.national_year)
    return Beside(
        document=row.document,
        indicator=row.indicator,
        local=local,
        national=national,
        verdict=row.verdict,
        value_verdict=row.value_verdict,
        better=row.better,
        reason=row.reason,
        quote=row.quote,
        national_document=row.national_document,
        national_quote=shown_quote(row.national_quote, row.national_document),
    )


def readable(row: ComparisonRow) -> ComparisonRow:
    """The row for people: what the reference data say stands there in words, not as their row is written."""
    return replace(
        row,
        quote=shown_quote(row.quote, row.document),
        national_quote=shown_quote(row.national_quote, row.national_document),
    )


def figure(comparator: str | None, value: float | None, unit: str | None, year: int | None) -> str:
    """A figure on one line, nothing where there is none: ≥96 % (2015)."""
    if value is None:
        return ""
    sign = _SIGNS.get(comparator or "", comparator or "")
    return f"{sign}{value:.12g} {unit or ''}".rstrip() + (f" ({year})" if year else "")


def _chosen(store: GraphStore, found: list[TargetRow], asked: Asked, reference: Reference) -> list[ComparisonRow]:
    rows = _compared(store, found, reference, asked.upstream)
    wanted = reference.normalise(asked.words).casefold().split()
    return [row for row in rows if _is_asked(row, asked) and _speaks_of(row, wanted)]


def _compared(
    store: GraphStore, rows: Collection[TargetRow], reference: Reference, upstream: str
) -> list[ComparisonRow]:
    """The comparison; where a place is not known, documents say by what they derive from whose figures are above."""
    unknown = {row.document_id for row in rows if row.document_id and row.region_level is None}
    if upstream == COUNTRY_LEVEL:
        unknown = set()
    derived = {each: {step.id for step in store.run(LINEAGE_UP, Lineage(each), _PATIENCE)} for each in sorted(unknown)}
    return compare(rows, reference.words["lower_is_better"], reference, upstream, derived)


def _is_above(row: TargetRow, asked: Asked) -> bool:
    return row.region_level in LEVELS[: LEVELS.index(asked.upstream) + 1]


def _is_asked(row: ComparisonRow, asked: Asked) -> bool:
    return asked.verdict in (None, row.verdict) and asked.near in (None, row.near)


def _speaks_of(row: ComparisonRow, words: list[str]) -> bool:
    return all(word in (row.indicator or "").casefold() for word in words)
