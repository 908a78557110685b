"""Coverage: the sentences of the chapters on tasks on which no statement rests: conventions that no rule reads yet.

A sentence is covered where it lies in the stretch that a duty covers, or holds words that a statement rests on.
"""

import re
from collections.abc import Iterator, Sequence

from graph.model import Span, Statement
from ingest.document import Clause, Findings, ParsedDocument, Passage

COVERAGE = "coverage"
_CHAPTERS = ("tasks", "safeguards")
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_DUTIES = ("LEADS", "COOPERATES")
_NAMING = ("MENTIONS", "GOVERNS", "HAS_TASK", "PART_OF")  # what names things without saying what is to be done


def coverage(document: ParsedDocument, statements: Sequence[Statement]) -> Findings:
    """The account of the sentences of the task chapters: kept are those that a statement rests on."""
    findings = Findings(COVERAGE)
    covered = _Covered(statements, len(document.source.text))
    for span in _sentences(document):
        findings.see()
        if covered.touches(span):
            findings.keep()
        else:
            findings.reject("no statement rests on it", span)
    return findings


def _sentences(document: ParsedDocument) -> Iterator[Span]:
    for clause in document.clauses:
        if clause.chapter not in _CHAPTERS or (clause.kind == "heading" and not _runs_on(clause)):
            continue
        if clause.table is not None:
            yield from filter(None, (_row(row.cells) for row in clause.table.rows))
            continue
        for sentence in _SENTENCE.finditer(clause.text):
            if _WORDS.search(sentence[0]):
                yield clause.span(*sentence.span())


def _runs_on(heading: Clause) -> bool:
    """An item without a heading: its words are the task."""
    return "。" in heading.text[:-1]


def _row(cells: Sequence[Passage]) -> Span | None:
    """The stretch of the filled cells of a row; None where there are none."""
    spans = [cell.span() for cell in cells if cell.text]
    if not spans:
        return None
    return cells[0].source.span(min(span.start_char for span in spans), max(span.end_char for span in spans))


class _Covered:
    """The characters that statements rest on."""

    def __init__(self, statements: Sequence[Statement], size: int) -> None:
        self._marks = bytearray(size)
        for one in statements:
            if one.relation in _NAMING:
                continue
            self._mark(one.evidence)
            if one.relation in _DUTIES:
                self._mark(one.object.evidence)

    def touches(self, span: Span) -> bool:
        """Whether a statement rests on some of these words."""
        return self._marks.find(1, span.start_char, span.end_char) >= 0

    def _mark(self, span: Span) -> None:
        self._marks[span.start_char : span.end_char] = b"\1" * (span.end_char - span.start_char)
