"""Corrections as gold rows: what people said of phrases, in the form that `zhitu eval` measures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.decisions.applying import Applying
from graph.decisions.corrections import DUTIES, corrected, duty_of
from graph.decisions.decision import Decision
from graph.decisions.rulings import Rulings
from graph.errors import NotFound
from graph.evaluate import PARTIAL
from graph.model import Reading, Statement
from graph.project import statements_of
from graph.reference import Reference
from graph.rows import DocumentRow
from graph.store import GraphStore

_COVERS = 15  # characters of the work that a row shows, as all gold does


@dataclass(frozen=True, slots=True)
class GoldFile:
    """The annotation of one document, as far as people corrected it, beside its text."""

    name: str
    source: str
    rows: int
    annotation: bytes
    text: str


def gold_of(store: GraphStore, reference: Reference) -> list[GoldFile]:
    """A file for each document with corrections that apply, by document."""
    applying = Applying(store, reference)
    found: dict[str, tuple[DocumentRow, Reading, list[Decision]]] = {}
    for correction in Rulings.of(store.decisions()).corrections:
        try:
            row, reading = applying.document(correction)
        except NotFound:
            continue
        found.setdefault(row.document_id, (row, reading, []))[2].append(correction)
    made = (_file(*found[name], reference) for name in sorted(found))
    return [each for each in made if each.rows]


def _file(row: DocumentRow, reading: Reading, corrections: Sequence[Decision], reference: Reference) -> GoldFile:
    rows = list(_rows(reading, corrections, reference))
    told = {
        "source": reading.source,
        "text": f"{row.document_id.removeprefix('doc:')}.txt",
        "document": {"title": row.document, "doc_number": row.doc_number, "region": row.region},
        "scored": ["responsibilities"],
        PARTIAL: True,
        "responsibilities": rows,
    }
    annotation = orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"
    return GoldFile(row.document_id.removeprefix("doc:"), reading.source, len(rows), annotation, reading.text)


def _rows(reading: Reading, corrections: Sequence[Decision], reference: Reference) -> Iterator[dict[str, Any]]:
    """A row for each phrase and work of which a duty was corrected, with all bodies that answer for it now."""
    statements = statements_of(reading, reference)
    touched: dict[tuple[int, int, int], list[Decision]] = {}
    duties: dict[tuple[int, int, int], Statement] = {}
    for correction in corrections:
        duty = duty_of(correction, statements, reference)
        if duty is not None:
            touched.setdefault(_place(duty), []).append(correction)
            duties.setdefault(_place(duty), duty)
    now = [each for each in corrected(statements, corrections, reference) if each.relation in DUTIES]
    for place in sorted(touched):
        bodies = {
            role: list(
                dict.fromkeys(each.subject.name for each in now if each.relation == role and _place(each) == place)
            )
            for role in DUTIES
        }
        yield {
            "path": list(_texts(duties[place].attributes.get("path"))),
            "marker": reference.normalise(duties[place].evidence.quote),
            "covers": reference.normalise(duties[place].object.evidence.quote)[:_COVERS],
            "leads": bodies["LEADS"],
            "cooperates": bodies["COOPERATES"],
            "quote": duties[place].evidence.quote,
            "decided": [{"who": each.who, "when": each.when, "why": each.why} for each in touched[place]],
        }


def _place(duty: Statement) -> tuple[int, int, int]:
    return duty.evidence.start_char, duty.evidence.end_char, duty.object.evidence.start_char


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
