"""Pictures too large for lines beside boxes: boxes fill the window in shelves, and lines run straight behind them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from visualize.boxes import Box
from visualize.levels import kin_of, levels
from visualize.placed import Placed, Places
from visualize.subgraph import Subgraph

_GAP = 14.0  # between boxes of a block
_APART = 60.0  # between blocks, and between the levels of a lineage
_WIDE = 1.35  # width of a window for its height, beside the panel
_TALL = 6  # tasks of a column, where a department has few columns of them
_NAME = 1.3  # room of a department for its height: zoomed out, its name is drawn larger than its box
_PARTS = tuple(part / 20 for part in range(16, 26))  # widths that are tried
_DUTY_LINES = ("lead", "shared", "cooperate")  # the strongest first


class Block(NamedTuple):
    """A department with its work beside it: places from the upper left corner, and how much room they take."""

    places: Places
    width: float
    height: float


def in_blocks(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Each department with the work that is most its own, those with most work first, side by side in shelves."""
    own, degrees = own_work(picture), picture.degrees
    ranked = sorted(own, key=lambda one: (-len(own[one]), -degrees.get(one, 0), one))
    blocks = [_block(one, own[one], measured) for one in ranked]
    shelves = _shelves(blocks)
    places: Places = {}
    top = 0.0
    for shelf in shelves:
        left = -_width(shelf) / 2
        for block in shelf:
            places.update({one: (left + x, top + y) for one, (x, y) in block.places.items()})
            left += block.width + _APART
        top += _height(shelf)
    return Placed(places, "")


def _shelves(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks in shelves so wide that a window shows them largest."""
    room = sum((block.width + _APART) * (block.height + _APART) for block in blocks)
    widest = max(block.width for block in blocks)
    tried = [_filled(blocks, max(widest, part * (_WIDE * room) ** 0.5)) for part in _PARTS]
    return min(tried, key=lambda shelves: max(max(map(_width, shelves)) / _WIDE, sum(map(_height, shelves))))


def _filled(blocks: Iterable[Block], room: float) -> list[list[Block]]:
    shelves: list[list[Block]] = [[]]
    left = room
    for block in blocks:
        if shelves[-1] and block.width > left:
            shelves.append([])
            left = room
        shelves[-1].append(block)
        left -= block.width + _APART
    return shelves


def _width(shelf: Iterable[Block]) -> float:
    return sum(block.width + _APART for block in shelf) - _APART


def _height(shelf: Iterable[Block]) -> float:
    return max(block.height for block in shelf) + _APART


def _block(department: str, work: Sequence[str], measured: Mapping[str, Box]) -> Block:
    """The department on the left, its work on the right in one column, or in several where it is much."""
    count = max(1, round((len(work) / _TALL) ** 0.5))
    each = -(-len(work) // count) or 1
    columns = [work[start : start + each] for start in range(0, len(work), each)]
    heights = [sum(measured[one].height + _GAP for one in column) - _GAP for column in columns]
    height = max(_NAME * measured[department].height, *heights, 0.0)
    x = measured[department].width
    places = {department: (x / 2, height / 2)}
    for column, tall in zip(columns, heights, strict=True):
        width = max(measured[one].width for one in column)
        y = (height - tall) / 2
        for one in column:
            places[one] = x + _GAP + width / 2, y + measured[one].height / 2
            y += measured[one].height + _GAP
        x += _GAP + width
    return Block(places, x, height)


def own_work(picture: Subgraph) -> dict[str, list[str]]:
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


def in_levels(picture: Subgraph, measured: Mapping[str, Box]) -> Placed:
    """Documents below those that they rest on, each level in as many rows as the window's shape asks for."""
    width = max(box.width for box in measured.values()) + _GAP
    height = max(box.height for box in measured.values()) + _GAP
    across = max(1, round((_WIDE * len(measured) * height / width) ** 0.5))
    places: Places = {}
    top = 0.0
    for level in _ordered(picture):
        rows = -(-len(level) // across)
        wide = -(-len(level) // rows)
        for number, one in enumerate(level):  # neighbours stay near each other, one above the other
            places[one] = (number // rows - (wide - 1) / 2) * width, top + number % rows * height
        top += rows * height + _APART
    return Placed(places, "")


def _ordered(picture: Subgraph) -> list[list[str]]:
    """The levels, each in the order of what it is joined to above."""
    kin = kin_of([node.id for node in picture.nodes], picture.edges)
    place: dict[str, float] = {}
    ordered = []
    for level in levels(picture):
        means = {one: _mean([place[other] for other in kin[one] if other in place]) for one in level}
        ordered.append(sorted(level, key=lambda one: (means[one], one)))
        place.update({one: (number + 0.5) / len(level) for number, one in enumerate(ordered[-1])})
    return ordered


def _mean(places: Sequence[float]) -> float:
    return sum(sorted(places)) / len(places) if places else 0.5
