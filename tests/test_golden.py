"""What is read in each source document, statement by statement; `make golden` writes it anew, for review as a diff."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.model import Mention, Reading
from ingest.pipeline import read_file
from tests.conftest import DOCUMENTS, ROOT

if TYPE_CHECKING:
    from graph.reference import Reference

GOLDEN = ROOT / "tests" / "golden"


def mention_line(mention: Mention) -> dict[str, Any]:
    return {"kind": mention.kind, "name": mention.name, **mention.attributes}


def lines(reading: Reading) -> Iterator[str]:
    """One statement a line, in the order of reading; the document first, each extractor's account last."""
    told: list[dict[str, Any]] = [{"document": mention_line(reading.document), "encoding": reading.encoding}]
    for statement in reading.statements:
        subject = {} if statement.subject == reading.document else {"subject": mention_line(statement.subject)}
        told.append(
            {
                **subject,
                "relation": statement.relation,
                "object": mention_line(statement.object),
                "attributes": dict(statement.attributes),
                "at": [statement.evidence.start_char, statement.evidence.end_char],
                "quote": statement.evidence.quote,
                "extractor": statement.extractor,
                "confidence": statement.confidence,
            }
        )
    for name, report in reading.report.items():
        waiting = [[one.evidence.quote, one.why] for one in report.waiting]
        counts = {"seen": report.seen, "kept": report.kept, "rejected": dict(report.rejected)}
        told.append({"report": name, **counts, "waiting": waiting})
    yield from (json.dumps(line, ensure_ascii=False) for line in told)


@pytest.mark.parametrize("source", sorted(DOCUMENTS.glob("*.txt")), ids=lambda source: source.stem)
def test_statements_match_golden(source: Path, reference: "Reference", request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / source.stem / "statements.jsonl"
    found = list(lines(read_file(source, reference)))
    if request.config.getoption("--rewrite-golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text("\n".join(found) + "\n", "utf-8", newline="\n")
    assert golden.exists(), "no golden statements for this document: make golden, then review them"
    assert found == golden.read_text("utf-8").splitlines()
