"""The text itself: numbers of headings that repeat or are missing, sentences that stand there twice, sums."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from graph.analysis.audit.audited import Audited
from graph.analysis.audit.finding import Finding, finding
from graph.model import Node, Span

_NUMBER = re.compile(
    r"\(?(?P<word>[一二三四五六七八九十]{1,3})[)、.]|第(?P<part>[一二三四五六七八九十]{1,3})[章节部]|\(?(?P<figure>\d{1,2})[)、.](?!\d)"
)
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
_REPEATED = 20  # characters without signs: fewer are a turn of phrase
_TOTAL = re.compile(
    r"(?P<all>共|共计|合计|总计)?(?P<total>\d+)\s?(?P<unit>[个家件项名种])[^。;\d]{0,6}"
    r"(?:其中|(?P<whole>包括|分别[为是]))(?P<parts>[^。;\n]{4,60})"
)
_SUM = re.compile(r"(?:共计?|合计|总计|总数)[^\d,、]{0,6}$")


def texts(audited: Audited) -> Iterator[Finding]:
    """The rules on the text."""
    yield from _numbering(audited)
    yield from _rows(audited)
    yield from _repeated(audited)
    yield from _totals(audited)


def _numbering(audited: Audited) -> Iterator[Finding]:
    """Numbers among headings with one parent: one twice, or one left out."""
    siblings: defaultdict[tuple[str, ...], dict[str, Node]] = defaultdict(dict)
    for item in audited.items:
        path = item.properties.get("path", ())
        for depth, heading in enumerate(path if isinstance(path, tuple) else ()):
            assert isinstance(path, tuple)
            siblings[path[:depth]].setdefault(heading, item)
    for headings in siblings.values():
        told = [(*number, heading, node) for heading, node in headings.items() if (number := number_of(heading))]
        for (kind, before, above, first), (other, after, heading, node) in pairwise(told):
            if kind != other or before == 0 or after in (before + 1, 1):
                continue
            why = f"序号{'重复' if after == before else '不连续'}:“{above}”之后是“{heading}”"
            yield finding("numbering", "low", [_place(audited, above, first), _place(audited, heading, node)], why)


def number_of(heading: str) -> tuple[str, int] | None:
    """The kind and value of the number that a heading begins with: （四）… gives ("word", 4)."""
    found = _NUMBER.match(heading.replace("(", "(").replace("（", "(").replace("）", ")"))
    if not found or not found.lastgroup:
        return None
    said = found[found.lastgroup]
    return found.lastgroup, int(said) if said.isdigit() else _value(said)


def _value(said: str) -> int:
    tens, ten, ones = said.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _place(audited: Audited, heading: str, node: Node) -> Span:
    """Where a heading of the path stands: at the item itself, or the last time before it."""
    words = r"\s*".join(map(re.escape, "".join(heading.split())))
    found = [each.span() for each in re.finditer(words, audited.normal[: audited.own_words(node).end_char])]
    return audited.span(*found[-1]) if found else audited.heading(node)


def _rows(audited: Audited) -> Iterator[Finding]:
    """Ordinals in a table of tasks that jump or repeat."""
    rows: defaultdict[object, list[tuple[int, Node]]] = defaultdict(list)
    for item in audited.items:
        number = str(item.properties.get("number", ""))
        if item.id in audited.tables and number.isdigit():
            rows[audited.tables[item.id]].append((int(number), item))
    for told in rows.values():
        for (before, first), (after, second) in pairwise(told):
            if after not in (before, before + 1, 1):
                why = f"表中序号由 {before} 到 {after}"
                yield finding("numbering", "low", [audited.own_words(first), audited.own_words(second)], why)


def _repeated(audited: Audited) -> Iterator[Finding]:
    """The same words in two tasks."""
    seen: dict[str, tuple[int, int]] = {}  # of each stretch where it began: item, place in its bare text
    text = _without_phrases(audited)
    bare = [_bare(text, audited.own_words(item)) for item in audited.items]
    for number, (words, _) in enumerate(bare):
        at = 0
        while at + _REPEATED <= len(words):
            stretch = words[at : at + _REPEATED]
            first = seen.setdefault(stretch, (number, at))
            if first[0] == number:
                at += 1
                continue
            other, start = bare[first[0]], first[1]
            length = _common(other[0], start, words, at)
            spans = [_spanned(audited, other, start, length), _spanned(audited, bare[number], at, length)]
            yield finding("duplicate_text", "low", spans, f"两处文字相同({length} 字)")
            at += length


def _bare(text: str, item: Span) -> tuple[str, list[int]]:
    """A stretch of a text without signs, and where each character stands."""
    places = [at for at in range(item.start_char, item.end_char) if text[at].isalnum()]
    return "".join(text[at] for at in places), places


def _without_phrases(audited: Audited) -> str:
    """The text with blanks for duty phrases and titles of documents, which repeat as they should."""
    text = list(audited.normal)
    titles = ((one.start_char, one.end_char) for one in audited.titles)
    for start, end in (*(place for duty in audited.duties for place in duty.phrases), *titles):
        text[start:end] = " " * (end - start)
    return "".join(text)


def _common(one: str, start: int, other: str, at: int) -> int:
    length = _REPEATED
    while start + length < len(one) and at + length < len(other) and one[start + length] == other[at + length]:
        length += 1
    return length


def _spanned(audited: Audited, bare: tuple[str, list[int]], start: int, length: int) -> Span:
    return audited.span(bare[1][start], bare[1][start + length - 1] + 1)


def _totals(audited: Audited) -> Iterator[Finding]:
    """45个,其中工业产品30个、农产品20个: more than the whole; fewer may be left out, but not of 共30个,包括…."""
    for found in _TOTAL.finditer(audited.normal):
        numbers = re.finditer(rf"(\d+)\s?{found['unit']}", found["parts"])
        parts = [int(one[1]) for one in numbers if not _SUM.search(found["parts"][: one.start()])]
        total, whole = int(found["total"]), found["all"] and found["whole"]
        if len(parts) > 1 and (sum(parts) > total or (whole and sum(parts) < total)):
            why = f"分项合计 {sum(parts)},与总数 {total} 不符"
            yield finding("inconsistent_total", "medium", [audited.span(*found.span())], why)
