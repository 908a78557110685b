"""Text -> clauses: headings with their paths, paragraphs, tables in their places, page furniture set apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.reference import Reference
from ingest.document import Clause, SourceText, Table
from ingest.headings import (
    ANNEX_LEVEL,
    BOX_LEVEL,
    Expected,
    Number,
    annex_at,
    chapter_of,
    first_clause,
    is_sentence,
    number_at,
    split_points,
    title_end,
    title_of,
)
from ingest.pages import page_lines
from ingest.passages import lines, passage

_SENTENCE_END = re.compile(r"[。;:!?:…)）”》]$")
_SIGNATURE_DATE = re.compile(
    r"^[(]?(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[二一][〇○零OＯ0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)[)]?$"
)
# 责任单位:省甲局、省科技 whose last name goes on in the next line
_BROKEN_LABEL = re.compile(
    r"\S{0,4}(?:责任|牵头|配合|主办|协办)(?:单位|部门):.*[^局委办厅部院府会位门构心社队所行司团处站校场。;:)]$"
)
_LABEL_LINE = re.compile(r"(?:责任|牵头|配合|主办|协办)(?:单位|部门):")
_WITH_HELPERS = re.compile(r"(?:协办|配合|参与|责任)单位")
_PHRASE_ONLY = re.compile(r"\((?:[^()]|\([^()]*\))*\)[。;]?$")
_DUTY_ONLY = re.compile(
    r"(?:责任|牵头|配合|主办)(?:单位|部门):|(?:本|此|该)项(?:工作|任务)|由[^,。]{2,40}(?:牵头|负责)"
)
_WRAPPED = 25  # characters; a shorter line without a full stop is a line of its own
_PURE = {"goals", "principles"}


@dataclass
class _Block:
    """A heading or a paragraph before its place in the tree is known; pieces are stretches of the source."""

    pieces: list[tuple[int, int]]
    number: Number | None = None
    annex: bool = False
    page: bool = False  # a page number or running header
    table: Table | None = None
    tail: list[tuple[int, int]] = field(default_factory=list)  # the text that runs on behind the heading


def split(source: SourceText, tables: Sequence[Table], reference: Reference) -> tuple[Clause, ...]:
    """The clauses of a text in order; each table is a clause of its own where it stands.

    Headings follow GB/T 9704 (第一章, 一、, (一), 1., (1)), also where they run on into their text or stand within a
    line; numbering may restart; an annex begins a tree of its own.
    """
    blocks = list(_blocks(source, tables))
    return tuple(_placed(source, blocks, _leaves(blocks), reference))


def _blocks(source: SourceText, tables: Sequence[Table]) -> Iterator[_Block]:
    at = 0
    expected = Expected()
    page = page_lines(source)
    for table in (*tables, None):
        end = table.start_char if table else len(source.normal)
        yield from _joined(source, _line_blocks(source, at, end, expected, page))
        if table:
            yield _Block([(table.start_char, table.end_char)], table=table)
            at = table.end_char


def _line_blocks(
    source: SourceText, start: int, end: int, expected: Expected, page: frozenset[int]
) -> Iterator[_Block]:
    listing = False  # within a list of annexes: 附件:1.… 2.…
    for begin, stop in lines(source, start, end):
        line = source.normal[begin:stop]
        if begin in page:
            yield _Block([(begin, stop)], page=True)
            continue
        if annex := annex_at(line):
            expected.reset()
            listing = False
            yield _Block([(begin, stop)], Number(annex, ANNEX_LEVEL, 0), annex=True)
            continue
        listing = line.startswith(("附件", "附:")) or (listing and number_at(line) is not None)
        if listing:
            yield _Block([(begin, stop)])
            continue
        yield from _parts(source, begin, line, expected)


def _parts(source: SourceText, begin: int, line: str, expected: Expected) -> Iterator[_Block]:
    """The headings and paragraphs within one line."""
    expected.begin_line()
    number = number_at(line)
    if number:
        expected.take(number)
    points = [0, *split_points(line, expected), len(line)]
    for first, last in pairwise(points):
        part = line[first:last].rstrip(" (")
        number = number_at(part)
        if number is None:
            yield _Block([(begin + first, begin + first + len(part))])
        else:
            yield _heading(begin + first, part, number)


def _heading(begin: int, part: str, number: Number) -> _Block:
    text = part[number.end :]
    offset = number.end + len(text) - len(text.lstrip())
    end = title_end(part[offset:])
    stop = len(part)
    if 0 < end < len(part) - offset:
        stop = offset + end
        while stop < len(part) and part[stop] in "。::;!?":
            stop += 1
    block = _Block([(begin, begin + stop)], number)
    rest = part[stop:].strip()
    alone = _PHRASE_ONLY.match(rest) or (_DUTY_ONLY.match(rest) and is_sentence(part[offset:stop]))
    if alone:  # an item without a heading: its first sentence and who answers for it
        block.pieces = [(begin, begin + len(part))]
    elif rest:
        shift = part.index(rest, stop)
        block.tail = [(begin + shift, begin + len(part.rstrip()))]
    return block


def _joined(source: SourceText, blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Lines that the page broke within a paragraph, put together again, over page numbers too."""
    held: _Block | None = None
    between: list[_Block] = []
    for block in blocks:
        if block.page:
            between.append(block)
        elif held is not None and _continues(source, held, block, bool(between)):
            (held.tail or held.pieces).extend(block.pieces)
        else:
            yield from (*((held,) if held else ()), *between)
            held, between = block, []
    yield from (*((held,) if held else ()), *between)


