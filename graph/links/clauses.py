"""The tasks of an upstream document as they may be carried out, with the words of seeds/outlines that tell each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.identity import number_key
from graph.links.subjects import generic_headings, heading_key
from graph.links.task_words import ComparedTask, flat, items, longest
from graph.model import Part
from graph.outline import outlines
from graph.reference import Reference

_LISTS = ("subjects", "terms", "wordings", "objects")


@dataclass(frozen=True, slots=True)
class Clause:
    """An upstream task; of an outline with its words.

    Its own are the subjects and instruments; `words` are those and what is said in their place. A heading that names a
    subject speaks of the clause; one that names an object does so where it names no subject and the text takes it up.
    """

    task: ComparedTask
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    own: frozenset[str]
    words: tuple[str, ...]
    generic: bool


def clauses_of(upstream: Part, reference: Reference) -> tuple[Clause, ...]:
    """The clauses that may be carried out; headings that stand there twice say nothing of which is meant."""
    told = _words_by_number(reference).get(number_of(upstream), {})
    tasks = [ComparedTask(node, reference) for node in items(upstream)]
    times = Counter(task.key for task in tasks)
    generic = generic_headings(reference)
    return tuple(_clause(task, told, task.key in generic) for task in tasks if task.key and times[task.key] == 1)


def named_by(task: ComparedTask, clauses: Sequence[Clause]) -> frozenset[str]:
    """The subjects that the heading names, else the objects: 农产品 in 看牢农产品的源头, not in 推进农产品标准化.

    A subject that is part of a longer one is not meant itself: 评价考核 is not 考核. Headings that stand in every plan
    take no word away from another clause, nor from each other.
    """
    specific = [word for clause in clauses if not clause.generic for word in clause.subjects if word in task.heading]
    common = [word for clause in clauses if clause.generic for word in clause.subjects if word in task.heading]
    apart = [word for word in common if not any(word in other for other in specific if word != other)]
    objects = (word for clause in clauses for word in clause.objects if word in task.heading)
    return frozenset((*longest(specific), *apart) or objects)


def _clause(task: ComparedTask, told: Mapping[str, Mapping[str, tuple[str, ...]]], generic: bool) -> Clause:
    subjects, terms, wordings, objects = (told.get(name, {}).get(task.key, ()) for name in _LISTS)
    own = tuple(map(flat, (*subjects, *terms)))
    words = tuple(dict.fromkeys((*own, *map(flat, wordings))))
    return Clause(task, subjects, objects, frozenset(own), words, generic)


def number_of(part: Part) -> str:
    """The number of the document as it is compared; "" where none is known."""
    numbers = (str(node.properties.get("doc_number", "")) for node in part.nodes if node.id == part.document_id)
    number = next(numbers, "")
    return number_key(number) if number else ""


@cache
def _words_by_number(reference: Reference) -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    """The lists of each outline by the number of its document, each by the key of the clause's heading."""
    return {
        number_key(str(outline.content["document"]["doc_number"])): {
            name: {
                heading_key(clause, reference): tuple(map(str, words))
                for clause, words in outline.content.get(name, {}).items()
            }
            for name in _LISTS
        }
        for outline in outlines(reference)
    }
