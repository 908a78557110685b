"""What only a server can go through: several writers at once, a client or a server that dies, a graph made anew in place."""

import itertools
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import neo4j
import pytest

from bench.timing import ZHITU
from graph.build import ingest, rebuild, shown_readings
from graph.check import check_store
from graph.engines import neo4j as store_neo4j
from graph.engines.raw import Limits
from graph.engines.raw_plan import check_plan
from graph.errors import StoreError, ZhituError
from graph.exports.jsonl import lines_of_store
from graph.model import Part
from graph.parameters import Nothing
from graph.queries import QUERIES, SUMMARY, TEMPLATES
from graph.reference import Reference
from graph.store import GraphStore
from ingest.pipeline import read_file
from tests import handmade as h
from tests.conftest import DOCUMENTS, ROOT
from tests.neo4j_server import LOGIN, Server, ask, at, empty, missing, running

KILLS = int(os.environ.get("ZHITU_KILLS", "3"))  # more of them meet more moments, and take longer
VERSIONS: tuple[tuple[Part, ...], ...] = (  # what is written again and again, one document after the other
    (h.league().part, h.without(h.league().part, "task:1a1:1"), h.nothing_of(h.LEAGUE)),
    (h.city().part, h.without(h.city().part, "dept:152900:市场监管"), h.nothing_of(h.CITY)),
)
WRITER = """
import itertools, sys
from tests.neo4j_server import at
from tests.test_neo4j_store import VERSIONS
store = at(sys.argv[1])
print("open", flush=True)
for parts in itertools.cycle(zip(*VERSIONS)):
    for part in parts:
        store.replace(part.document_id, part)
        print(part.document_id, flush=True)
"""


NOT_PLANNED = {  # what the server itself does not take, before there is a plan
    "PROFILE MATCH (n) RETURN n",
    "RETURN 1; MATCH (n) DETACH DELETE n",
    "USE system SHOW USERS",
    "CREATE DATABASE x",
    "STOP DATABASE neo4j",
    "GRANT ROLE reader TO neo4j",
}
HOSTILE = (
    "CREATE (n:Task {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) REMOVE n.name",
    "MERGE (n:Task {id: 'x'}) RETURN n",
    "FOREACH (x IN [1] | CREATE (:Task))",
    "MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n",
    "CREATE INDEX x FOR (n:Task) ON (n.name)",
    "DROP CONSTRAINT task_id",
    "LOAD CSV FROM 'file:///x.csv' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1/x.csv' AS line RETURN line",
    "MATCH (n) LOAD CSV FROM 'file:///x.csv' AS line RETURN n, line",
    "SHOW SETTINGS",
    "SHOW SETTINGS YIELD name RETURN name",
    "SHOW USERS",
    "SHOW DATABASES",
    "SHOW PROCEDURES",
    "SHOW FUNCTIONS",
    "SHOW INDEXES",
    "SHOW CONSTRAINTS",
    "SHOW TRANSACTIONS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL dbms.components() YIELD name RETURN name",
    "CALL dbms.killConnections(['x']) YIELD message RETURN message",
    "CALL db.createLabel('X')",
    "CALL db.clearQueryCaches()",
    "CALL db.ping() YIELD success RETURN success",
    "CALL db.index.fulltext.queryNodes('x', 'y') YIELD node RETURN node",
    "CALL tx.setMetaData({a: 1})",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "STOP DATABASE neo4j",
    "CREATE DATABASE x",
    "GRANT ROLE reader TO neo4j",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS",
    "UNWIND [1] AS x CALL (x) { CREATE (:Task) } RETURN x",
    "PROFILE MATCH (n) RETURN n",
    "RETURN 1; MATCH (n) DETACH DELETE n",
    "USE system SHOW USERS",
    "MATCH (n) RETURN n UNION LOAD CSV FROM 'file:///x.csv' AS n RETURN n",
    "CYPHER runtime=slotted MATCH (n) DELETE n",
)


