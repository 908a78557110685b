"""Stretches of the source as rules read them: blanks within Chinese text taken out, offsets kept."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from ingest.document import Passage, SourceText

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
# blanks; and the readings that some pages print behind a character: 關(guān)于
_GAPS = re.compile(rf"\s+|\([a-z]{{0,5}}[{_TONED}][a-z]{{0,4}}\)")


# 到20 15年: a year that the page set apart
_TORN_YEAR = re.compile(r"[^\d](?:19|20)\s{1,2}\d\d年")


def passage(source: SourceText, *pieces: tuple[int, int]) -> Passage:
    """The passage over these stretches of the source, in reading order: blanks go, but between two words in ASCII."""
    texts: list[str] = []
    parts: list[Sequence[int]] = []
    for start, end in pieces:
        text, places = _squeezed(source.normal, start, end)
        if text or not texts:
            texts.append(text)
            parts.append(places)
    offsets = parts[0] if len(parts) == 1 else [*chain.from_iterable(parts)]
    return Passage(source, "".join(texts), offsets)


def _squeezed(normal: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    if not _GAPS.search(normal, start, end):
        return normal[start:end], range(start, end)
    texts: list[str] = []
    offsets: list[int] = []
    at = start
    for gap in _GAPS.finditer(normal, start, end):
        texts.append(normal[at : gap.start()])
        offsets.extend(range(at, gap.start()))
        at = gap.end()
        parted = gap.start() > start and at < end and _keeps_blank(normal[gap.start() - 1], normal[at])
        if parted and not _TORN_YEAR.match(normal, max(gap.start() - 3, 0)):
            texts.append(" ")
            offsets.append(gap.start())
    texts.append(normal[at:end])
    offsets.extend(range(at, end))
    return "".join(texts), offsets


def _keeps_blank(before: str, after: str) -> bool:
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def line_passages(source: SourceText) -> Iterator[Passage]:
    """The lines that hold more than blanks, without the blanks within Chinese."""
    return (passage(source, stretch) for stretch in lines(source))


def lines(source: SourceText, start: int = 0, end: int | None = None) -> Iterable[tuple[int, int]]:
    """The stretches of the lines that hold more than blanks, without the blanks around them."""
    normal, limit = source.normal, len(source.normal) if end is None else end
    at = start
    while at < limit:
        stop = normal.find("\n", at, limit)
        stop = limit if stop < 0 else stop
        line = normal[at:stop]
        stripped = line.strip()
        if stripped:
            begin = at + len(line) - len(line.lstrip())
            yield begin, begin + len(stripped)
        at = stop + 1
