"""The way of each line: from box to box by way points, upright in the rows that it crosses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from visualize.boxes import Box
from visualize.placed import Places, Way
from visualize.rows import Rows
from visualize.subgraph import Edge

LINE = 10.0  # between lines side by side
STUB = 22.0  # from the nearest upright line to the side of a box: room for an arrow head
_INSET = 6.0  # of the outermost line from the corner of a box


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the boxes stand, and the rows."""

    boxes: Mapping[str, Box]
    places: Places
    middles: Sequence[float]  # of each item of the rows
    bands: Sequence[tuple[float, float]]  # the upper and the lower edge of the row of each item

    def side(self, one: str, right: bool) -> float:
        """The left or the right edge of a box."""
        return self.places[one][0] + self.boxes[one].width * (0.5 if right else -0.5)


@dataclass(frozen=True, slots=True)
class _End:
    """An end of a line, at the lower or the upper one of its boxes."""

    line: int
    upper: bool
    item: int
    box: str
    beside: int  # the next item of the line


_Ends = Mapping[_End, Way]  # the points of a line at an end, from the box to the edge of its row


def ways(lines: Sequence[Edge], rows: Rows, frame: Frame) -> dict[str, Way]:
    """The way of each line; those of one box lie in the order of where they go, so that they do not cross at it."""
    pairs = [_ends(number, edge, rows) for number, edge in enumerate(lines)]
    groups: dict[tuple[int, bool], list[_End]] = {}
    for end in (end for pair in pairs for end in pair):
        groups.setdefault((end.item, end.upper), []).append(end)
    led: dict[_End, Way] = {}
    for (item, _), ends in groups.items():
        if len(rows.stacks[item]) > 1:
            led.update(_at_stack(ends, rows.stacks[item], frame))
    direct = ((end, way) for end, way in led.items() if len(rows.chains[end.line]) == 2)
    towards = {(end.line, not end.upper): way[-1][0] for end, way in direct}
    for (item, _), ends in groups.items():
        if len(rows.stacks[item]) == 1:
            led.update(_at_box(ends, towards, frame))
    return {edge.key: _way(edge, pair, led, rows, frame) for edge, pair in zip(lines, pairs, strict=True)}


def _ends(number: int, edge: Edge, rows: Rows) -> tuple[_End, _End]:
    chain = rows.chains[number]
    below, above = edge.source, edge.target
    if below not in rows.stacks[chain[0]]:
        below, above = above, below
    return _End(number, False, chain[0], below, chain[1]), _End(number, True, chain[-1], above, chain[-2])


def _at_stack(ends: Iterable[_End], stack: Sequence[str], frame: Frame) -> Iterator[tuple[_End, Way]]:
    """Lines from below come to the left sides of a stack, lines to above leave on the right: none crosses another."""
    ranked = sorted(ends, key=lambda end: (stack.index(end.box), frame.middles[end.beside], end.line))
    upper = ranked[0].upper
    for number, end in enumerate(ranked):
        own = [other for other in ranked if other.box == end.box]
        y = _spread(frame.places[end.box][1], frame.boxes[end.box].height, len(own))[own.index(end)]
        if upper:
            x = frame.side(end.box, right=False) - STUB - (len(ranked) - 1 - number) * LINE
        else:
            x = max(frame.side(one, right=True) for one in stack) + STUB + number * LINE
        yield end, ((frame.side(end.box, right=not upper), y), (x, y), (x, frame.bands[end.item][upper]))


def _at_box(
    ends: Sequence[_End], towards: Mapping[tuple[int, bool], float], frame: Frame
) -> Iterator[tuple[_End, Way]]:
    """Lines come to the underside of a single box, and leave by its upper side."""

    def rank(end: _End) -> tuple[float, int]:
        return towards.get((end.line, end.upper), frame.middles[end.beside]), end.line

    ranked = sorted(ends, key=rank)
    x, y = frame.places[ends[0].box]
    box = frame.boxes[ends[0].box]
    for end, at in zip(ranked, _spread(x, box.width, len(ranked)), strict=True):
        yield end, ((at, y + box.height * (0.5 if end.upper else -0.5)), (at, frame.bands[end.item][end.upper]))


def _spread(middle: float, room: float, count: int) -> list[float]:
    """Places for so many lines at a side of a box."""
    pitch = min(LINE, (room - 2 * _INSET) / max(1, count - 1))
    return [middle + (number - (count - 1) / 2) * pitch for number in range(count)]


def _way(edge: Edge, ends: tuple[_End, _End], led: _Ends, rows: Rows, frame: Frame) -> Way:
    lower, upper = ends
    passed = rows.chains[lower.line][1:-1]
    between = [(frame.middles[item], y) for item in passed for y in reversed(frame.bands[item])]
    points = [*led[lower], *between, *reversed(led[upper])]
    if lower.box == edge.target:
        points.reverse()
    return tuple(dict.fromkeys((round(x, 1), round(y, 1)) for x, y in points))
