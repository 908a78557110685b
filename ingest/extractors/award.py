"""Awards: the honours, prizes and brand titles that a document names and somebody grants."""

import re
from bisect import bisect_left

from graph.model import Mention, Statement
from graph.places import relative_region
from graph.reference import Reference
from ingest.cells import text_and_cells
from ingest.document import Clause, Findings, ParsedDocument, Passage
from ingest.honours import Honour, award_place, find_honours

EXTRACTOR = "award/1"
_GOVERNMENT = re.compile(r"(?:人民政府|政府)?(?:主席|省长|市长|县长|区长|州长|盟长|旗长)?")
_LEVELS = ("country", "province", "prefecture", "county")


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """One statement for each name; what is said in general (名牌产品) is no name of its own beside a full one."""
    findings = Findings(EXTRACTOR)
    found: dict[str, list[tuple[Honour, Clause, Passage]]] = {}
    for clause, passage in text_and_cells(document):
        for honour in find_honours(passage.text, reference):
            findings.see()
            if isinstance(honour, str):
                findings.reject(honour)
            else:
                found.setdefault(honour.name, []).append((honour, clause, passage))
    names = _Names({name: _absolute(name, document.region_id, reference) for name in found})
    for name, places in found.items():
        if why := names.repeats(name, places[0][0], any(honour.counted for honour, _, _ in places)):
            for _ in places:
                findings.reject(why)
            continue
        findings.keep(_statement(document, *places[0], reference))
        for _ in places[1:]:
            findings.keep()
    return findings


class _Names:
    """The names that a document gives, sorted by their beginnings and by their ends: which of them repeat others."""

    def __init__(self, full: dict[str, str]) -> None:
        self._full = full
        self._names = sorted(full)
        self._in_full = sorted(full.values())
        self._ends = sorted(name.split("(")[0][::-1] for name in full)

    def repeats(self, name: str, honour: Honour, counted: bool) -> str:
        """Why a name is not one of its own beside the others; "" where it is."""
        full = self._full[name]
        longer = full != name and _begin_with(self._in_full, full) > 1
        if longer or _begin_with(self._names, f"{name}("):
            return "a short form of a name said in full"
        if honour.place or counted:
            return ""
        own = 0 if "(" in name else 1  # its own end is among the ends
        said_in_full = _begin_with(self._names, name) > 1 or _begin_with(self._ends, name[::-1]) > own
        return "a general word for honours named in full" if said_in_full else ""


def _begin_with(words: list[str], beginning: str) -> int:
    """How many of the sorted words begin so; two stands for more."""
    first = bisect_left(words, beginning)
    return sum(word.startswith(beginning) for word in words[first : first + 2])


def _absolute(name: str, region_id: str | None, reference: Reference) -> str:
    """The name with its word of level read from the document's place: 省政府质量奖 is 四川省政府质量奖."""
    for word in ("自治区", "省", "市", "县", "盟", "州"):
        if name.startswith(word) and not name.startswith(reference.words["not_a_place"]):
            region = relative_region(word, region_id, reference)
            return region.name + name.removeprefix(word).removeprefix("级") if region else name
    return name


def _statement(
    document: ParsedDocument, honour: Honour, clause: Clause, passage: Passage, reference: Reference
) -> Statement:
    span = passage.span(honour.start, honour.end)
    told = {"level": _level(honour, document.region_id, reference), "grantor": _grantor(honour, reference)}
    award = Mention("Award", honour.name, span, {key: value for key, value in told.items() if value})
    confidence = 1.0 if honour.place or honour.name.endswith("奖") else 0.9
    return Statement(document.document, "NAMES", award, span, EXTRACTOR, confidence, {"path": clause.path})


def _grantor(honour: Honour, reference: Reference) -> str:
    """Who grants it, as the name says: 四川省政府, 自治区主席, 盟长."""
    if head := next((word for word in reference.words["heads_of_place"] if honour.name.startswith(word)), ""):
        return head
    size = award_place(honour.name, reference)
    government = _GOVERNMENT.match(honour.name, size)
    return honour.name[: government.end() if government else size]


def _level(honour: Honour, region_id: str | None, reference: Reference) -> str | None:
    """Of which level the grantor is: by the name's own words, else by what is known of the honour."""
    name = honour.name
    head = next((word for word in reference.words["heads_of_place"] if name.startswith(word)), "")
    if head and head != "主席":
        return _relative(head[0], region_id, reference)
    level = next((level for level in _LEVELS if name.startswith(reference.words[f"{level}_titles"])), None)
    if level:
        return level
    if honour.place and (region := reference.regions.resolve(honour.place, region_id)):
        return region.level
    if honour.place:
        return _relative(honour.place, region_id, reference)
    known = ("country", "province")
    return next((level for level in known if any(word in name for word in reference.words[f"{level}_awards"])), None)


def _relative(word: str, region_id: str | None, reference: Reference) -> str | None:
    """Of which level the place is that a word means in this document: 市 of a county-level city is a county."""
    region = relative_region(word, region_id, reference)
    return region.level if region else None
