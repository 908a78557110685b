"""The plan that a server makes for somebody's own Cypher: only steps that read the graph may be in it.

A server that refuses writes still reads files (LOAD CSV), tells its settings and ends other people's transactions.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.engines.raw_words import PROCEDURES, STEPS
from graph.errors import ParameterError

_READ = "r"


def check_plan(kind: str | None, plan: Mapping[str, Any] | None) -> None:
    """Raise ParameterError unless the planned query only reads: its kind (r, w, rw, s), and each of its steps."""
    if kind != _READ or plan is None:
        raise _refused("a query that writes or administers")
    for step in _steps(plan):
        name = str(step["operatorType"]).partition("@")[0].partition("(")[0]  # Expand(All)@neo4j
        if name not in STEPS:
            raise _refused(name)
        if name == "ProcedureCall" and _procedure(step) not in PROCEDURES:
            raise _refused(_procedure(step))


def _steps(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    stack = [plan]
    while stack:
        step = stack.pop()
        yield step
        stack += step.get("children") or ()


def _procedure(step: Mapping[str, Any]) -> str:
    return str((step.get("args") or {}).get("Details", "")).partition("(")[0].strip().lower()


def _refused(what: str) -> ParameterError:
    return ParameterError(f"this is not allowed here: {what} (a query may only read the graph)")
