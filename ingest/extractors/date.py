"""Dates as offices write them: 2017年11月27日, 二○一二年四月十三日, 2017-11-27."""

import re
from collections.abc import Iterator
from datetime import date

from graph.model import Mention
from graph.reference import Reference
from ingest.document import Passage

_ZEROS = "〇○零OoΟ0"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys(_ZEROS, 0)
_ARABIC = re.compile(r"(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日")
_CHINESE = re.compile(
    rf"(?P<y>[一二][{_ZEROS}九][{_ZEROS}一二三四五六七八九]{{2}})年(?P<m>[一二三四五六七八九十]{{1,2}})月(?P<d>[一二三四五六七八九十]{{1,3}})日"
)
_NUMERIC = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sign>[-./])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?!\d)")


def extract(clause: Passage, reference: Reference) -> Iterator[Mention]:
    """Yield each date to the day; its name is the ISO date."""
    del reference  # the signature is that of every extractor of mentions
    found = [(match.start(), match.end(), iso) for match, iso in _dates(clause.text)]
    for start, end, iso in sorted(found):
        yield Mention("Date", iso, clause.span(start, end))


def written_date(text: str) -> str | None:
    """The ISO date that the text consists of, written as in a signature (2017年11月27日), else None."""
    text = text.strip().strip("()")
    return next((iso for match, iso in _dates(text) if match.re is not _NUMERIC and match.group() == text), None)


def any_date(text: str) -> str | None:
    """The first ISO date in the text, in whatever form."""
    return next((iso for _, iso in _dates(text)), None)


def _dates(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for pattern in (_ARABIC, _CHINESE, _NUMERIC):
        for match in pattern.finditer(text):
            numbers = (_value(match["y"]), _value(match["m"]), _value(match["d"]))
            try:
                yield match, date(*numbers).isoformat()
            except ValueError:  # 2月30日 is no date
                continue


def _value(digits: str) -> int:
    """2012, 二○一二, 十三, 三十一 as a number."""
    if digits.isascii() and digits.isdigit():
        return int(digits)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * _DIGITS.get(tens, 1) + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[digit]) for digit in digits))
