"""What every engine must do, the same way: run on the embedded engine always, on Neo4j where its URL is set."""

import itertools
import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import kglite
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.check import check_store
from graph.decisions.decision import Decision, from_line
from graph.engines import batches
from graph.engines import embedded as store_embedded
from graph.engines.raw import Limits
from graph.errors import NotFound, ParameterError, QueryTimeout, StatementError, StoreError
from graph.exports.jsonl import lines_of_part, lines_of_store
from graph.model import Part
from graph.parameters import NodeId, Nothing, TargetFilter, Words
from graph.queries import NODE, SEARCH, SUMMARY, TARGETS
from graph.readings import from_bytes, to_bytes
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.neo4j_server import at, empty

ROOT = Path(__file__).resolve().parent.parent
Addresses = Callable[[], str]


@pytest.fixture(params=["embedded", "neo4j"])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> Addresses:
    """Gives the address of an empty store; what the one before held may be gone then."""
    if request.param == "embedded":
        return lambda: str(tmp_path / uuid.uuid4().hex)
    url: str = request.getfixturevalue("neo4j_url")

    def emptied() -> str:
        empty(url)
        return url

    return emptied


@pytest.fixture
def store(addresses: Addresses) -> Iterator[GraphStore]:
    with closing(at(addresses())) as opened:
        for document in opened.run(SUMMARY, Nothing()):
            assert not document.count, "the test store is not empty"
        yield opened


def export(store: GraphStore) -> list[str]:
    return list(lines_of_store(store))


def put(store: GraphStore, *documents: h.Written) -> list[str]:
    for document in documents:
        store.put_reading(document.reading)
        store.replace(document.id, document.part)
    return export(store)


def properties(store: GraphStore, node_id: str) -> dict[str, object] | None:
    rows = store.run(NODE, NodeId(node_id))
    return {name: value for name, value in rows[0].properties.items() if value is not None} if rows else None


def test_an_empty_store_exports_nothing(store: GraphStore) -> None:
    assert export(store) == []


def test_what_is_written_is_exported(store: GraphStore) -> None:
    document = h.outline()
    assert put(store, document) == list(lines_of_part(document.part))
    assert check_store(store) == []


def test_order_makes_no_difference(addresses: Addresses) -> None:
    documents = (h.outline(), h.league(), h.city())
    found = set()
    for order in itertools.permutations(documents):
        with closing(at(addresses())) as store:
            found.add(tuple(put(store, *order, order[0])))
            assert check_store(store) == []
    assert len(found) == 1


def test_a_document_taken_out_leaves_no_trace(store: GraphStore) -> None:
    for first, second in itertools.permutations((h.outline(), h.league(), h.city()), 2):
        alone = put(store, first)
        put(store, second)
        store.replace(second.id, h.nothing_of(second.id))
        assert export(store) == alone
        store.replace(first.id, h.nothing_of(first.id))
        assert export(store) == []


VARIANTS: tuple[Part, ...] = (
    h.outline().part,
    h.without(h.outline().part, "task:0a2"),
    h.nothing_of(h.OUTLINE),
    h.league().part,
    h.without(h.without(h.league().part, "award:152900:盟长质量奖"), "dept:152900:质监"),
    h.nothing_of(h.LEAGUE),
    h.city().part,
    h.without(h.city().part, h.OUTLINE),
    h.without(h.city().part, "dept:152900:市场监管"),
    h.without(h.league().part, "dept:152900:市场监管"),
    h.former_office().part,
    h.nothing_of(h.COUNTY),
    h.nothing_of(h.CITY),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(VARIANTS), max_size=8))
def test_only_the_last_part_of_each_document_counts(addresses: Addresses, history: list[Part]) -> None:
    """Whatever was there before: the same graph as if only the last parts had ever been written."""
    last = {part.document_id: part for part in history}
    exports = []
    for parts in (history, last.values()):
        with closing(at(addresses())) as store:
            for part in parts:
                store.replace(part.document_id, part)
            exports.append(export(store))
    assert exports[0] == exports[1]


