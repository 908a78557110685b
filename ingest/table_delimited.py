"""Tables in lines whose cells are parted by tabs, pipes or wide blanks; a wrapped cell goes on in the next lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.table_columns import BODY, KIND, NAME, ORDINAL, ORDINAL_CELL, UNIT, VALUE, Columns
from ingest.table_grid import Cell, Grid, Line

_WIDE = re.compile(r"\S+(?:[^\S\t]\S+)*")
_SINGLE = re.compile(r"\S+")
_RULE = re.compile(r"^[\s|:+-]+$")

Placed = tuple[int, int, int]  # column, start, end


@dataclass(frozen=True, slots=True)
class Raw:
    """A whole line: where it starts, its normalised text, and the text of the file, where tabs are still tabs."""

    start: int
    normal: str
    hard: str

    def cell(self, span: tuple[int, int]) -> str:
        """The normalised text of a stretch of the line."""
        return self.normal[span[0] - self.start : span[1] - self.start]


def delimiter_of(raw: str) -> str:
    """What parts the cells of this line: | or tab or wide blanks, "" where only single blanks do."""
    if raw.count("|") >= 2:
        return "|"
    if "\t" in raw.strip():
        return "\t"
    return "  " if re.search(r"\S[^\S\u00a0]{2,}\S", raw) and not re.search("\u00a0", raw) else ""


def cells_of(raw: str, start: int, delimiter: str) -> list[tuple[int, int]]:
    """The stretches of the cells of a line; with | and tabs empty cells are cells too."""
    if delimiter in ("|", "\t"):
        spans, at = [], 0
        for part in raw.split(delimiter):
            body = part.strip()
            begin = at + (len(part) - len(part.lstrip()) if body else 0)
            spans.append((start + begin, start + begin + len(body)))
            at += len(part) + 1
        if delimiter == "|":
            spans = spans[1:] if raw.lstrip().startswith("|") else spans
            spans = spans[:-1] if raw.rstrip().endswith("|") else spans
        return spans
    pattern = _SINGLE if delimiter == " " else _WIDE
    return [(start + match.start(), start + match.end()) for match in pattern.finditer(raw)]


def delimited_table(
    lines: Sequence[Line],
    raws: Sequence[Raw],
    at: int,
    end: int,
    names: Sequence[str],
    roles: Sequence[str],
    delimiter: str,
    columns: Columns,
) -> Grid | None:
    """The table whose header is this line and whose body ends before `end`."""
    reader = _Reader(raws[at], names, roles, delimiter, columns)
    last = at
    for place in range(at + 1, end):
        if lines[place].text and not (delimiter == "|" and _RULE.match(raws[place].hard)):
            reader.take(raws[place])
            last = place
    rows, sections = reader.rows()
    if not rows:
        return None
    return Grid(tuple(names), rows, sections, lines[at].start, lines[last].end, last + 1)


class _Reader:
    """Places cells in columns and joins the lines of one row."""

    def __init__(
        self, header: Raw, names: Sequence[str], roles: Sequence[str], delimiter: str, columns: Columns
    ) -> None:
        self._names = names
        self._roles = roles
        self._delimiter = delimiter
        self._columns = columns
        spans = cells_of(header.hard, header.start, delimiter)
        self._starts = [_width(header.hard[: begin - header.start]) for begin, _ in spans]
        self._held: list[list[Placed]] = []  # lines above a centred ordinal
        self._rows: list[list[Placed]] = []
        self._texts: dict[tuple[int, int], str] = {}
        self._sections: list[str] = []
        self._section = ""
        self._centred = False
        self._open = -1  # the column that the next line goes on with

    def take(self, raw: Raw) -> None:
        """The next line."""
        spans = cells_of(raw.hard, raw.start, self._delimiter)
        texts = [raw.cell(span) for span in spans]
        self._texts.update(zip(spans, texts, strict=True))
        filled = [text for text in texts if text]
        if len(filled) == 1 and self._is_section(filled[0]):
            self._section = filled[0]
            return
        if self._goes_on(spans):
            self._rows[-1].extend(self._continued(spans))
            return
        placed = self._placed(spans, texts, raw)
        self._open = self._open_column(spans)
        if self._begins(placed):
            self._rows.append([*(cell for line in self._held for cell in line), *placed])
            self._sections.append(self._section)
            self._held = []
        elif self._rows and not self._centred:
            self._rows[-1].extend(placed)
        else:
            self._centred = True
            self._held.append(placed)

    def _open_column(self, spans: Sequence[tuple[int, int]]) -> int:
        """The column of a cell that a line end broke off: 市甲局、, or cells of the row still lack; -1 for none."""
        if self._delimiter != "\t" or not 0 < len(spans) <= len(self._names):
            return -1
        lacks = ORDINAL in self._roles and 1 < len(spans) < len(self._names)
        return len(spans) - 1 if lacks or self._texts[spans[-1]].endswith(("、", "(")) else -1

    def _goes_on(self, spans: Sequence[tuple[int, int]]) -> bool:
        if self._open < 0 or not self._rows or self._open + len(spans) > len(self._names):
            return False
        broken = self._texts[self._rows[-1][-1][1:]].endswith(("、", "("))
        return broken or not ORDINAL_CELL.fullmatch(self._texts[spans[0]])

    def _continued(self, spans: Sequence[tuple[int, int]]) -> list[Placed]:
        """The rest of the broken cell, and the cells behind it."""
        begin, last = self._open, self._open + len(spans) - 1
        unfinished = last < len(self._names) - 1 or self._texts[spans[-1]].endswith(("、", "("))
        self._open = last if unfinished else -1
        return [(begin + offset, *span) for offset, span in enumerate(spans)]

    def rows(self) -> tuple[tuple[tuple[Cell | None, ...], ...], tuple[str, ...]]:
        """The rows so far; what is left above no ordinal belongs to the last row."""
        if self._held and self._rows:
            self._rows[-1].extend(cell for line in self._held for cell in line)
        return tuple(self._row(row) for row in self._rows), tuple(self._sections)

    def _row(self, placed: Sequence[Placed]) -> tuple[Cell | None, ...]:
        cells: list[Cell | None] = []
        for column in range(len(self._names)):
            pieces = tuple((start, end) for at, start, end in placed if at == column and end > start)
            text = "".join(self._texts.get(piece, "") for piece in pieces)
            cells.append(Cell(text, pieces) if pieces else None)
        return tuple(cells)

    def _is_section(self, text: str) -> bool:
        return bool(re.match(r"\(?[一二三四五六七八九十]{1,3}[、)]", text)) and len(text) <= 40

    def _placed(self, spans: Sequence[tuple[int, int]], texts: Sequence[str], raw: Raw) -> list[Placed]:
        if self._delimiter != "  " and len(spans) == len(self._names):
            return [(column, *span) for column, span in enumerate(spans)]
        filled = [(span, text) for span, text in zip(spans, texts, strict=True) if text]
        if self._delimiter == "  " and len(filled) < len(self._names):
            return [(self._column_at(_width(raw.hard[: span[0] - raw.start])), *span) for span, _ in filled]
        if self._delimiter == " " and len(raw.hard.strip().split(" ")) == len(self._names):  # two blanks: an empty cell
            return [(raw.hard.strip()[: span[0] - spans[0][0]].count(" "), *span) for span in spans]
        if self._delimiter == " " and filled and not ORDINAL_CELL.fullmatch(filled[0][1]):
            return [(self._column_like(text), *span) for span, text in filled]
        places = self._columns.fit([text for _, text in filled], self._roles)
        return [(place, *span) for place, (span, _) in zip(places, filled, strict=True) if place >= 0]

    def _column_like(self, text: str) -> int:
        """The column that a piece of a wrapped cell looks like."""
        return max(range(len(self._roles)), key=lambda column: self._columns.fitness(text, self._roles[column]))

    def _column_at(self, x: int) -> int:
        """The column whose header begins nearest to this place of the line."""
        return min(range(len(self._starts)), key=lambda column: (abs(self._starts[column] - x), column))

    def _begins(self, placed: Sequence[Placed]) -> bool:
        """Whether the line begins a row: by its ordinal, else by its figures, else by its first column."""
        filled = {column: self._texts[start, end] for column, start, end in placed if end > start}
        if ORDINAL in self._roles:
            merged = len(placed) == len(self._names) and {NAME, BODY} <= {self._roles[column] for column in filled}
            return merged or bool(ORDINAL_CELL.fullmatch(filled.get(self._roles.index(ORDINAL), "")))
        if VALUE in self._roles or KIND in self._roles:
            told = (text for column, text in filled.items() if self._roles[column] in (VALUE, KIND, UNIT))
            return NAME in self._roles and any(told) and any(self._roles[c] == NAME for c in filled)
        return 0 in filled and len(filled) > 1


def _width(text: str) -> int:
    """How wide the text is on the page: Chinese characters count twice, tabs to the next eighth place."""
    width = 0
    for sign in text:
        width = (width // 8 + 1) * 8 if sign == "\t" else width + (2 if ord(sign) > 0x2E7F else 1)
    return width
