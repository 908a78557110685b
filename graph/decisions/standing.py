"""Whose a duty is on a date: the office's name by then, after reforms that merged, split or renamed it.

Reforms are known by their year (seeds/succession.csv): from the year of a reform on its new names count. Forwards from
the name that a document uses; with `back` also the offices that held the function before reforms still to come. Where
an office was split, or only some places followed a reform, it is not certain who of several it is: all are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.departments import DepartmentFunction, Succession
from graph.places import lineage
from graph.reference import Reference, load_reference
from graph.resolve_departments import office_of

_EXTENTS = {"whole": "", "part": ";部分职责", "places": ";部分地区"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The offices on the date, several where one was split or several were to be merged, and the steps between.

    It is `certain` where one office alone took over the whole, at each step.
    """

    offices: tuple[str, ...]
    succession: tuple[str, ...]
    certain: bool = True


@lru_cache(maxsize=4096)
def standing(department_id: str, name: str, as_of: str, back: bool = False) -> Standing:
    """The right names on an ISO date; the department itself where no reform is known of it."""
    return _Walk(department_id, name, int(as_of[:4]), load_reference()).standing(back)


class _Walk:
    """From one office along the reforms."""

    def __init__(self, department_id: str, name: str, year: int, reference: Reference) -> None:
        _, code, self._function = (*department_id.split(":", 2), "", "")[:3]
        self._own, self._year, self._reference = name, year, reference
        self._region = next(iter(lineage(f"region:{code}", reference)), None)
        self._functions = {each.function: each for each in reference.departments}
        self._steps: dict[str, Succession] = {}

    def standing(self, back: bool) -> Standing:
        """The offices of the year, in the order of the table."""
        offices = list(dict.fromkeys(self._forward(self._function, frozenset())))
        if back:
            begun = getattr(self._functions.get(self._function), "valid_from", None)
            before = list(dict.fromkeys(self._backward(self._function, frozenset())))
            if begun is not None and begun > self._year and before:
                offices = []
            offices = list(dict.fromkeys((*offices, *before)))
        certain = len(offices) == 1 and all(row.extent == "whole" for row in self._steps.values())
        return Standing(tuple(self._name(function) for function in offices), tuple(self._steps), certain)

    def _forward(self, function: str, seen: frozenset[str]) -> Iterator[str]:
        rows = [row for row in self._rows(former=function) if row.year <= self._year and row.successor not in seen]
        if not any(row.ends for row in rows):  # where only some places followed, the office may stand as it was
            yield function
        for row in rows:
            self._step(row)
            yield from self._forward(row.successor, seen | {function})

    def _backward(self, function: str, seen: frozenset[str]) -> Iterator[str]:
        for row in self._rows(successor=function):
            former = self._functions[row.former]
            if row.year <= self._year or row.former in seen:
                continue
            before = list(self._backward(row.former, seen | {function}))
            if self._was_there(former):
                yield row.former
            if self._was_there(former) or before:
                self._step(row)
            yield from before

    def _was_there(self, function: DepartmentFunction) -> bool:
        """Whether places of this level had such an office by then."""
        level = self._region.level if self._region else ""
        return (function.valid_from or 0) <= self._year and bool({level, "local"} & dict(function.official).keys())

    def _rows(self, former: str = "", successor: str = "") -> list[Succession]:
        if self._region is None:
            return []
        level = self._region.level
        return [
            row
            for row in self._reference.reforms
            if former in ("", row.former) and successor in ("", row.successor) and row.holds_at(level)
        ]

    def _step(self, row: Succession) -> None:
        told = f"{row.year},{row.source}{_EXTENTS[row.extent]}"
        self._steps[f"{self._name(row.former)} → {self._name(row.successor)} ({told})"] = row

    def _name(self, function: str) -> str:
        known: DepartmentFunction | None = self._functions.get(function)
        if function == self._function or known is None or self._region is None:
            return self._own
        return str(office_of(known, self._region, self._reference).properties["name"])
