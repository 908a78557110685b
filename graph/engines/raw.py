"""Cypher that a researcher writes: what it may not do, on any engine; the engine's read-only mode comes on top."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from graph.engines.raw_words import FIRST, FUNCTIONS, KEYWORDS, OTHER_KEYWORDS, PROCEDURES
from graph.errors import ParameterError
from graph.schema import load_schema

# What the store keeps for itself, and what the engine adds: not of the graph.
_KEPT = frozenset({"Reading", "Decision", "Store", "search", "base", "states", "content", "line"})
INTERNAL = _KEPT | {"title", "type"}
LARGEST = 20_000_000  # bytes of an answer
_ACCESS = (":", ".", "|")  # in front of a label, type or property


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a raw query may take and how many rows it may give."""

    seconds: float = 5.0
    rows: int = 1000


@dataclass(frozen=True, slots=True)
class RawRows:
    """The answer to a raw query; truncated where there were more rows than the limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool


def check_raw(text: str) -> None:
    """Raise ParameterError unless every word of the text is one that a reading query is made of.

    An allow-list: clauses, operators, functions, procedures and names in backticks are those listed here or in the
    schema. What only looks like a variable cannot be a clause that nobody thought of: two names, or a name and a value,
    never stand side by side. Comments, escapes and doubled quotes are refused, for engines read them differently.
    """
    tokens = [Token("start", ""), *_tokens(text), Token("end", "")]
    if tokens[1].word not in FIRST:
        raise _refused(tokens[1].text, "a query begins with MATCH, OPTIONAL MATCH, WITH, UNWIND, RETURN or CALL")
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        _check(before, token, after)


class Token(NamedTuple):
    """A piece of a query: name, call (a name in front of a bracket), quoted name, value, sign."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """As keywords are compared."""
        return self.text.upper()


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<value>'[^'\\]*'|"[^"\\]*"|\$\w+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w))
    |`(?P<quoted>[^`\\]*)`
    |(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?P<call>\s*\()?
    |(?P<comment>//|/\*)
    |(?P<sign>\.\.|<=|>=|<>|=~|\+=|[-+*/%^=<>()\[\]{},.:|])""",
    re.VERBOSE,
)
_ENDS_A_VALUE = frozenset({"value", "quoted", "name"})


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found["comment"]:
            raise _refused(text[at : at + 10], "no comments, no escapes, no statement behind another")
        at = found.end()
        if found["name"]:
            yield Token("call" if found["call"] else "name", found["name"])
            if found["call"]:
                yield Token("sign", "(")
        elif found["quoted"] is not None:
            yield Token("quoted", found["quoted"])
        elif not found["blank"]:
            yield Token("value" if found["value"] else "sign", found[0])


def _check(before: Token, token: Token, after: Token) -> None:
    if token.kind == "quoted" and token.text not in _names():
        raise _refused(f"`{token.text}`", "in backticks stand labels, types and properties of the graph only")
    if token.kind == "call":
        _check_call(before, token)
    elif token.kind == "name" and before.text not in _ACCESS:
        _check_name(before, token, after)
    if token.kind in ("name", "quoted") and _KEPT.intersection(_accessed(before, token)):
        raise _refused(token.text, "the store keeps this for itself")
    if _is_value(token) and _is_value(before):
        raise _refused(f"{before.text} {token.text}", "two names or values stand side by side")


def _accessed(before: Token, token: Token) -> list[str]:
    """The labels and properties that a name asks for: what stands behind a dot or a colon."""
    first, *others = token.text.split(".")
    return [first, *others] if before.text in _ACCESS else others


def _check_call(before: Token, token: Token) -> None:
    """A word in front of a bracket: a keyword, a function, or behind CALL a procedure; a label in `(n:Label (`."""
    if before.word == "CALL" and before.kind == "name":
        if token.text.lower() not in PROCEDURES:
            raise _refused(token.text, f"procedures allowed: {', '.join(sorted(PROCEDURES))}")
    elif token.word not in KEYWORDS and token.text.lower() not in FUNCTIONS:
        raise _refused(f"{token.text}(", f"functions allowed: {', '.join(sorted(FUNCTIONS))}")


def _check_name(before: Token, token: Token, after: Token) -> None:
    if token.word in OTHER_KEYWORDS:
        raise _refused(token.text, "only MATCH, WITH, UNWIND, RETURN and the like are; call a variable otherwise")
    if token.word == "CALL" and after.text not in ("{", "(") and after.kind != "call":
        raise _refused(f"CALL {after.text}", "CALL is followed by { … } or by a procedure with its brackets")


def _is_value(token: Token) -> bool:
    """Whether this is a name or value of its own: no keyword, no sign."""
    return token.kind in _ENDS_A_VALUE and not (token.kind == "name" and token.word in KEYWORDS)


@cache
def _names() -> frozenset[str]:
    """Labels, types and properties of the schema."""
    schema = load_schema()
    labels = {each for name, label in schema.labels.items() for each in (name, *label.properties)}
    types = {each for name, relation in schema.relationships.items() for each in (name, *relation.properties)}
    return frozenset({"id", "name", "key"} | labels | types)


def _refused(what: str, why: str) -> ParameterError:
    return ParameterError(f"this is not allowed here: {what!r} ({why})")


def plain(value: object) -> object:
    """A value of an answer as JSON knows it: nodes and relationships without internal properties, dates as ISO text."""
    if isinstance(value, dict):
        told = {name: plain(item) for name, item in value.items()}
        if isinstance(own := told.get("properties"), dict) and ("labels" in told or "start" in told):
            told["properties"] = {name: item for name, item in own.items() if name not in INTERNAL}
        return told
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)
