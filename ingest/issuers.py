"""Words in front of a title that say whose it is: 国务院, 自治区, 省政府, 绵阳市."""

import re
from functools import cache

from graph.places import level_word
from graph.reference import Reference

_LONGEST_ISSUER = 24
_BEFORE = re.compile(r"[\u4e00-\u9fff、]{1,30}$")
_CONJUNCTION = re.compile(r"以及|[和及与]")
_SHORT_PLACE = re.compile(r"[^\W\d联同加结红国军锦各][盟旗](?![帜舰])")  # 阿盟, 额旗
_NO_ISSUER_STARTS = "、以对由经向将把按年月日底初"  # particles, and the rest of a date: 2008年市政府


def qualifier_before(text: str, start: int, reference: Reference) -> str:
    """The place or issuer right before a title: 自治区 of 落实自治区《…》; "" where other words stand there."""
    words = run_before(text, start)
    for pattern in (lead_ins(reference), _CONJUNCTION):
        cuts = [match.end() for match in pattern.finditer(words)]
        words = words[cuts[-1] :] if cuts else words
    words = words.lstrip(_NO_ISSUER_STARTS)
    return words if words and is_issuer_like(words, reference) else ""


def is_issuer_like(words: str, reference: Reference) -> bool:
    """Whether words name a place or an issuer, and nothing beside: 国务院, 自治区, 省政府, 绵阳市."""
    if len(words) > _LONGEST_ISSUER:
        return False
    if words in reference.words["level_words"] or words in reference.words["central_words"]:
        return True
    return words.endswith(reference.words["issuer_endings"]) or place_prefix(words, reference) == len(words)


def place_prefix(words: str, reference: Reference) -> int:
    """How long the place or issuer is that the words begin with: 国务院, 自治区, 全省, 四川省, 阿盟; 0 if none."""
    central = max((len(word) for word in reference.words["central_offices"] if words.startswith(word)), default=0)
    levels = max((len(word) for word in reference.words["level_words"] if words.startswith(word)), default=0)
    if levels == 1 and level_word(words, reference) == "":
        levels = 0
    named = max((end for start, end, _ in reference.regions.find(words[:16]) if start == 0), default=0)
    short = 2 if _SHORT_PLACE.match(words) else 0
    return max(central, levels, named, short)


def run_before(text: str, start: int) -> str:
    """The Chinese words that run up to a place of a text, thirty characters at most."""
    run = _BEFORE.search(text, max(0, start - 30), start)
    return run[0] if run else ""


def lead_ins(reference: Reference) -> re.Pattern[str]:
    """The words that lead to a title: 根据, 落实, 制定, 学习 …"""
    words = reference.words
    return either(words["derive_words"] + words["cite_words"] + words["plain_lead_ins"])


@cache
def either(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, the longest that fits."""
    return re.compile("|".join(sorted(words, key=len, reverse=True)))
