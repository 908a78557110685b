"""Times: what is to be reached before the document was made or after its period, and what the head leaves out."""

import re
from collections.abc import Iterator
from itertools import combinations

from graph.analysis.audit.audited import Audited
from graph.analysis.audit.finding import Finding, finding
from graph.analysis.audit.things import Thing, same_thing, things_of
from graph.model import Node, Span

_LATE = 11  # month from which on a milestone of the same year is past before anybody has read it
_AHEAD = re.compile(r"未来\s?(?P<years>[\d一二三四五六七八九十]{1,2})\s?年")
_FIELD = re.compile(
    r"(?<![\u4e00-\u9fff])(?:文 {0,4}号|发文字号|文件编号)\s*[::][ \t]*(?=$|[^\d\n]{0,12}[::])[^\n]*", re.MULTILINE
)
_FINISHED = re.compile(
    r"(?:(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?[底末前]{0,2}[^。;\n\d]{0,24}?(?:建成|投用|投入|开通|到位|组建|完成|挂牌|成立))"
    r"|(?:(?:建成|投用|开通|组建|完成|挂牌|成立)[^。;\n\d]{0,40}(?P<year2>20\d\d)年(?:(?P<month2>\d{1,2})月)?)"
)
_RECURRING = re.compile(  # 每两年评选一次
    r"(?P<often>每(?:半年|季度|[年月季周]|[两二三五]年))[^。;,\n]{0,4}?(?P<done>评选|评审|评定|表彰|举办|开展|召开|发布|考核|公布)"
)
_STAGE = re.compile(r"[一二三]期|\d+ ?[个家]")
_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)}


def dates(audited: Audited) -> Iterator[Finding]:
    """The rules on times and on the head of the document."""
    yield from _past(audited)
    yield from _beyond(audited)
    yield from _ahead(audited)
    yield from _head(audited)
    yield from _finished(audited)
    yield from _recurring(audited)


def _past(audited: Audited) -> Iterator[Finding]:
    """Milestones of a year that was over, or nearly over, when the document was signed."""
    year, month = audited.issue_date[:4], audited.issue_date[5:7]
    if not year.isdigit():
        return
    last = int(year) if month.isdigit() and int(month) >= _LATE else int(year) - 1
    spans = [_due_words(audited, node) for node in audited.part.nodes if 0 < _due(node) <= last]
    if spans:
        why = f"{len(spans)} 处时限在成文日期({audited.issue_date})之前或已所剩无几"
        yield finding("past_period", "medium", spans, why)


def _beyond(audited: Audited) -> Iterator[Finding]:
    """Tasks that are due after the period of the plan; a figure for a later year is an outlook."""
    if audited.period is None:
        return
    tasks = (node for node in audited.part.nodes if node.label == "Task")
    spans = [_due_words(audited, node) for node in tasks if _due(node) > audited.period[1]]
    if spans:
        yield finding("past_period", "medium", spans, f"{len(spans)} 处时限在规划期({audited.period[1]} 年止)之后")


def _due(node: Node) -> int:
    """The year in which a target or a milestone is due; 0 where it has none, or is none."""
    told = node.properties
    if node.label == "Target" and told.get("status") != "observation" and told.get("value") is not None:
        year = told.get("year")
        return year if isinstance(year, int) else 0
    if node.label == "Task":
        deadline = str(told.get("deadline", ""))[:4]
        return int(deadline) if deadline.isdigit() else 0
    return 0


def _due_words(audited: Audited, node: Node) -> Span:
    """The sentence that says by when; a figure, or a row whose time stands in a column, whole."""
    whole, words = audited.own_words(node), str(node.properties.get("deadline_text", ""))
    at = audited.normal.find(words, whole.start_char, whole.end_char) if words else -1
    return audited.line_around(at, at + len(words)) if at >= 0 else whole


def _ahead(audited: Audited) -> Iterator[Finding]:
    """未来五年, and the plan ends earlier."""
    year = audited.issue_date[:4]
    found = _AHEAD.search(audited.normal)
    if found is None or audited.period is None or not year.isdigit():
        return
    years = _NUMERALS.get(found["years"]) or (int(found["years"]) if found["years"].isdigit() else 0)
    if years and int(year) + years > audited.period[1] + 1:
        why = f"成文于 {audited.issue_date},规划到 {audited.period[1]} 年,不到{found['years']}年"
        yield finding("past_period", "medium", [audited.line_around(*found.span())], why)


def _finished(audited: Audited) -> Iterator[Finding]:
    """One thing (a centre, a platform) that is to be finished at two times; stages (一期, 二期) may be."""
    dated: list[tuple[Thing, tuple[int, int], Span]] = []
    for sentence, at in audited.sentences:
        found = _FINISHED.search(sentence)
        if found and not _STAGE.search(sentence) and len(_FINISHED.findall(sentence)) == 1:
            when = _month(found)
            span = audited.sentence_around(sentence, at)
            dated += [(thing, when, span) for thing in things_of(sentence, at, audited.reference)]
    for (thing, when, span), (other, then, words) in combinations(dated, 2):
        if when != then and same_thing(thing, other):
            why = f"“{thing.name}”一处是 {when[0]} 年 {when[1]} 月,另一处是 {then[0]} 年 {then[1]} 月"
            yield finding("conflicting_year", "medium", (span, words), why)


def _recurring(audited: Audited) -> Iterator[Finding]:
    """One thing that is done every two years here and every three years there."""
    told: list[tuple[Thing, re.Match[str], Span]] = []
    for sentence, at in audited.sentences:
        recurring = list(_RECURRING.finditer(sentence))
        if len(recurring) == 1:
            span = audited.sentence_around(sentence, at)
            told += [(thing, recurring[0], span) for thing in things_of(sentence, at, audited.reference)]
    for (thing, often, span), (other, again, words) in combinations(told, 2):
        if often["done"] == again["done"] and often["often"] != again["often"] and same_thing(thing, other):
            why = f"“{thing.name}”一处{often['often']}{often['done']},另一处{again['often']}{often['done']}"
            yield finding("conflicting_year", "medium", (span, words), why)


def _month(found: re.Match[str]) -> tuple[int, int]:
    """The year and the month; a year without one ends with its last."""
    return int(found["year"] or found["year2"]), int(found["month"] or found["month2"] or 12)


def _head(audited: Audited) -> Iterator[Finding]:
    """No document number or no date: the field that is empty, else who issued it."""
    lacking = [
        name
        for key, name in (("doc_number", "文号"), ("issue_date", "成文日期"))
        if key not in audited.document.properties
    ]
    if not lacking:
        return
    field = _FIELD.search(audited.normal)
    if field:
        spans = [audited.span(*field.span())]
    else:
        issuers = (edge for edge in audited.edges("ISSUED_BY", "GOVERNS") if edge.properties.get("quote"))
        first = min(issuers, key=lambda edge: (edge.label != "ISSUED_BY", edge.key), default=None)
        start, end = (int(str(first.properties[name])) for name in ("start_char", "end_char")) if first else (0, 1)
        spans = [audited.line_around(start, end)]
    yield finding("missing_metadata", "medium", spans, f"没有{'、'.join(lacking)}")
