"""The duties of one row of a table as statements, each with the cell that says so."""

from collections.abc import Iterator

from graph.model import Mention, Span, Statement, Value
from ingest.document import Passage
from ingest.relations.duty_table import RowDuties

_LONGEST_ROW = 400  # characters of evidence


def row_statements(row: RowDuties, target: Mention, path: tuple[str, ...], extractor: str) -> Iterator[Statement]:
    """department LEADS or COOPERATES target, for each duty of the row."""
    for duty in row.phrase.duties:
        cell = row.cells[duty.group]
        kind = {"kind": duty.name.kind} if duty.name.kind else {}
        department = Mention("Department", duty.name.name, cell.span(duty.name.start, duty.name.end), kind)
        told: dict[str, Value] = {"mode": duty.mode, "path": path, "row": row.row}
        if duty.open_list:
            told["open_list"] = True
        confidence = 0.95 if duty.name.known else 0.87
        yield Statement(department, duty.role, target, _words_of_row(cell, row), extractor, confidence, told)


def _words_of_row(cell: Passage, row: RowDuties) -> Span:
    """The cell of the bodies; one merged from above, which is written once, with what leads from it to this row."""
    here, there = cell.span(), row.subject.span()
    merged = here.end_char < there.start_char and "\n" in cell.source.text[here.end_char : there.start_char]
    if merged and there.end_char - here.start_char <= _LONGEST_ROW:
        return cell.source.span(here.start_char, there.end_char)
    return here
