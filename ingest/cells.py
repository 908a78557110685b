"""What is read beside running text: the cells of tables."""

from collections.abc import Iterator

from ingest.document import Clause, ParsedDocument, Passage


def text_and_cells(document: ParsedDocument) -> Iterator[tuple[Clause, Passage]]:
    """Headings and paragraphs, and tables cell by cell, each with its clause; page furniture is left out."""
    for clause in document.clauses:
        if clause.chapter == "furniture":
            continue
        if clause.table is None:
            yield clause, clause
            continue
        for row in clause.table.rows:
            yield from ((clause, cell) for cell in row.cells if cell.text)
