"""What government bodies do: functions with the names that offices of each level and era bear, and their reading."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.regions import Region
from graph.seedfiles import SeedRow, seed_rows

COLUMNS = ("function", "kind", "scope", "stems", "suffixes", "official", "names", "valid_from", "valid_to", "in_text")
KINDS = ("agency", "office", "government", "party", "leading_group", "group", "other")
SCOPES = ("local", "national", "vertical")
LEVELS = ("country", "province", "municipality", "prefecture", "county", "local")
SUCCESSION_COLUMNS = ("from", "to", "year", "extent", "levels", "source")
DUTIES = "duties"
EXTENTS = ("whole", "part", "places", DUTIES)
_MUNICIPALITIES = ("11", "12", "31", "50")  # whose bodies are 局 and 委, never 厅
# stand in an official name where the region's full or short name goes: 国家税务总局{}税务局, {short}海关
_PLACES = ("{}", "{short}")
_LISTED = ("agency", "office", "party")  # what stands in a list without its suffix: 发展改革、财政等部门


@dataclass(frozen=True, slots=True)
class DepartmentFunction:
    """A function of government, without its region: 市场监管 is what 市场监管局 of every place have in common."""

    function: str
    kind: str
    official: tuple[tuple[str, str], ...]  # (level, core of the full name): (province, 市场监督管理局)
    valid_from: int | None
    valid_to: int | None
    scope: str


@dataclass(frozen=True, slots=True)
class Succession:
    """One function that took over another's: 质量技术监督 -> 市场监管, 2018.

    It took over the `whole`, a `part` of it, or either, but in some `places` only; at these levels, or at all. Some
    `duties` were handed over by an office that stood on, or whose other duties all went elsewhere: that is no line of
    descent, so it stands in Reference.handovers, not among the reforms.
    """

    former: str
    successor: str
    year: int
    source: str
    extent: str = "whole"
    levels: tuple[str, ...] = ()
    ends: bool = True  # whether the former office is gone since: 经济和信息化局 still stands in many places

    def holds_at(self, level: str) -> bool:
        """Whether offices of this level were reformed so."""
        return not self.levels or level in self.levels


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words that decide where a name is one, and whose."""

    over_end: frozenset[str]  # 部署 reaches over the end of 组织部
    over_start: frozenset[str]  # 集团 reaches over the start of 团委
    heads: tuple[str, ...]  # 市委 in front of 组织部, 政府 in front of 国资委
    groups: tuple[str, ...]  # what names of leading groups end in
    never_in_text: frozenset[str]  # names that are common words in running text
    central_starts: tuple[str, ...]  # only bodies of the centre begin so: 国家
    central_ends: tuple[str, ...]  # and end so: 总局

    def straddles(self, text: str, start: int, end: int) -> bool:
        """Whether a word of the lists reaches over the border of text[start:end]."""
        return text[end - 1 : end + 1] in self.over_end or (
            start > 0 and text[start - 1 : start + 1] in self.over_start
        )


