"""Figures in tables: which column names the measure, which hold its figures, for which year and of what kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model import Span, Value
from ingest.document import Clause, Passage, Row, Table
from ingest.extractors.figure_names import Namer
from ingest.extractors.figure_years import Periods, year_of_column, years_in
from ingest.extractors.figures import Figure, FigureReader, figure_attributes
from ingest.table_columns import BODY, GROUP, KIND, NAME, ORDINAL, UNIT, VALUE, Columns

_UNIT_BEHIND = re.compile(r"\((?:单位[::])?([^()]{1,8})\)$")
_YEAR_BEHIND = re.compile(r"\(((?:19|20)\d\d)年\)$")
_CLASSIFIER = re.compile(r"([个家户件项人])数$")
_SIGNS = (("≥", ">="), ("≤", "<="), (">=", ">="), ("<=", "<="), (">", ">"), ("<", "<"))
_BRACKETS = re.compile(r"^[\[〔【(](.*)[\])〕】]$")
_PROSE = 25  # characters; a longer cell is read as running text
_KIND = re.compile("约束|预期")
_LAST_CLAUSE = re.compile(r"[,;。]")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure ready to be stated: its attributes, and the words that state it."""

    name: str
    attributes: dict[str, Value]
    evidence: Span
    indicator: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Prose:
    """A cell to be read as running text, with the year of its column."""

    passage: Passage
    year: int | None


@dataclass(frozen=True, slots=True)
class _Value:
    """A column of values."""

    at: int
    year: int | None
    observed: bool
    header: str


