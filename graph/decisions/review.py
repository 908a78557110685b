"""What waits for a person: pairs that may be one, phrases that are half understood, decisions that no longer apply."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from graph.analysis.candidates import Candidate, Named, candidates, told_apart
from graph.decisions.applying import Applying
from graph.decisions.decision import PAIRS, Decision, in_force, spoken
from graph.decisions.rulings import Rulings
from graph.errors import NotFound
from graph.identity import parted
from graph.parameters import DepartmentFilter, DocumentFilter, Neighbours, Page
from graph.places import lineage
from graph.queries import DEPARTMENTS, DOCUMENTS, INDICATORS, NEIGHBOURS
from graph.reference import Reference
from graph.rows import DepartmentRow, DocumentRow, EdgeRow
from graph.store import GraphStore

PAIR, PHRASE, DECISION = "pair", "phrase", "decision"
MOST = 1000  # of each kind
_LOOKED_AT = 5  # times as many pairs as are shown: what documents say puts them in another order
_ALL = 10**9  # rows
_PATIENCE = 60.0  # seconds for a look at the whole store
_FIRST = ("responsibility", "table", "target")  # rules whose phrases change most when a person decides


@dataclass(slots=True, kw_only=True)
class ReviewRow:
    """One thing to decide: a pair (first, second), a phrase of a document, or a decision that no longer applies."""

    TABLE: ClassVar = ("matter", "score", "first", "second", "reason", "quote", "second_quote", "command")

    matter: str
    score: float | None = None
    label: str | None = None
    first_id: str | None = None
    first: str | None = None
    second_id: str | None = None
    second: str | None = None
    reason: str
    quote: str | None = None
    link: str | None = None
    second_quote: str | None = None
    second_link: str | None = None
    document_id: str | None = None
    start_char: int | None = None
    decision: str | None = None
    command: str | None = None  # what to tell `zhitu decide`


def review(store: GraphStore, reference: Reference, limit: int = 50) -> dict[str, list[ReviewRow]]:
    """At most `limit` of each kind, best first: pairs, phrases, decisions."""
    return {
        "pairs": pairs(store, reference, limit),
        "phrases": phrases(store, limit),
        "decisions": lost(store, reference)[:limit],
    }


def pairs(store: GraphStore, reference: Reference, limit: int = 50) -> list[ReviewRow]:
    """Departments, indicators and documents of which two may be one, with the words of a document for each."""
    rows = store.run(DOCUMENTS, DocumentFilter(limit=_ALL), _PATIENCE)
    things = (*_departments(store, reference), *_indicators(store), *_documents(rows, reference))
    found = candidates(things, _decided(store, rows))[: _LOOKED_AT * limit]
    ids = tuple(sorted({each.id for pair in found for each in (pair.first, pair.second)}))
    named: defaultdict[str, list[EdgeRow]] = defaultdict(list)
    for edge in store.run(NEIGHBOURS, Neighbours(ids, ("MENTIONS",), _ALL), _PATIENCE) if ids else ():
        named[edge.target_id].append(edge)
    documents = {name: frozenset(edge.source_id for edge in edges) for name, edges in named.items()}
    return [_pair(each, named) for each in told_apart(found, documents)[:limit]]


def phrases(store: GraphStore, limit: int = 50) -> list[ReviewRow]:
    """The phrases that rules half understand, those about duties first."""
    found: list[tuple[tuple[object, ...], ReviewRow]] = []
    for row in _read(store):
        try:
            report = store.reading(row.sha256 or "").report
        except NotFound:
            continue
        for rule, told in report.items():
            rank = _FIRST.index(rule) if rule in _FIRST else len(_FIRST)
            for one in told.waiting:
                span = one.evidence
                order = rank, row.document_id, span.start_char
                found.append((order, _phrase(row, rule, one.why, span.quote, span.start_char)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])[:limit]]


def lost(store: GraphStore, reference: Reference) -> list[ReviewRow]:
    """The decisions in force that no longer apply, with the reason."""
    applying = Applying(store, reference)
    told = ((each, applying.problem(each)) for each in in_force(store.decisions()))
    return [
        ReviewRow(
            matter=DECISION,
            first=_named(each),
            first_id=each.about[0],
            reason=problem,
            decision=each.id,
            command=f"certified {each.told['document_id']}" if _is_signature(each) else f"withdrawn {each.id}",
        )
        for each, problem in told
        if problem
    ]


def _is_signature(decision: Decision) -> bool:
    return decision.verdict == "certified" and "document_id" in decision.told


def _named(decision: Decision) -> str:
    """A decision in few words; a signature by its document, not by the hash of its text."""
    return f"certified 《{decision.told['document']}》" if _is_signature(decision) else spoken(decision)


def _decided(store: GraphStore, rows: Iterable[DocumentRow]) -> frozenset[frozenset[str]]:
    """The pairs that somebody has decided about, by the ids that they went by then and by those of today."""
    decisions = store.decisions()
    rulings = Rulings.of(decisions)
    now = {former: row.document_id for row in rows for former in row.former_ids or ()}
    told = [each.about for each in in_force(decisions) if each.verdict in PAIRS]
    return frozenset(
        frozenset(names) for about in told for names in (about, (now.get(name, rulings.kept(name)) for name in about))
    )


def _pair(found: Candidate, named: Mapping[str, Sequence[EdgeRow]]) -> ReviewRow:
    one, other = (next(iter(named.get(each.id, ())), None) for each in (found.first, found.second))
    return ReviewRow(
        matter=PAIR,
        score=found.score,
        label=found.first.label,
        first_id=found.first.id,
        first=found.first.name,
        second_id=found.second.id,
        second=found.second.name,
        reason=found.reason,
        quote=one.quote if one else None,
        link=one.link if one else None,
        second_quote=other.quote if other else None,
        second_link=other.link if other else None,
        command=f"same {found.first.id} {found.second.id}",
    )


def _phrase(row: DocumentRow, rule: str, why: str, quote: str, start: int) -> ReviewRow:
    return ReviewRow(
        matter=PHRASE,
        label=rule,
        first=row.document,
        first_id=row.document_id,
        reason=why,
        quote=quote,
        document_id=row.document_id,
        start_char=start,
        link=f"/ui/documents/{row.document_id}?at={start}#at",
    )


def _read(store: GraphStore) -> Sequence[DocumentRow]:
    return store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=_ALL), _PATIENCE)


def _departments(store: GraphStore, reference: Reference) -> Iterator[Named]:
    """Offices of one region; two functions that the table knows are never one, nor are groups and single offices."""
    known = {each.function for each in reference.departments}
    rows: list[DepartmentRow] = store.run(DEPARTMENTS, DepartmentFilter(limit=_ALL), _PATIENCE)
    for row in {row.department_id: row for row in rows}.values():
        code = row.department_id.split(":")[1]
        words = _without_place(row.department, f"region:{code}", reference)
        group = f"Department {code} {row.kind == 'group'}"
        sure = row.function in known
        yield Named(row.department_id, "Department", row.department, words, group, tuple(row.aliases or ()), sure)


def _without_place(name: str, region_id: str, reference: Reference) -> str:
    places: Iterable[str] = (
        place for region in lineage(region_id, reference) for place in (region.name, *region.aliases)
    )
    found = next((place for place in places if name.startswith(place) and len(place) < len(name)), "")
    return name.removeprefix(found)


def _indicators(store: GraphStore) -> Iterator[Named]:
    for row in store.run(INDICATORS, Page(limit=_ALL), _PATIENCE):
        names = tuple(row.aliases or ())
        yield Named(row.indicator_id, "Indicator", row.indicator, row.indicator, "Indicator", names)


def _documents(rows: Iterable[DocumentRow], reference: Reference) -> Iterator[Named]:
    """Documents by their titles without the place; two with numbers of their own are two."""
    for row in rows:
        title = parted(row.document, row.issuer or "", None, reference)
        sure = bool(row.doc_number)
        place = row.region if row.region_level != "country" else ""
        place = title.place if place is None else place
        yield Named(row.document_id, "Document", row.document, title.core, "Document", (), sure, place)
