"""What lies around one node, whatever its kind."""

from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.exports.table import label_of
from graph.neighbourhood import neighbourhood
from graph.parameters import NodeId
from graph.queries import NODE
from graph.rows import EdgeRow, NodeRow
from graph.store import GraphStore
from visualize.limits import checked
from visualize.style import line_of_duty
from visualize.subgraph import Edge, Node, Subgraph, cut
from visualize.tellings import told

_AMPLE = 20_000  # relationships looked at in order to say how many do not fit
_DUTIES = ("LEADS", "COOPERATES")


@dataclass(frozen=True, slots=True)
class OfNode:
    """One node of any kind, how many steps to go from it, and how many nodes at most."""

    id: str
    depth: int = 1
    limit: int = 150

    def __post_init__(self) -> None:
        checked(self.limit)


def subgraph(store: GraphStore, asked: OfNode) -> Subgraph:
    """A node and what it is joined to within so many steps, nearest first."""
    rows = neighbourhood(store, asked.id, asked.depth, limit=_AMPLE)
    [itself] = store.run(NODE, NodeId(asked.id)) or [_nothing(asked.id)]
    nodes = {itself.id: Node(itself.id, itself.label, itself.name, _about(itself))}
    for row in rows:
        nodes.setdefault(row.source_id, Node(row.source_id, row.source_label, row.source_name))
        nodes.setdefault(row.target_id, Node(row.target_id, row.target_label, row.target_name))
    title = f"周围 · {itself.name}"
    whole = Subgraph(title, "Neighbourhood", tuple(nodes.values()), tuple(map(_edge, rows)), itself.id)
    return replace(cut(whole, list(nodes), asked.limit), at_least=len(rows) >= _AMPLE)


def _nothing(node_id: str) -> NodeRow:
    raise NotFound(f"nothing in the graph has the id {node_id}")


def _about(node: NodeRow) -> tuple[tuple[str, str], ...]:
    names = ("doc_number", "issuer", "issue_date", "level", "kind", "aliases", "year", "value", "unit", "deadline_text")
    return told(*((name, node.properties.get(name)) for name in names), ("quote", node.properties.get("text")))


def _edge(row: EdgeRow) -> Edge:
    line = line_of_duty(row.relation, row.mode) if row.relation in _DUTIES else row.relation
    about = told(
        ("relation", label_of(f"name={row.relation}")), ("mode", row.mode), ("scope", row.scope), ("year", row.year),
        ("document", row.document or row.source), ("task_path", row.path),
    )  # fmt: skip
    return Edge(row.key, line, row.source_id, row.target_id, about, row.quote or "")
