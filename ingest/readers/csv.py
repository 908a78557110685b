"""Lists as plain text: cells parted by commas, tabs or other signs."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from ingest.readers.composed import Composed, Composer, GridCell
from ingest.readers.rows import listings, name_of_file, refuse_vast, write
from ingest.readers.text import decoded

_DELIMITERS = {",": 0.6, "\t": 0.6, ";": 0.8, "|": 0.8, "，": 0.9}  # the share of rows that must be equally long
_SAMPLE = 200  # rows
_FEWEST = 2  # rows of a list
_TOLD = re.compile(r"sep=([,;|，\t])\r?\n", re.IGNORECASE)  # Excel's own first line: the delimiter
csv.field_size_limit(5_000_000)  # a file has no more; where a quotation mark is never closed, it is all one cell
_UNCLOSED = "unexpected end of data"
_MARK = "\0"  # no text has it
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how Excel is told to keep 001


def read_csv(path: Path, data: bytes) -> Composed:
    """The titles, the table and the notes of a list; prose stays prose, line by line.

    Raises SourceError: in no known encoding, or larger than a list ever is.
    """
    encoding, text = decoded(path, data)
    text = text.replace(_MARK, "")
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    composer = Composer(encoding, path)
    if delimiter is None:
        for line in text.splitlines():
            composer.line(line)
        return composer.composed()
    rows = _rows(text, delimiter)
    width = max(map(len, rows), default=0)
    refuse_vast(path, len(rows), width)
    grid = [[GridCell(_AS_TEXT.sub(r"\1", cell)) for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    found = listings(grid)
    write(composer, found, "" if any(listing.above for listing in found) else name_of_file(path))
    return composer.composed()


def _delimiter(text: str) -> str | None:
    """The sign that parts most rows into equally many cells; none where no sign does."""
    shares = {sign: _share(_rows(text, sign)[:_SAMPLE]) for sign in _DELIMITERS if sign in text}
    found = [sign for sign, (share, _) in shares.items() if share >= _DELIMITERS[sign]]
    return max(found, key=lambda sign: shares[sign], default=None)


def _share(rows: list[list[str]]) -> tuple[float, int]:
    """How many of the rows, from the first with several cells, are as long as most are, and how long that is."""
    lengths = [len(row) for row in rows]
    start = next((index for index, length in enumerate(lengths) if length > 1), len(lengths))
    common = Counter(length for length in lengths[start:] if length > 1).most_common(1)
    if not common or common[0][1] < _FEWEST:
        return 0.0, 0
    return common[0][1] / len(lengths[start:]), common[0][0]


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows that say something; where a quotation mark is never closed, each line is one."""
    if _is_torn(text, delimiter):
        text = "".join(_mended(line, delimiter) for line in io.StringIO(text, newline=None))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[cell.replace(_MARK, '"') for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _is_torn(text: str, delimiter: str) -> bool:
    """Whether a quotation mark is never closed, or only by one that opens a cell lines below."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num
        try:
            next(reader)
        except StopIteration:
            return False
        except csv.Error as error:  # also of "首席质量官"制度, which is understood
            if _UNCLOSED in str(error) or reader.line_num - start > 1:
                return True


def _mended(line: str, delimiter: str) -> str:
    """The line, with marks that open no cell where one of its cells is never closed."""
    return line.replace('"', _MARK) if '"' in line and _is_torn(line, delimiter) else line
