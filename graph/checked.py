"""Whether a document's part of the graph is one that the schema allows; a claim without evidence is none."""

from collections import Counter
from collections.abc import Iterable, Mapping

from graph.errors import StatementError
from graph.model import Attributes, Edge, Node, Part
from graph.schema import Kind, Schema, misfit

Found = tuple[str, str]  # label and id of a node
_OWNED_BY = ("HAS_TASK", "SETS", "PLANS")


def told(properties: Attributes) -> dict[str, object]:
    """The properties that have a value: None, "" and empty lists are left out, everywhere."""
    return {name: value for name, value in properties.items() if value or isinstance(value, int | float)}


def check_part(part: Part, schema: Schema) -> None:
    """Raise StatementError, naming the offender, where the part breaks the schema."""
    for problem in _problems(part, schema):
        raise StatementError(f"{part.document_id}: {problem}")


def mentioned(part: Part) -> set[Found]:
    """The shared nodes that the document itself mentions."""
    return {(edge.target_label, edge.target) for edge in part.edges if edge.label == "MENTIONS"}


def node_problems(node: Node, schema: Schema) -> Iterable[str]:
    """What the schema has against this node."""
    where = f"{node.label} {node.id}"
    if node.label not in schema.labels:
        yield f"{where}: no such label"
        return
    if not node.id or "/" in node.id:
        yield f"{where}: an id is not empty and holds no /"
    if not isinstance(node.properties.get("name"), str) or not node.properties["name"]:
        yield f"{where}: has no name"
    others = {name: value for name, value in node.properties.items() if name != "name"}
    yield from _property_problems(where, others, schema.labels[node.label].properties)


def edge_problems(edge: Edge, schema: Schema) -> Iterable[str]:
    """What the schema has against this relationship: its triple, its properties, its evidence."""
    where = f"{edge.source} {edge.label} {edge.target}"
    relationship = schema.relationships.get(edge.label)
    if relationship is None or (edge.source_label, edge.target_label) not in relationship.between:
        yield f"{where}: {edge.source_label} {edge.label} {edge.target_label} is not allowed"
        return
    yield from _property_problems(where, edge.properties, relationship.properties)
    if problem := _without_evidence(edge.properties):
        yield f"{where}: {problem}"
    if edge.properties.get("key", edge.key) != edge.key:
        yield f"{where}: {edge.properties['key']} is not the key of this statement, {edge.key} is"


def _problems(part: Part, schema: Schema) -> Iterable[str]:
    yield from _whole(part, schema)
    for node in part.nodes:
        yield from node_problems(node, schema)
    nodes = {(node.label, node.id) for node in part.nodes}
    for edge in part.edges:
        yield from edge_problems(edge, schema)
        yield from _foreign(edge, part, nodes, schema)
    yield from _unreached(part, schema)


def _whole(part: Part, schema: Schema) -> Iterable[str]:
    """Each node, each mention and each key once, and the document itself among the nodes."""
    if (part.nodes or part.edges) and not any(_is_itself(part, node.label, node.id) for node in part.nodes):
        yield "the document itself is not among the nodes"
    nodes = Counter((node.label, node.id) for node in part.nodes)
    yield from (f"{label} {name} stands there {n} times" for (label, name), n in nodes.items() if n > 1)
    mentions = Counter(edge.target for edge in part.edges if edge.label == "MENTIONS")
    yield from (f"{name} has {n} MENTIONS, one is enough" for name, n in mentions.items() if n > 1)
    keys = Counter((edge.label, edge.key) for edge in part.edges)
    yield from (
        f"{label} {key}: {n} statements share this key; number them by n" for (label, key), n in keys.items() if n > 1
    )


def _foreign(edge: Edge, part: Part, nodes: set[Found], schema: Schema) -> Iterable[str]:
    """Whether the relationship stays with this document: what it joins and whose words it quotes."""
    where = f"{edge.source} {edge.label} {edge.target}"
    if edge.properties.get("document_id", part.document_id) != part.document_id:
        yield f"{where}: rests on another document, {edge.properties['document_id']}"
    if (edge.source_label, edge.source) not in nodes:
        yield f"{where}: {edge.source} is not among the nodes"
    if (edge.target_label, edge.target) not in nodes:
        relationship = schema.relationships.get(edge.label)
        if relationship is None or (edge.source_label, edge.target_label) not in relationship.elsewhere:
            yield f"{where}: {edge.target} is not among the nodes"


def _unreached(part: Part, schema: Schema) -> Iterable[str]:
    """Nodes that could never be found again: own ones off the document, shared ones that nothing mentions."""
    owned = {
        (edge.target_label, edge.target)
        for edge in part.edges
        if edge.label in _OWNED_BY and edge.source == part.document_id
    }
    known = mentioned(part)
    pointed = {(edge.target_label, edge.target) for edge in part.edges}
    for node in part.nodes:
        label = schema.labels.get(node.label)
        found = (node.label, node.id)
        if label is None or _is_itself(part, *found):
            continue
        if not label.shared and found not in owned:
            yield f"{node.label} {node.id}: no {', '.join(_OWNED_BY)} of the document leads to it"
        if not label.shared and node.properties.get("document_id") != part.document_id:
            yield f"{node.label} {node.id}: its document_id is not the document's"
        if label.shared and found not in known and not (label.reference and found in pointed):
            yield f"{node.label} {node.id}: the document does not mention it"


def _is_itself(part: Part, label: str, name: str) -> bool:
    return label == "Document" and name == part.document_id


def _property_problems(where: str, properties: Attributes, allowed: Mapping[str, Kind]) -> Iterable[str]:
    for name, value in told(properties).items():
        if name not in allowed:
            yield f"{where}: no property {name}"
        elif problem := misfit(allowed[name], value):
            yield f"{where}: {name}: {problem}"


def _without_evidence(properties: Attributes) -> str:
    """A relationship shows words of the document, with their place, or a row of reference data."""
    quote = properties.get("quote")
    if not isinstance(quote, str) or not quote:
        return "has no quote"
    if "document_id" not in properties:
        return "" if properties.get("source") else "has neither document_id nor source"
    start, end = properties.get("start_char"), properties.get("end_char")
    if not isinstance(start, int) or not isinstance(end, int) or end - start != len(quote):
        return f"{start} to {end} is not the place of {quote!r}"
    if not properties.get("extractor"):
        return "names no extractor"
    confidence = properties.get("confidence")
    return "" if isinstance(confidence, int | float) and 0 <= confidence <= 1 else f"confidence {confidence!r}"
