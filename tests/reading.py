"""Reads made-up texts as documents, for the tests of the extractors."""

import hashlib

from graph.model import Mention
from graph.reference import load_reference
from ingest.clauses import split
from ingest.document import ParsedDocument, SourceText


def source_text(text: str) -> SourceText:
    """The text as if it came from a file."""
    return SourceText(
        hashlib.sha256(text.encode()).hexdigest(), "made-up.txt", "utf-8", text, load_reference().normalise(text)
    )


def parsed(text: str, region_id: str | None = "region:510700") -> ParsedDocument:
    """The text with its structure; its document is named by its first line."""
    source = source_text(text)
    clauses = split(source, (), load_reference())
    first = text.partition("\n")[0]
    return ParsedDocument(source, clauses, Mention("Document", first, source.span(0, len(first))), region_id)
