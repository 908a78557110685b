"""Page numbers and running headers that stand between the lines of a paragraph."""

import re
from collections import Counter

from ingest.document import SourceText
from ingest.passages import lines

_PAGE_NUMBER = re.compile(
    r"[-·]\s{0,9}\d{1,3}\s{0,9}[-·]|第\s?\d{1,3}\s?页(?:\s?[,/]?\s?共\s?\d{1,3}\s?页)?|\d{1,3}\s?/\s?\d{1,3}"
)
_MAYBE = re.compile(r"^[^\S\n]*(?:[-·]\s{0,9}\d|第\s?\d|\d{1,3}\s?/)", re.MULTILINE)
_HEADER_LIMIT = 40  # characters; a longer line is text


def page_lines(source: SourceText) -> frozenset[int]:
    """Where lines begin that belong to the page: - 3 -, 第3页, and beside one a line that stands there again."""
    if not _MAYBE.search(source.normal):
        return frozenset()
    found = list(lines(source))
    texts = [source.normal[start:end] for start, end in found]
    numbers = [place for place, text in enumerate(texts) if _PAGE_NUMBER.fullmatch(text)]
    if not numbers:
        return frozenset()
    often = Counter(texts)
    beside = {place + step for place in numbers for step in (-1, 1) if 0 <= place + step < len(texts)}
    headers = {place for place in beside if often[texts[place]] > 1 and len(texts[place]) <= _HEADER_LIMIT}
    return frozenset(found[place][0] for place in {*numbers, *headers})
