"""The source documents with decisions of every kind: in any order, told twice, on both engines, byte for byte the same."""

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from graph.answers.auditing import Auditor
from graph.build import ingest, rebuild
from graph.check import check_store
from graph.decisions.deciding import VERDICTS, Said, decide, keep
from graph.decisions.decision import Decision, in_force, to_line
from graph.decisions.review import pairs
from graph.exports.jsonl import lines_of_store
from graph.model import Reading
from graph.parameters import DocumentFilter, DocumentId, OneDocument, ResponsibilityFilter
from graph.queries import DOCUMENTS, RESPONSIBILITIES, TARGET_PAIRS, TASK_LINKS
from graph.reference import Reference
from graph.rows import ResponsibilityRow
from graph.store import GraphStore
from ingest.pipeline import read_file
from tests.conftest import DOCUMENTS as SOURCES
from tests.conftest import Command
from tests.neo4j_server import LOGIN, at, empty

SHUFFLED = 1  # orders besides forwards and backwards


@pytest.fixture(scope="module")
def readings(reference: Reference) -> list[Reading]:
    return [read_file(path, reference) for path in sorted(SOURCES.glob("*.txt"))]


@pytest.fixture(scope="module")
def decided(
    tmp_path_factory: pytest.TempPathFactory, readings: list[Reading], reference: Reference
) -> tuple[list[Decision], bytes]:
    """Decisions of every kind on the documents as they are read, and the export then."""
    with closing(at(str(tmp_path_factory.mktemp("decided") / "store"))) as store:
        ingest(store, reference, readings)
        before = export(store)
        for said in everything_said(store, reference):
            decide(store, reference, said)
        decisions = store.decisions()
        last = next(each for each in in_force(decisions) if each.verdict == "unsure")
        decide(store, reference, Said("withdrawn", (last.id,), "李强", "看错了"))
        assert check_store(store) == []
        assert export(store) != before
        return store.decisions(), export(store)


@pytest.fixture(params=["embedded", "neo4j"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "embedded":
        yield str(tmp_path / "store")
        return
    url: str = request.getfixturevalue("neo4j_url")
    empty(url)
    yield url
    empty(url)


def export(store: GraphStore) -> bytes:
    return "".join(f"{line}\n" for line in lines_of_store(store)).encode()


def orders(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    yield list(readings)
    yield list(readings)[::-1]
    for seed in range(SHUFFLED):
        yield random.Random(seed).sample(list(readings), len(readings))


def everything_said(store: GraphStore, reference: Reference) -> Iterator[Said]:
    """Each verdict, about departments, measures, documents, tasks, figures, duties, texts and findings."""
    read = store.run(DOCUMENTS, DocumentFilter(ingested=True, limit=100))
    near = pairs(store, reference, 1000)
    for label, verdicts in {
        "Department": ("same", "unsure"),
        "Indicator": ("same", "different", "unsure"),
        "Document": ("different", "unsure"),
    }.items():
        chosen = (pair for pair in near if pair.label == label)
        for verdict, pair in zip(verdicts, chosen, strict=False):
            yield Said(verdict, (pair.first_id or "", pair.second_id or ""), "王芳", "查过三定方案")
    cited = [row.document_id for row in store.run(DOCUMENTS, DocumentFilter(ingested=False, limit=2))]
    yield Said("same", (cited[0], cited[1]), "王芳", "同一份文件")
    link = next(link for row in read for link in store.run(TASK_LINKS, DocumentId(row.document_id)))
    yield Said("different", (link.task_id, link.upstream_task_id), "王芳")
    figures = next(row for row in store.run(TARGET_PAIRS, OneDocument()) if row.via != "same_indicator")
    yield Said("different", (figures.target_id, figures.national_target_id), "王芳")
    yield Said("correct", (duties(store)[0].key,), "李强", "分工表写明", right=("市教育局", "市水务局"))
    for document_id in sorted({row.document_id or "" for row in duties(store)})[:2]:
        yield Said("certified", (document_id,), "赵敏", "逐条核对")
    yield Said("correct", (duties(store)[5].key,), "李强", "配合而非牵头", right=("市水务局",), role="COOPERATES")
    yield Said("correct", (duties(store)[-1].key,), "李强", "不是责任", no_duty=True)
    yield Said("dealt_with", (Auditor().rows(store)[0].finding_id,), "赵敏", "已函告")


def duties(store: GraphStore) -> list[ResponsibilityRow]:
    return store.run(RESPONSIBILITIES, ResponsibilityFilter(role="LEADS", limit=1000))


def test_every_kind_of_decision_is_among_them(decided: tuple[list[Decision], bytes]) -> None:
    decisions, content = decided
    assert {each.verdict for each in decisions} | {"withdrawn"} == set(VERDICTS)
    assert any(each.withdraws for each in decisions)
    for state in (b'"corrected"', b'"certified"'):
        assert state in content


def test_any_order_twice_gives_the_same_bytes(
    address: str, decided: tuple[list[Decision], bytes], readings: list[Reading], reference: Reference
) -> None:
    """Decisions come in behind some of the documents, when the others are not there yet."""
    decisions, expected = decided
    for number, order in enumerate(orders(readings)):
        url = address if "://" in address else f"{address}{number}"
        if "://" in url:
            empty(url)
        with closing(at(url)) as store:
            ingest(store, reference, order[:number])
            keep(store, reference, random.Random(number).sample(decisions, len(decisions)), gone=True)
            ingest(store, reference, order[number:])
            assert export(store) == expected, [each.source for each in order]
            ingest(store, reference, order[::-1])
            keep(store, reference, decisions)
            assert export(store) == expected
            assert [to_line(each) for each in store.decisions()] == [to_line(each) for each in decisions]
    with closing(at(url)) as store:
        rebuild(store, reference)
        assert export(store) == expected


def test_the_commands_write_the_same_bytes(
    address: str,
    decided: tuple[list[Decision], bytes],
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ingest, decisions import, export: once all files together, then one by one backwards."""
    monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
    decisions, expected = decided
    told, written = tmp_path / "decisions.jsonl", tmp_path / "graph.jsonl"
    told.write_text("".join(f"{to_line(each)}\n" for each in decisions), "utf-8")
    assert command("ingest", SOURCES, "--store", address).code == 0
    assert command("decisions", "import", told, "--store", address).code == 0
    for path in (*sorted(SOURCES.glob("*.txt"), reverse=True), SOURCES):
        assert command("ingest", path, "--store", address).code == 0
    ran = command("export", "--store", address)
    assert ran.code == 0, ran.err
    assert ran.out.encode() == expected
    assert command("decisions", "export", written, "--store", address).code == 0
    assert written.read_bytes() == told.read_bytes()
