"""A Reading and the reference data -> that document's part of the graph. Pure: the same in, the same out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from graph.assembly import Assembly, Found, Place, place_of
from graph.cited import CitedDocuments, zone_of
from graph.decisions.corrections import corrected
from graph.decisions.rulings import UNDECIDED, Rulings, holds, signed
from graph.identity import Identity
from graph.model import Mention, Part, Reading, Statement, Value
from graph.outline import known_identity
from graph.own_nodes import OwnNodes, smallest_around
from graph.reference import Reference
from graph.resolution import Resolver
from graph.resolve_departments import unknown_region

IDENTITY_NONE: Identity | None = None  # only the reading itself and the outlines say which documents are one

_OWN = ("doc_number", "issuer", "issue_date", "period_start", "period_end", "kind")
_OWNER = {"Task": "HAS_TASK", "Target": "SETS", "Project": "PLANS"}
_DUTY = ("mode", "scope", "open_list")


def project(
    reading: Reading,
    reference: Reference,
    decisions: Rulings = UNDECIDED,
    identity: Identity | None = IDENTITY_NONE,
) -> Part:
    """Make the nodes and relationships that the statements of one reading amount to, and the decisions of people.

    `identity` says which documents are one over all readings.
    """
    part = _projection(reading, reference, decisions, identity).part()
    certificate = decisions.certificates.get(reading.sha256)
    if certificate is None or not holds(certificate, reading):
        return part
    return replace(part, edges=signed(part.edges, certificate, decisions))


def duties(reading: Reading, reference: Reference, decisions: Rulings, identity: Identity) -> Mapping[str, Statement]:
    """The statement behind each duty that `project` makes, by the key of its edge."""
    projection = _projection(reading, reference, decisions, identity)
    projection.part()
    return projection.duties


def statements_of(reading: Reading, reference: Reference) -> list[Statement]:
    """What the graph can show of a reading, in the order of its text, before any correction."""
    return _fit(reading, CitedDocuments(reading, reference))


def _projection(reading: Reading, reference: Reference, decisions: Rulings, identity: Identity | None) -> "_Projection":
    cited = CitedDocuments(reading, reference)
    if identity is None:
        identity = known_identity(reference)
        cited.state(identity)
        decisions.rule(identity)
    return _Projection(reading, reference, cited, identity, decisions)


def left_out(reading: Reading, reference: Reference) -> Mapping[str, int]:
    """How many statements `project` leaves out, by reason: of what has no name and no words nothing can be shown."""
    cited = CitedDocuments(reading, reference)
    reasons = Counter(_unfit(statement, place_of(reading.document), cited) for statement in reading.statements)
    return {reason: count for reason, count in sorted(reasons.items()) if reason}


class _Projection:
    """One reading on its way to its part: own nodes first, then what each statement says of them."""

    def __init__(
        self, reading: Reading, reference: Reference, cited: CitedDocuments, identity: Identity, decisions: Rulings
    ) -> None:
        self.duties: dict[str, Statement] = {}
        self._reading = reading
        self._identity = identity
        self._document_id = identity.id_of(cited.own)
        self._own_place = place_of(reading.document)
        self._itself: Found = ("Document", self._document_id)
        self._cited: defaultdict[Found, list[Statement]] = defaultdict(list)
        corrections = decisions.corrections_of(self._document_id, identity) if decisions.corrections else ()
        self._statements = corrected(_fit(reading, cited), corrections, reference)
        self._assembly = Assembly(self._document_id)
        home = cited.region_id or _unknown_home(self._statements, self._document_id)
        self._shared = Resolver(self._assembly, reference, cited, identity, home, zone_of(reading)[1], decisions)
        self._own = OwnNodes(
            self._assembly, self._statements, reference, str(reading.document.attributes.get("issue_date", ""))
        )
        self._makers: Mapping[str, Callable[[Statement], None]] = {
            "MENTIONS": self._mentioned,
            "DERIVES_FROM": self._cites,
            "CITES": self._cites,
            "LEADS": self._answers,
            "COOPERATES": self._answers,
        }

    def part(self) -> Part:
        """The whole part."""
        self._document()
        self._own.add_tasks()
        self._own.add_targets(self._shared.indicator_id)
        self._own.add_projects()
        for statement in self._statements:
            self._makers.get(statement.relation, self._joined)(statement)
        self._citations()
        self._owned()
        self._figures_of_tasks()
        return self._assembly.part()

    def _document(self) -> None:
        document = self._reading.document
        told: dict[str, Value] = {name: document.attributes[name] for name in _OWN if name in document.attributes}
        told |= {"name": document.name or self._reading.source, "sha256": self._reading.sha256}
        told |= {"source": self._reading.source, "ingested": True}
        told["former_ids"] = self._identity.former_ids(self._document_id)
        self._assembly.node("Document", self._document_id, told)

    def _found(self, mention: Mention, statement: Statement) -> Found:
        """The node of a mention: the document itself, one of its own nodes, or a shared one."""
        if place_of(mention) == self._own_place:
            return self._itself
        return self._own.found(mention) if mention in self._own else self._shared.found(mention, statement)

    def _joined(self, statement: Statement) -> None:
        """The relationship as it was stated."""
        source, target = self._found(statement.subject, statement), self._found(statement.object, statement)
        self._assembly.edge(statement.relation, source, target, self._assembly.provenance(statement))

    def _mentioned(self, statement: Statement) -> None:
        self._found(statement.object, statement)

    def _cites(self, statement: Statement) -> None:
        """Leave a citation for the end: it is weighed against the others of the same document."""
        target = self._found(statement.object, statement)
        if target[1] != self._document_id:
            self._cited[target].append(statement)

    def _answers(self, statement: Statement) -> None:
        """A duty, with the distinctions of its wording."""
        body, work = self._found(statement.subject, statement), self._found(statement.object, statement)
        told = {name: statement.attributes[name] for name in _DUTY if statement.attributes.get(name)}
        key = self._assembly.edge(statement.relation, body, work, {**self._assembly.provenance(statement), **told})
        self.duties.setdefault(key, statement)

    def _citations(self) -> None:
        """One relationship for each document cited, at the first place; CITES only where it does not derive from it.

        Two numbers for one document contradict each other: each keeps its own.
        """
        for target, statements in self._cited.items():
            derived = [each for each in statements if each.relation == "DERIVES_FROM"]
            numbers: dict[Value, Statement] = {}
            for statement in derived or statements:
                numbers.setdefault(statement.object.attributes.get("doc_number", ""), statement)
            if len(numbers) > 1:
                numbers.pop("", None)
            chosen = numbers.values() if len(numbers) > 1 else (derived or statements)[:1]
            for statement in chosen:
                told = self._assembly.provenance(statement)
                self._assembly.edge(statement.relation, self._itself, target, told)

    def _owned(self) -> None:
        """Lead from the document to each of its own nodes, also where no statement says so by itself."""
        led = {
            (statement.relation, place_of(statement.object))
            for statement in self._statements
            if place_of(statement.subject) == self._own_place
        }
        for statement in self._statements:
            for mention in (statement.subject, statement.object):
                if mention in self._own and (_OWNER[mention.kind], place_of(mention)) not in led:
                    led.add((_OWNER[mention.kind], place_of(mention)))
                    told = self._assembly.provenance(statement, mention.evidence)
                    self._assembly.edge(_OWNER[mention.kind], self._itself, self._own.found(mention), told)

    def _figures_of_tasks(self) -> None:
        """Task SETS Target: the shortest task within whose stretch the figure stands."""
        around = smallest_around(self._own.mentions("Target"), self._own.mentions("Task"))
        for statement in self._statements:
            if statement.relation == "SETS" and (task := around.get(place_of(statement.object))):
                target = self._own.found(statement.object)
                self._assembly.edge("SETS", self._own.found(task), target, self._assembly.provenance(statement))


def _fit(reading: Reading, cited: CitedDocuments) -> list[Statement]:
    fit = (each for each in reading.statements if not _unfit(each, place_of(reading.document), cited))
    return sorted(fit, key=_order)


def _unfit(statement: Statement, own_place: Place, cited: CitedDocuments) -> str:
    """Why the graph cannot show this statement; "" where it can."""
    if not statement.evidence.quote:
        return "without evidence"
    for mention in (statement.subject, statement.object):
        if place_of(mention) == own_place:
            continue
        if not mention.name.strip():
            return "without a name"
        if mention.kind in _OWNER and not mention.evidence.quote:
            return "without evidence"
        if mention.kind == "Document" and mention not in cited:
            return "a title without words"
    return ""


def _order(statement: Statement) -> tuple[object, ...]:
    """The order of the text, whatever the order in which the rules ran."""
    span = statement.evidence
    named = place_of(statement.subject), place_of(statement.object)
    return span.start_char, span.end_char, statement.relation, *named, statement.extractor


def _unknown_home(statements: Sequence[Statement], document_id: str) -> str:
    """The region of a document whose place is not in the table, or not said: shared with no other document."""
    governed = next((each.object.name for each in statements if each.relation == "GOVERNS"), "")
    return unknown_region("", governed) if governed else unknown_region(document_id, "")
