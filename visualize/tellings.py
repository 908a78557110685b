"""What the panel of a picture tells of an edge or a task, in the words of the rows that a query gave."""

from collections.abc import Sequence
from typing import Any

from graph.exports.table import label_of
from visualize.subgraph import Words


def told(*pairs: tuple[str, Any]) -> Words:
    """The pairs that say something: a column's heading in Chinese with its value, lists as a path."""
    shown = ((label_of(name), _said(name, value)) for name, value in pairs if value not in (None, "", [], ()))
    return tuple(pair for pair in shown if all(pair))


def _said(name: str, value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(map(str, value))
    labelled = label_of(f"{name}={value}")
    return str(value) if labelled == f"{name}={value}" else labelled
