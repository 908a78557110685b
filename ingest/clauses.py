"""Text -> clauses: headings with their paths, paragraphs, tables in their places, page furniture set apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.reference import Reference
from ingest.document import Clause, Passage, SourceText, Table
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
from ingest.letterhead import signers
from ingest.passages import passage
from ingest.wraps import Wrapping

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
_SIGNED = 60  # characters of a date that signs, spaced out
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


def split(
    source: SourceText, tables: Sequence[Table], reference: Reference, wrapping: Wrapping | None = None
) -> tuple[Clause, ...]:
    """The clauses of a text in order; each table is a clause of its own where it stands.

    Headings follow GB/T 9704 (第一章, 一、, (一), 1., (1)), also where they run on into their text or stand within a
    line; numbering may restart; an annex begins a tree of its own.
    """
    blocks = list(_blocks(source, tables, wrapping or Wrapping(source)))
    return tuple(_placed(source, blocks, _leaves(blocks), reference))


def _blocks(source: SourceText, tables: Sequence[Table], wrapping: Wrapping) -> Iterator[_Block]:
    at = 0
    expected = Expected()
    for table in (*tables, None):
        end = table.start_char if table else len(source.normal)
        yield from _joined(source, _line_blocks(wrapping, at, end, expected))
        if table:
            yield _Block([(table.start_char, table.end_char)], table=table)
            at = table.end_char


def _line_blocks(wrapping: Wrapping, start: int, end: int, expected: Expected) -> Iterator[_Block]:
    listing = False  # within a list of annexes: 附件:1.… 2.…
    for line, page in wrapping.lines(start, end):
        if page:
            yield _Block(_pieces(line), page=True)
            continue
        if annex := annex_at(line.text):
            expected.reset()
            listing = False
            yield _Block(_pieces(line), Number(annex, ANNEX_LEVEL, 0), annex=True)
            continue
        listing = line.text.startswith(("附件", "附:")) or (listing and number_at(line.text) is not None)
        if listing:
            yield _Block(_pieces(line))
            continue
        yield from _parts(line, expected)


def _parts(line: Passage, expected: Expected) -> Iterator[_Block]:
    """The headings and paragraphs within one line."""
    text = line.text
    expected.begin_line()
    number = number_at(text)
    if number:
        expected.take(number)
    points = [0, *split_points(text, expected), len(text)]
    for first, last in pairwise(points):
        size = len(text[first:last].rstrip(" (" if last < len(text) else " "))
        part = line.part(first, first + size)
        number = number_at(part.text)
        if number is None:
            yield _Block(_pieces(part))
        else:
            yield _heading(part, number)


def _heading(part: Passage, number: Number) -> _Block:
    text = part.text[number.end :]
    offset = number.end + len(text) - len(text.lstrip())
    end = title_end(part.text[offset:])
    stop = len(part.text)
    if 0 < end < len(part.text) - offset:
        stop = offset + end
        while stop < len(part.text) and part.text[stop] in "。::;!?":
            stop += 1
    block = _Block(_pieces(part.part(0, stop)), number)
    rest = part.text[stop:].strip()
    alone = _PHRASE_ONLY.match(rest) or (_DUTY_ONLY.match(rest) and is_sentence(part.text[offset:stop]))
    if alone:  # an item without a heading: its first sentence and who answers for it
        block.pieces = _pieces(part)
    elif rest:
        shift = part.text.index(rest, stop)
        block.tail = _pieces(part.part(shift, shift + len(rest)))
    return block


def _pieces(part: Passage) -> list[tuple[int, int]]:
    """The stretches of the source that these words come from: one for each line; blanks between them lie within."""
    offsets, normal = part.offsets, part.source.normal
    if isinstance(offsets, range):
        return [(offsets[0], offsets[-1] + 1)] if offsets else []
    found: list[tuple[int, int]] = []
    for at in offsets:
        gap = normal[found[-1][1] : at] if found else "\n"
        if not gap.strip() and "\n" not in gap:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


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
    signing = _signers(source, blocks, reference)
    for place, block in enumerate(blocks):
        if block.number is not None:
            zone = ""
            yield from _placed_heading(source, block, block.number, place in leaves, stack, reference)
            continue
        here = passage(source, *block.pieces)
        chapter = "furniture" if block.page else _chapter_here(here.text, stack, zone, reference)
        dated = not block.table and _SIGNATURE_DATE.match(here.text) is not None
        if chapter != "furniture" and stack and (dated or place in signing):
            chapter = zone = "tail"
        kind = "table" if block.table else "paragraph"
        path = tuple(level.label for level in stack)
        yield Clause(source, here.text, here.offsets, kind, chapter, path, table=block.table)


def _signers(source: SourceText, blocks: Sequence[_Block], reference: Reference) -> frozenset[int]:
    """The places of the lines that name who signs, right above the date."""
    found: set[int] = set()
    for place, block in enumerate(blocks):
        if block.number is not None or block.table or not _SIGNATURE_DATE.match(_words(source, block)):
            continue
        above = place - 1
        while above >= 0 and blocks[above].number is None and _signs(source, blocks[above], reference):
            found.add(above)
            above -= 1
    return frozenset(found)


def _signs(source: SourceText, block: _Block, reference: Reference) -> bool:
    return not block.table and bool(signers(passage(source, *block.pieces), reference))


def _words(source: SourceText, block: _Block) -> str:
    start, end = block.pieces[0][0], block.pieces[-1][1]
    return passage(source, *block.pieces).text if end - start <= _SIGNED else ""


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
