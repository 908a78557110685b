"""Where an invented document comes from, and the bodies of that place as a document may write them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from graph.reference import load_reference
from graph.regions import Region
from tests.grammar_words import COMPANIES, UNUSUAL

_WORDS = {
    "province": (("自治区", "自治区"), ("省", "省"), ("市", "市")),
    "prefecture": (("自治州", "州"), ("地区", "地区"), ("盟", "盟"), ("市", "市")),
    "county": (("自治县", "县"), ("自治旗", "旗"), ("县", "县"), ("市", "市"), ("区", "区"), ("旗", "旗")),
}
_PARTS = {
    "自治区": ("各盟行政公署、市人民政府", "各市、县（市、区）人民政府"),
    "省": ("各市、县（市、区）人民政府", "各市（州）人民政府", "各地级以上市人民政府"),
    "市": ("各县（市、区）人民政府", "各县（区）人民政府", "各区、县级市人民政府", "各县（市、区）政府"),
    "州": ("各县（市）人民政府", "各县市人民政府"),
    "地区": ("各县（市）人民政府", "各县（市、区）人民政府"),
    "盟": ("各旗（区）政府（管委会）", "各旗（县、市）人民政府"),
    "县": ("各乡镇人民政府", "各乡（镇）人民政府"),
    "区": ("各镇人民政府（街道办事处）", "各镇街"),
    "旗": ("各苏木镇人民政府",),
}
_ENDS = {"province": ("厅", "委", "办", "局"), "municipality": ("局", "委", "办"), "below": ("局", "委", "办", "中心")}
_PARTY = ("宣传部", "组织部", "政法委", "网信办", "编办")
_VERTICAL = ("税务", "人民银行", "海关", "政协", "共青团")  # whose full names are not place and name
_ELSEWHERE = ("国家", "国务院", "中央", "政府", "人民政府", "委", "党委", "中国", "全国", "市监")


@dataclass(frozen=True)
class Body:
    """A body as text names it: `own` bare of its level, `word` its level; `whole` names carry no level."""

    own: str
    word: str
    function: str
    whole: bool = False
    group: bool = False
    company: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name with its level: 市财政局."""
        return self.own if self.whole else self.word + self.own


@dataclass(frozen=True)
class Place:
    """The region that a document governs, and how its documents speak of it."""

    region: Region
    word: str
    government: str
    parts: str
    party: str
    bodies: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)

    @property
    def ours(self) -> str:
        """全市, 全区, 全国."""
        return "全" + (self.word[-1:] or "国")

    @property
    def title(self) -> str:
        """How titles name the place: 绵阳市, 国家."""
        return self.region.name if self.word else "国家"

    @property
    def code(self) -> str:
        """The agency code of its government, as an invented one would be: 绵府发."""
        if not self.word:
            return "国发"
        return (self.region.abbreviation.split("|")[0] or self.region.name[0]) + "府发"

    def draw(self, rng: random.Random, count: int, plain: bool = False) -> list[Body]:
        """Different bodies of different functions; not only those of the government unless plain."""
        taken: dict[str, Body] = {}
        while len(taken) < count:
            body = self._one(rng, plain)
            taken.setdefault(body.function, body)
        return list(taken.values())

    def _one(self, rng: random.Random, plain: bool) -> Body:
        chance = rng.random()
        if not plain and chance < 0.06 and self.word:
            name = rng.choice(UNUSUAL)
            return Body(name, self.word, name)
        if not plain and chance < 0.12:
            return self.party_body(rng)
        function, names = rng.choice(self.bodies)
        if not plain and chance > 0.94 and self.word and function not in _VERTICAL:
            return Body(f"{self.region.name}{rng.choice(names)}", "", function, whole=True)
        return Body(rng.choice(names), self.word, function, whole=not self.word)

    def party_body(self, rng: random.Random) -> Body:
        """市委宣传部, 自治区党委组织部."""
        name = rng.choice(_PARTY if self.word else _PARTY[:2])
        return Body(f"{self.party}{name}", "", name, whole=True)

    def central(self, rng: random.Random) -> Body:
        """An office of the centre in the place: it keeps its own level."""
        if not self.word:
            return Body("中国人民银行", "", "人民银行", whole=True)
        short = (*self.region.aliases, self.region.name)[0]
        made = [
            Body(f"国家税务总局{self.region.name}税务局", "", "税务", whole=True),
            Body(f"中国人民银行{self.region.name}分行", "", "人民银行", whole=True),
            Body(f"人民银行{short}分行", "", "人民银行", whole=True),
        ]
        if self.region.level != "county":
            made.append(Body(f"{short}海关", "", "海关", whole=True))
        return rng.choice(made)

    def named_parts(self, rng: random.Random) -> list[Body]:
        """Governments of regions within this one: 德钦县人民政府."""
        inside = _inside(self.region.id)
        seats = [f"{name}{rng.choice(('人民政府', '政府'))}" for name in rng.sample(inside, min(2, len(inside)))]
        return [Body(seat, "", seat, whole=True) for seat in seats]

    def company(self, rng: random.Random) -> Body:
        """A company of the place."""
        name = rng.choice(COMPANIES)
        return Body(name, self.word, name, company=True)

    def group(self) -> Body:
        """各县(市、区)人民政府."""
        return Body(self.parts, "", "各地", whole=True, group=True)


