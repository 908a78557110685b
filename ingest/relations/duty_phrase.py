"""The grammar of a duty phrase: 市经信局牵头,市科技局、市财政局配合 -> who leads, who cooperates, in which mode."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.bodies import Bodies
from ingest.names import Name, NameList, split_names

LABEL_WORDS = (
    "第一责任单位|主要责任单位|牵头责任单位|牵头单位|牵头部门|牵头领导小组|责任主体单位|责任单位|责任部门|负责单位|负责部门|主办单位|主办部门|承担单位|承办单位"
    "|实施单位|落实单位|主管部门|主管单位|配合单位|配合责任单位|配合部门|协办单位|协办部门|协作单位|协同单位|参与单位|参与部门|参加单位|支持单位|指导单位|监督单位|责任处室|主办|协办|牵头|配合|责任"
)
LABEL = re.compile(rf"(?P<label>{LABEL_WORDS})(?:及分工)?\s*:\s*")
PRECEDENCE = re.compile(
    r"[,。;、(]?\s*(?:以上|上述|其中)?[,]?(?:文中|任务|各项任务|有关任务)?(?:列|排|名)(?:名|序|列)?在?(?:于)?(?:首位|第[一1](?:位|家|个|名)?|最前面?)"
    r"(?:位)?的?(?:责任)?(?:单位|部门)?[,]?(?:均)?(?:为|是|即为|系)(?:牵头|第一责任|主要?责任|主办|负责)(?:责任)?(?:单位|部门)?"
    r"(?:[,、;](?:其他|其余|后列)(?:责任)?(?:单位|部门)?为(?:配合|参与|协办|协同|责任|参加)(?:单位|部门)?)?(?:[,、]?(?:以下)?(?:下同|均同|不再注明|不再说明))?"
)
# 完成时限:2022年12月 · 2025年底前完成 · 长期坚持, behind the bodies
_DEADLINE = re.compile(
    r"[,;。、\s]*(?:(?:完成|办理|整改|落实|推进|进度|时间)?(?:时限|时间|期限|节点)(?:要求)?\s*:[^:;()]*"
    r"|(?:\d{4}年|今年|当年)?(?:\d{1,2}月|年)?(?:上旬|中旬|下旬)?(?:底|末|份)?(?:以|之)?前(?:完成|落实|到位|取得.{2,6})?"
    r"|\d{4}年(?:\d{1,2}月)?(?:底|末)?(?:完成)?|长期坚持|持续推进|常年坚持|持续实施|长期推进|全年推进)[。\s]*$"
)
_SHARED = (
    r"(?:按照?|依照|依据|根据|结合|在)?(?:各自|自身)?的?(?:工作|法定|部门|业务|相应)?(?:职责|职能|责任)(?:任务)?(?:分工|范围|权限)?(?:内|要求)?,?"
    r"(?:分别|分工|共同|具体|抓好|做好|切实)*(?:负责|落实|组织实施|实施|推进|开展|配合)?(?:落实|实施|推进|到位)?|分工负责(?:落实)?|分头负责"
)
_END = r"(?=$|[,;。、) ])"
_LEAD = (
    r"(?:共同|联合|分别|总)?牵头(?:负责|组织实施|组织落实|组织|落实|推进|实施|抓总|协调|办理)?"
    rf"|主办{_END}|抓总"
)
_HELP = (
    r"(?:积极|密切|共同|予以|给予|协助|做好)*(?:配合|参与|参加|协同|协作|协办|协助|支持|指导|监督)"
    rf"(?:落实|实施|推进|做好|完成|办理|配合|支持|工作)*{_END}"
)
_DO = (
    r"(?:具体|统筹|全面|分别|共同|组织|结合实际|抓好|牵头)*负责(?!人|任|制(?![定订作造修]))"
    r"(?:组织实施|具体落实|抓好落实|贯彻落实|落实|实施|推进|组织)?"
    rf"|(?:(?:结合|根据)实际|抓好|抓紧|认真)*(?:组织实施|贯彻落实|抓好落实|落实|承办|承担|实施){_END}"
)
_VERB = re.compile(
    rf"(?P<shared>{_SHARED})(?=$|[,;。、) 的])|(?P<lead>{_LEAD})|(?P<meet>会同|会商)|(?P<help>{_HELP})|(?P<do>{_DO})"
)
_SUPPORT = re.compile(r"支持|指导|监督")
_LEAD_LABELS = re.compile(r"牵头|主办|第一责任|主要责任|承担")
_HELP_LABELS = re.compile(r"配合|协办|协作|协同|参与|参加|支持|指导|监督")
_PERSON = re.compile(
    r"(?:负责人|责任人|法定代表人|法人|领导|[市县区省厅局州盟旗镇乡校院所]长|书记|主任|组长|董事长|经理|同志|专员|个人)$"
)
_MODAL = re.compile(r"(?:要|应当?|须|必须|将|具体|切实|统一|主要|分别|共同|总|全面)+$")
_TAIL = re.compile(r"^[\s,。;、)]*(?:工作|到位|下同|完成|等)?[\s,。;、)]*$")


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
    groups = list(_groups(text, start, end, bodies))
    if not objects:
        groups = [replace(group, scope="") for group in groups]
    phrase = _phrase(groups, precedence or rule is not None)
    if phrase.duties and not _ends_well(text, start, end):
        phrase = Phrase(problem="a list without a role behind the last verb")
    return replace(phrase, declares_precedence=rule is not None)


def read_bare(text: str, start: int, end: int, bodies: Bodies) -> Phrase:
    """Read bodies without a word on their role, in a document with a rule on who leads."""
    names = split_names(text, start, _before_deadline(text, start, end), bodies)
    return _phrase([_Group(names, "label")], True)


def _before_deadline(text: str, start: int, end: int) -> int:
    while deadline := _DEADLINE.search(text[:end], start):
        end = deadline.start()
    return end


def _phrase(groups: list[_Group], precedence: bool) -> Phrase:
    unread = [piece for group in groups for piece in group.names.unread]
    names = [name for group in groups for name in group.names.names]
    if unread:
        if not names and all(_PERSON.search(piece) for piece in unread):
            return Phrase(none="a person, not an office")
        return Phrase(problem=f"not known as a body: {'; '.join(unread)}")
    if not names:
        return Phrase(none="only 有关部门" if any(group.names.open_list for group in groups) else "names no body")
    return Phrase(tuple(_duties(groups, precedence)))


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
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        if _outside_names(_VERB, text, label.end(), stop, bodies):
            found = list(_verb_groups(text, label.end(), stop, bodies, prefix))
            yield from found
            prefix = found[-1].names.prefix if found else prefix
            continue
        names = split_names(text, label.end(), stop, bodies, prefix)
        prefix = names.prefix
        yield _Group(names, label_verb(label["label"]))


def label_verb(label: str) -> str:
    """What a label or a column makes of its bodies: lead (牵头单位), help (配合单位), support, label (责任单位)."""
    if _HELP_LABELS.search(label):
        return "support" if _SUPPORT.search(label) else "help"
    return "lead" if _LEAD_LABELS.search(label) else "label"


def _verb_groups(text: str, start: int, end: int, bodies: Bodies, prefix: str) -> Iterator[_Group]:
    """Lists with the verbs behind them; 甲会同乙负责 makes two groups."""
    at, met = start, None
    for verb in _outside_names(_VERB, text, start, end, bodies):
        if verb.start() < at:
            continue
        names, scope = _list_before(text, at, verb.start(), bodies, prefix)
        prefix = names.prefix
        kind = verb.lastgroup or "do"
        at = verb.end()
        if kind in ("lead", "do") and (tail := _object_end(text, at, end)) > at:
            scope, at = scope or text[at:tail].strip(), tail
        if kind == "meet":
            met = names
        elif met is not None:
            yield _Group(met, "lead", scope)
            yield _Group(names, "help")
            met = None
        elif names.names or names.unread or names.open_list:
            yield _Group(names, "support" if kind == "help" and _SUPPORT.search(verb.group()) else kind, scope)


def _list_before(text: str, start: int, end: int, bodies: Bodies, prefix: str) -> tuple[NameList, str]:
    """The list before a verb; …工作由甲负责 speaks of a part: the words before 由 are its scope."""
    end = start + len(_MODAL.sub("", text[start:end]))
    by = text.rfind("由", start, end)
    scope = text[start:by].strip(",;、。 ") if by > start else ""
    if scope and not bodies.kind(scope) and "自由" not in text[by - 1 : by + 1]:
        return split_names(text, by + 1, end, bodies, prefix), scope.removesuffix("具体").removesuffix("分别")
    return split_names(text, start, end, bodies, prefix), ""


def _object_end(text: str, at: int, end: int) -> int:
    """Where the object of a verb ends: 市甲局负责项目审批 speaks of 项目审批 alone."""
    stop = re.compile(r"[,;。()]").search(text, at, end)
    return stop.start() if stop else end


def _outside_names(pattern: re.Pattern[str], text: str, start: int, end: int, bodies: Bodies) -> list[re.Match[str]]:
    """Matches of a pattern that lie in no name of the gazetteer: 监督 of 质量技术监督局 is no verb."""
    names = [(start + first, start + last) for first, last in bodies.reference.departments.find(text[start:end])]
    return [
        match
        for match in pattern.finditer(text, start, end)
        if match.group() and not any(first <= match.start() < last for first, last in names)
    ]


def _ends_well(text: str, start: int, end: int) -> bool:
    """Whether every list got a role: 甲牵头,乙、丙 leaves 乙、丙 without one."""
    if LABEL.search(text, start, end):
        return True
    last = 0
    for verb in _VERB.finditer(text, start, end):
        last = _object_end(text, verb.end(), end) if verb.lastgroup in ("lead", "do") else verb.end()
    return bool(_TAIL.match(text[last:end]))


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
    if group.verb in ("help", "support"):
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
