"""Word files (.docx): paragraphs with their automatic numbers, tables with merged cells, boxes and notes."""

import io
from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.archive import opened
from ingest.readers.composed import Composed, Composer, GridCell, refuse_long
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package
from ingest.readers.docx.runs import Runs, Words, joined
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.tables import Grid, Grids, is_layout
from ingest.readers.docx.tree import (
    CELL,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    TABLE,
    Element,
    children,
    head,
    mark_is_gone,
    value,
    w,
)

_Block = str | list[list[GridCell]]  # a line of text, or a table
_OTHER_FILES = (w("altChunk"), w("subDoc"))


def read_docx(path: Path, data: bytes) -> Composed:
    """The text of a Word file as if all its revisions were accepted, its notes at the end.

    Raises SourceError: no Word file, damaged, protected by a password, larger than any plan, without text.
    """
    with opened(path, io.BytesIO(data)) as archive:
        composed = _composed(path, _Document(path, Package(path, archive)))
    if not composed.text.strip():
        raise SourceError(f"{path}: no text in it; if its pages are pictures, save it as PDF to have them recognised.")
    return composed


def _composed(path: Path, document: "_Document") -> Composed:
    composer = Composer("docx", path)
    for block in document.body():
        if not isinstance(block, str):
            composer.table(block)
        elif block.strip():
            composer.line(block)
        else:
            composer.blank()
    notes = document.notes()
    if notes:
        composer.blank()
    for note in notes:
        composer.line(note)
    return composer.composed()


class _Document:
    """The blocks of a document in order; what counts on from block to block is kept here."""

    def __init__(self, path: Path, package: Package) -> None:
        self._path, self._package = path, package
        self._size = 0  # characters so far: a table is composed only when all of it was read
        if next(package.body.iter(*_OTHER_FILES), None) is not None:
            raise SourceError(f"{path}: holds another file that Word has yet to take in; open it in Word and save it.")
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._runs = Runs(package.body, self._styles.hidden)
        self._grids = Grids(path)

    def body(self) -> Iterator[_Block]:
        """What stands in the document itself."""
        return self._blocks(self._package.body)

    def notes(self) -> list[str]:
        """Footnotes, then endnotes: those whose marks stand in the text, each as one line."""
        texts: list[str] = []
        for kind in ("footnotes", "endnotes"):
            wanted = dict.fromkeys(number for one, number in self._runs.notes if one == kind)
            root = self._package.part(kind) if wanted else None
            notes = {} if root is None else {note.get(w("id")): note for note in root}
            texts += [self._flat(notes[number]) for number in wanted if number in notes]
        return [text for text in texts if text]

    def _blocks(self, container: Element, in_cell: bool = False) -> Iterator[_Block]:
        open_ended: list[Element] = []
        for child in children(container, PARAGRAPH, TABLE):
            if child.tag == PARAGRAPH:
                open_ended.append(child)
                if self._mark_is_gone(child):
                    continue
            if open_ended:
                yield from self._paragraph(open_ended, in_cell)
                open_ended = []
            if child.tag == TABLE:
                yield from self._table(child)
        if open_ended:
            yield from self._paragraph(open_ended, in_cell)

    def _mark_is_gone(self, paragraph: Element) -> bool:
        return mark_is_gone(paragraph, self._styles.hidden)

    def _paragraph(self, paragraphs: list[Element], in_cell: bool) -> Iterator[_Block]:
        """One paragraph, or several whose ends are gone: it looks as the first of them that has text.

        Where the last end is gone too (before a table, in a cell) and there is no text, nothing is left to count.
        """
        owner, words = self._joined(paragraphs)
        properties = head(owner, PARAGRAPH_PROPERTIES)
        style = None if properties is None else value(properties, "pStyle")
        is_shown = bool(words) or not self._mark_is_gone(paragraphs[-1])
        if is_shown and (style is None or not self._styles.is_contents(style)):
            yield from self._lines(words, properties, in_cell)
        for box in words.boxes:
            if isinstance(box, str):
                yield box
            else:
                yield from self._blocks(box)

    def _joined(self, paragraphs: list[Element]) -> tuple[Element, Words]:
        """The paragraph that gives its looks, and the words of all."""
        parts = [self._runs.words(paragraph) for paragraph in paragraphs]
        owner = next((one for one, words in zip(paragraphs, parts, strict=True) if words), paragraphs[-1])
        return owner, joined(parts)

    def _lines(self, words: Words, properties: Element | None, in_cell: bool) -> list[str]:
        label, is_close = self._numbering.label(properties)
        lines = [line for line in words.lines if line.strip()]
        if not lines:  # a number without text says something in a table (序号), and nothing elsewhere
            lines = [label if in_cell else ""]
        elif label:
            lines[0] = _numbered(label, is_close, lines[0])
        self._size += sum(map(len, lines))
        refuse_long(self._path, self._size)
        return lines

    def _table(self, table: Element) -> Iterator[_Block]:
        grid = self._grids.grid(table)
        if is_layout(grid):
            for cell in _distinct(grid):
                yield from self._blocks(cell)
            return
        rows = self._cells(grid)
        if any(cell.text for row in rows for cell in row):
            yield rows

    def _cells(self, grid: Grid) -> list[list[GridCell]]:
        cells = {id(cell): GridCell(self._flat(cell)) for cell in _distinct(grid)}
        return [[GridCell("") if cell is None else cells[id(cell)] for cell in row] for row in grid]

    def _flat(self, container: Element) -> str:
        """The text of a cell or a note: its paragraphs, and the cells of tables within it, parted by blanks."""
        texts: list[str] = []
        for block in self._blocks(container, in_cell=container.tag == CELL):
            if isinstance(block, str):
                texts.append(block.strip())
            else:
                distinct = {id(cell): cell.text for row in block for cell in row}
                texts += distinct.values()
        return " ".join(text for text in texts if text)


def _distinct(grid: Grid) -> list[Element]:
    return list({id(cell): cell for row in grid for cell in row if cell is not None}.values())


def _numbered(label: str, is_close: bool, text: str) -> str:
    """Number and text: 一、总体要求, but 第一章 总则, and 1. 2025年底前 so that no 1.2025 is read."""
    text = text.lstrip()
    if label[-1].isalnum():
        is_parted = not is_close or (label[-1].isascii() and text[0].isascii() and text[0].isalnum())
    else:
        is_parted = label[-1] in ".．" and text[0].isdigit()
    return f"{label} {text}" if is_parted else f"{label}{text}"
