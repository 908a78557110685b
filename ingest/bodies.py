"""What is the name of a body: by the gazetteer of functions, by its prefix, by its last word."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from graph.departments import DepartmentFunction
from graph.places import level_word
from graph.reference import Reference

LEVEL_WORDS = ("自治区", "自治州", "自治县", "兵团", "地区", "省", "市", "县", "区", "盟", "旗", "州", "师")
BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_OWN_LEVEL = ("国家", "全国", "中国", "中央")
_VERTICAL = re.compile(r"海关|人民银行|检验检疫|[分支]行|总局|总署|^国家")
_BRANCH = re.compile(
    r"(?:人民银行|人行).{0,10}(?:分行|支行|中支|营管部|管理部)$|(?:银监|保监|银保监|证监|金融监管|电监)(?:[分支]?局|会)$"
)
_OF_PLACES = ("管委会", "管理委员会", "政府", "街道", "办事处", "镇", "乡", "公署")
_PARTY_ORGANS = ("宣传部", "组织部", "统战部", "武装部", "社会工作部")
_OF_LEVEL = re.compile(r"[省市县区州盟旗](?:[级直属]|属各)")
_PARTY_OF_LEVEL = re.compile(r"团?(?:[省市县区旗盟州]|自治区)委(?!员会)")  # 县委宣传部 bears its level
_OF_TAIWAN = re.compile("台湾(?:工作|事务|同胞)")  # what the office deals with, not where it is
_PROSE_SIGN = re.compile(r"[。;:!?\d《》“”%]")


_MOST_REMEMBERED = 100_000  # names; then the memory begins anew


@cache
def bodies_of(reference: Reference) -> "Bodies":
    """The reader of names for this reference data; one for all documents, since names recur."""
    return Bodies(reference)


def _general(words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """企业, 生产企业, 有关行业协会; not 有关单位, which stands for offices and keeps a list open."""
    modifiers, others, companies = (
        "|".join(sorted(words[name], key=len, reverse=True))
        for name in ("general_modifiers", "general_bodies", "general_companies")
    )
    return re.compile(f"(?:{modifiers})*(?:{others}|{companies})|(?:各|有关|相关)+(?:{modifiers})*(?:{companies})")


class Bodies:
    """Reads names of bodies against the gazetteer; remembers what it read."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        words = reference.words
        self.group_starts = tuple(words["group_starts"])
        self.place_suffixes = tuple(words["place_suffixes"])
        self._office_suffixes = (*words["office_suffixes"], "部门")
        self._other_suffixes = tuple(words["other_suffixes"])
        self._group_ends = (*self._office_suffixes, *self._other_suffixes, *self.place_suffixes, "单位", "方面", "组织")
        self._no_name = re.compile("|".join(map(re.escape, words["no_name_words"])))
        self._general = _general(words)
        self._known: dict[str, bool] = {}
        self._kinds: dict[str, str | None] = {}
        self._places: dict[str, str] = {}

    def kind(self, name: str) -> str | None:
        """ "" for an office, other for a company or institute, None where this is no name of a body."""
        if name not in self._kinds:
            self._forget_if_full(self._kinds)
            self._kinds[name] = self._read_kind(name)
        return self._kinds[name]

    def known(self, name: str) -> bool:
        """Whether the gazetteer knows the name: bare, behind a word of level, or behind a place."""
        if name not in self._known:
            self._forget_if_full(self._known)
            self._known[name] = self._read_known(name)
        return self._known[name]

    def stem(self, name: str) -> bool:
        """Whether this is an office without its last word: 市发展改革, 财政."""
        departments = self.reference.departments
        bare = [name, *(name[len(level) :] for level in LEVEL_WORDS if name.startswith(level))]
        return any(departments.stem(one) or departments.match(one + "部门") for one in bare)

    def is_body(self, name: str) -> bool:
        """Whether this names an office, a company, a group."""
        return self.kind(name) is not None or self.is_group(name)

    def is_group(self, name: str) -> bool:
        """各县(市、区)人民政府, 盟直相关部门, 各成员单位: several bodies under one name."""
        bare = BRACKET.sub("", name)
        return self.begins_group(bare) and bare.endswith(self._group_ends) and len(bare) <= 30 and not self._prose(bare)

    def is_general(self, name: str) -> bool:
        """Companies or institutes in general, nobody in particular: 企业, 行业协会, 科研院所."""
        return bool(self._general.fullmatch(name))

    def begins_group(self, name: str) -> bool:
        """Whether the name begins like that of a group."""
        return name.startswith(self.group_starts) or name.endswith("成员单位") or bool(_OF_LEVEL.match(name))

    def place(self, name: str) -> str:
        """The place that the name begins with: 四平市 of 四平市财政局."""
        if name not in self._places:
            self._forget_if_full(self._places)
            found = [end for start, end, _ in self.reference.regions.find(name) if start == 0 and end < len(name)]
            found = [] if _OF_TAIWAN.match(name) else found
            self._places[name] = name[: max(found)] if found else ""
        return self._places[name]

    def bare(self, name: str) -> bool:
        """Whether the name bears neither a word of level nor a place: 水务局."""
        if _PARTY_OF_LEVEL.match(name) or _BRANCH.search(name):
            return False
        if self._unplaced(name):
            return True
        if any(name.startswith(level) and len(name) > len(level) + 1 for level in LEVEL_WORDS):
            return False
        return not self.place(name)

    def lacks_prefix(self, name: str) -> bool:
        """A local office named without level or place: 水务局; 海关, 总局, 财政部, companies keep their names."""
        if (
            name.startswith((*_OWN_LEVEL, "全"))
            or _PARTY_OF_LEVEL.match(name)
            or _VERTICAL.search(name)
            or self.kind(name) == "other"
        ):
            return False
        if name.endswith("部") and not name.endswith(_PARTY_ORGANS):
            return False
        known = self._unplaced(name)
        if known is None:
            return self.bare(name) and not name.endswith(_OF_PLACES)
        return known.scope != "national" and known.kind != "government"

    def prefix(self, name: str) -> str:
        """What a name lends to those behind it: 盟 of 盟住建局, 四平市 of 四平市财政局; 省 of 省委宣传部."""
        if self.reference.departments.match(name) and not re.match(r".{1,3}委", name):
            return ""
        word = next((level for level in LEVEL_WORDS if name.startswith(level)), "")
        if (word and self.reference.departments.match(name) is None) or re.match(r"[省市县区州盟旗]委", name):
            return word
        place = self.place(name)
        return place if place and self.known(name) and not name.endswith("政府") else ""

    def _unplaced(self, name: str) -> DepartmentFunction | None:
        """The function whose name this is; none of a leading group that bears its level: 市质量工作领导小组."""
        function = self.reference.departments.match(name)
        placed = function and function.kind == "leading_group" and level_word(name, self.reference)
        return None if placed else function

    @staticmethod
    def _forget_if_full(table: dict[str, Any]) -> None:
        if len(table) >= _MOST_REMEMBERED:
            table.clear()

    def _read_known(self, name: str) -> bool:
        match = self.reference.departments.match
        if match(name) or any(name.startswith(level) and match(name[len(level) :]) for level in LEVEL_WORDS):
            return True
        place = self.place(name)
        return bool(place and match(name[len(place) :]))

    def _read_kind(self, name: str) -> str | None:
        if self.known(name):
            return ""
        if not 2 <= len(name) <= 26 or self._prose(name):
            return None
        if _BRANCH.search(name):
            return ""
        if name.endswith(self._other_suffixes):
            return "other"
        return "" if name.endswith(self._office_suffixes) else None

    def _prose(self, name: str) -> bool:
        return bool(_PROSE_SIGN.search(name) or self._no_name.search(name))
