"""The lines of tables made ready: page numbers left out, wrapped cells put together."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from ingest.table_columns import Columns
from ingest.table_grid import Header, Line, joined

_PAGE = re.compile(r"-\s?\d{1,3}\s?-|第\s?\d{1,3}\s?页(?:\s?[,/]?\s?共\s?\d{1,3}\s?页)?")
_ASIDE = re.compile(r"\([^()]{2,20}\)")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节]")
_BLANKS = re.compile(r"\s+")
_LONGEST = 400  # characters of a cell
_MOST_LINES = 6000  # of one table
_MOST_PAGES = 200  # of one table


def is_page_number(text: str) -> bool:
    """Whether a line only numbers the page: - 8 -, 第3页."""
    return text[:1] in ("-", "第") and len(text) <= 16 and bool(_PAGE.fullmatch(text))


def without_wraps(lines: Sequence[Line], columns: Columns) -> list[Line]:
    """Lines of one cell put together on the first: 市甲局、 and 乙局, 市甲局 and (乙局), 各区、县(市) and 人民政府."""
    merged = list(lines)
    held, above = 0, ""
    for place, line in enumerate(lines):
        here = line.text
        if not here:
            continue
        if above and len(above) <= _LONGEST and place - held <= 2 and _goes_on(above, here, place - held, columns):
            merged[held] = joined(merged[held], line)
            merged[place] = Line(line.start, line.start, "")
            above = merged[held].text
        else:
            held, above = place, here
    return merged


def _goes_on(above: str, here: str, apart: int, columns: Columns) -> bool:
    if above[-1] in "、(" or ("(" in above and above.rfind("(") > above.rfind(")")):
        return True
    if here[0] == "(" and apart == 1 and _ASIDE.fullmatch(here):
        return True
    return columns.is_torn_body(above, here)


class Sheet:
    """The lines of a document with wrapped cells put together, and which of them hold text."""

    def __init__(self, lines: Sequence[Line], columns: Columns) -> None:
        self._columns = columns
        self.lines = without_wraps(lines, columns)
        self._filled = [place for place, line in enumerate(self.lines) if line.text]
        self._by_text: dict[str, list[int]] = {}  # of short lines, where they stand in the list of filled ones
        for at, place in enumerate(self._filled):
            if len(text := self.lines[place].text) <= columns.longest:
                self._by_text.setdefault(text, []).append(at)

    def near(self, start: int, count: int) -> list[int]:
        """The first lines with text from here on."""
        first = bisect_left(self._filled, start)
        return self._filled[first : first + count]

    def body(self, header: Header) -> list[int]:
        """The lines with text behind a header, without those in which a new page repeats it."""
        first = bisect_left(self._filled, header.next_line)
        last = min(first + _MOST_LINES, len(self._filled))
        names = [name for name in (*header.groups, *header.names) if name]
        places = self._by_text.get(names[0], [])
        kept, at = [], first
        for again in places[bisect_left(places, first) :][:_MOST_PAGES]:
            if not at <= again < last:
                continue
            if self._repeats(again, names):
                kept += self._filled[at:again]
                at = again + len(names)
            elif self._heads_another(again):
                last = again - bool(_CHAPTER.match(self.lines[self._filled[again - 1]].text))
                break
        return kept + self._filled[at:last]

    def _heads_another(self, at: int) -> bool:
        """Whether the header of another table begins here: three header cells in a row."""
        return all(self._columns.role(self.lines[place].text) for place in self._filled[at : at + 3])

    def _repeats(self, at: int, names: Sequence[str]) -> bool:
        texts = (self.lines[place].text for place in self._filled[at : at + len(names)])
        return [_BLANKS.sub("", text) for text in texts] == names
