"""Tables flattened to text, one cell a line: rows by their ordinals, by their 约束性/预期性, or by their number."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.numerals import number
from ingest.table_columns import BODY, KIND, NAME, ORDINAL, ORDINAL_CELL, VALUE, Columns
from ingest.table_grid import NEW_PART, Grid, Header, Line
from ingest.table_lines import Sheet
from ingest.table_rows import NumberedRows
from ingest.table_unnumbered import by_count, by_duty, by_kind

_UNKNOWN = 8  # characters of a header cell that is no known one
_AHEAD = 8  # lines between the header and the first row, for cells of groups


def flat_table(lines: Sequence[Line], sheet: Sheet, at: int, columns: Columns) -> Grid | None:
    """The table whose header begins at this line, if there is one of one cell a line.

    Headers are read line by line; rows from the sheet, where wrapped cells are put together.
    """
    header = _header(lines, at, columns)
    if header is None:
        return None
    if ORDINAL in header.roles and (numbered := _numbered(sheet, at, header, columns)):
        return numbered
    if KIND in header.roles:
        return by_kind(lines, at, header, columns)
    grid = by_duty(sheet, at, header, columns) if BODY in header.roles else None
    if grid is None or not grid.rows:
        grid = by_count(lines, at, header, columns) or grid
    return grid if grid and (len(header.names) > 2 or len(grid.rows) > 1) else None


def _header(lines: Sequence[Line], at: int, columns: Columns) -> Header | None:
    cells: list[tuple[str, str]] = []
    place = at
    while place < len(lines) and place - at < 40:
        line = lines[place]
        role = columns.role(line.text) if line.text else ""
        if line.text and not role and not _between_headers(lines, place, columns):
            break
        if line.text or line.blank:
            cells.append((re.sub(r"\s+", "", line.text), role))
        place += 1
    while cells and not cells[-1][0]:
        cells.pop()
    known = [role for _, role in cells if role]
    if len(known) < 2 or (ORDINAL not in known and len(known) < 3 and [role for _, role in cells] != [NAME, BODY]):
        return None
    first = next((index for index, (_, role) in enumerate(cells) if role == ORDINAL), 0)
    groups, own = cells[:first], cells[first:]
    if ORDINAL not in known:
        own = [cell for cell in own if cell[0]]
    if groups and groups[-1][1] == VALUE:
        own = _under(groups[-1][0], own)
        groups = groups[:-1] if any(groups[-1][0] in name for name, _ in own) else groups
    names = tuple(name for name, _ in groups if name)
    return Header(names, tuple(name for name, _ in own), tuple(role or NAME for _, role in own), place)


def _between_headers(lines: Sequence[Line], place: int, columns: Columns) -> bool:
    """A short unknown cell within a header: the next line with text is a known header."""
    text = lines[place].text
    if len(text) > _UNKNOWN or ORDINAL_CELL.fullmatch(text) or re.search(r"[,。;:]", text):
        return False
    following = next((line.text for line in lines[place + 1 : place + 4] if line.text), "")
    return bool(following and columns.role(following))


def _under(year: str, cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A year in the upper line of the header governs the values below it, where these say none."""
    told = any(role == VALUE and re.search(r"\d{4}", name) for name, role in cells)
    return [(year + name if role == VALUE and not told else name, role) for name, role in cells]


def _numbered(sheet: Sheet, at: int, header: Header, columns: Columns) -> Grid | None:
    lines, filled = sheet.lines, sheet.body(header)
    first = _first_row(lines, filled, header)
    if first is None:
        return None
    header = _widened(header, _common_width(lines, filled, first))
    width = len(header.names) - 1
    starts = _row_starts(lines, filled, first, width)
    if len(starts) < 2 and len(filled) - first - 1 < width:
        return None
    reader = NumberedRows(header, columns)
    reader.between([lines[place] for place in filled[:first]])
    stop = filled[starts[-1]]
    for here, after in zip(starts, [*starts[1:], None], strict=True):
        end = after if after is not None else _last_end(lines, filled, here, width)
        ahead = () if after is not None else [lines[place] for place in filled[end : end + width + _AHEAD]]
        used = reader.take(lines[filled[here]], [lines[place] for place in filled[here + 1 : end]], ahead)
        stop = filled[end + used - 1]
    names = (*header.groups, *header.names)
    return Grid(names, tuple(reader.rows), tuple(reader.sections), lines[at].start, lines[stop].end, stop + 1)


def _first_row(lines: Sequence[Line], filled: Sequence[int], header: Header) -> int | None:
    """The place of the first ordinal: 1, or a number that goes on from the table before and is followed by the next."""
    ordinals = [_ordinal(lines[place].text) for place in filled[: _AHEAD + 2 * len(header.names) + 12]]
    for place, value in enumerate(ordinals[:_AHEAD]):
        if value == 1 or (value is not None and value + 1 in ordinals[place + 2 :]):
            return place
    return None


def _ordinal(text: str) -> int | None:
    match = ORDINAL_CELL.fullmatch(text)
    value = number(match[1]) if match else None
    return value if isinstance(value, int) else None


def _next(lines: Sequence[Line], filled: Sequence[int], first: int) -> int:
    return (_ordinal(lines[filled[first]].text) or 0) + 1


def _common_width(lines: Sequence[Line], filled: Sequence[int], first: int) -> int:
    """How many cells most rows have: lines between one ordinal and the next."""
    widths: Counter[int] = Counter()
    expected, since = _next(lines, filled, first), 0
    for place in filled[first + 1 :]:
        if _ordinal(lines[place].text) == expected:
            widths[since] += 1
            expected, since = expected + 1, 0
        else:
            since += 1
            if since > 40:
                break
    return min(widths, key=lambda width: (-widths[width], width)) if widths else 0


def _widened(header: Header, width: int) -> Header:
    """A header with the cells that were lost: where rows have one more than the header, the name has no header."""
    names, roles = list(header.names), list(header.roles)
    while len(names) - 1 > width >= 1 and "" in names:
        blank = names.index("")
        del names[blank], roles[blank]
    if width == len(names) and NAME not in roles:
        names.insert(1, "")
        roles.insert(1, NAME)
    return Header(header.groups, tuple(names), tuple(roles), header.next_line)


def _row_starts(lines: Sequence[Line], filled: Sequence[int], first: int, width: int) -> list[int]:
    """The places of the ordinals: each the next number, at least a row's width behind the one before if it can be."""
    starts, expected = [first], _next(lines, filled, first)
    while True:
        near = range(starts[-1] + 1, min(starts[-1] + width + 12, len(filled)))
        found = [place for place in near if _ordinal(lines[filled[place]].text) == expected]
        whole = [place for place in found if place - starts[-1] > width]
        if not whole and not (found and _row_follows(lines, filled, found[-1], width)):
            return starts
        starts.append((whole or found[-1:])[0])
        expected += 1


def _row_follows(lines: Sequence[Line], filled: Sequence[int], place: int, width: int) -> bool:
    """Whether a number behind a row that is short begins a row itself, and is not the row's last cell."""
    cells = [lines[line].text for line in filled[place + 1 : place + 1 + width]]
    return len(cells) == width and not any(map(NEW_PART.match, cells))


def _last_end(lines: Sequence[Line], filled: Sequence[int], here: int, width: int) -> int:
    end = here + 1
    while end < len(filled) and end - here <= width and not NEW_PART.match(lines[filled[end]].text):
        end += 1
    return end
