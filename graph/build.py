"""The store made to show what the Readings say: identity over all of them, each projected, linked and written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph.checked import check_part
from graph.current import Stated, candidates, counting, same_files, stated, tell
from graph.errors import StoreAway, ZhituError
from graph.identity import Identity
from graph.link import link, upstream_ids
from graph.model import Edge, Part, Reading
from graph.outline import Outline, known_identity, outline_part, outlines
from graph.parameters import DocumentFilter, Nothing
from graph.project import left_out, project
from graph.queries import DOCUMENT_KEYS, DOCUMENTS
from graph.reference import Reference
from graph.schema import load_schema
from graph.store import GraphStore
from graph.succession import with_successors

Step = Callable[[str], object]  # told the source name of each file before its document is written

_ALL = 10**9  # rows
_PATIENCE = 600.0  # seconds for a look at the whole store
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
    return frozenset(_Shown(store).ingested.values())


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
        self._kept()

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
        before = shown = _Shown(self._store)
        others: frozenset[str] = frozenset()
        while True:
            new = others.union(self._new)
            groups = same_files(self._stated.values(), known_identity(self._reference))
            chosen = candidates(groups, new, counted or frozenset(shown.ingested.values()))
            wanted = _Wanted.of(chosen, tell(known_identity(self._reference), chosen), self._reference)
            self._bring_about(wanted, shown, new, everything, step)
            if not (found := self._kept()):
                return self._report(wanted, chosen, groups, before)
            others |= found
            shown = _Shown(self._store)

    def _kept(self) -> set[str]:
        """Take in the Readings of the store that are not known yet."""
        known = self._stated.keys() | self._problems.keys()
        found = [head for head in self._store.readings() if head.sha256 not in known]
        for head in found:
            with self._setting_aside(head.sha256, head.source):
                self._stated[head.sha256] = stated(self._store.reading(head.sha256), self._reference)
        return {head.sha256 for head in found}

    def _bring_about(
        self, wanted: "_Wanted", shown: "_Shown", new: frozenset[str], everything: bool, step: Step
    ) -> None:
        """Take out the documents that no Reading speaks of any more, and write those that are shown otherwise."""
        stale = wanted.stale(shown, new, everything)
        gone = shown.documents - wanted.documents
        for name, sha256 in shown.ingested.items():
            if sha256 in self._problems or not (sha256 in self._stated or everything):  # of another writer, or lost
                gone.discard(name)
        stale |= wanted.downstream(stale | gone)
        for document_id in sorted(gone):
            self._store.replace(document_id, Part(document_id, (), ()))
        self._write(wanted, stale, step)

    def _write(self, wanted: "_Wanted", stale: set[str], step: Step) -> None:
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
    def _setting_aside_document(self, document_id: str, wanted: "_Wanted") -> Iterator[None]:
        if document_id in wanted.outlines:  # reference data, nobody's file
            yield
            return
        told = wanted.current[document_id]
        with self._setting_aside(told.sha256, told.source):
            yield

    def _projected(self, reading: Reading, identity: Identity | None) -> Part:
        return with_successors(project(reading, self._reference, identity=identity), self._reference)

    def _part(self, wanted: "_Wanted", document_id: str) -> Part:
        if document_id in wanted.outlines:
            return outline_part(wanted.outlines[document_id], self._reference, wanted.identity)
        sha256 = wanted.current[document_id].sha256
        reading = self._at_hand.get(sha256) or self._store.reading(sha256)
        return self._projected(reading, wanted.identity)

    def _linked(self, part: Part, pending: set[str], wanted: "_Wanted", parts: Callable[[str], Part]) -> Part:
        """The part with its links to those documents upstream that are there: neither pending nor set aside."""
        edges: list[Edge] = []
        for document_id in upstream_ids(part):
            if document_id not in wanted.documents - pending or self._is_aside(document_id, wanted):
                continue
            upstream: Part | None = None
            with self._setting_aside_document(document_id, wanted):
                upstream = parts(document_id)
            edges += link(part, upstream, self._reference) if upstream else ()
        return replace(part, edges=part.edges + tuple(edges))

    def _is_aside(self, document_id: str, wanted: "_Wanted") -> bool:
        return document_id in wanted.current and wanted.current[document_id].sha256 in self._problems

    def _report(
        self, wanted: "_Wanted", chosen: list[Stated], groups: list[list[Stated]], shown: "_Shown"
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


class _Shown:
    """What the graph shows of documents."""

    def __init__(self, store: GraphStore) -> None:
        rows = store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE)
        self.ingested = {row.document_id: row.sha256 or "" for row in rows if row.ingested}
        self.outlines = {row.document_id for row in rows if not row.ingested and row.tasks + row.targets}
        self.former = {row.document_id: tuple(row.former_ids or ()) for row in rows}
        self.cited: defaultdict[str, set[str]] = defaultdict(set)
        for key in store.run(DOCUMENT_KEYS, Nothing(), _PATIENCE):
            if key.mentioned_by is not None:
                self.cited[key.mentioned_by].add(key.document_id)

    @property
    def documents(self) -> set[str]:
        """All documents with a part of their own."""
        return set(self.ingested) | self.outlines


@dataclass(frozen=True)
class _Wanted:
    """What the graph should show: for each document the Reading that counts, and the outlines that nobody has read."""

    current: Mapping[str, Stated]
    outlines: Mapping[str, Outline]
    identity: Identity

    @classmethod
    def of(cls, chosen: list[Stated], identity: Identity, reference: Reference) -> "_Wanted":
        current = counting(chosen, identity)
        known = {identity.id_of(outline.keys): outline for outline in outlines(reference)}
        return cls(current, {name: outline for name, outline in known.items() if name not in current}, identity)

    @property
    def documents(self) -> set[str]:
        """All documents that get a part of their own."""
        return set(self.current) | set(self.outlines)

    def stale(self, shown: _Shown, new: frozenset[str], everything: bool) -> set[str]:
        """The documents that the graph shows otherwise: another text, other ids, for themselves or what they cite."""
        return {name for name in self.documents if everything or self._differs(name, shown, new)}

    def _differs(self, name: str, shown: _Shown, new: frozenset[str]) -> bool:
        if name in self.outlines:
            return name not in shown.outlines or shown.former.get(name) != self.identity.former_ids(name)
        told = self.current[name]
        cited = {self.identity.id_of(keys) for keys in told.cited} - {name}
        if told.sha256 in new or shown.ingested.get(name) != told.sha256 or shown.cited[name] != cited:
            return True
        return any(shown.former.get(each) != self.identity.former_ids(each) for each in (name, *cited))

    def downstream(self, changed: set[str]) -> set[str]:
        """The documents whose links lead to those that change."""
        return {name for name in self.current if changed.intersection(self.upstream(name))}

    def upstream(self, name: str) -> set[str]:
        """The documents that this one derives from."""
        told = self.current.get(name)
        return {self.identity.id_of(keys) for keys in told.derives} - {name} if told else set()

    def upstream_first(self, names: set[str]) -> list[str]:
        """The documents, each behind those that it derives from, as far as they do not derive from each other."""
        order: dict[str, None] = {}
        entered: set[str] = set()
        stack = [(name, False) for name in sorted(names, reverse=True)]
        while stack:
            name, done = stack.pop()
            if done:
                order[name] = None
            elif name not in entered:
                entered.add(name)
                stack.append((name, True))
                stack += [(each, False) for each in sorted(self.upstream(name) & names, reverse=True)]
        return list(order)