def draw_place(rng: random.Random) -> Place:
    """A province, prefecture or county, leagues and autonomous areas among them; now and then the country."""
    if rng.random() < 0.08:
        country = load_reference().regions.get("region:100000")
        parts = rng.choice(("各省（区、市）人民政府", "各省、自治区、直辖市人民政府"))
        return Place(country, "", "国务院", parts, "中央", _ministries())
    level = rng.choices(("province", "prefecture", "county"), (2, 5, 3))[0]
    region, word = rng.choice(_regions(level))
    seat = {"盟": "行政公署", "地区": "行政公署"}.get(word, "人民政府")
    party = "自治区党委" if word == "自治区" else "地委" if word == "地区" else word + "委"
    kind = "municipality" if level == "province" and word == "市" else level
    parts = rng.choice(_PARTS["县" if level == "county" and word == "市" else word])
    ends = _ENDS.get(kind, _ENDS["below"])
    return Place(region, word, region.name + seat, parts, party, _bodies(ends, word))


@cache
def _regions(level: str) -> Sequence[tuple[Region, str]]:
    """Regions of today whose name is theirs alone."""
    reference = load_reference()
    names = [region.name for region in reference.regions]
    found = []
    for region in reference.regions:
        word = next((word for end, word in _WORDS[level] if region.name.endswith(end)), "")
        today = region.level == level and region.valid_to is None and not region.adcode.startswith(("71", "81", "82"))
        plain = reference.normalise(region.name) == region.name  # 乾县 is normalised to another name
        if word and today and plain and len(region.name) > 2 and names.count(region.name) == 1:
            found.append((region, word))
    return found


@cache
def _inside(region_id: str) -> Sequence[str]:
    """The regions directly below, by names that are theirs alone."""
    regions = load_reference().regions
    found = (region for region in regions if region.parent_id == region_id and region.valid_to is None)
    return [
        region.name for region in found if len(region.name) > 2 and regions.resolve(region.name, region_id) is region
    ]


@cache
def _ministries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The bodies of the centre: 财政部, 国家发展改革委, 海关总署."""
    found: dict[str, list[str]] = {}
    for name, function in load_reference().departments.names().items():
        today = function.valid_to is None and function.kind == "agency" and function.scope == "national"
        if today and name.startswith(("国家", "中国")) != name.endswith(("部", "署")):
            found.setdefault(function.function, []).append(name)
    return tuple((function, tuple(names[:3])) for function, names in found.items())


@cache
def _bodies(ends: tuple[str, ...], word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Functions of today with the names that a place of this level may write."""
    found: dict[str, list[str]] = {}
    for name, function in load_reference().departments.names().items():
        today = function.valid_to is None and function.scope == "local" and function.kind in ("agency", "office")
        own = not name.startswith((*_ELSEWHERE, word)) or name.startswith("市场")
        if today and own and name.endswith(ends) and 3 <= len(name) <= 14:
            found.setdefault(function.function, []).append(name)
    return tuple((function, tuple(names[:4])) for function, names in found.items())


@cache
def stems(word: str) -> tuple[str, ...]:
    """Names without their suffix, as lists have them: 发展改革、财政、科技等部门."""
    names = load_reference().departments.names()
    today = (name for name, function in names.items() if function.valid_to is None and function.kind == "agency")
    ends = (name.removesuffix("部门") for name in today if name.endswith("部门") and names[name].scope == "local")
    return tuple(end for end in ends if len(end) < 8 and end[0] != word[:1] and not end.endswith("主管"))
