"""What changed from one version of a document to another: clauses, duties, figures, deadlines, citations."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from graph.analysis import version_words as told
from graph.analysis.alignment import Aligned, Pair, aligned, by_name, share
from graph.analysis.difference import KINDS, MOVED, Difference, difference
from graph.analysis.edition import TIMES, Duty, Edition, Words, Work
from graph.analysis.version_citations import citations
from graph.analysis.version_duties import DutyChange, Succession, duty_changes
from graph.analysis.version_figures import target_pairs
from graph.answers.matrix import MARKS
from graph.identity import number_key, title_key
from graph.model import Part
from graph.reference import Reference

_STOPS = "。;；\n"
_RELATED = 0.3  # share of tasks in common: plans of two places that follow one outline have less than 0.1


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions beside each other: whether they are versions of one document at all, and how they differ."""

    related: bool
    shared: float  # of the tasks of the smaller one, the share that stands in the other nearly in the same words
    same: int  # tasks that stand in both
    differences: list[Difference]

    @property
    def changes(self) -> int:
        """How many differences are changes."""
        return sum(one.kind != MOVED for one in self.differences)


def versions(former: Part, current: Part, reference: Reference) -> Versions:
    """Compare two versions; pure. Figures that tell the present state are not compared: they are no targets.

    They are versions of one document if number or title are the same (years in the title apart), or many tasks are and
    they do not govern two places: a county copies the plan of its city.
    """
    before, after = Edition(former, reference), Edition(current, reference)
    tasks = aligned(before.tasks, after.tasks, reference)
    common = share(tasks, before, after)
    related = _same_document(before, after, reference) or (common >= _RELATED and not _of_two_places(former, current))
    found = _Comparison(before, after, tasks, reference).differences()
    order = list(KINDS)
    ranked = sorted(found, key=lambda one: (order.index(one.kind), _place(one), one.sentence))
    return Versions(related, round(common, 3), len(tasks.pairs), ranked)


class _Comparison:
    """The differences of two editions whose tasks are aligned."""

    def __init__(self, former: Edition, current: Edition, tasks: Aligned, reference: Reference) -> None:
        self._former, self._current, self._tasks = former, current, tasks
        self._reference = reference
        self._projects = by_name(former.projects, current.projects, reference)
        self._succession = Succession(reference)
        self._old = {work.id: work for work in former.tasks}
        self._new = {work.id: work for work in current.tasks}
        self._counterpart = {pair.former.id: pair.current.id for pair in tasks.pairs}
        self._targets = list(target_pairs(former, current))

    def differences(self) -> Iterator[Difference]:
        """All of them, in no order yet."""
        yield from self._clauses(self._tasks, "任务")
        yield from self._clauses(self._projects, "项目")
        for pair in (*self._tasks.pairs, *self._projects.pairs):
            yield from self._pair(pair)
        yield from self._figures()
        yield from self._deadlines()
        yield from citations(self._former.citations, self._current.citations)

    def _clauses(self, works: Aligned, what: str) -> Iterator[Difference]:
        """What only one version has; a measure of such an item is told with it."""
        for sides, found, kind in (
            ((self._former, self._old), works.gone, "clause_gone"),
            ((self._current, self._new), works.new, "clause_new"),
        ):
            edition, by_id = sides
            alone = {work.id for work in found}
            for work in found:
                if work.parent in alone:
                    continue
                duties = _all_duties(edition, work)
                item = by_id.get(work.parent or "")
                name, measure = told.work_name(work, item), item is not None
                tell = told.clause_new if kind == "clause_new" else told.clause_gone
                sentence = tell(name, duties, measure, what)
                words = (None, work.words) if kind == "clause_new" else (work.words, None)
                yield difference(kind, sentence, work.name, duties, words)

    def _pair(self, pair: Pair) -> Iterator[Difference]:
        old, new = pair.former, pair.current
        name = self._name(new)
        is_item = new.node.properties.get("kind") != "measure"
        if is_item and old.key != new.key:
            former, current = told.work_name(old), told.work_name(new)
            yield difference("renamed", told.renamed(former, current), new.name, (), (old.words, new.words))
        still = self._held_by_measures(self._current, new)
        already = self._held_by_measures(self._former, old)
        for change in duty_changes(name, old.duties, new.duties, self._succession, still, already):
            yield _of_duty(change, new.name)
        changed = list(_changed(old, new)) if new.node.label == "Task" else []
        if changed:
            yield difference("reworded", told.reworded(name, len(changed)), new.name, (), changed[0])
        if self._moved(old, new):
            where = _where(old), _where(new)
            yield difference(MOVED, told.moved(name, *where, not changed), new.name, (), (old.words, new.words), where)

    def _moved(self, old: Work, new: Work) -> bool:
        """An item by its number or chapter, a measure by its item; a chapter that is called otherwise is the same."""
        if new.parent or old.parent:
            return self._counterpart.get(old.parent or "", "") != (new.parent or "")
        if old.text("number") != new.text("number"):
            return True
        return old.chapter != new.chapter and (_in(old.chapter, self._current) or _in(new.chapter, self._former))

    def _name(self, work: Work) -> str:
        return told.work_name(work, self._new.get(work.parent or ""))

    @staticmethod
    def _held_by_measures(edition: Edition, work: Work) -> "_Held":
        """Bodies that answer for the measures of the work, or for the item of the measure, in this version."""
        works = [*edition.children(work), *edition.items(work)]
        return _Held({(duty.department_id, duty.mark) for one in works for duty in one.duties.values()})

    def _figures(self) -> Iterator[Difference]:
        for indicator, old, new in self._targets:
            words = old.words if old else None, new.words if new else None
            values = told.figure(old) if old else None, told.figure(new) if new else None
            if old and new:
                if values[0] != values[1]:
                    sentence = told.target_changed(indicator, old, new)
                    yield difference("target_changed", sentence, indicator, (), words, values)
                yield from self._target_duties(indicator, old, new)
            elif new:
                duties = tuple(new.duties.values())
                yield difference("target_new", told.target_new(indicator, new), indicator, duties, words, values)
            elif old:
                duties = tuple(old.duties.values())
                yield difference("target_gone", told.target_gone(indicator, old), indicator, duties, words, values)

    def _target_duties(self, indicator: str, old: Work, new: Work) -> Iterator[Difference]:
        """Who answers for a row of figures."""
        nobody = _Held(set())
        name = f"「{indicator}」"
        for change in duty_changes(name, old.duties, new.duties, self._succession, nobody, nobody):
            yield _of_duty(change, indicator)

    def _deadlines(self) -> Iterator[Difference]:
        """A deadline of a measure is told there, not of its item again."""
        seen: set[Hashable] = set()
        for pair in sorted(self._tasks.pairs, key=lambda pair: pair.current.parent is None):
            root = pair.current.parent or pair.current.id
            for time, what in TIMES.items():
                old, new = pair.former.text(time), pair.current.text(time)
                if old != new and (root, old, new) not in seen:
                    seen.add((root, old, new))
                    sentence = told.deadline_changed(self._name(pair.current), what, old, new)
                    words = _sentence_with(pair.former, old), _sentence_with(pair.current, new)
                    values = old or None, new or None
                    yield difference("deadline_changed", sentence, pair.current.name, (), words, values)


