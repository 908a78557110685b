"""The box of each node: its words broken into lines, the size of its letters, and so its width and height.

Sizes are reckoned here, before any layout: a Chinese character is as wide as its letters are high, others about half.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from visualize.limits import ROUTED
from visualize.subgraph import Node, Subgraph

MARGIN = 8
_MAJOR = frozenset({"Department", "Document"})  # what people look for first: larger letters, named when zoomed out
_WIDEST = {"Department": 9, "Document": 10}  # characters of a line
_FOR_EACH = 0.37  # of the letters of departments for each node: 10 pixels on a screen of 1280 by 800
_NO_START = frozenset("、,，。；：:;)）》”〕")
_OPENED = re.compile(r"[(（《“〔]*$")
_OF_NUMBER = re.compile(r"[0-9A-Za-z.%-]")
_NUMBER = re.compile(r"[(（《“〔]*[0-9A-Za-z.%-]*$")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """A node's words in lines, and its measures in units of the drawing."""

    lines: tuple[str, ...]
    letters: int  # height of the letters
    width: float
    height: float
    major: bool


def boxes(picture: Subgraph) -> dict[str, Box]:
    """The box of each node; the more edges, the larger."""
    degrees, least = picture.degrees, _least(picture)
    return {node.id: _box(node, degrees, node.id == picture.focus, least) for node in picture.nodes}


def _least(picture: Subgraph) -> int:
    """The least letters of departments: a picture of no node is seen whole, the larger it is the farther off."""
    return 0 if picture.focus else int(_FOR_EACH * min(len(picture.nodes), ROUTED))


def _box(node: Node, degrees: Mapping[str, int], focus: bool, least: int) -> Box:
    major = focus or node.label in _MAJOR
    degree = degrees.get(node.id, 0)
    letters = int(min(40, 18 + 4 * degree**0.5)) if major else int(min(20, 13 + degree**0.5))
    if node.label == "Department":
        letters = max(letters, least)
    lines = broken(node.name, _WIDEST.get(node.label, 14), 4 if major else 3)
    width = letters * max(map(breadth, lines)) + 2 * MARGIN
    return Box(lines, letters, round(width, 1), letters * len(lines) + 2.0 * MARGIN, major)


def breadth(text: str) -> float:
    """The width of a text in heights of its letters."""
    return sum(1.0 if character > "\u2e7f" or character in "“”‘’…—" else 0.56 for character in text)


def broken(text: str, widest: int, most: int) -> tuple[str, ...]:
    """A text in at most so many lines of about equal width; what does not fit is cut with an ellipsis."""
    text = text.strip() or "?"
    count = min(most, math.ceil(breadth(text) / widest))
    aim = min(float(widest), math.ceil(breadth(text) / count))
    lines = [""]
    for character in text:
        if breadth(lines[-1] + character) > aim + 0.2 and character not in _NO_START:
            held = _held(lines[-1], character)
            lines[-1] = lines[-1].removesuffix(held)
            lines.append(held)
        lines[-1] += character
    kept = [line for line in lines if line]
    return tuple(kept) if len(kept) <= most else (*kept[: most - 1], kept[most - 1][:-1] + _ELLIPSIS)


def _held(line: str, character: str) -> str:
    """What goes on to the next line with this character: an opening bracket, or the beginning of a number."""
    pattern = _NUMBER if _OF_NUMBER.match(character) else _OPENED
    found = pattern.search(line)
    return found[0] if found and found[0] != line else ""
