"""Duty phrases in other brackets than round ones: 〔市甲局牵头〕, 【责任单位:市甲局】, [市甲局负责]."""

import re
from dataclasses import replace

from ingest.document import SourceText

_SQUARE = re.compile(r"[\[【〔〖](?P<said>[^\[\]【】〔〕〖〗《》]{3,300})[\]】〕〗]")
_WITHIN_NAME = re.compile(r"(?<=[乡镇县市区旗局委])〔[\u4e00-\u9fff、]{1,12}〕")  # 各乡镇〔街道〕
_DUTY = re.compile(r"牵头|负责|责任(?:单位|部门)|配合|主办|协办|承办|分工|参与|落实|会同")


def with_round_brackets(source: SourceText) -> SourceText:
    """The same text, in which brackets around duty phrases are round where rules read it; the file's own words stay."""
    found = [match for match in _SQUARE.finditer(source.normal) if _DUTY.search(match["said"])]
    found += _WITHIN_NAME.finditer(source.normal)
    if not found:
        return source
    signs = list(source.normal)
    for match in found:
        signs[match.start()], signs[match.end() - 1] = "(", ")"
    return replace(source, normal="".join(signs))
