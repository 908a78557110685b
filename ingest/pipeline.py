"""Reading, from file to statements: the extractors in their order, and the function that runs them."""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from graph.model import Mention, Reading, Statement
from graph.reference import Reference
from ingest import tasks
from ingest.clauses import split
from ingest.document import Extractor, Findings, ParsedDocument, SourceText
from ingest.extractors import award, citation, department, project, region, target
from ingest.metadata import read_metadata
from ingest.readers.text import read_text
from ingest.relations import responsibility
from ingest.tables import find_tables

EXTRACTORS: tuple[Extractor, ...] = (
    tasks.extract,
    citation.extract,
    responsibility.extract,
    target.extract,
    project.extract,
    award.extract,
    department.extract,
    region.extract,
)


def read_file(path: Path, reference: Reference) -> Reading:
    """Read a policy document. Raises SourceError: the file cannot be read, or is no policy document."""
    source = read_text(path, reference)
    reading = read_source(source, reference)
    if not _is_policy_document(reading):
        raise SourceError(
            f"{path}: no policy document: neither a title such as …意见, …规划, …通知 nor numbered tasks; "
            "check that this is the right file."
        )
    return reading


def read_source(source: SourceText, reference: Reference) -> Reading:
    """Read a decoded text: structure, metadata, then each extractor with its account."""
    document, metadata = parse(source, reference)
    found = [metadata, *(extract(document, reference) for extract in EXTRACTORS)]
    statements = tuple(_on_targets([statement for findings in found for statement in findings.statements]))
    report = {findings.extractor.partition("/")[0]: findings.report() for findings in found}
    return Reading(source.sha256, source.source, source.encoding, source.text, document.document, statements, report)


def parse(source: SourceText, reference: Reference) -> tuple[ParsedDocument, Findings]:
    """The text with its structure and metadata, and the account of the metadata."""
    clauses = split(source, find_tables(source), reference)
    mention, region_id, metadata = read_metadata(source, clauses, reference)
    return ParsedDocument(source, clauses, mention, region_id), metadata


def _is_policy_document(reading: Reading) -> bool:
    """A document says what it is by its kind (plan, opinion, notice …), or has items or duties."""
    told = reading.document.attributes
    if told.get("doc_number") or told.get("kind", "other") != "other":
        return True
    return any(statement.relation in ("HAS_TASK", "LEADS", "COOPERATES") for statement in reading.statements)


def _on_targets(statements: list[Statement]) -> Iterator[Statement]:
    """Duties that a row of an indicator table states, put on the figures that were read in that row."""
    figures = [one.object for one in statements if one.relation == "SETS" and one.object.kind == "Target"]
    for one in statements:
        if one.relation not in ("LEADS", "COOPERATES") or one.object.kind != "Target":
            yield one
            continue
        for figure in figures:
            if _overlap(one.object, figure):
                yield Statement(
                    one.subject, one.relation, figure, one.evidence, one.extractor, one.confidence, one.attributes
                )


def _overlap(row: Mention, figure: Mention) -> bool:
    return row.evidence.start_char < figure.evidence.end_char and figure.evidence.start_char < row.evidence.end_char
