"""PDF: pages with a text layer, or scanned and recognised -> text, tables, and where each page begins."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from ingest.readers.composed import Composed, Composer
from ingest.readers.pdf.columns import Region
from ingest.readers.pdf.furniture import furniture_of
from ingest.readers.pdf.grids import Box, Ruled
from ingest.readers.pdf.lines import Line, usual_size
from ingest.readers.pdf.pages import PageParts, pages_of
from ingest.readers.pdf.paragraphs import Measure, Paragraph, end_of, goes_on, measure_of
from ingest.readers.pdf.tables import append, goes_on_below, grid_of, is_continued_caption

_NEAR_MARGIN = 2.5  # of the size: so near a margin as wide as the left one, a line shows where the right one is


@dataclass(slots=True)
class TableRun:
    """A table and the rows of it at which a page begins: (page, row)."""

    table: Ruled
    begins: list[tuple[int, int]] = field(default_factory=list)


Block = Paragraph | TableRun


def read_pdf(path: Path, data: bytes) -> Composed:
    """The text of a PDF. Raises SourceError: locked, damaged, too long, without text, or scanned and no extra `ocr`."""
    pages = pages_of(path, data)
    furniture = furniture_of([(page.lines(), page.height) for page in pages])
    for page in pages:
        _without(page, furniture)
    return _composed(path, _blocks(pages), len(pages))


def _without(page: PageParts, furniture: set[int]) -> None:
    for item in page.items:
        if not isinstance(item, Ruled):
            item.lines = [line for line in item.lines if id(line) not in furniture]
    page.items = [item for item in page.items if isinstance(item, Ruled) or item.lines]


def _blocks(pages: Sequence[PageParts]) -> list[Block]:
    """Paragraphs and tables, each whole over the pages on which it stands."""
    usual = _usual_measures(pages)
    flow = _Flow()
    for number, page in enumerate(pages):
        if page.missing:
            flow.missing(number, page.missing)
        for item in page.items:
            if isinstance(item, Ruled):
                flow.table(number, item)
            elif isinstance(item, Box):
                flow.lines(number, item.lines, _box_measure(item), f"box {item.x0 // 9:.0f} {item.x1 // 9:.0f}")
            else:
                own = usual[number] if item.column == 0 else _sides(item.lines, usual[number])
                flow.lines(number, item.lines, own, "text")
    return flow.blocks


class _Flow:
    """Puts lines and tables together as they come."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._where = ""  # the frame that the last line stands in
        self._last: tuple[int, Measure] | None = None

    def lines(self, number: int, lines: Sequence[Line], measure: Measure, where: str) -> None:
        """Lines between the same sides."""
        for line in lines:
            if not self._continues(number, line, measure, where):
                self.blocks.append(Paragraph())
            paragraph = self.blocks[-1]
            if isinstance(paragraph, Paragraph):
                paragraph.lines.append((number, line))
            self._last, self._where = (number, measure), where

    def table(self, number: int, part: Ruled) -> None:
        """A table, or the next part of the one before, perhaps under a line that says so."""
        if len(self.blocks) > 1 and self._is_continued(self.blocks[-1], number):
            caption = self.blocks.pop()
            if not _is_part(self.blocks[-1], number, part):
                self.blocks.append(caption)
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, TableRun) and _is_part(last, number, part):
            last.begins.append((number, append(last.table, part)))
        else:
            self.blocks.append(TableRun(part, [(number, 0)]))
        self._last = None

    def missing(self, number: int, why: str) -> None:
        """A line in place of a page that could not be read."""
        text = f"〔第{number + 1}页{why}，未{'读出' if why == '损坏' else '识别'}〕"
        self.blocks.append(Paragraph([(number, Line(text, 0, 0, 0, 0, 0, 0, 0))]))
        self._last = None

    def _continues(self, number: int, line: Line, measure: Measure, where: str) -> bool:
        last = self.blocks[-1] if self.blocks else None
        if not isinstance(last, Paragraph) or self._last is None or where != self._where:
            return False
        page, above = last.lines[-1]
        same_page = page == number and line.base >= above.base
        return goes_on(above, line, len(last.lines) == 1, (self._last[1], measure), same_page)

    def _is_continued(self, block: Block, number: int) -> bool:
        if not isinstance(block, Paragraph) or len(block.lines) != 1 or block.lines[0][0] != number:
            return False
        return is_continued_caption(block.lines[0][1].text)


