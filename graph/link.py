"""Two documents of which one derives from the other -> the links between their tasks and between their figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.model import Edge, Node, Part, Value
from graph.reference import Reference
from graph.resolution import without_place
from graph.units import same_unit

_RULE = "link/1"
_SIGNS = re.compile(r"[^\w]|[的_]")


def link(local: Part, upstream: Part, reference: Reference) -> tuple[Edge, ...]:
    """Which tasks and targets of `local` carry out which of `upstream`, the document that it derives from.

    Tasks with equal headings (method `heading`) and targets of equal indicators (method `indicator`); pure.
    """
    edges = [*_headings(local, upstream, reference), *_indicators(local, upstream)]
    return tuple(sorted(edges, key=lambda edge: (edge.label, edge.source, edge.target, edge.key)))


def upstream_ids(part: Part) -> tuple[str, ...]:
    """The documents that this one derives from."""
    derived = {edge.target for edge in part.edges if (edge.label, edge.target_label) == ("DERIVES_FROM", "Document")}
    return tuple(sorted(derived))


def _headings(local: Part, upstream: Part, reference: Reference) -> Iterator[Edge]:
    """Equal headings, but for those that stand in every plan, and those that stand there twice."""
    above = _by_heading(upstream, reference)
    for heading, tasks in _by_heading(local, reference).items():
        if len(above.get(heading, ())) == 1:
            [counterpart] = above[heading]
            quote = _heading(counterpart, reference)[1]
            for task in tasks:
                start, words = _heading(task, reference)
                yield _edge("Task", local, task, counterpart, start, words, quote, "heading")


def _by_heading(part: Part, reference: Reference) -> dict[str, list[Node]]:
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for node in part.nodes:
        if node.label == "Task" and node.properties.get("kind") != "measure":
            found[heading_key(str(node.properties["name"]), reference)].append(node)
    generic = {heading_key(heading, reference) for heading in reference.words["generic_headings"]}
    return {heading: nodes for heading, nodes in found.items() if heading and heading not in generic}


def heading_key(heading: str, reference: Reference) -> str:
    """A heading as it is compared: simplified, without signs and words of place."""
    return _SIGNS.sub("", without_place(reference.normalise(heading), reference))


def _heading(task: Node, reference: Reference) -> tuple[int, str]:
    """Where the heading stands in the task's text, and its words there; line ends may part them."""
    text, name = str(task.properties["text"]), str(task.properties["name"])
    found = re.search(r"\s*".join(map(re.escape, name)), reference.normalise(text))
    start, end = found.span() if found else (0, len(text))
    return int(str(task.properties.get("start_char", 0))) + start, text[start:end]


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
            yield _edge("Target", local, target, node, start, words, str(node.properties["text"]), "indicator")


def _measured(part: Part) -> Iterator[tuple[str, Node]]:
    """The targets of a document with their indicators; not what it says of the past."""
    measured = {edge.source: edge.target for edge in part.edges if edge.label == "MEASURES"}
    for node in part.nodes:
        if node.label == "Target" and node.properties.get("status") != "observation" and node.id in measured:
            yield measured[node.id], node


def _latest(nodes: Iterable[Node]) -> list[Node]:
    years = {int(str(node.properties.get("year", 0))): node for node in nodes}
    return [years[max(years)]] if years else []


def _edge(label: str, local: Part, node: Node, upstream: Node, start: int, words: str, quote: str, method: str) -> Edge:
    told: dict[str, Value] = {
        "document_id": local.document_id,
        "start_char": start,
        "end_char": start + len(words),
        "quote": words,
        "upstream_quote": quote,
        "extractor": _RULE,
        "confidence": 1.0,
        "score": 1.0,
        "method": method,
    }
    return Edge("DERIVES_FROM", label, node.id, label, upstream.id, told)
