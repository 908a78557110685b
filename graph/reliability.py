"""Whether confidence means something: of what was stated with so much confidence, how much was right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.evaluate import Evaluation

EDGES = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
LISTS = ("responsibilities", "targets")  # what is stated with more or less confidence


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of one list what was stated with a confidence from `least` to below `below`: how many, how many of them right."""

    list: str
    least: float
    below: float
    stated: int
    right: int
    share: float  # right of stated
    mean: float  # of their confidence


def reliability(found: Sequence[Evaluation]) -> list[Reliability]:
    """A row for each list and step of confidence that something was stated with."""
    return [row for name in LISTS for row in _rows(name, found)]


def _rows(name: str, found: Sequence[Evaluation]) -> Iterable[Reliability]:
    lists = [one.lists[name] for one in found if name in one.lists]
    told = [(row["confidence"], True) for each in lists for row in each.right if row.get("confidence") is not None]
    told += [(row["confidence"], False) for each in lists for row in each.invented if row.get("confidence") is not None]
    for least, below in pairwise(EDGES):
        inside = [(confidence, right) for confidence, right in told if least <= confidence < below]
        if inside:
            right = sum(right for _, right in inside)
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            yield Reliability(
                name, least, min(below, 1.0), len(inside), right, round(right / len(inside), 3), round(mean, 3)
            )
