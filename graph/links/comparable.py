"""Which measures of two documents are the same in other words, and which are near: a rule that says its reasons.

Two names are compared part by part (graph/links/measures.py). Result and object must be the same; an object may be
narrower or wider. What else differs makes the pair near, with the reason; where nothing differs it is one measure in
other words. A name that is equally near to several is comparable to none: nobody could say which figure is meant.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.exports.table import label_of
from graph.links.measures import Measure, measure_of, measure_words
from graph.reference import Reference

WORDING = "wording"  # the method where nothing but the words differs
_UNSAID, _OTHER = 0.05, 0.10  # what it costs that one side does not say a part, that the two say different ones
_COSTS = {
    "loose": 0.05,  # 主要 on one side only
    "level": _OTHER,
    "level_unsaid": _UNSAID,
    "asker": _OTHER,
    "asker_unsaid": _UNSAID,
    "procedure": _OTHER + 0.05,  # another way of checking moves a rate more than another level does
    "procedure_unsaid": _UNSAID + 0.05,
    "narrower": 0.15,
    "wider": 0.15,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two measures differ, with the words on both sides."""

    kind: str
    local: tuple[str, ...]
    upstream: tuple[str, ...]

    def __str__(self) -> str:
        both = " / ".join("、".join(words) or "—" for words in (self.local, self.upstream))
        return f"{label_of(f'difference={self.kind}')}({both})"


@dataclass(frozen=True, slots=True)
class Alike:
    """A local measure with its upstream counterpart. `near`: not the same, for `reason`; else only the words differ.

    `method` is wording, or the kinds of difference: near:level+procedure.
    """

    local: str
    upstream: str
    score: float
    method: str
    reason: str
    near: bool


def comparable(local: Iterable[str], upstream: Iterable[str], reference: Reference) -> Iterator[Alike]:
    """The counterpart of each local measure that has one and is not among the upstream ones itself; by name, sorted."""
    names = set(upstream)
    counterparts = Counterparts(names, reference)
    for name in sorted(set(local) - names):
        found = counterparts.of(name)
        if len(found) == 1:
            yield found[0]


_Key = tuple[str, frozenset[str], frozenset[str], bool]


class Counterparts:
    """The measures of one upstream side, to be looked through for the counterpart of a local one."""

    def __init__(self, upstream: Iterable[str], reference: Reference) -> None:
        self._reference = reference
        self._known: dict[str, tuple[Alike, ...]] = {}
        self._alike: defaultdict[_Key, list[str]] = defaultdict(list)
        for name in sorted(set(upstream)):
            self._alike[_key(measure_of(name, reference))].append(name)

    def of(self, name: str) -> tuple[Alike, ...]:
        """The nearest counterpart; several where they are equally near, which is as good as none."""
        if name not in self._known:
            among = self._alike.get(_key(measure_of(name, self._reference)), ())
            pairs = (alike(name, each, self._reference) for each in among)
            found = [pair for pair in pairs if pair is not None]
            best = max((pair.score for pair in found), default=0.0)
            self._known[name] = tuple(pair for pair in found if pair.score == best)
        return self._known[name]


def _key(measure: Measure) -> _Key:
    """What two measures must have in common to be looked at: result, object, and all words where no object is known."""
    words = frozenset() if measure.objects else _telling(measure.qualifiers)
    return measure.result, measure.objects, words, bool(measure.result or measure.procedures)


def alike(local: str, upstream: str, reference: Reference) -> Alike | None:
    """How two measures go together; None where they are of different things."""
    differences = _differences(measure_of(local, reference), measure_of(upstream, reference))
    if differences is None:
        return None
    score = round(1.0 - sum(_COSTS[one.kind] for one in differences), 3)
    method = "near:" + "+".join(one.kind for one in differences) if differences else WORDING
    reason = ";".join(map(str, differences)) or label_of("difference=wording")
    return Alike(local, upstream, score, method, reason, bool(differences))


def _differences(local: Measure, upstream: Measure) -> list[Difference] | None:
    """In what the two differ, in the order of their parts; None where they are not comparable."""
    if local.result != upstream.result or local.objects != upstream.objects:
        return None
    if not local.result and not (local.procedures and upstream.procedures):
        return None  # counts of things: 名牌产品 and 省名牌产品 are not compared by their words
    if local.families and upstream.families and local.families != upstream.families:
        return None  # a check by the authorities, an acceptance, a check of one's own
    scope = _scope(local, upstream)
    if scope is None:
        return None
    told = [*scope]
    for kind in ("procedure", "level", "asker"):
        one, other = (frozenset(getattr(side, f"{kind}s")) for side in (local, upstream))
        if one != other:
            told.append(_difference(kind if one and other else f"{kind}_unsaid", one, other))
    return told


def _scope(local: Measure, upstream: Measure) -> list[Difference] | None:
    """Whether one object lies within the other; None where neither does (交通工程, 大中型工程).

    Measures without a known object must have the same words. 其他 stands beside 其他 only: it is the rest of
    something that the document has named before.
    """
    kind_of = measure_words().kind_of
    one, other = local.qualifiers, upstream.qualifiers
    if any(kind_of(word) == "residual" for word in one ^ other):
        return None
    told = [
        _difference("loose", one & {word}, other & {word}) for word in sorted(one ^ other) if kind_of(word) == "loose"
    ]
    one, other = _telling(one), _telling(other)
    if one == other:
        return told
    if not local.objects or not (one < other or other < one):
        return None
    return [*told, _difference("wider" if one < other else "narrower", one - other, other - one)]


def _telling(qualifiers: frozenset[str]) -> frozenset[str]:
    """Those that narrow an object: 主要 hardly does."""
    kind_of = measure_words().kind_of
    return frozenset(word for word in qualifiers if kind_of(word) != "loose")


def _difference(kind: str, local: Iterable[str], upstream: Iterable[str]) -> Difference:
    return Difference(kind, tuple(sorted(local)), tuple(sorted(upstream)))
