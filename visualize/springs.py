"""Places by springs, for pictures too large or too tangled for columns; then each box in a cell of its own."""

from collections.abc import Mapping

from visualize.boxes import Box
from visualize.placed import Places
from visualize.subgraph import Subgraph

_GAP = 28.0  # between boxes
_WIDE = 1.7  # width of a drawing for its height
_SEED = 20120206
_MANY = 2000  # nodes: from here on fewer rounds, for each takes time with the square of the nodes


def sprung(picture: Subgraph, measured: Mapping[str, Box]) -> Places:
    """Joined boxes near each other and none over another; the same picture gives the same places."""
    return _in_cells(_by_springs(picture), picture.degrees, measured)


def _by_springs(picture: Subgraph) -> Places:
    """Places by springs between joined boxes; the seed is fixed."""
    import rustworkx

    graph = rustworkx.PyGraph()
    index = {node.id: graph.add_node(node.id) for node in picture.nodes}
    graph.add_edges_from_no_data([(index[edge.source], index[edge.target]) for edge in picture.edges])
    rounds = 50 if len(index) <= _MANY else 20
    found = rustworkx.spring_layout(graph, num_iter=rounds, seed=_SEED)
    return {one: (float(found[number][0]), float(found[number][1])) for one, number in index.items()}


def _in_cells(places: Places, degrees: Mapping[str, int], measured: Mapping[str, Box]) -> Places:
    """Each box in the free cell of a grid that is nearest to its place: no box hides another."""
    width = max(box.width for box in measured.values()) + _GAP
    height = max(box.height for box in measured.values()) + _GAP
    across = max(1, round((3 * len(places) * _WIDE * height / width) ** 0.5))
    down = -(-3 * len(places) // across)
    reach = max(max(abs(x), abs(y)) for x, y in places.values()) or 1.0
    taken: set[tuple[int, int]] = set()
    settled: Places = {}
    for one in sorted(places, key=lambda one: (-degrees.get(one, 0), one)):
        x, y = places[one]
        cell = _free_cell(round(x / reach * across / 2), round(y / reach * down / 2), taken)
        taken.add(cell)
        settled[one] = (cell[0] * width, cell[1] * height)
    return settled


def _free_cell(x: int, y: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The nearest cell that is not taken, looked for in growing squares."""
    radius = 0
    while True:
        ring = [
            (x + dx, y + dy)
            for dx in range(-radius, radius + 1)
            for dy in range(-radius, radius + 1)
            if max(abs(dx), abs(dy)) == radius and (x + dx, y + dy) not in taken
        ]
        if ring:
            return min(ring, key=lambda cell: ((cell[0] - x) ** 2 + (cell[1] - y) ** 2, cell))
        radius += 1
