"""Of which measures less is better."""

import re
from collections.abc import Iterator, Sequence

_FALLING = re.compile(r"(?:下降|降低|减少|削减|压减|缩短|压缩|降|减)(?:率|幅|幅度|比例|百分比|比率)?$")
_SAME = re.compile(r"(?:水平|强度|总量|指标|值|系数|年均|增长|增速|增幅)*(?:\(.*\))?")  # still that which is measured


def is_burden(name: str, words: Sequence[str]) -> bool:
    """Whether the measure is one of these words: 质量投诉率, 单位产值能耗, not 投诉率降幅 nor 能耗限额达标率."""
    if _FALLING.search(name):
        return False
    return any(_SAME.fullmatch(name[end:]) for word in words for end in _ends(name, word))


def _ends(name: str, word: str) -> Iterator[int]:
    """Where the word ends in the name."""
    at = name.find(word)
    while at >= 0:
        yield at + len(word)
        at = name.find(word, at + 1)