def test_shared_nodes_unite_what_documents_state(store: GraphStore) -> None:
    put(store, h.league(), h.city(), h.outline())
    assert properties(store, "dept:152900:市场监管") == {
        "aliases": ["盟市场监管局", "阿盟市场监管局"],
        "function": "市场监管",
        "kind": "agency",
        "level": "prefecture",
    }
    found = properties(store, "indicator:01")
    assert found == {"aliases": ["产品抽检合格率", "监督抽查合格率"], "unit": "%"}  # % twice, 百分比 once


def test_a_fact_of_the_reference_data_goes_with_the_last_document_that_brings_it(store: GraphStore) -> None:
    """Both offices stay, since others mention them; that one succeeded the other, only the league's plan brought."""
    without_it = put(store, h.city(), h.former_office())
    assert len([line for line in put(store, h.league()) if '"label":"SUCCEEDED_BY"' in line]) == 1
    store.replace(h.LEAGUE, h.nothing_of(h.LEAGUE))
    assert export(store) == without_it


def test_a_cited_document_is_a_stub_until_its_text_arrives(store: GraphStore) -> None:
    put(store, h.league(), h.city())
    stub = {"ingested": False, "doc_number": "国发〔2012〕9号", "former_ids": ["doc:0c"], "issuer": "国务院"}
    assert properties(store, h.OUTLINE) == stub
    assert store.run(NODE, NodeId(h.OUTLINE))[0].name == "质量发展纲要"  # of two names that one document each states
    put(store, h.outline())
    read = properties(store, h.OUTLINE)
    assert read is not None
    assert (read["ingested"], read["former_ids"], read["period_end"]) == (True, ["doc:0c"], 2020)
    assert "issuer" not in read
    store.replace(h.OUTLINE, h.nothing_of(h.OUTLINE))
    assert properties(store, h.OUTLINE) == stub


def test_a_property_that_is_gone_is_gone(store: GraphStore) -> None:
    before = h.league()
    put(store, before)
    after = h.league()
    after.node(after.id, name=after.name, ingested=True)
    number = {name: value for name, value in after.nodes["task:1a1"].properties.items() if name != "number"}
    after.node("task:1a1", **number)
    store.replace(after.id, after.part)
    assert properties(store, after.id) == {"ingested": True}
    assert "number" not in (properties(store, "task:1a1") or {})


def test_links_of_others_survive_a_new_reading(store: GraphStore) -> None:
    linked = put(store, h.outline(), h.linked_league())
    assert put(store, h.outline()) == linked
    store.replace(h.OUTLINE, h.without(h.outline().part, "task:0a1"))
    assert not [line for line in export(store) if '"target":"task:0a1"' in line]
    store.replace(h.LEAGUE, h.league().part)
    assert put(store, h.outline(), h.linked_league()) == linked


def test_a_link_that_leads_nowhere_changes_nothing(store: GraphStore) -> None:
    before = put(store, h.league())
    with pytest.raises(StoreError, match="0 of 1 DERIVES_FROM Target Target written"):
        store.replace(h.LEAGUE, h.linked_league().part)
    assert export(store) == before


