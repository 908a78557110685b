"""Where each box stands, worked out beforehand: the same picture has the same places everywhere, and nothing moves.

Columns for responsibilities, several of departments and of work where there are many, blocks where there are too many;
columns around a node, springs where what lies around it is many or tangled.
"""

from collections.abc import Iterable, Mapping, Sequence

from visualize.blocks import in_blocks, own_work
from visualize.boxes import Box
from visualize.layers import columns
from visualize.levels import kin_of
from visualize.limits import ROUTED
from visualize.placed import Placed, Places
from visualize.springs import sprung
from visualize.subgraph import Subgraph

_GAP = 14.0  # between boxes one above the other
_REACH = 220.0  # between columns, for the lines
_TALLEST = 28  # boxes of a column, where a picture is of many departments
_TALLEST_OF_ONE = 60  # boxes of a column, where it is of one
_TALL = 20  # boxes of a column around a node, where they need several
_UNTANGLED = 60  # nodes around one with lines among them: with more, lines that pass between boxes fill the picture
_SPRUNG = 250  # nodes around one: more are placed by springs
_SLOPE = 0.3  # of the flattest line between columns
_FAN = 0.1  # the same for lines from one node to several columns: a fan is clear at any slope
_WIDE = 1.7  # width of a drawing for its height


def duties(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Departments beside their tasks: three columns, or several pairs of them where there are many tasks; or blocks."""
    if len(picture.nodes) > ROUTED:
        return in_blocks(picture, measured)
    work = [node.id for node in picture.nodes if node.label != "Department"]
    others = [node.id for node in picture.nodes if node.label == "Department"]
    if len(work) > (_TALLEST_OF_ONE if picture.focus in others else _TALLEST):
        return columns(_pairs(picture, measured), picture, measured, _SLOPE)
    leading = {edge.source for edge in picture.edges if edge.line == "lead"}
    left = {picture.focus} if picture.focus in others else leading
    three = [one for one in others if one in left], work, [one for one in others if one not in left]
    return columns([column for column in three if column], picture, measured, _SLOPE)


def _pairs(picture: Subgraph, measured: Mapping[str, Box]) -> list[list[str]]:
    """Columns of departments, and right of each the work that is most theirs; all of about equal height."""
    own, degrees = own_work(picture), picture.degrees
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


def around(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """A node with what lies around it: columns by distance, or for many nodes springs, then a free cell for each."""
    if len(picture.nodes) > _SPRUNG:
        return Placed(sprung(picture, measured), "")
    kin = kin_of([node.id for node in picture.nodes], picture.edges)
    rings = _rings(picture, kin)
    star = all(picture.focus in (edge.source, edge.target) for edge in picture.edges)
    if not star and len(picture.nodes) > _UNTANGLED:
        return Placed(_by_distance(rings, measured), "horizontal")
    sides = _sides(rings, kin)
    return columns(sides, picture, measured, _FAN if star and len(sides) > 3 else _SLOPE)


def _rings(picture: Subgraph, kin: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The node, its neighbours by kind and name, theirs, and so on."""
    labels = {node.id: (node.label, node.name, node.id) for node in picture.nodes}
    rings = [[picture.focus]]
    seen = {picture.focus}
    while rings[-1]:
        rings.append(sorted({other for one in rings[-1] for other in kin[one]} - seen, key=lambda one: labels[one]))
        seen.update(rings[-1])
    return rings[:-1]


def _sides(rings: Sequence[Sequence[str]], kin: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Columns from the left, the node in the middle one: half of its neighbours on each side, theirs beyond them."""
    side = dict.fromkeys(rings[0], 0)
    found: tuple[list[list[str]], list[list[str]]] = [], []
    for number, ring in enumerate(rings[1:]):
        for place, one in enumerate(ring):
            lean = sum(side.get(other, 0) for other in kin[one]) if number else 2 * place - len(ring) + 1
            side[one] = 1 if lean > 0 else -1
        for columns_of_side, which in zip(found, (-1, 1), strict=True):
            columns_of_side += _untied([one for one in ring if side[one] == which], kin)
    return [*reversed(found[0]), list(rings[0]), *found[1]]


def _untied(ids: Sequence[str], kin: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """The ids in columns of about equal height, no two of a column joined."""
    tall = -(-len(ids) // max(1, round(len(ids) / _TALL)))
    found: list[list[str]] = []
    for one in ids:
        column = next((column for column in found if len(column) < tall and kin[one].isdisjoint(column)), None)
        if column is None:
            found.append([one])
        else:
            column.append(one)
    return found


def _by_distance(rings: Sequence[Sequence[str]], measured: Mapping[str, Box]) -> Places:
    """The node on the left, its neighbours right of it, theirs further right; long columns wrap."""
    groups: list[list[dict[str, float]]] = []
    for ring in rings:
        tall = -(-len(ring) // -(-len(ring) // _TALLEST))
        groups.append([_column(ring[start : start + tall], measured) for start in range(0, len(ring), tall)])
    return _beside(groups, measured)
