"""Where a statement stands in a file beside its offsets: page, table, and whether it was recognised in a picture."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from graph.model import Statement, Value
from ingest.document import ParsedDocument

RECOGNISED = 0.8  # of the confidence of the same words in a text: scans as offices make them cost a sign now and then


def placed(statement: Statement, document: ParsedDocument) -> Statement:
    """The statement with its page (pdf, from 1), its table (from 1), and less confidence where a picture was read."""
    source, span = document.source, statement.evidence
    told: dict[str, Value] = {}
    if source.pages:
        told["page"] = max(bisect_right(source.pages, span.start_char), 1)
    table = bisect_right(document.tables, (span.start_char, len(source.text)))
    if table and span.start_char < document.tables[table - 1][1]:
        told["table"] = table
    stretch = bisect_left(source.recognised, (span.end_char, 0)) - 1  # the last that begins before the words end
    recognised = stretch >= 0 and source.recognised[stretch][1] > span.start_char
    if recognised:
        told["recognised"] = True
    if not told:
        return statement
    confidence = round(statement.confidence * RECOGNISED, 3) if recognised else statement.confidence
    return replace(statement, attributes={**statement.attributes, **told}, confidence=confidence)
