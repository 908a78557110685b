"""The grammar of a duty phrase: 市经信局牵头,市科技局、市财政局配合 -> who leads, who cooperates, in which mode."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.bodies import Bodies
from ingest.names import TOLD, NameList, split_names
from ingest.relations.duty_roles import Duty, Group, duties_of
from ingest.relations.duty_words import (
    DEADLINE_FIRST,
    HELP_LABELS,
    LABEL,
    LEAD_LABELS,
    MODAL,
    PERSON,
    PRECEDENCE,
    STANDING,
    SUPPORT,
    TAIL,
    VERB,
    before_deadline,
)

_OBJECT_STOP = re.compile(r"[,;。()]")
_NO_OBJECT = ("、", " ", "会同")  # behind a verb these begin a list, no object
_ALL = re.compile("(?:以上|上述|本|该)(?:各项|各条|内容|事项|工作|任务|措施)*")  # no part of the task
_QUOTED_TITLE = re.compile("《[^《》]*》")
_ADVERB = re.compile(r"(?:拟|现|并|改|均|也|则|可|具体|分别|统一|主要)+$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A duty phrase read: its duties; `problem` says why it waits for a person, `none` why it is no duty at all.

    `partly`: the duties are sure, but some of those who help are not known and wait.
    """

    duties: tuple[Duty, ...] = ()
    problem: str = ""
    none: str = ""
    partly: str = ""
    declares_precedence: bool = False


def read_phrase(
    text: str, start: int, end: int, bodies: Bodies, precedence: bool = False, objects: bool = True
) -> Phrase:
    """Read text[start:end] as a duty phrase; with precedence the first body leads (列第一位的为牵头单位).

    With `objects` the object of a verb is a scope: 市甲局负责项目审批 answers for 项目审批 alone.
    """
    rule = PRECEDENCE.search(text, start, end)
    if rule:
        start, end = (rule.end(), end) if rule.start() - start < 4 else (start, rule.start())
    if standing := STANDING.search(text, start, end):
        end = standing.start()
    end = before_deadline(text, start, end)
    if deadline := DEADLINE_FIRST.match(text, start, end):
        start = deadline.end()
    groups = list(_groups(text, start, end, bodies))
    if not groups and rule:  # 甲、乙。列第一位者为牵头部门,下同
        return replace(read_bare(text, start, end, bodies), declares_precedence=True)
    if not groups and TOLD.search(text, start, end):
        return _read_told(text, start, end, bodies)
    if not objects:
        groups = [replace(group, scope="") for group in groups]
    phrase = _phrase(groups, precedence or rule is not None)
    if phrase.duties and not _ends_well(text, start, end, bodies):
        phrase = Phrase(problem="a list without a role behind the last verb")
    if phrase.none == "names no body" and bodies.reference.departments.find(text[start:end]):
        phrase = Phrase(problem="bodies without a role that can be read")
    return replace(phrase, declares_precedence=rule is not None)


def read_bare(text: str, start: int, end: int, bodies: Bodies, precedence: bool = True) -> Phrase:
    """Read bodies without a word on their role: with a rule on who leads the first does, else all answer."""
    names = split_names(text, start, before_deadline(text, start, end), bodies)
    return _phrase([Group(names, "shared")], precedence)


