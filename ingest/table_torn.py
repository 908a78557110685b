"""Tables torn over lines by single blanks: wrapped cells, centred labels of groups, empty cells as hard blanks.

A line with a figure, a unit or 约束性 anchors a row. The pieces of its name stand above and below, as many above as
below or one fewer, because figures are centred; short labels of groups stand at the left, in between.
"""

import re
from collections.abc import Sequence

from ingest.table_columns import GROUP, KIND, NAME, ORDINAL, UNIT, VALUE, Columns
from ingest.table_delimited import Raw
from ingest.table_grid import Cell, Grid, Line
from ingest.table_pieces import NAME_END, Piece, Token, Torn, TornRow, assign, labels_of, nearest

_TOKEN = re.compile(r"\S+")
_LONG = 6  # characters; a shorter piece at the left edge may be a label of a group


def torn_table(
    lines: Sequence[Line],
    raws: Sequence[Raw],
    at: int,
    end: int,
    names: Sequence[str],
    roles: Sequence[str],
    columns: Columns,
) -> Grid | None:
    """The table whose header is this line and whose body ends before `end`."""
    reader = _Reader(columns, roles)
    for place in range(at + 1, end):
        reader.take(place, lines[place], raws[place].hard)
    torn = reader.finished()
    if not torn.rows:
        return None
    assign(torn, len(roles) + 1)
    labels = labels_of(torn)
    grid_roles = [role for role in roles if role != GROUP]
    grid_names = [name for name, role in zip(names, roles, strict=True) if role != GROUP]
    rows = tuple(_grid_row(row, grid_roles) for row in torn.rows)
    sections = tuple(nearest(row.line, labels) for row in torn.rows)
    last = max(place for place in range(at, end) if lines[place].text)
    return Grid(tuple(grid_names), rows, sections, lines[at].start, lines[last].end, last + 1)


