"""The same work with other leads, or other helpers, in two places of a document.

Two duties are about the same work where they say the same sentence, name the same prize, the same thing (a zone, a
platform, a centre …), the same measure, several same objects with one instrument, or where a section of the goals and
a task have one subject. What only shares words of the field (监管, 能力, 技术) is not the same work.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.analysis.audit.audited import Audited, Duty
from graph.analysis.audit.finding import Finding, finding
from graph.analysis.audit.things import Thing, objects_of, same_thing, things_of
from graph.model import Span
from graph.outline import subject_words

_SENTENCE = 12  # characters without signs that two duties share: one is a copy of the other
_MOST = 300  # duties of one document that share a word: beyond, it says nothing of the work
_SIGN = re.compile(r"[^\w]")
_OPEN = re.compile(r"^各|有关|相关|等$")
_REWARD = re.compile(r"奖励\s?\d|给予.{0,8}(?:奖励|补助|支持)|一次性奖")  # who pays for a thing need not lead it


@dataclass(frozen=True, slots=True)
class _Work:
    """One duty with what its text is about."""

    duty: Duty
    text: str
    things: tuple[Thing, ...]
    objects: Mapping[str, frozenset[str]]  # by instrument: the objects of the sentence that has it
    measures: frozenset[tuple[str, int | None]]  # of its figures, with their years
    section: str  # the heading under which it stands


@dataclass(frozen=True, slots=True)
class _Same:
    """Why two duties are about the same work, and the words of both that say so."""

    why: str
    spans: tuple[Span, ...]


def leads(audited: Audited) -> Iterator[Finding]:
    """Pairs of duties on the same work that do not agree on who leads or helps."""
    works = [_work(audited, duty) for duty in audited.duties]
    told: set[tuple[str, str]] = set()
    for at, beside in _candidates(works):
        one, other = works[at], works[beside]
        same = _same(audited, one, other)
        if same and (found := _disagreement(audited, one.duty, other.duty, same)):
            told.add((one.duty.work.id, other.duty.work.id))
            yield found
    for one, other, why in _sections(audited, works):
        if (one.duty.work.id, other.duty.work.id) not in told:
            spans = (_words(audited, one.duty), _words(audited, other.duty))
            if found := _disagreement(audited, one.duty, other.duty, _Same(why, spans)):
                yield found


def _candidates(works: Sequence[_Work]) -> list[tuple[int, int]]:
    """The pairs that share a kind of thing, a measure, an instrument or the beginning of a clause, in order."""
    sharing: defaultdict[object, list[int]] = defaultdict(list)
    for at, work in enumerate(works):
        bare = _SIGN.sub("", work.text)
        grams = {bare[start : start + _SENTENCE] for start in range(len(bare) - _SENTENCE + 1)}
        for key in {*(thing.kind for thing in work.things), *work.measures, *work.objects, *grams}:
            sharing[key].append(at)
    return sorted({pair for found in sharing.values() if len(found) <= _MOST for pair in combinations(found, 2)})


def _work(audited: Audited, duty: Duty) -> _Work:
    whole = audited.own_words(duty.work)
    text = audited.normal[whole.start_char : whole.end_char]
    for start, end in duty.phrases:
        if whole.start_char <= start and end <= whole.end_char:
            first, last = start - whole.start_char, end - whole.start_char
            text = text[:first] + "。" * (last - first) + text[last:]
    path = duty.work.properties.get("path", ())
    section = path[-1] if isinstance(path, tuple) and path else ""
    measures = audited.measures_of.get(duty.work.id, frozenset())
    things = tuple(things_of(text, whole.start_char, audited.reference))
    return _Work(duty, text, things, objects_of(text, audited.reference), measures, section)


def _same(audited: Audited, one: _Work, other: _Work) -> _Same | None:
    if one.measures & other.measures:
        return _by_measure(one, other)
    if one.duty.work.label == other.duty.work.label == "Target":
        return None
    for thing in one.things:
        for alike in other.things:
            if same_thing(thing, alike) and not (_is_reward(one, thing) or _is_reward(other, alike)):
                spans = (audited.span(thing.start, thing.end), audited.span(alike.start, alike.end))
                return _Same(f"都涉及“{thing.words}”", spans)
    if sentence := _shared_sentence(one.text, other.text):
        return _Same(f"文字相同:“{sentence}”", ())
    for instrument in sorted(one.objects.keys() & other.objects.keys()):
        both = one.objects[instrument] & other.objects[instrument]
        if len(both) >= 2:
            return _Same(f"都涉及{'、'.join(sorted(both))}的{instrument}", ())
    return None


def _by_measure(one: _Work, other: _Work) -> _Same:
    measure, year = min(one.measures & other.measures, key=str)
    return _Same(f"同一指标“{measure}”" + (f"({year}年)" if year else ""), ())


def _is_reward(work: _Work, thing: Thing) -> bool:
    at = thing.start - int(str(work.duty.work.properties.get("start_char", 0)))
    first = max(work.text.rfind(sign, 0, at) for sign in "。;,") + 1
    return bool(_REWARD.search(work.text[first : at + len(thing.words) + 30])) and "设立" not in work.text[first:at]


def _shared_sentence(one: str, other: str) -> str:
    """A stretch of a clause that both have, long enough to be a copy."""
    clauses = [_SIGN.sub("", clause) for clause in re.split("[。;,]", one)]
    bare = _SIGN.sub("", other)
    return next((clause for clause in clauses if len(clause) >= _SENTENCE and clause in bare), "")


def _sections(audited: Audited, works: Sequence[_Work]) -> Iterator[tuple[_Work, _Work, str]]:
    """A section of the goals and a task of one subject, each with a single duty."""
    by_section: defaultdict[str, list[_Work]] = defaultdict(list)
    for work in works:
        by_section[work.section].append(work)
    alone = {section: found[0] for section, found in by_section.items() if section and len(found) == 1}
    words = subject_words(audited.reference)
    subjects = {section: {word for word in words if word in section} for section in alone}
    for one, other in combinations(alone, 2):
        goal, task = alone[one], alone[other]
        if goal.duty.work.id in audited.item_of or goal.duty.work.properties.get("kind") == "item":
            continue  # only a measure outside the tasks is a goal
        if task.duty.work.id not in audited.item_of and task.duty.work.properties.get("kind") != "item":
            continue
        if subjects[one] & subjects[other]:
            yield goal, task, f"目标部分“{_bare(one)}”与任务“{_bare(other)}”是同一工作"


def _bare(heading: str) -> str:
    return re.sub(r"^\(?[一二三四五六七八九十\d]{1,3}[)、..]\s*", "", heading)


def _disagreement(audited: Audited, one: Duty, other: Duty, same: _Same) -> Finding | None:
    """Other leads, else other helpers; bodies of one line of succession or of one open list count as one."""
    spans = [*same.spans, _words(audited, one), _words(audited, other), *one.phrases.values(), *other.phrases.values()]
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


def _words(audited: Audited, duty: Duty) -> Span:
    """The words of the work: a measure whole, of an item the heading."""
    return audited.heading(duty.work) if duty.work.properties.get("kind") == "item" else audited.own_words(duty.work)
