"""Putting a document's part of the graph together: nodes by id, relationships with their evidence, mentions counted."""

from dataclasses import dataclass, field

from graph.model import Attributes, Edge, Mention, Node, Part, Span, Statement, Value

Found = tuple[str, str]  # label and id of a node
Place = tuple[str, str, int, int]  # of a mention: kind, name, offsets

_PLACES = ("path", "page", "table", "row", "recognised")
REVIEWED = ("state", "reviewer", "why", "decision")  # of a statement that a person corrected
_COPIED = (*_PLACES, *REVIEWED)
_UNITED = ("aliases", "former_ids")


@dataclass
class _Seen:
    """Where a shared node is named in the text."""

    first: tuple[int, int]
    evidence: Attributes
    places: set[tuple[int, int]] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


class Assembly:
    """The part under construction; `part` hands it over, sorted."""

    def __init__(self, document_id: str) -> None:
        self.document_id = document_id
        self._nodes: dict[Found, dict[str, Value]] = {}
        self._edges: dict[str, Edge] = {}
        self._placed: dict[tuple[object, ...], list[int | None]] = {}
        self._seen: dict[Found, _Seen] = {}
        self._told: dict[Found, Statement] = {}  # what only a person names, by the statement that does

    def node(self, label: str, node_id: str, properties: Attributes) -> Found:
        """Add a node; of one that is there the missing properties, and the union of its lists."""
        known = self._nodes.setdefault((label, node_id), {})
        for name, value in properties.items():
            if value is None or value in ("", ()):
                continue
            old = known.setdefault(name, value)
            if name in _UNITED and isinstance(old, tuple) and isinstance(value, tuple):
                known[name] = tuple(sorted({*old, *value}))
        return label, node_id

    def edge(self, label: str, source: Found, target: Found, properties: Attributes) -> str:
        """Add a relationship and give its key; the same words at another place make a second one, numbered by n."""
        told = {name: value for name, value in properties.items() if value not in (None, "", ())}
        start = told.get("start_char")
        same = (label, source, target, *(told.get(name) for name in ("document_id", "quote", "scope")))
        places = self._placed.setdefault(same, [])
        place = start if isinstance(start, int) else None
        if place not in places:
            places.append(place)
        if places.index(place):
            told["n"] = places.index(place) + 1
        edge = Edge(label, *source, *target, told)
        self._edges.setdefault(edge.key, edge)
        return edge.key

    def mention(self, found: Found, mention: Mention, statement: Statement) -> None:
        """The text names this shared node here; told once more, the same place counts once."""
        if found == ("Document", self.document_id):
            return
        if not mention.evidence.quote and "decision" in statement.attributes:
            self._told.setdefault(found, statement)
            return
        span = mention.evidence if mention.evidence.quote else statement.evidence
        place = (span.start_char, span.end_char)
        seen = self._seen.get(found)
        if seen is None or place < seen.first:
            places, forms = (seen.places, seen.forms) if seen else (set[tuple[int, int]](), set[str]())
            seen = self._seen[found] = _Seen(place, self.provenance(statement, span), places, forms)
        seen.places.add(place)
        seen.forms.add(span.quote)

    def provenance(self, statement: Statement, span: Span | None = None) -> dict[str, Value]:
        """Where the statement was read, in the words of the source."""
        span = span if span and span.quote else statement.evidence
        told: dict[str, Value] = {
            "document_id": self.document_id,
            "start_char": span.start_char,
            "end_char": span.end_char,
            "quote": span.quote,
            "extractor": statement.extractor,
            "confidence": round(statement.confidence, 3),
        }
        return told | {name: statement.attributes[name] for name in _COPIED if name in statement.attributes}

    def part(self) -> Part:
        """The part: nodes by label and id, relationships by label, source, target and key."""
        own = ("Document", self.document_id)
        for found, seen in self._seen.items():
            counted: dict[str, Value] = {"forms": tuple(sorted(seen.forms)), "count": len(seen.places)}
            self.edge("MENTIONS", own, found, {**seen.evidence, **counted})
        for found, statement in self._told.items():
            if found not in self._seen:  # no words of the text name it: its place is the phrase that was corrected
                self.edge("MENTIONS", own, found, {**self.provenance(statement), "count": 0})
        nodes = (Node(*found, _without_own_name(properties)) for found, properties in sorted(self._nodes.items()))
        edges = sorted(self._edges.values(), key=lambda edge: (edge.label, edge.source, edge.target, edge.key))
        return Part(self.document_id, tuple(nodes), tuple(edges))


def place_of(mention: Mention) -> Place:
    """What is named, and where: as telling as the mention's id, and quicker."""
    return mention.kind, mention.name, mention.evidence.start_char, mention.evidence.end_char


def _without_own_name(properties: dict[str, Value]) -> dict[str, Value]:
    """Aliases are the other names; a list without members is left out."""
    aliases = properties.get("aliases")
    if isinstance(aliases, tuple):
        properties["aliases"] = others = tuple(alias for alias in aliases if alias != properties["name"])
        if not others:
            del properties["aliases"]
    return properties
