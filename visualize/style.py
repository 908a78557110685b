"""How kinds of node and edge look: colours that a colour-blind eye tells apart, and lines told by their dashes.

The colours are of Okabe and Ito, darkened where white letters stand on them (contrast of 4.5 and more).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.exports.table import label_of


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of node: its fill, its border, its letters, how round its corners are."""

    fill: str
    border: str
    letters: str
    corner: int


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of edge: dashes are lengths on and off, none for a solid line."""

    chinese: str
    english: str
    colour: str
    width: float
    dashes: tuple[int, ...] = ()


LOOKS: Mapping[str, Look] = {
    "Document": Look("#F5C242", "#8A5A00", "#1A1A1A", 0),
    "Department": Look("#005A9C", "#003A66", "#FFFFFF", 12),
    "Task": Look("#FFFFFF", "#6B6B6B", "#1A1A1A", 3),
    "Project": Look("#D5F0E4", "#00664A", "#1A1A1A", 3),
    "Target": Look("#F6DDEB", "#9C3D73", "#1A1A1A", 3),
    "Indicator": Look("#F4EC8C", "#7A7000", "#1A1A1A", 3),
    "Region": Look("#BFE3F7", "#1F6F9F", "#1A1A1A", 20),
    "Award": Look("#F7CDB3", "#A34700", "#1A1A1A", 20),
}
LINES: Mapping[str, Line] = {
    "lead": Line("牵头、负责", "lead", "#1A1A1A", 2.0),
    "cooperate": Line("配合", "cooperate", "#0072B2", 1.4, (10, 6)),
    "shared": Line("按职责分工负责", "shared", "#B34700", 1.8, (2, 5)),
    "DERIVES_FROM": Line("依据", "derives from", "#8E2C6B", 2.0),
    "CITES": Line("提到", "cites", "#0072B2", 1.4, (10, 6)),
}
_OTHER_COLOUR = "#767676"


def line_of(name: str) -> Line:
    """How edges of this name are drawn: a relationship without a look of its own is thin and grey."""
    chinese = label_of(f"name={name}").removesuffix(f" {name}")
    return LINES.get(name) or Line(chinese, name.lower().replace("_", " "), _OTHER_COLOUR, 0.8)


def line_of_duty(role: str, mode: str | None) -> str:
    """The line of a duty: by division of duties (按职责分工负责) is neither a lead nor mere cooperation."""
    if mode == "shared":
        return "shared"
    return "lead" if role == "LEADS" else "cooperate"
