"""Whose a duty is on a date: the office's name by then, after reforms that merged, split or renamed it.

Reforms are known by their year (seeds/succession.csv): from the year of a reform on its new names count. Forwards from
the name that a document uses; with `back` also the offices that held the function before reforms still to come. Where
an office was split, or only some places followed a reform, it is not certain who of several it is: all are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.departments import DUTIES, DepartmentFunction, Succession
from graph.places import lineage
from graph.reference import Reference, load_reference
from graph.regions import LEVELS
from graph.resolve_departments import office_of

WHOLE, PART, PLACES = "whole", "part", "places"
_TOLD = {WHOLE: "", PART: ";部分职责", PLACES: ";部分地区", DUTIES: ";部分职责"}
_ORDER = (WHOLE, PLACES, PART)  # who holds most stands first


@dataclass(frozen=True, slots=True)
class Holder:
    """An office that held the function on the date: the `whole` of it, a `part`, or either, but in some `places` only.

    `until` is the year of the reform that took the function from it, None where none is known of.
    """

    office: str
    department_id: str
    extent: str = WHOLE
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The offices on the date, several where one was split or several were to be merged, and the steps between.

    It is `certain` where one office alone took over the whole, at each step; `handed_over` are steps that took single
    duties from an office by then, which else stood on. `offices` leaves out those of which only a part went over later;
    `holders` has all. `not_yet` is the year of the national reform that brought the office that was asked for, where
    that was still to come; `perhaps` some places had one before.
    """

    offices: tuple[str, ...]
    succession: tuple[str, ...]
    certain: bool = True
    holders: tuple[Holder, ...] = ()
    handed_over: tuple[str, ...] = ()
    not_yet: int | None = None
    perhaps: bool = False

    @property
    def main(self) -> tuple[Holder, ...]:
        """The holders that `offices` names."""
        return tuple(holder for holder in self.holders if holder.office in self.offices)

    @property
    def partly(self) -> tuple[Holder, ...]:
        """Those of which only a part went over later, or in some places only, beside others that went over whole."""
        return tuple(holder for holder in self.holders if holder.office not in self.offices)


@lru_cache(maxsize=4096)
def standing(department_id: str, name: str, as_of: str, back: bool = False) -> Standing:
    """The right names on an ISO date; the department itself where no reform is known of it."""
    return _Walk(department_id, name, int(as_of[:4]), load_reference()).standing(back)


