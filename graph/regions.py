"""The regions of China down to counties, by code, and the reading of their names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from graph.errors import NotFound, ReferenceDataError
from graph.seedfiles import SeedRow, seed_rows

COLUMNS = ("adcode", "name", "level", "parent", "abbreviation", "short", "former", "valid_from", "valid_to")
LEVELS = ("country", "province", "prefecture", "county")
COUNTRY = "region:100000"
_DIVISIONS = "省市县区旗盟州"


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its code (GB/T 2260), full name, level, and the other names it has or had."""

    id: str
    adcode: str
    name: str
    level: str
    parent_id: str | None
    aliases: tuple[str, ...]  # short names, then former ones
    valid_from: int | None
    valid_to: int | None
    abbreviation: str = ""  # of a province: 京, 川; never read in running text


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What decides where the name of a region is one in running text."""

    homonyms: frozenset[str]  # names that are other words as a rule: 朝阳, 郊区
    over_start: frozenset[str]  # 珠江 reaches over the start of 江西 in 珠江西岸
    over_end: frozenset[str]  # 区域 over the end of 南山区
    characters: Mapping[int, str]  # the text is normalised, and 乾 in 乾县 is then 干

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]], characters: Mapping[int, str]) -> "PlaceWords":
        """From the word lists of seeds/words."""
        lists = ("region_homonyms", "region_over_start", "region_over_end")
        homonyms, over_start, over_end = (frozenset(words[name]) for name in lists)
        return cls(homonyms, over_start, over_end, characters)


class Regions:
    """All regions; finds them by id, by name and in running text."""

    def __init__(self, regions: Iterable[Region], words: PlaceWords) -> None:
        self._by_id = {region.id: region for region in regions}
        self._words = words
        self._named: dict[str, list[Region]] = defaultdict(list)
        for region in self._by_id.values():
            for name in dict.fromkeys((region.name, *region.aliases)):
                self._named[name].append(region)
                if (normal := name.translate(words.characters)) != name:
                    self._named[normal].append(region)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_id.values())

    def get(self, region_id: str) -> Region:
        """The region of this id; raises NotFound."""
        try:
            return self._by_id[region_id]
        except KeyError:
            raise NotFound(f"no region {region_id}") from None

    def ancestors(self, region_id: str) -> tuple[Region, ...]:
        """The regions above, nearest first, up to 中国."""
        above: list[Region] = []
        parent_id = self.get(region_id).parent_id
        while parent_id is not None:
            above.append(self.get(parent_id))
            parent_id = above[-1].parent_id
        return tuple(above)

    def at_level(self, region_id: str, level: str) -> Region | None:
        """The region itself or the one above it that is of this level."""
        chain = (self.get(region_id), *self.ancestors(region_id))
        return next((region for region in chain if region.level == level), None)

    def resolve(self, name: str, within: str | None = None) -> Region | None:
        """The region of a full, short or former name, or of a path (四川省绵阳市); None if none or several fit.

        Several of one name: the nearest to `within` (itself, above it, inside it, beside it, in its province).
        Without it, of short names the one of the highest level (海南 is the province), of full names none.
        """
        candidates = self._named.get(name)
        if candidates is None:
            return self._resolve_path(name, within)
        if len(candidates) == 1:
            return candidates[0]
        if within is None:
            return _only_best({region.id: (0, *_rank_of_name(region, name)) for region in candidates}, self._by_id)
        return self._nearest(candidates, name, within)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """The names in running text as (start, end, name), leftmost and longest; `resolve` says whose name it is.

        Full names of all regions, short names of provinces and prefectures. Words that are no names as a rule (郊区,
        朝阳) are left out, and names of two characters (和县) count only where no word can run into them.
        """
        found: list[tuple[int, int, str]] = []
        for _, start, end in self._automaton.find_matches_as_indexes(text):
            name = text[start:end]
            joined = start == 0 or not _is_han(text[start - 1]) or (bool(found) and found[-1][1] == start)
            doubtful = self._is_doubtful(name) or text[start - 1 : start + 1] in self._words.over_start
            if (joined or not doubtful) and text[end - 1 : end + 1] not in self._words.over_end:
                found.append((start, end, name))
        return found

    @cached_property
    def _automaton(self) -> AhoCorasick:
        names = (name for name in self._named if name not in self._words.homonyms and self._is_read(name))
        return AhoCorasick(sorted(names), matchkind=MatchKind.LeftmostLongest)

    def _is_read(self, name: str) -> bool:
        """Full names; short ones of provinces and prefectures; of counties only those that end like one (额旗)."""
        return len(name) > 1 and (
            name[-1] in _DIVISIONS or any(region.level != "county" for region in self._named[name])
        )

    def _is_doubtful(self, name: str) -> bool:
        """Names of counties in two characters: 和县 stands in 各市和县 too."""
        return len(name) == 2 and all(region.level == "county" for region in self._named[name])

    def _resolve_path(self, name: str, within: str | None) -> Region | None:
        for cut in range(len(name) - 2, 1, -1):
            if name[:cut] in self._named and (head := self.resolve(name[:cut], within)):
                inside = self.resolve(name[cut:], head.id)
                if inside is not None and head in self.ancestors(inside.id):
                    return inside
        return None

    def _nearest(self, candidates: list[Region], name: str, within: str) -> Region | None:
        here = (self.get(within), *self.ancestors(within))
        ranks = {r.id: (self._rank_of_place(r, name, here), *_rank_of_name(r, name)) for r in candidates}
        return _only_best(ranks, self._by_id)

    def _rank_of_place(self, region: Region, name: str, here: tuple[Region, ...]) -> int:
        """The document's own region, then one above it, a province by its short name, one inside, one near by."""
        if region in here:
            return min(here.index(region), 1)
        if region.level == "province" and name != region.name:
            return 2  # 海南 is the province in Inner Mongolia too, which has a district of this name
        above = self.ancestors(region.id)
        return 3 if here[0] in above else 4 + len(here) - sum(place in here for place in above)


def load_regions(words: PlaceWords) -> Regions:
    """The regions of seeds/regions.csv; raises ReferenceDataError where a row is wrong."""
    regions = {region.id: region for region in map(_region, seed_rows("regions.csv", COLUMNS))}
    for region in regions.values():
        if region.parent_id is not None and region.parent_id not in regions:
            raise ReferenceDataError(f"seeds/regions.csv: {region.name} lies in {region.parent_id}, which is no row")
    return Regions(regions.values(), words)


def _region(row: SeedRow) -> Region:
    level, parent = row.text("level"), row.text("parent")
    if level not in LEVELS:
        raise row.error(f"no level: {level!r}")
    return Region(
        id=f"region:{row.text('adcode')}",
        adcode=row.text("adcode"),
        name=row.text("name"),
        level=level,
        parent_id=f"region:{parent}" if parent else None,
        aliases=row.texts("short") + tuple(former.split("/")[0] for former in row.texts("former")),
        valid_from=row.year("valid_from"),
        valid_to=row.year("valid_to"),
        abbreviation=row.text("abbreviation"),
    )


def _rank_of_name(region: Region, name: str) -> tuple[int, int]:
    """Units of today before those of the past, full names before short ones, of these the highest level."""
    abolished = 2 if region.valid_to is not None else 0
    return (abolished, 0) if name == region.name else (abolished + 1, LEVELS.index(region.level))


def _only_best(ranks: Mapping[str, tuple[int, ...]], regions: Mapping[str, Region]) -> Region | None:
    best = min(ranks.values())
    chosen = [region_id for region_id, rank in ranks.items() if rank == best]
    return regions[chosen[0]] if len(chosen) == 1 else None


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