@pytest.mark.parametrize("failing", ["drop_own_edges", "shared_nodes", "put_edges", "states"])
def test_a_failure_midway_changes_nothing(store: GraphStore, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = put(store, h.outline(), h.league())

    def broken(name: str, **names: str) -> str:
        return "THIS IS NO CYPHER" if name == failing else original(name, **names)

    original = batches.write_text
    monkeypatch.setattr(batches, "write_text", broken)
    with pytest.raises(StoreError, match=f"replacing {h.LEAGUE} failed"):
        store.replace(h.LEAGUE, h.without(h.league().part, "task:1a1:1"))
    monkeypatch.undo()
    assert export(store) == before
    assert put(store, h.league()) == before


def test_parallel_statements_stay_apart(store: GraphStore) -> None:
    document = h.league()
    again = {**document.edges[-1].properties, "n": 2}
    document.edges.append(replace(document.edges[-1], properties=again))
    count = {row.name: row.count for row in store.run(SUMMARY, Nothing())} | {"PLANS": 0}
    put(store, document)
    count = {row.name: row.count for row in store.run(SUMMARY, Nothing())}
    assert count["PLANS"] == 2
    put(store, document)
    assert {row.name: row.count for row in store.run(SUMMARY, Nothing())} == count


def test_a_part_of_another_document_is_refused(store: GraphStore) -> None:
    with pytest.raises(StatementError, match="cannot take the place"):
        store.replace(h.CITY, h.league().part)


def test_a_part_against_the_schema_is_refused_before_anything_is_written(store: GraphStore) -> None:
    before = put(store, h.league())
    document = h.league()
    document.node("task:1a1", name="", document_id=document.id)
    with pytest.raises(StatementError, match="Task task:1a1: has no name"):
        store.replace(document.id, document.part)
    assert export(store) == before


def test_readings_come_back_whole(store: GraphStore) -> None:
    for document in (h.outline(), h.league()):
        store.put_reading(document.reading)
        assert store.reading(document.sha256) == document.reading
    heads = store.readings()
    assert [head.sha256 for head in heads] == sorted([h.outline().sha256, h.league().sha256])
    assert {(head.title, head.issue_date, head.encoding) for head in heads} >= {
        ("阿拉善盟质量发展规划", "2012-02-06", "utf-8")
    }
    assert {head.text_length for head in heads} == {len(h.outline().text), len(h.league().text)}
    with pytest.raises(NotFound, match="no reading"):
        store.reading("0" * 64)
    with pytest.raises(ParameterError, match="no sha256"):
        store.reading("../zhitu")


def test_a_reading_is_the_same_bytes_each_time() -> None:
    reading = h.league().reading
    content = to_bytes(reading)
    assert content == to_bytes(h.league().reading) == to_bytes(from_bytes(content))
    with pytest.raises(StoreError, match="damaged"):
        from_bytes(content[:-20])
    with pytest.raises(StoreError, match="damaged"):
        from_bytes(b"no gzip")


def test_a_newer_reading_of_a_file_takes_the_place_of_the_older(store: GraphStore) -> None:
    reading = h.league().reading
    store.put_reading(reading)
    store.put_reading(replace(reading, statements=()))
    assert store.reading(reading.sha256).statements == ()
    assert len(store.readings()) == 1


def test_decisions_come_back_in_order_and_once(store: GraphStore) -> None:
    later = Decision(
        "correct",
        ("f76628b7e0bf4671",),
        "张三",
        "2026-03-02",
        "文件有误\u2028第二行\u0085\n第三行",
        {"lead": "dept:510781:质监", "n": 2},
    )
    first = Decision("same", ("indicator:01", "indicator:02"), "李四", "2026-03-01T08:00")
    for decision in (later, first, later):
        store.put_decision(decision)
    assert store.decisions() == [first, later]
    store.replace(h.LEAGUE, h.league().part)
    store.replace(h.LEAGUE, h.nothing_of(h.LEAGUE))
    assert store.decisions() == [first, later]
    assert export(store) == []
    assert not [row for row in store.run(SUMMARY, Nothing()) if row.name == "Decision"]


@pytest.mark.parametrize("wrong", [{"verdict": "perhaps"}, {"about": ()}, {"who": ""}, {"when": ""}])
def test_a_decision_without_its_parts_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        Decision(**{"verdict": "same", "about": ("a",), "who": "张三", "when": "2026-03-01", **wrong})
    with pytest.raises(StoreError, match="a decision is damaged"):
        from_line('{"verdict": "same"}')


def test_raw_cypher_reads(store: GraphStore) -> None:
    put(store, h.outline(), h.league())
    found = store.run_raw("MATCH (n:Task) RETURN n.id AS id, n.name AS name ORDER BY id LIMIT 2", Limits())
    assert found.columns == ("id", "name")
    assert found.rows == (("task:0a1", "严格企业质量主体责任"), ("task:0a2", "加快质量法治建设"))
    assert not found.truncated
    assert store.run_raw("MATCH (n:Task) RETURN n.id AS id ORDER BY id", Limits(rows=1)).truncated
    [[node, edge, told, day]] = store.run_raw(
        "MATCH (n:Award)<-[r:MENTIONS]-() RETURN n, r, {type: 'x'} AS m, date('2014-07-01') AS d", Limits()
    ).rows
    assert not {"search", "states", "base"} & {*node["properties"], *edge["properties"]}
    assert (node["properties"]["name"], edge["properties"]["count"]) == ("盟长质量奖", 1)
    assert (told, day) == ({"type": "x"}, "2014-07-01")
    assert store.run_raw("CALL { MATCH (n:Task) RETURN count(n) AS c } RETURN c, 'LOAD CSV' AS s", Limits()).rows


HOSTILE = [
    "CREATE (n:Task {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "match (n) set n.name = 'x'",
    "MATCH (n) REMOVE n.name",
    "MERGE (n:Task {id: 'x'})",
    "FOREACH (x IN [1] | CREATE (n))",
    "MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n",
    "CALL { CREATE (n) } IN TRANSACTIONS",
    "DROP INDEX x",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD /* x */ CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD // x\n CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "\\u004cOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "`LOAD` CSV FROM '/etc/passwd' AS r RETURN r",
    "LOAD`CSV` FROM '/etc/passwd' AS r RETURN r",
    "`LOAD``CSV` FROM '/etc/passwd' AS r RETURN r",
    "MATCH (x) RETURN x UNION LOAD CSV FROM '/etc/passwd' AS r RETURN r",
    "MATCH (x) LOAD CSV FROM '/etc/passwd' AS r RETURN r",
    "MATCH (x) WITH x LIMIT 1 load csv from '/etc/passwd' as r RETURN r",
    "CALL (x) { LOAD CSV FROM '/etc/passwd' AS y RETURN y } RETURN y",
    "RETURN {a: 1} LOAD CSV FROM '/etc/passwd' AS y RETURN y",
    "UNWIND [1] AS a LOAD CSV WITH HEADERS FROM '/etc/passwd' AS y RETURN y",
    "MATCH (n) RETURN 'a''LOAD CSV FROM /x AS y RETURN y'",
    "MATCH (n) RETURN 'a\\' LOAD CSV FROM '/x' AS y RETURN y",
    "SHOW INDEXES",
    "`SHOW` PROCEDURES",
    "SHOW SETTINGS",
    "TERMINATE TRANSACTION 'x'",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE MATCH (n) RETURN n",
    "USE system MATCH (n) RETURN n",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL\n`dbms`.listConfig()",
    "MATCH (x) WITH x LIMIT 1CALL pagerank() YIELD node RETURN node",
    "MATCH (x) CALL pagerank() YIELD node RETURN node",
    "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node RETURN node",
    "MATCH (n) RETURN apoc.load.json('file:///etc/passwd')",
    "MATCH (n) RETURN file('/etc/passwd')",
    "COPY (MATCH (n) RETURN n) TO '/tmp/x'",
    "EXPORT DATABASE '/tmp/x'",
    "ATTACH '/tmp/x'",
    "RETURN 1; RETURN 2",
    "MATCH (n:`LOAD`) RETURN n",
    "GRANT ROLE x TO y",
    "SELECT * FROM x",
    "MATCH (d:Decision) RETURN d",
    "MATCH (n) RETURN n.content",
    "MATCH (n) RETURN n {.line} AS x",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_raw_cypher_cannot_write_or_look_elsewhere(store: GraphStore, text: str) -> None:
    with pytest.raises(ParameterError, match="not allowed here"):
        store.run_raw(text, Limits())
    assert export(store) == []


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (d:Department)-[r:LEADS|COOPERATES]->(t:Task) WHERE d.name CONTAINS '市场' AND r.mode IN ['lead', 'sole'] "
        "RETURN d.name AS name, collect(DISTINCT t.name) AS tasks ORDER BY size(tasks) DESC SKIP 0 LIMIT 10",
        "MATCH p = (a:Document)-[:DERIVES_FROM*1..3]->(b:Document) RETURN [n IN nodes(p) | n.name] AS path, length(p) AS l",
        "MATCH (t:Task) RETURN t.`order` AS position, t.number LIMIT 3",
        "MATCH (d:Department) WHERE NOT EXISTS { (d)-[:LEADS]->(:Task) } RETURN d.name",
        "MATCH (n:Task {kind: 'item'}) OPTIONAL MATCH (n)<-[:PART_OF]-(m) "
        "RETURN n.name, CASE WHEN m IS NULL THEN 0 ELSE 1 END AS x",
        "MATCH (d:Department) RETURN d {.id, .name} AS d LIMIT 1",
        "MATCH (t:Target) WHERE t.value >= 90.5 AND t.year = 2020 RETURN avg(t.value), -1 AS m, 1e3 AS k",
        "MATCH (d:Department) WITH d, COUNT { (d)-[:LEADS]->() } AS n WHERE n > 3 RETURN d.name, n",
        "MATCH (n) RETURN labels(n)[0] AS kind, count(*) AS c ORDER BY c DESC",
        "CALL { MATCH (n:Task) RETURN count(n) AS c } RETURN c, 'LOAD CSV' AS s",
    ],
)
def test_what_researchers_ask_is_allowed(store: GraphStore, text: str) -> None:
    store.run_raw(text, Limits())


