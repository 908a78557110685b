"""Mentions of what many documents share, made nodes: regions, departments, indicators, awards, cited documents."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

from graph.assembly import Assembly, Found
from graph.cited import CitedDocuments
from graph.decisions.rulings import UNDECIDED, Rulings, absorbed
from graph.errors import StatementError
from graph.identity import Identity
from graph.model import Attributes, Mention, Node, Statement, Value, content_id
from graph.places import COUNTRY, leading_place, level_word, lineage, named_region, relative_region
from graph.reference import Reference, Region
from graph.resolve_departments import Resolved, resolve_department, unknown_region

_DOCUMENT = ("doc_number", "issuer", "issue_date", "kind")


class Resolver:
    """Adds the shared nodes that one document names to its part."""

    def __init__(
        self,
        assembly: Assembly,
        reference: Reference,
        cited: CitedDocuments,
        identity: Identity,
        home: str,
        within: str = "",
        decisions: Rulings = UNDECIDED,
    ) -> None:
        self.home = home  # the region that relative words are read from
        self._same = decisions.same
        self._within = within  # what a zone lies in, which is no region of the table itself
        self._assembly = assembly
        self._reference = reference
        self._cited = cited
        self._identity = identity
        self._departments: dict[tuple[str, str], Resolved] = {}
        self._joined: set[str] = set()  # regions and bodies that are in the graph with all that they lie in
        self._makers: Mapping[str, Callable[[Mention, Statement], Found]] = {
            "Region": self._region,
            "Department": self._department,
            "Document": self._document,
            "Indicator": self._indicator,
            "Award": self._award,
        }

    def found(self, mention: Mention, statement: Statement) -> Found:
        """The node that the mention means; it is added, and counted as mentioned here.

        Raises StatementError for a kind that no document shares.
        """
        if mention.kind not in self._makers:
            raise StatementError(f"{statement.extractor}: {mention.kind} {mention.name} is no kind of shared node")
        found = self._makers[mention.kind](mention, statement)
        self._assembly.mention(found, mention, statement)
        return found

    def document_id(self, mention: Mention) -> str:
        """The id of a cited document."""
        return self._identity.id_of(self._cited.keys(mention))

    def indicator_id(self, name: str) -> str:
        """The id of an indicator of this name."""
        own = f"indicator:{content_id(self._indicator_name(name))}"
        kept = self._same.get(own)
        return kept.id if kept else own

    def _region(self, mention: Mention, statement: Statement) -> Found:
        region = named_region(mention.name, self.home, self._reference)
        if region is None and (word := level_word(mention.name, self._reference)) == mention.name:
            region = relative_region(word, self.home, self._reference)
        if region is not None:
            return self._known_region(region)
        governed = statement.relation == "GOVERNS"
        region_id = self.home if governed else unknown_region(self.home, mention.name)
        found = self._assembly.node("Region", region_id, {"name": mention.name})
        if governed and self._within:  # a zone lies in the region that its name begins with
            above = self._known_region(self._reference.regions.get(self._within))
            self._assembly.edge("PART_OF", found, above, self._assembly.provenance(statement, mention.evidence))
        return found

    def _known_region(self, region: Region) -> Found:
        """A region of the table, with all that it lies in."""
        if region.id in self._joined:
            return "Region", region.id
        self._joined.add(region.id)
        chain = (region, *self._reference.regions.ancestors(region.id))
        for below, above in pairwise(chain):
            self._assembly.edge("PART_OF", ("Region", below.id), ("Region", above.id), row_of(below))
        for each in chain:
            self._assembly.node("Region", each.id, region_properties(each))
        return "Region", region.id

    def _department(self, mention: Mention, statement: Statement) -> Found:
        hint = str(mention.attributes.get("kind", ""))
        body = self._departments.get((mention.name, hint))
        if body is None:
            body = resolve_department(mention.name, hint, self._seen_from(mention.name), self._reference)
            body = self._one_body(body)
            self._departments[mention.name, hint] = body
        forms = tuple(sorted({mention.name, str(body.properties["name"]), *_texts(body.properties.get("aliases"))}))
        found = self._assembly.node("Department", body.id, {**body.properties, "aliases": forms})
        self._belongs(found, body, mention, statement)
        return found

    def _one_body(self, body: Resolved) -> Resolved:
        """The body that a person said it is."""
        kept = self._same.get(body.id)
        if kept is None:
            return body
        told = absorbed(Node("Department", body.id, body.properties), kept, body.id).properties
        region_id = f"region:{kept.id.split(':')[1]}"
        return Resolved(kept.id, dict(told), region_id, body.region_name if region_id == body.region_id else "")

    def _seen_from(self, name: str) -> str:
        """Where the name is read from: 市 and 省 in a document of a zone are those that the zone lies in."""
        word = level_word(name.removeprefix("中共"), self._reference)
        above = relative_region(word, self._within or None, self._reference) if word else None
        return self._within if above else self.home

    def _belongs(self, found: Found, body: Resolved, mention: Mention, statement: Statement) -> None:
        """Join a body with its region: of a place that is not in the table only the text says so."""
        if body.id in self._joined:
            return
        region = next(iter(lineage(body.region_id, self._reference)), None)
        if region is not None:
            self._joined.add(body.id)
            self._assembly.edge("BELONGS_TO", found, self._known_region(region), row_of(region))
        elif body.region_name:
            place = self._assembly.node("Region", body.region_id, {"name": body.region_name})
            told = self._assembly.provenance(statement, mention.evidence)
            self._assembly.edge("BELONGS_TO", found, place, told)

    def _document(self, mention: Mention, statement: Statement) -> Found:
        document_id = self.document_id(mention)
        if document_id == self._assembly.document_id:
            return "Document", document_id
        told: dict[str, Value] = {name: mention.attributes[name] for name in _DOCUMENT if name in mention.attributes}
        former = self._identity.former_ids(document_id)
        known = {"name": mention.name, "ingested": False, "former_ids": former, **told}
        return self._assembly.node("Document", document_id, known)

    def _indicator(self, mention: Mention, statement: Statement) -> Found:
        name = self._indicator_name(mention.name)
        unit = str(statement.subject.attributes.get("unit", "")) if statement.relation == "MEASURES" else ""
        own = f"indicator:{content_id(name)}"
        told: dict[str, Value] = {"name": name, "unit": unit, "aliases": (mention.name,)}
        if kept := self._same.get(own):
            told = dict(absorbed(Node("Indicator", own, told), kept, own).properties)
        return self._assembly.node("Indicator", self.indicator_id(mention.name), told)

    def _indicator_name(self, name: str) -> str:
        """The name less words of place, and of equal names the one that stands for all."""
        return self._reference.indicators.canonical(without_place(name, self._reference))

    def _award(self, mention: Mention, statement: Statement) -> Found:
        region = self._grantor(mention)
        place = (
            region.id.removeprefix("region:") if region else "~" + self.home.removeprefix("region:").removeprefix("~")
        )
        level = mention.attributes.get("level") or (region.level if region else None)
        known: dict[str, Value] = {"name": mention.name}
        known |= {"level": str(level)} if level else {}
        known |= {"region_id": region.id} if region else {}
        found = self._assembly.node("Award", f"award:{place}:{mention.name.replace('/', '-')}", known)
        if region is not None:
            told = self._assembly.provenance(statement, mention.evidence)
            self._assembly.edge("GRANTED_BY", found, self._known_region(region), told)
        return found

    def _grantor(self, mention: Mention) -> Region | None:
        """The region whose government grants: by the grantor that is named, by the level, by the name of the award."""
        level = str(mention.attributes.get("level", ""))
        chain = lineage(self.home, self._reference)
        for words in (str(mention.attributes.get("grantor", "")), mention.name):
            if words.startswith(self._reference.words["central_words"]):
                return self._reference.regions.get(COUNTRY)
            region, _ = leading_place(words, self.home, self._reference)
            if region is not None and level in ("", region.level):
                return region
        if level == "country":
            return self._reference.regions.get(COUNTRY)
        return next((region for region in chain if region.level == level), None)


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def without_place(name: str, reference: Reference) -> str:
    """The name of a measure less words of place: 全市合格率, 江油市合格率 are one measure; 全国… is another."""
    bare = name
    for start, end, place in reversed(reference.regions.find(name)):
        region = reference.regions.resolve(place)
        if region is None or region.level != "country":
            bare = bare[:start] + bare[end:]
    own = "|".join(reference.words["own_place_words"])
    bare = re.sub(rf"(?:{own})(?:自治区|地区|省|市|州|盟|县|旗|区)(?![场民政容属])|本地(?!化)", "", bare)
    return bare or name


def region_properties(region: Region) -> dict[str, Value]:
    """What the table says of a region."""
    told: dict[str, Value] = {"name": region.name, "level": region.level, "adcode": region.adcode}
    told["aliases"] = tuple(sorted(region.aliases))
    told |= {"valid_from": region.valid_from} if region.valid_from else {}
    return told | ({"valid_to": region.valid_to} if region.valid_to else {})


def row_of(region: Region) -> Attributes:
    """The row of the table that says where a region lies."""
    return {"source": f"seeds/regions.csv#/{region.adcode}", "quote": f"{region.adcode},{region.name}"}