class _Reader:
    """Takes the lines apart: anchors, pieces of names, labels, rests of units and values."""

    def __init__(self, columns: Columns, roles: Sequence[str]) -> None:
        self._columns = columns
        self._has_kind = KIND in roles
        self._has_unit = UNIT in roles
        self._numbered = ORDINAL in roles
        self._values = max(1, sum(role == VALUE for role in roles))
        self._torn = Torn()
        self._run: list[Piece] = []

    def take(self, place: int, line: Line, raw: str) -> None:
        """The next line."""
        if not line.text:
            self._torn.blanks[place] = raw.count("\u00a0")
            return
        tokens = [Token(m[0], line.start + m.start(), line.start + m.end()) for m in _TOKEN.finditer(line.text)]
        lead = (raw[: len(raw) - len(raw.lstrip())]).count("\u00a0")
        if self._anchors(tokens):
            self._end_run()
            self._anchor(place, tokens)
        else:
            self._rest(place, tokens, lead)

    def finished(self) -> Torn:
        """All lines are taken."""
        self._end_run()
        return self._torn

    def _anchors(self, tokens: Sequence[Token]) -> bool:
        texts = [token.text for token in tokens]
        kind = any(self._columns.is_kind(text) for text in texts)
        if kind and self._lacks_kind() and len(tokens) <= 2 and not any(map(self._columns.is_figure, texts)):
            return False
        if kind:
            return True
        if any(map(self._columns.is_figure, texts[1:])):
            return True
        united = self._has_kind and self._has_unit and len(tokens) >= 2 and self._columns.is_unit(texts[-1])
        return united and not self._continues_unit(texts[-1])

    def _lacks_kind(self) -> bool:
        return self._has_kind and bool(self._torn.rows) and self._torn.rows[-1].kind is None

    def _continues_unit(self, text: str) -> bool:
        unit = self._torn.rows[-1].unit if self._torn.rows else []
        if len(unit) != 1 or self._columns.is_empty(unit[0].text):
            return False
        return self._columns.is_unit(unit[0].text + text)

    def _anchor(self, place: int, tokens: list[Token]) -> None:
        row = TornRow(place, None)
        if self._columns.is_kind(tokens[-1].text):
            row.kind = tokens.pop()
        if self._numbered and tokens and tokens[0].text.isdigit() and len(tokens) > 1:
            row.ordinal = tokens.pop(0)
        while tokens and len(row.values) < self._values and self._valued(tokens):
            row.values.insert(0, tokens.pop())
        if not row.values and tokens and len(tokens) >= 2 and self._worded(tokens, row):
            row.values.insert(0, tokens.pop())
        if tokens and (len(tokens) >= 2 or row.values) and self._unit_like(tokens[-1].text):
            row.unit.append(tokens.pop())
        self._name(place, row, tokens)
        self._torn.rows.append(row)

    def _valued(self, tokens: Sequence[Token]) -> bool:
        text = tokens[-1].text
        return self._columns.is_figure(text) or (self._columns.is_empty(text) and self._values > 1)

    def _worded(self, tokens: Sequence[Token], row: TornRow) -> bool:
        """A value in words stands behind a unit, or right before the kind."""
        return self._unit_like(tokens[-2].text) or (row.kind is not None and not self._unit_like(tokens[-1].text))

    def _unit_like(self, text: str) -> bool:
        if self._columns.is_unit(text) or self._columns.is_empty(text):
            return True
        return self._has_unit and self._columns.begins_unit(text)

    def _name(self, place: int, row: TornRow, tokens: list[Token]) -> None:
        if len(tokens) >= 2:
            self._torn.labels.append((place, tokens[0]))
            tokens = tokens[1:]
        if tokens:
            row.name = Token("".join(token.text for token in tokens), tokens[0].start, tokens[-1].end)

    def _rest(self, place: int, tokens: list[Token], lead: int) -> None:
        row = self._torn.rows[-1] if self._torn.rows else None
        if row and row.kind is None and self._columns.is_kind(tokens[-1].text):
            row.kind = tokens.pop()
            if tokens and not row.values:
                self._share_value(row, tokens.pop())
        if row and tokens and len(tokens) + (lead >= 1) >= 2 and self._continues_unit(tokens[-1].text):
            row.unit.append(tokens.pop())
        elif row and tokens and self._continues_value(row, tokens, lead):
            row.values.append(tokens.pop())
        if not tokens:
            return
        if len(tokens) >= 2 and lead == 0:
            self._torn.labels.append((place, tokens.pop(0)))
            self._piece(place, tokens)
        elif lead or len(tokens) >= 2 or len(tokens[0].text) >= _LONG:
            self._piece(place, tokens)
        else:
            self._run.append(Piece(place, tokens[0], len(self._torn.rows)))

    def _continues_value(self, row: TornRow, tokens: Sequence[Token], lead: int) -> bool:
        if (
            not row.values
            or self._columns.is_figure(row.values[-1].text)
            or self._columns.is_empty(row.values[-1].text)
        ):
            return False
        return len(tokens) + (lead >= 1) >= 3 or lead >= 3

    def _share_value(self, row: TornRow, token: Token) -> None:
        """The rest of a value cell that spans two rows: both have the whole of it."""
        above = self._torn.rows[-2] if len(self._torn.rows) > 1 else None
        if above and above.values and not self._columns.is_figure(above.values[-1].text):
            above.values.append(token)
            row.values = list(above.values)
        else:
            row.values.append(token)

    def _piece(self, place: int, tokens: Sequence[Token]) -> None:
        self._end_run()
        token = Token("".join(each.text for each in tokens), tokens[0].start, tokens[-1].end)
        self._torn.pieces.append(Piece(place, token, len(self._torn.rows)))

    def _end_run(self) -> None:
        """Short pieces at the left edge: the end of a name among labels of groups, known by its words or its place."""
        ends = [piece for piece in self._run if NAME_END.search(piece.token.text)]
        chosen = ends[0] if ends else (self._run[-1] if len(self._run) >= 2 else None)
        for piece in self._run:
            if piece is chosen:
                self._torn.pieces.append(piece)
            else:
                self._torn.labels.append((piece.line, piece.token))
        self._run = []


def _grid_row(row: TornRow, roles: Sequence[str]) -> tuple[Cell | None, ...]:
    own = [row.name] if row.name else []
    name = [piece.token for piece in row.before] + own + [piece.token for piece in row.after]
    values = list(row.values)
    shared = sum(role == VALUE for role in roles) == 1
    cells: list[Cell | None] = []
    named = False
    for role in roles:
        if role == NAME and not named:
            cells.append(_joined(name))
            named = True
        elif role == VALUE:
            cells.append(_joined(values if shared else values[:1]))
            values = [] if shared else values[1:]
        elif role == UNIT:
            cells.append(_joined(row.unit))
        elif role == KIND:
            cells.append(_joined([row.kind] if row.kind else []))
        elif role == ORDINAL:
            cells.append(_joined([row.ordinal] if row.ordinal else []))
        else:
            cells.append(None)
    return tuple(cells)


def _joined(tokens: Sequence[Token]) -> Cell | None:
    if not tokens:
        return None
    return Cell("".join(token.text for token in tokens), tuple((token.start, token.end) for token in tokens))
