"""Dates and times of Excel cells in the manner of their format: 2025年6月30日, 2025-06-30, 9:05."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from openpyxl.utils.datetime import from_excel

from ingest.readers.xlsx.codes import Piece, Section

_DAY = 86_400  # seconds
_UNITS = {"h": 3_600, "m": 60, "s": 1}
_DATE, _CLOCK = ("year", "month", "day", "weekday"), ("hour", "minute", "second", "elapsed")
_KINDS = {"y": "year", "e": "year", "d": "day", "h": "hour", "s": "second"}


def date_shown(value: float, section: Section, epoch: datetime) -> str | None:
    """The date or time that the number stands for; None where it stands for none.

    With words or days of the week in its format it is written as there, else 2025-06-30 09:05 with the parts that the
    format shows; midnight is no time beside a date.
    """
    try:
        days, seconds = divmod(round(value * _DAY), _DAY)
        day = from_excel(days, epoch).date() if days else None
    except (OverflowError, ValueError):
        return None
    pieces: Sequence[Piece] = _told_apart(section)
    kinds = {piece.kind for piece in pieces}
    if value < 0 or (kinds.isdisjoint(_CLOCK) and (day is None or kinds.isdisjoint(_DATE))):
        return None
    if kinds.isdisjoint(_DATE):
        return _written(pieces, date.min, value)
    if day is None:
        return _clock(seconds)
    if seconds == 0:
        pieces = _without_clock(pieces)
    if "weekday" in kinds or any(piece.kind == "text" and any(map(str.isalpha, piece.text)) for piece in pieces):
        return _written(pieces, day, value)
    parts = {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
    text = "-".join(part for kind, part in parts.items() if kind in kinds)
    return text if seconds == 0 or kinds.isdisjoint(_CLOCK) else f"{text} {_clock(seconds)}"


@lru_cache(maxsize=1_000)
def _told_apart(section: Section) -> tuple[Piece, ...]:
    """The pieces by what they show; letters that nobody knows stay out."""
    letters = [piece.text[0].lower() if piece.kind in ("clock", "elapsed") else "" for piece in section.pieces]
    found = []
    for index, piece in enumerate(section.pieces):
        if piece.kind == "clock":
            before, behind = "".join(letters[:index])[-1:], "".join(letters[index + 1 :])[:1]
            found.append(Piece(_kind(piece.text.lower(), before, behind), piece.text))
        elif piece.kind != "sign" or not (piece.text.isascii() and piece.text.isalpha()):
            found.append(piece if piece.kind == "elapsed" else Piece("text", piece.text))
    return tuple(found)


def _kind(code: str, before: str, behind: str) -> str:
    """What a code shows: an m is minutes behind hours and before seconds, else a month."""
    if code.startswith("m"):
        return "minute" if before == "h" or behind == "s" else "month"
    if "/" in code:
        return "half"  # of the day: the hours are counted to 24 all the same
    return "weekday" if code.startswith(("a", "ddd")) else _KINDS[code[0]]


def _written(pieces: Sequence[Piece], day: date, value: float) -> str:
    """The pieces one by one, as they stand in the format."""
    total = round(value * _DAY)
    clock = {"hour": total % _DAY // 3_600, "minute": total // 60 % 60, "second": total % 60}
    calendar = {"year": day.year, "month": day.month, "day": day.day}
    text = ""
    for kind, code in ((piece.kind, piece.text) for piece in pieces):
        if kind in clock or kind in calendar or kind == "elapsed":
            number = total // _UNITS[code[0].lower()] if kind == "elapsed" else (clock | calendar)[kind]
            text += f"{number:02}" if len(code.partition(".")[0]) == 2 and kind != "year" else str(number)
        elif kind == "weekday":
            text += ("" if code.lower() == "aaa" else "星期") + "一二三四五六日"[day.weekday()]
        elif kind == "text":
            text += code
    return text.strip()


def _without_clock(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces before the first of the clock, or behind the last where it stands first."""
    places = [index for index, piece in enumerate(pieces) if piece.kind in (*_CLOCK, "half")]
    if not places:
        return pieces
    dated = [index for index, piece in enumerate(pieces) if piece.kind in _DATE]
    return pieces[: places[0]] if dated[0] < places[0] else pieces[places[-1] + 1 :]


def _clock(seconds: int) -> str:
    return (datetime.min + timedelta(seconds=seconds)).strftime("%H:%M")
