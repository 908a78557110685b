"""What is linked, compared and found in the source documents, against annotations by hand."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bench import links
from graph.store import GraphStore, open_store


@pytest.fixture(scope="module")
def store(filled_store: str) -> Iterator[GraphStore]:
    with closing(open_store(filled_store, read_only=True)) as opened:
        yield opened


def test_tasks_lead_to_their_clauses(store: GraphStore) -> None:
    for name, count in links.task_lineage(store).items():
        assert count.f1 >= 0.85, name


def test_targets_stand_beside_the_nations(store: GraphStore) -> None:
    verdicts, counterparts = links.target_comparison(store)
    assert verdicts >= 0.97
    assert counterparts.f1 >= 0.95


def test_the_audit_finds_the_conflicts_and_nothing_that_only_looks_like_one(store: GraphStore) -> None:
    conflicts, known, reported, alarms = links.findings(store)
    assert conflicts == "15 of 15"
    assert known >= 0.9 * reported
    assert alarms == 0
