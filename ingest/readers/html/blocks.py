"""The tree of a web page as blocks in reading order: a line of text, or a table as a grid."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ingest.readers.composed import GridCell
from ingest.readers.html.tables import grid_of, is_grid
from ingest.readers.html.tree import Element

_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr", "td", "th", "table", "section", "article",
     "header", "main", "aside", "blockquote", "pre", "ul", "ol", "dl", "hr", "center", "address", "figure",
     "figcaption", "form", "fieldset", "legend", "caption", "tbody", "thead", "tfoot", "body")
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3")
_BLANKS = re.compile(r"\s+")
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[、.．)）]|第.{1,3}[条章]")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page, or one table (rows), with the element that it stands in and how much of it is links."""

    element: Element
    text: str
    linked: int = 0
    rows: tuple[tuple[GridCell, ...], ...] | None = None


def blocks_of(path: Path, page: Element) -> list[Block]:
    """The blocks of the page. Raises SourceError: a table beyond all measure."""
    body = page.find("body")
    return list(_Walk(path).blocks(page if body is None else body))


class _Walk:
    """Goes through the tree once, without recursion, and ends a line where a block begins or ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0  # depth of links
        self._skip: Element | None = None  # the table that is a grid, passed over
        self._at: list[Element] = []  # never empty: the body is there from the start
        self._items: dict[Element, int] = {}  # of each ordered list, how many items came

    def blocks(self, body: Element) -> Iterator[Block]:
        """The blocks below an element, in order."""
        self._at = [body]
        for event, element in etree.iterwalk(body, events=("start", "end")):
            if self._skip is not None:
                if event == "end" and element is self._skip:
                    self._skip = None
                    self._take(element.tail)
                continue
            if not isinstance(element.tag, str):
                self._take(element.tail if event == "end" else None)
                continue
            if event == "start":
                yield from self._open(element)
            else:
                yield from self._close(element, element is body)
        yield from self._line()

    def _open(self, element: Element) -> Iterator[Block]:
        if element.tag == "table" and is_grid(element):
            yield from self._line()
            rows = grid_of(self._path, element)
            text = "".join(cell.text for row in rows for cell in row)
            yield Block(element, text, _linked(element), rows)
            self._skip = element
            return
        if element.tag in _BLOCKS:
            yield from self._line()
            self._at.append(element)
        if element.tag == "a":
            self._links += 1
        if element.tag == "li":
            self._number(element)
        self._take(element.text, element.tag == "pre")

    def _close(self, element: Element, last: bool) -> Iterator[Block]:
        if element.tag in _BLOCKS:
            yield from self._line()
            if self._at[-1] is element:
                self._at.pop()
        if element.tag == "br":
            if self._at[-1].tag in _HEADINGS:  # a title broken for its looks
                self._pieces.append(" ")
            else:
                yield from self._line()
        if element.tag == "a":
            self._links -= 1
        if not last:
            self._take(element.tail)

    def _number(self, item: Element) -> None:
        """The number that a browser sets in front of an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or "none" in parent.get("style", ""):
            return
        self._items[parent] = place = self._items.get(parent, 0) + 1
        if _NUMBERED.match("".join(item.itertext()).strip()):
            return
        start = parent.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 5 else 1
        self._pieces.append(f"{first + place - 1}. ")

    def _take(self, text: str | None, as_it_is: bool = False) -> None:
        if not text:
            return
        words = text if as_it_is else _BLANKS.sub(" ", text)
        self._pieces.append(words)
        if self._links:
            self._linked += len(words.strip())

    def _line(self) -> Iterator[Block]:
        text, linked = "".join(self._pieces), self._linked
        self._pieces, self._linked = [], 0
        for line in text.split("\n"):
            if stripped := line.strip():
                yield Block(self._at[-1], stripped, min(linked, len(stripped)))


def _linked(table: Element) -> int:
    return sum(len("".join(link.itertext()).strip()) for link in table.iter("a"))
