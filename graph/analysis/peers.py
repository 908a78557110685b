"""Who leads the counterpart of a task elsewhere: by function, whatever the place; majority and outliers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from graph.departments import Succession
from graph.rows import ChainRow, Evidence, ResponsibilityRow, TaskRow

MAJORITY, OUTLIER = "majority", "outlier"
ENOUGH = 3  # other places: of two that differ neither is the odd one
CLEAR = 2 / 3  # of the other places: with three of them one alone may stand apart
SHARED = "shared"  # 按职责分工负责: all answer for their part, nobody leads
NOBODY = "分工负责,无牵头"
_EVIDENCE = tuple(field.name for field in fields(Evidence) if field.init)


@dataclass(frozen=True, slots=True)
class Lead:
    """A department that leads a counterpart or shares its duties, with its function and the words that say so."""

    function: str
    duty: ResponsibilityRow

    @property
    def shared(self) -> bool:
        """Whether it only answers for its part, as others do: it leads nobody."""
        return self.duty.mode == SHARED


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A task of some place that is the same in substance: by which clause and how surely, and who leads it.

    Without `via` it derives from the task that was asked for or the other way round; without `link_key` as well, the
    two only have the same heading.
    """

    task: TaskRow | ChainRow
    place_id: str
    place: str
    own: bool  # the task that was asked for
    via: str | None
    via_id: str | None
    link_key: str | None
    score: float | None
    leads: Sequence[Lead]

    @property
    def leading(self) -> list[Lead]:
        """Those that lead, not those that answer for a part."""
        return [lead for lead in self.leads if not lead.shared]


@dataclass(slots=True, kw_only=True)
class PeerRow(Evidence):
    """A department that leads a counterpart, by its first phrase there; function None where nobody is said to lead.

    `leading_places` of `all_places` that name a lead are led by this function, not counting the place that asks, whose
    rows are `here`; offices that were merged into one count as one line, which `succession` shows. `standing` is
    majority or outlier, None where there is no verdict. A department of mode shared answers for a part, with no
    function and no place in the counts, for nobody leads there.
    """

    TABLE: ClassVar = ("function", "leading_places", "all_places", "standing", "region", "local", "leads", "succession",
                       "task", "quote")  # fmt: skip

    function: str | None
    leading_places: int
    all_places: int
    standing: str | None
    region_id: str
    region: str
    here: bool
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

    @property
    def local(self) -> str | None:
        """The mark of the place that asks, in the table."""
        return "是" if self.here else None

    @property
    def leads(self) -> str | None:
        """The department as the table shows it: with a word where it does not lead."""
        return f"{self.department}({NOBODY})" if self.department and self.mode == SHARED else self.department


def peers(counterparts: Sequence[Counterpart], succession: Iterable[Succession]) -> list[PeerRow]:
    """The function that leads in most other places first; then shared duties; places that say nothing last."""
    lines = _Lines(counterparts, succession)
    told = _told(counterparts, lines.places())
    rows = [row for one in counterparts for row in _rows(one, lines, told)]
    order = {line: at for at, (line, _) in enumerate(sorted(told.counts.items(), key=lambda item: (-item[1], item[0])))}

    def position(row: PeerRow) -> tuple[int, bool, bool]:
        return order.get(row.function or "", len(order)), row.function is None, row.department is None

    return sorted(
        {(row.task_id, row.department_id): row for row in reversed(rows)}.values(),
        key=lambda row: (position(row), row.region, row.document_id or "", row.key),
    )


def summary(task: str, rows: Sequence[PeerRow]) -> list[str]:
    """What the table comes to: who leads in how many other places, who stands apart, what is said here."""
    others, local = [row for row in rows if not row.here], [row for row in rows if row.here]
    elsewhere = "其他地区" if local else "各地"
    told = {row.function: row for row in others if row.function}
    total = next((row.all_places for row in told.values()), 0)
    parts = [f"{row.leading_places}个由{name}牵头{_formers(others, name)}" for name, row in told.items()]
    sentences = [
        f"「{task}」的对应任务,{elsewhere}有{total}个写明了牵头单位:{';'.join(parts)}。"
        if told
        else f"没有读到{elsewhere}写明「{task}」对应任务的牵头单位。"
    ]
    apart = _departments(row for row in others if row.standing == OUTLIER)
    sentences += [f"{place}由{names}牵头,与多数地区不同。" for place, names in apart.items()]
    sentences += _without_lead(others)
    sentences += _here(local)
    if told and not any(row.standing for row in rows):
        few = f"{elsewhere}写明牵头单位的不足{ENOUGH}个"
        sentences.append(f"{few if total < ENOUGH else '没有明显的多数'},不作比较结论。")
    return sentences


