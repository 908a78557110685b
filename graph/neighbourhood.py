"""What lies around a node: relationships step by step, within bounds that keep hubs from pulling in everything."""

from collections.abc import Iterable

from graph.errors import NotFound, ParameterError
from graph.parameters import Neighbours, NodeId
from graph.queries import NEIGHBOURS, NODE
from graph.rows import EdgeRow
from graph.store import GraphStore

MAX_STEPS = 4


def neighbourhood(
    store: GraphStore, node_id: str, depth: int = 1, relations: Iterable[str] | None = None, limit: int = 300
) -> list[EdgeRow]:
    """The relationships within `depth` steps of a node, nearest first, at most `limit`; one query a step.

    Raises NotFound for an unknown node, ParameterError for a depth out of bounds.
    """
    if not 1 <= depth <= MAX_STEPS:
        raise ParameterError(f"depth is a number from 1 to {MAX_STEPS}, not {depth}")
    if not store.run(NODE, NodeId(node_id)):
        raise NotFound(f"nothing in the graph has the id {node_id}")
    followed = None if relations is None else tuple(relations)
    found: dict[str, EdgeRow] = {}
    seen, frontier = {node_id}, {node_id}
    for _ in range(depth):
        # a step may meet again what is known: it asks for that many more
        asked = Neighbours(tuple(sorted(frontier)), followed, limit=limit + len(found))
        for row in store.run(NEIGHBOURS, asked):
            found.setdefault(row.key, row)
        ends = {end for row in found.values() for end in (row.source_id, row.target_id)}
        frontier, seen = ends - seen, seen | ends
        if not frontier or len(found) >= limit:
            break
    return list(found.values())[:limit]
