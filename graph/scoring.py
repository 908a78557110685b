"""Counting what was found against what should be: one-to-one matching, precision, recall, F1."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.reference import Reference

Row = dict[str, Any]
Similarity = Callable[[Row, Row], float]

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Score:
    """How many were right, invented and missed."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.invented + other.invented, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.invented
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what should be found that was found; 1 where there is nothing to find."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.invented + self.missed) if self.right else float(self == Score())


@dataclass(frozen=True)
class Matched:
    """The score of one list, with the rows behind it."""

    score: Score
    missed: tuple[Row, ...] = ()
    invented: tuple[Row, ...] = ()
    right: tuple[Row, ...] = ()  # of what was found


class Words:
    """Compares names as people would: simplified, without signs, in lower case."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._plain: dict[str, str] = {}

    def plain(self, text: object) -> str:
        """The text reduced to its characters."""
        written = "" if text is None else str(text)
        if written not in self._plain:
            folded = unicodedata.normalize("NFKC", self._reference.normalise(written))
            self._plain[written] = _SIGNS.sub("", folded).lower()
        return self._plain[written]

    def similar(self, one: object, other: object) -> float:
        """1 for equal names, more than 0.75 where one holds the other, else the share of common pairs (Dice)."""
        first, second = self.plain(one), self.plain(other)
        if not first or not second:
            return 0.0
        if first in second or second in first:
            return 0.75 + 0.25 * min(len(first), len(second)) / max(len(first), len(second))
        pairs, others = _pairs(first), _pairs(second)
        return 2 * len(pairs & others) / (len(pairs) + len(others))

    def overlap(self, one: object, other: object) -> bool:
        """Whether one text holds the other."""
        first, second = self.plain(one), self.plain(other)
        return bool(first and second and (first in second or second in first))


def matched(wanted: Sequence[Row], found: Sequence[Row], similarity: Similarity, least: float) -> Matched:
    """Pair wanted and found rows, the most similar first, each once; optional wanted rows are never missed."""
    pairs = [
        (value, i, j)
        for i, row in enumerate(wanted)
        for j, other in enumerate(found)
        if (value := similarity(row, other)) >= least
    ]
    taken: set[int] = set()
    used: set[int] = set()
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
    missed = tuple(row for i, row in enumerate(wanted) if i not in taken and not row.get("optional"))
    invented = tuple(row for j, row in enumerate(found) if j not in used)
    right = tuple(row for j, row in enumerate(found) if j in used)
    return Matched(Score(len(taken), len(invented), len(missed)), missed, invented, right)


def total(scores: Iterable[Score]) -> Score:
    """The scores of several documents as one."""
    return sum(scores, Score())


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}
