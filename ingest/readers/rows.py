"""Rows of a sheet or a list, as its readers see them: titles above, the table, notes below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.composed import Composer, GridCell

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 100, 500_000
_LABELLED = re.compile(r"[^::]{2,8}[::]")  # 填报单位: … 填报日期: … stand above a table, in one row
_NOTE = re.compile(r"[(（]?(?:附?注|备注|说明|填表|填报|制表|联系|数据来源|来源|[*※★①②③])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")

Cells = Sequence[GridCell]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with what stands above and below it."""

    above: tuple[str, ...]
    table: tuple[Cells, ...]
    below: tuple[str, ...]


def refuse_vast(path: Path, rows: int, columns: int) -> None:
    """Raises SourceError: more than a list of tasks or figures ever has."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise SourceError(
            f"{path}: a table of {rows} rows and {columns} columns is more than the limit of {MOST_CELLS} cells "
            f"({MOST_ROWS} rows, {MOST_COLUMNS} columns); split it."
        )


def listings(rows: Sequence[Cells]) -> list[Listing]:
    """The tables of a sheet; a second one begins where lines and the first head of the table above come once more."""
    filled = [row for row in rows if _filled(row)]
    found, start = [], 0
    while start < len(filled):
        head = next((index for index in range(start, len(filled)) if not _is_line(filled[index])), len(filled))
        end = _next_title(filled, head)
        found.append(_listing(filled[start:head], filled[head:end]))
        start = end
    return found


def write(composer: Composer, found: Sequence[Listing], name: str = "") -> None:
    """The listings, below the name where they have no title of their own."""
    if name and found and not found[0].above:
        composer.line(name)
    for listing in found:
        for line in listing.above:
            composer.line(line)
        if listing.table:
            composer.table(listing.table)
        for line in listing.below:
            composer.line(line)


def name_of_file(path: Path) -> str:
    """The name of a file as a title, where it is one: 质量强市任务分工表."""
    return path.stem if _CHINESE.search(path.stem) else ""


def _listing(above: Sequence[Cells], rows: Sequence[Cells]) -> Listing:
    notes = _notes(rows)
    table = rows[:notes]
    used = sorted({column for row in table for column, cell in enumerate(row) if cell.text.strip()})
    narrow = tuple([row[column] for column in used] for row in table)
    return Listing(tuple(map(_line, above)), narrow, tuple(map(_line, rows[notes:])))


def _next_title(rows: Sequence[Cells], head: int) -> int:
    """Where the lines above the next table begin: those before a row with the same first head, 序号."""
    for index in range(head + 2, len(rows)):
        if _is_line(rows[index - 1]) and not _is_line(rows[index]) and _first(rows[index]) == _first(rows[head]):
            while _is_line(rows[index - 1]):
                index -= 1
            return index
    return len(rows)


def _notes(rows: Sequence[Cells]) -> int:
    """Where the notes below a table begin: rows of one cell, from one merged over columns or that says what it is."""
    start = len(rows)
    while start > 1 and len(_filled(rows[start - 1])) == 1:
        start -= 1
    for index in range(start, len(rows)):
        [cell] = _filled(rows[index])
        if sum(place is cell for place in rows[index]) > 1 or _NOTE.match(cell.text.strip()):
            return index
    return len(rows)


def _is_line(row: Cells) -> bool:
    """Whether a row is a line of text: one cell, or labels with what belongs to them."""
    filled = _filled(row)
    return len(filled) == 1 or all(_LABELLED.match(cell.text.strip()) for cell in filled)


def _filled(row: Cells) -> list[GridCell]:
    """The cells with text, a merged one once."""
    return [cell for cell in {id(cell): cell for cell in row}.values() if cell.text.strip()]


def _first(row: Cells) -> str:
    return _filled(row)[0].text.strip()


def _line(row: Cells) -> str:
    return "  ".join(cell.text.strip() for cell in _filled(row))
