"""What a reader of a format makes of a file: its text, line by line, with tables and pages by their places in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceError
from ingest.document import SourceTable

MOST_TEXT = 5_000_000  # characters of one file; the longest plan met has 300,000
_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b-\u200f\u2060]")


@dataclass(frozen=True, slots=True)
class Composed:
    """The decoded text of a file, and what its format says of it; encoding names the format where it has no other."""

    encoding: str
    text: str
    tables: tuple[SourceTable, ...] = ()
    pages: tuple[int, ...] = ()  # where each page begins
    recognised: tuple[tuple[int, int], ...] = ()  # stretches read in pictures


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A cell of a table; one that is merged is the same object in each place that it spans."""

    text: str


def refuse_long(path: Path, size: int) -> None:
    """Raises SourceError: more characters than any plan has."""
    if size > MOST_TEXT:
        raise SourceError(f"{path}: more than {MOST_TEXT:,} characters of text; split it.")


class Composer:
    """Puts the text of a file together in reading order. Raises SourceError: more of it than any plan has."""

    def __init__(self, encoding: str, path: Path) -> None:
        self._encoding, self._path = encoding, path
        self._parts: list[str] = []
        self._size = 0
        self._tables: list[SourceTable] = []
        self._pages: list[int] = []
        self._recognised: list[tuple[int, int]] = []

    def line(self, text: str, recognised: bool = False) -> None:
        """A paragraph or heading, one line of the text; line ends within it become blanks."""
        start = self._size
        self._write(_CONTROL.sub("", _LINE_ENDS.sub(" ", text)).rstrip())
        if recognised and self._size > start:
            self._recognised.append((start, self._size))
        self._write("\n")

    def blank(self) -> None:
        """An empty line, unless there is one already."""
        if self._parts and self._parts[-2:] != ["", "\n"]:
            self._write("")
            self._write("\n")

    def page(self, ahead: int = 0) -> None:
        """A page begins here, or so many characters ahead: within the line that is written next."""
        self._pages.append(self._size + ahead)

    def table(self, rows: Sequence[Sequence[GridCell]], page_rows: Sequence[int] = ()) -> None:
        """A table: a line for each row, its cells parted by tabs; a merged cell is written where it stands first.

        page_rows are the rows at which a page begins; one behind the last begins where the table ends.
        """
        start = self._size
        placed: dict[int, tuple[int, int]] = {}
        grid = []
        for number, row in enumerate(rows):
            self._pages.extend([self._size] * page_rows.count(number))
            grid.append(tuple(self._cells(row, placed)))
        self._pages.extend([self._size] * sum(row >= len(rows) for row in page_rows))
        self._tables.append(SourceTable(tuple(grid), start, self._size))

    def composed(self) -> Composed:
        """The text so far, with what was noted of it."""
        text = "".join(self._parts)
        return Composed(self._encoding, text, tuple(self._tables), tuple(self._pages), tuple(self._recognised))

    def _cells(self, row: Sequence[GridCell], placed: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
        spans = []
        for column, cell in enumerate(row):
            if column:
                self._write("\t")
            if id(cell) not in placed:
                start = self._size
                self._write(_CONTROL.sub("", _BLANKS.sub(" ", cell.text)).strip())
                placed[id(cell)] = (start, self._size)
            spans.append(placed[id(cell)])
        self._write("\n")
        return spans

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        refuse_long(self._path, self._size)
