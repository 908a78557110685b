"""Answers beyond one query, on both engines: equal row for row, on documents with decisions and an earlier version."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

import pytest

from graph.answers.auditing import Auditor, audit_reading
from graph.answers.chain import Subject, chain_of, chains, subjects
from graph.answers.compared import Asked, by_place, compared
from graph.answers.echoes import echoes
from graph.answers.ledger import ledger
from graph.answers.matrix import matrix
from graph.answers.named import near, places, totals
from graph.answers.peers import peers_of, tasks_named
from graph.answers.versions import compared as differences
from graph.answers.versions import former_and_current, readings_of, stored_version
from graph.build import ingest
from graph.decisions.deciding import Said, decide, keep
from graph.decisions.gold import gold_of
from graph.decisions.review import review
from graph.model import Reading
from graph.parameters import (
    DepartmentFilter,
    DepartmentResponsibilities,
    DocumentFilter,
    DocumentId,
    InDocuments,
    ResponsibilityFilter,
    TargetFilter,
    TaskFilter,
)
from graph.project import project
from graph.queries import (
    AWARDS,
    DEPARTMENTS,
    DOCUMENT,
    DOCUMENTS,
    PROJECTS,
    RESPONSIBILITIES,
    RESPONSIBILITIES_OF_DEPARTMENT,
    TARGETS,
    TASKS,
)
from graph.query import Query
from graph.reference import Reference
from graph.store import GraphStore
from ingest.pipeline import read_file
from tests.conftest import DOCUMENTS as SOURCES
from tests.neo4j_server import at, empty
from tests.test_decisions import CITY, COUNTY, PROVINCE, document_id, read
from tests.test_same_bytes import everything_said

EARLIER = (
    CITY.replace("95%以上", "93%以上").replace("2015年3月1日", "2014年3月1日").replace("市科技局配合", "市财政局配合")
)
TITLE = "绵阳市质量强市行动方案"
Both = tuple[GraphStore, GraphStore]


@pytest.fixture(scope="module")
def readings(reference: Reference) -> list[Reading]:
    texts = {"earlier.txt": EARLIER, "city.txt": CITY, "county.txt": COUNTY, "province.txt": PROVINCE}
    made = [read(text, name) for name, text in texts.items()]
    return [*(read_file(path, reference) for path in sorted(SOURCES.glob("*.txt"))), *made]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, neo4j_url: str, readings: list[Reading], reference: Reference
) -> Iterator[Both]:
    """The same documents and decisions; the server is told the documents backwards."""
    empty(neo4j_url)
    url = str(tmp_path_factory.mktemp("answers") / "store")
    with closing(at(url)) as store, closing(at(neo4j_url)) as server:
        ingest(store, reference, readings)
        for said in everything_said(store, reference):
            decide(store, reference, said)
        decide(store, reference, Said("certified", (document_id(store, TITLE),), "赵敏"))
        keep(server, reference, store.decisions(), gone=True)
        ingest(server, reference, readings[::-1])
    with closing(at(url, read_only=True)) as one, closing(at(neo4j_url, read_only=True)) as other:
        yield one, other
    empty(neo4j_url)


def told(value: Any) -> Any:
    """The value in a form that shows all there is of it, with types."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, told(asdict(value))
    if isinstance(value, dict):
        return [(key, told(each)) for key, each in value.items()]
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return type(value).__name__, value


def equal(both: Both, answer: Callable[[GraphStore], Any]) -> Any:
    """The answer, which is the same on both engines and not empty."""
    one, other = (answer(store) for store in both)
    assert told(one) == told(other)
    assert one
    return one


def documents(store: GraphStore) -> list[str]:
    return [row.document_id for row in store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=100))]


def tasks(store: GraphStore) -> list[str]:
    return [row.task_id for row in store.run(TASKS, TaskFilter(limit=1000))]


def test_diff(both: Both, reference: Reference) -> None:
    def answer(store: GraphStore) -> object:
        former, current = former_and_current(store, document_id(store, TITLE), reference)
        found = differences(former, current, reference, store=store)
        return [found.versions.differences, found.former.reading.sha256, found.current.reading.sha256]

    rows, *_ = equal(both, answer)
    assert any("93" in str(row) and "95" in str(row) for row in rows)


def test_the_readings_of_a_document(both: Both, reference: Reference) -> None:
    def answer(store: GraphStore) -> object:
        row = next(iter(store.run(DOCUMENT, DocumentId(document_id(store, TITLE)))))
        heads = readings_of(store, row, reference)
        return [heads, [stored_version(store, head.sha256[:12], reference).name for head in heads]]

    heads, _ = equal(both, answer)
    assert [head.source for head in heads] == ["earlier.txt", "city.txt"]


