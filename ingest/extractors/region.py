"""Regions named in running text, resolved against GB/T 2260 from where the document stands."""

from graph.model import Mention, Statement
from graph.reference import Reference
from ingest.document import Findings, ParsedDocument, running_text

EXTRACTOR = "region/1"


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """document MENTIONS Region; a name that several places bear counts only where the document's own place decides."""
    findings = Findings(EXTRACTOR)
    for clause in running_text(document.clauses):
        for start, end, _ in reference.regions.find(clause.text):
            findings.see()
            name = clause.text[start:end]
            region = reference.regions.resolve(name, document.region_id)
            if region is None:
                findings.reject("several places bear this name", clause.span(start, end))
                continue
            mention = Mention("Region", name, clause.span(start, end), {"region_id": region.id})
            statement = Statement(
                document.document, "MENTIONS", mention, mention.evidence, EXTRACTOR, 0.95, {"path": clause.path}
            )
            findings.keep(statement)
    return findings
