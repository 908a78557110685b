"""What people read has a word in Chinese: roles, kinds, and why a rule left something out or lets it wait."""

import pytest

from graph.exports.table import label_of
from graph.reference import Reference
from graph.schema import load_schema
from ingest.pipeline import read_file
from tests.conftest import DOCUMENTS


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_each_reason_has_a_word_in_chinese(path: object, reference: Reference) -> None:
    reading = read_file(path, reference)  # type: ignore[arg-type]
    said = {why for report in reading.report.values() for why in report.rejected}
    said |= {one.why for report in reading.report.values() for one in report.waiting}
    names = {f"why={why.partition(': ')[0]}" for why in said}
    assert [name for name in names if label_of(name) == name] == []


def test_each_mode_and_kind_has_a_word_in_chinese() -> None:
    schema = load_schema()
    told = [
        f"{name}={value}"
        for part in (*schema.labels.values(), *schema.relationships.values())
        for name, values in part.properties.items()
        if isinstance(values, list | tuple | frozenset) and name in ("kind", "level", "mode", "status")
        for value in values
    ]
    assert [name for name in told if label_of(name) == name and name.isascii()] == []