@dataclass(frozen=True, slots=True)
class _Held:
    """Who holds which role."""

    roles: set[tuple[str, str]]

    def __call__(self, duty: Duty) -> bool:
        return (duty.department_id, duty.mark) in self.roles


def _of_duty(change: DutyChange, subject: str) -> Difference:
    values = told.names(change.of) or None, told.names(change.to) or None
    return difference(change.kind, change.sentence, subject, (*change.of, *change.to), change.words, values)


def _same_document(former: Edition, current: Edition, reference: Reference) -> bool:
    """By number or title; the years in a title apart: a plan follows that of the period before."""
    if former.document_id == current.document_id:
        return True
    if former.doc_number and current.doc_number and number_key(former.doc_number) == number_key(current.doc_number):
        return True
    keys = (title_key(edition.name, "", None, reference) for edition in (former, current))
    bare = ["".join(character for character in key if not character.isdigit()) for key in keys]
    return bare[0] == bare[1]


def _of_two_places(former: Part, current: Part) -> bool:
    before, after = ({edge.target for edge in part.edges if edge.label == "GOVERNS"} for part in (former, current))
    return bool(before and after) and before.isdisjoint(after)


def _all_duties(edition: Edition, work: Work) -> list[Duty]:
    """Who answers for a work or its measures, each with the strongest role."""
    every = [duty for one in (work, *edition.children(work)) for duty in one.duties.values()]
    ranked = sorted(every, key=lambda duty: MARKS.index(duty.mark))
    return list({duty.department_id: duty for duty in reversed(ranked)}.values())[::-1]


def _changed(old: Work, new: Work) -> Iterator[tuple[Words | None, Words | None]]:
    """Sentences that only one version has, beside each other; the rest of a text that was not changed is not told."""
    if _says(old) == _says(new):
        return
    counts = [Counter(sentence.says for sentence in work.sentences) for work in (old, new)]
    only = [
        [
            _words_of(work, sentence.start_char, sentence.end_char)
            for sentence in work.sentences
            if not other[sentence.says]
        ]
        for work, other in ((old, counts[1]), (new, counts[0]))
    ]
    yield from zip_longest(*only)


def _says(work: Work) -> str:
    return "".join(sentence.says for sentence in work.sentences)


def _words_of(work: Work, start: int, end: int) -> Words:
    """A stretch of a work's text as words with their place."""
    begin = work.words.start_char or 0
    at = int(str(work.node.properties.get("start_char", begin)))
    quote = work.text("text")[start - at : end - at]
    left = len(quote) - len(quote.lstrip())
    return Words(quote.strip(), start + left, start + left + len(quote.strip()), work.words.path, work.words.key)


def _sentence_with(work: Work, told: str) -> Words:
    """The sentence of the task that has these words, else the words of the task."""
    text = work.text("text")
    at = text.find(told) if told else -1
    if at < 0:
        return work.words
    begin = max(text.rfind(stop, 0, at) for stop in _STOPS) + 1
    ends = [found for stop in _STOPS if (found := text.find(stop, at)) >= 0]
    start = int(str(work.node.properties.get("start_char", 0)))
    return _words_of(work, start + begin, start + min(ends, default=len(text) - 1) + 1)


def _place(one: Difference) -> int:
    """Where it stands: in the current version, else in the former one."""
    return one.current_start_char if one.current_start_char is not None else one.former_start_char or 0


def _where(work: Work) -> str:
    return " › ".join(work.words.path) or work.text("number")


def _in(chapter: tuple[str, ...], edition: Edition) -> bool:
    return any(work.chapter == chapter for work in edition.tasks)
