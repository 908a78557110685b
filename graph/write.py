"""Put one document's part of the graph in the place of its former one: the same statements on every engine.

Each MENTIONS keeps what the document states of the node (`states`); a node keeps what holds of it without them (`base`:
a document's own text, the reference data); both are of the store alone and never exported. A part brings a node of the
reference data that it does not mention with all facts that go out from it, whichever document it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.checked import Found, check_part, mentioned, told
from graph.engines.batches import Run, ask, ask_nodes, drop, grouped, put
from graph.errors import StatementError
from graph.model import Edge, Node, Part
from graph.queries import projected
from graph.schema import Schema, load_schema
from graph.settle import settle
from graph.shared import searchable, stated


def write_part(run: Run, document_id: str, part: Part) -> None:
    """Replace the document's former part by this one; an empty part takes the document out.

    Raises StatementError before anything is written, StoreError where a link leads nowhere; the caller rolls back.
    """
    if part.document_id != document_id:
        raise StatementError(f"a part of {part.document_id} cannot take the place of {document_id}")
    schema = load_schema()
    check_part(part, schema)
    former = ask_nodes(run, "former_nodes", {"document_id": part.document_id})
    if former:
        _drop_former(run, part, {found for found in former if not schema.labels[found[0]].shared})
    if not part.nodes:
        ask(run, "put_bases", {"rows": [{"id": part.document_id, "base": None}]})
    touched = {found for found in former if schema.labels[found[0]].shared} | {("Document", part.document_id)}
    touched |= _put_nodes(run, part, schema)
    _put_edges(run, part, schema)
    settle(run, touched, schema)


def sweep(run: Run) -> None:
    """Clear away what no document brings: after all documents have been written anew over what was there."""
    schema = load_schema()
    ask(run, "drop_stray_edges", {})
    for label in schema.labels.values():
        if not label.shared:
            ask(run, "drop_stray_nodes", {}, label=label.name)
    shared = {(label, row["id"]) for label in schema.shared for row in ask(run, "all_ids", {}, label=label)}
    settle(run, shared, schema)


def _drop_former(run: Run, part: Part, own: set[Found]) -> None:
    """What the document said, and those of its own nodes that it has no more; links of others to the rest stay."""
    for name in ("drop_own_edges", "drop_shared_edges", "drop_document_edges"):
        ask(run, name, {"document_id": part.document_id})
    drop(run, own - {(node.label, node.id) for node in part.nodes})


def _put_nodes(run: Run, part: Part, schema: Schema) -> set[Found]:
    """Write own nodes whole, shared ones by name only; returns the shared ones of which something new is told."""
    shared: list[Node] = []
    for label, nodes in grouped(sorted(part.nodes, key=lambda node: node.id), key=lambda node: node.label):
        if schema.labels[label].shared:
            shared += nodes
        else:
            put(run, "put_nodes", [{"id": node.id, "properties": whole(node)} for node in nodes], label=label)
    names = dict.fromkeys(name for label in schema.shared for name in ("name", *schema.labels[label].properties))
    ids = [node.id for node in shared]
    known = {row["id"]: row for row in ask(run, "shared_nodes", {"ids": ids}, properties=projected("n", names))}
    return _put_shared(run, part, shared, known)


def _put_shared(run: Run, part: Part, shared: Sequence[Node], known: Mapping[str, Mapping[str, Any]]) -> set[Found]:
    """New shared nodes, and what holds of any without a mention; returns those of which something new is told."""
    told_here, facts = mentioned(part), _facts(part)
    news: set[Found] = set()
    missing: list[tuple[str, dict[str, object]]] = []
    bases: list[dict[str, object]] = []
    for node in shared:
        found, row = (node.label, node.id), known.get(node.id)
        based = node.id == part.document_id or found not in told_here
        base = stated(node.properties, facts.get(found, ())) if based else None
        if row is None:
            missing.append((node.label, {"id": node.id, "name": node.properties["name"], "base": base}))
        elif based and row["base"] != base:
            bases.append({"id": node.id, "base": base})
        elif not row["mentioned"] if based else row["mentioned"] and _is_known(node, row):
            continue
        news.add(found)
    for label, rows in grouped(missing, key=lambda pair: pair[0]):
        put(run, "put_shared_nodes", [row for _, row in rows], label=label)
    put(run, "put_bases", bases)
    return news


def _is_known(node: Node, row: Mapping[str, Any]) -> bool:
    """Whether the union already says all that is stated here: one more voice for it then changes nothing."""
    so_far = row["properties"]
    own_text = node.label == "Document" and row["base"] is not None  # comes before what others state, lists aside
    for name, value in told(node.properties).items():
        if isinstance(value, tuple | list):
            if not set(value) <= set(so_far[name] or ()):
                return False
        elif not own_text and (so_far[name] != value or type(so_far[name]) is not type(value)):
            return False
    return True


def whole(node: Node) -> dict[str, object]:
    """The properties of a node as they are stored."""
    return {**_storable(told(node.properties)), "id": node.id, "search": searchable(node.properties)}


def _put_edges(run: Run, part: Part, schema: Schema) -> None:
    states = _states(part, schema)
    edges = sorted(part.edges, key=lambda edge: (edge.source, edge.target, edge.key))
    for (label, source, target), group in grouped(edges, key=lambda e: (e.label, e.source_label, e.target_label)):
        rows = [
            {"source": e.source, "target": e.target, "key": e.key, "properties": _edge_properties(e, states)}
            for e in group
        ]
        put(run, "put_edges", rows, type=label, source=source, target=target)


def _states(part: Part, schema: Schema) -> dict[Found, str]:
    """What the document states of each shared node."""
    facts = _facts(part)
    nodes = (node for node in part.nodes if schema.labels[node.label].shared)
    return {(n.label, n.id): stated(n.properties, facts.get((n.label, n.id), ())) for n in nodes}


def _facts(part: Part) -> dict[Found, list[str]]:
    """The keys of the facts of the reference data, by the node that they are about."""
    facts: dict[Found, list[str]] = {}
    for edge in part.edges:
        if "document_id" not in edge.properties:
            facts.setdefault((edge.source_label, edge.source), []).append(edge.key)
    return facts


def _edge_properties(edge: Edge, states: Mapping[Found, str]) -> dict[str, object]:
    properties = {**_storable(told(edge.properties)), "key": edge.key}
    if edge.label == "MENTIONS" and edge.source != edge.target:
        properties["states"] = states[edge.target_label, edge.target]
    return properties


def _storable(properties: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}
