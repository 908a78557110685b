"""Reading, from file to statements: the extractors in their order, and the function that runs them."""

from collections.abc import Iterator
from pathlib import Path

from graph.errors import SourceError
from graph.model import Mention, Reading, Statement
from graph.reference import Reference
from ingest import tasks
from ingest.brackets import with_round_brackets
from ingest.clauses import split
from ingest.coverage import coverage
from ingest.document import Extractor, Findings, ParsedDocument, SourceText
from ingest.extractors import award, citation, department, project, region, target
from ingest.genre import GENRE, dismiss, genre_of, no_plan
from ingest.metadata import read_metadata
from ingest.places import placed
from ingest.readers.formats import read_document
from ingest.relations import responsibility
from ingest.tables import find_tables
from ingest.wraps import Wrapping

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
OF_PLANS = (tasks.extract, responsibility.extract, target.extract, project.extract)  # what only plans state


def read_file(path: Path, reference: Reference) -> Reading:
    """Read a policy document. Raises SourceError: the file cannot be read, or is no policy document."""
    source = read_document(path, reference)
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
    found = [metadata, *(_extracted(extract, document, reference) for extract in EXTRACTORS)]
    if document.genre:
        found.append(no_plan(document.genre))
    stated = _on_targets([statement for findings in found for statement in findings.statements])
    statements = tuple(placed(statement, document) for statement in stated)
    found.append(coverage(document, statements))
    report = {findings.extractor.partition("/")[0]: findings.report() for findings in found}
    return Reading(source.sha256, source.source, source.encoding, source.text, document.document, statements, report)


def _extracted(extract: Extractor, document: ParsedDocument, reference: Reference) -> Findings:
    """What an extractor finds; in news, laws, reports and the like nobody is given a task and nothing is a target."""
    findings = extract(document, reference)
    return dismiss(findings, document.genre) if document.genre and extract in OF_PLANS else findings


def parse(source: SourceText, reference: Reference) -> tuple[ParsedDocument, Findings]:
    """The text with its structure and metadata, and the account of the metadata."""
    source = with_round_brackets(source)
    wrapping = Wrapping(source)
    clauses = split(source, find_tables(source, reference, wrapping), reference, wrapping)
    mention, region_id, metadata = read_metadata(source, clauses, reference)
    return ParsedDocument(source, clauses, mention, region_id, genre=genre_of(source, mention)), metadata


def _is_policy_document(reading: Reading) -> bool:
    """A document says what it is by its kind (plan, opinion, notice …), is known to be no plan, or has items."""
    told = reading.document.attributes
    if GENRE in reading.report or told.get("doc_number") or told.get("kind", "other") != "other":
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
