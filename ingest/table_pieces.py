"""Pieces of torn names, given to the rows they belong to; torn labels of groups, joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

NAME_END = re.compile(r"(?:率|比例|比重|数量|面积|次数|人数|个数|总数|指数|数)(?:\([^()]*\))?$")
_OPEN_END = re.compile(r"[较比与和及或、的等占对(-]$")
_LABEL_GAP = 4  # lines between two pieces of one label
_LABEL_LENGTH = 6
_MOST = 12  # pieces between two figures; more are no name


@dataclass(slots=True)
class Token:
    """A word of a line, with its place in the source."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Piece:
    """A piece of a name on a line of its own; `row` counts the figures above it."""

    line: int
    token: Token
    row: int


@dataclass(slots=True)
class TornRow:
    """A row in the making: the line of its figure, the cells read there, the pieces of its name above and below."""

    line: int
    name: Token | None = None
    unit: list[Token] = field(default_factory=list)
    values: list[Token] = field(default_factory=list)
    kind: Token | None = None
    ordinal: Token | None = None
    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Torn:
    """A torn table: rows, pieces of names, labels of groups by line, and how many empty cells an empty line holds."""

    rows: list[TornRow] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    labels: list[tuple[int, Token]] = field(default_factory=list)
    blanks: dict[int, int] = field(default_factory=dict)


def assign(torn: Torn, width: int) -> None:
    """Give each piece of a name to the figure above or below, so that names stand even around their figures.

    The best division is found from the last row upwards: best[row][before] is what it costs if `before` of the pieces
    above the row are its own, and how many of those below it then takes.
    """
    groups = _groups(torn)
    best: list[list[tuple[float, int]]] = [[] for _ in torn.rows]
    for number in range(len(torn.rows) - 1, -1, -1):
        above, below = groups[number], groups[number + 1]
        last = number == len(torn.rows) - 1
        for before in range(len(above) + 1):
            own = above[len(above) - before :]
            options = [
                (
                    _cost(torn, torn.rows[number], own, below[:taken], width)
                    + (0.0 if last else best[number + 1][len(below) - taken][0]),
                    taken,
                )
                for taken in range(len(below) if last else 0, len(below) + 1)
            ]
            best[number].append(min(options))
    before = len(groups[0])
    for number, row in enumerate(torn.rows):
        taken = best[number][before][1]
        row.before = groups[number][len(groups[number]) - before :]
        row.after = groups[number + 1][:taken]
        before = len(groups[number + 1]) - taken


def _groups(torn: Torn) -> list[list[Piece]]:
    """The pieces between one figure and the next."""
    groups: list[list[Piece]] = [[] for _ in range(len(torn.rows) + 1)]
    for piece in sorted(torn.pieces, key=lambda piece: piece.line):
        groups[piece.row].append(piece)
    half = _MOST // 2
    return [group if len(group) <= _MOST else [*group[:half], *group[-half:]] for group in groups]


def _cost(torn: Torn, row: TornRow, before: Sequence[Piece], after: Sequence[Piece], width: int) -> float:
    """How odd it is that a row has these pieces above and below its figure."""
    uneven = len(after) - len(before)
    if row.name is not None:
        cost = 0.0 if uneven in (0, 1) else 2.0 * min(abs(uneven), abs(uneven - 1))
    else:
        cost = float(abs(uneven)) + (4.0 if not before and not after else 0.0)
    own = [row.name.text] if row.name else []
    parts = [*(piece.token.text for piece in before), *own, *(piece.token.text for piece in after)]
    name = "".join(parts)
    cost += 1.0 if name.count("(") != name.count(")") or _OPEN_END.search(name) else 0.0
    cost += 0.3 * sum(bool(NAME_END.search(part)) for part in parts[:-1])
    cost += 0.1 * len(before)
    for first, last in pairwise([*(piece.line for piece in before), row.line, *(piece.line for piece in after)]):
        cost += sum(_gap(torn.blanks.get(line, 0), width) for line in range(first + 1, last))
    return cost


def _gap(empty: int, width: int) -> float:
    """What an empty line between two pieces of a name costs: a whole row of empty cells parts rows."""
    return 3.0 if empty >= width else 0.5 if empty >= width - 2 else 0.0


def labels_of(torn: Torn) -> list[tuple[float, str]]:
    """The labels of groups, their torn pieces joined, with the line around which each is centred."""
    joined: list[tuple[list[int], str]] = []
    for place, token in sorted(torn.labels, key=lambda label: label[0]):
        if joined and _one_label(joined[-1], place, token.text):
            joined[-1] = ([*joined[-1][0], place], joined[-1][1] + token.text)
        else:
            joined.append(([place], token.text))
    return [(sum(places) / len(places), text) for places, text in joined]


def _one_label(before: tuple[list[int], str], place: int, text: str) -> bool:
    """Whether a piece goes on with the label above: right below it, or near and torn into short pieces."""
    if len(before[1]) > _LABEL_LENGTH:
        return False
    gap = place - before[0][-1]
    return gap <= 2 or (gap <= _LABEL_GAP and (len(before[1]) <= 3 or len(text) < len(before[1])))


def nearest(line: int, labels: Sequence[tuple[float, str]]) -> str:
    """The label centred nearest to this line; "" if there is none."""
    return min(labels, key=lambda label: abs(label[0] - line))[1] if labels else ""
