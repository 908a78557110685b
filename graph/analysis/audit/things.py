"""The things that a work is about, as far as they have names: of a kind (a zone, a prize, a platform), or in quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph.reference import Reference

_WORD = r"[^\s,。;:、()“”《》·\d%]"
_LEVEL = re.compile(r"国家级?|全国|自治区级?|省级?|[市县盟旗]级")
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"\n]{2,12})[”\"](?P<kind>专项行动|行动|专项整治|工程|计划|活动)")
_MONTH = re.compile(r"[“\"](?P<name>[^“”\"\n]{2,8}[月日周])[”\"](?P<kind>)")
_FILLER = re.compile("产品|质量|监督|检验|检测|综合")  # tells no centre from another: 农机产品质量监督检验中心
_VARIANT = re.compile(r"片区")
_TELLING = 5  # characters of a kind of thing of which a place has but one: 满意度调查


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing: its words, its kind, the pairs of characters and the levels that tell it; and where it stands."""

    words: str
    kind: str
    marks: frozenset[str]
    levels: frozenset[str]
    start: int
    end: int

    @property
    def name(self) -> str:
        """The words as they stand in a sentence about it, without the quotes of their own."""
        return re.sub(r"[“”\"]", "", self.words)


def things_of(text: str, offset: int, reference: Reference, more: tuple[str, ...] = ()) -> Iterator[Thing]:
    """The things that a text names; offset is where the text begins in its document, `more` are further kinds."""
    for found in _pattern(reference, more).finditer(text):
        words, kind = found[0], _VARIANT.sub("区", found["kind"])
        told = _cut(words[: -len(found["kind"])], reference)
        bare = _FILLER.sub("", _LEVEL.sub("", told)) or _LEVEL.sub("", told)
        levels = frozenset(level.rstrip("级") for level in _LEVEL.findall(told))
        marks = frozenset(bare[at : at + 2] for at in range(len(bare) - 1))
        start = offset + found.end() - len(found["kind"]) - len(told)
        if bare or len(kind) >= _TELLING:
            yield Thing(told + found["kind"], kind, marks, levels, start, offset + found.end())
    for pattern in (_QUOTED, _MONTH):  # “质检利剑”行动, “质量月”
        for found in pattern.finditer(text):
            marks = frozenset((found["name"],))
            yield Thing(found[0], "", marks, frozenset(), offset + found.start(), offset + found.end())


def same_thing(one: Thing, other: Thing) -> bool:
    """One kind, the marks of one mostly within those of the other, and no two levels that exclude each other."""
    if one.kind != other.kind or (one.levels and other.levels and not one.levels & other.levels):
        return False
    few, many = sorted((one.marks, other.marks), key=len)
    if not few:
        return len(one.kind) >= _TELLING or one.words == other.words or bool(one.levels & other.levels)
    return len(few & many) >= max(1, round(0.6 * len(few)))


def objects_of(text: str, reference: Reference) -> dict[str, frozenset[str]]:
    """Of each sentence that speaks of an instrument (标准, 检测 …) the branches and fields to which it is applied."""
    found: dict[str, frozenset[str]] = {}
    for sentence in re.split("[。;]", text):
        fields = frozenset(word for word in reference.words["audit_fields"] if word in sentence)
        for instrument in reference.words["audit_instruments"]:
            if instrument in sentence:
                found[instrument] = found.get(instrument, frozenset()) | fields
    return found


@cache
def _pattern(reference: Reference, more: tuple[str, ...]) -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, (*reference.words["audit_things"], *more)), key=len, reverse=True))
    return re.compile(rf"{_WORD}{{0,14}}?(?P<kind>{kinds})(?!{_WORD}{{0,1}}(?:{kinds}))")


def _cut(words: str, reference: Reference) -> str:
    """The words of a name without what stands before it: 推荐申报全国知名品牌 gives 全国知名品牌.

    A verb of headings may stand in a name (质量提升示范区): it is cut at the beginning alone.
    """
    ends = [found.end() for found in _inner(reference).finditer(words)]
    return without_verbs(words[max(ends, default=0) :], reference)


@cache
def _inner(reference: Reference) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, reference.words["audit_verbs"]), key=len, reverse=True)))


def without_verbs(words: str, reference: Reference) -> str:
    """Words without the verbs that they begin with: 推行企业首席质量官制度 gives 企业首席质量官制度."""
    while found := _verbs(reference).match(words):
        words = words[found.end() :]
    return words


def ends_with_verb(words: str, reference: Reference) -> bool:
    """Whether what follows is what the verb is about: 2015年底前推行."""
    return any(found.end() == len(words) for found in _verbs(reference).finditer(words))


@cache
def _verbs(reference: Reference) -> re.Pattern[str]:
    words = {*reference.words["audit_verbs"], *reference.words["heading_verbs"]}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
