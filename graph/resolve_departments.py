"""Whose office a name means: the region and the function, which together are its identity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.departments import DepartmentFunction
from graph.model import Value, content_id
from graph.places import COUNTRY, leading_place, level_word, lineage, named_region, relative_region
from graph.reference import Reference, Region

_NATIONAL_ENDS = ("总局", "总署", "部", "署")
# how an office's name ends, and in full
_ENDS = (("委员会", "委员会"), ("办公室", "办公室"), ("委", "委员会"), ("局", "局"), ("厅", "厅"), ("办", "办公室"))
_KINDS = ("group", "leading_group", "office", "government", "party")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A named body as a node: its id and properties, and the region it belongs to."""

    id: str
    properties: dict[str, Value]
    region_id: str
    region_name: str = ""  # of a place that is not in the table


@dataclass(frozen=True, slots=True)
class _Office:
    """A name taken apart: the place, what is left of the name, and its function where that is known."""

    name: str
    core: str
    region_id: str
    function: DepartmentFunction | None = None
    place: str = ""  # in front of the name, where the table does not hold it


def resolve_department(name: str, kind_hint: str, region_id: str, reference: Reference) -> Resolved:
    """The body that a document of this region means by the name: its own 市场监管局, one of 盟 or 省, of the centre.

    What names no single office (各部门, 质监部门 without a place, 县政府 in a document of a province) stays one group.
    """
    if kind_hint == "group" or _is_generic(name, reference):
        return _group(name, region_id)
    office = _taken_apart(name, region_id, reference)
    return _resolved(office, kind_hint, reference) if office else _group(name, region_id)


def office_of(function: DepartmentFunction, region: Region, reference: Reference) -> Resolved:
    """The office of a function in a region of the table."""
    return _resolved(_Office(function.function, function.function, region.id, function), "", reference)


def unknown_region(parent: str, name: str) -> str:
    """The id of a place that is not in the table."""
    return f"region:~{content_id(parent, name)}"


def _is_generic(name: str, reference: Reference) -> bool:
    """各县(市、区)政府, 有关部门, 区县政府; 县市场监管局 and 乡镇企业局 only begin like such."""
    words = reference.words
    if name.startswith(words["group_starts"]) or any(word in name for word in words["generic_words"]):
        return True
    if not name.startswith(words["generic_places"]) or name.startswith(words["place_after_all"]):
        return False
    known = _match(name, reference)
    return known is None or known.kind == "government"


def _group(name: str, region_id: str) -> Resolved:
    return Resolved(_id(region_id, name), {"name": name, "function": name, "kind": "group"}, region_id)


def _taken_apart(name: str, region_id: str, reference: Reference) -> _Office | None:
    """Place and core of the name; None where it names several bodies, or one of several places below."""
    bare = name.removeprefix("中共") if not name.startswith("中共中央") else name
    found = _vertical(bare, region_id, reference) or _of_the_centre(bare, reference)
    if found is None:
        place, core = leading_place(bare, region_id, reference)
        if place is not None and core:
            found = _Office(bare, *_within(core, place, reference))
    if found is None and (word := level_word(bare.removeprefix("团"), reference)):
        return _of_a_level(bare, word, region_id, reference)
    return found or _without_place(bare, region_id, reference)


def _of_a_level(name: str, word: str, region_id: str, reference: Reference) -> _Office | None:
    """团市委, whose level stands inside; else an office of a place that is not known, or of several."""
    core = name[len(word) :]
    region = relative_region(word, region_id, reference)
    if region is not None:
        return _Office(name, "团委", region.id, _match(name, reference))
    if lineage(region_id, reference):
        return None
    return _Office(name, core, unknown_region(region_id, word), _match(core, reference))


def _without_place(name: str, region_id: str, reference: Reference) -> _Office | None:
    """A name that says no place: the centre's or the document's own; 质监部门 and 乡镇政府 are several."""
    known = _match(name, reference)
    if name.endswith(reference.words["kind_group"]):
        return None
    if known is None:
        return _local(name, region_id, reference)
    if known.kind == "government" and name.startswith(reference.words["small_places"]):
        return None
    if name.endswith("厅") and not name.endswith("办公厅") and region_id != COUNTRY:
        region_id = _province(region_id, reference)  # below the province there is no 厅
    national = region_id == COUNTRY or _is_national(name, known)
    return _Office(name, name, COUNTRY if national else region_id, known)


def _province(region_id: str, reference: Reference) -> str:
    return next((region.id for region in lineage(region_id, reference) if region.level == "province"), region_id)


def _within(core: str, place: Region, reference: Reference) -> tuple[str, str, DepartmentFunction | None]:
    """Core, region and function behind a place; a second place inside the first counts: 四川省绵阳市质监局."""
    known = _match(core, reference)
    if known is None:
        inner, rest = leading_place(core, place.id, reference)
        if inner is not None and rest and place in reference.regions.ancestors(inner.id):
            return _within(rest, inner, reference)
    return core, place.id, known


def _match(core: str, reference: Reference) -> DepartmentFunction | None:
    """The function of a bare name, a second name in brackets left out; 委 behind a place is its party committee."""
    bare = core.partition("(")[0] if core.endswith(")") else core
    party = ("党" + bare, bare[1:]) if bare.startswith("委") else ()
    found = (reference.departments.match(name) for name in (core, bare, *party) if name)
    return next((function for function in found if function), None)


def _is_national(name: str, function: DepartmentFunction) -> bool:
    """国务院 and its kind; and what only the centre calls so: 科技部, 质检总局."""
    if function.scope == "national":
        return True
    central = dict(function.official).get("country", "")
    return function.kind != "party" and any(name.endswith(end) and central.endswith(end) for end in _NATIONAL_ENDS)


