"""The reference data of seeds/: what is known before the first document is read; checked while it is loaded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from graph.departments import (
    DUTIES,
    DepartmentFunction,
    Departments,
    NameWords,
    Succession,
    load_departments,
    load_succession,
)
from graph.errors import ReferenceDataError
from graph.regions import PlaceWords, Region, Regions, load_regions
from graph.seedfiles import seed_mappings, seed_rows

__all__ = [
    "AgencyCodes",
    "DepartmentFunction",
    "Departments",
    "Indicators",
    "Reference",
    "Region",
    "Regions",
    "Succession",
    "load_reference",
]

Words = Mapping[str, tuple[str, ...]]

_RUN = re.compile(r"[\u4e00-\u9fff]+$")
_LONGEST_CODE = 10


class AgencyCodes:
    """Agency codes (机关代字), the words in front of the year in a document number: 国发, 川办发, 绵府发.

    A code of the table that ends in * stands for all that begin so: 国质检* for 国质检质, 国质检质函.
    """

    def __init__(self, issuers: Mapping[str, tuple[str, str]], words: Words) -> None:
        self._issuers = issuers
        self._lead_in = re.compile("|".join(sorted(words["agency_code_lead_ins"], key=len, reverse=True)))
        tails = "|".join(sorted(words["agency_code_tails"], key=len, reverse=True))
        self._regular = re.compile(rf"[\u4e00-\u9fff]{{1,4}}?(?:{tails})")
        self._shortest = re.compile(rf"[\u4e00-\u9fff](?:{tails})$")

    def longest_suffix(self, text: str) -> str:
        """The agency code that the text ends in, without lead-in words: 按照国发 gives 国发; "" if none.

        Behind a sign (《…》(国质检质) the whole run of characters is the code; in prose it is one of the table, else
        what ends as codes do (江府办发) once the lead-in words are cut.
        """
        run = _RUN.search(text, max(0, len(text) - _LONGEST_CODE))
        if run is None:
            return ""
        words = list(self._lead_in.finditer(run[0]))
        code = run[0][words[-1].end() :] if words else run[0]
        cut = bool(words) or len(run[0]) < min(len(text), _LONGEST_CODE)
        if code in self._issuers or (cut and (not words or self._regular.fullmatch(code))):
            return code
        ends = [code[at:] for at in range(len(code))]
        known = next((end for end in ends if end in self._issuers), "") or next(filter(self.issuer, ends), "")
        if known or (len(code) == len(text) and self._regular.fullmatch(code)):
            return known or code
        shortest = self._shortest.search(code)
        return shortest[0] if shortest else ""

    def issuer(self, code: str) -> tuple[str, str] | None:
        """Who issues under this code and for which region: 川府发 gives (四川省人民政府, region:510000)."""
        starts = (code[:end] + "*" for end in range(len(code), 1, -1))
        return next((self._issuers[known] for known in (code, *starts) if known in self._issuers), None)


class Indicators:
    """Indicators with names that mean the same; near ones are not here."""

    def __init__(self, whole: Mapping[str, str], parts: Mapping[str, str]) -> None:
        self._whole = whole
        self._parts = parts

    def canonical(self, name: str) -> str:
        """The name that stands for all that mean exactly the same; the name itself if it has no synonym.

        Words that mean the same in any name are put right first: 一次性验收 is 一次验收.
        """
        for synonym, canonical in self._parts.items():
            name = name.replace(synonym, canonical)
        return self._whole.get(name, name)


@dataclass(frozen=True, eq=False)
class Reference:
    """All reference data, one object that the stages hand on; known by itself, so that readers of it can be kept."""

    regions: Regions
    departments: Departments
    agency_codes: AgencyCodes
    indicators: Indicators
    reforms: tuple[Succession, ...]
    handovers: tuple[Succession, ...]  # of some duties: no line of succession
    outlines: tuple[Mapping[str, Any], ...]
    words: Words
    characters: Mapping[int, str] = field(repr=False)

    @cached_property
    def succession(self) -> tuple[Succession, ...]:
        """The reforms that ended a function outside the centre, wherever it was: what is sure of any place."""
        return tuple(row for row in self.reforms if row.ends and row.levels != ("country",))

    def normalise(self, text: str) -> str:
        """Simplified characters and half-width signs, one for one: every offset stays."""
        return text.translate(self.characters)


@cache
def load_reference() -> Reference:
    """Read seeds/ once; raises ReferenceDataError with file and line where something is wrong."""
    words = _words()
    characters = _characters()
    departments = load_departments(_name_words(words))
    reforms = load_succession(departments)
    return Reference(
        regions=load_regions(PlaceWords.of(words, characters)),
        departments=departments,
        agency_codes=AgencyCodes(_issuers(), words),
        indicators=_indicators(),
        reforms=tuple(row for row in reforms if row.extent != DUTIES),
        handovers=tuple(row for row in reforms if row.extent == DUTIES),
        outlines=tuple(outline for _, outline in seed_mappings("outlines")),
        words=words,
        characters=characters,
    )


def _words() -> Words:
    """The lists of seeds/words/, merged; a name may stand in one file only."""
    merged: dict[str, tuple[str, ...]] = {}
    for place, lists in seed_mappings("words"):
        for name, words in lists.items():
            if name in merged:
                raise ReferenceDataError(f"{place}: the list {name} is in another file too")
            if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
                raise ReferenceDataError(f"{place}: {name} is no list of strings")
            merged[name] = tuple(words)
    return merged


def _name_words(words: Words) -> NameWords:
    return NameWords(
        over_end=frozenset(words["department_over_end"]),
        over_start=frozenset(words["department_over_start"]),
        heads=words["department_heads"],
        groups=words["leading_group_tails"],
        never_in_text=frozenset(words["department_never_in_text"]),
        central_starts=words["central_name_starts"],
        central_ends=words["central_name_ends"],
    )


def _issuers() -> dict[str, tuple[str, str]]:
    rows = seed_rows("agency_codes.csv", ("code", "issuer", "region"))
    return {row.text("code"): (row.text("issuer"), f"region:{row.text('region')}") for row in rows}


def _indicators() -> Indicators:
    tables: dict[str, dict[str, str]] = {"whole": {}, "part": {}}
    for row in seed_rows("indicators.csv", ("canonical", "synonym", "where")):
        if row.text("where") not in tables:
            raise row.error(f"neither whole nor part: {row.text('where')!r}")
        tables[row.text("where")][row.text("synonym")] = row.text("canonical")
    return Indicators(tables["whole"], tables["part"])


def _characters() -> dict[int, str]:
    """The table for str.translate; a row of other than one character would move offsets."""
    table: dict[int, str] = {}
    for row in seed_rows("characters.csv", ("from", "to")):
        source, target = row.text("from"), row.text("to")
        if len(source) != 1 or len(target) != 1:
            raise row.error(f"not one character to one: {source!r}, {target!r}")
        table[ord(source)] = target
    return table
