"""When two figures are in one unit, and how a figure in one reads in another."""

import re
from functools import lru_cache

_PERCENT = "%"
_POINTS = "百分点"
# Units by what they are brought to and how many of these they are.
_BROUGHT: dict[str, tuple[str, float]] = {
    "分": (_PERCENT, 1.0),  # a satisfaction of 85% and one of 85分 are the same
    "百分制": (_PERCENT, 1.0),
    "百分比": (_PERCENT, 1.0),
    "％": (_PERCENT, 1.0),
    "‰": (_PERCENT, 0.1),
    "个百分点": (_POINTS, 1.0),
    "千克": ("公斤", 1.0),
    "吨": ("公斤", 1000.0),
    "千米": ("公里", 1.0),
    "平方千米": ("平方公里", 1.0),
    "km2": ("平方公里", 1.0),
    "公顷": ("平方公里", 0.01),
    "亩": ("平方公里", 1 / 1500),
    "吨标煤": ("吨标准煤", 1.0),
    "千瓦时": ("度", 1.0),
    "个月": ("月", 1.0),
    "个工作日": ("工作日", 1.0),
    "人民币": ("元", 1.0),
    "元人民币": ("元", 1.0),
    "册": ("本", 1.0),
    "冊": ("本", 1.0),
}
# Classifiers of a thing that is counted: of one measure they say the same (企业 5家, 5户).
_COUNTED = {"家", "户", "个", "件", "项", "所", "座", "处"}
_PERSONS = {"人", "名", "位"}
_LARGE = re.compile(r"([十百千]?)(万亿|万|亿)(.*)")
_TENS = {"": 1.0, "十": 10.0, "百": 100.0, "千": 1000.0}
_MULTIPLES = {"万": 1e4, "亿": 1e8, "万亿": 1e12}


@lru_cache(1000)
def measured_in(unit: str) -> tuple[str, float]:
    """The unit that it is brought to, and how many of these it is: 万户 is 10,000 of 个."""
    unit = unit.strip()
    if large := _LARGE.fullmatch(unit):
        base, factor = measured_in(large[3])
        return base, factor * _TENS[large[1]] * _MULTIPLES[large[2]]
    if unit in _COUNTED:
        return "个", 1.0
    if unit in _PERSONS:
        return "人", 1.0
    return _BROUGHT.get(unit, (unit, 1.0))


def same_unit(unit: object, other: object, of_change: bool = False) -> bool:
    """Whether figures in these units may be compared; one that is not said agrees with any.

    Of a change (合格率提高) points of percent and percent are the same; else 2个百分点 are no rate of 2%.
    """
    if not unit or not other:
        return True
    bases = {measured_in(str(unit))[0], measured_in(str(other))[0]}
    return len(bases) == 1 or "" in bases or (of_change and bases == {_PERCENT, _POINTS})


def brought(value: float, unit: object, other: object) -> float:
    """The figure as it reads in the other unit: 2 万户 are 20000 户; as it is where one unit is not said."""
    if not unit or not other or unit == other:
        return value
    return value * measured_in(str(unit))[1] / measured_in(str(other))[1]
