"""The grammar of a duty phrase: 市经信局牵头,市科技局、市财政局配合 -> who leads, who cooperates, in which mode."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.bodies import Bodies
from ingest.names import Name, NameList, split_names
from ingest.relations.duty_words import (
    DEADLINE,
    DEADLINE_FIRST,
    HELP_LABELS,
    LABEL,
    LEAD_LABELS,
    MODAL,
    PERSON,
    PRECEDENCE,
    SUPPORT,
    TAIL,
    VERB,
)

_TOLD = re.compile(r"\((?:牵头|配合|主办|协办)(?:单位)?\)")
_OBJECT_STOP = re.compile(r"[,;。()]")
_NO_OBJECT = ("、", " ", "会同")  # behind a verb these begin a list, no object
_ALL = re.compile("(?:以上|上述|本|该)(?:各项|各条|内容|事项|工作|任务|措施)*")  # no part of the task
_QUOTED_TITLE = re.compile("《[^《》]*》")
_ADVERB = re.compile(r"(?:拟|现|并|改|均|也|则|可|具体|分别|统一|主要)+$")


@dataclass(frozen=True, slots=True)
class Duty:
    """One body of a phrase with its role (LEADS, COOPERATES) and mode, as ontology.md tells them apart."""

    role: str
    mode: str
    name: Name
    scope: str = ""
    open_list: bool = False
    group: int = 0  # which list of the phrase the body stands in


@dataclass(frozen=True, slots=True)
class Phrase:
    """A duty phrase read: its duties; `problem` says why it waits for a person, `none` why it is no duty at all."""

    duties: tuple[Duty, ...] = ()
    problem: str = ""
    none: str = ""
    declares_precedence: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """A list of bodies with the verb or label that gives them their role."""

    names: NameList
    verb: str  # lead, do, shared, help, support
    scope: str = ""


def read_phrase(
    text: str, start: int, end: int, bodies: Bodies, precedence: bool = False, objects: bool = True
) -> Phrase:
    """Read text[start:end] as a duty phrase; with precedence the first body leads (列第一位的为牵头单位).

    With `objects` the object of a verb is a scope: 市甲局负责项目审批 answers for 项目审批 alone.
    """
    rule = PRECEDENCE.search(text, start, end)
    if rule:
        start, end = (rule.end(), end) if rule.start() - start < 4 else (start, rule.start())
    end = _before_deadline(text, start, end)
    if deadline := DEADLINE_FIRST.match(text, start, end):
        start = deadline.end()
    groups = list(_groups(text, start, end, bodies))
    if not groups and rule:  # 甲、乙。列第一位者为牵头部门,下同
        return replace(read_bare(text, start, end, bodies), declares_precedence=True)
    if not groups and _TOLD.search(text, start, end):  # 市甲局(牵头)、市乙局(配合)
        groups = [_Group(split_names(text, start, end, bodies), "label")]
    if not objects:
        groups = [replace(group, scope="") for group in groups]
    phrase = _phrase(groups, precedence or rule is not None)
    if phrase.duties and not _ends_well(text, start, end):
        phrase = Phrase(problem="a list without a role behind the last verb")
    if phrase.none == "names no body" and bodies.reference.departments.find(text[start:end]):
        phrase = Phrase(problem="bodies without a role that can be read")
    return replace(phrase, declares_precedence=rule is not None)


def read_bare(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read bodies without a word on their role, in a document with a rule on who leads."""
    names = split_names(text, start, _before_deadline(text, start, end), bodies)
    return _phrase([_Group(names, "label")], True)


