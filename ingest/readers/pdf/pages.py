"""The pages of a PDF one by one: text, tables and frames of each; what is only a picture goes to be recognised."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import pypdfium2 as pdfium

from graph.errors import SourceError
from ingest.readers.pdf import ocr
from ingest.readers.pdf.columns import Region, regions_of
from ingest.readers.pdf.glyphs import Glyph, Sheet, sheet_of
from ingest.readers.pdf.grids import Box, Ruled, framed
from ingest.readers.pdf.lines import Line, evened

_MOST_PAGES = 1_000
_MOST_RECOGNISED = 100  # pages of one file; some 5 seconds each
_LONGEST = 180.0  # seconds for what needs no recognition; 1,000 pages take 50
_MOST_CHARACTERS = 5_000_000
_HARDLY_ANY = 30  # characters that a scanned page may have: a page number, a stamp of the scanner
_COVERED = 0.5  # share of a scanned page under its picture
_OUTLINES = 300  # paths of a page whose letters were turned into outlines
_UNDECODABLE = 0.3  # share of characters that nobody can read
_UNDECODED = "的文字无法解码"
_SCALE = 2.0  # pixels for each point
_MOST_PIXELS = 2_500  # of the longer side
_WRONG_PASSWORD = 4

_PDFIUM = threading.Lock()  # the library may not be called by two threads at once

Item = Region | Box | Ruled


@dataclass(slots=True)
class PageParts:
    """What a page holds, in reading order; `missing` says why it could not be read."""

    width: float
    height: float
    items: list[Item] = field(default_factory=list)
    missing: str = ""
    characters: int = 0

    def lines(self) -> list[Line]:
        """Its lines outside tables, from top to bottom."""
        found = [line for item in self.items if not isinstance(item, Ruled) for line in item.lines]
        return sorted(found, key=lambda line: line.base)


def pages_of(path: Path, data: bytes) -> list[PageParts]:
    """The pages. Raises SourceError: locked, damaged, too long, or nothing but pictures that cannot be recognised."""
    with _PDFIUM:
        document = _opened(path, data)
    try:
        pages = list(_read(path, document))
    finally:
        with _PDFIUM:
            document.close()
    if not any(page.items and not page.missing for page in pages):
        raise SourceError(f"{path}: {_why_empty(pages)}")
    return pages


def _opened(path: Path, data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise SourceError(f"{path}: the PDF is locked with a password; save it without one.") from error
        raise SourceError(f"{path}: a damaged PDF that cannot be opened; save or send it again.") from error
    if len(document) > _MOST_PAGES:
        count = len(document)
        document.close()
        raise SourceError(f"{path}: {count} pages are more than the limit of {_MOST_PAGES:,}; split it.")
    return document


def _why_empty(pages: list[PageParts]) -> str:
    missing = {page.missing for page in pages} - {""}
    if missing == {"损坏"}:
        return "no page of this PDF can be read; save or send it again."
    if missing and not ocr.is_available():
        return "a scanned PDF, pages without readable text; install their recognition: pip install 'zhitu[ocr]'."
    return "no text in this PDF; save the document again."


def _read(path: Path, document: pdfium.PdfDocument) -> Iterator[PageParts]:
    spent, recognised, characters = 0.0, 0, 0
    for number in range(len(document)):
        with _PDFIUM:
            begun = monotonic()
            parts, picture, scale = _page(path, document, number, recognised < _MOST_RECOGNISED)
            spent += monotonic() - begun
        characters += parts.characters
        if spent > _LONGEST:
            raise SourceError(f"{path}: takes more than {_LONGEST:.0f} seconds to read; print it to a new PDF.")
        if characters > _MOST_CHARACTERS:
            raise SourceError(f"{path}: more than {_MOST_CHARACTERS:,} characters of text; split it.")
        if picture is not None:
            recognised += 1
            lines = ocr.lines_in(picture, scale)
            if lines:
                parts.items, parts.missing = [Region(lines)], ""
        yield parts


def _page(path: Path, document: pdfium.PdfDocument, number: int, may_recognise: bool) -> tuple[PageParts, Any, float]:
    """A page, or what is missing of it; its picture where that is to be recognised, and the scale of it."""
    try:
        page = document[number]
        try:
            return _read_page(path, page, number, may_recognise)
        finally:
            page.close()
    except pdfium.PdfiumError:
        return PageParts(0.0, 0.0, missing="损坏"), None, 1.0


def _read_page(path: Path, page: pdfium.PdfPage, number: int, may_recognise: bool) -> tuple[PageParts, Any, float]:
    sheet = sheet_of(page)
    if sheet.overfull:
        raise SourceError(f"{path}: page {number + 1} holds more characters than any page of text; leave it out.")
    parts = _parts(sheet)
    if not (missing := _missing(sheet)):
        return parts, None, 1.0
    width, height = page.get_size()
    parts.missing = missing
    if missing == _UNDECODED:
        parts.items = []
    if not (may_recognise and ocr.is_available()):
        return parts, None, 1.0
    scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1.0))
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        return parts, bitmap.to_numpy()[:, :, :3].copy(), scale
    finally:
        bitmap.close()


def _missing(sheet: Sheet) -> str:
    """What a reader sees but the text has not: a scan, letters drawn as outlines, a font that nobody can decode."""
    count = sum(not glyph.char.isspace() for glyph in sheet.glyphs)
    if sheet.undecodable > _UNDECODABLE * max(count, _HARDLY_ANY):
        return _UNDECODED
    if (count < _HARDLY_ANY and sheet.covered >= _COVERED) or (not count and sheet.drawn >= _OUTLINES):
        return "为扫描件"
    return ""


def _parts(sheet: Sheet) -> PageParts:
    """Tables, frames and the text above, between and below them."""
    found = framed(sheet.glyphs, sheet.rulings)
    parts = PageParts(sheet.width, sheet.height, characters=len(sheet.glyphs))
    rest: list[Glyph] = found.outside
    blocks: list[Ruled | Box] = [*found.tables, *found.boxes]
    for block in sorted(blocks, key=lambda block: block.top):
        above = [glyph for glyph in rest if (glyph.top + glyph.bottom) / 2 < block.top]
        rest = [glyph for glyph in rest if (glyph.top + glyph.bottom) / 2 >= block.top]
        parts.items += regions_of(above)
        parts.items.append(block)
    parts.items += regions_of(rest)
    if sheet.covered >= _COVERED:  # the text was recognised when the page was scanned, and lies behind its picture
        for item in parts.items:
            if not isinstance(item, Ruled):
                evened(item.lines)
    return parts
