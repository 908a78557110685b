"""On which row of a lineage each document stands, and which stand there one above the other."""

from collections.abc import Iterable, Mapping, Sequence

from visualize.subgraph import Edge, Subgraph

Stack = tuple[str, ...]  # documents one above the other, the uppermost first
_BESIDE = 6  # documents of a row that stand side by side before any are stacked


def levels(picture: Subgraph) -> list[list[str]]:
    """The rows from the top: below all that it rests on stands each document, right above its only reader a cited one.

    No edge has both ends on one row, not even in a circle.
    """
    depths = _depths([node.id for node in picture.nodes], picture.edges)
    upstream = {edge.source for edge in picture.edges}
    readers: dict[str, set[str]] = {node.id: set() for node in picture.nodes}
    for edge in picture.edges:
        readers[edge.target].add(edge.source)
    rows: dict[tuple[int, int], list[str]] = {}
    for node in picture.nodes:
        row = depths[node.id], int(not node.top)
        if not node.top and node.id not in upstream and len(readers[node.id]) <= 1:
            row = max((depths[reader] - 1 for reader in readers[node.id]), default=0), 2
        rows.setdefault(row, []).append(node.id)
    return [rows[row] for row in sorted(rows)]


def _depths(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """How far below a top document each one stands; the step that closes a circle does not count."""
    upstream: dict[str, dict[str, None]] = {one: {} for one in ids}
    for edge in edges:
        upstream[edge.source][edge.target] = None
    ahead = {one: iter(upstream[one]) for one in ids}
    seen: set[str] = set()
    depths: dict[str, int] = {}
    for start in ids:
        trail = [start] if start not in seen else []
        while trail:
            seen.add(trail[-1])
            up = next((one for one in ahead[trail[-1]] if one not in seen), None)
            if up is not None:
                trail.append(up)
                continue
            one = trail.pop()
            depths[one] = max((depths[up] + 1 for up in upstream[one] if up in depths), default=0)
    return depths


def stacks(row: Sequence[str], kin: Mapping[str, object]) -> list[Stack]:
    """A row in stacks, the higher the more there are; where it changes of whose kin they are, a new one may begin."""
    most = 1 if len(row) <= _BESIDE else round(1.4 * len(row) ** 0.5)
    found: list[list[str]] = []
    for one in row:
        last = found[-1] if found else []
        full = len(last) >= most or (2 * len(last) >= most and kin[last[-1]] != kin[one])
        if full or not last:
            found.append([one])
        else:
            last.append(one)
    return [tuple(stack) for stack in found]


def kin_of(ids: Iterable[str], edges: Iterable[Edge]) -> dict[str, frozenset[str]]:
    """The documents that each one is joined to."""
    joined: dict[str, set[str]] = {one: set() for one in ids}
    for edge in edges:
        joined[edge.source].add(edge.target)
        joined[edge.target].add(edge.source)
    return {one: frozenset(others) for one, others in joined.items()}