class TableReader:
    """Reads tables of measures cell by cell; of other tables it hands back the cells of text."""

    def __init__(self, words: Mapping[str, tuple[str, ...]], figures: FigureReader, namer: Namer) -> None:
        self._columns = Columns(words)
        self._figures = figures
        self._namer = namer
        self._base = re.compile("|".join(map(re.escape, words["baseline_columns"])))
        self._aim = re.compile("|".join(map(re.escape, words["target_columns"])))
        self._value_words = tuple(words["value_words"])

    def read(self, table: Table, clause: Clause, periods: Periods, year: int | None) -> Iterator[Told | Prose | str]:
        """Each figure told, each cell that is prose, and for each cell that tells none the reason."""
        roles = self._roles(table)
        values = self._values(table, roles, periods, year)
        names = [at for at, role in enumerate(roles) if role == NAME]
        measured = bool(values and names)
        for row in table.rows:
            if measured:
                yield from self._row(table, row, roles, values, names, clause)
            for at, (cell, role) in enumerate(zip(row.cells, roles, strict=False)):
                aside = role in (BODY, ORDINAL, UNIT, KIND)
                if not aside and (_is_prose(cell) if measured else cell.text):
                    yield Prose(cell, year_of_column(table.columns[at]) or self._caption_year(table))

    def _roles(self, table: Table) -> list[str]:
        roles = [self._columns.role(column) for column in table.columns]
        columns = list(zip(*(row.cells for row in table.rows), strict=False))
        for at, role in enumerate(roles):
            cells = [cell.text for cell in columns[at] if cell.text] if at < len(columns) else []
            if role in ("", NAME, GROUP, "other") and cells and self._mostly(cells):
                roles[at] = VALUE if role in ("", NAME) else role
            elif role == VALUE and cells and not self._mostly(cells) and not self._dated(table.columns[at]):
                roles[at] = NAME
            elif role == "":
                roles[at] = NAME if cells else "other"
        if ORDINAL not in roles and table.columns and columns and self._counts(columns[0]):
            roles[0] = ORDINAL
        return roles

    def _counts(self, cells: Sequence[Passage]) -> bool:
        return len(cells) > 1 and all(cell.text == str(at) for at, cell in enumerate(cells, 1))

    def _mostly(self, cells: Sequence[str]) -> bool:
        figures = sum(self._columns.is_value(cell) and len(cell) <= _PROSE for cell in cells)
        return figures * 2 > len(cells) and any(map(self._columns.is_figure, cells))

    def _dated(self, column: str) -> bool:
        return year_of_column(column) is not None

    def _values(self, table: Table, roles: Sequence[str], periods: Periods, year: int | None) -> list[_Value]:
        found = []
        for at, role in enumerate(roles):
            if role != VALUE:
                continue
            header = table.columns[at]
            told = year_of_column(header)
            observed = self._is_base(header, told, periods)
            around = None if observed else told or self._caption_year(table) or year or periods.end
            found.append(_Value(at, told or around, observed, header))
        return found

    def _is_base(self, header: str, year: int | None, periods: Periods) -> bool:
        """Whether the column tells of the present: 2015年实际, 现状值, a year before the plan."""
        if self._base.search(header):
            return True
        if year is None or self._aim.search(header):
            return False
        return bool(periods.start and year < periods.start) or bool(periods.issued and year < periods.issued)

    def _caption_year(self, table: Table) -> int | None:
        years = [mention.year for mention in years_in(table.caption)]
        return years[-1] if years else None

    def _row(
        self,
        table: Table,
        row: Row,
        roles: Sequence[str],
        values: Sequence[_Value],
        names: Sequence[int],
        clause: Clause,
    ) -> Iterator[Told | str]:
        told = [row.cells[at] for at in names if at < len(row.cells) and row.cells[at].text]
        if not told:
            for value in values:
                if row.cells[value.at].text and not _is_prose(row.cells[value.at]):
                    yield "figure without a measure in its row"
            return
        name, year = self._measure(told[-1], row.section)
        for value in values:
            cell = row.cells[value.at]
            if not cell.text or _is_prose(cell):
                continue
            if self._columns.is_empty(cell.text):
                yield "no value in the cell"
                continue
            yield self._told(row, roles, value, name, year, told[-1], clause)

    def _measure(self, cell: Passage, section: str) -> tuple[str, int | None]:
        """The name of the measure in its cell, with the group's where it is said only there, and a year in brackets."""
        text = cell.text
        year = None
        if behind := _YEAR_BEHIND.search(text):
            year, text = int(behind[1]), text[: behind.start()]
        parts = _LAST_CLAUSE.split(text)
        if len(parts) > 1 and len(text) > 20 and self._namer.says_result(parts[-1]) and len(parts[-1]) >= 5:
            text = parts[-1]
        unit = _UNIT_BEHIND.search(text)
        if unit and (self._columns.is_unit(unit[1])):
            text = text[: unit.start()]
        if section and not self._namer.is_measure(text) and self._namer.ends_as_rate(section):
            text += section
        return text.strip("·-、, "), year

    def _told(
        self, row: Row, roles: Sequence[str], value: _Value, name: str, year: int | None, named: Passage, clause: Clause
    ) -> Told | str:
        cell = row.cells[value.at]
        unit = self._unit(row, roles, named.text)
        figure, comparator = self._figure(cell, unit)
        if figure is None:
            return "cell that is no figure"
        if self._growth(value.header):
            unit = _unit_in(value.header) or "%"
            figure = replace(figure, unit=unit)
            name += "年均增长" if "累计" not in figure.text else "累计"
        attributes = figure_attributes(figure, comparator, year or value.year, value.observed, clause.path)
        kinds = [row.cells[at].text for at, role in enumerate(roles) if role == KIND and at < len(row.cells)]
        if kind := next(filter(None, map(_KIND.search, kinds)), None):
            attributes["kind"] = kind[0] + "性"
        evidence = self._span(named, cell)
        return Told(name, attributes, evidence, named.span(), 0.95 if figure.value is not None else 0.85)

    def _growth(self, header: str) -> bool:
        return "年均" in header and not re.search(r"(?:19|20)\d\d", header)

    def _span(self, first: Passage, last: Passage) -> Span:
        start = min(first.offsets[0], last.offsets[0])
        end = max(first.offsets[-1], last.offsets[-1]) + 1
        return first.source.span(start, end)

    def _unit(self, row: Row, roles: Sequence[str], name: str) -> str:
        """The unit in its column, else behind the name (%), else its classifier (户数)."""
        for at, role in enumerate(roles):
            if role == UNIT and at < len(row.cells):
                text = row.cells[at].text
                if text and not self._columns.is_empty(text):
                    return text
        if (behind := _UNIT_BEHIND.search(name)) and self._columns.is_unit(behind[1]):
            return behind[1]
        classifier = _CLASSIFIER.search(_YEAR_BEHIND.sub("", name))
        return classifier[1] if classifier and UNIT not in roles else ""

    def _figure(self, cell: Passage, unit: str) -> tuple[Figure | None, str]:
        """The cell as a figure: ≥96, 85以上, [30], 全覆盖."""
        text = cell.text
        if inner := _BRACKETS.match(text):
            text = inner[1]
        sign = next((comparator for mark, comparator in _SIGNS if text.startswith(mark)), "")
        plain = Passage(cell.source, text, cell.offsets[: len(text)])
        figures = [figure for figure in self._figures.find(plain) if figure.value is not None]
        if not figures or len(text) - len(figures[0].text) > 16 or self._in_words(text, figures[0]):
            return Figure(0, len(text), None, text, unit, kind="words"), "="
        figure = figures[0]
        left = self._namer.left(text[: figure.start])
        comparator = sign or self._comparator(left.reach, figure.tail)
        written = figure.unit if figure.unit and (not unit or figure.unit != unit) else unit
        return Figure(0, len(text), figure.value, figure.text, written, figure.tail, "amount"), comparator

    def _in_words(self, text: str, figure: Figure) -> bool:
        """Whether a number is only part of a value in words: 达到2015年水平, 优于Ⅲ类."""
        return text.startswith(self._value_words) or bool(re.search(r"年水平|类水?$", text[figure.end :]))

    def _comparator(self, reach: str, tail: str) -> str:
        if tail in ("以上", "及以上", "含以上"):
            return ">="
        if tail in ("以下", "以内", "之内", "及以下"):
            return "<="
        return {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}.get(reach, "=")


def _unit_in(header: str) -> str:
    behind = _UNIT_BEHIND.search(header)
    return behind[1] if behind else ""


def _is_prose(cell: Passage) -> bool:
    return len(cell.text) > _PROSE
