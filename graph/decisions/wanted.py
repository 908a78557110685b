"""What the graph shows of documents, and what it should show by the Readings that count."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.current import Stated, counting
from graph.identity import Identity
from graph.outline import Outline, outlines
from graph.parameters import DocumentFilter, Nothing
from graph.queries import DOCUMENT_KEYS, DOCUMENTS
from graph.reference import Reference
from graph.store import GraphStore

_ALL = 10**9  # rows
_PATIENCE = 600.0  # seconds for a look at the whole store


class Shown:
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
class Wanted:
    """What the graph should show: for each document the Reading that counts, and the outlines that nobody has read."""

    current: Mapping[str, Stated]
    outlines: Mapping[str, Outline]
    identity: Identity

    @classmethod
    def of(cls, chosen: list[Stated], identity: Identity, reference: Reference) -> "Wanted":
        """From the Readings of which one counts for each document, and which documents are one."""
        current = counting(chosen, identity)
        known = {identity.id_of(outline.keys): outline for outline in outlines(reference)}
        return cls(current, {name: outline for name, outline in known.items() if name not in current}, identity)

    @property
    def documents(self) -> set[str]:
        """All documents that get a part of their own."""
        return set(self.current) | set(self.outlines)

    def stale(self, shown: Shown, new: frozenset[str], everything: bool) -> set[str]:
        """The documents that the graph shows otherwise: another text, other ids, for themselves or what they cite."""
        return {name for name in self.documents if everything or self._differs(name, shown, new)}

    def _differs(self, name: str, shown: Shown, new: frozenset[str]) -> bool:
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
