"""Cypher that a researcher writes: what it may not do, on any engine; the engine's read-only mode comes on top."""

import re
from dataclasses import dataclass

from graph.errors import ParameterError

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_REFUSED = re.compile(
    r"\b(?:LOAD\s+CSV|SHOW|TERMINATE|USE|IN\s+TRANSACTIONS|CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|ALTER|GRANT"
    r"|REVOKE|DENY|START|STOP|ENABLE|RENAME|INSERT)\b|;|\\u",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\bCALL\s+(?![{(\s])([\w.`]*)", re.IGNORECASE)
PROCEDURES = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
INTERNAL = frozenset({"search", "base", "states", "title", "type"})  # of the store or the engine, not of the graph


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
    """Raise ParameterError where the text writes, reads files, administers, or calls what is not allowed."""
    bare = _QUOTED.sub(" ", text)
    if refused := _REFUSED.search(bare):
        raise ParameterError(
            f"this is not allowed here: {refused[0]}; only MATCH, WITH, UNWIND, RETURN and the like are"
        )
    for called in _CALLED.finditer(bare):
        if called[1].lower() not in PROCEDURES:
            raise ParameterError(
                f"this procedure is not allowed here: {called[1]}; allowed: {', '.join(sorted(PROCEDURES))}"
            )


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
