"""Tables flattened to text, one cell a line: rows by their ordinals, by their 约束性/预期性, or by their number."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.numerals import number
from ingest.table_columns import BODY, DEADLINE, GROUP, KIND, NAME, ORDINAL, ORDINAL_CELL, UNIT, VALUE, Columns

_NEW_PART = re.compile(r"附\s?[件表录]|专栏|第[一二三四五六七八九十]{1,3}[章节]|抄送|[一二三四五六七八九十]{1,3}、")
_UNKNOWN = 8  # characters of a header cell that is no known one
_LONGEST = 6000  # lines of one table
_AHEAD = 8  # lines between the header and the first row, for cells of groups


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it; empty lines have no text."""

    start: int
    end: int
    text: str
    blank: bool = False  # holds blanks only, but holds them: an empty cell of a header


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by the stretches of the source that it is put together from."""

    text: str
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is told as passages: columns, rows of cells (None where there is none), sections, its end."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    sections: tuple[str, ...]
    start: int
    end: int
    next_line: int


@dataclass(frozen=True, slots=True)
class _Header:
    groups: tuple[str, ...]
    names: tuple[str, ...]  # from the ordinal on
    roles: tuple[str, ...]
    next_line: int


def flat_table(lines: Sequence[Line], at: int, columns: Columns) -> Grid | None:
    """The table whose header begins at this line, if there is one of one cell a line."""
    header = _header(lines, at, columns)
    if header is None:
        return None
    if ORDINAL in header.roles:
        return _numbered(lines, at, header, columns)
    if KIND in header.roles:
        return _by_kind(lines, at, header, columns)
    return _by_count(lines, at, header, columns)


def _header(lines: Sequence[Line], at: int, columns: Columns) -> _Header | None:
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
    if len(known) < 2 or (ORDINAL not in known and len(known) < 3):
        return None
    first = next((index for index, (_, role) in enumerate(cells) if role == ORDINAL), 0)
    groups, own = cells[:first], cells[first:]
    if ORDINAL not in known:
        own = [cell for cell in own if cell[0]]
    if groups and groups[-1][1] == VALUE:
        own = _under(groups[-1][0], own)
        groups = groups[:-1] if any(groups[-1][0] in name for name, _ in own) else groups
    names = tuple(name for name, _ in groups if name)
    return _Header(names, tuple(name for name, _ in own), tuple(role or NAME for _, role in own), place)


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


def _numbered(lines: Sequence[Line], at: int, header: _Header, columns: Columns) -> Grid | None:
    near = list(islice(_filled(lines, header.next_line), _AHEAD))
    first = next((n for n, place in enumerate(near) if _ordinal(lines[place].text) == 1), None)
    if first is None:
        return None
    filled = list(islice(_filled(lines, header.next_line), _LONGEST))
    header = _widened(header, _common_width(lines, filled, first))
    width = len(header.names) - 1
    starts = _row_starts(lines, filled, first, width)
    if len(starts) < 2 and len(filled) - first - 1 < width:
        return None
    rows: list[tuple[Cell | None, ...]] = []
    sections: list[str] = []
    extra = [lines[place] for place in filled[:first]]
    section, stop = "", filled[starts[-1]]
    for here, after in zip(starts, [*starts[1:], None], strict=True):
        end = after if after is not None else _last_end(lines, filled, here, width)
        body = [lines[place] for place in filled[here + 1 : end]]
        own, surplus = body[:width], body[width:]
        groups, label = _groups(header, extra)
        section = label or section
        rows.append((*groups, _cell(lines[filled[here]]), *_placed(own, header.roles[1:], columns)))
        sections.append(section)
        extra, stop = surplus, filled[end - 1]
    names = (*header.groups, *header.names)
    return Grid(names, tuple(rows), tuple(sections), lines[at].start, lines[stop].end, stop + 1)


def _filled(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The lines that are not empty."""
    return (place for place in range(start, len(lines)) if lines[place].text)


def _ordinal(text: str) -> int | None:
    match = ORDINAL_CELL.fullmatch(text)
    value = number(match[1]) if match else None
    return value if isinstance(value, int) else None


def _common_width(lines: Sequence[Line], filled: Sequence[int], first: int) -> int:
    """How many cells most rows have: lines between one ordinal and the next."""
    widths: Counter[int] = Counter()
    expected, since = 2, 0
    for place in filled[first + 1 :]:
        if _ordinal(lines[place].text) == expected:
            widths[since] += 1
            expected, since = expected + 1, 0
        else:
            since += 1
            if since > 40:
                break
    return min(widths, key=lambda width: (-widths[width], width)) if widths else 0