def _is_part(block: Block, number: int, part: Ruled) -> bool:
    """Whether a table on this page is the next part of one that ends the page before."""
    return isinstance(block, TableRun) and block.begins[-1][0] == number - 1 and goes_on_below(block.table, part)


def _usual_measures(pages: Sequence[PageParts]) -> list[Measure]:
    """The measure of each page: its own, widened to what pages of its width and side have."""
    plain = [
        [line for item in page.items if isinstance(item, Region) and item.column == 0 for line in item.lines]
        for page in pages
    ]
    own = [measure_of(lines) for lines in plain]
    size = usual_size((line for lines in plain for line in lines), default=12.0)
    groups: dict[tuple[int, int], list[Measure]] = defaultdict(list)
    for number, (page, measure) in enumerate(zip(pages, own, strict=True)):
        if measure:
            groups[round(page.width), number % 2].append(measure)
    measures = []
    for number, page in enumerate(pages):
        width = round(page.width)
        alike = groups[width, number % 2] or groups[width, 1 - number % 2]
        measures.append(_widened(own[number], alike, plain[number], page.width, size))
    return measures


def _widened(
    own: Measure | None, alike: Sequence[Measure], lines: Sequence[Line], width: float, size: float
) -> Measure:
    """The page's own sides, where lines reach as far as on pages alike, else theirs.

    With no page to compare it has a margin to the right as it has to the left, unless a line ends near that.
    """
    if not alike:
        left, end = min((line.x0 for line in lines), default=0.0), max((end_of(line) for line in lines), default=0.0)
        right = end if end > width - left - _NEAR_MARGIN * size else width - left
        return Measure(left, right, 1.9 * size, size)
    left, right = median(one.left for one in alike), median(one.right for one in alike)
    if own is None:
        return Measure(left, right, median(one.leading for one in alike), size)
    return Measure(min(own.left, left), max(own.right, right), own.leading, size)


def _sides(lines: Sequence[Line], usual: Measure) -> Measure:
    """The measure of a column."""
    own = measure_of(lines)
    left, right = min(line.x0 for line in lines), max(end_of(line) for line in lines)
    return Measure(left, right, own.leading if own else usual.leading, usual.size)


def _box_measure(box: Box) -> Measure:
    """The measure within a frame: as far from its right side as the lines begin from its left one."""
    left = min(line.x0 for line in box.lines)
    right = max(max(end_of(line) for line in box.lines), box.x1 - (left - box.x0))
    own = measure_of(box.lines)
    size = median(line.size for line in box.lines)
    return Measure(left, right, own.leading if own else 1.9 * size, size)


def _composed(path: Path, blocks: Sequence[Block], pages: int) -> Composed:
    composer, begun = Composer("pdf", path), 0
    for block in blocks:
        if isinstance(block, Paragraph):
            text, places = block.text()
            for page, offset in places:
                begun = _begin(composer, begun, page, offset)
            composer.line(text, recognised=any(line.recognised for _, line in block.lines))
            continue
        rows, numbers = grid_of(block.table)
        begin_rows = []
        for page, row in block.begins:
            at = sum(number < row for number in numbers)
            begin_rows += [at] * (page + 1 - begun)
            begun = max(begun, page + 1)
        composer.table(rows, page_rows=begin_rows)
    _begin(composer, begun, pages - 1, 0)
    return composer.composed()


def _begin(composer: Composer, begun: int, page: int, ahead: int) -> int:
    """Says where pages up to this one begin; gives how many have begun."""
    for _ in range(begun, page + 1):
        composer.page(ahead)
    return max(begun, page + 1)
