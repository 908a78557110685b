"""The store made to show what the Readings say: identity over all of them, each projected, linked and written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph.checked import check_part
from graph.current import Stated, candidates, same_files, stated, tell
from graph.decisions.concerned import concerned
from graph.decisions.decision import Decision
from graph.decisions.rulings import Rulings, covers, holds, signed, without_apart
from graph.decisions.wanted import Shown, Wanted
from graph.errors import StoreAway, ZhituError
from graph.identity import Identity
from graph.links.link import link, upstream_ids
from graph.model import Edge, Part, Reading
from graph.outline import known_identity, outline_part
from graph.project import left_out, project
from graph.reference import Reference
from graph.schema import load_schema
from graph.store import GraphStore
from graph.succession import with_successors

Step = Callable[[str], object]  # told the source name of each file before its document is written

_KEPT = 64  # readings and parts kept at hand; more are read and made again


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one Reading: the document that it is of, and whether it is the one that counts.

    With a `problem` the Reading was set aside: the graph shows nothing new of it, and all others all the same.
    """

    sha256: str
    source: str
    document_id: str
    current: bool
    replaced: tuple[
        str, ...
    ]  # sha256 of readings of the same source name and document, which count no more from now on
    left_out: Mapping[str, int] = field(default_factory=dict)  # statements that the graph cannot show, by reason
    problem: str = ""


def ingest(store: GraphStore, reference: Reference, readings: Iterable[Reading]) -> tuple[Built, ...]:
    """Keep the Readings, then make the graph show them: the same graph whatever their order.

    One that cannot be made part of the graph is not kept, and its Built says why; the others go on.
    Only documents that a change touches are written: new ones, those that now go by another id, those linked to them.
    """
    build = Build(store, reference)
    for reading in readings:
        build.keep(reading)
    return build.show()


def rebuild(store: GraphStore, reference: Reference, counted: frozenset[str] = frozenset()) -> tuple[Built, ...]:
    """Make the whole graph again from the Readings.

    `counted` holds the sha256 of those that the graph showed before, where that is known: of two files of one name
    nothing else says which came later. Where it breaks off, a store opened `fresh` keeps its old graph.
    """
    try:
        return Build(store, reference).show(counted, everything=True)
    except BaseException:
        store.close(keep=False)
        raise


def shown_readings(store: GraphStore) -> frozenset[str]:
    """The sha256 of the Readings that the graph shows."""
    return frozenset(Shown(store).ingested.values())


