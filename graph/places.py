"""Which region a word such as 省, 我市 or 自治区 means in a document of a given place."""

from graph.reference import Reference, Region
from graph.regions import COUNTRY

__all__ = ["COUNTRY", "leading_place", "level_word", "lineage", "named_region", "relative_region"]

_LEVEL_WORDS = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "州", "盟", "县", "旗", "区")


def lineage(region_id: str | None, reference: Reference) -> tuple[Region, ...]:
    """The region and what it lies in, nearest first; nothing for a place that is not in the table."""
    if region_id is None or "~" in region_id:
        return ()
    return (reference.regions.get(region_id), *reference.regions.ancestors(region_id))


def named_region(name: str, region_id: str | None, reference: Reference) -> Region | None:
    """The region of this name that a document of the region means; the region may be one that is not in the table."""
    return reference.regions.resolve(name, region_id if lineage(region_id, reference) else None)


def level_word(text: str, reference: Reference) -> str:
    """The word of level that the text begins with, 全 or 我 before it: 自治区, 市, 我省; "" where there is none."""
    own = next((word for word in reference.words["own_place_words"] if text.startswith(word)), "")
    rest = text[len(own) :]
    words = reference.words
    if rest.startswith(words["not_a_place"]) and not rest.startswith(words["place_after_all"]):
        return ""
    return next((own + word for word in _LEVEL_WORDS if rest.startswith(word)), "")


def relative_region(word: str, region_id: str | None, reference: Reference) -> Region | None:
    """What a word of level means in a document of this region: in one of a county-level city 市 is that city.

    The nearest that bears the word counts, so 市 is the prefecture for a county below it; none for a level below.
    """
    level = word[1:] if word.startswith(reference.words["own_place_words"]) else word
    return next((region for region in lineage(region_id, reference) if _bears(region, level)), None)


def _bears(region: Region, level: str) -> bool:
    """Whether the region is called so: 阿拉善盟 is a 盟; 大兴安岭地区 is no 区, a 自治州 is a 州."""
    return region.name.endswith(level) and not (level == "区" and region.name.endswith("地区"))


def leading_place(text: str, region_id: str | None, reference: Reference) -> tuple[Region | None, str]:
    """The place that the text begins with, named or by a word of level, and the rest behind it.

    The document's own region and those above it go by all their names, others only by those that running text shows;
    the longest name counts, so 阿拉善左旗 is not 阿拉善.
    """
    named = [
        (len(name), region)
        for region in lineage(region_id, reference)
        for name in (region.name, *region.aliases)
        if len(name) > 1 and text.startswith(name)
    ]
    found = [
        (end, region)
        for start, end, name in reference.regions.find(text[:24])
        if start == 0 and (region := named_region(name, region_id, reference))
    ]
    if either := max(named + found, key=lambda pair: pair[0], default=None):
        return either[1], text[either[0] :]
    word = level_word(text, reference)
    region = relative_region(word, region_id, reference) if word else None
    return region, text[len(word) :] if region else text
