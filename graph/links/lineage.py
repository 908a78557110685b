"""Which tasks of an upstream document a local task carries out: by its heading, and by the words of its text.

A task carries out a clause that has its subject, or whose instruments it takes up, whatever its heading. Of an outline
of seeds/outlines the words of each clause are known; two tasks of other documents are alike in their own words, and the
more so where both carry out one clause of an outline.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.links.subjects import generic_headings, likeness
from graph.links.task_words import ComparedTask, Weights, flat, items, longest
from graph.model import Node, Part
from graph.outline import clause_words, known_identity, outline_part, outlines
from graph.reference import Reference

# The weights of heading and text add up to 1. They, the least score and the shares were chosen on hand-made links of
# three plans (F1 0.93); on two that played no part in it they reach 0.92. A tenth more or less costs less than 0.02.
_HEADING, _SUBJECT, _TEXT = 0.45, 0.33, 0.55
_LEAST = 0.33  # of a score
_OF_BEST, _OF_EQUAL = 0.55, 0.7  # of the best score of the same task; beside a clause with its very heading
_GENERIC = 0.11  # the most that a heading gives that stands in every plan
_ENOUGH = 2.0  # weight of words at which more of them add little
_ALIKE = 0.5  # cosine of two texts that say the same in words of their own
_IN_COMMON = 0.55  # weight of a clause of an outline that both tasks carry out
_OF_NEAREST = 0.7  # of the likeness of the nearest task that carries out the same clause


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A local task that carries out an upstream one; the words of its text that say so stand at start to end."""

    task: Node
    upstream: Node
    score: float
    method: str  # heading: equal; subject: the heading speaks of it; terms: the text takes it up; clause: see above
    terms: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    """An upstream task with the words that tell it where it stands in an outline: subjects, and all of them."""

    task: ComparedTask
    subjects: tuple[str, ...]
    words: tuple[str, ...]
    generic: bool


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    method: str
    terms: tuple[str, ...]


def task_links(local: Part, upstream: Part, reference: Reference) -> Iterator[TaskLink]:
    """The links from the tasks of `local`, in its order; of each task the best ones."""
    tasks = [ComparedTask(node, reference) for node in items(local)]
    clauses = _clauses(upstream, reference)
    if any(clause.words for clause in clauses):
        chosen = _to_outline(tasks, clauses, reference)
    else:
        chosen = _to_text(tasks, clauses, _roots(local, reference), _roots(upstream, reference), reference)
    for task, clause, found in chosen:
        start, end = task.words(found.terms if found.method == "terms" else ())
        score = round(min(found.score, 1.0), 3)
        yield TaskLink(task.node, clause.task.node, score, found.method, found.terms, start, end)


def _to_outline(
    tasks: Sequence[ComparedTask], clauses: Sequence[_Clause], reference: Reference
) -> Iterator[tuple[ComparedTask, _Clause, _Found]]:
    """Clauses whose words are known: each that scores enough, and not much less than the best."""
    weights = Weights(tasks)
    for task in tasks:
        scored = [(_by_words(task, clause, weights, reference), clause) for clause in clauses]
        best = max(found.score for found, _ in scored)
        least = max(_LEAST, best * (_OF_EQUAL if best == 1 else _OF_BEST))
        yield from ((task, clause, found) for found, clause in scored if found.score >= least)


