"""Development zones and new areas that are no division of the table of regions, yet govern and issue."""

import re
from dataclasses import dataclass
from functools import cache

from graph.places import COUNTRY, leading_place
from graph.reference import Reference, Region
from ingest.issuers import either

_LEADING = re.compile(r"^(?:中共|关于|印发|《)+")
_LONGEST_NAME = 16  # characters of its own, behind the place
_COUNTIES = ("市", "县", "旗")


@dataclass(frozen=True)
class Zone:
    """A zone by its name, with the region of the table that it lies in, where the text says so."""

    name: str
    within: Region | None


def zone_of(text: str, reference: Reference) -> Zone | None:
    """The zone that an issuer or a title begins with: 烟台经济技术开发区管理委员会, 常州高新区质量提升方案.

    A title must begin with the short name of a city: 成都市开发区 means all zones of that city.
    """
    text = _LEADING.sub("", text)
    if not _ending(reference).search(text):
        return None
    place, rest = _placed(text, reference)
    front = text[: len(text) - len(rest)]
    zone = _governed(reference).match(rest)
    if zone and (place or (_is_own(zone["name"], reference) and not rest.startswith(reference.words["level_words"]))):
        return _zone(front, zone["name"], place, reference)
    city = place is not None and place.level == "prefecture" and not front.endswith(place.name)
    titled = _kind(reference).match(rest) if city else None
    if place is None or titled is None or not titled[0].endswith(reference.words["title_zones"]):
        return None
    return _zone(front, titled[0], place, reference)


def _placed(text: str, reference: Reference) -> tuple[Region | None, str]:
    """The smallest region that the text begins with, and what stands behind it: 江苏省, 南京市, …"""
    region, rest = leading_place(text, None, reference)
    while region is not None and region.id != COUNTRY:
        inner, further = leading_place(rest, region.id, reference)
        if inner is None or inner == region or region not in reference.regions.ancestors(inner.id):
            return region, rest
        region, rest = inner, further
    return None, text


def _zone(front: str, name: str, place: Region | None, reference: Reference) -> Zone:
    """The zone by its usual name: 陕西省 in front of 西咸新区 is left out; 昆山 in a name is the city of that name."""
    ancestors = reference.regions.ancestors(place.id) if place else ()
    above = place if place and place.level == "province" and _is_own(name, reference) else None
    for region in (*ancestors, above):
        front = front.removeprefix(region.name) if region else front
    own = _kind(reference).sub("", name)
    county = reference.regions.resolve(own, place.id if place else None) if len(own) > 1 else None
    if county and county.name.endswith(_COUNTIES) and _lies_in(county, place, reference):
        place = county
    return Zone(front + name, place)


def _is_own(name: str, reference: Reference) -> bool:
    """Whether the name says more than the kind of zone."""
    return _kind(reference).fullmatch(name) is None


def _lies_in(region: Region, place: Region | None, reference: Reference) -> bool:
    return place is None or place in reference.regions.ancestors(region.id)


def _ending(reference: Reference) -> re.Pattern[str]:
    return either(reference.words["zone_endings"])


def _governed(reference: Reference) -> re.Pattern[str]:
    """A zone in front of the office that governs it: 经济技术开发区 of 经济技术开发区管理委员会."""
    return _office(reference.words["zone_endings"], reference.words["zone_offices"])


def _kind(reference: Reference) -> re.Pattern[str]:
    """A name that says only of which kind a zone is: 高新技术产业开发区."""
    return _kind_of(reference.words["zone_endings"], reference.words["zone_kinds"])


@cache
def _office(endings: tuple[str, ...], offices: tuple[str, ...]) -> re.Pattern[str]:
    ends, bodies = either(endings).pattern, either(offices).pattern
    return re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,{_LONGEST_NAME}}}?(?:{ends}))(?=(?:{bodies}))")


@cache
def _kind_of(endings: tuple[str, ...], kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{either(kinds).pattern})*(?:{either(endings).pattern})")
