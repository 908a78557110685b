"""Which clause of one version is which of the other: by equal words, by heading, by what they have in common."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.analysis.edition import Edition, Work
from graph.links.subjects import likeness
from graph.reference import Reference

_ENOUGH = 0.5  # half of what they say is the same: below it two texts share drafting phrases rather than a subject
_VERBATIM = 0.7  # taken over: two plans that rework one outline stay below it in nearly all of their clauses
_RARE = 24  # pairs of characters by which the other half of a clause is looked for
_COMMON = 200  # clauses: a pair that more of them have is not looked up
_NEAR = 12  # clauses that are looked at closely


@dataclass(frozen=True, slots=True)
class Pair:
    """A work of the former version and its counterpart in the current one; how much of their words is the same."""

    former: Work
    current: Work
    alike: float


@dataclass(frozen=True, slots=True)
class Aligned:
    """All works of one kind: pairs, and what only one version has."""

    pairs: list[Pair]
    gone: list[Work]
    new: list[Work]


class _Open:
    """What has no counterpart yet."""

    def __init__(self, former: Sequence[Work], current: Sequence[Work], reference: Reference) -> None:
        self.former = {work.id: work for work in former}
        self.current = {work.id: work for work in current}
        self.pairs: list[Pair] = []
        self._reference = reference

    def pair(self, former: Work, current: Work) -> None:
        """These two are one."""
        del self.former[former.id], self.current[current.id]
        self.pairs.append(Pair(former, current, alike(former, current)))

    def by(self, key: Callable[[Work], Hashable]) -> None:
        """Pair what has the same key: of several the one with most words in common, then in the order of the text."""
        groups: defaultdict[Hashable, list[Work]] = defaultdict(list)
        for work in self.current.values():
            if key(work):
                groups[key(work)].append(work)
        for work in list(self.former.values()):
            if others := groups.get(key(work)) if key(work) else None:
                best = max(others, key=lambda other: (other.chapter == work.chapter, alike(work, other)))
                others.remove(best)
                self.pair(work, best)

    def by_words(self, within: Callable[[Work, Work], bool] = lambda former, current: True) -> None:
        """Pair what says nearly the same, the likest first."""
        scored = []
        for work, other in self._near(within):
            if (score := self._score(work, other)) >= _ENOUGH:
                scored.append((-score, _at(work), _at(other), work.id, other.id))
        for *_, former, current in sorted(scored):
            if former in self.former and current in self.current:
                self.pair(self.former[former], self.current[current])

    def _near(self, within: Callable[[Work, Work], bool]) -> Iterator[tuple[Work, Work]]:
        """Works that share rare pairs of characters: not each is compared with each."""
        holding: defaultdict[str, list[Work]] = defaultdict(list)
        for work in self.current.values():
            for pair in sorted(work.pairs):
                holding[pair].append(work)
        for work in self.former.values():
            known = (pair for pair in work.pairs if 0 < len(holding.get(pair, ())) <= _COMMON)
            rare = sorted(known, key=lambda pair: (len(holding[pair]), pair))
            shared = Counter(other.id for pair in rare[:_RARE] for other in holding[pair])
            for other, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_NEAR]:
                if within(work, self.current[other]):
                    yield work, self.current[other]

    def _score(self, former: Work, current: Work) -> float:
        text = alike(former, current)
        return max(text, (text + likeness(former.subject, current.subject, self._reference)) / 2)


def aligned(former: Sequence[Work], current: Sequence[Work], reference: Reference) -> Aligned:
    """Items first, measures within the items that are one, then whatever is left: it may stand elsewhere now."""
    found = _Open(former, current, reference)
    items = _Open(_items(former), _items(current), reference)
    _by_heading_and_words(items)
    for pair in items.pairs:
        found.pair(pair.former, pair.current)
    parents = {pair.former.id: pair.current.id for pair in items.pairs}

    def home(work: Work) -> Hashable:
        return (parents.get(work.parent or "", work.parent), work.body) if work.parent and work.body else None

    found.by(home)
    found.by(lambda work: (work.parent is not None, work.body) if work.body else None)
    found.by_words(lambda one, other: bool(one.parent) and parents.get(one.parent or "") == other.parent)
    found.by_words()
    return Aligned(sorted(found.pairs, key=lambda pair: _at(pair.current)), _left(found.former), _left(found.current))


def by_name(former: Sequence[Work], current: Sequence[Work], reference: Reference) -> Aligned:
    """Works that have no measures: projects."""
    found = _Open(former, current, reference)
    _by_heading_and_words(found)
    return Aligned(found.pairs, _left(found.former), _left(found.current))


def alike(former: Work, current: Work) -> float:
    """Dice's coefficient of the pairs of characters of the two, 0 to 1."""
    if former.body == current.body:
        return 1.0
    whole = len(former.pairs) + len(current.pairs)
    return 2 * len(former.pairs & current.pairs) / whole if whole else 0.0


def share(tasks: Aligned, former: Edition, current: Edition) -> float:
    """Which share of the smaller version's tasks stands in the other, nearly in the same words."""
    kept = sum(pair.alike >= _VERBATIM for pair in tasks.pairs)
    smaller = min(len(former.tasks), len(current.tasks))
    return kept / smaller if smaller else 0.0


def _by_heading_and_words(found: _Open) -> None:
    found.by(lambda work: (work.key, work.body) if work.body else None)
    found.by(lambda work: (work.key, work.chapter) if work.key else None)
    found.by(lambda work: work.key)
    found.by_words()


def _items(works: Iterable[Work]) -> list[Work]:
    return [work for work in works if work.parent is None and work.node.properties.get("kind") != "measure"]


def _left(works: dict[str, Work]) -> list[Work]:
    return sorted(works.values(), key=_at)


def _at(work: Work) -> tuple[int, str]:
    return work.words.start_char or 0, work.id
