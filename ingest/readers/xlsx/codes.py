"""Formats of Excel cells, taken apart: 0.0"家";-0.0"家" has two sections, each of digits to fill in and of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LONGEST = 255  # characters, as in Excel
_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<blank>_.|\*.)"  # as wide as a character, or filling the cell
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<condition>[<>=]+ *-?[0-9.]+)\]"
    r"|(?P<colour>\[[^\]]*\])"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<beyond>E[+-]|/ *[1-9]|@)"  # scientific, fractions, text
    r"|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)"
    r"|(?P<clock>y+|m+|d+|h+|s+(?:\.0+)?|e+|a{3,4}|AM/PM|A/P|上午/下午)"
    r"|(?P<end>;)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_AS_WRITTEN = {"escaped": "text", "currency": "text"}
_COMPARED = re.compile(r"([<>=]+) *(-?[0-9.]+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Of a section: text, sign (as it stands, not in quotation marks), digits, general, clock, elapsed or beyond."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What a format makes of some numbers; where it has a condition, of those that meet it."""

    pieces: tuple[Piece, ...]
    condition: str

    def of(self, *kinds: str) -> list[str]:
        """The pieces of these kinds."""
        return [piece.text for piece in self.pieces if piece.kind in kinds]

    @property
    def words(self) -> str:
        """What stands beside the number."""
        return "".join(self.of("text", "sign"))

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time of the day."""
        return bool(self.of("clock", "elapsed")) and not self.of("digits", "general", "beyond")


@lru_cache(maxsize=1_000)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format; none of one that is longer than Excel takes, or empty."""
    if not code.strip() or len(code) > _LONGEST:
        return ()
    found: list[list[Piece]] = [[]]
    for token in _TOKEN.finditer(code):
        kind = str(token.lastgroup)
        if kind == "end":
            found.append([])
        elif kind not in ("blank", "colour"):
            found[-1].append(Piece(_AS_WRITTEN.get(kind, kind), token[kind]))
    return tuple(map(_section, found))


def section_of(value: float, code: str) -> Section | None:
    """The section that shows the number; none where the format does not say, as of one that meets no condition."""
    found = sections(code)
    if any(section.condition for section in found):
        return _by_condition(value, [section for section in found if "@" not in section.of("beyond")])
    place = 1 if value < 0 else 2 if value == 0 else 0
    return found[place] if place < len(found) else next(iter(found), None)


def _section(pieces: Sequence[Piece]) -> Section:
    conditions = [piece.text for piece in pieces if piece.kind == "condition"]
    return Section(tuple(piece for piece in pieces if piece.kind != "condition"), "".join(conditions[:1]))


def _by_condition(value: float, found: Sequence[Section]) -> Section | None:
    met = (section for section in found if section.condition and _meets(value, section.condition))
    others = [section for section in found if not section.condition]
    return next(met, others[0] if len(others) == 1 else None)


def _meets(value: float, condition: str) -> bool:
    compared = _COMPARED.fullmatch(condition)
    if not compared or compared[2].count(".") > 1 or not compared[2].strip("-."):
        return False
    sign, bound = compared[1], float(compared[2])
    if sign == "<>":
        return value != bound
    return ("=" in sign and value == bound) or ("<" in sign and value < bound) or (">" in sign and value > bound)
