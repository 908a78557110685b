"""The lineage of documents: which one rests on which, from the national outline downwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.answers.matrix import existing
from graph.exports.table import label_of
from graph.parameters import DocumentFilter, SomeEdges
from graph.queries import DOCUMENTS, edges_of_triple
from graph.rows import DocumentRow
from graph.store import GraphStore
from visualize.limits import NODES, checked
from visualize.subgraph import Edge, Node, Subgraph, cut
from visualize.tellings import told

_RELATIONS = ("DERIVES_FROM", "CITES")
_ALL = 1_000_000  # rows: more than any answer has
_PATIENCE = 60.0  # seconds for a look at everything


@dataclass(frozen=True, slots=True)
class OfLineage:
    """Of one document, up and down, or all documents; at most so many nodes."""

    document_id: str | None = None
    limit: int = NODES

    def __post_init__(self) -> None:
        checked(self.limit)


def subgraph(store: GraphStore, asked: OfLineage) -> Subgraph:
    """Documents with what they derive from and cite; of one document, its line and what it cites itself."""
    title = "文件谱系"
    if asked.document_id is not None:
        title += f" · {existing(store, asked.document_id, 'Document').name}"
    rows = store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE)
    names = {row.document_id: row.document for row in rows}
    edges = [edge for relation in _RELATIONS for edge in _edges(store, relation, names)]
    wanted = set(names) if asked.document_id is None else _line(edges, asked.document_id)
    nodes = tuple(_node(row) for row in rows if row.document_id in wanted)
    kept = tuple(edge for edge in edges if {edge.source, edge.target} <= wanted)
    whole = Subgraph(title, "Lineage of documents", nodes, kept, asked.document_id or "")
    return cut(whole, _order(whole), asked.limit)


def _edges(store: GraphStore, relation: str, names: dict[str, str]) -> Iterable[Edge]:
    for row in store.run(edges_of_triple(relation, "Document", "Document"), SomeEdges(), _PATIENCE):
        told_by = row.properties.get("document_id") or ""
        about = told(
            ("relation", label_of(f"name={relation}")),
            ("document", names.get(told_by)),
            ("task_path", row.properties.get("path")),
        )
        key, quote = row.properties["key"], row.properties.get("quote") or ""
        yield Edge(key, relation, row.source, row.target, about, quote)


def _node(row: DocumentRow) -> Node:
    about = told(
        ("doc_number", row.doc_number), ("issuer", row.issuer), ("issue_date", row.issue_date), ("region", row.region),
        ("kind", row.kind), ("ingested", bool(row.ingested)),
    )  # fmt: skip
    return Node(
        row.document_id, "Document", row.document, about, faint=not row.ingested, top=row.region_level == "country"
    )


def _line(edges: Iterable[Edge], document_id: str) -> set[str]:
    """The document, all that it derives from, all that derives from it, and what it cites or is cited by."""
    derived = [(edge.source, edge.target) for edge in edges if edge.line == "DERIVES_FROM"]
    up = _reached(derived, document_id)
    down = _reached([(target, source) for source, target in derived], document_id)
    cited = {end for edge in edges for end in (edge.source, edge.target) if document_id in (edge.source, edge.target)}
    return up | down | cited


def _reached(steps: Iterable[tuple[str, str]], start: str) -> set[str]:
    nexts: dict[str, set[str]] = {}
    for source, target in steps:
        nexts.setdefault(source, set()).add(target)
    seen, frontier = {start}, {start}
    while frontier:
        frontier = {other for one in frontier for other in nexts.get(one, ())} - seen
        seen |= frontier
    return seen


def _order(whole: Subgraph) -> list[str]:
    """What is kept first where not all fits: the document asked for, then those with most edges."""
    degrees = whole.degrees
    return sorted((node.id for node in whole.nodes), key=lambda one: (one != whole.focus, -degrees.get(one, 0), one))
