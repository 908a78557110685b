"""Names that may mean one thing: pairs that a person may decide about, best first. Pure functions over names.

Only pairs that share two characters in a row are looked at, so that the time grows with the names, not their square.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

Pair = frozenset[str]

LEAST = 0.6  # likeness; below it the names of the source documents mean different things almost always
_HELD = 0.75  # likeness where one name holds the other, plus a share for how much of it
_CROWD = 200  # names that share two characters: so common that these say nothing (质量, 工程)
_SHORTEST = 3  # characters of a name that is held: 财政 is in too many
_OTHER_FIGURES = 0.3  # 500亿元级 and 1000亿元级, 三年行动计划(2012) and (2015)
_NAMED_TOGETHER = 0.3
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its names; only things of one group are compared, and none of two that are `sure`."""

    id: str
    label: str
    name: str
    words: str  # the name without what all of the group have in common (the place)
    group: str
    other_names: tuple[str, ...] = ()
    sure: bool = False
    place: str | None = None  # whose it is, where that is known: things of two places are two


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one, how alike their names are, and why."""

    first: Named
    second: Named
    score: float
    reason: str


def candidates(things: Iterable[Named], decided: frozenset[Pair] = frozenset()) -> list[Candidate]:
    """The pairs that nobody has decided about, the most alike first."""
    found: dict[Pair, Candidate] = {}
    for one, other in _near(things):
        pair = frozenset((one.id, other.id))
        if pair in decided or pair in found or (one.sure and other.sure) or _of_two_places(one, other):
            continue
        score, reason = _likeness(one, other)
        if _DIGITS.findall(one.words) != _DIGITS.findall(other.words):
            score -= _OTHER_FIGURES
        if score >= LEAST:
            found[pair] = Candidate(one, other, round(score, 3), reason)
    return sorted(found.values(), key=_rank)


def told_apart(found: Iterable[Candidate], documents: Mapping[str, frozenset[str]]) -> list[Candidate]:
    """The same in another order: where one document names both measures, it most likely means two."""
    return sorted((_told_apart(each, documents) for each in found), key=_rank)


def _told_apart(pair: Candidate, documents: Mapping[str, frozenset[str]]) -> Candidate:
    both = documents.get(pair.first.id, frozenset()) & documents.get(pair.second.id, frozenset())
    if pair.first.label != "Indicator" or not both:
        return pair
    reason = f"{pair.reason};同一文件里两者都有 · one document names both"
    return replace(pair, score=round(max(0.0, pair.score - _NAMED_TOGETHER), 3), reason=reason)


def _rank(pair: Candidate) -> tuple[float, str, str]:
    return -pair.score, pair.first.id, pair.second.id


def _near(things: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Pairs that share two characters which are not in every other name, the first id before the second."""
    by_words: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for thing in sorted(things, key=lambda each: each.id):
        for words in _pairs(thing.words):
            by_words[thing.group, words].append(thing)
    for _, members in sorted(by_words.items()):
        if len(members) <= _CROWD:
            for at, one in enumerate(members):
                yield from ((one, other) for other in members[at + 1 :])


def _of_two_places(one: Named, other: Named) -> bool:
    return None not in (one.place, other.place) and one.place != other.place


def _likeness(one: Named, other: Named) -> tuple[float, str]:
    first, second = one.words, other.words
    if shared := sorted({one.name, *one.other_names} & {other.name, *other.other_names}):
        return 1.0, f"同一写法 · written in one way: {shared[0]}"
    if first == second:
        return 0.99, f"名称相同 · one name: {first}"
    short, long = sorted((first, second), key=len)
    if short in long and len(short) >= _SHORTEST:
        return _HELD + 0.25 * len(short) / len(long), f"一个名称含另一个 · one name holds the other: {short}"
    pairs, others = _pairs(first), _pairs(second)
    share = 2 * len(pairs & others) / (len(pairs) + len(others))
    return share, f"名称只差 · names differ in: {' / '.join(_different(first, second))}"


def _different(one: str, other: str) -> Sequence[str]:
    """What each has that the other has not."""
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    parts = [(one[a:b], other[c:d]) for code, a, b, c, d in codes if code != "equal"]
    return ["".join(part[side] for part in parts) or "—" for side in (0, 1)]


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)} or {words}