def _to_text(
    tasks: Sequence[ComparedTask],
    clauses: Sequence[_Clause],
    roots: Mapping[str, Mapping[str, float]],
    upstream_roots: Mapping[str, Mapping[str, float]],
    reference: Reference,
) -> Iterator[tuple[ComparedTask, _Clause, _Found]]:
    """Tasks of another plan: alike by themselves, or the nearest of those that carry out the same clause."""
    weights = Weights([*tasks, *(clause.task for clause in clauses)])
    for task in tasks:
        own = roots.get(task.node.id, {})
        scored = [(_by_text(task, clause, weights, reference), clause) for clause in clauses]
        nearest: dict[str, float] = {}
        for found, clause in scored:
            for root in own.keys() & upstream_roots.get(clause.task.node.id, {}).keys():
                nearest[root] = max(nearest.get(root, 0.0), found.score)
        best = max((found.score for found, _ in scored), default=0.0)
        for found, clause in scored:
            theirs = upstream_roots.get(clause.task.node.id, {})
            near = [root for root in own.keys() & theirs.keys() if found.score >= _OF_NEAREST * nearest[root]]
            common = _IN_COMMON * max((min(own[root], theirs[root]) for root in near), default=0.0)
            if found.score >= max(_LEAST, _OF_BEST * best):
                yield task, clause, _Found(found.score + common, found.method, found.terms)
            elif found.score + common >= _LEAST:
                yield task, clause, _Found(found.score + common, "clause", found.terms)


def _clauses(upstream: Part, reference: Reference) -> list[_Clause]:
    """The clauses that may be carried out; headings that stand there twice say nothing of which is meant."""
    known = clause_words(upstream, reference)
    generic = generic_headings(reference)
    tasks = [ComparedTask(node, reference) for node in items(upstream)]
    times = Counter(task.key for task in tasks)
    found = []
    for task in tasks:
        if task.key and times[task.key] == 1:
            subjects, instruments = known.get(task.key, ((), ()))
            words = tuple(dict.fromkeys(map(flat, (*subjects, *instruments))))
            found.append(_Clause(task, subjects, words, task.key in generic))
    return found


@cache
def _outline_parts(reference: Reference) -> tuple[Part, ...]:
    known = known_identity(reference)
    return tuple(outline_part(outline, reference, known) for outline in outlines(reference))


def _roots(part: Part, reference: Reference) -> dict[str, dict[str, float]]:
    """The clauses of the outlines that each task of a part carries out, with their scores."""
    found: dict[str, dict[str, float]] = {}
    for outline in _outline_parts(reference):
        for one in task_links(part, outline, reference):
            found.setdefault(one.task.id, {})[one.upstream.id] = one.score
    return found


def _by_words(task: ComparedTask, clause: _Clause, weights: Weights, reference: Reference) -> _Found:
    """By the words that are known of the clause."""
    told = tuple(word for word in clause.subjects if word in task.heading)
    terms = longest(word for word in clause.words if word in task.body)
    heading = max(_heading(task, clause, reference), _SUBJECT if told else 0.0)
    same = task.key == clause.task.key
    if clause.generic and not ((terms and (told or same)) or _same_in_safeguards(task, clause)):
        heading = min(heading, _GENERIC)
    if same and not clause.generic:
        return _Found(1.0, "heading", terms)
    text = _TEXT * (1 - math.exp(-sum(map(weights.of, terms)) / _ENOUGH))
    return _Found(heading + text, "subject" if heading > _GENERIC else "terms", longest((*told, *terms)))


def _by_text(task: ComparedTask, clause: _Clause, weights: Weights, reference: Reference) -> _Found:
    """By the texts of both."""
    text = _TEXT * min(1.0, weights.cosine(task, clause.task) / _ALIKE)
    if task.key == clause.task.key and not clause.generic:
        return _Found(1.0, "heading", ())
    heading = _heading(task, clause, reference)
    if clause.generic and not _same_in_safeguards(task, clause):
        heading = min(heading, _GENERIC)
    return _Found(heading + text, "subject" if heading > text else "text", ())


def _heading(task: ComparedTask, clause: _Clause, reference: Reference) -> float:
    """What the likeness of the headings gives."""
    return _HEADING * likeness(task.subject, clause.task.subject, reference)


def _same_in_safeguards(task: ComparedTask, clause: _Clause) -> bool:
    """A heading of every plan (加强组织领导) in the same chapter of both: its place says that it is the counterpart."""
    return task.key == clause.task.key and task.in_safeguards and clause.task.in_safeguards
