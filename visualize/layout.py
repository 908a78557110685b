"""Where each box stands, worked out beforehand: the same picture has the same places everywhere, and nothing moves.

Columns for responsibilities that fit one screen or two, blocks for many, layers for a lineage, springs for the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from visualize.boxes import Box
from visualize.springs import sprung
from visualize.subgraph import Edge, Subgraph

Places = dict[str, tuple[float, float]]  # the middle of each box
_GAP = 14.0  # between boxes one above the other
_REACH = 220.0  # between columns, for the lines
_TALLEST = 28  # boxes of a column, where a picture is of many departments
_TALLEST_OF_ONE = 60  # boxes of a column, where it is of one
_SHELF = 6  # documents side by side
_SWEEPS = 6
_SPRUNG = 250  # nodes: more are placed by springs
_WIDE = 1.7  # width of a drawing for its height
_DUTY_LINES = ("lead", "shared", "cooperate")  # the strongest first


class Placed(NamedTuple):
    """Where the boxes stand, and how lines bend between them: horizontal, vertical, or straight where empty."""

    places: Places
    bend: str


def duties(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Departments beside their tasks: three columns, or a block for each department where there are many tasks."""
    work = [node.id for node in picture.nodes if node.label != "Department"]
    others = [node.id for node in picture.nodes if node.label == "Department"]
    if len(work) > (_TALLEST_OF_ONE if picture.focus in others else _TALLEST):
        return Placed(_blocks(picture, measured), "horizontal")
    leading = {edge.source for edge in picture.edges if edge.line == "lead"}
    left = {picture.focus} if picture.focus in others else leading
    middle = _column(work, {}, measured)
    wanted = _means([(edge.source, edge.target) for edge in picture.edges], middle)
    columns = [
        _column([one for one in others if one in left], wanted, measured),
        middle,
        _column([one for one in others if one not in left], wanted, measured),
    ]
    return Placed(_beside([[column] for column in columns], measured), "horizontal")


def _column(ids: Iterable[str], wanted: Mapping[str, float], measured: Mapping[str, Box]) -> dict[str, float]:
    """Heights of boxes one below the other, each near where it is wanted, none over another."""
    ranked = sorted(ids, key=lambda one: wanted.get(one, 0.0))
    heights: dict[str, float] = {}
    floor = float("-inf")
    for one in ranked:
        half = measured[one].height / 2
        heights[one] = max(floor + half, wanted.get(one, 0.0))
        floor = heights[one] + half + _GAP
    aims = [wanted.get(one, 0.0) for one in ranked]
    drift = sum(heights.values()) / len(ranked) - sum(aims) / len(ranked) if ranked else 0.0
    return {one: height - drift for one, height in heights.items()}


def _means(ends: Iterable[tuple[str, str]], heights: Mapping[str, float]) -> dict[str, float]:
    """For each box the middle of those that it is joined to."""
    joined: dict[str, list[float]] = {}
    for first, second in ends:
        for one, other in ((first, second), (second, first)):
            if other in heights:
                joined.setdefault(one, []).append(heights[other])
    return {one: sum(found) / len(found) for one, found in joined.items()}


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


def _blocks(picture: Subgraph, measured: Mapping[str, Box]) -> Places:
    """Each department with the tasks that are most its own; blocks fill columns of about equal height."""
    own = _own_work(picture)
    departments = [node.id for node in picture.nodes if node.label == "Department"]
    ranked = sorted(departments, key=lambda one: (-len(own[one]), -picture.degrees.get(one, 0), one))
    pitch = max(measured[one].width for one in departments) + max(box.width for box in measured.values()) + _REACH
    heights = {one: _height(one, own[one], measured) for one in ranked}
    count = max(1, round((_WIDE * sum(heights.values()) / pitch) ** 0.5))
    filled = [0.0] * count
    places: Places = {}
    for one in ranked:
        column = min(range(count), key=lambda number: (filled[number], number))
        top = filled[column]
        filled[column] += heights[one] + 3 * _GAP
        places.update(_block(one, own[one], measured, column * pitch, top))
    return places


def _height(department: str, work: Sequence[str], measured: Mapping[str, Box]) -> float:
    return max(measured[department].height, sum(measured[one].height + _GAP for one in work) - _GAP)


def _block(department: str, work: Sequence[str], measured: Mapping[str, Box], x: float, top: float) -> Places:
    """A department with its work in a column on its right."""
    middle = top + _height(department, work, measured) / 2
    places = {department: (x + measured[department].width / 2, middle)}
    left = x + measured[department].width + _REACH / 2
    y = middle - (sum(measured[one].height + _GAP for one in work) - _GAP) / 2
    for one in work:
        places[one] = (left + measured[one].width / 2, y + measured[one].height / 2)
        y += measured[one].height + _GAP
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


def layers(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Upstream documents above those that rest on them: the longest way down gives the layer."""
    depths = _depths([node.id for node in picture.nodes], picture.edges)
    below: dict[str, int] = {}
    for edge in picture.edges:
        below[edge.target] = below.get(edge.target, 0) + 1
    rows: dict[tuple[int, int], list[str]] = {}
    for node in picture.nodes:
        shelf = 0 if node.top else 1 if below.get(node.id, 0) > 1 else 2  # what several rest on stands above the others
        rows.setdefault((depths[node.id], shelf), []).append(node.id)
    ends = [(edge.source, edge.target) for edge in picture.edges]
    ranked = [rows[row] for row in sorted(rows)]
    places = _stacked(ranked, measured)
    for _ in range(_SWEEPS):  # each row in the order of what it is joined to, until neighbours face each other
        means = _means(ends, {one: x for one, (x, _) in places.items()})
        ranked = [sorted(row, key=lambda one: (means.get(one, places[one][0]), one)) for row in ranked]
        places = _stacked(ranked, measured)
    return Placed(places, "vertical")


def _stacked(rows: Sequence[Sequence[str]], measured: Mapping[str, Box]) -> Places:
    places: Places = {}
    top = 0.0
    for row in rows:
        top = _shelves(row, measured, places, top) + 0.5 * _REACH
    return places


def _shelves(ids: Sequence[str], measured: Mapping[str, Box], places: Places, top: float) -> float:
    """Put boxes side by side, on several shelves where there are many, around the middle; returns the lower edge."""
    count = -(-len(ids) // _SHELF)
    shelves = [ids[number::count] for number in range(count)]  # neighbours stay near each other, one above the other
    pitch = max(measured[one].width for one in ids) + 2 * _GAP
    for number, shelf in enumerate(shelves):
        height = max(measured[one].height for one in shelf)
        shift = number / count - (len(shelves[0]) - 1 + (count - 1) / count) / 2
        for position, one in enumerate(shelf):
            places[one] = ((position + shift) * pitch, top + height / 2)
        top += height + 5 * _GAP
    return top


def _depths(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """How far below a top document each one stands; in a circle, documents stand below those outside it."""
    upstream: dict[str, set[str]] = {one: set() for one in ids}
    for edge in edges:
        upstream[edge.source].add(edge.target)
    depths: dict[str, int] = {}
    waiting = list(ids)
    while waiting:
        ready = [one for one in waiting if upstream[one] - {one} <= depths.keys()] or waiting[:1]
        found = {one: max((depths[up] + 1 for up in upstream[one] if up in depths), default=0) for one in ready}
        depths.update(found)
        waiting = [one for one in waiting if one not in found]
    return depths


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
        groups.append([_column(ranked[start : start + tall], {}, measured) for start in range(0, len(ranked), tall)])
        ring = list({other for one in ring for other in near[one]} - seen)
        seen.update(ring)
    return _beside(groups, measured)
