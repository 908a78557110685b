"""The audit of documents that are stored, and of a draft that is not."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from graph.analysis.audit.finding import KINDS, Finding
from graph.analysis.audit.run import audit, in_order
from graph.answers.beneath import beneath, figures_of, upstream_rows
from graph.decisions.decision import Decision, in_force
from graph.decisions.rulings import Rulings
from graph.errors import NotFound, ParameterError
from graph.identity import number_key, title_key
from graph.model import Part, Reading, content_id
from graph.outline import outlines
from graph.parameters import DocumentFilter, TargetFilter
from graph.project import project
from graph.queries import DOCUMENTS, TARGETS
from graph.reference import Reference, load_reference
from graph.rows import DocumentRow
from graph.settings import Login
from graph.store import GraphStore, open_store

_ALL = 1_000_000  # rows
_PATIENCE = 60.0  # seconds for a look at all documents
_KEPT = 5_000  # documents whose findings are kept
_FEW = 20  # documents that one process audits before others have begun


@dataclass(slots=True, kw_only=True)
class FindingRow:
    """One finding: quotes with their places in the decoded text; dealt_with says who settled it, when and why.

    `beside` are the words of another document on which it rests too: those of an upstream target, or of a title.
    """

    TABLE: ClassVar = ("severity", "finding_kind", "document", "why", "quotes", "beside", "dealt_with")

    finding_id: str
    document_id: str | None
    document: str | None
    kind: str
    finding_kind: str  # in Chinese
    severity: str
    quotes: list[str]
    places: list[list[int]]
    why: str
    beside: str | None
    dealt_with: str | None
    link: str | None


class Auditor:
    """Audits stored documents; what was found in one is kept while its words and the decisions are the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[Finding]] = {}

    def rows(
        self,
        store: GraphStore,
        document_id: str | None = None,
        kind: str | None = None,
        elsewhere: tuple[str, Login] | None = None,
    ) -> list[FindingRow]:
        """The findings in all documents, or in one; the gravest of each document first.

        `elsewhere` is the address of the store for processes of their own, where there are many documents. NotFound
        for an unknown document, ParameterError for an unknown kind.
        """
        if kind is not None and kind not in KINDS:
            raise ParameterError(f"{kind!r} is no kind of finding: one of {', '.join(KINDS)}")
        documents = _documents(store, document_id)
        decisions = store.decisions()
        settled = {one.about[0]: one for one in in_force(decisions) if one.verdict == "dealt_with"}
        found = self._found(store, [row.sha256 or "" for row in documents], decisions, elsewhere)
        below = _beneath(store, document_id and documents[0].document_id)
        return [
            _row(one, row, settled)
            for row in documents
            for one in in_order([*found[row.sha256 or ""], *below.get(row.document_id, ())])
            if kind in (None, one.kind)
        ]

    def _found(
        self, store: GraphStore, sums: list[str], decisions: list[Decision], elsewhere: tuple[str, Login] | None
    ) -> dict[str, list[Finding]]:
        known = known_documents(store)
        decided = content_id(*(decision.id for decision in decisions), *map(str, sorted(known[0].items())))
        new = [sha256 for sha256 in dict.fromkeys(sums) if (sha256, decided) not in self._known]
        if new and len(self._known) > _KEPT:
            self._known.clear()
            new = list(dict.fromkeys(sums))
        for sha256, findings in zip(new, _audited_all(store, new, decisions, known, elsewhere), strict=True):
            self._known[sha256, decided] = findings
        return {sha256: self._known[sha256, decided] for sha256 in sums}


def check_finding(store: GraphStore, finding_id: str) -> None:
    """Raise NotFound where the audit of the stored documents finds nothing with this id: nobody can deal with it."""
    if all(row.finding_id != finding_id for row in Auditor().rows(store)):
        raise NotFound(f"no finding has the id {finding_id}: `zhitu audit --format json` tells them · 没有这个问题")


def audit_reading(reading: Reading, part: Part, reference: Reference, store: GraphStore | None) -> list[FindingRow]:
    """The findings in a draft, which is not stored; with a store, also against the documents that are known there."""
    numbers, titles = known_documents(store, part.document_id) if store else ({}, {})
    found = audit(part, reading, reference, numbers, titles)
    if store:
        above = list(upstream_rows(store.run(TARGETS, TargetFilter(limit=_ALL), _PATIENCE)))
        found += beneath(figures_of(part), above, reference).get(part.document_id, ())
    return [_draft_row(one, reading.document.name) for one in in_order(found)]