def _of_the_centre(name: str, reference: Reference) -> _Office | None:
    """国家发展改革委, 中央宣传部, 全国总工会; unknown bodies of the centre keep their whole name."""
    words = (*reference.words["central_words"], *reference.words["central_bodies"])
    word = next((word for word in words if name.startswith(word)), "")
    if not word and not name.endswith(("总局", "总署")):
        return None
    return _Office(name, name, COUNTRY, _match(name, reference) or _match(name[len(word) :], reference))


def _vertical(name: str, region_id: str, reference: Reference) -> _Office | None:
    """人民银行广东省分行, 国家税务总局绵阳市税务局, 共青团江油市委: a body in the place that is named within."""
    for start, end, place in _places_within(name, region_id, reference):
        head, tail = name[:start], name[end:]
        first = _match(head, reference)
        if first is None:
            continue
        inner, rest = leading_place(tail, place.id, reference)
        if inner is not None and rest and place in reference.regions.ancestors(inner.id):
            place, tail = inner, rest  # 国家税务总局青岛市市北区税务局 is the district's
        last = _match(tail, reference) if tail else None
        if last is None or dict(last.official).get("local") != f"{head}{{}}{tail}":
            last = _match(head + tail, reference)
        return _Office(name, head + tail, place.id, last or first)
    return None


def _places_within(name: str, region_id: str, reference: Reference) -> Iterator[tuple[int, int, Region]]:
    """The places named behind the beginning: the document's own and those above by any name, others by full names."""
    for region in lineage(region_id, reference):
        for place in (region.name, *region.aliases):
            if len(place) > 1 and (start := name.find(place)) > 0:
                yield start, start + len(place), region
                break
    for start, end, found in reference.regions.find(name):
        if start > 0 and (known := named_region(found, region_id, reference)):
            yield start, end, known


def _local(name: str, region_id: str, reference: Reference) -> _Office:
    """The government of a place that is not in the table (石马镇人民政府), else an office of the document's region."""
    divisions = reference.words["small_places"]
    for at in range(len(name) - 2, 1, -1):
        place = name[:at]
        if place.endswith(divisions) and not place.endswith(reference.words["no_divisions"]):
            known = _match(name[at:], reference)
            if known and known.kind == "government":
                return _Office(name, name[at:], unknown_region(region_id, place), known, place)
    return _Office(name, name, region_id)


def _resolved(office: _Office, hint: str, reference: Reference) -> Resolved:
    region = next(iter(lineage(office.region_id, reference)), None)
    function = office.function if _is_identity(office.function) else None
    properties: dict[str, Value] = {
        "name": _full_name(office, region, reference),
        "function": function.function if function else office.core,
        "kind": office.function.kind if office.function else hint or _kind(office.core, reference),
    }
    if region is not None:
        properties["level"] = region.level
    for key in ("valid_from", "valid_to"):
        if function and (year := getattr(function, key)) is not None:
            properties[key] = year
    return Resolved(_id(office.region_id, str(properties["function"])), properties, office.region_id, office.place)


def _is_identity(function: DepartmentFunction | None) -> bool:
    """Whether a region has one office of this function: of 管委会 or companies it may have several, known by name."""
    return function is not None and bool(function.official or function.kind not in ("government", "other"))


def _full_name(office: _Office, region: Region | None, reference: Reference) -> str:
    function = office.function
    if region is not None and function and function.official and _is_identity(function):
        return _as_written(reference.departments.full_name(function, region), office.core, region)
    if region is not None:
        short = level_word(office.name, reference) or office.core == office.name
        named_after_place = office.core != office.name or (function and function.kind not in ("other", "government"))
        return region.name + office.core if region.level != "country" and named_after_place and short else office.name
    official = reference.departments.official_name(function, "county") if function else office.core
    return office.place + official if office.place else office.name


def _as_written(full: str, core: str, region: Region) -> str:
    """The official full name, in the form that the text shows: 经信委 is a 委员会 even where today's name is a 局.

    A name that is no short form of the official one stands as written: 水务局 beside 水利局, 农牧业局 beside 农牧局.
    """
    if region.level == "country":
        return full if _is_short_for(_bare(core), _bare(full)) else core
    written = next(((end, whole) for end, whole in _ENDS if core.endswith(end)), None)
    official = next((whole for _, whole in _ENDS if full.endswith(whole)), None)
    if written is None or official is None or not full.startswith(region.name):
        return full
    stem = full.removeprefix(region.name).removesuffix(official)
    if not _is_short_for(core.removesuffix(written[0]), stem):
        return region.name + core
    return region.name + stem + written[1]


def _bare(name: str) -> str:
    """The name without what says that it is the centre's: 国家, 中国, 中华人民共和国."""
    return re.sub("^(?:中华人民共和国|国家|中国|国务院|全国)", "", name)


def _is_short_for(short: str, stem: str) -> bool:
    """发改 is short for 发展和改革: its first character, then others in their order."""
    rest = iter(stem)
    return stem.startswith(short[:1]) and all(character in rest for character in short)


def _kind(core: str, reference: Reference) -> str:
    """What kind of body bears a name that no function is known for."""
    bare = core.partition("(")[0] or core
    if bare.endswith(reference.words["other_suffixes"]):
        return "other"
    return next((kind for kind in _KINDS if bare.endswith(reference.words[f"kind_{kind}"])), "agency")


def _id(region_id: str, function: str) -> str:
    return f"dept:{region_id.removeprefix('region:')}:{function.replace('/', '-')}"