class _Walk:
    """From one office along the reforms."""

    def __init__(self, department_id: str, name: str, year: int, reference: Reference) -> None:
        _, code, self._function = (*department_id.split(":", 2), "", "")[:3]
        self._id, self._own, self._year, self._reference = department_id, name, year, reference
        self._region = next(iter(lineage(f"region:{code}", reference)), None)
        self._functions = {each.function: each for each in reference.departments}
        self._steps: dict[str, Succession] = {}
        self._handed_over: list[str] = []

    def standing(self, back: bool) -> Standing:
        """The offices of the year, in the order of the table."""
        now = self._holders(self._forward(self._function, WHOLE, frozenset()))
        before = self._holders(self._backward(self._function, WHOLE, frozenset())) if back else ()
        not_yet = self._not_yet() if back else None
        if not_yet is not None and before:
            now = ()
        holders = self._each_once((*now, *before))
        certain = len(holders) == 1 and all(row.extent == WHOLE for row in self._steps.values())
        return Standing(
            self._main(now, holders) if before else tuple(holder.office for holder in holders),
            tuple(self._steps),
            certain,
            holders,
            tuple(self._handed_over),
            not_yet,
            not_yet is not None and self._perhaps(),
        )

    def _main(self, now: tuple[Holder, ...], holders: tuple[Holder, ...]) -> tuple[str, ...]:
        """The office itself where it stands, and those that went over whole; else what there is."""
        found = [holder for holder in holders if holder.extent == WHOLE or holder in now]
        for extent in _ORDER:
            found = found or [holder for holder in holders if holder.extent == extent]
        return tuple(holder.office for holder in found)

    def _forward(self, function: str, extent: str, seen: frozenset[str]) -> Iterator[tuple[str, str, None]]:
        rows = [row for row in self._rows(former=function) if row.year <= self._year and row.successor not in seen]
        if not any(row.ends for row in rows):  # where only some places followed, the office may stand as it was
            yield function, PLACES if rows else extent, None
        for row in rows:
            self._step(row)
            yield from self._forward(row.successor, _both(extent, row.extent), seen | {function})
        for row in self._handovers(former=function):
            if row.year <= self._year:
                self._handed_over.append(self._told(row))

    def _backward(self, function: str, extent: str, seen: frozenset[str]) -> Iterator[tuple[str, str, int]]:
        for row in self._rows(successor=function):
            former = self._functions[row.former]
            if row.year <= self._year or row.former in seen:
                continue
            went = _both(extent, row.extent)
            before = list(self._backward(row.former, went, seen | {function}))
            if self._was_there(former):
                yield row.former, went, row.year
            if self._was_there(former) or before:
                self._step(row)
            yield from before
        for row in self._handovers(successor=function):
            if row.year > self._year and self._was_there(self._functions[row.former]):
                self._step(row)
                yield row.former, PART, row.year

    def _was_there(self, function: DepartmentFunction) -> bool:
        """Whether places of this level had such an office by then."""
        return (function.valid_from or 0) <= self._year and bool(
            {self._level, "local"} & dict(function.official).keys()
        )

    def _not_yet(self) -> int | None:
        """The year in which the office came, where that was still to come; None for one that has always been there."""
        function = self._functions.get(self._function)
        if function is None or function.valid_from is None:
            return None
        rows = (*self._rows(successor=self._function), *self._handovers(successor=self._function))
        came = min((row.year for row in rows), default=function.valid_from)
        return came if self._year < came else None

    def _perhaps(self) -> bool:
        """Whether some places had such an office before the nation's reform: valid_from is the earliest of any."""
        function = self._functions[self._function]
        return self._level != LEVELS[0] and (function.valid_from or 0) <= self._year

    @property
    def _level(self) -> str:
        return self._region.level if self._region else ""

    def _rows(self, former: str = "", successor: str = "") -> list[Succession]:
        return self._of(self._reference.reforms, former, successor)

    def _handovers(self, former: str = "", successor: str = "") -> list[Succession]:
        return self._of(self._reference.handovers, former, successor)

    def _of(self, rows: tuple[Succession, ...], former: str, successor: str) -> list[Succession]:
        if self._region is None:
            return []
        level = self._region.level
        return [
            row
            for row in rows
            if former in ("", row.former) and successor in ("", row.successor) and row.holds_at(level)
        ]

    def _step(self, row: Succession) -> None:
        self._steps[self._told(row)] = row

    def _told(self, row: Succession) -> str:
        told = f"{row.year},{row.source}{_TOLD[row.extent]}"
        return f"{self._office(row.former)[0]} → {self._office(row.successor)[0]} ({told})"

    def _holders(self, found: Iterator[tuple[str, str, int | None]]) -> tuple[Holder, ...]:
        return self._each_once(tuple(Holder(*self._office(each), extent, until) for each, extent, until in found))

    def _each_once(self, holders: tuple[Holder, ...]) -> tuple[Holder, ...]:
        """Each office with the most that is known to have been its own."""
        best: dict[str, Holder] = {}
        for holder in holders:
            known = best.setdefault(holder.office, holder)
            if _ORDER.index(holder.extent) < _ORDER.index(known.extent):
                best[holder.office] = holder
        return tuple(best.values())

    def _office(self, function: str) -> tuple[str, str]:
        """Name and id of the office of a function."""
        known: DepartmentFunction | None = self._functions.get(function)
        if function == self._function or known is None or self._region is None:
            return self._own, self._id
        office = office_of(known, self._region, self._reference)
        return str(office.properties["name"]), office.id


def _both(extent: str, other: str) -> str:
    """What is left after two steps: a part of a part is a part; what some places did is not known of any."""
    return next(each for each in (PART, PLACES, WHOLE) if each in (extent, other))