def test_peers(both: Both, reference: Reference) -> None:
    found = equal(both, lambda store: [peers_of(store, each, reference) for each in tasks(store)[::5]])
    assert any(len(peers.rows) > 1 for peers in found)
    equal(both, lambda store: tasks_named(store, "标准化", reference))


@pytest.mark.parametrize("upstream", ["country", "province", "prefecture"])
def test_comparison(both: Both, reference: Reference, upstream: str) -> None:
    rows = equal(both, lambda store: compared(store, Asked(upstream=upstream), reference))
    equal(both, lambda store: by_place(store, Asked(upstream=upstream), reference))
    assert {row.verdict for row in rows} - {"no_counterpart"}


def test_echoes(both: Both, reference: Reference) -> None:
    found = equal(both, lambda store: [echoes(store, each, reference) for each in documents(store)])
    assert {row.echo for rows in found for row in rows} >= {"carried_out", "not_carried_out", "without_root"}


def test_chain(both: Both, reference: Reference) -> None:
    def meant(store: GraphStore) -> list[str]:
        offices = [row.department_id for row in store.run(DEPARTMENTS, DepartmentFilter(limit=1000)) if row.leads]
        return [*documents(store), *tasks(store)[::10], *offices[::5]]

    equal(both, lambda store: [chain_of(store, each, downstream=10) for each in meant(store)])
    equal(both, lambda store: chains(store, [Subject("Document", each, "") for each in documents(store)]))
    equal(both, lambda store: subjects(store, "质量", reference))


def test_audit(both: Both, readings: list[Reading], reference: Reference) -> None:
    rows = equal(both, lambda store: Auditor().rows(store))
    assert any(row.dealt_with for row in rows)
    drafts = [(reading, project(reading, reference)) for reading in readings[:2]]
    equal(both, lambda store: [audit_reading(*draft, reference, store) for draft in drafts])


@pytest.mark.parametrize("day", [date(2014, 6, 1), date(2020, 12, 31)])
def test_ledger(both: Both, day: date) -> None:
    rows = equal(both, lambda store: ledger(store, day, within=400))
    assert len({row.status for row in rows}) > 1
    equal(both, lambda store: [ledger(store, day, document_id=each) for each in documents(store)])
    equal(both, lambda store: ledger(store, day, department_id="dept:510700:财政"))


def test_matrix(both: Both) -> None:
    equal(both, matrix)
    equal(both, lambda store: [matrix(store, document_id=each) for each in documents(store)])
    equal(both, lambda store: matrix(store, region_id="region:152900"))
    equal(both, lambda store: matrix(store, department_id="dept:510700:财政"))


def test_review(both: Both, reference: Reference) -> None:
    found = equal(both, lambda store: review(store, reference, 1000))
    assert found["pairs"] and found["phrases"]
    equal(both, lambda store: gold_of(store, reference))


@pytest.mark.parametrize("state", ["certified", "corrected"])
def test_what_was_reviewed(both: Both, state: str) -> None:
    asked: tuple[tuple[Query[Any, Any], InDocuments], ...] = (
        (RESPONSIBILITIES, ResponsibilityFilter(state=state, limit=1000)),
        (TASKS, TaskFilter(state=state, limit=1000)),
        (TARGETS, TargetFilter(state=state, limit=1000)),
        (PROJECTS, InDocuments(state=state, limit=1000)),
        (AWARDS, InDocuments(state=state, limit=1000)),
    )
    for query, params in asked:
        one, other = (store.run(query, params) for store in both)
        assert told(one) == told(other)
        assert {row.state for row in one} <= {state}
        assert one or state == "corrected" or query in (PROJECTS, AWARDS)
    rows = equal(both, lambda store: store.run(RESPONSIBILITIES, ResponsibilityFilter(state=state, limit=1000)))
    assert {row.reviewer for row in rows} == {"赵敏" if state == "certified" else "李强"}


@pytest.mark.parametrize("day", ["2012-01-01", "2014-12-31", "2016-06-01", "2019-06-01", "2024-01-01"])
def test_as_of(both: Both, day: str) -> None:
    def answer(store: GraphStore) -> object:
        offices = [row.department_id for row in store.run(DEPARTMENTS, DepartmentFilter(limit=1000))]
        asked = (DepartmentResponsibilities(each, as_of=day, limit=1000) for each in offices)
        return [store.run(RESPONSIBILITIES_OF_DEPARTMENT, each) for each in asked]

    equal(both, answer)


def test_overview(both: Both, reference: Reference) -> None:
    equal(both, places)
    equal(both, lambda store: sorted(totals(store).items()))
    equal(both, lambda store: near(store, "质量强市行动计划", ("Document",), reference))
