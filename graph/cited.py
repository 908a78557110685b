"""What a reading states of documents: the keys of its own document and of each that it cites."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.assembly import place_of
from graph.identity import Identity, Keys, Title, number_key, parted
from graph.model import Mention, Reading
from graph.places import COUNTRY, lineage
from graph.reference import Reference

_SHORT = 8  # characters of a title that says too little to stand for one document of the whole country
_YEARS = re.compile(r"(?:(?:19|20)\d{2}){1,2}年?$")


class CitedDocuments:
    """The keys of every document that one reading names.

    A title that is said in full once (with place, office, years) and in short elsewhere in the same text is one; across
    texts only full keys count, lest the 实施方案 of two cities become one.
    """

    def __init__(self, reading: Reading, reference: Reference) -> None:
        self._reference = reference
        self.region_id = region_of(reading, reference)
        own = self._own_title(reading.document)
        cited = {_told(mention): (mention, self._title(mention)) for mention in cited_mentions(reading)}
        derived = (each for each in reading.statements if each.relation == "DERIVES_FROM")
        self._derives = {_told(each.object) for each in derived if each.object.kind == "Document"} & set(cited)
        known = [own, *(title for _, title in cited.values()), *_outline_titles(reference)]
        self._known = {title.key: title for title in known if title.core}
        self.own = self._keys(own, reading.document) or frozenset({f"title:~:{reading.sha256}"})
        stated = {told: self._keys(self._meant(title, mention), mention) for told, (mention, title) in cited.items()}
        self._cited = {told: keys for told, keys in stated.items() if keys}  # 《国务院》: no words are left of it

    def __contains__(self, mention: Mention) -> bool:
        return _told(mention) in self._cited

    def keys(self, mention: Mention) -> Keys:
        """The keys of a cited document."""
        return self._cited[_told(mention)]

    @property
    def cited(self) -> tuple[Keys, ...]:
        """The keys of each cited document, in an order of their own."""
        return _ordered(self._cited.values())

    @property
    def derives(self) -> tuple[Keys, ...]:
        """The keys of each document that this one derives from."""
        return _ordered(self._cited[told] for told in self._derives if told in self._cited)

    def state(self, identity: Identity) -> None:
        """Tell all that this reading states about which keys belong together."""
        identity.add(self.own, head=True)
        for keys in self._cited.values():
            identity.add(keys)

    def _meant(self, title: Title, mention: Mention) -> Title:
        """The title in full; a law without a place is the country's, whatever province has one of that name too."""
        return self._at_home(title if mention.attributes.get("kind") == "law" else self._fuller(title))

    def _title(self, mention: Mention) -> Title:
        title = parted(mention.name, str(mention.attributes.get("qualifier", "")), self.region_id, self._reference)
        number = str(mention.attributes.get("doc_number", ""))
        if title.place is None and (place := self._place_of(number)) is not None:
            return replace(title, place=place)
        return title

    def _at_home(self, title: Title) -> Title:
        """《实施方案》 without place and number is none of the country's: it belongs to the place that cites it."""
        generic = title.core.endswith(self._reference.words["generic_titles"]) and len(title.core) <= _SHORT
        home = next(iter(lineage(self.region_id, self._reference)), None)
        if title.place is not None or not generic or home is None or home.id == COUNTRY:
            return title
        return replace(title, place=home.name)

    def _own_title(self, document: Mention) -> Title:
        """The document's own title; it belongs to the region that it governs, whether or not the title says so."""
        title = parted(document.name, str(document.attributes.get("issuer", "")), self.region_id, self._reference)
        home = next(iter(lineage(self.region_id, self._reference)), None)
        if title.place is None and home is not None:
            return replace(title, place="" if home.id == COUNTRY else home.name)
        return title

    def _place_of(self, number: str) -> str | None:
        """The place whose government issues under the agency code of a document number."""
        code = self._reference.agency_codes.longest_suffix(re.split(r"[〔\[(]", number)[0])
        issuer = self._reference.agency_codes.issuer(code) if code else None
        if issuer is None:
            return None
        return "" if issuer[1] == COUNTRY else self._reference.regions.get(issuer[1]).name

    def _fuller(self, title: Title) -> Title:
        """The one known title that says the same and most, if there is exactly one."""
        fuller = [known for known in self._known.values() if _says_more(known, title)]
        fullest = [known for known in fuller if not any(_says_more(other, known) for other in fuller)]
        return fullest[0] if len(fullest) == 1 else title

    @staticmethod
    def _keys(title: Title, mention: Mention) -> Keys:
        number = str(mention.attributes.get("doc_number", ""))
        keys = {title.key} if title.core else set()
        return frozenset(keys | {number_key(number)} if number else keys)


def cited_mentions(reading: Reading) -> Iterator[Mention]:
    """Every document that the reading names beside its own."""
    own = place_of(reading.document)
    for statement in reading.statements:
        for mention in (statement.subject, statement.object):
            if mention.kind == "Document" and place_of(mention) != own:
                yield mention


def region_of(reading: Reading, reference: Reference) -> str | None:
    """The region of the table that the document governs, by the first statement that says so."""
    governed = [statement for statement in reading.statements if statement.relation == "GOVERNS"]
    for statement in sorted(governed, key=lambda each: each.object.evidence.start_char):
        if region := reference.regions.resolve(statement.object.name):
            return region.id
    return None


def zone_of(reading: Reading) -> tuple[str, str]:
    """The zone that the document governs, and the region of the table that it lies in; "" for each that is not said."""
    governed = (each.object for each in reading.statements if each.relation == "GOVERNS")
    zone = next((each for each in governed if "region_id" not in each.attributes), None)
    return (zone.name, str(zone.attributes.get("within", ""))) if zone else ("", "")


def _ordered(stated: Iterable[Keys]) -> tuple[Keys, ...]:
    return tuple(sorted(set(stated), key=sorted))


def _outline_titles(reference: Reference) -> Iterable[Title]:
    return (parted(str(outline["document"]["title"]), "国务院", None, reference) for outline in reference.outlines)


def _told(mention: Mention) -> tuple[str, str, str]:
    return mention.name, str(mention.attributes.get("doc_number", "")), str(mention.attributes.get("qualifier", ""))


def _says_more(known: Title, title: Title) -> bool:
    """Whether `known` is the title with place, office or years that the title leaves out."""
    same_words = known.core == title.core or _YEARS.sub("", known.core) == title.core
    agree = title.place in (None, known.place) and title.office in ("", known.office)
    return known.key != title.key and same_words and agree