class Build:
    """One session of building on a store that is open for writing."""

    def __init__(self, store: GraphStore, reference: Reference) -> None:
        self._store = store
        self._reference = reference
        self._at_hand: dict[str, Reading] = {}
        self._new: list[str] = []
        self._left_out: dict[str, Mapping[str, int]] = {}
        self._problems: dict[str, tuple[str, str]] = {}  # by sha256: source, and what is wrong
        self._stated: dict[str, Stated] = {}
        self._decided = store.decisions()
        self._rulings = Rulings.of(self._decided)
        self._concerned: set[str] = set()  # documents that decisions made meanwhile touch
        self._kept()

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Store what people decided; `show` brings the graph up to it. Whether it can be is asked before (deciding)."""
        made = list(decisions)
        self._store.put_decision(*made)
        self._ruled(made)  # also where it is told once more: an earlier try may have broken off

    def identity(self) -> Identity:
        """Which documents are one, by the Readings that count and the decisions."""
        return self._wanted(frozenset(), frozenset(Shown(self._store).ingested.values()))[1].identity

    @property
    def rulings(self) -> Rulings:
        """What the decisions in force come to."""
        return self._rulings

    def keep(self, reading: Reading) -> None:
        """Store a Reading if it can be made part of the graph; `show` brings the graph up to it.

        Equal files under several names are one Reading, by the smallest name: so the order makes no difference.
        """
        known = self._stated.get(reading.sha256)
        reading = replace(reading, source=min(reading.source, known.source if known else reading.source))
        told: Stated | None = None
        self._problems.pop(reading.sha256, None)
        with self._setting_aside(reading.sha256, reading.source):
            check_part(self._projected(reading, None), load_schema())
            told = stated(reading, self._reference)
            self._left_out[reading.sha256] = left_out(reading, self._reference)
        if told is None:
            return
        self._store.put_reading(reading)
        self._stated[reading.sha256] = told
        self._new.append(reading.sha256)
        if len(self._at_hand) < _KEPT:
            self._at_hand[reading.sha256] = reading

    def show(
        self, counted: frozenset[str] = frozenset(), everything: bool = False, step: Step = lambda _: None
    ) -> tuple[Built, ...]:
        """Write what the Readings now say, and only what differs from what the graph shows; `step` at each file.

        Where another writer kept Readings meanwhile, once more with them: whoever ends last has seen all.
        """
        before = shown = Shown(self._store)
        others: frozenset[str] = frozenset()
        while True:
            new = others.union(self._new)
            chosen, wanted, groups = self._wanted(new, counted or frozenset(shown.ingested.values()))
            touched, self._concerned = self._concerned, set()
            self._bring_about(wanted, shown, new, everything, step, touched)
            found, decided = self._kept(), self._ruled()
            if not found and not decided:
                return self._report(wanted, chosen, groups, before)
            others |= found
            shown = Shown(self._store)

    def _wanted(self, new: frozenset[str], counted: frozenset[str]) -> tuple[list[Stated], Wanted, list[list[Stated]]]:
        """What the graph should show, and the Readings behind it."""
        groups = same_files(self._stated.values(), known_identity(self._reference))
        chosen = candidates(groups, new, counted)
        identity = self._rulings.rule(tell(known_identity(self._reference), chosen))
        return chosen, Wanted.of(chosen, identity, self._reference), groups

    def _ruled(self, told: Iterable[Decision] = ()) -> bool:
        """Take in the decisions that the store has by now, whoever made them; whether there are others than before."""
        decided = self._store.decisions()
        again = [decision for decision in told if decision in self._decided]
        if decided == self._decided and not again:
            return False
        before, self._rulings = self._rulings, Rulings.of(decided)
        known = {decision.id for decision in self._decided}
        changed = [*again, *(decision for decision in decided if decision.id not in known)]
        self._concerned |= concerned(self._store, changed, before, self._rulings)
        self._decided = decided
        return True

    def _kept(self) -> set[str]:
        """Take in the Readings of the store that are not known yet."""
        known = self._stated.keys() | self._problems.keys()
        found = [head for head in self._store.readings() if head.sha256 not in known]
        for head in found:
            with self._setting_aside(head.sha256, head.source):
                self._stated[head.sha256] = stated(self._store.reading(head.sha256), self._reference)
        return {head.sha256 for head in found}

    def _bring_about(
        self,
        wanted: Wanted,
        shown: Shown,
        new: frozenset[str],
        everything: bool,
        step: Step,
        touched: Iterable[str] = (),
    ) -> None:
        """Take out the documents that no Reading speaks of any more, and write those that are shown otherwise."""
        stale = wanted.stale(shown, new, everything)
        stale |= {wanted.identity.now(name) for name in touched} & wanted.documents
        gone = shown.documents - wanted.documents
        for name, sha256 in shown.ingested.items():
            if sha256 in self._problems or not (sha256 in self._stated or everything):  # of another writer, or lost
                gone.discard(name)
        stale |= wanted.downstream(stale | gone)
        for document_id in sorted(gone):
            self._store.replace(document_id, Part(document_id, (), ()))
        self._write(wanted, stale, step)

    def _write(self, wanted: Wanted, stale: set[str], step: Step) -> None:
        """Upstream documents first, for links lead to what is there; where documents derive from each other, twice."""
        parts = lru_cache(_KEPT)(lambda document_id: self._part(wanted, document_id))
        pending = set(stale)
        again = []
        for document_id in wanted.upstream_first(stale):
            pending.discard(document_id)
            if document_id in wanted.current:  # an outline is nobody's file
                step(wanted.current[document_id].source)
            with self._setting_aside_document(document_id, wanted):
                part = parts(document_id)
                self._store.replace(document_id, self._linked(part, pending, wanted, parts))
                if pending.intersection(upstream_ids(part)):
                    again.append(document_id)
        for document_id in again:
            with self._setting_aside_document(document_id, wanted):
                self._store.replace(document_id, self._linked(parts(document_id), set(), wanted, parts))

    @contextmanager
    def _setting_aside(self, sha256: str, source: str) -> Iterator[None]:
        """Whatever goes wrong with one Reading stays with it: one odd text never blocks the store."""
        try:
            yield
        except StoreAway:
            raise
        except Exception as error:
            said = str(error) if isinstance(error, ZhituError) else f"{type(error).__name__}: {error}"
            self._problems[sha256] = source, f"cannot be put into the graph, the others can ({said})"

    @contextmanager
    def _setting_aside_document(self, document_id: str, wanted: Wanted) -> Iterator[None]:
        if document_id in wanted.outlines:  # reference data, nobody's file
            yield
            return
        told = wanted.current[document_id]
        with self._setting_aside(told.sha256, told.source):
            yield

    def _projected(self, reading: Reading, identity: Identity | None) -> Part:
        part = project(reading, self._reference, self._rulings, identity)
        return without_apart(with_successors(part, self._reference, self._rulings), self._rulings)

    def _part(self, wanted: Wanted, document_id: str) -> Part:
        if document_id in wanted.outlines:
            return outline_part(wanted.outlines[document_id], self._reference, wanted.identity)
        sha256 = wanted.current[document_id].sha256
        reading = self._at_hand.get(sha256) or self._store.reading(sha256)
        return self._projected(reading, wanted.identity)

    def _linked(self, part: Part, pending: set[str], wanted: Wanted, parts: Callable[[str], Part]) -> Part:
        """The part with its links to those documents upstream that are there: neither pending nor set aside."""
        edges: list[Edge] = []
        above: list[Part] = []
        for document_id in upstream_ids(part):
            if document_id not in wanted.documents - pending or self._is_aside(document_id, wanted):
                continue
            upstream: Part | None = None
            with self._setting_aside_document(document_id, wanted):
                upstream = parts(document_id)
            if upstream:
                links = link(part, upstream, self._reference)
                edges += self._reviewed(part.document_id, document_id, links, wanted)
                above.append(upstream)
        return without_apart(replace(part, edges=part.edges + tuple(edges)), self._rulings, above)

    def _reviewed(
        self, document_id: str, upstream_id: str, links: tuple[Edge, ...], wanted: Wanted
    ) -> tuple[Edge, ...]:
        """The links of a document as its reviewer has signed them, while both texts are those that were signed."""
        sha256, above = (
            wanted.current[each].sha256 if each in wanted.current else "" for each in (document_id, upstream_id)
        )
        certificate = self._rulings.certificates.get(sha256)
        if certificate is None or not covers(certificate, above):
            return links
        if not holds(certificate, self._at_hand.get(sha256) or self._store.reading(sha256)):
            return links
        return signed(links, certificate, self._rulings)

    def _is_aside(self, document_id: str, wanted: Wanted) -> bool:
        return document_id in wanted.current and wanted.current[document_id].sha256 in self._problems

    def _report(
        self, wanted: Wanted, chosen: list[Stated], groups: list[list[Stated]], shown: Shown
    ) -> tuple[Built, ...]:
        counting_ones = {each.sha256 for each in chosen}
        before = frozenset(shown.ingested.values()) - counting_ones
        same = {each.sha256: {other.sha256 for other in group} for group in groups for each in group}
        built = []
        for sha256 in dict.fromkeys(self._new or sorted(counting_ones)):
            if sha256 not in self._problems:
                each = self._stated[sha256]
                document_id = wanted.identity.id_of(each.own)
                is_current = wanted.current[document_id].sha256 == sha256
                replaced = tuple(sorted(before & same[sha256]))
                left = self._left_out.get(sha256, {})
                built.append(Built(sha256, each.source, document_id, is_current, replaced, left))
        aside = sorted(self._problems.items())
        return (*built, *(Built(sha256, source, "", False, (), {}, said) for sha256, (source, said) in aside))