def _without_lead(others: Sequence[PeerRow]) -> list[str]:
    """Of the other places: where duties are shared and nobody leads, and where nobody is named."""
    leading = {row.region_id for row in others if row.function}
    sharing = [row for row in others if row.mode == SHARED and row.region_id not in leading]
    known = leading | {row.region_id for row in sharing}
    silent = sorted({row.region for row in others if row.region_id not in known})
    shared = [f"{place}({names})" for place, names in _departments(sharing).items()]
    sentences = [f"另有{len(shared)}个地区{NOBODY}:{'、'.join(shared)}。"] if shared else []
    return [*sentences, f"另有{len(silent)}个地区没有写明牵头单位:{'、'.join(silent)}。"] if silent else sentences


def _here(local: Sequence[PeerRow]) -> list[str]:
    """What the place that asks says itself; it does not count as one of the others."""
    if not local:
        return []
    place = f"本地({local[0].region})"
    if not (leading := [row for row in local if row.function]):
        sharing = "、".join(_departments(row for row in local if row.mode == SHARED).values())
        return [f"{place}{NOBODY}:{sharing}。" if sharing else f"{place}没有写明牵头单位。"]
    standings = {row.standing for row in leading}
    verdict = "与多数地区一致" if MAJORITY in standings else "与多数地区不同" if OUTLIER in standings else ""
    return [f"{place}由{next(iter(_departments(leading).values()))}牵头{',' + verdict if verdict else ''}。"]


def _departments(rows: Iterable[PeerRow]) -> dict[str, str]:
    """By place, in order, the departments of these rows."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.department:
            found[row.region].append(row.department)
    return {place: "、".join(dict.fromkeys(names)) for place, names in sorted(found.items())}


class _Lines:
    """Functions by line of succession: what was merged into one office counts as one."""

    def __init__(self, counterparts: Sequence[Counterpart], succession: Iterable[Succession]) -> None:
        self._next: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in succession:
            self._next[row.former].append((row.successor, row.year))
        self._counterparts = counterparts
        functions: defaultdict[str, set[str]] = defaultdict(set)  # the places of each function
        for one in counterparts:
            for lead in one.leading:
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
            for lead in one.leading:
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


@dataclass(frozen=True, slots=True)
class _Told:
    """The lines that lead in each place; how many of the other places each leads, of how many; the majority there."""

    places: Mapping[str, set[str]]
    home: frozenset[str]
    counts: Mapping[str, int]
    total: int
    major: frozenset[str]

    def standing(self, line: str, place_id: str) -> str | None:
        """How a line stands in a place; that of the majority beside another one does not make the place odd."""
        if line in self.major:
            return MAJORITY
        return OUTLIER if self.major and not self.places[place_id] & self.major else None


def _told(counterparts: Sequence[Counterpart], places: Mapping[str, set[str]]) -> _Told:
    home = frozenset(one.place_id for one in counterparts if one.own)
    elsewhere = [lines for place, lines in places.items() if place not in home]
    counts, total = Counter(line for lines in elsewhere for line in lines), len(elsewhere)
    major = (line for line, count in counts.items() if total >= ENOUGH and count >= CLEAR * total - 1e-9)
    return _Told(places, home, counts, total, frozenset(major))


def _rows(one: Counterpart, lines: _Lines, told: _Told) -> Iterator[PeerRow]:
    """Those that lead first: of one that leads and shares as well, the former is told."""
    if not one.leads:
        yield _row(one, None, None, lines, told)
    for lead in sorted(one.leads, key=lambda each: each.shared):
        yield _row(one, lead, None if lead.shared else lines.line(lead.function), lines, told)


def _row(one: Counterpart, lead: Lead | None, line: str | None, lines: _Lines, told: _Told) -> PeerRow:
    words: Evidence = lead.duty if lead else one.task
    evidence: dict[str, Any] = {name: getattr(words, name) for name in _EVIDENCE}
    return PeerRow(
        **evidence,
        function=line,
        leading_places=told.counts.get(line, 0) if line else 0,
        all_places=told.total,
        standing=told.standing(line, one.place_id) if line else None,
        region_id=one.place_id,
        region=one.place,
        here=one.place_id in told.home,
        own=one.own,
        department_id=lead.duty.department_id if lead else None,
        department=lead.duty.department if lead else None,
        succession=lines.path(lead.function) if lead and line else None,
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
