"""Which region a document governs, by its issuer, its title, its number, else by the places its text speaks of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model import Mention, Span
from graph.places import COUNTRY, leading_place
from graph.reference import Reference, Region
from ingest.document import Passage, SourceText
from ingest.heads import Head
from ingest.passages import line_passages
from ingest.zones import zone_of

_OWN = re.compile(r"[我全](自治区|自治州|自治县|省|市|县|盟|旗|州|区)(?!面|局|域|级|民)")
_LEADING = re.compile(r"^(?:中共|共青团|关于|印发|《)+")
_MINIMUM = 3  # a place named less often decides nothing


@dataclass(frozen=True)
class Governed:
    """What a document governs: a region of the table, or a zone that lies in one."""

    region: Region | None  # of a zone: the one that it lies in, if that is said
    evidence: Span
    confidence: float
    zone: str = ""

    def mention(self) -> Mention:
        """The region as named; what the table does not hold says only where it lies."""
        if self.region is None:
            return Mention("Region", self.zone, self.evidence)
        if self.zone:
            return Mention("Region", self.zone, self.evidence, {"within": self.region.id})
        return Mention("Region", self.region.name, self.evidence, {"region_id": self.region.id})


def governed(
    head: Head, issuers: tuple[Passage, ...], number: Mention | None, source: SourceText, reference: Reference
) -> Iterator[Governed]:
    """What the document may govern, the surest first; a zone by its own office or by the title."""
    for issuer in issuers[:1]:
        if zone := zone_of(issuer.text, reference):
            yield Governed(zone.within, issuer.span(), 1.0, zone.name)
    for issuer in issuers:
        if region := place_of(issuer.text, reference):
            yield Governed(region, issuer.span(), 1.0)
    title = head.title
    if zone := zone_of(title.text, reference):
        yield Governed(zone.within, title.span(), 0.95, zone.name)
    if region := place_of(title.text, reference):
        yield Governed(region, title.span(), 0.95)
    code = number.name.split("〔")[0] if number else ""
    if number and (known := reference.agency_codes.issuer(code)):
        yield Governed(reference.regions.get(known[1]), number.evidence, 0.95)
    field = head.field(reference.words["issuer_labels"])
    if field and (region := place_of(field.text, reference)):
        yield Governed(region, field.span(), 0.9)
    for words in (*issuers, title):
        if region := homonym_place(words.text, source, reference):
            yield Governed(region, words.span(), 0.8)
    if found := place_of_text(source, reference):
        yield Governed(found[0], found[1].span(), 0.8)


def place_of(text: str, reference: Reference) -> Region | None:
    """The region that an issuer or a title begins with: 重庆市渝北区人民政府 gives 渝北区, 财政部 the country."""
    text = _LEADING.sub("", text)
    if text.startswith(reference.words["central_words"]):
        return reference.regions.get(COUNTRY)
    region, rest = leading_place(text, None, reference)
    while region is not None:
        inner, further = leading_place(rest, region.id, reference)
        if inner is None or inner == region or region not in reference.regions.ancestors(inner.id):
            return region
        region, rest = inner, further
    function = reference.departments.match(text)
    return reference.regions.get(COUNTRY) if function and function.scope == "national" else None


def place_of_text(source: SourceText, reference: Reference) -> tuple[Region, Passage] | None:
    """The region that the text calls 我盟, 全市: of those it names, the one of that level it names most often."""
    text = list(line_passages(source))
    own = Counter(match[1] for line in text for match in _OWN.finditer(line.text)).most_common(1)
    suffix = own[0][0] if own else ""
    named: Counter[str] = Counter()
    first: dict[str, Passage] = {}
    for line in text:
        for start, end, name in reference.regions.find(line.text):
            region = reference.regions.resolve(name)
            if region is not None and region.id != COUNTRY and region.name.endswith(suffix):
                named[region.id] += 1
                first.setdefault(region.id, line.part(start, end))
    best = _most(named.items())
    if best is None or (not suffix and named[best] < _MINIMUM):
        return None
    return reference.regions.get(best), first[best]


def homonym_place(text: str, source: SourceText, reference: Reference) -> Region | None:
    """The region that an issuer begins with where several have that name: the one near the places of the text."""
    name = next((name for start, _, name in reference.regions.find(_LEADING.sub("", text)[:16]) if start == 0), None)
    if name is None or reference.regions.resolve(name) is not None:
        return None
    places = (found for line in line_passages(source) for _, _, found in reference.regions.find(line.text))
    near = Counter(found for found in places if found != name)
    for found, _ in sorted(near.items(), key=lambda pair: (-pair[1], pair[0])):
        place = reference.regions.resolve(found)
        region = reference.regions.resolve(name, place.id) if place and place.id != COUNTRY else None
        if region and place in reference.regions.ancestors(region.id):
            return region
    return None


def _most(counted: Iterable[tuple[str, int]]) -> str | None:
    """What was counted most often; None where two share the place."""
    ranked = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
