"""Who leads the counterpart of a task elsewhere: by function, whatever the place; majority and outliers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from graph.departments import Succession
from graph.rows import ChainRow, Evidence, ResponsibilityRow, TaskRow

MAJORITY, OUTLIER = "majority", "outlier"
ENOUGH = 3  # places: of two that differ neither is the odd one
CLEAR = 2 / 3  # of the places: with three of them one alone may stand apart
_EVIDENCE = tuple(field.name for field in fields(Evidence) if field.init)


@dataclass(frozen=True, slots=True)
class Lead:
    """A department that leads a counterpart, with its function and the words that say so."""

    function: str
    duty: ResponsibilityRow


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A task of some place that carries out the same clause: by which clause and how surely, and who leads it."""

    task: TaskRow | ChainRow
    place_id: str
    place: str
    own: bool  # the task that was asked for
    via: str | None
    via_id: str | None
    link_key: str | None
    score: float | None
    leads: Sequence[Lead]


@dataclass(slots=True, kw_only=True)
class PeerRow(Evidence):
    """A department that leads a counterpart, by its first phrase there; function None where nobody is said to lead.

    `leading_places` of `all_places` that name a lead are led by this function; offices that were merged into one
    count as one line, which `succession` shows. `standing` is majority or outlier, None where there is no verdict.
    """

    TABLE: ClassVar = ("function", "leading_places", "all_places", "standing", "region", "department", "succession",
                       "task", "quote")  # fmt: skip

    function: str | None
    leading_places: int
    all_places: int
    standing: str | None
    region_id: str
    region: str
    own: bool
    department_id: str | None
    department: str | None
    succession: str | None
    mode: str | None
    task_id: str
    task: str
    via_id: str | None
    via: str | None
    link_key: str | None
    score: float | None


def peers(counterparts: Sequence[Counterpart], succession: Iterable[Succession]) -> list[PeerRow]:
    """The rows: the function that leads in most places first; places without a lead last."""
    lines = _Lines(counterparts, succession)
    places = lines.places()
    counts = Counter(line for found in places.values() for line in found)
    major = {line for line, count in counts.items() if len(places) >= ENOUGH and count >= CLEAR * len(places) - 1e-9}
    rows = [row for one in counterparts for row in _rows(one, lines, places, counts, major)]
    order = {
        line: number for number, (line, _) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    }
    return sorted(
        {(row.task_id, row.department_id): row for row in reversed(rows)}.values(),
        key=lambda row: (order.get(row.function or "", len(order)), row.region, row.document_id or "", row.key),
    )


def summary(task: str, rows: Sequence[PeerRow]) -> list[str]:
    """What the table comes to, in sentences: who leads in how many places, and who stands apart."""
    told = {row.function: row for row in rows if row.function}
    if not told:
        return [f"没有读到其他地区写明「{task}」对应任务的牵头单位。"]
    total = next(iter(told.values())).all_places
    parts = [f"{row.leading_places}个由{name}牵头{_formers(rows, name)}" for name, row in told.items()]
    sentences = [f"「{task}」及其对应任务在{total}个地区写明了牵头单位:{';'.join(parts)}。"]
    apart: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.standing == OUTLIER and row.department:
            apart[row.region].append(row.department)
    sentences += [
        f"{place}由{'、'.join(dict.fromkeys(names))}牵头,与多数地区不同。" for place, names in sorted(apart.items())
    ]
    if not any(row.standing for row in rows):
        few = total < ENOUGH
        sentences.append(f"{'不足' + str(ENOUGH) + '个地区' if few else '没有明显的多数'},不作比较结论。")
    return sentences


class _Lines:
    """Functions by line of succession: what was merged into one office counts as one."""

    def __init__(self, counterparts: Sequence[Counterpart], succession: Iterable[Succession]) -> None:
        self._next: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in succession:
            self._next[row.former].append((row.successor, row.year))
        self._counterparts = counterparts
        functions: defaultdict[str, set[str]] = defaultdict(set)  # the places of each function
        for one in counterparts:
            for lead in one.leads:
                functions[lead.function].add(one.place_id)
        self._end = self._ends(functions)
        members: defaultdict[str, set[str]] = defaultdict(set)
        for function, end in self._end.items():
            members[end].add(function)
        # a line of which only one member stands here goes by that member's name
        self._name = {end: next(iter(found)) if len(found) == 1 else end for end, found in members.items()}

    def places(self) -> dict[str, set[str]]:
        """By place, the lines that lead there; places without a lead are not told."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self._counterparts:
            for lead in one.leads:
                found[one.place_id].add(self.line(lead.function))
        return dict(found)

    def line(self, function: str) -> str:
        """The name of the line that a function belongs to."""
        return self._name[self._end[function]]

    def path(self, function: str) -> str | None:
        """质量技术监督 → 市场监管(2018); None where the function is called as its line."""
        if function == self.line(function):
            return None
        steps, at = [function], function
        while at != self._end[function]:
            following = [(name, year) for name, year in self._next[at] if self._end[function] in self._all(name)]
            if not following:
                break
            at, year = following[0]
            steps.append(f"{at}({year})")
        return " → ".join(steps)

    def _ends(self, functions: Mapping[str, set[str]]) -> dict[str, str]:
        """Of several that took over, the one that most places' functions lead to: 食品药品监管 went to two offices."""
        places: defaultdict[str, set[str]] = defaultdict(set)
        for function, found in functions.items():
            for end in self._last(function):
                places[end] |= found
        return {function: min(self._last(function), key=lambda end: (-len(places[end]), end)) for function in functions}

    def _last(self, function: str) -> set[str]:
        """The functions at the end of its lines."""
        return {name for name in self._all(function) if not self._next.get(name)} or {function}

    def _all(self, function: str) -> set[str]:
        """The function and all that came after it."""
        found, frontier = {function}, [function]
        while frontier:
            fresh = [name for name, _ in self._next.get(frontier.pop(), ()) if name not in found]
            found.update(fresh)
            frontier += fresh
        return found


def _rows(
    one: Counterpart, lines: _Lines, places: Mapping[str, set[str]], counts: Mapping[str, int], major: set[str]
) -> Iterator[PeerRow]:
    if not one.leads:
        yield _row(one, None, lines, 0, len(places), None)
    for lead in one.leads:
        line = lines.line(lead.function)
        standing = MAJORITY if line in major else OUTLIER if major and not places[one.place_id] & major else None
        yield _row(one, lead, lines, counts[line], len(places), standing)


def _row(one: Counterpart, lead: Lead | None, lines: _Lines, count: int, total: int, standing: str | None) -> PeerRow:
    words: Evidence = lead.duty if lead else one.task
    evidence: dict[str, Any] = {name: getattr(words, name) for name in _EVIDENCE}
    return PeerRow(
        **evidence,
        function=lines.line(lead.function) if lead else None,
        leading_places=count,
        all_places=total,
        standing=standing,
        region_id=one.place_id,
        region=one.place,
        own=one.own,
        department_id=lead.duty.department_id if lead else None,
        department=lead.duty.department if lead else None,
        succession=lines.path(lead.function) if lead else None,
        mode=lead.duty.mode if lead else None,
        task_id=one.task.task_id,
        task=one.task.task,
        via_id=one.via_id,
        via=one.via,
        link_key=one.link_key,
        score=one.score,
    )


def _formers(rows: Iterable[PeerRow], name: str) -> str:
    """(含原质量技术监督、工商): the functions of the line that bore another name."""
    former = dict.fromkeys(
        row.succession.partition(" → ")[0] for row in rows if row.function == name and row.succession
    )
    return f"(含原{'、'.join(former)})" if former else ""