def export(store: GraphStore) -> tuple[str, ...]:
    return tuple(lines_of_store(store))


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, ...]]:
    """The graphs that there may be: of each document one version, whole, or nothing yet."""
    found = set()
    with closing(at(str(tmp_path_factory.mktemp("allowed") / "store"))) as store:
        for parts in itertools.product(*VERSIONS):
            for part in parts:
                store.replace(part.document_id, part)
            found.add(export(store))
    return found


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be killed."""
    if why := missing():
        pytest.skip(why)
    with running(tmp_path_factory.mktemp("killed") / "home", memory="400m") as server:
        yield server


def test_a_writer_that_is_killed_leaves_nothing_half_written(empty_neo4j: str, allowed: set[tuple[str, ...]]) -> None:
    for turn in range(KILLS):
        with subprocess.Popen([sys.executable, "-c", WRITER, empty_neo4j], cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout
            for _ in range(turn + 2):
                assert writer.stdout.readline()
            time.sleep(0.013 * turn)  # somewhere in the next document
            writer.kill()
        with closing(at(empty_neo4j)) as store:
            assert export(store) in allowed
            assert check_store_without_readings(store) == []
            store.replace(h.LEAGUE, h.league().part)
            assert export(store) in allowed


def test_a_server_that_is_killed_has_nothing_half_written(
    own_server: Server, allowed: set[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the store object that was open goes on when the server is there again."""
    monkeypatch.setitem(store_neo4j.RETRYING, False, 1.0)
    with closing(at(own_server.url)) as store, ThreadPoolExecutor(1) as thread:
        for turn in range(KILLS):
            writing = thread.submit(write_until_it_fails, store)
            time.sleep(0.3 + 0.11 * turn)
            own_server.kill()
            try:
                assert re.search("does not answer|failed at|went away at the end of", str(writing.result(120)))
            finally:
                own_server.start()  # the tests behind this one need it too
            assert export(store) in allowed
            assert check_store_without_readings(store) == []
            store.replace(h.LEAGUE, h.league().part)
            assert export(store) in allowed


def write_until_it_fails(store: GraphStore) -> StoreError:
    """What the store complains of when the server has gone: before, in or at the very end of a transaction."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for part in itertools.chain(*VERSIONS):
            try:
                store.replace(part.document_id, part)
            except StoreError as error:
                return error
    raise AssertionError("the server is gone, but it takes what is written")


def check_store_without_readings(store: GraphStore) -> list[str]:
    return [problem for problem in check_store(store) if "its reading is not in the store" not in problem]


@pytest.mark.parametrize("killed", ["client", "server"])
def test_the_next_ingest_completes_what_a_killed_one_began(
    own_server: Server, filled_store: str, killed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(at(filled_store, read_only=True)) as whole:
        wanted = export(whole)
    empty(own_server.url)
    monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
    command = [*ZHITU, "ingest", str(DOCUMENTS), "--store", own_server.url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        wait_for_tasks(own_server.url)
        if killed == "client":
            first.kill()
        else:
            own_server.kill()
            first.terminate()
    if killed == "server":
        own_server.start()
    with closing(at(own_server.url, read_only=True)) as store:
        assert check_store(store) == []
        assert export(store) != wanted
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with closing(at(own_server.url, read_only=True)) as store:
        assert export(store) == wanted


def wait_for_tasks(url: str) -> None:
    """Until a document is there; the others are being written then."""
    until = time.monotonic() + 60
    while not ask(url, "MATCH (d:Document {ingested: true})-[:HAS_TASK]->() RETURN d.id AS id LIMIT 1"):
        assert time.monotonic() < until
        time.sleep(0.02)


def errors_of(*runs: Callable[[], object]) -> list[BaseException]:
    """What goes wrong when all run at once, each in a thread of its own."""
    with ThreadPoolExecutor(len(runs)) as threads:
        started = [threads.submit(run) for run in runs]
    return [error for one in started if (error := one.exception())]


def test_writers_of_different_documents_do_not_hinder_each_other(
    empty_neo4j: str, allowed: set[tuple[str, ...]]
) -> None:
    """They share regions, departments and indicators; in whatever order they come, the union is the same."""

    def write(parts: tuple[Part, ...]) -> None:
        with closing(at(empty_neo4j)) as store:
            for part in [*parts, *parts, parts[0]]:
                store.replace(part.document_id, part)

    assert errors_of(*(partial(write, parts) for parts in VERSIONS)) == []
    with closing(at(empty_neo4j, read_only=True)) as store:
        assert export(store) in allowed
        assert {row.count for row in store.run(SUMMARY, Nothing()) if row.name == "Document"} == {3}


def test_writers_of_the_same_document_take_turns(empty_neo4j: str, allowed: set[tuple[str, ...]]) -> None:
    stores = [at(empty_neo4j) for _ in range(4)]
    writes = zip(stores, itertools.cycle(VERSIONS[0]), strict=False)
    assert errors_of(*(partial(store.replace, h.LEAGUE, part) for store, part in writes)) == []
    with closing(at(empty_neo4j, read_only=True)) as reader:
        assert export(reader) in allowed
    for store in stores:
        store.close()


def test_two_that_ingest_at_once_see_each_other(empty_neo4j: str, filled_store: str, reference: Reference) -> None:
    """Each begins without the other's documents; the links between them are there when both have ended."""
    with closing(at(filled_store, read_only=True)) as whole:
        wanted = export(whole)
    readings = [read_file(path, reference) for path in sorted(DOCUMENTS.glob("*.txt"))]
    begun = threading.Barrier(2)

    def some(mine: list[int]) -> None:
        with closing(at(empty_neo4j)) as store:
            begun.wait(60)
            assert not [one for one in ingest(store, reference, [readings[each] for each in mine]) if one.problem]

    assert errors_of(*(partial(some, mine) for mine in ([0, 2, 4], [1, 3]))) == []
    with closing(at(empty_neo4j, read_only=True)) as store:
        assert export(store) == wanted
        assert check_store(store) == []


