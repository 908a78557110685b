"""Tables that the format of a file tells (html, docx, xlsx, pdf): which rows are the header, which are sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Passage, Row, SourceText
from ingest.passages import passage
from ingest.table_columns import NAME, ORDINAL, ORDINAL_CELL, VALUE, Columns

_HEADER_ROWS = 8  # a header stands within so many rows: titles and units may stand above it
_NOTE = re.compile(r"注\d?\s?[::]|备注\s?[::]|说明\s?[::]|填表|制表")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SECTION = 60  # characters; what is longer is no name of a section
_LONGEST_NAME = 40  # characters of a column's name

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NativeTable:
    """A table of known columns: their names, its rows, and where it begins and ends."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start: int
    end: int


def native_tables(source: SourceText, columns: Columns) -> list[NativeTable]:
    """The tables of the file's format whose header is known; one without a header goes on with the one before it."""
    found: list[NativeTable] = []
    for table in source.tables:
        reader = _Reader(source, columns)
        grid = [[reader.cell(stretch) for stretch in row] for row in table.rows]
        header = reader.header(grid)
        behind = found[-1] if found and not source.text[found[-1].end : table.start_char].strip() else None
        if header is None and behind is not None and _continues(grid, behind, columns):
            rows = reader.rows(grid, behind.columns, behind.rows[-1].section if behind.rows else "")
            found[-1] = NativeTable(behind.columns, behind.rows + rows, behind.start, table.end_char)
        elif header is not None:
            names, first = header
            rows = reader.rows(grid[first:], names, "")
            found.append(NativeTable(names, rows, table.start_char, table.end_char))
    return found


def _continues(grid: Sequence[Sequence[Passage]], behind: NativeTable, columns: Columns) -> bool:
    """Whether a table without a header has the columns of the one before: as many, and ordinals where those stand."""
    if not grid or len(grid[0]) != len(behind.columns):
        return False
    ordinals = [at for at, name in enumerate(behind.columns) if columns.role(name) == ORDINAL]
    return all(
        ORDINAL_CELL.fullmatch(row[at].text) or not row[at].text for row in grid for at in ordinals[:1] if at < len(row)
    )


class _Reader:
    """Tells the rows of one table."""

    def __init__(self, source: SourceText, columns: Columns) -> None:
        self._source = source
        self._columns = columns
        self._cells: dict[Stretch, Passage] = {}

    def cell(self, stretch: Stretch) -> Passage:
        """The cell at this stretch; a merged one is the same object wherever it stands."""
        if stretch not in self._cells or stretch[0] == stretch[1]:
            self._cells[stretch] = passage(self._source, stretch)
        return self._cells[stretch]

    def header(self, grid: Sequence[Sequence[Passage]]) -> tuple[tuple[str, ...], int] | None:
        """The names of the columns, and the first row below them; None where no header is known."""
        for place, row in enumerate(grid[:_HEADER_ROWS]):
            if not self._heads(row):
                continue
            last = place
            while last + 1 < len(grid) and self._goes_on(grid[last], grid[last + 1]):
                last += 1
            width = max(map(len, grid))
            names = tuple(
                self._name([line[at] for line in grid[place : last + 1] if at < len(line)]) for at in range(width)
            )
            return names, last + 1
        return None

    def rows(self, grid: Sequence[Sequence[Passage]], names: Sequence[str], section: str) -> tuple[Row, ...]:
        """The rows with the sections they stand in, without headers that a page repeats and notes."""
        told: list[Row] = []
        for row in grid:
            texts = [cell.text for cell in row]
            distinct = list(dict.fromkeys(id(cell) for cell in row if cell.text))
            if not distinct or self._repeats(texts, names):
                continue
            if len(distinct) == 1 and len(names) > 1:
                label = next(text for text in texts if text)
                if not _NOTE.match(label) and len(label) <= _SECTION and not ORDINAL_CELL.fullmatch(label):
                    section = label
                continue
            cells = (*row, *(Passage(self._source, "", range(0)) for _ in range(len(names) - len(row))))
            told.append(Row(tuple(cells[: len(names)]), section))
        return tuple(told)

    def _heads(self, row: Sequence[Passage]) -> bool:
        """Whether a row is a header: two known cells or more, and more than half of those that are filled."""
        distinct = {id(cell): cell.text for cell in row if cell.text}
        roles = [role for text in distinct.values() if (role := self._role(text))]
        return len(roles) >= 2 and len(roles) * 2 > len(distinct) and len(set(roles)) > 1

    def _goes_on(self, above: Sequence[Passage], below: Sequence[Passage]) -> bool:
        """Whether the header has this line too: cells reach into it from above, and its own parts one that is wide."""
        pairs = list(zip(above, below, strict=False))
        reaching = sum(upper is lower and bool(upper.text) for upper, lower in pairs)
        own = [lower for upper, lower in pairs if upper is not lower and lower.text]
        wide = {id(upper) for upper in above if upper.text and sum(upper is other for other in above) > 1}
        parted = all(id(upper) in wide for upper, lower in pairs if upper is not lower and lower.text)
        return bool(own) and parted and (reaching > 0 or bool(wide)) and all(self._role(cell.text) for cell in own[:1])

    def _name(self, cells: Sequence[Passage]) -> str:
        """The name of a column from the lines of its header, the upper one in front where the lower alone says less."""
        texts = [cell.text[:_LONGEST_NAME] for cell in {id(cell): cell for cell in cells}.values() if cell.text]
        if len(texts) < 2:
            return texts[0] if texts else ""
        upper, lower = texts[0], texts[-1]
        if self._role(lower) not in ("", VALUE, NAME):
            return lower
        if _YEAR.search(lower) and self._role(lower):
            return lower
        return upper + lower if self._role(upper + lower) else (lower if self._role(lower) else upper)

    def _role(self, text: str) -> str:
        return self._columns.role(text) if len(text) <= _LONGEST_NAME else ""

    def _repeats(self, texts: Sequence[str], names: Sequence[str]) -> bool:
        """Whether a row is the header once more, as a new page sets it."""
        filled = [(text, name) for text, name in zip(texts, names, strict=False) if text]
        same = sum(text == name or (name.startswith(text) and len(text) > 1) for text, name in filled)
        return len(filled) > 1 and same * 2 > len(filled) and self._role(filled[0][0]) != ""
