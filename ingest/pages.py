"""Page numbers and running headers that stand between the lines of a paragraph."""

import re
from collections import Counter

from ingest.document import SourceText
from ingest.passages import lines

_PAGE_NUMBER = re.compile(
    r"[-·]\s{0,9}\d{1,3}\s{0,9}[-·]|第\s?\d{1,3}\s?页(?:\s?[,/]?\s?共\s?\d{1,3}\s?页)?|\d{1,3}\s?/\s?\d{1,3}"
)
_MAYBE = re.compile(r"^[^\S\n]*(?:[-·]\s{0,9}\d|第\s?\d|\d{1,3}\s?/)", re.MULTILINE)
_TEXT = re.compile(r"[:。;、]")  # a line that says something: 责任单位:县市场监管局
_SHARE = 0.3  # of the page numbers: a header may change from chapter to chapter
_FEW = 2  # page numbers; beside so few any line counts that stands there again
_HEADER_LIMIT = 40  # characters; a longer line is text


def page_lines(source: SourceText) -> frozenset[int]:
    """Where lines begin that belong to the page: - 3 -, 第3页, and a line that stands beside many of these."""
    if not _MAYBE.search(source.normal):
        return frozenset()
    found = list(lines(source))
    texts = [source.normal[start:end] for start, end in found]
    numbers = [place for place, text in enumerate(texts) if _PAGE_NUMBER.fullmatch(text)]
    if not numbers:
        return frozenset()
    headers: set[int] = set()
    anywhere = Counter(texts)
    for step in (-1, 1):
        beside = [place + step for place in numbers if 0 <= place + step < len(texts)]
        short = [place for place in beside if len(texts[place]) <= _HEADER_LIMIT]
        if len(numbers) <= _FEW:
            short = [place for place in short if not _TEXT.search(texts[place])]
        often = anywhere if len(numbers) <= _FEW else Counter(texts[place] for place in short)
        headers.update(place for place in short if often[texts[place]] >= max(2, _SHARE * len(numbers)))
    return frozenset(found[place][0] for place in {*numbers, *headers})
