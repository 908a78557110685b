"""How strongly two sentences on the same matter bind: weakened (确保 → 力争) or sharpened (力争 → 确保)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph.links.task_words import flat
from graph.reference import Reference

_ENDS = re.compile(r"(?<=[。;!?\n])")
_ALIKE = 0.5  # Dice's coefficient of their pairs of characters: sentences on the same matter
_SHORT = 8  # characters; less is a heading


@dataclass(frozen=True, slots=True)
class Wording:
    """A local sentence beside the upstream one that it follows, and the words that make the difference."""

    change: Literal["weakened", "sharpened"]
    local: str
    start: int  # in the local text
    upstream: str
    local_word: str
    upstream_word: str


def wordings(local: str, upstream: str, reference: Reference) -> Iterator[Wording]:
    """The sentences of a local text that bind otherwise than the upstream ones that they follow."""
    above = [(sentence, _pairs(sentence)) for _, sentence in _sentences(reference.normalise(upstream))]
    for start, sentence in _sentences(reference.normalise(local)):
        own = _pairs(sentence)
        alike = [(2 * len(own & pairs) / (len(own) + len(pairs)), other) for other, pairs in above]
        best, other = max(alike, default=(0.0, ""))
        if best < _ALIKE:
            continue
        here, there = _force(sentence, reference), _force(other, reference)
        if here and there and here[0] != there[0]:
            words = local[start : start + len(sentence)]
            yield Wording(
                "weakened" if there[0] > here[0] else "sharpened",
                words.strip(),
                start,
                other.strip(),
                here[1],
                there[1],
            )


def _force(sentence: str, reference: Reference) -> tuple[int, str] | None:
    """1 and the word where it binds, 0 and the word where it only hopes; nothing where it says neither, or both."""
    told = [
        (force, word)
        for force, name in ((1, "binding_words"), (0, "hopeful_words"))
        for word in reference.words[name]
        if word in sentence
    ]
    return told[0] if len({force for force, _ in told}) == 1 else None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for sentence in _ENDS.split(text):
        if len(sentence.strip()) >= _SHORT:
            yield at + len(sentence) - len(sentence.lstrip()), sentence.strip()
        at += len(sentence)


def _pairs(text: str) -> set[str]:
    bare = flat(text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
