"""The invariants of a stored graph: what `zhitu store check` looks at. Each broken one is a line for people."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graph.checked import edge_problems, node_problems
from graph.errors import NotFound, ZhituError
from graph.exports.jsonl import stored_edges, stored_nodes
from graph.model import Edge, Node
from graph.parameters import Nothing
from graph.queries import SUMMARY
from graph.schema import Schema, load_schema
from graph.store import GraphStore

_POINTED_AT = {"MENTIONS", "PART_OF", "BELONGS_TO", "GOVERNS", "GRANTED_BY", "ISSUED_BY", "SUCCEEDED_BY"}


def check_store(store: GraphStore) -> list[str]:
    """The problems of the stored graph, none if it is sound."""
    schema = load_schema()
    nodes = [node for label in schema.labels for node in stored_nodes(store, label)]
    edges = [edge for name in schema.relationships for edge in stored_edges(store, name)]
    return [
        *(problem for node in nodes for problem in node_problems(node, schema)),
        *(problem for edge in edges for problem in edge_problems(edge, schema)),
        *_strangers(store, nodes, edges),
        *_orphans(nodes, edges, schema),
        *_loose_measures(nodes, edges),
        *_double_keys(edges),
        *_misquoted(store, nodes, edges),
    ]


def _strangers(store: GraphStore, nodes: list[Node], edges: list[Edge]) -> Iterator[str]:
    """Nodes and relationships that the schema does not know: they are in the store and in no export."""
    known = Counter({("node", label): n for label, n in Counter(node.label for node in nodes).items()})
    known.update({("relationship", name): n for name, n in Counter(edge.label for edge in edges).items()})
    for row in store.run(SUMMARY, Nothing(), timeout=60):
        if extra := row.count - known[row.kind, row.name]:
            yield f"{extra} of {row.count} {row.name} ({row.kind}) are not what the schema allows"


def _orphans(nodes: list[Node], edges: list[Edge], schema: Schema) -> Iterator[str]:
    """Shared nodes that nobody mentions and own ones whose document is not there."""
    mentioned = {(edge.target_label, edge.target) for edge in edges if edge.label == "MENTIONS"}
    pointed = {(edge.target_label, edge.target) for edge in edges if edge.label in _POINTED_AT}
    speaking = {edge.source for edge in edges if edge.source_label == "Document"}
    speaking |= {node.id for node in nodes if node.properties.get("ingested")}
    documents = {node.id for node in nodes if node.label == "Document"}
    for node in nodes:
        label, found = schema.labels[node.label], (node.label, node.id)
        if not label.shared:
            if node.properties.get("document_id") not in documents:
                yield f"{node.label} {node.id}: its document is not in the store"
        elif not (found in mentioned or node.id in speaking or (label.reference and found in pointed)):
            yield f"{node.label} {node.id}: nobody mentions it"


def _loose_measures(nodes: list[Node], edges: list[Edge]) -> Iterator[str]:
    """A measure is part of at most one item, of its own document; one of the goals stands alone."""
    documents = {node.id: node.properties.get("document_id") for node in nodes if node.label == "Task"}
    kinds = {node.id: node.properties.get("kind") for node in nodes if node.label == "Task"}
    parts = [edge for edge in edges if edge.label == "PART_OF" and edge.source_label == "Task"]
    for edge in parts:
        if documents[edge.source] != documents[edge.target] or kinds[edge.target] != "item":
            yield f"Task {edge.source}: is part of {edge.target}, which is no item of its document"
    for task, count in sorted(Counter(edge.source for edge in parts).items()):
        if count > 1:
            yield f"Task {task}: is part of {count} tasks"


def _double_keys(edges: list[Edge]) -> Iterator[str]:
    """A key is one relationship: /e/<key> opens it."""
    for key, count in sorted(Counter(str(edge.properties.get("key")) for edge in edges).items()):
        if count > 1:
            yield f"key {key}: {count} relationships share it"


def _misquoted(store: GraphStore, nodes: list[Node], edges: list[Edge]) -> Iterator[str]:
    """Quotes that are not what the Reading's text says at their place."""
    sources = {node.id: str(node.properties.get("sha256", "")) for node in nodes if node.label == "Document"}

    @lru_cache(maxsize=4)
    def text_of(document_id: str) -> str | None:
        try:
            return store.reading(sources[document_id]).text
        except (KeyError, NotFound, ZhituError):
            return None

    missing: set[str] = set()
    for edge in sorted(_read(edges), key=lambda edge: str(edge.properties["document_id"])):
        document_id = str(edge.properties["document_id"])
        text = text_of(document_id)
        if text is None:
            missing.add(document_id)
            continue
        start, end = edge.properties.get("start_char"), edge.properties.get("end_char")
        if not isinstance(start, int) or not isinstance(end, int) or text[start:end] != edge.properties.get("quote"):
            yield f"{edge.label} {edge.properties.get('key')}: its quote is not at {start} to {end} of {document_id}"
    yield from (f"Document {document_id}: its reading is not in the store" for document_id in sorted(missing))


def _read(edges: Iterable[Edge]) -> Iterator[Edge]:
    return (edge for edge in edges if "document_id" in edge.properties)
