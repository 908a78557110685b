"""One document out of the store, for any format: what it states, and the nodes that this needs."""

from collections.abc import Iterator

from graph.errors import NotFound
from graph.exports.jsonl import Piece, lines_of, stored_edges, stored_nodes
from graph.model import Edge, Node
from graph.parameters import NodeId, SomeEdges
from graph.queries import NODE
from graph.schema import load_schema
from graph.store import GraphStore

_REFERENCE = ("BELONGS_TO", "PART_OF")  # facts of the reference data that say where a node belongs


def lines_of_document(store: GraphStore, document_id: str) -> Iterator[str]:
    """The lines of what this document states, as lines_of_store writes them; NotFound where there is none."""
    return lines_of(*piece_of_document(store, document_id))


def piece_of_document(store: GraphStore, document_id: str) -> Piece:
    """What this document states, and the nodes that this needs; NotFound where there is none."""
    if not any(node.label == "Document" for node in store.run(NODE, NodeId(document_id))):
        raise NotFound(f"there is no document {document_id}; zhitu query documents lists them with their ids")
    stated = SomeEdges(document_id=document_id)
    own = [edge for name in load_schema().relationships for edge in stored_edges(store, name, stated)]
    wanted = {("Document", document_id)}
    wanted.update(end for edge in own for end in ((edge.source_label, edge.source), (edge.target_label, edge.target)))
    facts = _reference_facts(store, wanted)
    return _nodes(store, wanted), (*own, *facts)


def _nodes(store: GraphStore, wanted: set[tuple[str, str]]) -> Iterator[Node]:
    for label in load_schema().labels:
        if ids := tuple(sorted(node_id for each, node_id in wanted if each == label)):
            yield from stored_nodes(store, label, ids)


def _reference_facts(store: GraphStore, wanted: set[tuple[str, str]]) -> list[Edge]:
    """Facts of the reference data about wanted nodes, and so on upwards; adds where they lead."""
    facts: list[Edge] = []
    fresh = set(wanted)
    while fresh:
        asked = SomeEdges(sources=tuple(sorted(node_id for _, node_id in fresh)))
        edges = [edge for name in _REFERENCE for edge in stored_edges(store, name, asked)]
        found = [edge for edge in edges if "document_id" not in edge.properties]
        facts += found
        fresh = {(edge.target_label, edge.target) for edge in found} - wanted
        wanted |= fresh
    return facts
