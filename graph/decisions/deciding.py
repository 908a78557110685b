"""A decision made: from what a person says to a record that can be applied, checked before anything is kept.

All checks come first: what contradicts another decision or names what is not there changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.build import Build
from graph.checked import check_part
from graph.current import stated
from graph.decisions.applying import Applying
from graph.decisions.corrections import DUTIES, words_of
from graph.decisions.decision import (
    DEALT_WITH,
    DUTY,
    LONGEST,
    MOST,
    PAIRS,
    WITHDRAWN,
    Decision,
    check_agreement,
    check_form,
    in_force,
    now,
    spoken,
)
from graph.decisions.rulings import EXTRACTION, SNAPSHOT, UPSTREAM, Rulings, extraction_of
from graph.errors import NotFound, ParameterError, StatementError
from graph.model import Reading, Statement, Value
from graph.parameters import DocumentId, Key, Lineage, NodeId
from graph.project import duties, project, statements_of
from graph.queries import DOCUMENT, EVIDENCE, LINEAGE_UP, NODE
from graph.reference import Reference
from graph.rows import NodeRow
from graph.schema import load_schema
from graph.store import GraphStore

VERDICTS = ("same", "different", "unsure", "correct", "certified", "dealt_with", WITHDRAWN)  # as people say them
MERGED = ("Department", "Document", "Indicator")  # what may be one; tasks and figures may be called different
_APART = (*MERGED, "Task", "Target")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: the verdict, about what (for `withdrawn` a decision), and for a duty who really answers."""

    verdict: str
    about: tuple[str, ...]
    who: str
    why: str = ""
    when: str = ""
    right: tuple[str, ...] = ()  # names or ids of bodies
    role: str = ""  # LEADS or COOPERATES, where that was wrong too
    no_duty: bool = False


def decide(
    store: GraphStore,
    reference: Reference,
    said: Said,
    check_finding: Callable[[GraphStore, str], None] | None = None,
) -> Decision:
    """Keep one decision and bring the graph up to it. ParameterError or NotFound before anything is changed.

    `check_finding` raises NotFound where no audit finds what is said to be dealt with.
    """
    if not said.who.strip():
        raise ParameterError("a decision is signed: give your name by --who · 请写明姓名(--who)")
    build = Build(store, reference)
    decision = _Maker(store, reference, build).made(said)
    if check_finding and decision.verdict == DEALT_WITH and not decision.withdraws:
        check_finding(store, decision.about[0])
    keep(store, reference, [decision], build=build)
    return decision


def keep(
    store: GraphStore,
    reference: Reference,
    decisions: Iterable[Decision],
    gone: bool = False,
    build: Build | None = None,
) -> list[Decision]:
    """Keep decisions, also those made on another store, all or none; gives those that were not known yet.

    Raises ParameterError where two contradict each other, NotFound where one names what is not there (unless `gone`).
    """
    given = {decision.id: decision for decision in decisions}
    known = {decision.id: decision for decision in store.decisions()}
    new = {name: decision for name, decision in given.items() if name not in known}
    for decision in new.values():
        check_form(decision)
    everything = list((known | new).values())
    check_agreement(everything)
    ruling = in_force(everything)
    _check_pairs(ruling)
    applying = Applying(store, reference)
    for decision in ruling:
        if decision.id in new and not gone and (problem := applying.problem(decision)):
            raise NotFound(f"{spoken(decision)}: {problem}; nothing was changed · 所指内容已不存在")
    build = build or Build(store, reference)
    build.decide(given.values())
    build.show()
    return list(new.values())