Known = tuple[dict[str, str], dict[str, str]]


def known_documents(store: GraphStore, besides: str = "") -> Known:
    """The numbers of the documents that are known by the keys of their titles, and their titles by their numbers.

    A number that is only told by who cites a document proves nothing: the text must have been read, or be an outline.
    """
    reference = load_reference()
    numbers: dict[str, str] = {}
    titles: dict[str, str] = {}
    for row in store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE):
        sure = row.sha256 or any(
            row.doc_number and number_key(row.doc_number) in one.keys for one in outlines(reference)
        )
        if row.doc_number and sure and row.document_id != besides:
            numbers[title_key(row.document, row.issuer or "", row.region_id, reference)] = row.doc_number
            titles[row.doc_number] = row.document
    return numbers, titles


def _beneath(store: GraphStore, document_id: str | None) -> Mapping[str, list[Finding]]:
    every = store.run(TARGETS, TargetFilter(limit=_ALL), _PATIENCE)
    local = [row for row in every if document_id in (None, row.document_id)]
    return beneath(local, list(upstream_rows(every)), load_reference())


def _documents(store: GraphStore, document_id: str | None) -> list[DocumentRow]:
    rows = [row for row in store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE) if row.sha256]
    if document_id is None:
        return rows
    chosen = [row for row in rows if document_id in (row.document_id, *(row.former_ids or ()))]
    if not chosen:
        raise NotFound(f"there is no document {document_id} that was read; zhitu query documents lists them")
    return chosen


def _audited_all(
    store: GraphStore, sums: list[str], decisions: list[Decision], known: Known, elsewhere: tuple[str, Login] | None
) -> Iterator[list[Finding]]:
    if elsewhere is None or len(sums) < _FEW:
        rulings, reference = Rulings.of(decisions), load_reference()
        yield from (_audited(store.reading(sha256), rulings, reference, known) for sha256 in sums)
        return
    with ProcessPoolExecutor(initializer=_begin, initargs=(*elsewhere, decisions, known)) as workers:
        yield from workers.map(_audit_one, sums, chunksize=_FEW)


_worker: dict[str, partial[list[Finding]]] = {}


def _begin(url: str, login: Login, decisions: list[Decision], known: Known) -> None:
    """What each process needs once."""
    store = open_store(url, login, read_only=True)
    rulings, reference = Rulings.of(decisions), load_reference()
    _worker["audit"] = partial(_read_and_audited, store, rulings, reference, known)


def _audit_one(sha256: str) -> list[Finding]:
    return _worker["audit"](sha256)


def _read_and_audited(
    store: GraphStore, rulings: Rulings, reference: Reference, known: Known, sha256: str
) -> list[Finding]:
    return _audited(store.reading(sha256), rulings, reference, known)


def _audited(reading: Reading, rulings: Rulings, reference: Reference, known: Known) -> list[Finding]:
    return audit(project(reading, reference, rulings), reading, reference, *known)


def _row(one: Finding, document: DocumentRow, settled: dict[str, Decision]) -> FindingRow:
    """The row of a stored document; what was dealt with stays so when the document is known by another id now."""
    ids = [one.id_in(each) for each in (document.document_id, *(document.former_ids or ()))]
    finding_id = next((each for each in ids if each in settled), ids[0])
    row = _told(one, finding_id, document.document_id, document.document)
    if decision := settled.get(finding_id):
        row.dealt_with = f"{decision.who} {decision.when[:10]} {decision.why}".strip()
    return row


def _draft_row(one: Finding, document: str) -> FindingRow:
    return _told(one, one.id_in(""), None, document)


def _told(one: Finding, finding_id: str, document_id: str | None, document: str | None) -> FindingRow:
    first = one.places[0][0] if one.places else 0
    return FindingRow(
        finding_id=finding_id,
        document_id=document_id,
        document=document,
        kind=one.kind,
        finding_kind=KINDS[one.kind],
        severity=one.severity,
        quotes=list(one.quotes),
        places=[list(place) for place in one.places],
        why=one.why,
        beside=one.beside or None,
        dealt_with=None,
        link=f"/ui/documents/{document_id}?at={first}" if document_id else None,
    )