def _read_told(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read 市甲局(牵头)、市乙局: a bracket says who leads, or for each body what it does; else nobody is known to."""
    names = split_names(text, start, end, bodies)
    roles = [name.role for name in names.names]
    if "lead" not in roles and "" in roles:
        return Phrase(problem="a list without a role behind the last verb")
    return _phrase([Group(names, "label")], False)


def read_jointly(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read 甲要会同乙、丙: the first leads, the others cooperate."""
    met = text.index("会同", start, end)
    leading = split_names(text, start, start + len(MODAL.sub("", text[start:met])), bodies)
    helping = split_names(text, met + 2, end, bodies, leading.prefix)
    return _phrase([Group(leading, "lead"), Group(helping, "help")], False)


def read_alone(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read 甲要会同有关部门: 甲 leads, who helps is not said."""
    leading = split_names(text, start, start + len(MODAL.sub("", text[start:end])), bodies)
    return _phrase([Group(replace(leading, open_list=True), "lead")], False)


def _phrase(groups: list[Group], precedence: bool) -> Phrase:
    if any(group.verb == "unclear" or group.scope.endswith(("不", "不再", "非")) for group in groups):
        return Phrase(problem="what the verb speaks of is not clear")
    unread = [piece for group in groups for piece in group.names.unread]
    names = [name for group in groups for name in group.names.names]
    if unread:
        if not names and all(PERSON.search(piece) for piece in unread):
            return Phrase(none="a person, not an office")
        problem = f"not known as a body: {'; '.join(unread)}"
        return _without_unread(groups, precedence, problem) or Phrase(problem=problem)
    if not names:
        opened = any(group.names.open_list for group in groups)
        return Phrase(none="only 有关部门 or companies in general" if opened else "names no body")
    return Phrase(tuple(duties_of(_lead_first(groups), precedence)))


def _without_unread(groups: list[Group], precedence: bool, problem: str) -> Phrase | None:
    """The phrase without those of its helpers that are not known, where who leads is known; else None."""
    helping = [group for group in groups if group.verb in ("help", "support")]
    others = [group for group in groups if group.verb not in ("help", "support")]
    sure = any(group.names.names for group in others) and not any(group.names.unread for group in others)
    if not sure or not helping:
        return None
    bare = [replace(group, names=replace(group.names, unread=())) for group in groups]
    return replace(_phrase(bare, precedence), partly=problem)


def _lead_first(groups: list[Group]) -> list[Group]:
    """甲、乙负责,甲牵头: the lead that a later list names stands first, and is not named again."""
    before: set[str] = set()
    for place, group in enumerate(groups):
        leading = {name.name for name in group.names.names}
        if group.verb == "lead" and leading and leading <= before:
            others = [_without(earlier, leading) for earlier in groups[:place]]
            return [group, *others, *groups[place + 1 :]]
        before |= leading
    return groups


def _without(group: Group, names: set[str]) -> Group:
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
        groups.append(Group(names, label_verb(label)))
    return _phrase(groups, precedence)


def _groups(text: str, start: int, end: int, bodies: Bodies) -> Iterator[Group]:
    prefix = ""
    labels = list(LABEL.finditer(text, start, end))
    if not labels:
        yield from _verb_groups(text, start, end, bodies, prefix)
        return
    head = split_names(text, start, labels[0].start(), bodies)
    if head.names and not head.unread:  # 甲、乙;配合单位:丙 says by the other who answers; 甲,乙,配合:丙 does not
        told = HELP_LABELS.search(labels[0]["label"]) and text[labels[0].start() - 1] in ";。"
        yield Group(head, "label" if told else "unclear")
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        if _outside_names(VERB, text, label.end(), stop, bodies):
            found = list(_labelled_verbs(text, label, stop, bodies, prefix))
            yield from found
            prefix = found[-1].names.prefix if found else prefix
            continue
        names = split_names(text, label.end(), stop, bodies, prefix)
        prefix = names.prefix
        yield Group(names, label_verb(label["label"]))


def _labelled_verbs(text: str, label: re.Match[str], stop: int, bodies: Bodies, prefix: str) -> Iterator[Group]:
    """责任单位:甲,乙、丙配合 gives 甲 the role of the label, and 乙、丙, the last rank, that of the verb."""
    first = _outside_names(VERB, text, label.end(), stop, bodies)[0]
    comma = max(text.rfind(sign, label.end(), first.start()) for sign in ",;")
    start = label.end()
    if first.lastgroup == "help" and comma > start:
        names = split_names(text, start, comma, bodies, prefix)
        yield Group(names, label_verb(label["label"]))
        start, prefix = comma + 1, names.prefix
    yield from _verb_groups(text, start, stop, bodies, prefix)


def label_verb(label: str) -> str:
    """What a label or a column makes of its bodies: lead (牵头单位), help (配合单位), support, label (责任单位)."""
    if HELP_LABELS.search(label):
        return "support" if SUPPORT.search(label) else "help"
    return "lead" if LEAD_LABELS.search(label) else "label"


def _verb_groups(text: str, start: int, end: int, bodies: Bodies, prefix: str) -> Iterator[Group]:
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
            yield Group(met, "lead", scope)
            yield Group(names, "help")
            met = None
        elif names.names or names.unread or names.open_list:
            yield Group(names, "support" if kind == "help" and SUPPORT.search(verb.group()) else kind, scope)
    if met is not None and (names := split_names(text, at, end, bodies, prefix)).names:  # 甲会同乙、丙
        yield Group(met, "lead")
        yield Group(names, "help")


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
    """Matches of a pattern that lie in no name of the gazetteer (监督 of 质量技术监督局) and no bracket behind one."""
    taken = [(start + first, start + last) for first, last in bodies.reference.departments.find(text[start:end])]
    taken += [told.span() for told in TOLD.finditer(text, start, end)]
    found: list[re.Match[str]] = []
    at = start
    while match := pattern.search(text, at, end):
        inside = max((last for first, last in taken if first <= match.start() < last), default=0)
        inside = inside or (match.end() if _ends_stem(text, start, match.end(), bodies) else 0)
        if match.group() and not inside:
            found.append(match)
        at = max(inside or match.end(), at + (match.end() == at))
    return found


def _ends_stem(text: str, start: int, at: int, bodies: Bodies) -> bool:
    """Whether the words up to here are an office without its last word: 州市场监督、金融监管等部门."""
    if text[at : at + 1] not in ("、", "和", "及", "与", "等"):
        return False
    first = max(text.rfind(sign, start, at) for sign in "、,;和及与") + 1
    return bodies.stem(text[max(first, start) : at])


def _ends_well(text: str, start: int, end: int, bodies: Bodies) -> bool:
    """Whether every list got a role: 甲牵头,乙、丙 leaves 乙、丙 without one."""
    if LABEL.search(text, start, end):
        return True
    last, verbs = 0, _outside_names(VERB, text, start, end, bodies)
    if verbs and verbs[-1].lastgroup == "meet":
        return True
    for verb in verbs:
        last = _object_end(text, verb.end(), end) if verb.lastgroup in ("lead", "do") else verb.end()
    return bool(TAIL.match(text[last:end]))