class Departments:
    """All functions; reads names of bodies that are bare of their place (市场监管局, not 市市场监管局)."""

    def __init__(self, words: NameWords) -> None:
        self._words = words
        self._functions: dict[str, DepartmentFunction] = {}
        self._names: dict[str, DepartmentFunction] = {}
        self._stems: dict[str, DepartmentFunction] = {}
        self._silent: set[str] = set(words.never_in_text)

    def __iter__(self) -> Iterator[DepartmentFunction]:
        return iter(self._functions.values())

    def names(self) -> Mapping[str, DepartmentFunction]:
        """Every name that `match` knows."""
        return self._names

    def match(self, core: str) -> DepartmentFunction | None:
        """The function of an exact name: 发改委, 人社厅, 市场监管部门, 人民政府; a leading group by its last words.

        Its scope is national where only the centre bears this name, whatever the function: 国家发展改革委, 科技部.
        """
        known = self._names.get(core)
        if known is None and (head := next((head for head in self._words.heads if core.startswith(head)), "")):
            known = self._names.get(core[len(head) :])  # 市委组织部, 政府国资委
        if known is None and core.endswith(self._words.groups):
            return DepartmentFunction(core, "leading_group", (), None, None, "local")
        return known

    def stem(self, text: str) -> DepartmentFunction | None:
        """The function of a name without its suffix, as lists have it: 发展改革, 财政 in 发展改革、财政等部门."""
        return self._stems.get(text)

    def official_name(self, function: DepartmentFunction, level: str) -> str:
        """The full name at this level without its place: 市场监督管理局; whole at level country (财政部)."""
        return self._pattern(function, level).rpartition("}")[-1]

    def full_name(self, function: DepartmentFunction, region: Region) -> str:
        """The full name with its place: 绵阳市市场监督管理局, 国家税务总局绵阳市税务局, 财政部.

        The party committee of an autonomous region is 自治区党委, of any other place 省委, 市委, 盟委.
        """
        municipal = region.level == "province" and region.adcode.startswith(_MUNICIPALITIES)
        pattern = self._pattern(function, "municipality" if municipal else region.level)
        if "}" in pattern:
            full, short = _PLACES
            return pattern.replace(full, region.name).replace(short, (*region.aliases, region.name)[0])
        if region.level == "country":
            return pattern
        committee = pattern.startswith("委") and region.name.endswith("自治区")
        return f"{region.name}{'党' if committee else ''}{pattern}"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where names without their place stand in running text, leftmost and longest; 组织部 in 组织部署 is none.

        Companies, schools and the like are left out. An organ takes what it belongs to: 市|委组织部, 省|政府国资委.
        """
        found: list[tuple[int, int]] = []
        for _, start, end in self._automaton.find_matches_as_indexes(text):
            if self._words.straddles(text, start, end):
                continue
            if found and found[-1][1] == start and self._is_head(text[found[-1][0] : start], text[start:end]):
                start = start - 1 if text[start - 1] == "委" else found[-1][0]
                found[-1] = (start, end)
            else:
                found.append((start, end))
        return found

    def _is_head(self, head: str, organ: str) -> bool:
        """Whether the second is an organ of the first: 市委 + 组织部, not 党委 + 政府."""
        return head in self._words.heads and self._names[organ].kind in ("agency", "office", "party", "leading_group")

    def add(self, row: SeedRow) -> None:
        """Take up one row of departments.csv; raises ReferenceDataError where a name is another function's."""
        function = _function(row)
        self._functions[function.function] = function
        names = _names_of(row, function)
        for name in names:
            own = _office_of(function) if _is_office_of(function, name) else self._central(function, name)
            self._claim(self._names, name, own, row)
        if function.kind in _LISTED:
            for stem in row.texts("stems"):
                self._claim(self._stems, stem, function, row)
        if row.text("in_text") == "no":
            self._silent.update(names)

    def _central(self, function: DepartmentFunction, name: str) -> DepartmentFunction:
        """The function, marked national where the name is one that only the centre bears."""
        central = dict(function.official).get("country", "")
        ministry = function.kind == "agency" and central[-1:] in ("部", "署") and name.endswith(central[-1:])
        starts, ends = self._words.central_starts, self._words.central_ends
        if name == central or ministry or name.startswith(starts) or name.endswith(ends):
            return replace(function, scope="national")
        return function

    def _pattern(self, function: DepartmentFunction, level: str) -> str:
        official = dict(function.official)
        if level == "municipality" and level not in official:
            return re.sub("厅$", "局", self._pattern(function, "province"))
        return official.get(level) or official.get("local") or function.function

    def _claim(
        self, table: dict[str, DepartmentFunction], name: str, function: DepartmentFunction, row: SeedRow
    ) -> None:
        owner = table.setdefault(name, function)
        if owner.function != function.function:
            raise row.error(f"{name} is a name of {owner.function} and of {function.function}")

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(sorted(self._names.keys() - self._silent), matchkind=MatchKind.LeftmostLongest)


def _is_office_of(function: DepartmentFunction, name: str) -> bool:
    ends = ("办", "办公室")
    group = function.kind == "leading_group" or function.function.endswith("委员会")
    return group and name.endswith(ends) and not function.function.endswith(ends)


def _office_of(function: DepartmentFunction) -> DepartmentFunction:
    """领导小组办公室 is not the 领导小组: a body of its own."""
    return replace(function, function=function.function + "办公室", official=())


def load_departments(words: NameWords) -> Departments:
    """The functions of seeds/departments.csv; raises ReferenceDataError where a row is wrong."""
    departments = Departments(words)
    for row in seed_rows("departments.csv", COLUMNS):
        departments.add(row)
    return departments


def load_succession(departments: Departments) -> tuple[Succession, ...]:
    """The rows of seeds/succession.csv; raises ReferenceDataError where a function, extent or level is unknown."""
    known = {function.function: function for function in departments}
    return tuple(_succession(row, known) for row in seed_rows("succession.csv", SUCCESSION_COLUMNS))


def _succession(row: SeedRow, known: Mapping[str, DepartmentFunction]) -> Succession:
    year, extent, levels = row.year("year"), row.text("extent"), row.texts("levels")
    if year is None or not {row.text("from"), row.text("to")} <= known.keys():
        raise row.error("needs two functions of departments.csv and a year")
    if extent not in EXTENTS or not set(levels) <= set(LEVELS):
        raise row.error(f"extent is one of {', '.join(EXTENTS)}, levels are those of regions")
    ends = extent != DUTIES and (extent != "places" or known[row.text("from")].valid_to is not None)
    return Succession(row.text("from"), row.text("to"), year, row.text("source"), extent, levels, ends)


def _function(row: SeedRow) -> DepartmentFunction:
    kind, scope = row.text("kind"), row.text("scope")
    if kind not in KINDS or scope not in SCOPES:
        raise row.error(f"no kind and scope: {kind!r}, {scope!r}")
    official = tuple(_official(part, row) for part in row.texts("official"))
    return DepartmentFunction(row.text("function"), kind, official, row.year("valid_from"), row.year("valid_to"), scope)


def _official(part: str, row: SeedRow) -> tuple[str, str]:
    level, colon, name = part.partition(":")
    places = sum(name.count(place) for place in _PLACES)
    if not (colon and name and level in LEVELS and name.count("}") == places):
        raise row.error(f"no level:name: {part!r}")
    return level, name


def _names_of(row: SeedRow, function: DepartmentFunction) -> list[str]:
    """All names of a function: stems with suffixes, official names, irregular ones; each once."""
    made = [stem + suffix for stem in row.texts("stems") for suffix in row.texts("suffixes")]
    official = [name for _, name in function.official if "}" not in name]
    return list(dict.fromkeys([*made, *official, *row.texts("names")]))
