"""Headings: the numbers before them (GB/T 9704: 一、 (一) 1. (1)) and what their chapters are about."""

import re
from dataclasses import dataclass

from graph.reference import Reference

_DIGITS = "〇零一二三四五六七八九十百"
_STYLES = (  # level, pattern; 章 before 一、 before (一) before 1. before (1)
    (0, rf"第\s?[{_DIGITS}\d]{{1,4}}\s?(?:章|编|篇|部分)"),
    (1, rf"第\s?[{_DIGITS}\d]{{1,4}}\s?节"),
    (2, rf"[{_DIGITS}]{{1,3}}\s?[、.]"),
    (3, rf"\(\s?[{_DIGITS}]{{1,3}}\s?\)\s?[、.,]?"),
    (3, rf"第\s?[{_DIGITS}\d]{{1,4}}\s?条"),
    (4, r"\d{1,2}\s?(?:[、]|[.](?!\d))"),
    (5, r"\(\s?\d{1,2}\s?\)\s?[、.,]?"),
    (6, r"[①-⑳]"),
)
BOX_LEVEL = 9
ANNEX_LEVEL = -1
_AT_START = re.compile("|".join(f"(?P<s{i}>{pattern})" for i, (_, pattern) in enumerate(_STYLES)))
_WITHIN = re.compile(rf"{_STYLES[3][1]}|{_STYLES[0][1]}|{_STYLES[2][1]}")  # the numbers that may stand within a line
_BEFORE = "。;!?)…”( \t\u3000"  # a heading within a line follows the end of a sentence, or a blank
_NOT_BEFORE = "、,至到及与第和"
_BOX = re.compile(r"(?:专栏|专项)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[::.、]?")
_ANNEX = re.compile(r"附\s?(?:件|表|录)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})?\s?[::.]?\s*")
_CUT = re.compile(r"[。;!?::]")
_BLANK = re.compile(r"\s+")
_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_BRACKET_TAIL = re.compile(r"\((?:[^()]|\([^()]*\))*\)$")
_FIRST = frozenset(f"{_DIGITS}0123456789(第专①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
TITLE_LIMIT = 42  # characters; longer first sentences are items without a heading


@dataclass(frozen=True, slots=True)
class Number:
    """A heading's number: where it ends in the line, its level, its ordinal (0 where it has none)."""

    end: int
    level: int
    ordinal: int


def number_at(line: str, at: int = 0) -> Number | None:
    """The heading number that stands at this place of a line."""
    if line[at : at + 1] not in _FIRST:
        return None
    if box := _BOX.match(line, at):
        return Number(box.end(), BOX_LEVEL, 0)
    match = _AT_START.match(line, at)
    if match is None or match.lastgroup is None:
        return None
    return Number(match.end(), _STYLES[int(match.lastgroup[1:])][0], _ordinal(match.group()))


def annex_at(line: str) -> int:
    """Where the mark of an annex ends (附件1 …), 0 where there is none; a list of annexes (附件:1.…) is none."""
    match = _ANNEX.match(line)
    if match is None or (match.group().rstrip()[-1] in "::" and match.end() < len(line)):
        return 0
    return match.end() if match.end() == len(line) or number_at(line, match.end()) is None else 0


def _ordinal(number: str) -> int:
    digits = re.sub(rf"[^{_DIGITS}\d①-⑳]", "", number)
    if not digits:
        return 0
    if digits[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(digits[0]) - ord("①") + 1
    if digits.isdigit() and digits.isascii():
        return int(digits)
    return _chinese(digits)


def _chinese(digits: str) -> int:
    """一 to 九十九."""
    units = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return int("".join(str(units.get(character, 0)) for character in digits))
    return 10 * (units.get(tens, 1) if tens else 1) + (units.get(ones, 0) if ones else 0)


def split_points(line: str, expected: "Expected") -> list[int]:
    """Where further headings begin within a line: only numbers that come next in their sequence."""
    points = []
    for match in _WITHIN.finditer(line, 1):
        before = line[match.start() - 1]
        if before not in _BEFORE and (not match.group().startswith("一") or before in _NOT_BEFORE or before.isdigit()):
            continue
        number = number_at(line, match.start())
        if number is not None and expected.accepts(number, after_heading=expected.heading_until(line, match.start())):
            points.append(match.start())
            expected.take(number)
    return points


class Expected:
    """The numbers used so far, level by level, to know which one comes next."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._open: Number | None = None
        self._begun = 0

    def take(self, number: Number) -> None:
        """A heading with this number stands here."""
        self._last = {level: last for level, last in self._last.items() if level < number.level}
        self._last[number.level] = number.ordinal
        self._open, self._begun = number, number.end

    def reset(self) -> None:
        """Numbering begins anew, as in an annex."""
        self._last, self._open = {}, None

    def begin_line(self) -> None:
        """A line without a number begins."""
        self._open = None

    def accepts(self, number: Number, after_heading: bool) -> bool:
        """Whether this number continues its sequence, or opens one right behind a heading."""
        if number.level in self._last:
            return number.ordinal == self._last[number.level] + 1
        return number.ordinal == 1 and after_heading

    def heading_until(self, line: str, at: int) -> bool:
        """Whether the line, up to here, is a heading and no more."""
        return (
            self._open is not None
            and at - self._begun <= TITLE_LIMIT
            and not _CUT.search(line, self._begun, max(at - 1, 0))
        )


def title_end(text: str) -> int:
    """Where the heading ends in a numbered text (its number taken off): at its first full stop, or all of it.

    0 means that the text has no heading: an item that begins with its first sentence.
    """
    text = _BRACKET.sub(lambda bracket: "-" * len(bracket.group()), text)
    cut = _CUT.search(text)
    blank = _BLANK.search(text)
    if blank and blank.start() <= 20 and len(text) > TITLE_LIMIT + 8 and (cut is None or blank.start() < cut.start()):
        return blank.start()
    if cut is None:
        return len(text) if len(text.rstrip("-")) <= TITLE_LIMIT + 18 else 0
    if text[cut.start()] in "::" and cut.end() < len(text):
        return cut.start() if cut.start() <= 16 else 0
    if text[cut.start()] == ";":
        return 0
    return cut.start() if len(text[: cut.start()].rstrip("-")) <= TITLE_LIMIT else 0


def is_sentence(text: str) -> bool:
    """Whether an item that stands alone is a sentence rather than a heading: three clauses or more, or a figure."""
    bare = _BRACKET.sub("", text)
    return bare.count(",") >= 2 or ("," in bare and bool(re.search(r"\d", bare)))


def title_of(text: str) -> str:
    """A heading's words without the brackets and the stop behind them."""
    text = text.strip().rstrip("。;:!?,、 ")
    bare = _BRACKET_TAIL.sub("", text)
    return bare if bare and re.search(r"负责|牵头|配合|责任|参与|参加|落实|见专栏", text[len(bare) :]) else text


def first_clause(text: str) -> str:
    """The name of an item without a heading: its first clause."""
    return re.split(r"[,。;:!?]", text, maxsplit=1)[0][:60]


def chapter_of(title: str, reference: Reference) -> str | None:
    """What a chapter is about, by its heading; None where the heading is of no such kind."""
    words = reference.words
    if title.startswith(words["chapter_task_verbs"]) and title not in words["chapter_safeguards"]:
        return "safeguards" if title.endswith(words["chapter_safeguards"]) else None
    parts = re.split(r"[、和与及]", title)
    kinds = [
        kind
        for part in parts
        for kind in ("safeguards", "tasks", "goals", "principles", "status")
        if part.endswith(tuple(words[f"chapter_{kind}"]))
        or (kind == "principles" and part.startswith(tuple(words["chapter_principles"])))
    ]
    if any(ending in title for ending in words["chapter_status"]) and "tasks" not in kinds:
        return "status"
    for kind in ("safeguards", "tasks", "goals", "principles"):
        if kind in kinds and (kind != "tasks" or "goals" not in kinds or title.endswith(("任务", "措施", "举措"))):
            return kind
    return None
