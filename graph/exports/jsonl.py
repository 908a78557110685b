"""The interchange format: one JSON object a line, nodes before edges, sorted; the same graph gives the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from graph.checked import told
from graph.model import Edge, ExtractorReport, Node, Part, Rejected, Waiting
from graph.parameters import SomeEdges, SomeNodes
from graph.queries import edges_of_triple, nodes_of_label
from graph.schema import load_schema
from graph.store import GraphStore

Piece = tuple[Iterable[Node], Iterable[Edge]]  # of an export: what may be in memory at once

ALL_EDGES = SomeEdges()
TIMEOUT = 600.0  # seconds for all nodes of a label


def lines_of(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[str]:
    """The lines of these nodes and edges, without line ends: nodes by label and id, edges by label, ends and key."""
    for node in nodes_in_order(nodes):
        yield _line({"type": "node", "label": node.label, "id": node.id, "properties": told(node.properties)})
    for edge in edges_in_order(edges):
        ends = {"source": edge.source, "target": edge.target}
        yield _line({"type": "edge", "label": edge.label, **ends, "properties": told_of_edge(edge)})


def lines_of_part(part: Part) -> Iterator[str]:
    """The lines of what one document contributes."""
    return lines_of(part.nodes, part.edges)


def lines_of_store(store: GraphStore) -> Iterator[str]:
    """The lines of the whole graph."""
    return lines_of_pieces(pieces_of_store(store))


def lines_of_pieces(pieces: Iterable[Piece]) -> Iterator[str]:
    """The lines of an export that comes piece by piece."""
    for nodes, edges in pieces:
        yield from lines_of(nodes, edges)


def report_line(document_id: str, report: Mapping[str, ExtractorReport]) -> str:
    """The last line of an extraction: what each extractor saw and what became of it."""
    return _line({"type": "report", "document_id": document_id, "extractors": _accounts(report)})


def pieces_of_store(store: GraphStore) -> Iterator[Piece]:
    """The whole graph for any format, label by label, so that not all of it is in memory at once."""
    schema = load_schema()
    for label in sorted(schema.labels):
        yield stored_nodes(store, label), ()
    for name in sorted(schema.relationships):
        yield (), stored_edges(store, name)


def nodes_in_order(nodes: Iterable[Node]) -> list[Node]:
    """By label and id, as every format lists them."""
    return sorted(nodes, key=lambda node: (node.label, node.id))


def edges_in_order(edges: Iterable[Edge]) -> list[Edge]:
    """By label, ends and key, as every format lists them."""
    return sorted(edges, key=lambda edge: (edge.label, edge.source, edge.target, _key(edge)))


def told_of_edge(edge: Edge) -> dict[str, object]:
    """The properties that have a value, with the key."""
    return {**told(edge.properties), "key": _key(edge)}


def stored_nodes(store: GraphStore, label: str, ids: tuple[str, ...] | None = None) -> Iterator[Node]:
    """The nodes of one label in the store, by id: all, or those with some ids."""
    for row in store.run(nodes_of_label(label), SomeNodes(ids), timeout=TIMEOUT):
        yield Node(label, row.id, told(row.properties))  # type: ignore[arg-type]


def stored_edges(store: GraphStore, label: str, wanted: SomeEdges = ALL_EDGES) -> Iterator[Edge]:
    """The relationships of one type in the store: all, or those that are wanted."""
    for source, target in load_schema().relationships[label].between:
        for row in store.run(edges_of_triple(label, source, target), wanted, timeout=TIMEOUT):
            yield Edge(label, source, row.source, target, row.target, told(row.properties))  # type: ignore[arg-type]


def _accounts(report: Mapping[str, ExtractorReport]) -> dict[str, Any]:
    return {
        name: {
            "seen": told_of.seen,
            "kept": told_of.kept,
            "rejected": dict(told_of.rejected),
            "waiting": list(map(_place, told_of.waiting)),
            "places": list(map(_place, told_of.places)),
        }
        for name, told_of in report.items()
    }


def _place(one: Waiting | Rejected) -> dict[str, Any]:
    return {"quote": one.evidence.quote, "start_char": one.evidence.start_char, "why": one.why}


def _key(edge: Edge) -> str:
    """The key that the store holds; else it is made of the statement."""
    return str(edge.properties.get("key") or edge.key)


def _line(told_of: Mapping[str, object]) -> str:
    return orjson.dumps(told_of, option=orjson.OPT_SORT_KEYS).decode()
