"""Numbers as offices write them: 1,000, 98.5, 二十三, 三百二十, 2万."""

import re

_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 15  # digits that a float holds exactly; longer ones are codes
_ONES = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE_DIGITS = "".join([*_ONES, *_TENS, *_MYRIADS])

Number = int | float


def number(text: str) -> Number | None:
    """The value of a number in digits (with commas, decimals) or in Chinese; None where it is none."""
    plain = text.replace(",", "")
    if plain.isascii():
        return tidy(float(plain)) if len(plain) <= _LONGEST and _DECIMAL.fullmatch(plain) else None
    return chinese_number(text)


def tidy(value: float) -> Number:
    """An integral value as int, another as float without the noise of binary fractions."""
    return int(value) if value == int(value) else round(value, 6)


def chinese_number(text: str) -> int | None:
    """二十三 gives 23, 一万二千 12000, 二〇二五 2025; None for what is no whole number (半, 三四)."""
    if not text or any(sign not in CHINESE_DIGITS for sign in text):
        return None
    if all(sign in _ONES for sign in text):
        return _by_digits(text)
    total = section = digit = 0
    pending = False  # a digit that no 十, 百, 千 has taken yet
    for sign in text:
        if sign in _ONES:
            if pending and digit:
                return None
            digit, pending = _ONES[sign], True
        elif sign in _TENS:
            section += (digit if pending else 1) * _TENS[sign]
            digit, pending = 0, False
        else:
            total = (total + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
            pending = False
    return total + section + digit


def _by_digits(text: str) -> int | None:
    """Single digits one by one, as in years; two of them are a guess (三四家), not a number."""
    if len(text) == 1:
        return _ONES[text]
    return int("".join(str(_ONES[sign]) for sign in text)) if len(text) >= 4 else None
