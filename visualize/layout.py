"""Where each box stands, worked out beforehand: the same picture has the same places everywhere, and nothing moves.

Columns for responsibilities, several of departments and of work where there are many, springs for what is tangled.
"""

from collections.abc import Iterable, Mapping, Sequence

from visualize.boxes import Box
from visualize.layers import columns
from visualize.placed import Placed, Places
from visualize.springs import sprung
from visualize.subgraph import Subgraph

_GAP = 14.0  # between boxes one above the other
_REACH = 220.0  # between columns, for the lines
_TALLEST = 28  # boxes of a column, where a picture is of many departments
_TALLEST_OF_ONE = 60  # boxes of a column, where it is of one
_SPRUNG = 250  # nodes: more are placed by springs
_WIDE = 1.7  # width of a drawing for its height
_DUTY_LINES = ("lead", "shared", "cooperate")  # the strongest first


def duties(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Departments beside their tasks: three columns, or several pairs of them where there are many tasks."""
    work = [node.id for node in picture.nodes if node.label != "Department"]
    others = [node.id for node in picture.nodes if node.label == "Department"]
    if len(work) > (_TALLEST_OF_ONE if picture.focus in others else _TALLEST):
        return columns(_pairs(picture, measured), picture, measured)
    leading = {edge.source for edge in picture.edges if edge.line == "lead"}
    left = {picture.focus} if picture.focus in others else leading
    three = [one for one in others if one in left], work, [one for one in others if one not in left]
    return columns([column for column in three if column], picture, measured)


def _pairs(picture: Subgraph, measured: Mapping[str, Box]) -> list[list[str]]:
    """Columns of departments, and right of each the work that is most theirs; all of about equal height."""
    own, degrees = _own_work(picture), picture.degrees
    ranked = sorted(own, key=lambda one: (-len(own[one]), -degrees.get(one, 0), one))
    pitch = max(measured[one].width for one in own) + max(box.width for box in measured.values()) + _REACH
    heights = {one: _height(one, own[one], measured) for one in ranked}
    count = max(1, round((_WIDE * sum(heights.values()) / pitch) ** 0.5))
    filled = [0.0] * count
    pairs: list[tuple[list[str], list[str]]] = [([], []) for _ in filled]
    for one in ranked:
        number = min(range(count), key=lambda number: (filled[number], number))
        filled[number] += heights[one] + 3 * _GAP
        pairs[number][0].append(one)
        pairs[number][1].extend(own[one])
    return [column for pair in pairs for column in pair if column]


def _height(department: str, work: Sequence[str], measured: Mapping[str, Box]) -> float:
    return max(measured[department].height, sum(measured[one].height + _GAP for one in work) - _GAP)


def _column(ids: Iterable[str], measured: Mapping[str, Box]) -> dict[str, float]:
    """Heights of boxes one below the other, around the middle."""
    heights: dict[str, float] = {}
    floor = 0.0
    for one in ids:
        heights[one] = floor + measured[one].height / 2
        floor += measured[one].height + _GAP
    middle = sum(heights.values()) / len(heights)
    return {one: height - middle for one, height in heights.items()}


def _beside(groups: Sequence[Sequence[Mapping[str, float]]], measured: Mapping[str, Box]) -> Places:
    """Groups of columns side by side; between groups there is room for lines, the more the taller they are."""
    places: Places = {}
    x = 0.0
    tallest = max(max(column.values()) - min(column.values()) for group in groups for column in group if column)
    for group in groups:
        for column in filter(None, group):
            width = max(measured[one].width for one in column)
            places.update({one: (x + width / 2, y) for one, y in column.items()})
            x += width + 3 * _GAP
        x += _REACH + tallest / 6 if any(group) else 0.0
    return places


def _own_work(picture: Subgraph) -> dict[str, list[str]]:
    """For each department the work that stands beside it: where its tie is strongest, then where most stands."""
    leads: dict[str, int] = {}
    for edge in picture.edges:
        leads[edge.source] = leads.get(edge.source, 0) + (edge.line == "lead")
    owner: dict[str, tuple[int, int, str]] = {}
    for edge in picture.edges:
        claim = (_DUTY_LINES.index(edge.line), -leads[edge.source], edge.source)
        owner[edge.target] = min(owner.get(edge.target, claim), claim)
    own: dict[str, list[str]] = {node.id: [] for node in picture.nodes if node.label == "Department"}
    for node in picture.nodes:
        if node.id in owner:
            own[owner[node.id][2]].append(node.id)
    return own


def around(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """A node with what lies around it: columns by distance, or for many nodes springs, then a free cell for each."""
    if len(picture.nodes) <= _SPRUNG:
        return Placed(_by_distance(picture, measured), "horizontal")
    return Placed(sprung(picture, measured), "")


def _by_distance(picture: Subgraph, measured: Mapping[str, Box]) -> Places:
    """The node on the left, its neighbours right of it by kind and name, theirs further right; long columns wrap."""
    labels = {node.id: (node.label, node.name, node.id) for node in picture.nodes}
    near: dict[str, set[str]] = {one: set() for one in labels}
    for edge in picture.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    groups: list[list[dict[str, float]]] = []
    seen, ring = {picture.focus}, [picture.focus]
    while ring:
        ranked = sorted(ring, key=lambda one: labels[one])
        tall = -(-len(ranked) // -(-len(ranked) // _TALLEST))
        groups.append([_column(ranked[start : start + tall], measured) for start in range(0, len(ranked), tall)])
        ring = list({other for one in ring for other in near[one]} - seen)
        seen.update(ring)
    return _beside(groups, measured)
