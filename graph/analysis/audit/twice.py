"""The same work told twice in a document: with other leads, with other helpers, by another time."""

import re
from collections.abc import Iterator, Mapping

from graph.analysis.audit.audited import Audited, Duty
from graph.analysis.audit.finding import Finding, finding
from graph.analysis.audit.works import Same, Work, same_works
from graph.deadlines import deadline_of
from graph.model import Attributes, Span

_OPEN = re.compile(r"^各|有关|相关|等$")


def twice(audited: Audited) -> Iterator[Finding]:
    """Pairs of duties on the same work that do not agree on who leads, who helps, or by when."""
    for one, other, same in same_works(audited):
        if found := _disagreement(audited, one.duty, other.duty, same):
            yield found
        if found := _other_time(audited, one, other, same):
            yield found


def _disagreement(audited: Audited, one: Duty, other: Duty, same: Same) -> Finding | None:
    """Other leads, else other helpers; bodies of one line of succession or of one open list count as one."""
    spans = [
        *same.spans,
        audited.words(one.work),
        audited.words(other.work),
        *one.phrases.values(),
        *other.phrases.values(),
    ]
    first, second = _bodies(audited, one.leads), _bodies(audited, other.leads)
    if not first or not second:
        return None
    if first.keys() != second.keys():
        why = f"{same.why},一处由{'、'.join(first.values())}负责,另一处由{'、'.join(second.values())}负责"
        return finding("conflicting_lead", "high", spans, why)
    helping, others = _bodies(audited, one.cooperates), _bodies(audited, other.cooperates)
    if helping.keys() != others.keys() and (helping or others) and _is_text(one) and _is_text(other):
        told = ("、".join(names.values()) or "无" for names in (helping, others))
        why = f"{same.why},牵头相同({'、'.join(first.values())}),配合单位不同:{';'.join(told)}"
        return finding("conflicting_cooperator", "low", spans, why)
    return None


def _is_text(duty: Duty) -> bool:
    """Whether a helper would have been named: in a column 责任单位 of figures there is place for one body only."""
    return duty.work.label != "Target"


def _bodies(audited: Audited, edges: Mapping[str, object]) -> dict[str, str]:
    """The bodies by what they are known by, with their names; 各相关检验检测机构 and 各检验检测机构 are one."""
    grouped = {body: audited.nodes[body].properties.get("kind") in ("group", "other") for body in edges}
    return {_OPEN.sub("", audited.name(body)) if grouped[body] else body: audited.name(body) for body in sorted(edges)}


def _other_time(audited: Audited, one: Work, other: Work, same: Same) -> Finding | None:
    """A column of times beside the running text; what the text itself says twice is read sentence by sentence."""
    if not (audited.has_column(one.duty.work) or audited.has_column(other.duty.work)):
        return None
    first, second = _times(audited, one, same), _times(audited, other, same)
    for name, words in (("deadline", "deadline_text"), ("recurrence", "recurrence")):
        if first.get(name) and second.get(name) and first[name] != second[name]:
            spans = [*same.spans, audited.words(one.duty.work), audited.words(other.duty.work)]
            why = f"{same.why},一处时限是{first[words]},另一处是{second[words]}"
            return finding("conflicting_year", "medium", spans, why)
    return None


def _times(audited: Audited, work: Work, same: Same) -> Attributes:
    """The deadline and the recurrence: of a row its column, else of the sentence that speaks of the work."""
    node = work.duty.work
    if audited.has_column(node):
        return node.properties
    inside = [span for span in same.spans if work.start <= span.start_char < work.start + len(work.text)]
    sentence = "".join(audited.normal[slice(*_bounds(audited.line_around(*_bounds(span))))] for span in inside[:1])
    return deadline_of(sentence)


def _bounds(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char
