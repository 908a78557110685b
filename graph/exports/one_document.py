"""One document out of the store in the interchange format: what it states, and the nodes that this needs."""

from collections.abc import Iterator

from graph.checked import Found
from graph.errors import NotFound
from graph.exports.jsonl import lines_of, stored_edges, stored_nodes
from graph.model import Edge
from graph.schema import load_schema
from graph.store import GraphStore


def lines_of_document(store: GraphStore, document_id: str) -> Iterator[str]:
    """The lines of what this document states, as lines_of_store writes them; NotFound where there is none."""
    schema = load_schema()
    nodes = {(node.label, node.id): node for label in sorted(schema.labels) for node in stored_nodes(store, label)}
    if ("Document", document_id) not in nodes:
        raise NotFound(f"there is no document {document_id}; zhitu query documents lists them with their ids")
    edges = [edge for name in sorted(schema.relationships) for edge in stored_edges(store, name)]
    own = [edge for edge in edges if edge.properties.get("document_id") == document_id]
    wanted = {("Document", document_id)}
    wanted.update(end for edge in own for end in ((edge.source_label, edge.source), (edge.target_label, edge.target)))
    facts = _reference_facts(edges, wanted)
    return lines_of((nodes[end] for end in wanted), (*own, *facts))


def _reference_facts(edges: list[Edge], wanted: set[Found]) -> list[Edge]:
    """Facts of the reference data about wanted nodes, and so on upwards; adds where they lead."""
    facts: list[Edge] = []
    reference = [
        edge for edge in edges if edge.label in ("BELONGS_TO", "PART_OF") and "document_id" not in edge.properties
    ]
    fresh = set(wanted)
    while fresh:
        found = [edge for edge in reference if (edge.source_label, edge.source) in fresh]
        facts += found
        fresh = {(edge.target_label, edge.target) for edge in found} - wanted
        wanted |= fresh
    return facts
