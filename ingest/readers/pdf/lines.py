"""From characters to lines: what stands on one base line, from left to right, blanks by the gaps between."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.glyphs import Glyph

_WIDE_GAP = 0.7  # of a character's size: a blank between any two characters
_WORD_GAP = 0.18  # between Latin letters and digits
_CLOSING = frozenset("，。、；：？！）》」』】〕〉”’…％,.;:?!)]}>%")
_OPENING = frozenset("（《「『【〔〈“‘([{<")
_SAME_BASE = 0.35  # of the height that base lines of one line may lie apart
_SMALL = 0.9  # of the height: raised or lowered signs
_FEW_SIGNS = 4  # of which so many stand together
_LATIN = 0x250  # letters before this code
_LIKE = 0.2  # sizes of recognised lines that differ by no more are one size, measured badly
_TWICE = 0.3  # of the size: the same character so close is printed twice to look bold


@dataclass(slots=True)
class Line:
    """A line of print and its box; head is the width of what must stand together at its beginning."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    head: float
    blank_end: bool = False  # a blank stands behind it
    recognised: bool = False


def is_wide(char: str) -> bool:
    """Whether a character is as wide as high: Chinese characters; letters of that form may be printed narrow."""
    return char >= "\u1100" and unicodedata.east_asian_width(char) == "W"


def is_word(char: str) -> bool:
    """A letter or digit that runs with the next one into a word."""
    return char.isalnum() and not "\u2e80" <= char <= "\uff00"


def between(above: Line, below: Line) -> str:
    """What stands between two lines put together: a blank between words, but for figures; nothing within Chinese."""
    left, right = above.text[-1], below.text[0]
    if ord(left) >= _LATIN or ord(right) >= _LATIN:
        return ""
    words = is_word(left) and is_word(right) and not (left.isdigit() and right.isdigit())
    return " " if above.blank_end or words else ""


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that characters make, from top to bottom."""
    lines = [line_of(row) for row in rows_of(glyphs)]
    return [line for line in lines if line.text]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The characters of each line, from top to bottom, each row from left to right."""
    rows: list[tuple[Glyph, list[Glyph]]] = []  # with its highest character
    runs = sorted(_runs(glyphs), key=lambda run: (run[0].base, -run[0].bottom + run[0].top))
    for run in runs:
        tall = max(run, key=lambda glyph: glyph.bottom - glyph.top)
        home = next(
            (at for at in range(len(rows) - 1, max(-1, len(rows) - 6), -1) if _level(rows[at], tall, len(run))), None
        )
        if home is None:
            rows.append((tall, list(run)))
        else:
            first, row = rows[home]
            row.extend(run)
            taller = tall.bottom - tall.top > first.bottom - first.top
            rows[home] = (tall if taller else first, row)
    rows.sort(key=lambda entry: entry[0].base)
    return [sorted(row, key=lambda glyph: glyph.x0) if row[0].upright else row for _, row in rows]