def _check_pairs(ruling: Iterable[Decision]) -> None:
    """Raise ParameterError where two things are one by some decisions and different by another."""
    above: dict[str, str] = {}

    def last(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    told = list(ruling)
    for one, other in (each.about for each in told if each.verdict == "same"):
        if last(one) != last(other):
            above[last(other)] = last(one)
    for each in told:
        if each.verdict == "different" and last(each.about[0]) == last(each.about[1]):
            raise ParameterError(
                f"the decisions contradict each other: by some {each.about[0]} and {each.about[1]} are one, by that of "
                f"{each.who} ({each.when}) they are different; withdraw one first, nothing was changed · 决定相互矛盾"
            )


class _Maker:
    """Makes a record of what a person says, with all that it needs to be applied later."""

    def __init__(self, store: GraphStore, reference: Reference, build: Build) -> None:
        self._store = store
        self._reference = reference
        self._build = build
        self._known = store.decisions()

    def made(self, said: Said) -> Decision:
        """The record. ParameterError, NotFound."""
        makers = {"correct": self._correct, "certified": self._certified, WITHDRAWN: self._withdrawn}
        if said.verdict not in VERDICTS:
            raise ParameterError(f"{said.verdict!r} is no verdict: one of {', '.join(VERDICTS)} · 没有这种决定")
        wanted = 2 if said.verdict in PAIRS else 1
        about = tuple(name.strip().removeprefix("/e/") for name in said.about)
        if len(about) != wanted or not all(about) or len(set(about)) < wanted:
            things = "two different things" if wanted == 2 else "one thing"
            raise ParameterError(f"{said.verdict} is about {things}, by id · 需要 {wanted} 个编号")
        said = replace(said, about=about, who=" ".join(said.who.split()), why=said.why.strip(), when=said.when or now())
        make = self._pair if said.verdict in PAIRS else makers.get(said.verdict, self._plain)
        decision = make(said)
        ruling = {each.subject: each for each in in_force([*self._known, decision])}
        later = ruling.get(decision.subject)
        if later is not None and later.id != decision.id:
            raise ParameterError(
                f"a later decision about the same stands: {spoken(later)} ({later.when}) · 已有更晚的决定"
            )
        return decision

    def _record(self, said: Said, about: Sequence[str], **told: Value) -> Decision:
        return Decision(said.verdict, tuple(about), said.who, said.when, said.why, told)

    def _plain(self, said: Said) -> Decision:
        if len(said.about[0]) > 3 * LONGEST:
            raise ParameterError("an id has at most 300 characters · 编号太长")
        return self._record(said, said.about)

    def _pair(self, said: Said) -> Decision:
        applying = Applying(self._store, self._reference)
        one, other = (applying.node(name) for name in said.about)
        allowed = MERGED if said.verdict == "same" else _APART
        if one.label != other.label or one.label not in allowed:
            raise ParameterError(
                f"{said.verdict} is about two of one kind ({', '.join(allowed)}), not {one.label} and {other.label} "
                "· 类别不同"
            )
        if said.verdict != "same":
            return self._record(said, said.about)
        if one.id == other.id:
            raise ParameterError(f"{said.about[0]} and {said.about[1]} are one already · 两者已经合并")
        self._check_apart(said, one.id, other.id)
        snapshot = {name: one.properties.get(name) for name in SNAPSHOT if name != "name"}
        told = {name: value for name, value in snapshot.items() if isinstance(value, str | int) and value != ""}
        return self._record(said, (one.id, other.id), name=one.name, **told)

    def _check_apart(self, said: Said, one: str, other: str) -> None:
        """Raise ParameterError where somebody calls different what the two have been merged into."""
        for each in in_force(self._known):
            if each.verdict == "different" and set(each.about) == {one, other} != set(said.about):
                raise ParameterError(
                    f"{' and '.join(said.about)} stand for {one} and {other}, which {each.who} calls different "
                    f"({each.when}): withdraw that first, nothing was changed · 决定相互矛盾"
                )

    def _certified(self, said: Said) -> Decision:
        [name] = said.about
        found = Applying(self._store, self._reference).shown_text(name)
        reading = self._store.reading(found.sha256 or "")
        told: dict[str, Value] = {"document_id": found.document_id, "document": found.document}
        told[EXTRACTION] = extraction_of(reading)
        if upstream := self._upstream(found.document_id):
            told[UPSTREAM] = upstream
        return self._record(said, (reading.sha256,), **told)

    def _upstream(self, document_id: str) -> tuple[str, ...]:
        """The texts that the links of a document rest on besides its own: those of what it directly derives from."""
        steps = self._store.run(LINEAGE_UP, Lineage(document_id, 1))
        rows = (row for step in steps for row in self._store.run(DOCUMENT, DocumentId(step.id)))
        return tuple(sorted({row.sha256 for row in rows if row.sha256}))

    def _withdrawn(self, said: Said) -> Decision:
        earlier = next((each for each in in_force(self._known) if each.id == said.about[0]), None)
        if earlier is None:
            raise NotFound(
                f"no decision {said.about[0]} is in force: `zhitu decisions list` shows them · 没有这项有效的决定"
            )
        told = {name: value for name, value in earlier.told.items() if name in (*DUTY, "keys")}
        return Decision(earlier.verdict, earlier.about, said.who, said.when, said.why, {**told, WITHDRAWN: True})

    def _correct(self, said: Said) -> Decision:
        [key] = said.about
        row = next((each for each in self._store.run(EVIDENCE, Key(key)) if each.relation in DUTIES), None)
        if row is None or row.document_id is None:
            raise NotFound(f"no duty has the key {key}: open it by /e/{key} · 没有这条责任")
        document = Applying(self._store, self._reference).shown_text(row.document_id)
        reading = self._store.reading(document.sha256 or "")
        told = self._duty(reading, key, row.decision)
        right = tuple(dict.fromkeys(self._name(each) for each in said.right if each.strip()))
        role = said.role or str(told["role"])
        _check_right(said, right, role, told)
        keys = told.pop("keys")
        about = (str(told.pop("about", document.document_id)),)
        decision = self._record(said, about, **told, keys=keys, right=right, right_role=role, key=key)
        self._check_part(reading, decision)
        return decision

    def _duty(self, reading: Reading, key: str, earlier_id: str | None) -> dict[str, Value]:
        """What the duty is known by; of one that was corrected before, what it was known by then."""
        earlier = next((each for each in self._known if each.id == earlier_id and each.verdict == "correct"), None)
        if earlier is not None:
            told = {name: value for name, value in earlier.told.items() if name in (*DUTY, "keys")}
            return {**told, "about": earlier.about[0]}
        made = duties(reading, self._reference, self._build.rulings, self._build.identity())
        duty: Statement | None = made.get(key)
        if duty is None:
            raise NotFound(f"the text does not state {key} any more: reload the page · 这条责任已不存在")
        words = words_of(duty, statements_of(reading, self._reference), self._reference)
        return {**words, "keys": tuple(sorted(stated(reading, self._reference).own))}

    def _name(self, told: str) -> str:
        """The name of a body that is given by its id or its name."""
        node: NodeRow | None = None
        if told.startswith("dept:"):
            node = next(iter(self._store.run(NODE, NodeId(told.strip()))), None)
            if node is None:
                raise NotFound(f"no department has the id {told}: give its name · 没有这个部门")
        name = node.name if node else " ".join(told.split())
        if len(name) > LONGEST or not name.isprintable():
            raise ParameterError(f"{name[:20]!r} … is no name of a body: at most {LONGEST} characters · 单位名称太长")
        return name

    def _check_part(self, reading: Reading, decision: Decision) -> None:
        """Raise ParameterError where the graph could not show the document so."""
        rulings = Rulings.of([*self._known, decision])
        try:
            check_part(project(reading, self._reference, rulings, rulings.rule(self._build.identity())), load_schema())
        except StatementError as error:
            raise ParameterError(f"the graph cannot show this correction: {error} · 无法这样更正") from error


def _check_right(said: Said, right: Sequence[str], role: str, told: dict[str, Value]) -> None:
    if said.no_duty == bool(right):
        raise ParameterError(
            "say who really answers, or that it is no duty: one of both · 请写明正确的单位,或说明不是责任"
        )
    if role not in DUTIES or len(right) > MOST:
        raise ParameterError(f"a role is LEADS or COOPERATES, of at most {MOST} bodies · 角色不对,或单位太多")
    if tuple(right) == (told["was"],) and role == told["role"]:
        raise ParameterError(f"{told['was']} is what the text was read to say: nothing to correct · 与读取结果相同")
