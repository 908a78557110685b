"""From the lines that a page draws to the cells they enclose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers.pdf.glyphs import Ruling

NEAR = 3.0  # points: lines so close are one, ends so close meet
_MOST_RULINGS = 12_000  # of one page
_MOST_MERGED = 1_000  # of them when pieces are put together
_MOST_CROSSINGS = 100_000  # of level and upright lines to be compared; what has more is a drawing
_MOST_POINTS = 3_000  # crossings found

Rect = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(slots=True)
class Lattice:
    """Lines put in order, and the cells they enclose, those that touch together."""

    rulings: list[Ruling]
    groups: list[list[Rect]]


def lattice_of(rulings: Sequence[Ruling]) -> Lattice:
    """The cells of a page; none where its lines are too few for a table or too many for one."""
    nothing = Lattice([], [])
    level = sum(ruling.level for ruling in rulings)
    if level < 2 or len(rulings) - level < 2 or len(rulings) > _MOST_RULINGS:
        return nothing
    from pdfplumber import table as plumber  # a third of a second, and few documents have ruled tables

    whole = [Ruling(*(edge[side] for side in ("x0", "top", "x1", "bottom"))) for edge in _merged(plumber, rulings)]
    if len(whole) > _MOST_MERGED:
        return nothing
    whole += list(_open_sides(whole))
    whole += [_turned(side) for side in _open_sides([_turned(ruling) for ruling in whole])]
    whole += [_turned(end) for end in _open_ends([_turned(ruling) for ruling in whole])]
    level = sum(ruling.level for ruling in whole)
    if level * (len(whole) - level) > _MOST_CROSSINGS:
        return nothing
    points = plumber.edges_to_intersections(_merged(plumber, whole), NEAR, NEAR)
    if len(points) > _MOST_POINTS:
        return nothing
    cells = [cell for cell in plumber.intersections_to_cells(points) if cell[2] - cell[0] > NEAR < cell[3] - cell[1]]
    return Lattice(whole, _touching(cells))


def _merged(plumber: Any, rulings: Sequence[Ruling]) -> list[dict[str, Any]]:
    near = dict.fromkeys(("snap_x_tolerance", "snap_y_tolerance", "join_x_tolerance", "join_y_tolerance"), NEAR)
    edges: list[dict[str, Any]] = plumber.merge_edges([_edge(ruling) for ruling in rulings], **near)
    return edges


def _edge(ruling: Ruling) -> dict[str, Any]:
    x0, top, x1, bottom = ruling
    orientation = "h" if ruling.level else "v"
    size = {"width": x1 - x0, "height": bottom - top}
    return {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "orientation": orientation, **size}


def _turned(ruling: Ruling) -> Ruling:
    """The line with x and y exchanged."""
    return Ruling(ruling.top, ruling.x0, ruling.bottom, ruling.x1)


def _open_sides(rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    """The outer sides of tables printed open to the left and right, where at least three level lines end together."""
    upright = [ruling for ruling in rulings if not ruling.level]
    spans: dict[tuple[int, int], list[Ruling]] = {}
    for ruling in rulings:
        if ruling.level:
            spans.setdefault((round(ruling.x0 / NEAR), round(ruling.x1 / NEAR)), []).append(ruling)
    for level in spans.values():
        x0, x1 = level[0].x0, level[0].x1
        top, bottom = min(one.top for one in level), max(one.top for one in level)
        between = (v for v in upright if top - NEAR <= v.top and v.bottom <= bottom + NEAR)
        if len(level) < 3 or not any(x0 + NEAR < v.x0 < x1 - NEAR for v in between):
            continue
        for x in (x0, x1):
            if not any(abs(v.x0 - x) <= NEAR and v.top < bottom and v.bottom > top for v in upright):
                yield Ruling(x, top, x, bottom)


def _open_ends(rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    """The sides of cells that a page end tears open (here turned: to the left and right), where level lines jut out."""
    upright = [ruling for ruling in rulings if not ruling.level]
    ends: dict[tuple[int, bool], list[Ruling]] = {}
    for ruling in rulings:
        if ruling.level:
            for x, is_left in ((ruling.x0, True), (ruling.x1, False)):
                if not any(
                    abs(v.x0 - x) <= 2 * NEAR and v.top - NEAR <= ruling.top <= v.bottom + NEAR for v in upright
                ):
                    ends.setdefault((round(x / NEAR), is_left), []).append(ruling)
    for (_, is_left), jutting in ends.items():
        crossed = any(v.top - NEAR <= one.top <= v.bottom + NEAR for v in upright for one in jutting)
        if len(jutting) > 1 and crossed:
            x = min(one.x0 for one in jutting) if is_left else max(one.x1 for one in jutting)
            yield Ruling(x, min(one.top for one in jutting), x, max(one.top for one in jutting))


def _touching(cells: Sequence[Rect]) -> list[list[Rect]]:
    """Cells grouped by common corners."""
    group_of: dict[tuple[float, float], int] = {}
    groups: dict[int, list[Rect]] = {}
    for number, cell in enumerate(cells):
        met = {group_of[corner] for corner in _corners(cell) if corner in group_of}
        home = min(met, default=number)
        groups.setdefault(home, []).append(cell)
        for other in met - {home}:
            moved = groups.pop(other)
            groups[home].extend(moved)
            group_of.update((corner, home) for one in moved for corner in _corners(one))
        group_of.update((corner, home) for corner in _corners(cell))
    return list(groups.values())


def _corners(cell: Rect) -> list[tuple[float, float]]:
    return [(x, y) for x in (cell[0], cell[2]) for y in (cell[1], cell[3])]
