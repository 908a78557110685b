"""Two documents of which one derives from the other -> the links between their tasks and between their figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.lineage import task_links
from graph.model import Attributes, Edge, Node, Part, Value
from graph.reference import Reference
from graph.units import same_unit

_RULE = "link/2"
_SURE = {"heading": 0.98, "subject": 0.95, "text": 0.85, "terms": 0.85, "clause": 0.8}  # share of right ones


def link(local: Part, upstream: Part, reference: Reference) -> tuple[Edge, ...]:
    """Which tasks and targets of `local` carry out which of `upstream`, the document that it derives from.

    Tasks by heading, subject or terms, targets by their indicator; pure.
    """
    edges = [*_tasks(local, upstream, reference), *_indicators(local, upstream)]
    return tuple(sorted(edges, key=lambda edge: (edge.label, edge.source, edge.target, edge.key)))


def upstream_ids(part: Part) -> tuple[str, ...]:
    """The documents that this one derives from."""
    derived = {edge.target for edge in part.edges if (edge.label, edge.target_label) == ("DERIVES_FROM", "Document")}
    return tuple(sorted(derived))


def _tasks(local: Part, upstream: Part, reference: Reference) -> Iterator[Edge]:
    """What each task carries out, with the words that say so and the heading of the clause."""
    for found in task_links(local, upstream, reference):
        start = int(str(found.task.properties.get("start_char", 0))) + found.start
        words = str(found.task.properties["text"])[found.start : found.end]
        told: Attributes = {
            "score": found.score,
            "method": found.method,
            "confidence": _SURE[found.method],
            "terms": found.terms,
        }
        quote = _heading(found.upstream, reference)
        yield _edge("Task", local, found.task, found.upstream, start, words, quote, told)


def _heading(task: Node, reference: Reference) -> str:
    """The words of its heading as they stand in its text; line ends may part them."""
    text, name = str(task.properties["text"]), str(task.properties["name"])
    found = re.search(r"\s*".join(map(re.escape, name)), reference.normalise(text))
    return text[found.start() : found.end()] if found else text


def _indicators(local: Part, upstream: Part) -> Iterator[Edge]:
    """Figures for one indicator in one unit: the figure of the same year if there is one, else the latest."""
    above: defaultdict[str, list[Node]] = defaultdict(list)
    for indicator, node in _measured(upstream):
        above[indicator].append(node)
    for indicator, target in _measured(local):
        unit = target.properties.get("unit")
        same = [node for node in above[indicator] if same_unit(unit, node.properties.get("unit"))]
        year = target.properties.get("year")
        chosen = [node for node in same if node.properties.get("year") == year] or _latest(same)
        for node in chosen:
            start, words = int(str(target.properties.get("start_char", 0))), str(target.properties["text"])
            told: Attributes = {"score": 1.0, "method": "indicator", "confidence": 1.0}
            yield _edge("Target", local, target, node, start, words, str(node.properties["text"]), told)


def _measured(part: Part) -> Iterator[tuple[str, Node]]:
    """The targets of a document with their indicators; not what it says of the past."""
    measured = {edge.source: edge.target for edge in part.edges if edge.label == "MEASURES"}
    for node in part.nodes:
        if node.label == "Target" and node.properties.get("status") != "observation" and node.id in measured:
            yield measured[node.id], node


def _latest(nodes: Iterable[Node]) -> list[Node]:
    years = {int(str(node.properties.get("year", 0))): node for node in nodes}
    return [years[max(years)]] if years else []


def _edge(
    label: str, local: Part, node: Node, upstream: Node, start: int, words: str, quote: str, why: Attributes
) -> Edge:
    told: dict[str, Value] = {
        "document_id": local.document_id,
        "start_char": start,
        "end_char": start + len(words),
        "quote": words,
        "upstream_quote": quote,
        "extractor": _RULE,
        **{name: value for name, value in why.items() if value != ()},
    }
    return Edge("DERIVES_FROM", label, node.id, label, upstream.id, told)
