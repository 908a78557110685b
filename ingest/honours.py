"""Names of honours in a text: prizes (…奖), brand titles (…名牌产品, …驰名商标), titles of model places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.reference import Reference
from ingest.issuers import either, place_prefix

_LONGEST_TITLE = 60  # characters of 《》
_WINDOW = 24  # characters before the last word of an honour
_NAME_LENGTH = range(3, 25)
_BRACKET = re.compile(r"\([\u4e00-\u9fff“”]{2,16}奖\)")
_REST_OF_PRIZE = re.compile(r"[\u4e00-\u9fff]{2,8}奖(?![励惩补])")
_GRADE = re.compile(r"[特一二三]等奖$")
_NO_NAME = re.compile(r"[^\u4e00-\u9fffA-Za-z·]|以及|[和与及或]")
_UNQUOTED = str.maketrans("", "", "“”")
_LISTED = re.compile(r"(?:[、和与及]|以及)$")
_FIGURE = re.compile(r"\D{0,2}(?:达到?|超过)?\d|(?:总量|总数|个数|件数|数量|数)")
_NUMBER_BEFORE = re.compile(r"\d[多余]?[个项件家块]$")


@dataclass(frozen=True)
class Honour:
    """An honour named at one place of a text. `place` is the place or level that its name begins with."""

    start: int
    end: int
    name: str
    place: str
    counted: bool  # a figure stands beside it: 驰名商标1件


def find_honours(text: str, reference: Reference) -> Iterator[Honour | str]:
    """The honours in a text in order; a string says why a candidate is none."""
    words, end = reference.words, 0
    for word in _heads(words["brand_titles"], words["placed_titles"]).finditer(text):
        if word.start() < end:
            continue
        if _in_title(text, word.start()):
            yield "part of a document's title"
            continue
        read = {"奖": _prize, "杯”": _cup}.get(word[0], _title)
        found = list(read(text, word, reference))
        yield from found
        end = max((honour.end for honour in found if isinstance(honour, Honour)), default=end)


def _in_title(text: str, at: int) -> bool:
    """Whether this place is within 《》: 《某省名牌产品管理办法》 names a document."""
    opened = text.rfind("《", max(0, at - _LONGEST_TITLE), at)
    return opened >= 0 and text.find("》", opened, at) < 0 and text.find("》", at, at + _LONGEST_TITLE) >= 0


def _prize(text: str, word: re.Match[str], reference: Reference) -> Iterator[Honour | str]:
    """The prize that ends in this 奖: “鲁班奖”, 四川省政府质量奖(天府质量奖); 获奖 and 奖励 are none."""
    words, at = reference.words, word.start()
    if text.startswith(words["prize_no_tails"], at + 1) or text.endswith(words["prize_no_heads"], 0, at):
        return
    quote = text.rfind("“", max(0, at - 12), at) if text.endswith("”", 0, at) else -1
    start = quote if quote >= 0 else _placed_start(text, _name_start(text, at, reference), at, reference)
    name = _GRADE.sub("奖", text[start : at + 1]).translate(_UNQUOTED)
    if len(name) not in _NAME_LENGTH or name.endswith(words["award_no_names"]):
        yield "奖 without a name"
        return
    other = _BRACKET.match(text, at + 1)
    end = other.end() if other else at + 1
    name = (name + other[0] if other else name).translate(_UNQUOTED)
    place = name[: award_place(name, reference)]
    yield from _with_shared(text, Honour(start, end, name, place, _is_counted(text, start, end)), reference)


def _placed_start(text: str, start: int, end: int, reference: Reference) -> int:
    """Where the place, the office or its head begins within a name, if one does: 完备政府质量奖 is 政府质量奖."""
    if award_place(text[start:end], reference):
        return start
    for at in range(start, end - 1):
        if text.startswith(("政府", "人民政府"), at):
            return at - 1 if at > start and text[at - 1] in "省市县区州盟旗" else at
        if text.startswith(reference.words["heads_of_place"], at) or award_place(text[at:end], reference) >= 2:
            return at
    return start


def _cup(text: str, word: re.Match[str], reference: Reference) -> Iterator[Honour | str]:
    """A prize called a cup, in quotes: “泰山杯”; “质量杯”竞赛 is a contest."""
    start = text.rfind("“", max(0, word.start() - 8), word.start())
    if start < 0 or text.startswith(reference.words["contest_words"], word.end()) or text.startswith("奖", word.end()):
        return
    rest = _REST_OF_PRIZE.match(text, word.end())
    end = rest.end() if rest else word.end()
    name = text[start:end].translate(_UNQUOTED)
    yield Honour(start, end, name, "", _is_counted(text, start, end))


def _title(text: str, word: re.Match[str], reference: Reference) -> Iterator[Honour | str]:
    """A brand title with the place before it: 中国驰名商标; 名牌 counts with a place or a figure, 名牌战略 never."""
    words = reference.words
    title = word[0]
    placed = title in words["placed_titles"]
    if placed and text.startswith(words["title_no_tails"], word.end()):
        yield "part of another word"
        return
    start = _title_start(text, word.start(), reference)
    before = text[start : word.start()].lstrip("“")
    size = award_place(before, reference)
    place, modifier = before[:size], before[size:]
    kept = modifier in words["brand_modifiers"]
    counted = _is_counted(text, word.start(), word.end())
    if title.startswith(words["country_titles"]):
        place, modifier = "", ""
    if placed and not (counted and title == "名牌") and (not place or modifier or place.endswith("级")):
        yield "a brand in general"
        return
    begin = start if size or kept else word.start()
    name = place + (modifier if kept else "") + title
    yield from _with_shared(text, Honour(begin, word.end(), name, place, counted), reference)


def _title_start(text: str, end: int, reference: Reference) -> int:
    """Where the place begins right before a brand title: (2018年)江苏名牌, (全市)中国驰名商标."""
    start = _name_start(text, end, reference)
    whole = award_place(text[start:end].lstrip("“"), reference) > 0
    places = (
        at
        for at in range(start, end - 1)
        if award_place(text[at:end], reference) == end - at and text[max(at - 1, 0)] not in "省市县区州盟旗"
    )
    start = start if whole else next(places, start)
    scope = next((word for word in reference.words["scopes_of_count"] if text.startswith(word, start)), "")
    inner = start + len(scope)
    return inner if scope and inner < end and award_place(text[inner:end], reference) == end - inner else start


def _with_shared(text: str, honour: Honour, reference: Reference) -> Iterator[Honour]:
    """The honour, and those whose level is said before it: 省、市优质工程, 全国和省“知名品牌创建示范区”."""
    own = honour
    begin = honour.start
    if not own.place and text[begin - 1 : begin] == "“":
        place = _place_ending(text, begin - 1, reference)
        if place:
            begin -= 1 + len(place)
            own = Honour(begin, honour.end, place + honour.name, place, honour.counted)
    shared: list[Honour] = []
    core = own.name.removeprefix(own.place)
    at = begin
    while own.place and (listed := _LISTED.search(text, max(0, at - 2), at)):
        place = _place_ending(text, listed.start(), reference)
        if not place:
            break
        at = listed.start() - len(place)
        shared.append(Honour(at, own.end, place + core, place, own.counted))
    yield from (*reversed(shared), own)


def _place_ending(text: str, end: int, reference: Reference) -> str:
    """The word of level that ends here and is no part of a longer word: 争创省、 ends in 省."""
    start = _name_start(text, end, reference)
    run = text[start:end]
    return run if run in _levels(reference) else ""


def award_place(name: str, reference: Reference) -> int:
    """How long the places and levels are that a name begins with: 全国, 四川省, 自治区, 省级."""
    size = 0
    while size < len(name):
        rest = name[size:]
        level = max((len(word) for word in _levels(reference) if rest.startswith(word)), default=0)
        longest = max(level, place_prefix(rest, reference))
        if not longest or rest.startswith(reference.words["heads_of_place"]):
            break
        if longest < 2 and rest.startswith(reference.words["not_a_place"]):
            break
        size += longest
    return size


def _levels(reference: Reference) -> frozenset[str]:
    names = ("country_titles", "province_titles", "prefecture_titles", "county_titles")
    return frozenset(word for name in names for word in reference.words[name]) | {"市", "县", "盟", "州", "旗"}


def _name_start(text: str, end: int, reference: Reference) -> int:
    """Where the name begins that runs on to `end`: behind the last sign, conjunction or verb."""
    start = max(0, end - _WINDOW)
    cuts = [match.end() for match in _NO_NAME.finditer(text, start, end)]
    start = max(cuts, default=start)
    kept = reference.words["award_kept_words"]
    for lead in either((*reference.words["award_lead_ins"], *kept)).finditer(text, start, end):
        start = start if lead[0] in kept else lead.end()
    return start


def _is_counted(text: str, start: int, end: int) -> bool:
    return _FIGURE.match(text, end) is not None or _NUMBER_BEFORE.search(text, max(0, start - 6), start) is not None


@cache
def _heads(titles: tuple[str, ...], placed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([*sorted((*titles, *placed), key=lambda word: (-len(word), word)), "奖", "杯”"]))
