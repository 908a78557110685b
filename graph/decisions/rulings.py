"""What the decisions in force come to, ready to be applied when a document is projected (docs/decisions.md). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.decisions.decision import Decision, in_force
from graph.identity import Identity
from graph.model import Attributes, Edge, Node, Part, Reading, Value, content_id

Pair = frozenset[str]

CORRECTED, CERTIFIED = "corrected", "certified"
RULE = "decision/1"
# what is told of a node that another is merged into, for documents that only know the other
SNAPSHOT = ("name", "level", "function", "kind", "valid_from", "valid_to", "unit")
EXTRACTION = "extraction"  # told of a certificate: what had been read in the text
UPSTREAM = "upstream"  # and the sha256 of the texts that its links led to


@dataclass(frozen=True, slots=True)
class Kept:
    """What others are merged into: its id, and what was known of it when that was decided."""

    id: str
    properties: Attributes


@dataclass(frozen=True)
class Rulings:
    """Decisions in force, by what they do."""

    same: Mapping[str, Kept] = field(default_factory=dict)  # by the id of what is no node of its own any more
    same_documents: tuple[tuple[str, str], ...] = ()
    apart: frozenset[Pair] = frozenset()
    corrections: tuple[Decision, ...] = ()
    certificates: Mapping[str, Decision] = field(default_factory=dict)  # by sha256

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Rulings":
        """From all decisions, in whatever order they come."""
        ruling = in_force(decisions)
        apart = frozenset(frozenset(each.about) for each in ruling if each.verdict == "different")
        same = [each for each in ruling if each.verdict == "same" and len(each.about) == 2]
        merged = _merged([each for each in same if not _of_documents(each)], apart)
        now = {name: kept.id for name, kept in merged.items()}
        return cls(
            merged,
            tuple((each.about[0], each.about[1]) for each in same if _of_documents(each)),
            apart | {frozenset(now.get(name, name) for name in pair) for pair in apart},
            tuple(each for each in ruling if each.verdict == "correct"),
            {each.about[0]: each for each in ruling if each.verdict == "certified"},
        )

    def kept(self, node_id: str) -> str:
        """The id that stands for this one now."""
        found = self.same.get(node_id)
        return found.id if found else node_id

    def rule(self, identity: Identity) -> Identity:
        """Tell the identity which documents are one, and which are not."""
        identity.rule(self.same_documents, self.apart)
        return identity

    def corrections_of(self, document_id: str, identity: Identity) -> tuple[Decision, ...]:
        """The corrections of the duties of one document."""
        return tuple(each for each in self.corrections if document_of(each, identity) == document_id)


UNDECIDED = Rulings()


def document_of(correction: Decision, identity: Identity) -> str:
    """The document that a correction is about: by what it calls itself, for its id may have changed since."""
    keys = correction.told.get("keys")
    return identity.id_of(frozenset(keys)) if isinstance(keys, tuple) and keys else identity.now(correction.about[0])


def reviewed(decision: Decision, state: str) -> dict[str, Value]:
    """What an edge shows of the decision behind it."""
    told: dict[str, Value] = {"state": state, "reviewer": decision.who, "why": decision.why, "decision": decision.id}
    return {name: value for name, value in told.items() if value}


def extraction_of(reading: Reading) -> str:
    """A hash of all that was read in a text: what a person has seen who signs it."""
    told = ((each.id, each.extractor, sorted(each.attributes.items())) for each in reading.statements)
    return content_id(*sorted(map(str, told)))


def holds(certificate: Decision, reading: Reading) -> bool:
    """Whether what is read in the text is still what was signed."""
    signed = certificate.told.get(EXTRACTION)
    return signed is None or signed == extraction_of(reading)


def covers(certificate: Decision, upstream_sha256: str) -> bool:
    """Whether links to a text were there to be seen when it was signed; "" for an outline, which has no text."""
    seen = certificate.told.get(UPSTREAM)
    return not upstream_sha256 or (isinstance(seen, tuple) and upstream_sha256 in seen)


def signed(edges: Iterable[Edge], certificate: Decision | None, rulings: Rulings) -> tuple[Edge, ...]:
    """The edges as a reviewer has signed them; those that were corrected later wait for another signature."""
    if certificate is None:
        return tuple(edges)
    ruled = {each.id: place for place, each in enumerate(in_force((*rulings.corrections, certificate)))}
    return tuple(_signed(edge, certificate, ruled) for edge in edges)


def without_apart(part: Part, rulings: Rulings, above: Iterable[Part] = ()) -> Part:
    """The part without near links between what a person has called different, or between figures for such measures.

    `above`: the parts that its links lead to.
    """
    if not rulings.apart:
        return part
    measured = {edge.source: edge.target for each in (part, *above) for edge in each.edges if edge.label == "MEASURES"}

    def stays(edge: Edge) -> bool:
        measures = frozenset(measured.get(end, end) for end in (edge.source, edge.target))
        return not _is_near(edge) or rulings.apart.isdisjoint((_ends(edge), measures))

    return Part(part.document_id, part.nodes, tuple(filter(stays, part.edges)))


def _signed(edge: Edge, certificate: Decision, ruled: Mapping[str, int]) -> Edge:
    told = edge.properties
    if "document_id" not in told or ruled.get(str(told.get("decision")), -1) > ruled[certificate.id]:
        return edge
    properties = {**told, "state": CERTIFIED, "reviewer": certificate.who}
    return Edge(edge.label, edge.source_label, edge.source, edge.target_label, edge.target, properties)


def _is_near(edge: Edge) -> bool:
    return edge.label == "COMPARABLE_TO" or (edge.label == "DERIVES_FROM" and edge.source_label != "Document")


def _ends(edge: Edge) -> Pair:
    return frozenset((edge.source, edge.target))


def _of_documents(decision: Decision) -> bool:
    return decision.about[0].startswith("doc:")


def _merged(same: Iterable[Decision], apart: frozenset[Pair]) -> dict[str, Kept]:
    """Each absorbed id with what it is absorbed by, the last of a line; never two that are called different."""
    above: dict[str, str] = {}
    known: dict[str, Attributes] = {}
    for decision in same:
        kept, gone = (_last(each, above) for each in decision.about)
        if kept == gone:
            continue
        if apart and any(pair <= _members(kept, gone, above) for pair in apart):
            continue
        above[gone] = kept
        snapshot = {name: decision.told[name] for name in SNAPSHOT if name in decision.told}
        known.setdefault(decision.about[0], snapshot)
    return {gone: Kept(_last(gone, above), known.get(_last(gone, above), {})) for gone in sorted(above)}


def _members(one: str, other: str, above: Mapping[str, str]) -> set[str]:
    return {each for each in (*above, one, other) if _last(each, above) in (one, other)}


def _last(node_id: str, above: Mapping[str, str]) -> str:
    while node_id in above:
        node_id = above[node_id]
    return node_id


def absorbed(node: Node, kept: Kept, former: str) -> Node:
    """A node under the id of what it is merged into: its name becomes another name."""
    names = {*_texts(node.properties.get("aliases")), str(node.properties["name"])}
    told: dict[str, Value] = {**node.properties, **kept.properties}
    told |= {"aliases": tuple(sorted(names - {told["name"]})), "former_ids": (former,)}
    return Node(node.label, kept.id, told)


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
