"""The versions of a document that a store holds, and two of them beside each other."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from graph.analysis.difference import Difference
from graph.analysis.versions import Versions, versions
from graph.cited import CitedDocuments
from graph.errors import NotFound, ParameterError
from graph.links.subjects import likeness
from graph.model import Part, Reading
from graph.parameters import DocumentFilter, DocumentId
from graph.project import project
from graph.queries import DOCUMENT, DOCUMENTS, EDGES_OF_DOCUMENT
from graph.readings import ReadingHead
from graph.reference import Reference
from graph.rows import DocumentRow
from graph.store import GraphStore

_HEX = frozenset("0123456789abcdef")
_SHORTEST = 8  # characters that a sha256 may be cut to
_ALL = 1_000_000  # rows
_PATIENCE = 60.0  # seconds
_LIKE = 0.5  # of the titles of two readings: the keys of those that are likelier are looked at
_FRESH = 5.0  # seconds for which the list of readings is kept
_KEPT = 4096  # keys of readings
_known_keys: dict[str, frozenset[str]] = {}
_heads: "WeakKeyDictionary[GraphStore, tuple[float, list[ReadingHead]]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what was read, as a part of the graph; `shown` is the document that the graph shows it as."""

    reading: Reading
    part: Part
    shown: DocumentRow | None = None

    @property
    def name(self) -> str:
        """Its title, else its file."""
        return self.reading.document.name or self.reading.source


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions and how they differ; keys are left where the graph shows the relationship."""

    former: Version
    current: Version
    versions: Versions


def version(reading: Reading, reference: Reference, shown: DocumentRow | None = None) -> Version:
    """A reading as a version."""
    return Version(reading, project(reading, reference), shown)


def stored_version(store: GraphStore, name: str, reference: Reference) -> Version:
    """The version that an id of a document, or a sha256 (its beginning is enough), means; NotFound, ParameterError."""
    if ":" in name:
        row = next(iter(store.run(DOCUMENT, DocumentId(name))), None)
        if row is None or not row.sha256:
            known = f"the text of {row.document} was not read in" if row else f"no document has the id {name}"
            raise NotFound(f"{known}: give a file, or the id or sha256 of what was read · 没有这份文件的原文")
        return version(store.reading(row.sha256), reference, row)
    sha256 = _whole_sha256(store, name)
    rows = store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=_ALL), _PATIENCE)
    return version(store.reading(sha256), reference, next((row for row in rows if row.sha256 == sha256), None))


def readings_of(store: GraphStore, row: DocumentRow, reference: Reference) -> list[ReadingHead]:
    """The readings of one document, the one that the graph shows last, those of earlier dates first."""
    if not row.sha256:
        return []
    heads = _heads_of(store)
    own = next((head for head in heads if head.sha256 == row.sha256), None)
    if own is None:
        return []
    keys = _keys(store, own.sha256, reference)
    others = [head for head in heads if head.sha256 != own.sha256 and _may_be(head, own, reference)]
    same = [head for head in others if keys & _keys(store, head.sha256, reference)]
    return [*sorted(same, key=lambda head: (head.issue_date or "", head.text_length, head.sha256)), own]


def former_and_current(store: GraphStore, document_id: str, reference: Reference) -> tuple[Version, Version]:
    """The last reading before the one that counts, and that one; ParameterError where there is only one."""
    current = stored_version(store, document_id, reference)
    if current.shown is None:
        raise ParameterError(f"{document_id} is not what counts of its document: name two versions · 请给出两个版本")
    heads = readings_of(store, current.shown, reference)
    if len(heads) < 2:
        raise ParameterError(
            f"only one version of {current.name} was read: name a second file or document to compare with"
            " · 只读入过一个版本,请再给出一份文件"
        )
    return version(store.reading(heads[-2].sha256), reference), current


def compared(
    former: Version, current: Version, reference: Reference, anyway: bool = False, store: GraphStore | None = None
) -> Compared:
    """How the second differs from the first; ParameterError where they have nothing to do with each other."""
    found = versions(former.part, current.part, reference)
    if not found.related and not anyway:
        raise ParameterError(
            f"{former.name} and {current.name} are no versions of one document: neither title nor number are the same,"
            f" and {found.shared:.0%} of the tasks stand in both; --anyway (anyway=true) compares them all the same"
            f" · 不像同一文件的两个版本(文号、题名都不同,只有 {found.shared:.0%} 的任务相同),确要比较请加 --anyway"
        )
    _keep_keys(found.differences, "former", _shown_keys(former, store))
    _keep_keys(found.differences, "current", _shown_keys(current, store))
    return Compared(former, current, found)


def named_version(
    name: str, reference: Reference, read: Callable[[Path], Reading], store: Callable[[], GraphStore]
) -> Version:
    """What a person names: a file, else something that the store holds, which is opened only for that."""
    path = Path(name)
    if path.exists():
        return version(read(path), reference)
    if ":" not in name and not _is_sha256(name):
        raise NotFound(
            f"{name}: there is no such file, and it is no id (doc:…) or sha256 of what was read · 没有这个文件或编号"
        )
    return stored_version(store(), name, reference)


def _is_sha256(name: str) -> bool:
    return _SHORTEST <= len(name) <= 64 and set(name.lower()) <= _HEX


def _whole_sha256(store: GraphStore, name: str) -> str:
    if not _is_sha256(name):
        raise ParameterError(f"{name[:80]!r} is no id of a document (doc:…) and no sha256 · 不是文件编号或 SHA-256")
    found = [head.sha256 for head in _heads_of(store) if head.sha256.startswith(name.lower())]
    if not found:
        raise NotFound(f"nothing with the sha256 {name} was read · 没有读入过这个版本")
    if len(found) > 1:
        raise ParameterError(f"{len(found)} readings begin with {name}: give more of the sha256 · 请写全 SHA-256")
    return found[0]


def _heads_of(store: GraphStore) -> list[ReadingHead]:
    """The heads of all readings, looked up anew after some seconds: a page of each document asks for them."""
    at, heads = _heads.get(store, (0.0, []))
    if not heads or time.monotonic() > at + _FRESH:
        heads = store.readings()
        _heads[store] = time.monotonic(), heads
    return heads


def _may_be(head: ReadingHead, own: ReadingHead, reference: Reference) -> bool:
    """Whether a look at its keys is worth the time."""
    return head.source == own.source or likeness(head.title, own.title, reference) >= _LIKE


def _keys(store: GraphStore, sha256: str, reference: Reference) -> frozenset[str]:
    """The keys of the document that a reading is of; kept, for a sha256 always means the same words."""
    if sha256 not in _known_keys:
        if len(_known_keys) >= _KEPT:
            _known_keys.clear()
        _known_keys[sha256] = CitedDocuments(store.reading(sha256), reference).own
    return _known_keys[sha256]


def _shown_keys(one: Version, store: GraphStore | None) -> set[str]:
    """The keys of the relationships that the graph shows of this version."""
    if store is None or one.shown is None:
        return set()
    return {row.key for row in store.run(EDGES_OF_DOCUMENT, DocumentId(one.shown.document_id), _PATIENCE)}


def _keep_keys(differences: Iterable[Difference], side: str, shown: set[str]) -> None:
    """An address that leads nowhere is none: words of a version that the graph does not show have no key."""
    for one in differences:
        if getattr(one, f"{side}_key") not in shown:
            setattr(one, f"{side}_key", None)


def head_of_version(one: Version) -> dict[str, object]:
    """What is told of a version beside its words."""
    told = one.reading.document.attributes
    return {
        "document": one.name,
        "document_id": one.shown.document_id if one.shown else None,
        "doc_number": told.get("doc_number"),
        "issue_date": told.get("issue_date"),
        "source": one.reading.source,
        "sha256": one.reading.sha256,
    }