def read_jointly(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read 甲要会同乙、丙: the first leads, the others cooperate."""
    met = text.index("会同", start, end)
    leading = split_names(text, start, start + len(MODAL.sub("", text[start:met])), bodies)
    helping = split_names(text, met + 2, end, bodies, leading.prefix)
    return _phrase([_Group(leading, "lead"), _Group(helping, "help")], False)


def _before_deadline(text: str, start: int, end: int) -> int:
    while deadline := DEADLINE.search(text[:end], start):
        end = deadline.start()
    return end


def _phrase(groups: list[_Group], precedence: bool) -> Phrase:
    if any(group.verb == "unclear" or group.scope.endswith(("不", "不再", "非")) for group in groups):
        return Phrase(problem="what the verb speaks of is not clear")
    unread = [piece for group in groups for piece in group.names.unread]
    names = [name for group in groups for name in group.names.names]
    if unread:
        if not names and all(PERSON.search(piece) for piece in unread):
            return Phrase(none="a person, not an office")
        return Phrase(problem=f"not known as a body: {'; '.join(unread)}")
    if not names:
        opened = any(group.names.open_list for group in groups)
        return Phrase(none="only 有关部门 or companies in general" if opened else "names no body")
    return Phrase(tuple(_duties(_lead_first(groups), precedence)))


def _lead_first(groups: list[_Group]) -> list[_Group]:
    """甲、乙负责,甲牵头: the lead that a later list names stands first, and is not named again."""
    before: set[str] = set()
    for place, group in enumerate(groups):
        leading = {name.name for name in group.names.names}
        if group.verb == "lead" and leading and leading <= before:
            others = [_without(earlier, leading) for earlier in groups[:place]]
            return [group, *others, *groups[place + 1 :]]
        before |= leading
    return groups


def _without(group: _Group, names: set[str]) -> _Group:
    kept = tuple(name for name in group.names.names if name.name not in names)
    return replace(group, names=replace(group.names, names=kept))


def read_columns(cells: Sequence[tuple[str, str]], bodies: Bodies, precedence: bool = False) -> Phrase:
    """Read the cells of a table's row under their columns: (牵头单位, 市经信局), (配合单位, 市科技局、市财政局).

    Names carry the offsets within their own cell; Duty.group says which one.
    """
    groups, prefix = [], ""
    for label, text in cells:
        names = split_names(text, 0, len(text), bodies, prefix)
        prefix = names.prefix
        groups.append(_Group(names, label_verb(label)))
    return _phrase(groups, precedence)


def _groups(text: str, start: int, end: int, bodies: Bodies) -> Iterator[_Group]:
    prefix = ""
    labels = list(LABEL.finditer(text, start, end))
    if not labels:
        yield from _verb_groups(text, start, end, bodies, prefix)
        return
    head = split_names(text, start, labels[0].start(), bodies)
    if head.names and not head.unread:
        yield _Group(head, "unclear")  # 甲,乙,配合:丙 leaves 甲,乙 without a role
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        if _outside_names(VERB, text, label.end(), stop, bodies):
            found = list(_verb_groups(text, label.end(), stop, bodies, prefix))
            yield from found
            prefix = found[-1].names.prefix if found else prefix
            continue
        names = split_names(text, label.end(), stop, bodies, prefix)
        prefix = names.prefix
        yield _Group(names, label_verb(label["label"]))


def label_verb(label: str) -> str:
    """What a label or a column makes of its bodies: lead (牵头单位), help (配合单位), support, label (责任单位)."""
    if HELP_LABELS.search(label):
        return "support" if SUPPORT.search(label) else "help"
    return "lead" if LEAD_LABELS.search(label) else "label"


def _verb_groups(text: str, start: int, end: int, bodies: Bodies, prefix: str) -> Iterator[_Group]:
    """Lists with the verbs behind them; 甲会同乙负责 makes two groups."""
    at, met = start, None
    for verb in _outside_names(VERB, text, start, end, bodies):
        if verb.start() < at:
            continue
        names, scope = _list_before(text, at, verb.start(), bodies, prefix)
        prefix = names.prefix
        kind = verb.lastgroup or "do"
        at = verb.end()
        if kind in ("lead", "do") and not text.startswith(_NO_OBJECT, at) and (tail := _object_end(text, at, end)) > at:
            said = _QUOTED_TITLE.sub("", text[at:tail])
            if VERB.search(said) or bodies.reference.departments.find(said):
                kind = "unclear"  # 甲负责配合乙做好…: what is said of whom is not clear
            scope, at = scope or text[at:tail].strip(), tail
        if kind == "meet":
            met = names
        elif met is not None:
            yield _Group(met, "lead", scope)
            yield _Group(names, "help")
            met = None
        elif names.names or names.unread or names.open_list:
            yield _Group(names, "support" if kind == "help" and SUPPORT.search(verb.group()) else kind, scope)


def _list_before(text: str, start: int, end: int, bodies: Bodies, prefix: str) -> tuple[NameList, str]:
    """The list before a verb; …工作由甲负责 speaks of a part: the words before 由 are its scope."""
    end = start + len(MODAL.sub("", text[start:end]))
    by = text.rfind("由", start, end)
    scope = text[start:by].strip(",;、。 ") if by > start else ""
    if scope and not bodies.kind(scope) and "自由" not in text[by - 1 : by + 1]:
        scope = _ADVERB.sub("", scope)
        return split_names(text, by + 1, end, bodies, prefix), "" if _ALL.fullmatch(scope) else scope
    return split_names(text, start, end, bodies, prefix), ""


def _object_end(text: str, at: int, end: int) -> int:
    """Where the object of a verb ends: 市甲局负责项目审批 speaks of 项目审批 alone."""
    stop = _OBJECT_STOP.search(text, at, end)
    return stop.start() if stop else end


def _outside_names(pattern: re.Pattern[str], text: str, start: int, end: int, bodies: Bodies) -> list[re.Match[str]]:
    """Matches of a pattern that lie in no name of the gazetteer: 监督 of 质量技术监督局 is no verb."""
    names = [(start + first, start + last) for first, last in bodies.reference.departments.find(text[start:end])]
    return [
        match
        for match in pattern.finditer(text, start, end)
        if match.group()
        and not any(first <= match.start() < last for first, last in names)
        and not (text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")")
    ]


def _ends_well(text: str, start: int, end: int) -> bool:
    """Whether every list got a role: 甲牵头,乙、丙 leaves 乙、丙 without one."""
    if LABEL.search(text, start, end):
        return True
    last = 0
    for verb in VERB.finditer(text, start, end):
        last = _object_end(text, verb.end(), end) if verb.lastgroup in ("lead", "do") else verb.end()
    return bool(TAIL.match(text[last:end]))


def _duties(groups: list[_Group], precedence: bool) -> Iterator[Duty]:
    explicit = any(group.verb == "lead" for group in groups)
    led = False
    for place, group in enumerate(groups):
        made = list(_roles(group, led, precedence and not explicit and not led))
        led = led or any(duty.role == "LEADS" and not duty.scope for duty in made)
        yield from (replace(duty, open_list=group.names.open_list, group=place) for duty in made)


def _roles(group: _Group, led: bool, precedence: bool) -> Iterator[Duty]:
    """The role of each body of one list, by its verb and by whether somebody leads already."""
    names = group.names.names
    if any(name.role == "lead" for name in names):
        yield from (_by_bracket(name) for name in names)
    elif group.verb in ("help", "support"):
        yield from (
            Duty("COOPERATES", "cooperate" if group.verb == "help" else "support", name, name.scope) for name in names
        )
    elif group.verb == "lead" or (group.scope and group.verb == "do"):
        for name in names:
            scope = name.scope or group.scope
            yield Duty("LEADS", "scoped" if scope else "lead", name, scope)
    elif led:
        yield from (
            Duty("COOPERATES", "implement" if name.governments else "shared", name, name.scope) for name in names
        )
    elif precedence:
        yield from _by_precedence(names)
    else:
        yield from _together(names, group.verb)


def _by_bracket(name: Name) -> Duty:
    """甲(牵头)、乙、丙: the bracket says who leads, the others cooperate."""
    if name.role == "lead":
        return Duty("LEADS", "lead", name)
    return Duty("COOPERATES", "cooperate" if name.role else "shared", name)


def _by_precedence(names: tuple[Name, ...]) -> Iterator[Duty]:
    """列第一位的为牵头单位: the first leads, the others cooperate, whatever the verb."""
    alone = len(names) == 1
    for place, name in enumerate(names):
        if place == 0:
            yield Duty("LEADS", "sole" if alone else "lead", name)
        else:
            yield Duty("COOPERATES", "implement" if name.governments else "shared", name)


def _together(names: tuple[Name, ...], verb: str) -> Iterator[Duty]:
    """All answer, nobody stands above; a group of governments in a later rank carries out what the others lead."""
    offices_first = any(not name.governments and name.rank == 0 for name in names)
    for name in names:
        if name.governments and name.rank > 0 and offices_first:
            yield Duty("COOPERATES", "implement", name)
        elif name.scope:
            yield Duty("LEADS", "scoped", name, name.scope)
        else:
            yield Duty("LEADS", "sole" if len(names) == 1 and verb != "shared" else "shared", name)