def test_a_slow_query_is_stopped(store: GraphStore) -> None:
    text = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c RETURN count(*) AS n"
    with pytest.raises(StoreError, match="too long"):
        store.run_raw(text, Limits(seconds=0.2))


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        (
            "RETURN reduce(a = 'x', i IN range(1, 40) | a + a) AS a",
            (ParameterError, QueryTimeout),
            "memory|MB|too long",
        ),
        (
            "UNWIND range(1, 3000000) AS a RETURN collect(a) AS all",
            (ParameterError, QueryTimeout),
            "memory|MB|too long",
        ),
    ],
)
def test_a_query_that_eats_memory_ends_alone(
    addresses: Addresses, text: str, error: tuple[type[Exception], ...], said: str
) -> None:
    """Its process is ended, the one that serves goes on."""
    address = addresses()
    at(address).close()
    with closing(at(address, read_only=True)) as reader:
        with pytest.raises(error, match=said):
            reader.run_raw(text, Limits(seconds=2))
        assert reader.run_raw("RETURN 1 AS one", Limits()).rows == ((1,),)


def test_a_query_that_fails_is_named(store: GraphStore) -> None:
    with pytest.raises(StoreError, match="chain_of_task failed"):
        store.run(replace(TARGETS, name="chain_of_task"), TargetFilter())  # its own parameters are missing


