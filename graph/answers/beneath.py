"""Targets below those of the places above, as far as the store has these: findings that take two documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.analysis.audit.finding import Finding
from graph.analysis.comparison import ComparisonRow, compare
from graph.analysis.upstream import COUNTRY_LEVEL, UPSTREAM_LEVELS
from graph.model import Edge, Part
from graph.reference import Reference
from graph.rows import TargetRow

# The nation's targets are compared by the audit of a document itself: they are reference data.
_LEVELS = tuple(level for level in UPSTREAM_LEVELS if level != COUNTRY_LEVEL)


def beneath(
    local: Sequence[TargetRow], above: Sequence[TargetRow], reference: Reference
) -> Mapping[str, list[Finding]]:
    """The findings by document: what is lower (or of burdens higher) than the same measure of the place above.

    Only for the same or an earlier year, and for equal measures: what is only near, or a total of a place, may differ.
    """
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    told = {row.key for row in local}
    for level in _LEVELS:
        upstream = [row for row in above if row.region_level == level and row.key not in told]
        for row in compare([*local, *upstream], reference.words["lower_is_better"], reference, level):
            if row.key in told and _is_below(row):
                found[row.document_id].append(_finding(row))
    return found


def figures_of(part: Part) -> list[TargetRow]:
    """The figures of a document that is not stored, as a query would tell them."""
    nodes = {node.id: node.properties for node in part.nodes}
    measured = {edge.source: edge.target for edge in part.edges if edge.label == "MEASURES"}
    region = next((edge.target for edge in part.edges if edge.label == "GOVERNS"), None)
    setting = (edge for edge in part.edges if (edge.label, edge.source_label) == ("SETS", "Document"))
    return [_figure(edge, nodes, measured.get(edge.target), region) for edge in setting]


def _figure(
    edge: Edge, nodes: Mapping[str, Mapping[str, object]], indicator: str | None, region: str | None
) -> TargetRow:
    told, place = nodes[edge.target], nodes.get(region or "", {})
    shown = {name: edge.properties.get(name) for name in ("start_char", "end_char", "quote", "path")}
    none = dict.fromkeys(("page", "table", "row", "recognised", "extractor", "confidence", "source", "state"))
    figure = {name: told.get(name) for name in ("value", "value_text", "unit", "comparator", "year", "kind", "status")}
    return TargetRow(
        key=edge.key,
        document_id=edge.source,
        document=str(nodes[edge.source].get("name", "")),
        target_id=edge.target,
        target=str(told["name"]),
        indicator_id=indicator,
        indicator=str(nodes[indicator]["name"]) if indicator else None,
        text=str(told.get("text", "")),
        issue_date=None,
        region_id=region,
        region=str(place.get("name", "")) or None,
        region_level=str(place.get("level", "")) or None,
        **shown,  # type: ignore[arg-type]
        **none,
        **figure,  # type: ignore[arg-type]
    )


def _is_below(row: ComparisonRow) -> bool:
    later = row.year is not None and row.national_year is not None and row.year > row.national_year
    return (row.verdict == "below" or (later and row.value_verdict == "below")) and not (row.near or row.reason)


def _finding(row: ComparisonRow) -> Finding:
    local, national = (
        _said(row.value, row.unit, row.year),
        _said(row.national_value, row.national_unit, row.national_year),
    )
    why = f"{row.indicator}的目标 {local} 不及上级《{row.national_document}》的 {national}"
    beside = f"《{row.national_document}》:{row.national_quote or national}"
    place = (row.start_char or 0, row.end_char or 0)
    return Finding("target_below_upstream", "high", (row.quote or "",), (place,), why, beside)


def _said(value: float | None, unit: str | None, year: int | None) -> str:
    return f"{value:g}{unit or ''}" + (f"({year}年)" if year else "")


def upstream_rows(rows: Iterable[TargetRow]) -> Iterator[TargetRow]:
    """The figures that others may be below."""
    return (row for row in rows if row.region_level in _LEVELS)
