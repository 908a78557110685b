"""Who answers: no lead, several leads, nobody in particular, offices of another time."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.analysis.audit.audited import Audited, Duty, span_of
from graph.analysis.audit.finding import Finding, finding
from graph.model import Edge, Node, Span

_VAGUE = re.compile(r"有关|相关|各部门|各级|各地|各单位|各责任单位|全[省市县区盟]各")
# 各有关部门要…, 全市各级各部门要…: nobody in particular is told to do something (convention of safeguards)
_ADDRESSED = re.compile(
    r"(?:^|[。;,\n 　])(?P<who>(?:全[省市县区盟旗])?"
    r"各?(?:级|地|[^,。;\n和及与]{0,8}(?:有关|相关)|[^,。;\n和及与]{0,6}各)"
    r"[^,。;\n要应须]{0,10}?(?:部门|单位|地区|乡镇|地))(?=都?(?:要|应|必须|须|负责))"
)
_MERGED = re.compile(
    r"(?P<former>[^,。;\n]{2,20}局(?:、[^,。;、\n]{2,20}局)+)(?:职责)?(?:合并|整合)(?:组建|成立|设立)?"
)
_SETTLED = 2  # years after a reform of the nation in which the offices of all places have changed


def bodies(audited: Audited) -> Iterator[Finding]:
    """The rules on who answers."""
    yield from _shared(audited)
    yield from _joint(audited)
    yield from _vague(audited)
    yield from _without_lead(audited)
    yield from _of_another_time(audited)


def _shared(audited: Audited) -> Iterator[Finding]:
    """Several answer by division of duties (按职责分工负责), and nobody leads."""
    duties = [duty for duty in audited.duties if len(duty.leads) > 1 and _modes(duty) == {"shared"}]
    phrases = {place: span for duty in duties for place, span in duty.phrases.items()}
    if phrases:
        yield finding(
            "shared_without_lead", "medium", phrases.values(), f"{len(phrases)} 处由多家按职责分工负责,没有牵头单位"
        )


def _modes(duty: Duty) -> set[str]:
    return {str(edge.properties.get("mode", "")) for edge in duty.leads.values()}


def _joint(audited: Audited) -> Iterator[Finding]:
    """One phrase with several 牵头: in one dispute both lead, or neither."""
    spans: dict[tuple[int, int], Span] = {}
    for duty in audited.duties:
        leading: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in duty.leads.values():
            if edge.properties.get("mode") == "lead":
                span = span_of(edge)
                leading[span.start_char, span.end_char].append(edge)
        spans |= {place: span_of(edges[0]) for place, edges in leading.items() if len(edges) > 1}
    if spans:
        yield finding("joint_lead", "medium", spans.values(), f"{len(spans)} 处由两家以上同时牵头")


def _vague(audited: Audited) -> Iterator[Finding]:
    """有关部门 and open lists (等部门) in duties; 各级各部门要… in running text. One finding for all."""
    spans: list[Span] = []
    for duty in audited.duties:
        for body, edge in (*duty.leads.items(), *duty.cooperates.items()):
            if edge.properties.get("open_list") or _VAGUE.search(audited.name(body)):
                spans.append(span_of(edge))
    spans += [audited.line_around(*found.span("who")) for found in _ADDRESSED.finditer(audited.normal)]
    unclear = _unclear(audited)
    spans += [span for span in unclear if _VAGUE.search(audited.reference.normalise(span.quote))]
    if spans:
        count = len({(span.start_char, span.end_char) for span in spans})
        yield finding("vague_responsible_body", "low", spans, f"{count} 处责任单位不明确(有关部门、各级各部门、等部门)")


def _unclear(audited: Audited) -> list[Span]:
    """The duty phrases that name nobody, or nobody who is known."""
    report = audited.reading.report.get("responsibility")
    return [*waiting_phrases(audited), *(one.evidence for one in report.places)] if report else []


def _without_lead(audited: Audited) -> Iterator[Finding]:
    """Items for which neither they nor what stands below them have somebody who answers, nor a phrase that waits."""
    answered = {duty.work.id for duty in audited.duties if duty.leads}
    answered |= {audited.item_of.get(task, "") for task in answered}
    paths = [duty.work.properties.get("path") for duty in audited.duties if duty.leads]
    above = {path[:depth] for path in paths if isinstance(path, tuple) for depth in range(1, len(path))}
    idle = [
        item
        for item in audited.items
        if item.id not in answered and item.properties.get("path") not in above and not _waits(audited, item)
    ]
    if idle and audited.items:
        headings = [audited.heading(item) for item in idle]
        uses = bool(audited.duties or waiting_phrases(audited))
        why = f"{len(audited.items)} 项任务中 {len(idle)} 项没有牵头单位" + ("" if uses else ";全文没有责任分工")
        yield finding("task_without_lead", "medium" if uses else "low", headings, why)


def _waits(audited: Audited, item: Node) -> bool:
    """Whether a phrase in the words of the item was half understood: somebody may lead it."""
    whole = audited.own_words(item)
    return any(whole.start_char <= one.start_char < whole.end_char for one in waiting_phrases(audited))


def waiting_phrases(audited: Audited) -> list[Span]:
    """The duty phrases that wait for a person."""
    report = audited.reading.report.get("responsibility")
    return [one.evidence for one in report.waiting] if report else []


def _of_another_time(audited: Audited) -> Iterator[Finding]:
    """Offices that had ceased, or did not exist yet. The places may be earlier than the nation, so a year alone is
    not enough: the office that took over stands in the same phrase, or two years have passed, or the text says so.
    """
    functions = _duties_by_function(audited)
    year = int(audited.issue_date[:4]) if audited.issue_date[:4].isdigit() else 0
    told: dict[str, tuple[list[Span], str]] = {}
    for row in audited.reference.succession:
        former, successor = functions.get(row.former), functions.get(row.successor)
        if former and year >= row.year + _SETTLED:
            told[row.former] = (list(former.values()), f"{row.former}部门已于 {row.year} 年改革({row.source})")
        elif former and successor and year >= row.year > 0:
            spans = [*former.values(), *successor.values()]
            told[row.former] = (spans, f"{row.former}部门已于 {row.year} 年改革为{row.successor}部门,却与其并列")
        elif former and successor and year and year < row.year and (both := former.keys() & successor.keys()):
            spans = [former[place] for place in both]
            told[row.successor] = (spans, f"{row.successor}部门 {row.year} 年才设立,却与{row.former}部门并列")
    for spans, why in told.values():
        yield finding("department_anachronism", "medium", spans, why)
    yield from _merged_already(audited)


def _duties_by_function(audited: Audited) -> dict[str, dict[tuple[int, int], Span]]:
    found: defaultdict[str, dict[tuple[int, int], Span]] = defaultdict(dict)
    for duty in audited.duties:
        for body, edge in (*duty.leads.items(), *duty.cooperates.items()):
            node = audited.nodes[body].properties
            span = span_of(edge)
            if node.get("level") != "country" and node.get("function"):
                found[str(node["function"])][span.start_char, span.end_char] = span
    return found


def _merged_already(audited: Audited) -> Iterator[Finding]:
    """The text itself tells that offices were merged, and further on gives duties to one of them."""
    for found in _MERGED.finditer(audited.normal):
        for name in found["former"].split("、"):
            former = [
                span_of(edge)
                for duty in audited.duties
                for body, edge in (*duty.leads.items(), *duty.cooperates.items())
                if span_of(edge).start_char > found.end() and name in audited.reference.normalise(span_of(edge).quote)
            ]
            if former:
                spans = [*former, audited.line_around(*found.span())]
                yield finding("department_anachronism", "medium", spans, f"{name}已并入其他机构,仍列为责任单位")
