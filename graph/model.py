"""The frozen types that the stages hand to one another."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Scalar = str | int | float | bool
Value = Scalar | tuple[str, ...]
Attributes = Mapping[str, Value]


def content_id(*parts: object) -> str:
    """A short stable hash of the parts: the same parts give the same id on every machine."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the decoded text: offsets in code points, and text[start_char:end_char] as quote."""

    start_char: int
    end_char: int
    quote: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing named at one place, not yet resolved: kind is a node label, name is in simplified characters."""

    kind: str
    name: str
    evidence: Span
    attributes: Attributes = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Stable within one reading: what is named, and where."""
        return content_id(self.kind, self.name, self.evidence.start_char, self.evidence.end_char)


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim read at one place: subject, relation, object, and the words that say so."""

    subject: Mention
    relation: str
    object: Mention
    evidence: Span
    extractor: str  # name and version of the rule: responsibility/1
    confidence: float = 1.0
    attributes: Attributes = field(default_factory=dict)  # mode, scope, open_list, path, page, row …

    @property
    def id(self) -> str:
        """Ignores resolution, so that resolving again renames nothing."""
        return content_id(self.subject.id, self.relation, self.object.id, self.evidence.start_char)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A phrase that a rule half understands: it waits for a person instead of being guessed."""

    evidence: Span
    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Words that a rule saw and that state nothing, with the reason."""

    evidence: Span
    why: str


@dataclass(frozen=True, slots=True)
class ExtractorReport:
    """What one extractor saw and what became of it: seen = kept + rejected + waiting.

    `places` says where what was rejected stands, as far as it is a stretch of the text.
    """

    seen: int
    kept: int
    rejected: Mapping[str, int]
    waiting: tuple[Waiting, ...]
    places: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one file, with the words; immutable, kept in the store, enough to make the graph again.

    `document` is the mention that names the policy document itself (kind Document): its name is the title, its
    attributes doc_number, issuer, issue_date, period_start, period_end, kind. It is the subject of all statements
    that the document makes as a whole (GOVERNS, ISSUED_BY, CITES, HAS_TASK, SETS …).
    """

    sha256: str
    source: str  # the file's name without its folder: the same on every machine
    encoding: str
    text: str  # decoded; all offsets point here
    document: Mention
    statements: tuple[Statement, ...]
    report: Mapping[str, ExtractorReport]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph; properties without id."""

    label: str
    id: str
    properties: Attributes


@dataclass(frozen=True)
class Edge:
    """A relationship of the graph, known by its key; parallel statements have keys of their own."""

    label: str
    source_label: str
    source: str
    target_label: str
    target: str
    properties: Attributes

    @cached_property
    def key(self) -> str:
        """hash(type, source, target, document, quote, scope, n), as ontology.md says."""
        told = (self.properties.get(name, "") for name in ("document_id", "quote", "scope", "n"))
        return content_id(self.label, self.source, self.target, *told)


@dataclass(frozen=True, slots=True)
class Part:
    """What one document contributes to the graph.

    Own nodes (the Document itself, its Tasks, Targets, Projects) belong to this part alone. Shared nodes (Region,
    Department, Indicator, Award, a Document that is only cited) may be in many parts: here they carry what this
    document states of them, which its MENTIONS edge to them repeats, so that the store can make the union.
    """

    document_id: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