def test_a_rebuild_clears_away_what_no_document_brings(
    empty_neo4j: str, filled_store: str, reference: Reference, tmp_path: Path
) -> None:
    readings = [read_file(path, reference) for path in sorted(DOCUMENTS.glob("*.txt"))[:2]]
    with closing(at(empty_neo4j)) as store:
        ingest(store, reference, readings)
        wanted = export(store)
    for text in (
        "CREATE (:Task {id: 'task:stray', name: 'x', document_id: 'doc:stray'})",
        "MATCH (d:Department) WITH d ORDER BY d.id LIMIT 1 SET d.name = 'wrong'",
        "MATCH (d:Department), (t:Task) WITH d, t LIMIT 1 CREATE (d)-[:LEADS {key: 'x', document_id: 'doc:stray'}]->(t)",
        "CREATE (:Department {id: 'dept:stray', name: 'x'})",
        "MATCH (:Document {ingested: true})-[r:HAS_TASK]->() WITH r LIMIT 1 DELETE r",
        "CREATE (:SomebodyElse {id: 'x'})",
    ):
        ask(empty_neo4j, text)
    with closing(at(empty_neo4j, read_only=True)) as store:
        counted = shown_readings(store)
    with closing(at(empty_neo4j, fresh=True)) as store:
        assert not [one for one in rebuild(store, reference, counted) if one.problem]
    with closing(at(empty_neo4j, read_only=True)) as store:
        assert export(store) == wanted
    assert ask(empty_neo4j, "MATCH (n:SomebodyElse) RETURN count(n) AS n") == [{"n": 1}]


def test_a_reader_of_this_process_sees_what_was_just_written(empty_neo4j: str) -> None:
    """By bookmarks, which all stores of one database in a process share: a cluster's other members wait for them."""
    routed = empty_neo4j.replace("bolt://", "neo4j://")
    with closing(at(routed)) as writer, closing(at(routed, read_only=True)) as reader:
        writer.replace(h.LEAGUE, h.league().part)
        assert export(reader) == export(writer)
        assert set(writer._bookmarks.get_bookmarks()) == set(reader._bookmarks.get_bookmarks()) != set()  # type: ignore[attr-defined]


def test_the_plan_alone_refuses_what_does_not_read(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the words of a query had passed."""
    monkeypatch.setattr(store_neo4j, "check_raw", lambda _: None)
    with closing(at(empty_neo4j)) as store:
        store.replace(h.LEAGUE, h.league().part)
        before = export(store)
        otherwise = set()
        for text in HOSTILE:
            with pytest.raises(ZhituError) as refused:
                print(text, store.run_raw(text, Limits()))
            if "not allowed here" not in str(refused.value):
                otherwise.add(text)
        assert export(store) == before
        assert otherwise == NOT_PLANNED


def test_the_session_alone_refuses_writing(empty_neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where words and plan had passed."""
    monkeypatch.setattr(store_neo4j, "check_raw", lambda _: None)
    monkeypatch.setattr(store_neo4j, "check_plan", lambda *_: None)
    with closing(at(empty_neo4j)) as store:
        store.replace(h.LEAGUE, h.league().part)
        before = ask(empty_neo4j, "MATCH (n) RETURN count(n) AS n, collect(n.name) AS names")
        for text in HOSTILE[:8]:
            with pytest.raises(ZhituError, match=r"(?i)write|access mode|read"):
                store.run_raw(text, Limits())
        assert ask(empty_neo4j, "MATCH (n) RETURN count(n) AS n, collect(n.name) AS names") == before


def test_the_plan_lets_through_what_reads(empty_neo4j: str) -> None:
    """Each named query, as the server plans it."""
    with closing(at(empty_neo4j)):
        pass
    for query in QUERIES.values():
        if query.name not in TEMPLATES:
            with neo4j.GraphDatabase.driver(empty_neo4j, auth=(LOGIN.user, LOGIN.password)) as driver:
                values = {field.name: None for field in query.parameters} | {"skip": 0, "limit": 1}
                summary = driver.execute_query(f"EXPLAIN {query.text}", values, database_=LOGIN.database).summary
            check_plan(summary.query_type, summary.plan)
