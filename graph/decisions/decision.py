"""What people decided, as records (docs/decisions.md): a line of JSON each, the same bytes for the same decision."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import orjson

from graph.errors import ParameterError, StoreError
from graph.model import Attributes, content_id

DEALT_WITH = "dealt_with"
VERDICTS = ("same", "different", "unsure", "correct", DEALT_WITH, "certified")
PAIRS = ("same", "different", "unsure")  # about two things; one such verdict replaces the other
DUTY = ("role", "was", "quote", "place", "n")  # told of a correction: what the duty is known by
WITHDRAWN = "withdrawn"  # told of a decision that takes an earlier one back
MOST = 20  # bodies that one duty may go to
LONGEST = 100  # characters of a body's name
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST = 2000  # characters of a reason or a name

Subject = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, when and why; `about` holds ids of nodes or keys of relationships. ParameterError."""

    verdict: str
    about: tuple[str, ...]
    who: str
    when: str  # an ISO date, or one with its time
    why: str = ""
    told: Attributes = field(default_factory=dict)  # what else the verdict needs

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ParameterError(f"{self.verdict!r} is no verdict: one of {', '.join(VERDICTS)}")
        if not (self.who.strip() and all(self.about) and self.about and self.when):
            raise ParameterError(
                "a decision says what it is about, who made it (--who) and when · 决定须写明事项、姓名和时间"
            )
        if max(len(self.who), len(self.why)) > _LONGEST:
            raise ParameterError(f"a name or a reason has at most {_LONGEST} characters · 姓名或理由太长")
        moment(self.when)

    @property
    def id(self) -> str:
        """The same for the same decision, so that one that is told twice is kept once."""
        return content_id(to_line(self))

    @property
    def withdraws(self) -> bool:
        """Whether it takes the decision about the same thing back and puts nothing in its place."""
        return bool(self.told.get(WITHDRAWN))

    @property
    def subject(self) -> Subject:
        """What it is about, however it was decided: a later decision about the same replaces it."""
        if self.verdict in PAIRS:
            return ("pair", *sorted(self.about))
        if self.verdict == "correct":
            return ("correct", *self.about, *(str(self.told.get(name, "")) for name in DUTY))
        return (self.verdict, *self.about)


def moment(when: str) -> str:
    """The time in one form that sorts; a date is its beginning, a time without zone is UTC. ParameterError."""
    try:
        told = datetime.fromisoformat(when)
        return (told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)).isoformat(timespec="microseconds")
    except (ValueError, OverflowError, TypeError) as error:
        raise ParameterError(f"{when!r} is no date: write 2026-03-01 or 2026-03-01T08:00 · 日期不对") from error


def now() -> str:
    """This moment as decisions have it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def to_line(decision: Decision) -> str:
    """The decision as a line of JSON, without its end. Raises ParameterError for text that is no Unicode."""
    try:
        return orjson.dumps(asdict(decision), option=orjson.OPT_SORT_KEYS).decode()
    except TypeError as error:  # a lone surrogate
        raise ParameterError(f"the decision cannot be written: {error}") from error


def from_line(line: str) -> Decision:
    """The decision again; StoreError where the line is none."""
    try:
        told = orjson.loads(line)
        attributes = {name: tuple(value) if isinstance(value, list) else value for name, value in told["told"].items()}
        found = Decision(**{**told, "about": tuple(told["about"]), "told": attributes})
        _check_kinds(found)
    except (ValueError, TypeError, LookupError, AttributeError, ParameterError) as error:
        raise StoreError(f"a decision is damaged ({error}): {line[:80]}") from error
    return found


def _check_kinds(decision: Decision) -> None:
    texts = (decision.verdict, decision.who, decision.when, decision.why, *decision.about)
    if not all(isinstance(each, str) for each in texts):
        raise ParameterError("verdict, who, when, why and about are texts")
    for name, value in decision.told.items():
        members = value if isinstance(value, tuple) else ()
        if not isinstance(value, str | int | float | bool | tuple) or not all(
            isinstance(each, str) for each in members
        ):
            raise ParameterError(f"told {name} is a text, a number, yes or no, or a list of texts")


def in_order(decisions: dict[str, Decision]) -> list[Decision]:
    """By when they were made, then by id."""
    return [decision for _, decision in sorted(decisions.items(), key=lambda item: (moment(item[1].when), item[0]))]


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The last decision about each thing, in order; those that only take one back are left out."""
    ordered = in_order({decision.id: decision for decision in decisions})
    last = {decision.subject: decision for decision in ordered}
    return [decision for decision in ordered if last[decision.subject] is decision and not decision.withdraws]


def check_form(decision: Decision) -> None:
    """Raise ParameterError where a decision lacks what its verdict needs to be applied."""
    told, about = decision.told, decision.about
    wanted = 2 if decision.verdict in PAIRS else 1
    problem = ""
    if len(set(about)) != wanted or len(about) != wanted:
        problem = f"is about {wanted} thing{'s' if wanted > 1 else ''}"
    elif decision.verdict == "certified" and not _SHA256.fullmatch(about[0]):
        problem = "names the text by its sha256"
    elif decision.verdict == "correct":
        problem = _problem_of_duty(told, decision.withdraws)
    if problem:
        raise ParameterError(f"{spoken(decision)}: such a decision {problem}; nothing was changed · 决定的内容不完整")


def _problem_of_duty(told: Attributes, withdrawn: bool) -> str:
    roles, n, right = (told.get("role"), told.get("right_role", "LEADS")), told.get("n"), told.get("right")
    if not set(roles) <= {"LEADS", "COOPERATES"}:
        return "has the roles LEADS or COOPERATES"
    if not all(isinstance(told.get(name), str) and told.get(name) for name in ("was", "quote", "place")):
        return "tells was, quote and place"
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        return "tells n, a number from 1 up"
    names = right if isinstance(right, tuple) else None
    if not withdrawn and (names is None or len(names) > MOST or not all(0 < len(name) <= LONGEST for name in names)):
        return f"tells who is right: a list of at most {MOST} names, an empty one where it is no duty"
    return ""


def check_agreement(decisions: Iterable[Decision]) -> None:
    """Raise ParameterError where two decisions of one moment say different things about the same."""
    said: dict[tuple[Subject, str], Decision] = {}
    for decision in decisions:
        other = said.setdefault((decision.subject, moment(decision.when)), decision)
        if (other.verdict, other.about, other.told) != (decision.verdict, decision.about, decision.told):
            raise ParameterError(
                f"two decisions of {decision.when} contradict each other: {spoken(other)} ({other.who}) and "
                f"{spoken(decision)} ({decision.who}); nothing was changed · 同一时刻的两个决定相互矛盾"
            )


def spoken(decision: Decision) -> str:
    """A decision in few words: `same dept:… dept:…`."""
    told: Mapping[str, object] = decision.told
    about = " ".join(decision.about)
    if decision.withdraws:
        return f"{decision.verdict} {about} withdrawn"
    if decision.verdict == "correct":
        right = told.get("right") or ()
        meant = "、".join(right) if isinstance(right, tuple) else str(right)
        return f"correct {about} {told.get('quote', '')}: {told.get('was', '')} → {meant or 'no duty'}"
    return f"{decision.verdict} {about}"
