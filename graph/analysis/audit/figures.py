"""Figures: one measure with two values, years or units, below what is reached already, or below the nation's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.analysis.audit.audited import Audited, span_of
from graph.analysis.audit.finding import Finding, finding
from graph.links.comparable import Counterparts
from graph.model import Node, Span
from graph.outline import outline_targets
from graph.reference import Reference
from graph.units import same_unit

_ALIKE = 1e-6
_NOTE = re.compile(r"\([^()]*\)|三年|五年|累计|全年|总数|总量|(?<=内)的|[“”\"]")
_EACH = re.compile("每[年季月届次]|年均")  # 每年1000人次 is not 五年累计5000人次
_YEAR = re.compile(r"(?:19|20)\d\d")
_KEEPS = re.compile(r"保持|稳定|不低于|维持|巩固")  # a target that means to keep what is reached
_SHARE = re.compile(
    r"(?P<what>[^占]{2,12}?)(?:增加值)?占(?:[^占]{0,4})(?:gdp|GDP|地区生产总值|生产总值)的?(?:比重|比例)"
)
_WHOLE = "地区生产总值"
_OFF = 0.5  # percentage points by which a share may differ from what its figures give: they are rounded
_TABLE = 5  # rows of a table that say what its year is
_PERCENT, _POINTS = "%", "分"
_UNITLESS = re.compile(r"满意度|指数|得分|系数|[个件家项]数|总量|数量|比$|倍")
_ALL_OF_IT = "全覆盖"  # a figure in words


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or observation with the measure that it is for, as names are compared here."""

    node: Node
    measure: str
    value: float | None
    unit: str
    year: int | None
    observed: bool
    table: int | None
    span: Span
    places: frozenset[str]  # 四川省 and 绵阳市 have prizes of their own
    named: bool  # whether its own sentence names the measure
    each: bool  # whether it is reached each year


def figures(audited: Audited) -> Iterator[Finding]:
    """The rules on figures."""
    found = _figures(audited)
    by_measure: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in found:
        by_measure[figure.measure].append(figure)
    for measure, same in by_measure.items():
        yield from _values(measure, same)
        yield from _status(measure, same)
        yield from _baseline(audited, measure, same)
    yield from _shares(audited, found)
    yield from _years_of_tables(audited, found)
    yield from _units(audited, by_measure)
    yield from _national(audited, found)
    yield from _bare(audited, found)


def _figures(audited: Audited) -> list[Figure]:
    measured = {edge.source: edge.target for edge in audited.edges("MEASURES")}
    tables = {
        edge.target: edge.properties.get("table") for edge in audited.edges("SETS") if edge.source_label == "Document"
    }
    spans = {edge.target: span_of(edge) for edge in audited.edges("SETS") if edge.source_label == "Document"}
    same = _in_other_words({_measure(audited, audited.name(one)) for one in measured.values()}, audited.reference)
    found = []
    for node in audited.part.nodes:
        if node.label != "Target" or node.id not in measured or node.id not in spans:
            continue
        told = node.properties
        value, year, table = told.get("value"), told.get("year"), tables[node.id]
        found.append(
            Figure(
                node,
                same[_measure(audited, audited.name(measured[node.id]))],
                float(value) if isinstance(value, int | float) else None,
                str(told.get("unit", "")),
                year if isinstance(year, int) else None,
                told.get("status") == "observation",
                table if isinstance(table, int) else None,
                spans[node.id],
                _places(audited, audited.name(node.id)),
                _is_named(audited, audited.name(measured[node.id]), spans[node.id]),
                bool(_EACH.search(audited.reference.normalise(spans[node.id].quote))),
            )
        )
    return sorted(found, key=lambda figure: (figure.span.start_char, figure.node.id))


def _in_other_words(names: set[str], reference: Reference) -> dict[str, str]:
    """Each name of a measure with the one that stands for it and for those that say the same in other words."""
    counterparts = Counterparts(names, reference)
    return {name: min((one.upstream for one in counterparts.of(name) if not one.near), default=name) for name in names}


def _places(audited: Audited, name: str) -> frozenset[str]:
    found = audited.reference.regions.find(audited.reference.normalise(name))
    return frozenset(place for _, _, place in found)


def _is_named(audited: Audited, measure: str, span: Span) -> bool:
    words = audited.reference.normalise(audited.line_around(*_bounds(span)).quote)
    return any(measure[at : at + 2] in words for at in range(len(measure) - 1))