def _continues(source: SourceText, held: _Block, block: _Block, over_page: bool) -> bool:
    if block.number is not None or held.annex:
        return False
    begin, stop = (held.tail or held.pieces)[-1]
    gap = source.normal[stop : block.pieces[0][0]]
    text = source.normal[begin:stop]
    if not over_page and gap.count("\n") != 1:
        return False
    if text.count("(") > text.count(")") or text.endswith("、") or _BROKEN_LABEL.match(text):
        return True
    if _LABEL_LINE.match(text):
        return False
    indented = len(gap) - gap.rfind("\n") - 1 >= 2
    if indented or (held.number is not None and not held.tail):
        return False
    return len(text) >= _WRAPPED and not _SENTENCE_END.search(text)


@dataclass(frozen=True)
class _Level:
    level: int
    label: str  # with its number
    chapter: str


def _placed(
    source: SourceText, blocks: Sequence[_Block], leaves: frozenset[int], reference: Reference
) -> Iterator[Clause]:
    """The blocks with the path of headings above them."""
    stack: list[_Level] = []
    zone = ""  # tail once the document is signed
    for place, block in enumerate(blocks):
        if block.number is not None:
            zone = ""
            yield from _placed_heading(source, block, block.number, place in leaves, stack, reference)
            continue
        here = passage(source, *block.pieces)
        chapter = "furniture" if block.page else _chapter_here(here.text, stack, zone, reference)
        if chapter != "furniture" and not block.table and _SIGNATURE_DATE.match(here.text) and stack:
            chapter = zone = "tail"
        kind = "table" if block.table else "paragraph"
        path = tuple(level.label for level in stack)
        yield Clause(source, here.text, here.offsets, kind, chapter, path, table=block.table)


def _placed_heading(
    source: SourceText, block: _Block, number: Number, leaf: bool, stack: list[_Level], reference: Reference
) -> Iterator[Clause]:
    """The heading, put on the stack, and the text that runs on behind it."""
    here = passage(source, *block.pieces)
    own = number_at(here.text) or Number(min(number.end, len(here.text)), number.level, 0)
    words = here.text[own.end :].strip()
    titled = bool(block.tail) or (title_end(words) >= len(words.rstrip("。;:!? ")) and not is_sentence(words))
    title = title_of(words) if titled else first_clause(words)
    written = here.text[: own.end].strip()
    label = here.text[:80] if block.annex else written + title
    if number.level == BOX_LEVEL:
        path, chapter = (*(level.label for level in stack), label), (stack[-1].chapter if stack else "preamble")
    else:
        while stack and stack[-1].level >= number.level:
            stack.pop()
        chapter = "annex" if block.annex else _chapter_below(title, stack, reference)
        stack.append(_Level(number.level, label, chapter))
        path = tuple(level.label for level in stack)
    yield Clause(source, here.text, here.offsets, "heading", chapter, path, written, number.level, title, leaf)
    if block.tail:
        rest = passage(source, *block.tail)
        yield Clause(source, rest.text, rest.offsets, "paragraph", chapter, path)


def _chapter_below(title: str, stack: list[_Level], reference: Reference) -> str:
    """The chapter of a heading: by its own words, else that of the heading above; tasks are the rule."""
    own = chapter_of(title, reference)
    above = next((level.chapter for level in reversed(stack) if level.level != ANNEX_LEVEL), None)
    if above is None:
        return own or "tasks"
    if own and (title in reference.words[f"chapter_{own}"] or (own in _PURE and above not in ("tasks", "safeguards"))):
        return own
    return above


def _chapter_here(text: str, stack: list[_Level], zone: str, reference: Reference) -> str:
    if _is_furniture(text, reference):
        return "furniture"
    return zone or (stack[-1].chapter if stack else "preamble")


def _is_furniture(text: str, reference: Reference) -> bool:
    if len(text) > 120:
        return False
    words = reference.words
    if any(word in text for word in words["furniture_anywhere"]):
        return True
    if not text.startswith(tuple(words["furniture_prefixes"])) or len(text) > 90:
        return False
    if text.startswith(("主办单位", "承办单位")) and _WITH_HELPERS.search(text):
        return False  # a duty: 主办单位:甲;协办单位:乙
    prefix = next(word for word in words["furniture_prefixes"] if text.startswith(word))
    return text == prefix or text[len(prefix)] in "::>/|" or (len(text) <= 8 and not text.endswith("。"))


def _leaves(blocks: Sequence[_Block]) -> frozenset[int]:
    """The places of the headings without headings below them; boxes and annexes are none."""
    levels = [
        (place, block.number.level)
        for place, block in enumerate(blocks)
        if block.number is not None and block.number.level not in (BOX_LEVEL, ANNEX_LEVEL)
    ]
    following = [*(level for _, level in levels[1:]), ANNEX_LEVEL][: len(levels)]
    return frozenset(place for (place, level), after in zip(levels, following, strict=True) if after <= level)
