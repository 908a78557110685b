"""Where each box of a picture stands, and where its lines run: what every layout gives."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Point = tuple[float, float]
Places = dict[str, Point]  # the middle of each box
Way = tuple[Point, ...]  # from the source of an edge to its target


class Placed(NamedTuple):
    """Where the boxes stand, and how lines bend between them: horizontal, vertical, or straight where empty.

    Edges that have ways run along their points instead, and boxes stay where they are.
    """

    places: Places
    bend: str
    ways: Mapping[str, Way] = MappingProxyType({})