def _measure(audited: Audited, name: str) -> str:
    """The name of a measure as it is compared within a document: 三年累计 and the like tell no other measure."""
    bare = _NOTE.sub("", audited.reference.normalise(name))
    return audited.reference.indicators.canonical(bare) or name


def _values(measure: str, same: Sequence[Figure]) -> Iterator[Finding]:
    """One measure, one year, two values. A figure without a year agrees with any year that is alone."""
    years: defaultdict[bool, set[int]] = defaultdict(set)
    for figure in same:
        years[figure.observed] |= {figure.year} if figure.year else set()
    told: dict[tuple[bool, int | None], list[Figure]] = defaultdict(list)
    for figure in same:
        if figure.value is not None:
            known = years[figure.observed]
            year = figure.year or (next(iter(known)) if len(known) == 1 else None)
            told[figure.observed, year].append(figure)
    for (_, year), group in told.items():
        apart = [
            (one, other)
            for one, other in combinations(group, 2)
            if _comparable(one, other) and not _equal(one.value, other.value) and not _in_one_row(one, other)
        ]
        if apart and (year or len(group) == 2):
            spans = [figure.span for pair in apart for figure in pair]
            values = "、".join(dict.fromkeys(f"{figure.value:g}{figure.unit}" for pair in apart for figure in pair))
            when = f"{year}年" if year else ""
            yield finding("conflicting_value", "high", spans, f"{measure}{when}前后有不同的数值:{values}")


def _status(measure: str, same: Sequence[Figure]) -> Iterator[Finding]:
    """One measure and year, binding (约束性) here and expected (预期性) there."""
    told: defaultdict[tuple[int | None, frozenset[str]], dict[str, Span]] = defaultdict(dict)
    for figure in same:
        if kind := str(figure.node.properties.get("kind", "")):
            told[figure.year, figure.places].setdefault(kind, figure.span)
    for kinds in told.values():
        if len(kinds) > 1:
            why = f"{measure}一处是{'指标,另一处是'.join(kinds)}指标"
            yield finding("conflicting_status", "medium", kinds.values(), why)


def _comparable(one: Figure, other: Figure) -> bool:
    return (
        same_unit(one.unit, other.unit)
        and one.places == other.places
        and one.named
        and other.named
        and one.each == other.each
    )


def _in_one_row(one: Figure, other: Figure) -> bool:
    """Figures side by side in one row of a table are those of its columns."""
    return one.table is not None and one.table == other.table and one.span == other.span