def _widened(header: _Header, width: int) -> _Header:
    """A header with the cells that were lost: where rows have one more than the header, the name has no header."""
    names, roles = list(header.names), list(header.roles)
    while len(names) - 1 > width >= 1 and "" in names:
        blank = names.index("")
        del names[blank], roles[blank]
    if width == len(names) and NAME not in roles:
        names.insert(1, "")
        roles.insert(1, NAME)
    return _Header(header.groups, tuple(names), tuple(roles), header.next_line)


def _row_starts(lines: Sequence[Line], filled: Sequence[int], first: int, width: int) -> list[int]:
    """The places of the ordinals: each the next number, at least a row's width behind the one before if it can be."""
    starts, expected = [first], 2
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
    return len(cells) == width and not any(map(_NEW_PART.match, cells))


def _last_end(lines: Sequence[Line], filled: Sequence[int], here: int, width: int) -> int:
    end = here + 1
    while end < len(filled) and end - here <= width and not _NEW_PART.match(lines[filled[end]].text):
        end += 1
    return end


def _groups(header: _Header, extra: Sequence[Line]) -> tuple[list[Cell | None], str]:
    """Cells that stand before a row and belong to several rows: into the columns of groups, else a section."""
    cells: list[Cell | None] = [None] * len(header.groups)
    label = ""
    for offset, line in enumerate(reversed(extra)):
        if offset < len(cells) and (len(line.text) > 30 or len(extra) == len(cells)):
            cells[len(cells) - 1 - offset] = _cell(line)
        elif len(line.text) <= 60:
            label = line.text
    return cells, label


def _placed(own: Sequence[Line], roles: Sequence[str], columns: Columns) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * len(roles)
    places = list(range(len(own))) if len(own) == len(roles) else columns.fit([line.text for line in own], roles)
    for line, place in zip(own, places, strict=True):
        if place >= 0:
            cells[place] = _cell(line)
    return cells


def _cell(line: Line) -> Cell:
    return Cell(line.text, ((line.start, line.end),))


def _by_kind(lines: Sequence[Line], at: int, header: _Header, columns: Columns) -> Grid | None:
    """Rows that end with 约束性 or 预期性."""
    rows: list[tuple[Cell | None, ...]] = []
    sections: list[str] = []
    held: list[Line] = []
    section, stop = "", at
    for place in range(header.next_line, len(lines)):
        line = lines[place]
        if not line.text:
            continue
        held.append(line)
        if len(held) > len(header.roles) + 3 or (_NEW_PART.match(line.text) and len(line.text) > 12):
            break
        if columns.is_kind(line.text):
            placed, surplus = _fitted(held, header, columns)
            group = placed[header.roles.index(GROUP)] if GROUP in header.roles else None
            section = surplus or (group.text if group else section)
            rows.append(tuple(placed))
            sections.append(section)
            held, stop = [], place
    if not rows:
        return None
    return Grid(header.names, tuple(rows), tuple(sections), lines[at].start, lines[stop].end, stop + 1)


def _fitted(held: Sequence[Line], header: _Header, columns: Columns) -> tuple[list[Cell | None], str]:
    """The cells of one row; lines too many at its beginning name the section."""
    surplus = ""
    while len(held) > len(header.roles):
        surplus, held = held[0].text, held[1:]
    if GROUP in header.roles and 1 < len(held) < len(header.roles) and columns.is_unit(held[1].text):
        roles = [role for role in header.roles if role != GROUP]
        placed = _placed(held, roles, columns)
        placed.insert(header.roles.index(GROUP), None)
        return placed, surplus
    return _placed(held, header.roles, columns), surplus


def _by_count(lines: Sequence[Line], at: int, header: _Header, columns: Columns) -> Grid | None:
    """Rows of as many cells as the header has, as long as the cells look like their columns."""
    filled = list(islice(_filled(lines, header.next_line), _LONGEST))
    width = len(header.roles)
    rows: list[tuple[Cell | None, ...]] = []
    stop = at
    for begin in range(0, len(filled) - width + 1, width):
        own = [lines[place] for place in filled[begin : begin + width]]
        if not _looks_right(own, header.roles, columns):
            break
        rows.append(tuple(_cell(line) for line in own))
        stop = filled[begin + width - 1]
    if not rows:
        return None
    return Grid(header.names, tuple(rows), ("",) * len(rows), lines[at].start, lines[stop].end, stop + 1)


def _looks_right(own: Sequence[Line], roles: Sequence[str], columns: Columns) -> bool:
    typed = [(line, role) for line, role in zip(own, roles, strict=True) if role in (UNIT, VALUE, BODY, DEADLINE)]
    if not typed or any(_NEW_PART.match(line.text) for line in own[:1]):
        return False
    return all(columns.fitness(line.text, role) > 0 for line, role in typed)
