"""Which Reading of a document counts, and what all Readings together say: read from the store, kept small."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.cited import CitedDocuments
from graph.identity import Identity, Keys
from graph.model import Reading
from graph.reference import Reference


@dataclass(frozen=True, slots=True)
class Stated:
    """What one Reading says of documents, without its text: enough to tell which one it is and which it names."""

    sha256: str
    source: str
    issue_date: str
    text_length: int
    own: Keys
    cited: tuple[Keys, ...]
    derives: tuple[Keys, ...]

    @property
    def rank(self) -> tuple[str, int, tuple[int, ...]]:
        """The greatest counts: the latest date, then the longest text, then the smallest sha256."""
        return self.issue_date, self.text_length, tuple(-ord(character) for character in self.sha256)


def stated(reading: Reading, reference: Reference) -> Stated:
    """What the Reading says of its own document and of others."""
    documents = CitedDocuments(reading, reference)
    return Stated(
        sha256=reading.sha256,
        source=reading.source,
        issue_date=str(reading.document.attributes.get("issue_date", "")),
        text_length=len(reading.text),
        own=documents.own,
        cited=documents.cited,
        derives=documents.derives,
    )


def same_files(known: Iterable[Stated], identity: Identity) -> list[list[Stated]]:
    """The Readings of one source name and one document together: files of one name may hold different documents.

    `identity` knows the documents by what they say of themselves.
    """
    told = list(known)
    for each in told:
        identity.add(each.own, head=True)
    groups: defaultdict[tuple[str, str], list[Stated]] = defaultdict(list)
    for each in told:
        groups[each.source, identity.id_of(each.own)].append(each)
    return list(groups.values())


def candidates(groups: Iterable[list[Stated]], new: frozenset[str], projected: frozenset[str]) -> list[Stated]:
    """The Readings of which one counts: of those of one file and document the new ones replace the others.

    Without a new one those count that the graph already shows, else (a graph made anew) the one of the highest rank.
    """
    chosen: list[Stated] = []
    for same in groups:
        for told in (new, projected):
            if kept := [each for each in same if each.sha256 in told]:
                break
        else:
            kept = [max(same, key=lambda each: each.rank)]
        chosen.extend(same if len(same) == 1 else kept)
    return sorted(chosen, key=lambda each: each.sha256)


def tell(identity: Identity, told: Iterable[Stated]) -> Identity:
    """Add all that the Readings state about which keys belong together."""
    for each in told:
        identity.add(each.own, head=True)
        for keys in each.cited:
            identity.add(keys)
    return identity


def counting(told: Iterable[Stated], identity: Identity) -> Mapping[str, Stated]:
    """The Reading that counts for each document."""
    by_document: dict[str, Stated] = {}
    for each in told:
        document_id = identity.id_of(each.own)
        other = by_document.get(document_id)
        if other is None or each.rank > other.rank:
            by_document[document_id] = each
    return dict(sorted(by_document.items()))
