"""The numbers of Word's automatic lists, written out: 11 as 十一, ⑪, xi, k."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = {
    "chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖拾佰仟",
}
_PLAIN = "零一二三四五六七八九十百千"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLES = "".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]))
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_LETTERS = 780  # thirty Z: Word counts no further by letters
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def written(number: int, form: str) -> str:
    """A number in one of Word's forms (w:numFmt); in digits where the form ends before it, or is not known.

    Signs that hold bracket or stop within them are written in full: ⑴ as （1）, ⒈ as 1. — so they read as numbers.
    """
    return _FORMS.get(form, str)(number)


def _thousands(number: int, signs: str) -> str:
    """20 as 二十, 101 as 一百零一; signs are ten digits, ten, hundred, thousand."""
    if not 0 < number < 10_000:
        return signs[0] if number == 0 else str(number)
    text = ""
    for place, digit in enumerate(f"{number:04}"):
        if digit != "0":
            unit = signs[12 - place] if place < 3 else ""
            text += signs[int(digit)] + unit
        elif text and not text.endswith(signs[0]):
            text += signs[0]
    return text.rstrip(signs[0])


def _chinese(number: int) -> str:
    text = _thousands(number, _PLAIN)
    return text[1:] if 10 <= number < 20 else text


def _by_hundred(number: int) -> str:
    """As far as 九十九 by tens, from there digit by digit: 一〇一."""
    return _chinese(number) if number < 100 else _digits(number)


def _japanese(number: int) -> str:
    """101 as 百一."""
    text = _thousands(number, _PLAIN)
    return (
        text
        if number == 0
        else text.replace("零", "").replace("一十", "十").replace("一百", "百").replace("一千", "千")
    )


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _letters(number: int) -> str:
    """a to z, then aa, bb."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand"), _chinese),
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _by_hundred),
    "japaneseCounting": _japanese,
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digits),
    "chineseLegalSimplified": lambda number: _thousands(number, _LEGAL["chineseLegalSimplified"]),
    "ideographLegalTraditional": lambda number: _thousands(number, _LEGAL["ideographLegalTraditional"]),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographEnclosedCircle": _from("".join(map(chr, range(0x3280, 0x328A)))),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from(_CIRCLES)),
    "decimalEnclosedParen": "（{}）".format,
    "decimalEnclosedFullstop": "{}.".format,
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    "decimalZero": "{:02}".format,
    "numberInDash": "- {} -".format,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}
