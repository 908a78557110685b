"""Which tasks of an upstream document a local task carries out: by its heading, and by the words of its text.

A task carries out a clause that has its subject, or whose instruments it takes up, whatever its heading. Of an outline
of seeds/outlines the words of each clause are known; two tasks of other documents are alike in their own words, and the
more so where both carry out one clause of an outline.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from graph.links.clauses import Clause, clauses_of, named_by, number_of
from graph.links.subjects import likeness
from graph.links.task_words import ComparedTask, Weights, items, longest
from graph.model import Node, Part
from graph.outline import known_identity, outline_part, outlines
from graph.reference import Reference

# The weights of heading and text add up to 1. The figures were chosen together on hand-made links of fourteen plans,
# five of them real (F1 0.91; the others 0.97 and more); a tenth more or less of any moves it by less than 0.01, of one
# plan by 0.04 at most. On two plans that played no part in it F1 was 0.85 and 0.93.
_HEADING, _SUBJECT, _TEXT = 0.45, 0.33, 0.55
_LEAST = 0.33  # of a score: a heading that names the subject, or three instruments in half of the text
_OF_BEST, _OF_EQUAL = 0.62, 0.7  # of the best score of the same task; beside a clause with its very heading
_BESIDE = 0.42  # of a clause that only the text tells, beside one that the heading names: the heading says what it is
_GENERIC = 0.11  # the most that a heading gives that stands in every plan
_ENOUGH = 2.3  # weight of words at which more of them add little
_WORDING = 0.5  # weight of another wording: it may stand in a task of another subject too
_IN_PASSING, _WHOLE = 0.3, 0.8  # share of the words that count wherever they stand; of the text that tells them all
_OF_ALIKE = 0.55  # of the best score of the same task beside another plan
_ALIKE = 0.5  # cosine of two texts that say the same in words of their own
_SUPPORTED = 0.12  # cosine of two bodies of one generic heading that are not of different matters
_IN_COMMON = 0.55  # weight of a clause of an outline that both tasks carry out
_OF_NEAREST = 0.7  # of the likeness of the nearest task that carries out the same clause
_REMEMBERED = 256  # documents: those upstream of several are looked through once


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
class _Found:
    score: float
    method: str
    terms: tuple[str, ...]


def task_links(local: Part, upstream: Part, reference: Reference) -> Iterator[TaskLink]:
    """The links from the tasks of `local`, in its order; of each task the best ones."""
    tasks = [ComparedTask(node, reference) for node in items(local)]
    clauses = _clauses(_Compared.of(upstream), reference)
    if any(clause.words for clause in clauses):
        chosen = _to_outline(tasks, clauses, reference)
    else:
        roots, theirs = (_roots(_Compared.of(part), reference) for part in (local, upstream))
        chosen = _to_text(tasks, clauses, roots, theirs, reference)
    for task, clause, found in chosen:
        start, end = task.words(found.terms if found.method == "terms" else ())
        score = round(min(found.score, 1.0), 3)
        yield TaskLink(task.node, clause.task.node, score, found.method, found.terms, start, end)


def _to_outline(
    tasks: Sequence[ComparedTask], clauses: Sequence[Clause], reference: Reference
) -> Iterator[tuple[ComparedTask, Clause, _Found]]:
    """Clauses whose words are known: each that scores enough, and not much less than the best."""
    weights = Weights(tasks)
    for task in tasks:
        named = named_by(task, clauses)
        scored = [(_by_words(task, clause, named, weights, reference), clause) for clause in clauses]
        best = max(found.score for found, _ in scored)
        least = max(_LEAST, best * (_OF_EQUAL if best == 1 else _OF_BEST))
        headed = any(
            found.method != "terms" and found.score >= least and not clause.generic for found, clause in scored
        )
        for found, clause in scored:
            if found.score >= (max(least, _BESIDE) if headed and found.method == "terms" else least):
                yield task, clause, found


def _to_text(
    tasks: Sequence[ComparedTask],
    clauses: Sequence[Clause],
    roots: Mapping[str, Mapping[str, float]],
    upstream_roots: Mapping[str, Mapping[str, float]],
    reference: Reference,
) -> Iterator[tuple[ComparedTask, Clause, _Found]]:
    """Tasks of another plan: alike by themselves, or the nearest of those that carry out the same clause."""
    weights = Weights([*tasks, *(clause.task for clause in clauses)])
    for task in tasks:
        own = roots.get(task.node.id, {})
        shared = {clause.task.node.id: own.keys() & upstream_roots.get(clause.task.node.id, {}) for clause in clauses}
        scored = [
            (_by_text(task, clause, weights, reference, bool(shared[clause.task.node.id])), clause)
            for clause in clauses
        ]
        nearest: dict[str, float] = {}
        for found, clause in scored:
            for root in shared[clause.task.node.id]:
                nearest[root] = max(nearest.get(root, 0.0), found.score)
        best = max((found.score for found, _ in scored), default=0.0)
        for found, clause in scored:
            theirs = upstream_roots.get(clause.task.node.id, {})
            near = [root for root in shared[clause.task.node.id] if found.score >= _OF_NEAREST * nearest[root]]
            common = _IN_COMMON * max((min(own[root], theirs[root]) for root in near), default=0.0)
            if found.score >= max(_LEAST, _OF_ALIKE * best):
                yield task, clause, _Found(found.score + common, found.method, found.terms)
            elif found.score + common >= _LEAST:
                yield task, clause, _Found(found.score + common, "clause", found.terms)


@dataclass(frozen=True, slots=True)
class _Compared:
    """A part by what is compared of it, so that the work on one is done once."""

    told: tuple[tuple[str, ...], ...]
    part: Part = field(compare=False)

    @classmethod
    def of(cls, part: Part) -> "_Compared":
        compared = ("name", "text", "path")
        told = ((node.id, *(str(node.properties.get(name, "")) for name in compared)) for node in items(part))
        return cls(((part.document_id, number_of(part)), *told), part)


@lru_cache(_REMEMBERED)
def _clauses(upstream: _Compared, reference: Reference) -> tuple[Clause, ...]:
    return clauses_of(upstream.part, reference)


@cache
def _outline_parts(reference: Reference) -> tuple[Part, ...]:
    known = known_identity(reference)
    return tuple(outline_part(outline, reference, known) for outline in outlines(reference))


@lru_cache(_REMEMBERED)
def _roots(local: _Compared, reference: Reference) -> dict[str, dict[str, float]]:
    """The clauses of the outlines that each task of a part carries out, with their scores."""
    found: dict[str, dict[str, float]] = {}
    for outline in _outline_parts(reference):
        for one in task_links(local.part, outline, reference):
            found.setdefault(one.task.id, {})[one.upstream.id] = one.score
    return found


def _by_words(
    task: ComparedTask, clause: Clause, named: frozenset[str], weights: Weights, reference: Reference
) -> _Found:
    """By the words that are known of the clause; `named` are those that the heading speaks of."""
    terms = longest(word for word in clause.words if word in task.body)
    told = tuple(word for word in (*clause.subjects, *(clause.objects if terms else ())) if word in named)
    heading = max(_heading(task, clause, reference), _SUBJECT if told else 0.0)
    same = task.key == clause.task.key
    if clause.generic and not ((terms and (told or same)) or (task.is_bare and _same_in_safeguards(task, clause))):
        heading = min(heading, _GENERIC)
    if same and not clause.generic:
        return _Found(1.0, "heading", terms)
    text = _TEXT * (1 - math.exp(-_told(task, clause, terms, weights) / _ENOUGH))
    return _Found(heading + text, "subject" if heading > _GENERIC else "terms", longest((*told, *terms)))


def _told(task: ComparedTask, clause: Clause, terms: Sequence[str], weights: Weights) -> float:
    """What the terms weigh where they stand: less where they fill one part of a long text, which is told in passing."""
    if not terms:
        return 0.0
    own = [term for term in terms if any(word in term for word in clause.own)]
    weight = {term: weights.of(term) * (1.0 if term in own else _WORDING) for term in terms}
    found = [(len(phrase), [weight[term] for term in terms if term in phrase]) for phrase in task.phrases]
    share = sum(length for length, told in found if told) / (sum(length for length, _ in found) or 1)
    return sum(sum(told) for _, told in found) * min(1.0, _IN_PASSING + share / _WHOLE)


def _by_text(task: ComparedTask, clause: Clause, weights: Weights, reference: Reference, rooted: bool) -> _Found:
    """By the texts of both; `rooted` where both carry out one clause of an outline.

    Of a heading of every plan only the bodies are compared: the words of the heading itself support nothing.
    """
    if task.key == clause.task.key and not clause.generic:
        return _Found(1.0, "heading", ())
    alike = weights.cosine(task, clause.task, bodies=clause.generic)
    text = _TEXT * min(1.0, alike / _ALIKE)
    heading = _heading(task, clause, reference)
    if clause.generic:
        supported = rooted or alike >= _SUPPORTED or task.is_bare or clause.task.is_bare
        if not (supported and _same_in_safeguards(task, clause)):
            heading = min(heading, _GENERIC)
    return _Found(heading + text, "subject" if heading > text else "text", ())


def _heading(task: ComparedTask, clause: Clause, reference: Reference) -> float:
    """What the likeness of the headings gives."""
    return _HEADING * likeness(task.subject, clause.task.subject, reference)


def _same_in_safeguards(task: ComparedTask, clause: Clause) -> bool:
    """A heading of every plan (加强组织领导) in the same chapter of both: the counterpart, if the texts support it."""
    return task.key == clause.task.key and task.in_safeguards and clause.task.in_safeguards
