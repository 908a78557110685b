"""The lineage of documents: the picture, and the same as a nested list that anybody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response

from api.deps import StoreDep, answer
from api.pages.view import shown
from visualize.lineage import OfLineage, subgraph
from visualize.subgraph import Edge, Node, Subgraph

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A document, the edge by which it derives from the one above, and what derives from it."""

    document: Node
    edges: Sequence[Edge] = ()
    below: list["Branch"] = field(default_factory=list)
    told_above: bool = False  # what is below it stands elsewhere in the list already


@router.get("/ui/lineage")
async def lineage(request: Request, store: StoreDep) -> Response:
    """All documents, from the outline down."""
    drawn = await answer(subgraph, store, OfLineage(), slow=True)
    alone = {node.id for node in drawn.nodes} - {end for edge in drawn.edges for end in (edge.source, edge.target)}
    cited = [edge for edge in drawn.edges if edge.line != "DERIVES_FROM"]
    return await shown(
        request,
        "lineage.html",
        trees=trees(drawn),
        cited=cited,
        names={node.id: node.name for node in drawn.nodes},
        alone=[node for node in drawn.nodes if node.id in alone],
        left_out=drawn.left_out,
    )


def trees(drawn: Subgraph) -> list[Branch]:
    """The documents by descent; one with several upstream documents stands below each, its branches only once."""
    nodes = {node.id: node for node in drawn.nodes}
    below: dict[str, dict[str, list[Edge]]] = {}
    for edge in drawn.edges:
        if edge.line == "DERIVES_FROM":
            below.setdefault(edge.target, {}).setdefault(edge.source, []).append(edge)
    derived = {source for sources in below.values() for source in sources}
    size = {top: len(_reached(below, top)) for top in below}
    tops = sorted((top for top in below if top not in derived), key=lambda top: (-size[top], nodes[top].name))
    told: set[str] = set()
    found = [_branch(nodes, below, top, (), told) for top in tops]
    circular = [top for top in below if top not in told]
    return found + [_branch(nodes, below, top, (), told) for top in circular if top not in told]


def _branch(
    nodes: Mapping[str, Node],
    below: Mapping[str, Mapping[str, Sequence[Edge]]],
    document: str,
    edges: Sequence[Edge],
    told: set[str],
) -> Branch:
    if document in told:
        return Branch(nodes[document], edges, told_above=document in below)
    told.add(document)
    sources = sorted(below.get(document, {}).items(), key=lambda item: nodes[item[0]].name)
    return Branch(nodes[document], edges, [_branch(nodes, below, source, own, told) for source, own in sources])


def _reached(below: Mapping[str, Mapping[str, Sequence[Edge]]], top: str) -> set[str]:
    seen, frontier = {top}, {top}
    while frontier:
        frontier = {source for one in frontier for source in below.get(one, ())} - seen
        seen |= frontier
    return seen