def test_text_that_is_no_unicode_is_refused(store: GraphStore) -> None:
    """As it comes from the bytes of a command line."""
    with pytest.raises(StoreError, match="search failed"):
        store.run(SEARCH, Words.of("\udcff"))
    with pytest.raises(StoreError, match="the query failed"):
        store.run_raw("RETURN '\udcff' AS x", Limits())
    with pytest.raises(StoreError, match="cannot be written"):
        store.put_reading(replace(h.city().reading, text="\udcff"))


def test_others_see_what_was_saved(addresses: Addresses) -> None:
    address = addresses()
    with closing(at(address)) as writer, closing(at(address, read_only=True)) as reader:
        assert export(reader) == []
        written = put(writer, h.league())
        writer.close()
        assert export(reader) == written
        with closing(at(address)) as second:
            put(second, h.city())
        assert len(export(reader)) > len(written)
        with pytest.raises(StoreError, match="not open for writing"):
            reader.replace(h.CITY, h.city().part)
        with pytest.raises(StoreError, match="not open for writing"):
            reader.put_reading(h.city().reading)
        assert reader.reading(h.league().sha256) == h.league().reading


def test_many_threads_read_at_once(addresses: Addresses) -> None:
    address = addresses()
    with closing(at(address)) as writer:
        put(writer, h.outline(), h.league(), h.city())
    with closing(at(address, read_only=True)) as reader:
        found: list[int] = []
        threads = [threading.Thread(target=lambda: found.append(len(export(reader)))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 8
        assert len(set(found)) == 1


# From here on: what only a folder can go through.


def test_others_see_nothing_before_it_is_saved(folder: Path) -> None:
    with closing(open_store(folder)) as writer:
        put(writer, h.league())
        with closing(open_store(folder, read_only=True)) as beside:  # without a warning
            assert export(beside) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_a_store_is_opened_by_path_or_address(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        assert store.in_process
    for address in (folder, str(folder), f"embedded://{folder}"):
        with closing(open_store(address, read_only=True)) as store:
            assert export(store) == []
    assert json.loads((folder / "zhitu.json").read_text()) == {"format": 1}


@pytest.mark.parametrize("address", ["", "http://h/x", "embedded://h", "embedded:///", "sqlite:///x"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(ParameterError):
        open_store(address)


def test_a_missing_store_is_not_made_by_reading(folder: Path) -> None:
    with pytest.raises(StoreError, match=f"there is no store at {folder}: make one with `zhitu ingest`"):
        open_store(folder, read_only=True)
    assert not folder.exists()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"a\.txt is a file, a store is a folder"):
            open_store(file, read_only=read_only)
    with pytest.raises(StoreError, match="cannot be made a store: Not a directory"):
        open_store(file / "below")


def test_a_folder_of_other_things_stays_as_it_is(folder: Path) -> None:
    folder.mkdir()
    (folder / "letters.txt").write_text("x")
    with pytest.raises(StoreError, match=r"holds other files \(letters.txt"):
        open_store(folder)
    with pytest.raises(StoreError, match="is no store"):
        open_store(folder, read_only=True)
    assert [path.name for path in folder.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("content", ['{"format": 2}', "nonsense", "[]"])
def test_a_store_of_another_version_is_refused(folder: Path, content: str) -> None:
    open_store(folder).close()
    (folder / "zhitu.json").write_text(content)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="is a store of format"):
            open_store(folder, read_only=read_only)


def test_no_permission_is_said_plainly(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, **options: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match=f"{folder} cannot be made a store: no permission for .*; ask for it"):
        open_store(folder)


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Permission denied"), kglite.KgError("Permission denied (os error 13)")],
)
def test_files_that_may_not_be_written_need_no_rebuild(
    folder: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    with closing(open_store(folder)):
        pass
    monkeypatch.setattr(kglite, "open_session", refuse)
    for how in ({}, {"fresh": True}, {"read_only": True}):
        with pytest.raises(StoreError, match="no permission for its files") as told:
            open_store(folder, **how)
        assert "rebuild" not in str(told.value)


def test_a_second_writer_waits_and_says_for_whom(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys\nfrom graph.store import open_store\n"
        "store = open_store(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\nstore.close()\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        monkeypatch.setattr(store_embedded, "LEASE_WAIT", 0.2)
        with pytest.raises(StoreError, match=f"is being written by process {other.pid}; waited"):
            open_store(folder)
        with closing(open_store(folder, read_only=True)) as reader:
            assert export(reader) == []
        monkeypatch.setattr(store_embedded, "LEASE_WAIT", 10.0)
        threading.Timer(0.2, other.stdin.close).start()
        with closing(open_store(folder)) as store:
            put(store, h.city())


def test_writers_take_turns_from_the_first_moment_on(folder: Path) -> None:
    """Three processes make the same store and write to it, each opening and closing."""
    script = (
        "import sys\nfrom contextlib import closing\nfrom tests import handmade as h\nfrom graph.store import open_store\n"
        "for write in 2 * (h.outline, h.league, h.city):\n"
        "    with closing(open_store(sys.argv[1])) as store:\n"
        "        store.put_reading(write().reading)\n        store.replace(write().id, write().part)\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with closing(open_store(folder, read_only=True)) as store:
        assert check_store(store) == []
        assert len(store.readings()) == 3


def test_what_a_crashed_writer_committed_is_there(folder: Path) -> None:
    script = (
        "import os, sys\nfrom tests import handmade as h\nfrom graph.store import open_store\n"
        "store = open_store(sys.argv[1])\nstore.replace(h.CITY, h.city().part)\nos._exit(9)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(folder)], cwd=ROOT, check=False)
    assert ran.returncode == 9
    with closing(open_store(folder, read_only=True)) as reader:
        assert export(reader) == []  # the last checkpoint
        with closing(open_store(folder)):  # folds the log at once
            assert export(reader) == list(lines_of_part(h.city().part))


def test_a_graph_file_that_does_not_open_loses_nothing(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        put(store, h.city())
    (folder / "graph.kgl").write_bytes(b"broken")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="`zhitu store rebuild`"):
            open_store(folder, read_only=read_only)
    with closing(open_store(folder, fresh=True)) as store:
        assert export(store) == []
        assert [head.title for head in store.readings()] == [h.city().name]
        put(store, h.city())
    (folder / "graph.kgl").unlink()
    with pytest.raises(StoreError, match="has no graph: make it again"):
        open_store(folder, read_only=True)


def test_a_fresh_graph_is_empty(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        put(store, h.city())
    with closing(open_store(folder, fresh=True)) as store:
        assert export(store) == []
        assert put(store, h.league()) == list(lines_of_part(h.league().part))


def test_a_fresh_graph_that_is_not_kept_leaves_the_old_one(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        before = put(store, h.city())
    with closing(open_store(folder, fresh=True)) as store:
        put(store, h.league())
        with closing(open_store(folder, read_only=True)) as reader:
            assert export(reader) == before
        store.close(keep=False)
    with closing(open_store(folder)) as store:
        assert export(store) == before


def test_a_graph_made_anew_holds_off_other_writers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_embedded, "LEASE_WAIT", 0.1)
    with closing(open_store(folder, fresh=True)):
        for fresh in (True, False):
            with pytest.raises(StoreError, match="is being written by this process itself"):
                open_store(folder, fresh=fresh)
    with closing(open_store(folder)) as store:
        assert export(store) == []


def test_no_half_written_reading_stays_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with closing(open_store(folder)) as store:
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(StoreError, match="cannot be written: No space left on device"):
            store.put_reading(h.city().reading)
        monkeypatch.undo()
        assert store.readings() == []
    assert list((folder / "readings").iterdir()) == []


def test_closing_twice_does_no_harm(folder: Path) -> None:
    store = open_store(folder)
    store.close()
    store.close()


def test_broken_invariants_are_told(folder: Path) -> None:
    with closing(open_store(folder)) as store:
        put(store, h.league())
        assert isinstance(store, store_embedded.EmbeddedStore)
        writer = store._for_writing()
        writer.execute("MATCH (:Document)-[m:MENTIONS]->(:Award) DELETE m")
        writer.execute("MATCH (:Document)-[r:PLANS]->(:Project) SET r.quote = '别的字样别的字样'")
        writer.execute("MATCH (:Document)-[r:HAS_TASK]->(t:Task {kind: 'measure'}) REMOVE r.quote")
        writer.execute(
            "MATCH (t:Task {kind: 'item'}) MATCH (m:Task {kind: 'measure'}) MERGE (t)-[:PART_OF {key: 'x'}]->(m)"
        )
        writer.execute("CREATE (:Stranger {id: 'x', name: 'x'})")
        problems = "\n".join(check_store(store))
    assert "Award award:152900:盟长质量奖: nobody mentions it" in problems
    assert "its quote is not at" in problems
    assert "HAS_TASK task:1a1:1: has no quote" in problems
    assert "Task task:1a1: is part of task:1a1:1, which is no item" in problems
    assert "1 of 1 Stranger (node) are not what the schema allows" in problems
    assert "x is not the key of this statement" in problems
