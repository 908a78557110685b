"""The figures that local ones are compared with: the nation's, or those of the province or prefecture above a place."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from graph.errors import NotFound
from graph.links.comparable import Alike, Counterparts
from graph.reference import Reference
from graph.rows import TargetRow
from graph.units import same_unit

COUNTRY_LEVEL = "country"
UPSTREAM_LEVELS = ("country", "province", "prefecture")
_OF_CHANGE = re.compile(r"增长|增加|提高|提升|上升|下降|降低|减少|增速|增幅|降幅")


class UpstreamFigures:
    """The figures of one level by place: those of the nation for all, else those of the place above a local one."""

    def __init__(
        self,
        rows: Iterable[TargetRow],
        reference: Reference | None,
        level: str,
        derived: Mapping[str, Collection[str]],
    ) -> None:
        self._reference = reference
        self._level = level
        self._derived = derived
        self._figures: defaultdict[tuple[str, str], list[TargetRow]] = defaultdict(list)  # by place and indicator
        self._ids: defaultdict[str, dict[str, str]] = defaultdict(dict)  # of the indicators of a place, by name
        self._places: dict[str, str] = {}  # of the documents
        self._counterparts: dict[str, Counterparts] = {}
        for row in rows:
            place = self._of_region(row)
            if place and row.indicator_id and row.value is not None:
                self._figures[place, row.indicator_id].append(row)
                self._ids[place].setdefault(row.indicator or "", row.indicator_id)
                self._places[row.document_id or ""] = place

    def counterpart(self, row: TargetRow) -> tuple[TargetRow | None, tuple[Alike, ...]]:
        """The figure beside this one and, where it is not for the same indicator, how the two go together.

        Several ways mean that none of them can be told to be the one.
        """
        place = self._of_region(row) or self._of_document(row)
        if not place or not row.indicator_id or row.value is None or place not in self._ids:
            return None, ()
        if same := self._figures.get((place, row.indicator_id)):
            return _nearest(row, same), ()
        near = self._near(place, row.indicator or "")
        if len(near) != 1:
            return None, near
        return _nearest(row, self._figures[place, self._ids[place][near[0].upstream]]), near

    def _near(self, place: str, name: str) -> tuple[Alike, ...]:
        if self._reference is None:
            return ()
        if place not in self._counterparts:
            self._counterparts[place] = Counterparts(self._ids[place], self._reference)
        return self._counterparts[place].of(name)

    def _of_region(self, row: TargetRow) -> str:
        """The upstream place of a row by its region, "" where that is not known; the nation is above all."""
        if self._level == COUNTRY_LEVEL:
            return COUNTRY_LEVEL
        if self._reference is None or not row.region_id:
            return ""
        try:
            region = self._reference.regions.at_level(row.region_id, self._level)
        except NotFound:  # a region that is not in the table
            return row.region_id if row.region_level == self._level else ""
        return region.id if region else ""

    def _of_document(self, row: TargetRow) -> str:
        """The place of the documents that its own derives from, if it is one; "" else."""
        above = {self._places[each] for each in self._derived.get(row.document_id or "", ()) if each in self._places}
        return above.pop() if len(above) == 1 else ""


def _nearest(row: TargetRow, figures: Iterable[TargetRow]) -> TargetRow | None:
    """The figure in a unit that may be compared, of another document, nearest in years; the smallest id of several."""
    change = _OF_CHANGE.search(row.indicator or "") is not None
    fitting = [each for each in figures if same_unit(each.unit, row.unit, change)]
    years = [(abs((each.year or 0) - (row.year or 0)), each.target_id, each) for each in fitting]
    return min(years, key=lambda pair: pair[:2])[2] if years else None
