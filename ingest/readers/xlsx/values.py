"""Values of Excel cells as people see them: 95%, 2025年6月30日, 12.5; never 0.95, 45838 or 1.25E+01."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

# Formats that Excel has built in for Chinese and writes by their number alone; openpyxl knows none of them.
CHINESE_DATES = {
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 36: "yyyy年m月",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_IGNORED = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, conditions, blanks as wide as a character, fillings
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<sign>.)', re.DOTALL
)
_SCIENCE = re.compile(r"[0#?]E[+-]|/", re.IGNORECASE)  # scientific, and fractions: shown as plain numbers
_SIGNIFICANT = 12  # digits of a number without a format: what a column shows


def shown(value: object, code: str) -> str:
    """The value as the format shows it; thousands are not parted, so that a figure stays one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return _date(value, code)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, code)
    return str(value)


def _number(value: float, code: str) -> str:
    sections = _IGNORED.sub("", code).split(";")
    negative = value < 0 and len(sections) > 1
    section = sections[1] if negative else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    pieces = list(_PIECE.finditer(section))
    digits = [piece["digits"] for piece in pieces if piece["digits"]]
    if section.lower() == "general" or "@" in section or _SCIENCE.search(section) or len(digits) > 1:
        return _plain(value)  # also where signs stand between the digits
    number = Decimal(repr(value)) * 100 ** sum(piece["sign"] == "%" for piece in pieces)
    return "".join(_piece(piece, abs(number) if negative else number) for piece in pieces).strip()


def _piece(piece: re.Match[str], number: Decimal) -> str:
    digits = piece["digits"]
    if not digits:
        return piece["quoted"] or piece["escaped"] or piece["sign"] or ""
    if number == 0 and "0" not in digits:
        return ""
    thousands = len(digits) - len(digits.rstrip(","))
    number = number.scaleb(-3 * thousands)
    _, point, decimals = digits.rstrip(",").partition(".")
    text = format(number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP), "f")
    if point and not decimals.endswith("0"):
        kept = len(decimals.rstrip("#?"))
        whole, _, rest = text.partition(".")
        rest = rest[:kept] + rest[kept:].rstrip("0")
        text = f"{whole}.{rest}" if rest else whole
    return text


def _plain(value: float) -> str:
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return format(Decimal(format(value, f".{_SIGNIFICANT}g")), "f")


def _date(value: date, code: str) -> str:
    """In the manner of the format, 年月日 or -, with the parts that it shows; a time only where there is one."""
    letters = _IGNORED.sub("", code).lower()
    year, day = "y" in letters or "e" in letters.replace("general", ""), "d" in letters
    chinese = "年" in letters or "月" in letters
    if not year and not day and "m" not in letters:
        year = day = True
    month = "m" in letters or day
    parts = [(year, f"{value.year:04}", "年"), (month, f"{value.month:02}", "月"), (day, f"{value.day:02}", "日")]
    if chinese:
        text = "".join(number.lstrip("0") + sign for is_shown, number, sign in parts if is_shown)
    else:
        text = "-".join(number for is_shown, number, _ in parts if is_shown)
    clock = (
        value.strftime(" %H:%M") if isinstance(value, datetime) and "h" in letters and value.time() != time() else ""
    )
    return text + clock
