"""What people decided, as records: one line of JSON each, the same bytes for the same decision."""

from dataclasses import asdict, dataclass, field

import orjson

from graph.errors import ParameterError, StoreError
from graph.model import Attributes, content_id

VERDICTS = ("same", "different", "unsure", "correct", "dealt_with", "certified")


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
        if not (self.about and self.who and self.when):
            raise ParameterError("a decision says what it is about, who made it and when")

    @property
    def id(self) -> str:
        """The same for the same decision, so that one that is told twice is kept once."""
        return content_id(to_line(self))


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
        return Decision(**{**told, "about": tuple(told["about"]), "told": attributes})
    except (ValueError, TypeError, LookupError, AttributeError, ParameterError) as error:
        raise StoreError(f"a decision is damaged ({error}): {line[:80]}") from error


def in_order(decisions: dict[str, Decision]) -> list[Decision]:
    """By when they were made, then by id."""
    return [decision for _, decision in sorted(decisions.items(), key=lambda item: (item[1].when, item[0]))]
