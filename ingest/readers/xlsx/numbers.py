"""Numbers of Excel cells in the format of their cell: 95.0%, 3家, 第08号; plain where the format asks for more."""

import math
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from ingest.readers.xlsx.codes import Piece, Section, section_of, sections

_SIGNIFICANT = 12  # digits of a number without a format: what a column shows
_MOST_DECIMALS = 30  # as in Excel
_EXACT = 1_000  # digits: the largest number as a percentage of many signs has fewer
_NEGATIVE = "-－−(（"


def number_shown(value: float, code: str) -> str:
    """The number as the format shows it; thousands are not parted, so that a figure stays one."""
    section = section_of(value, code)
    if section is None or _is_beyond(section):
        return plain(value)
    try:
        with localcontext(prec=_EXACT):
            number = abs(Decimal(repr(value))) * 100 ** section.of("sign").count("%")
            text = "".join(_piece(piece, number, value) for piece in section.pieces)
    except InvalidOperation:
        return plain(value)
    return (_sign(value, section, code) + text.strip()).strip()


def plain(value: float) -> str:
    """The number without a format."""
    if isinstance(value, int) or not math.isfinite(value):
        return str(value)
    if value == int(value):
        return str(int(value))
    return format(Decimal(format(value, f".{_SIGNIFICANT}g")), "f")


def _is_beyond(section: Section) -> bool:
    """Whether the section is not rendered here: fractions, exponents, signs between digits, letters nobody knows."""
    filled = section.of("digits", "general")
    if section.of("beyond", "clock", "elapsed") or len(filled) > 1:
        return True
    signs = "".join(section.of("sign"))
    if not filled:
        return any(sign.isascii() and sign.isalpha() for sign in signs)
    _, _, decimals = filled[0].rstrip(",").partition(".")
    return "." in decimals or len(decimals) > _MOST_DECIMALS or (bool(section.of("general")) and "%" in signs)


def _sign(value: float, section: Section, code: str) -> str:
    """The minus of a negative number, where no words of its section stand for it: the colour alone does not last."""
    if value >= 0:
        return ""
    first = sections(code)[0]
    if section.condition or first.condition:
        return "" if any(sign in section.words for sign in _NEGATIVE) else "-"
    return "-" if section.words == first.words else ""


def _piece(piece: Piece, number: Decimal, value: float) -> str:
    if piece.kind == "general":
        return plain(abs(value))
    return _digits(piece.text, number) if piece.kind == "digits" else piece.text


def _digits(digits: str, number: Decimal) -> str:
    """The number with as many digits as there are noughts, and at most as many decimals as there are signs."""
    if number == 0 and "0" not in digits:
        return ""
    whole, _, decimals = digits.rstrip(",").partition(".")
    thousands = len(digits) - len(digits.rstrip(",")) + len(whole) - len(whole.rstrip(","))
    rounded = number.scaleb(-3 * thousands).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    before, _, after = format(rounded, "f").partition(".")
    fewest = whole.replace(",", "")
    before = before.zfill(len(fewest[fewest.find("0") :]) if "0" in fewest else 0)
    kept = len(decimals.rstrip("#?"))
    after = after[:kept] + after[kept:].rstrip("0")
    return f"{before}.{after}" if after else before
