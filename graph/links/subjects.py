"""What a heading speaks of: its words less those of doing, of place and of no object; and how alike two of them are."""

import re
from functools import cache, lru_cache

from graph.reference import Reference
from graph.resolution import without_place

_SIGNS = re.compile(r"[^\w]|[的_]")
_COMMON = 0.3  # weight of a pair of characters that so many headings share; of any other 1
_REMEMBERED = 4096  # subjects


def heading_key(heading: str, reference: Reference) -> str:
    """A heading as it is compared: simplified, without signs and words of place."""
    return _SIGNS.sub("", without_place(reference.normalise(heading), reference))


def subject_of(heading: str, reference: Reference) -> str:
    """What it is about: 大力推进标准化工作 gives 标准化; the heading where nothing would be left."""
    verbs, tails = _edges(reference)
    bare = heading_key(heading, reference)
    bare = verbs.sub("", bare) or bare
    return tails.sub("", bare) or bare


def likeness(subject: str, other: str, reference: Reference) -> float:
    """How much two subjects share, 0 to 1: Dice's coefficient of their pairs of characters, common ones counting less.

    L. R. Dice, Measures of the amount of ecologic association between species, Ecology 26 (1945).
    """
    common = set(reference.words["heading_common"])
    one, two = _pairs(subject), _pairs(other)
    whole = _weight(one, common) + _weight(two, common)
    return 2 * _weight(one & two, common) / whole if whole else 0.0


@cache
def generic_headings(reference: Reference) -> frozenset[str]:
    """The keys of headings that stand in every plan: they identify nothing by themselves."""
    return frozenset(heading_key(heading, reference) for heading in reference.words["generic_headings"])


@cache
def _edges(reference: Reference) -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs, tails = (
        "|".join(sorted(reference.words[name], key=len, reverse=True)) for name in ("heading_verbs", "heading_tails")
    )
    return re.compile(rf"^(?:{verbs})+"), re.compile(rf"(?:{tails})+$")


@lru_cache(_REMEMBERED)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _weight(pairs: frozenset[str], common: set[str]) -> float:
    return sum(_COMMON if pair in common else 1.0 for pair in pairs)