def _runs(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that follow each other on one base line, as the file has them; what is turned runs by itself."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and runs[-1][-1].upright == glyph.upright:
            last = runs[-1][-1]
            height = min(last.bottom - last.top, glyph.bottom - glyph.top)
            if abs(last.base - glyph.base) < 0.1 * height or not glyph.upright:
                runs[-1].append(glyph)
                continue
        runs.append([glyph])
    return runs


def _level(row: tuple[Glyph, list[Glyph]], run: Glyph, count: int) -> bool:
    """Whether a run stands on the line of a row; a few smaller signs do that are raised or lowered."""
    tall, glyphs = row
    if tall.upright != run.upright or not tall.upright:
        return False
    (low, few), (high, _) = sorted(((tall.bottom - tall.top, len(glyphs)), (run.bottom - run.top, count)))
    overlap = min(tall.bottom, run.bottom) - max(tall.top, run.top)
    if few <= _FEW_SIGNS and low < _SMALL * high and overlap >= 0.6 * low:
        return True
    return abs(tall.base - run.base) < _SAME_BASE * low and overlap > 0.5 * low


def line_of(row: Sequence[Glyph]) -> Line:
    """The line that characters on one base line make."""
    solid = [glyph for glyph in row if not glyph.char.isspace()]
    if not solid:
        return Line("", 0, 0, 0, 0, 0, 0, 0)
    size = _size(solid)
    kept = _once(solid, size)
    ends = max(glyph.x1 for glyph in solid)
    return Line(
        _text(row, kept, size),
        min(glyph.x0 for glyph in solid),
        ends,
        min(glyph.top for glyph in solid),
        max(glyph.bottom for glyph in solid),
        median(glyph.base for glyph in solid),
        size,
        _head(kept),
        any(glyph.char.isspace() and glyph.x0 >= ends - 0.5 for glyph in row[-2:]),
    )


def _size(solid: Sequence[Glyph]) -> float:
    """The width of its Chinese characters, whatever room their font leaves above; else the height."""
    wide = [glyph.x1 - glyph.x0 for glyph in solid if glyph.upright and is_wide(glyph.char)]
    return median(wide) if wide else median(glyph.bottom - glyph.top for glyph in solid)


def _once(solid: Sequence[Glyph], size: float) -> list[Glyph]:
    """Without characters that are printed twice, a hair apart, to look bold."""
    kept: list[Glyph] = []
    for glyph in solid:
        again = glyph.upright and any(
            other.char == glyph.char and abs(other.x0 - glyph.x0) < min(_TWICE * size, (glyph.x1 - glyph.x0) / 2)
            for other in kept[-2:]
        )
        if not again:
            kept.append(glyph)
    return kept


def _text(row: Sequence[Glyph], kept: Sequence[Glyph], size: float) -> str:
    blanks = {glyph.x0 for glyph in row if glyph.char.isspace()}
    parts = [_char(kept, 0, size)]
    for at in range(1, len(kept)):
        left, right = kept[at - 1], kept[at]
        gap = right.x0 - left.x1 if right.upright else 0.0
        latin = ord(left.char) < _LATIN and ord(right.char) < _LATIN
        spaced = latin and any(left.x0 < blank < right.x0 for blank in blanks)
        if gap > _WIDE_GAP * size or spaced or (latin and _is_apart(left, right, gap, size)):
            parts.append(" ")
        parts.append(_char(kept, at, size))
    return "".join(parts)


def _is_apart(left: Glyph, right: Glyph, gap: float, size: float) -> bool:
    return left.char.isalnum() and right.char.isalnum() and gap > _WORD_GAP * size


def _char(kept: Sequence[Glyph], at: int, size: float) -> str:
    """The character; a sign of the font's own that is printed as a dot between digits is a decimal point."""
    glyph = kept[at]
    if "\ue000" <= glyph.char <= "\uf8ff" and 0 < at < len(kept) - 1:
        digits = kept[at - 1].char.isdigit() and kept[at + 1].char.isdigit()
        if digits and glyph.x1 - glyph.x0 < 0.6 * size:
            return "."
    return glyph.char


def _head(kept: Sequence[Glyph]) -> float:
    return kept[head_of([glyph.char for glyph in kept]) - 1].x1 - kept[0].x0


def head_of(text: Sequence[str]) -> int:
    """How many characters cannot be parted at a line's beginning: a word, a character with its brackets and stops."""
    end = 1
    while end < len(text) and (
        (is_word(text[end - 1]) and is_word(text[end])) or text[end] in _CLOSING or text[end - 1] in _OPENING
    ):
        end += 1
    return end


def usual_size(lines: Iterable[Line], default: float) -> float:
    """The size that most characters have."""
    sizes = [line.size for line in lines for _ in range(1 + len(line.text) // 10)]
    return median(sizes) if sizes else default


def evened(lines: list[Line]) -> list[Line]:
    """Recognised lines with sizes near the usual one made the same."""
    usual = median(line.size for line in lines) if lines else 0.0
    for line in lines:
        if abs(line.size - usual) <= _LIKE * usual:
            line.size = usual
    return lines
