"""Boxes in rows or in columns; lines run between the boxes, never behind one that they do not end at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from visualize.blocks import in_levels
from visualize.boxes import Box
from visualize.levels import Stack, kin_of, levels, stacks
from visualize.limits import ROUTED
from visualize.placed import Placed, Places, Point, Way
from visualize.rows import Rows, woven
from visualize.subgraph import Edge, Subgraph
from visualize.ways import LINE, STUB, Frame, ways

_GAP = 14.0  # around each box
_BETWEEN = 70.0  # rows, at least
_ROUNDS = 3
_STIFF = 8.0  # how much rather a line stays straight than a box near what it is joined to


class _Manner(NamedTuple):
    """How steep the flattest line between two rows is, and which part of the room in its row stands before a box."""

    slope: float
    before: float


_IN_ROWS = _Manner(0.22, 1.0)


def layers(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Upstream documents above those that rest on them: the longest way down gives the row."""
    if len(picture.nodes) > ROUTED:
        return in_levels(picture, measured)
    lines = _lines(picture)
    kin = kin_of([node.id for node in picture.nodes], lines)
    singly = woven([[(one,) for one in row] for row in levels(picture)], lines)
    ordered = [[one for item in row for one in singly.stacks[item]] for row in singly.rows]
    rows = woven([stacks(row, kin) for row in ordered], lines)
    frame = _framed(rows, measured, _IN_ROWS)
    return Placed(frame.places, "vertical", ways(lines, rows, frame))


def columns(found: Sequence[Sequence[str]], picture: Subgraph, measured: Mapping[str, Box], slope: float) -> Placed:
    """Columns of boxes from the left, no edge within one of them: rows that are laid on their side."""
    lines = _lines(picture)
    turned = {one: replace(box, width=box.height, height=box.width) for one, box in measured.items()}
    rows = woven([[(one,) for one in column] for column in found], lines)
    frame = _framed(rows, turned, _Manner(slope, 0.5))
    places = {one: (x, y) for one, (y, x) in frame.places.items()}
    return Placed(places, "horizontal", {key: _turned(way) for key, way in ways(lines, rows, frame).items()})


def _turned(way: Way) -> Way:
    return tuple((x, y) for y, x in way)


def _lines(picture: Subgraph) -> list[Edge]:
    return [edge for edge in picture.edges if edge.source != edge.target]


def _framed(rows: Rows, measured: Mapping[str, Box], manner: _Manner) -> Frame:
    """The rows one below the other, the flatter the lines between two of them the farther apart."""
    above, below = rows.neighbours()
    shapes = [_shape(stack, len(below[item]), len(above[item]), measured) for item, stack in enumerate(rows.stacks)]
    middles = _middles(rows, [shape.width for shape in shapes])
    places: Places = {}
    bands = [(0.0, 0.0)] * len(middles)
    top = 0.0
    for row in rows.rows:
        reach = max((abs(middles[item] - middles[up]) for item in row for up in above[item]), default=0.0)
        top += _BETWEEN + manner.slope * reach
        room = max((shapes[item].height for item in row), default=0.0)
        for item in row:
            bands[item] = top, top + room
            corner = middles[item] - shapes[item].width / 2 + shapes[item].left
            lowest = top + shapes[item].height + manner.before * (room - shapes[item].height)
            places.update(_stacked(rows.stacks[item], corner, lowest, measured))
        top += room
    return Frame(measured, places, middles, bands)


class _Shape(NamedTuple):
    """The room that an item takes, and how much of it lies left of its boxes."""

    width: float
    height: float
    left: float


def _shape(stack: Stack, below: int, above: int, measured: Mapping[str, Box]) -> _Shape:
    """A stack has upright lines on both sides: on the left those from below, on the right those to above."""
    if not stack:
        return _Shape(LINE, 0.0, 0.0)
    width = max(measured[one].width for one in stack)
    height = sum(measured[one].height + _GAP for one in stack) - _GAP
    left, right = (STUB + count * LINE if count and len(stack) > 1 else 0.0 for count in (below, above))
    return _Shape(left + width + right + 2 * _GAP, height, left + _GAP)


def _stacked(stack: Stack, left: float, bottom: float, measured: Mapping[str, Box]) -> Iterator[tuple[str, Point]]:
    for one in reversed(stack):
        box = measured[one]
        yield one, (left + box.width / 2, bottom - box.height / 2)
        bottom -= box.height + _GAP


def _middles(rows: Rows, widths: Sequence[float]) -> list[float]:
    """Every item near what it is joined to above and below by turns, in its order and with its room."""
    above, below = rows.neighbours()
    middles = [0.0] * len(widths)
    for joined in (above, below) * _ROUNDS:
        for row in rows.rows if joined is above else reversed(rows.rows):
            wanted = [_wanted(item, joined[item], middles, rows.stacks) for item in row]
            settled = _settled(wanted, [widths[item] for item in row])
            for item, middle in zip(row, settled, strict=True):
                middles[item] = middle
    return middles


def _wanted(item: int, joined: Sequence[int], middles: Sequence[float], stacks: Sequence[Stack]) -> tuple[float, float]:
    """Where an item is best, and how much that matters: most for a line, which is to go on straight."""
    if not joined:
        return middles[item], 0.1
    stiff = min(len(joined), _STIFF / 2) if stacks[item] else _STIFF
    return sum(middles[other] for other in joined) / len(joined), stiff


def _settled(wanted: Sequence[tuple[float, float]], widths: Sequence[float]) -> list[float]:
    """The places nearest to those wanted that keep the order and the room: neighbours that press move together."""
    offsets = [middle - width / 2 for middle, width in zip(accumulate(widths), widths, strict=True)]
    blocks: list[tuple[float, float, int]] = []  # place, weight, items
    for (place, weight), offset in zip(wanted, offsets, strict=True):
        block = place - offset, weight, 1
        while blocks and blocks[-1][0] >= block[0]:
            last = blocks.pop()
            both = last[1] + block[1]
            block = (last[0] * last[1] + block[0] * block[1]) / both, both, last[2] + block[2]
        blocks.append(block)
    starts = [start for start, _, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
