"""Two documents of which one derives from the other -> the links between their tasks and between their figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.links.comparable import Alike, comparable
from graph.links.lineage import task_links
from graph.model import Attributes, Edge, Node, Part, Value
from graph.reference import Reference
from graph.units import same_unit

_RULE = "link/2"
_SURE = {"heading": 0.98, "subject": 0.95, "text": 0.85, "terms": 0.85, "clause": 0.8}  # share of right ones


def link(local: Part, upstream: Part, reference: Reference) -> tuple[Edge, ...]:
    """Which tasks and targets of `local` carry out which of `upstream`, the document that it derives from.

    Tasks by heading, subject or terms, targets by their indicator; pure.
    """
    edges = [*_tasks(local, upstream, reference), *_indicators(local, upstream, reference)]
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


def _indicators(local: Part, upstream: Part, reference: Reference) -> Iterator[Edge]:
    """Figures for one indicator, or for one in other words; indicators that are only near are told apart as such."""
    names = {node.id: str(node.properties["name"]) for part in (local, upstream) for node in part.nodes}
    above: defaultdict[str, list[Node]] = defaultdict(list)
    for indicator, node in _measured(upstream):
        above[names[indicator]].append(node)
    below: defaultdict[str, list[Node]] = defaultdict(list)
    for indicator, node in _measured(local):
        below[names[indicator]].append(node)
    ids = {name: indicator for indicator, name in names.items() if indicator.startswith("indicator:")}
    for name in sorted(below.keys() & above.keys()):
        yield from _figures(local, below[name], above[name], "indicator", 1.0)
    for pair in comparable(below, above, reference):
        if pair.near:
            yield _near(local, ids, pair, below[pair.local][0], above[pair.upstream][0])
        else:
            yield from _figures(local, below[pair.local], above[pair.upstream], pair.method, pair.score)


def _figures(local: Part, own: Iterable[Node], above: Sequence[Node], method: str, score: float) -> Iterator[Edge]:
    """Each figure with the upstream one in its unit: that of the same year if there is one, else the latest."""
    for target in own:
        unit, year = target.properties.get("unit"), target.properties.get("year")
        same = [node for node in above if same_unit(unit, node.properties.get("unit"))]
        for node in [node for node in same if node.properties.get("year") == year] or _latest(same):
            start, words = int(str(target.properties.get("start_char", 0))), str(target.properties["text"])
            told: Attributes = {"score": score, "method": method, "confidence": 1.0}
            yield _edge("Target", local, target, node, start, words, str(node.properties["text"]), told)


def _near(local: Part, ids: Mapping[str, str], pair: Alike, own: Node, above: Node) -> Edge:
    """Two indicators that may be set side by side, with what makes them differ."""
    words = str(own.properties["text"])
    start = int(str(own.properties.get("start_char", 0)))
    told: dict[str, Value] = {
        "document_id": local.document_id,
        "start_char": start,
        "end_char": start + len(words),
        "quote": words,
        "upstream_quote": str(above.properties["text"]),
        "extractor": _RULE,
        "confidence": pair.score,
        "score": pair.score,
        "method": pair.method,
        "reason": pair.reason,
    }
    return Edge("COMPARABLE_TO", "Indicator", ids[pair.local], "Indicator", ids[pair.upstream], told)


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
