"""Who gained or lost a task, or changed role, between two versions of one work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.analysis import version_words as told
from graph.analysis.edition import Duty, Words
from graph.answers.matrix import COOPERATE, LEAD, SHARED
from graph.reference import Reference

Duties = Mapping[str, Duty]


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A change with its sentence: the bodies that it takes a role from, those that it gives one to, and the words."""

    kind: str
    sentence: str
    of: Sequence[Duty]
    to: Sequence[Duty]
    words: tuple[Words | None, Words | None]


class Succession:
    """Which function took over another's, and when."""

    def __init__(self, reference: Reference) -> None:
        self._next: dict[str, list[tuple[str, int]]] = {}
        for row in reference.reforms:
            self._next.setdefault(row.former, []).append((row.successor, row.year))

    def year(self, former: str, successor: str) -> int | None:
        """The year in which the successor had taken over, over several reforms too; None where it has not."""
        frontier, seen = [(former, 0)], {former}
        while frontier:
            function, _ = frontier.pop()
            for following, year in self._next.get(function, ()):
                if following == successor:
                    return year
                if following not in seen:
                    seen.add(following)
                    frontier.append((following, year))
        return None


def duty_changes(
    name: str, former: Duties, current: Duties, succession: Succession, still: Callable[[Duty], bool],
    already: Callable[[Duty], bool],
) -> Iterator[DutyChange]:  # fmt: skip
    """Each change of who answers for a work. `still`: holds it by one of its measures now; `already`: held it so."""
    lost = [duty for body, duty in former.items() if _mark(current.get(body)) != duty.mark and not still(duty)]
    new = [duty for body, duty in current.items() if _mark(former.get(body)) != duty.mark and not already(duty)]
    of = [duty for duty in lost if duty.mark == LEAD]
    to = [duty for duty in new if duty.mark == LEAD]
    if not to:  # who leads together with others from now on only changes role
        of = [duty for duty in of if _mark(current.get(duty.department_id)) != SHARED]
    if not of:
        to = [duty for duty in to if duty.department_id not in former]
    if of or to:
        yield _lead(name, of, to, former, current, succession)
    done = {duty.department_id for duty in (*of, *to)}
    yield from _roles(name, former, current, done)
    for mark in (SHARED, COOPERATE):
        less = [one for one in lost if one.mark == mark and one.department_id not in (*done, *current)]
        more = [one for one in new if one.mark == mark and one.department_id not in (*done, *former)]
        yield from _others(name, less, more, (former, current), succession)


def _lead(
    name: str, of: Sequence[Duty], to: Sequence[Duty], former: Duties, current: Duties, succession: Succession
) -> DutyChange:
    """One sentence on who leads, with what became of the former lead and what the new one was."""
    notes = [told.was(former[one.department_id]) for one in to if one.department_id in former]
    notes += [told.is_now(current[one.department_id]) for one in of if one.department_id in current]
    for before in of:
        for after in to:
            if year := succession.year(before.function, after.function):
                notes.append(told.took_over(before, after, year))
    led = [one for one in former.values() if one.mark == LEAD]
    leading = [one for one in current.values() if one.mark == LEAD]
    words = _words((*of, *led), former), _words((*to, *leading), current)
    if of and to:
        return DutyChange("lead_changed", told.lead_changed(name, of, to, notes), of, to, words)
    if to:
        return DutyChange("lead_gained", told.lead_gained(name, to, bool(led), notes), of, to, words)
    return DutyChange("lead_lost", told.lead_lost(name, of, bool(leading), notes), of, to, words)


def _roles(name: str, former: Duties, current: Duties, done: set[str]) -> Iterator[DutyChange]:
    """Bodies that stand in both and do something else, or the same with another scope."""
    for body, now in current.items():
        before = former.get(body)
        if before is None or body in done:
            continue
        words = before.words, now.words
        if told.held(before) != told.held(now):
            yield DutyChange("role_changed", told.role_changed(name, before, now), [before], [now], words)
        elif before.scope != now.scope:
            yield DutyChange("role_changed", told.scope_changed(name, before, now), [before], [now], words)


def _others(
    name: str, less: list[Duty], more: list[Duty], sides: tuple[Duties, Duties], succession: Succession
) -> Iterator[DutyChange]:
    """Bodies that are no longer there, that are new, or that took over from one that was."""
    former, current = sides
    for before in list(less):
        for after in more:
            if year := succession.year(before.function, after.function):
                sentence = told.body_succeeded(name, before, after, told.took_over(before, after, year))
                yield DutyChange("body_succeeded", sentence, [before], [after], (before.words, after.words))
                less.remove(before)
                more.remove(after)
                break
    if less:
        yield DutyChange("duty_lost", told.bodies_lost(name, less), less, [], (less[0].words, _words((), current)))
    if more:
        yield DutyChange("duty_gained", told.bodies_gained(name, more), [], more, (_words((), former), more[0].words))


def _mark(duty: Duty | None) -> str:
    return duty.mark if duty else ""


def _words(first: Sequence[Duty], all_of: Duties) -> Words | None:
    """The phrase of these bodies, else of any that answers for the work."""
    return next((duty.words for duty in (*first, *all_of.values())), None)