def _equal(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= _ALIKE * max(1.0, abs(one))


def _baseline(audited: Audited, measure: str, same: Sequence[Figure]) -> Iterator[Finding]:
    """A target that is below, or not above, what the document says is reached already."""
    lower = any(word in measure for word in audited.reference.words["lower_is_better"])
    past = [figure for figure in same if figure.observed and figure.value is not None]
    for target in (figure for figure in same if not figure.observed and figure.value is not None):
        for reached in past:
            if not _comparable(target, reached) or (target.year and reached.year and target.year <= reached.year):
                continue
            assert target.value is not None and reached.value is not None
            spans = (reached.span, target.span)
            if _equal(target.value, reached.value):
                full = target.unit == _PERCENT and target.value >= 100
                if (
                    not full
                    and not _KEEPS.search(audited.line_around(*_bounds(target.span)).quote)
                    and target.value > 0
                ):
                    why = f"{measure}的目标 {target.value:g}{target.unit} 现在已经达到"
                    yield finding("target_not_above_baseline", "medium", spans, why)
            elif (target.value < reached.value) != lower:
                why = f"{measure}的目标 {target.value:g}{target.unit} 低于现状 {reached.value:g}{reached.unit}"
                if lower:
                    why = f"{measure}的目标 {target.value:g}{target.unit} 高于现状 {reached.value:g}{reached.unit}"
                yield finding("target_below_baseline", "high", spans, why)


def _shares(audited: Audited, found: Sequence[Figure]) -> Iterator[Finding]:
    """A share of the whole that the two figures in other places do not give."""
    amounts: dict[tuple[str, int | None], Figure] = {}
    for figure in found:
        if figure.value and not figure.observed:
            amounts.setdefault((figure.measure.removesuffix("增加值"), figure.year), figure)
    for figure in found:
        told = _SHARE.search(figure.measure)
        if told is None or figure.value is None or figure.unit != _PERCENT or figure.observed:
            continue
        part, whole = (amounts.get((what, figure.year)) for what in (told["what"], _WHOLE))
        if part is None or whole is None or not part.value or not whole.value or part.unit != whole.unit:
            continue
        share = 100 * part.value / whole.value
        if abs(share - figure.value) > _OFF:
            why = f"{figure.measure}为 {figure.value:g}%,按 {part.value:g}/{whole.value:g} 计算为 {share:.1f}%"
            yield finding("conflicting_value", "high", (figure.span, part.span, whole.span), why)


def _years_of_tables(audited: Audited, found: Sequence[Figure]) -> Iterator[Finding]:
    """A row of a table whose own words name another year than all the others have."""
    rows: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.table is not None and not figure.observed and figure.year:
            rows[figure.table].append(figure)
    for same in rows.values():
        [(usual, count)] = Counter(figure.year for figure in same).most_common(1)
        if count < max(_TABLE, 0.9 * len(same)):
            continue
        for figure in same:
            words = audited.reference.normalise(figure.span.quote)
            if figure.year != usual and str(figure.year) in words and str(usual) not in words:
                why = f"本表其他 {count} 行都是 {usual} 年,这一行写的是 {figure.year} 年"
                yield finding("conflicting_year", "medium", (figure.span,), why)


def _units(audited: Audited, by_measure: Mapping[str, Sequence[Figure]]) -> Iterator[Finding]:
    """One measure as a percentage here and in points there, also where the nation counts it otherwise."""
    nation = {_measure(audited, each.name): each.unit for each in outline_targets(audited.reference)}
    spans: list[Span] = []
    for measure, same in by_measure.items():
        units = {figure.unit for figure in same} & {_PERCENT, _POINTS}
        if len(units) > 1 or (units and nation.get(measure, "") in {_PERCENT, _POINTS} - units):
            spans += [figure.span for figure in same if figure.unit in units]
    if spans:
        yield finding("unit_mismatch", "low", spans, "同一指标有的用百分比,有的用分(国家纲要中顾客满意度按分计)")


def _national(audited: Audited, found: Sequence[Figure]) -> Iterator[Finding]:
    """A target below the nation's for the same or an earlier year, in the time for which the outline was made."""
    issued = int(audited.issue_date[:4]) if audited.issue_date[:4].isdigit() else 0
    for nation in outline_targets(audited.reference):
        if issued and not nation.period[0] <= issued <= nation.period[1]:
            continue
        measure = _measure(audited, nation.name)
        for figure in found:
            if figure.measure != measure or figure.observed or figure.value is None or not figure.year:
                continue
            if (
                figure.year >= nation.year
                and same_unit(figure.unit, nation.unit)
                and figure.value < nation.value - _ALIKE
            ):
                why = (
                    f"{measure} {figure.year} 年目标 {figure.value:g}{figure.unit},"
                    f"低于《{nation.document}》{nation.year} 年的 {nation.value:g}{nation.unit}"
                )
                beside = f"《{nation.document}》:{nation.name} {nation.value:g}{nation.unit}({nation.year}年)"
                yield finding("target_below_national", "high", (figure.span,), why, beside)


def _bare(audited: Audited, found: Sequence[Figure]) -> Iterator[Finding]:
    """Targets without a figure, rows without a unit, targets without a year; one finding for each kind."""
    targets = [figure for figure in found if not figure.observed]
    yield from _all(
        "target_without_value", (f for f in targets if f.value is None and not _is_all(f)), "个指标没有数值"
    )
    yield from _all("missing_unit", (f for f in targets if _lacks_unit(f)), "个指标没有计量单位")
    yield from _all(
        "missing_year", (f for f in targets if f.year is None and f.value is not None and not f.each), "个目标没有年份"
    )


def _is_all(figure: Figure) -> bool:
    return _ALL_OF_IT in str(figure.node.properties.get("value_text", ""))


def _lacks_unit(figure: Figure) -> bool:
    """In a table, where others have one; of satisfaction and indices none is needed."""
    return (
        figure.table is not None
        and not figure.unit
        and figure.value is not None
        and not _UNITLESS.search(str(figure.node.properties["name"]))
    )


def _all(kind: str, lacking: Iterable[Figure], why: str) -> Iterator[Finding]:
    spans = [figure.span for figure in lacking]
    if spans:
        yield finding(kind, "low", spans, f"{len(spans)} {why}")


def _bounds(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char
