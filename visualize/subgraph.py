"""What a picture shows: nodes and edges with the words to tell of them, and how many were left out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

Words = tuple[tuple[str, str], ...]  # pairs of a heading and what stands under it


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `about` is told in the panel, a faint one has a dashed border, the top ones stand above others."""

    id: str
    label: str
    name: str
    about: Words = ()
    faint: bool = False
    top: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge: `line` names how it is drawn (visualize/style.py), `about` and `quote` are told in the panel."""

    key: str
    line: str
    source: str
    target: str
    about: Words = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A part of the graph under a title; `focus` is what it was asked for. Ends of edges are nodes of it."""

    title: str
    english: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    focus: str = ""
    left_out: int = 0  # nodes that did not fit
    left_out_edges: int = 0
    at_least: bool = False  # whether even more were left out than counted

    @property
    def degrees(self) -> Mapping[str, int]:
        """How many edges each node has."""
        return Counter(end for edge in self.edges for end in (edge.source, edge.target))


def cut(whole: Subgraph, order: Iterable[str], limit: int) -> Subgraph:
    """The first `limit` nodes in this order, with the edges between them; the rest is counted."""
    if len(whole.nodes) <= limit:
        return whole
    known = {node.id for node in whole.nodes}
    kept = set([one for one in dict.fromkeys(order) if one in known][:limit])
    nodes = tuple(node for node in whole.nodes if node.id in kept)
    edges = tuple(edge for edge in whole.edges if edge.source in kept and edge.target in kept)
    missing = len(whole.nodes) - len(nodes), len(whole.edges) - len(edges)
    return replace(whole, nodes=nodes, edges=edges, left_out=missing[0], left_out_edges=missing[1])
