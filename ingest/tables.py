"""Tables in plain text: found by their header words, told as grids whatever the page made of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from graph.reference import Reference, load_reference
from ingest.document import Passage, Row, SourceText, Table
from ingest.headings import number_at
from ingest.passages import passage
from ingest.table_cells import flat_table
from ingest.table_columns import KIND, NAME, VALUE, Columns
from ingest.table_delimited import Raw, cells_of, delimited_table, delimiter_of
from ingest.table_grid import Cell, Grid, Line, joined
from ingest.table_lines import Sheet, is_page_number
from ingest.table_native import native_tables
from ingest.table_torn import torn_table
from ingest.wraps import Wrapping, is_spaced

_TOKEN = re.compile(r"\S+")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_ENDED = re.compile(r"[。;]$")
_PROSE = 45  # characters without a blank: a line of running text
_ROW = re.compile(r"\s\S*\d")  # a figure in a later cell
_WIDEST = 160  # characters; a longer line is no header
_EVEN = 0.7  # of the lines of a table in which each word is a cell: the others lack one
_LONGEST = 500  # lines of a body without delimiters: headers without end do not read all behind them again and again
_CAPTION = re.compile(r"^(?:专栏|附\s?[件表录]|表\s?\d|[^,。;:]{2,40}(?:表|指标|清单|一览|分工|目录|项目|方案)$)")
_PART = re.compile(
    r"附\s?[件表录]|专栏|表\s?[\d一二三四五六七八九十]|第[一二三四五六七八九十]{1,3}[章节]|注\s?:|备注\s?:|说明\s?:"
)


def find_tables(
    source: SourceText, reference: Reference | None = None, wrapping: Wrapping | None = None
) -> tuple[Table, ...]:
    """The tables of a text in order; without a reference, with that of seeds/."""
    columns = _columns(tuple((reference or load_reference()).words.items()))
    told = native_tables(source, columns)
    stretches = [(table.start, table.end) for table in told]
    lines, raws = _lines(source, stretches, wrapping or Wrapping(source), columns)
    sheet = Sheet(lines, columns)
    found = [_table(source, lines, grid, at) for at, grid in _grids(lines, sheet, raws, columns)]
    starts = [line.start for line in lines]
    for table in told:
        caption = _caption(lines, bisect_left(starts, table.start))
        found.append(Table(caption, table.columns, table.rows, table.start, table.end))
    return tuple(sorted(found, key=lambda table: table.start_char))


@cache
def _columns(words: tuple[tuple[str, tuple[str, ...]], ...]) -> Columns:
    return Columns(dict(words))


def _lines(
    source: SourceText, told: Sequence[tuple[int, int]], wrapping: Wrapping, columns: Columns
) -> tuple[list[Line], list[Raw]]:
    """The lines of the text; those of tables that the format told are empty here."""
    lines, raws, at = [], [], 0
    starts, page = [first for first, _ in told], wrapping.page
    for whole in source.normal.split("\n"):
        table = bisect_right(starts, at) - 1
        raw = "" if table >= 0 and at < told[table][1] else whole
        text = raw.strip()
        start = at + len(raw) - len(raw.lstrip()) if text else at
        if (start in page and not columns.role(text)) or is_page_number(text):
            raw, text, start = "", "", at
        if is_spaced(text):
            text = "".join(text.split())
        end = at + len(raw.rstrip()) if text else start
        lines.append(Line(start, end, text, blank=not text and len(raw) >= 4 and raw.isspace()))
        raws.append(Raw(at, raw, source.text[at : at + len(raw)]))
        at += len(whole) + 1
    return _unwrapped(lines, wrapping.full_lines()), raws


def _unwrapped(lines: list[Line], full: frozenset[int]) -> list[Line]:
    """Cells of words that run over the edge of the text put together: 达到国际先进 and 水平."""
    for above, place in pairwise(range(len(lines))):
        line, held = lines[place], lines[above]
        alone = (
            len(held.text) <= _WIDEST
            and " " not in held.text
            and _WORDS.match(line.text)
            and not _ENDED.search(held.text)
        )
        if held.start in full and line.text and alone:
            lines[place] = joined(held, line)
            lines[above] = Line(held.start, held.start, "")
    return lines


def _grids(lines: Sequence[Line], sheet: Sheet, raws: Sequence[Raw], columns: Columns) -> Iterator[tuple[int, Grid]]:
    at = 0
    while at < len(lines):
        grid = _grid_at(lines, sheet, raws, at, columns)
        if grid is not None:
            yield at, grid
            at = max(grid.next_line, at + 1)
        else:
            at += 1


def _grid_at(lines: Sequence[Line], sheet: Sheet, raws: Sequence[Raw], at: int, columns: Columns) -> Grid | None:
    text = lines[at].text
    if not text or len(text) > _WIDEST:
        return None
    if len(text) <= columns.longest and columns.role(text):
        return flat_table(lines, sheet, at, columns)
    delimiter = delimiter_of(raws[at].hard)
    if not delimiter and " " not in text:
        return None
    header = _header_line(raws[at], delimiter, columns)
    if header is None:
        return None
    names, roles, exact = header
    end = _body_end(lines, raws, at + 1, delimiter)
    if not delimiter and (even := _even_header(lines, at, end, columns)):
        return delimited_table(lines, raws, at, end, *even, " ", columns)
    if not exact and not {VALUE, KIND} & set(roles):
        delimiter, exact = " ", True
    if exact and delimiter:
        return delimited_table(lines, raws, at, end, names, roles, delimiter, columns)
    return torn_table(lines, raws, at, end, names, roles, columns)


def _header_line(raw: Raw, delimiter: str, columns: Columns) -> tuple[list[str], list[str], bool] | None:
    """The header cells of a line and their roles, and whether its delimiter alone parts them."""
    if delimiter:
        cells = [raw.cell(span) for span in cells_of(raw.hard, raw.start, delimiter)]
        roles = [columns.role(cell) for cell in cells]
        if sum(map(bool, roles)) >= 2 and sum(map(bool, roles)) * 2 > len([cell for cell in cells if cell]):
            names = [re.sub(r"\s+", "", cell) for cell in cells]
            return names, [role or NAME for role in roles], True
    return _loose_header(_TOKEN.findall(raw.normal), columns)


def _even_header(lines: Sequence[Line], at: int, end: int, columns: Columns) -> tuple[list[str], list[str]] | None:
    """The header cells and their roles where most lines below have as many words as this one: a word is a cell."""
    names = _TOKEN.findall(lines[at].text)
    roles = [columns.role(name) for name in names]
    body = [line.text for line in lines[at + 1 : end] if line.text]
    even = sum(len(names) in (len(_TOKEN.findall(text)), len(text.split(" "))) for text in body)
    if len(names) < 3 or 2 * sum(map(bool, roles)) <= len(names) or even < 2 or even < _EVEN * len(body):
        return None
    return names, [role or NAME for role in roles]


def _loose_header(tokens: Sequence[str], columns: Columns) -> tuple[list[str], list[str], bool] | None:
    """A header parted by single blanks, in which a word may be spaced out (单 位)."""
    names: list[str] = []
    roles: list[str] = []
    at = 0
    while at < len(tokens):
        for count in (3, 2, 1):
            cell = "".join(tokens[at : at + count])
            role = columns.role(cell) if at + count <= len(tokens) else ""
            if role or count == 1:
                names.append(cell)
                roles.append(role)
                at += count
                break
    known = sum(map(bool, roles))
    if known < 2 or len(names) - known > 1 or any(len(name) > 16 for name in names):
        return None
    return names, [role or NAME for role in roles], False


def _body_end(lines: Sequence[Line], raws: Sequence[Raw], at: int, delimiter: str) -> int:
    """Where the body ends: at running text, a heading, the next part, the header again, where tabs or pipes stop."""
    last = at
    stop = len(lines) if delimiter in ("|", "\t") else min(len(lines), at + _LONGEST)
    for place in range(at, stop):
        text = lines[place].text
        if not text:
            continue
        if delimiter in ("|", "\t"):
            if delimiter in raws[place].hard:
                last = place + 1
            elif delimiter not in next((raw.hard for raw in raws[place + 1 : place + 3] if raw.normal.strip()), ""):
                break
            continue
        if _ends(text) or text == lines[at - 1].text:
            break
        last = place + 1
    return last


def _ends(text: str) -> bool:
    """Whether a line is none of a table: the next part, running text, a heading (1.产品质量), not 1 产品质量 95."""
    if _PART.match(text):
        return True
    tokens = _TOKEN.findall(text)
    if len(tokens) >= 3:
        return False
    if any(len(token) >= _PROSE or token.endswith("。") for token in tokens):
        return True
    return number_at(text) is not None and (not text[0].isdigit() or (len(text) > 6 and not _ROW.search(text)))


def _table(source: SourceText, lines: Sequence[Line], grid: Grid, at: int) -> Table:
    rows = tuple(
        Row(tuple(_cell(source, cell, grid.start) for cell in cells), section)
        for cells, section in zip(grid.rows, grid.sections, strict=True)
    )
    return Table(_caption(lines, at), grid.columns, rows, grid.start, grid.end)


def _cell(source: SourceText, cell: Cell | None, start: int) -> Passage:
    return passage(source, *cell.pieces) if cell else Passage(source, "", range(start, start))


def _caption(lines: Sequence[Line], at: int) -> str:
    """The heading right above: 专栏1 …, 附件2 and the title below it; "" if there is none."""
    above: list[str] = []
    for place in range(at - 1, max(at - 12, -1), -1):
        text = re.sub(r"\s+", "", lines[place].text)
        if not text:
            continue
        if len(text) > 60 or not _CAPTION.match(text) or len(above) == 2:
            break
        above.insert(0, text)
        if re.match(r"专栏|附\s?[件表录]|表\s?\d", text):
            break
    return " ".join(above)
