"""Lists as plain text: cells parted by commas, tabs or other signs."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ingest.readers.composed import Composed, Composer, GridCell
from ingest.readers.rows import listings, name_of_file, refuse_vast, write
from ingest.readers.text import decoded

_DELIMITERS = {",": 0.6, "\t": 0.6, ";": 0.8, "|": 0.8, "，": 0.9}  # the share of rows that must be equally long
_SAMPLE = 200  # rows
_FEWEST = 2  # rows of a list
_LONGEST_CELL = 60  # line ends within a cell; more, and a quotation mark was never closed
_TOLD = re.compile(r"sep=([,;|，\t])\r?\n", re.IGNORECASE)  # Excel's own first line: the delimiter
csv.field_size_limit(5_000_000)  # a file has no more; where a quotation mark is never closed, it is all one cell
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how Excel is told to keep 001


def read_csv(path: Path, data: bytes) -> Composed:
    """The titles, the table and the notes of a list; prose stays prose, line by line.

    Raises SourceError: in no known encoding, or larger than a list ever is.
    """
    encoding, text = decoded(path, data)
    text = text.replace("\0", "")
    told = _TOLD.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    composer = Composer(encoding)
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
    shares = {sign: _share(list(islice(_parsed(text, sign), _SAMPLE))) for sign in _DELIMITERS}
    found = [sign for sign, (share, _) in shares.items() if share >= _DELIMITERS[sign]]
    return max(found, key=lambda sign: shares[sign], default=None)


def _share(rows: list[list[str]]) -> tuple[float, int]:
    """How many of the rows, from the first with several cells, are as long as most are, and how long that is."""
    lengths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    start = next((index for index, length in enumerate(lengths) if length > 1), len(lengths))
    common = Counter(length for length in lengths[start:] if length > 1).most_common(1)
    if not common or common[0][1] < _FEWEST:
        return 0.0, 0
    return common[0][1] / len(lengths[start:]), common[0][0]


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows = list(_parsed(text, delimiter))
    if any(cell.count("\n") > _LONGEST_CELL for row in rows for cell in row):
        rows = list(_parsed(text, delimiter, csv.QUOTE_NONE))
    return [row for row in rows if any(cell.strip() for cell in row)]


def _parsed(text: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
