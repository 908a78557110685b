"""The order within rows in the manner of Sugiyama: a line has a place of its own in each row that it crosses."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from visualize.levels import Stack
from visualize.subgraph import Edge

_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """Items are numbers: a stack of documents, or with none the place of a line that passes."""

    stacks: Sequence[Stack]  # of each item
    rows: Sequence[Sequence[int]]  # from the top, each from the left
    chains: Sequence[Sequence[int]]  # of each line: its items from the lower end to the upper one

    def neighbours(self) -> tuple[list[list[int]], list[list[int]]]:
        """Of each item those that it is joined to in the row above, and in the row below."""
        above: list[list[int]] = [[] for _ in self.stacks]
        below: list[list[int]] = [[] for _ in self.stacks]
        for chain in self.chains:
            for lower, upper in pairwise(chain):
                above[lower].append(upper)
                below[upper].append(lower)
        return above, below


def woven(stacked: Sequence[Sequence[Stack]], lines: Iterable[Edge]) -> Rows:
    """Rows of stacks, with places in between for the lines that pass; in an order of few crossings."""
    stacks = [stack for row in stacked for stack in row]
    row_of = [number for number, row in enumerate(stacked) for _ in row]
    item_of = {one: item for item, stack in enumerate(stacks) for one in stack}
    chains = []
    for edge in lines:
        ends = item_of[edge.source], item_of[edge.target]
        upper, lower = sorted(ends, key=lambda item: row_of[item])
        passed = range(row_of[lower] - 1, row_of[upper], -1)
        chains.append([lower, *range(len(stacks), len(stacks) + len(passed)), upper])
        stacks += [()] * len(passed)
        row_of += passed
    rows: list[list[int]] = [[] for _ in stacked]
    for item, row in enumerate(row_of):
        rows[row].append(item)
    return _swept(Rows(stacks, rows, chains))


def _swept(woven: Rows) -> Rows:
    """Down and up, each row in the order of what it is joined to; the best of the orders met."""
    above, below = woven.neighbours()
    rows = [list(row) for row in woven.rows]
    best, fewest = rows, _crossings(rows, above)
    for sweep in range(_SWEEPS):
        rows = _sweep(rows[::-1], below)[::-1] if sweep % 2 else _sweep(rows, above)
        crossings = _crossings(rows, above)
        if crossings < fewest:
            best, fewest = rows, crossings
    return Rows(woven.stacks, best, woven.chains)


def _sweep(rows: Sequence[Sequence[int]], joined: Sequence[Sequence[int]]) -> list[list[int]]:
    place: dict[int, float] = {}
    found: list[list[int]] = []
    for row in rows:
        own = {item: (number + 0.5) / len(row) for number, item in enumerate(row)}
        means = {item: _mean(joined[item], place, own[item]) for item in row}
        found.append(sorted(row, key=lambda item: means[item]))
        place.update({item: (number + 0.5) / len(row) for number, item in enumerate(found[-1])})
    return found


def _mean(items: Sequence[int], place: Mapping[int, float], otherwise: float) -> float:
    return sum(place[item] for item in items) / len(items) if items else otherwise


def _crossings(rows: Sequence[Sequence[int]], above: Sequence[Sequence[int]]) -> int:
    """How many pairs of lines cross between rows."""
    count = 0
    number = {item: place for row in rows for place, item in enumerate(row)}
    for row in rows:
        seen: list[int] = []
        for item in row:
            ends = [number[upper] for upper in above[item]]
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count
