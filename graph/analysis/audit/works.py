"""Which duties of a document are about the same work.

They are where they say the same sentence, name the same prize, the same thing (a zone, a platform, a centre …), the
same measure, several same objects with one instrument, where the whole of one (a row of an annex) stands in the words
of the other, or where a section of the goals and a task have one subject. What only shares words of the field (监管,
能力, 技术) is not the same work.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.analysis.audit.audited import Audited, Duty
from graph.analysis.audit.things import Thing, ends_with_verb, objects_of, same_thing, things_of, without_verbs
from graph.links.subjects import generic_headings, heading_key
from graph.model import Node, Span
from graph.outline import subject_words

_SENTENCE = 12  # characters without signs that two duties share: one is a copy of the other
_MOST = 300  # duties of one document that share a word: beyond, it says nothing of the work
_SIGN = re.compile(r"[^\w]")
_CLAUSE = re.compile(r"[。;,\n]")
# Who pays for a thing need not lead it.
_REWARD = re.compile(r"奖励\s?\d|给予.{0,8}(?:奖励|补助|支持)|一次性奖")
_PAID = re.compile(r"用于|经费|资金")
_SUBJECT = 4  # characters of what a heading is about: 质量对比; shorter words are a field
_NAMED = range(6, 25)  # characters of a work that are a name: fewer are a field, more a sentence
_PLAIN = 9  # characters of a name that cannot be a part of a longer one: 质量安全监管 is not 食品质量安全监管能力
_OF = re.compile(r"的(?:创建|建设|评定|评选|评审|组织|实施|管理|监管|推广)")  # 放心消费城市的创建
_SPOKEN_OF = re.compile(r"[^由,;。牵负配]{4,}(?=由)")  # 市长质量奖评审由…牵头
_USED = re.compile(r"(?:利用|借助|结合|通过|依托|发挥)[^。;,]{0,6}$")  # a thing that is used is not worked on


@dataclass(frozen=True, slots=True)
class Work:
    """One duty with what its text is about."""

    duty: Duty
    start: int  # of the text in its document
    text: str
    name: str  # the whole of the work, where it is but a name: 住宅工程质量分户验收
    things: tuple[Thing, ...]
    objects: Mapping[str, frozenset[str]]  # by instrument: the objects of the sentence that has it
    measures: frozenset[tuple[str, int | None]]  # of its figures, with their years
    section: str  # the heading under which it stands


@dataclass(frozen=True, slots=True)
class Same:
    """Why two duties are about the same work, and the words of both that say so."""

    why: str
    spans: tuple[Span, ...]


def same_works(audited: Audited) -> Iterator[tuple[Work, Work, Same]]:
    """The pairs of duties on the same work, in the order of the text; of a section and a task only what is left."""
    works = [_work(audited, duty) for duty in audited.duties]
    told: set[tuple[str, str]] = set()
    for at, beside in _candidates(works):
        one, other = works[at], works[beside]
        if _is_within(audited, one, other) or _is_within(audited, other, one):
            continue
        if same := _same(audited, one, other):
            told.add((one.duty.work.id, other.duty.work.id))
            yield one, other, same
    for one, other, why in _sections(audited, works):
        if (one.duty.work.id, other.duty.work.id) not in told:
            told.add((one.duty.work.id, other.duty.work.id))
            yield one, other, Same(why, (audited.words(one.duty.work), audited.words(other.duty.work)))
    for one, other, why in _annexed(audited, works):
        if (one.duty.work.id, other.duty.work.id) not in told:
            yield one, other, Same(why, (audited.words(one.duty.work), audited.words(other.duty.work)))


def _is_within(audited: Audited, one: Work, other: Work) -> bool:
    """Whether a work is a part of the other, which a measure of an item is: its lead answers for the part alone."""
    return audited.item_of.get(one.duty.work.id) == other.duty.work.id


def _candidates(works: Sequence[Work]) -> list[tuple[int, int]]:
    """The pairs that share a kind of thing, a measure, an instrument, a stretch or the beginning of a name."""
    sharing: defaultdict[object, list[int]] = defaultdict(list)
    beginnings = {work.name[: _NAMED.start] for work in works if work.name}
    for at, work in enumerate(works):
        bare = _SIGN.sub("", work.text)
        grams = {bare[start : start + _SENTENCE] for start in range(len(bare) - _SENTENCE + 1)}
        begun = {bare[start : start + _NAMED.start] for start in range(len(bare) - _NAMED.start + 1)} & beginnings
        for key in {*(thing.kind for thing in work.things), *work.measures, *work.objects, *grams, *begun}:
            sharing[key].append(at)
    return sorted({pair for found in sharing.values() if len(found) <= _MOST for pair in combinations(found, 2)})


def _work(audited: Audited, duty: Duty) -> Work:
    whole = audited.own_words(duty.work)
    text = audited.normal[whole.start_char : whole.end_char]
    for start, end in sorted(duty.phrases):
        told = _SPOKEN_OF.match(audited.normal, start, end)  # the phrase tells itself what it is about
        first, last = (told.end() if told else start) - whole.start_char, end - whole.start_char
        if whole.start_char <= start and end <= whole.end_char:
            text = text[:first] + "。" * (last - first) + text[last:]
        elif told and start == whole.end_char:
            text += told[0]
    path = duty.work.properties.get("path", ())
    section = path[-1] if isinstance(path, tuple) and path else ""
    measures = audited.measures_of.get(duty.work.id, frozenset())
    things = tuple(things_of(text, whole.start_char, audited.reference))
    objects = objects_of(text, audited.reference)
    return Work(duty, whole.start_char, text, _name(audited, duty.work, text), things, objects, measures, section)


def _name(audited: Audited, work: Node, text: str) -> str:
    """The work where its text is one short clause besides its heading, else what its heading is about; or ""."""
    clauses = [bare_heading(clause.strip()) for clause in _CLAUSE.split(text) if clause.strip()]
    heading = clauses[:1] if work.properties.get("kind") == "item" and len(clauses) > 1 else []
    clauses = clauses[len(heading) :]
    if len(clauses) == 1:
        name = _SIGN.sub("", without_verbs(clauses[0], audited.reference))
    else:
        name = _subject(audited, heading[0]) if heading else ""
    return name if len(name) in _NAMED else ""


def _same(audited: Audited, one: Work, other: Work) -> Same | None:
    if one.measures & other.measures:
        return _by_measure(one, other)
    if one.duty.work.label == other.duty.work.label == "Target":
        return None
    for thing in one.things:
        for alike in other.things:
            if same_thing(thing, alike) and not (_is_beside(one, thing) or _is_beside(other, alike)):
                spans = (audited.span(thing.start, thing.end), audited.span(alike.start, alike.end))
                return Same(f"都涉及“{thing.name}”", spans)
    for named, within in ((one, other), (other, one)):
        if span := _named_in(audited, named.name, within):
            spans = (audited.own_words(named.duty.work), span)
            return Same(f"都是“{named.name}”", tuple(sorted(spans, key=lambda each: each.start_char)))
    if sentence := _shared_sentence(one.text, other.text):
        return Same(f"文字相同:“{sentence}”", ())
    for instrument in sorted(one.objects.keys() & other.objects.keys()):
        both = one.objects[instrument] & other.objects[instrument]
        if len(both) >= 2:
            return Same(f"都涉及{'、'.join(sorted(both))}的{instrument}", ())
    return None


def _by_measure(one: Work, other: Work) -> Same:
    measure, year = min(one.measures & other.measures, key=str)
    return Same(f"同一指标“{measure}”" + (f"({year}年)" if year else ""), ())


def _is_beside(work: Work, thing: Thing) -> bool:
    """Whether the thing is only paid for, rewarded or made use of."""
    at = thing.start - work.start
    first = max(work.text.rfind(sign, 0, at) for sign in "。;,") + 1
    before, clause = work.text[first:at], work.text[first : at + len(thing.words) + 30]
    if _PAID.search(before) or _USED.search(before):
        return True
    return bool(_REWARD.search(clause)) and "设立" not in before


def _named_in(audited: Audited, name: str, work: Work) -> Span | None:
    """Where the text of a work has the name of another one, as a word of its own."""
    if not name:
        return None
    for found in re.finditer(r"\W{0,2}".join(map(re.escape, name)), work.text):
        clause = work.text[max(work.text.rfind(sign, 0, found.start()) for sign in "。;,、\n") + 1 : found.start()]
        begins = not clause or ends_with_verb(clause, audited.reference)
        ends = _CLAUSE.match(work.text[found.end() :] or "。") or _OF.match(work.text, found.end())
        if (len(name) >= _PLAIN or (begins and ends)) and not _USED.search(clause) and not _PAID.search(clause):
            return audited.span(work.start + found.start(), work.start + found.end())
    return None


def _shared_sentence(one: str, other: str) -> str:
    """A stretch of a clause that both have, long enough to be a copy."""
    clauses = [_SIGN.sub("", clause) for clause in re.split("[。;,]", one)]
    bare = _SIGN.sub("", other)
    return next((clause for clause in clauses if len(clause) >= _SENTENCE and clause in bare), "")


def _sections(audited: Audited, works: Sequence[Work]) -> Iterator[tuple[Work, Work, str]]:
    """A section of the goals and a task of one subject, each with a single duty."""
    by_section: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_section[work.section].append(work)
    alone = {section: found[0] for section, found in by_section.items() if section and len(found) == 1}
    words = subject_words(audited.reference)
    subjects = {section: {word for word in words if word in section} for section in alone}
    for one, other in combinations(alone, 2):
        goal, task = alone[one], alone[other]
        if _is_task(audited, goal):
            continue  # only a measure outside the tasks is a goal
        if not _is_task(audited, task):
            continue
        if subjects[one] & subjects[other]:
            yield goal, task, f"目标部分“{bare_heading(one)}”与任务“{bare_heading(other)}”是同一工作"


def _annexed(audited: Audited, works: Sequence[Work]) -> Iterator[tuple[Work, Work, str]]:
    """An item of the text and the only row of an annex that has what its heading is about: 清洁生产审核."""
    rows = [work for work in works if _in_annex(audited, work)]
    by_heading: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.section and not _in_annex(audited, work) and _is_task(audited, work):
            by_heading[bare_heading(work.section)].append(work)
    for heading, found in by_heading.items() if rows else ():
        subject = _subject(audited, heading)
        beside = [row for row in rows if subject and subject in _SIGN.sub("", row.text)]
        if len(beside) == len(found) == sum(subject in _SIGN.sub("", other) for other in by_heading) == 1:
            yield found[0], beside[0], f"正文任务“{heading}”与附件所列是同一工作"


def _is_task(audited: Audited, work: Work) -> bool:
    return work.duty.work.id in audited.item_of or work.duty.work.properties.get("kind") == "item"


def _subject(audited: Audited, heading: str) -> str:
    """What a heading is about: 质量对比 of 开展质量对比; "" of 加强组织领导, or where it is but a field."""
    subject = without_verbs(_SIGN.sub("", heading), audited.reference)
    generic = heading_key(heading, audited.reference) in generic_headings(audited.reference)
    return "" if generic or len(subject) < _SUBJECT else subject


def _in_annex(audited: Audited, work: Work) -> bool:
    path = work.duty.work.properties.get("path", ())
    annexed = isinstance(path, tuple) and bool(path) and path[0].startswith("附")
    return annexed or work.duty.work.id in audited.tables


def bare_heading(heading: str) -> str:
    """A heading without its number."""
    return re.sub(r"^\(?[一二三四五六七八九十\d]{1,3}[)、..]\s*", "", heading)
