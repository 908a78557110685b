"""What happens when a Neo4j server is away, refuses or fails: one clear sentence with the address, never the password.

All on real servers: the one of all tests, and a frail one of these tests that is killed, starved and shut.
"""

import logging
import re
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest
from neo4j.exceptions import IncompleteCommit, ReadServiceUnavailable

from graph.engines import neo4j as store_neo4j
from graph.engines.neo4j_address import Address
from graph.engines.neo4j_errors import check_version, explained
from graph.engines.raw import Limits
from graph.errors import ParameterError, StoreError, ZhituError
from graph.parameters import Nothing
from graph.queries import SUMMARY
from graph.settings import Login, Settings
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import DOCUMENTS, Command
from tests.neo4j_server import LOGIN, Server, ask, at, empty, missing, running
from tests.serving import serving
from tests.test_bad_input import refused

GOOD = DOCUMENTS / "alxa-2016.txt"
SECRET = "s3cret-words"
HERE = Address("neo4j://db.example:7687", "neo4j", "neo4j")
FRAIL = """
server.bolt.advertised_address=nowhere.invalid:7687
db.memory.transaction.max=2m
db.tx_log.preallocate=false
"""
Saying = Callable[..., str]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
    for name in ("ZHITU_STORE", "ZHITU_NEO4J_USER", "ZHITU_NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with little memory that tells others to look for it where it is not; tests may end it and start it."""
    if why := missing():
        pytest.skip(why)
    with running(tmp_path_factory.mktemp("frail") / "home", memory="400m", extra=FRAIL) as server:
        yield server


@pytest.fixture
def empty_frail(frail: Server) -> Server:
    empty(frail.url)
    return frail


@pytest.fixture
def saying(command: Command) -> Saying:
    """What is said when such a store is asked, and when it is written to: once each, with these words."""

    def said(url: str, *words: object) -> str:
        for arguments in (("query", "summary"), ("ingest", GOOD)):
            ran = command(*arguments, "--store", url)
            refused(ran, *words)
            assert SECRET not in ran.err + ran.out
            assert LOGIN.password not in ran.err + ran.out
        return ran.err

    return said


def place(url: str) -> str:
    """host:port of an address."""
    return url.partition("://")[2]


def routed(url: str) -> str:
    return f"neo4j://{place(url)}"


def nowhere() -> str:
    """host:port where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def greeting(words: bytes) -> Iterator[str]:
    """host:port of something that greets everybody with these words."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            while True:
                try:
                    other, _ = listening.accept()
                except OSError:
                    return
                with other:
                    other.sendall(words)
                    other.recv(100)

        threading.Thread(target=greet, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def put(store: GraphStore, document: h.Written) -> None:
    store.put_reading(document.reading)
    store.replace(document.id, document.part)


def summary(store: GraphStore) -> int:
    return len(store.run(SUMMARY, Nothing()))


@contextmanager
def taking(least: float, most: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert least <= time.monotonic() - started <= most


def database_of(url: str, name: str, text: str) -> None:
    import neo4j

    with neo4j.GraphDatabase.driver(url, auth=(LOGIN.user, LOGIN.password)) as driver:
        driver.execute_query(text, database_=name)  # type: ignore[arg-type]


def everything(url: str) -> list[dict[str, Any]]:
    """The nodes, each with what leads from it; not the mark of the last writer."""
    text = "MATCH (n) OPTIONAL MATCH (n)-[r]->() WITH n, r ORDER BY elementId(r) WITH n, collect(properties(r)) AS out "
    text += "RETURN labels(n) AS labels, n {.*, writing: 0} AS own, out ORDER BY elementId(n)"
    return ask(url, text)


def named_rules(url: str) -> list[str]:
    return [row["name"] for row in ask(url, "SHOW CONSTRAINTS YIELD name")]


# Where it is


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_nothing_listens(scheme: str, saying: Saying) -> None:
    url = f"{scheme}://{nowhere()}"
    said = saying(url, url, "does not answer", "7687", "数据库没有应答")
    assert ("write bolt:// instead" in said) == scheme.startswith("neo4j")


@pytest.mark.parametrize("url", ["bolt://nowhere.invalid:7687", "neo4j://nowhere.invalid:7687", "bolt://..:7687"])
def test_no_such_host(url: str, saying: Saying) -> None:
    saying(url, url, "no host of this name")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_port_that_speaks_http(scheme: str, saying: Saying) -> None:
    with serving(Settings("nowhere")) as address:
        url = f"{scheme}://{place(address)}"
        saying(url, url, "answers in HTTP", "Bolt port")


def test_a_port_that_speaks_something_else(saying: Saying) -> None:
    with greeting(b"SSH-2.0-OpenSSH_9.2p1\r\n") as there:
        saying(f"bolt://{there}", there, "is no Neo4j 5", "name another server")


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s"])
def test_encryption_where_there_is_none(scheme: str, neo4j_url: str, saying: Saying) -> None:
    url = f"{scheme}://{place(neo4j_url)}"
    saying(url, url, "does not answer in TLS", f"write {scheme.partition('+')[0]}://")


@pytest.mark.parametrize("junk", ["", ":99999", ":port", "/?x=1", "/#here"])
def test_an_address_that_is_none(junk: str, saying: Saying) -> None:
    saying(f"bolt://{'127.0.0.1' if junk else ''}{junk}", "is no address of a server")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "BOLT"])
def test_a_password_in_an_address_is_refused_and_not_said_again(scheme: str, saying: Saying) -> None:
    saying(f"{scheme}://neo4j:{SECRET}@db.example:7687", "db.example", "ZHITU_NEO4J_PASSWORD", "leave it out")


# Who asks, and for what


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_unknown_user_or_a_wrong_password(
    scheme: str, neo4j_url: str, saying: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", SECRET)
    url = f"{scheme}://nobody@{place(neo4j_url)}"
    saying(url, f"{scheme}://{place(neo4j_url)}", "does not let nobody in", "set ZHITU_NEO4J_USER")


@pytest.mark.parametrize("changed", ["", "NOT"])
def test_too_many_wrong_passwords_and_one_that_must_be_changed(
    changed: str, neo4j_url: str, saying: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By users of this test's own: the one of the others is not shut out."""
    user = f"clerk{uuid.uuid4().hex[:8]}"
    database_of(neo4j_url, "system", f"CREATE USER {user} SET PASSWORD '{SECRET}' CHANGE {changed} REQUIRED")
    try:
        if changed:
            for _ in range(4):
                with pytest.raises(StoreError):
                    open_store(neo4j_url, Login(user, "a wrong one"), read_only=True)
        monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", SECRET)
        monkeypatch.setenv("ZHITU_NEO4J_USER", user)
        words = ("too many wrong passwords", "wait a minute") if changed else ("must be changed first", "ALTER CURRENT")
        saying(neo4j_url, neo4j_url, user, *words)
    finally:
        database_of(neo4j_url, "system", f"DROP USER {user}")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_such_database(scheme: str, neo4j_url: str, saying: Saying, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{scheme}://{place(neo4j_url)}"
    saying(f"{url}/elsewhere", url, "no open database elsewhere", "set ZHITU_NEO4J_DATABASE")
    saying(f"{url}/system", url, "the database system", "set ZHITU_NEO4J_DATABASE")
    monkeypatch.setenv("ZHITU_NEO4J_DATABASE", "elsewhere")
    saying(url, url, "no open database elsewhere")


# What it is


@pytest.mark.parametrize("agent", ["Neo4j/5.1.0", "Neo4j/5.26.30", "Neo4j/5.27-aura", "Neo4j/2025.12.1"])
def test_a_version_that_will_do(agent: str) -> None:
    check_version(agent, HERE)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Neo4j/4.4.44", "is Neo4j 4.4.44, zhitu needs Neo4j 5 or later"),
        ("Neo4j/3.5.35", "is Neo4j 3.5.35"),
        ("Neo4j/v5.11.0 compatible graph database server - Memgraph", "is no Neo4j 5"),
        ("Memgraph/2.1", "Memgraph"),
        ("", "is no Neo4j 5"),
    ],
)
def test_a_version_that_will_not_do(agent: str, words: str) -> None:
    """Neo4j/4.4.44 is what a real one calls itself."""
    with pytest.raises(StoreError) as caught:
        check_version(agent, HERE)
    assert str(caught.value).startswith(HERE.uri)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ReadServiceUnavailable("No read service currently available"), "write bolt:// instead of neo4j://"),
        (IncompleteCommit("connection lost"), "do it again"),
    ],
)
def test_what_no_server_of_ours_can_be_brought_to_say(error: Exception, words: str) -> None:
    """Members of a cluster out of reach; the connection lost between the last word and the answer."""
    told = explained(error, "replacing doc:1", HERE)
    assert isinstance(told, StoreError)
    assert str(told).startswith(HERE.uri)
    assert words in str(told)


# What is in it


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("CREATE (:Person)-[:KNOWS]->(:Dog)", ("holds something else", "ZHITU_NEO4J_DATABASE")),
        ("CREATE ()", ("nodes without a label",)),
        ("CREATE (:Store {id: 'shop'})", ("(Store)",)),
        ("CREATE (:Store {id: 'zhitu', format: 99})", ("format 99",)),
    ],
)
def test_a_database_of_others_is_left_alone(
    made: str, words: tuple[str, ...], empty_neo4j: str, command: Command
) -> None:
    for name in named_rules(empty_neo4j):
        ask(empty_neo4j, f"DROP CONSTRAINT {name}")
    ask(empty_neo4j, made)
    before = everything(empty_neo4j)
    refused(command("ingest", GOOD, "--store", empty_neo4j), empty_neo4j, *words)
    assert everything(empty_neo4j) == before
    assert named_rules(empty_neo4j) == []
    refused(command("query", "summary", "--store", empty_neo4j), empty_neo4j)


@pytest.mark.parametrize(
    "made",
    ["UNWIND [1, 2] AS each CREATE (:Award {id: 'twice'})", "CREATE INDEX in_the_way FOR (n:Award) ON (n.id)"],
)
def test_what_stands_in_the_way_of_the_constraints(made: str, empty_neo4j: str, saying: Saying) -> None:
    at(empty_neo4j).close()
    ask(empty_neo4j, "DROP CONSTRAINT award_id")
    ask(empty_neo4j, made)
    try:
        with pytest.raises(StoreError, match="breaks the rules of a store") as caught:
            at(empty_neo4j)
        assert empty_neo4j in str(caught.value)
        assert "Award" in str(caught.value)
    finally:
        empty(empty_neo4j)
        ask(empty_neo4j, "DROP INDEX in_the_way IF EXISTS")
        at(empty_neo4j).close()
    assert "award_id" in named_rules(empty_neo4j)


def test_a_database_that_somebody_empties(empty_neo4j: str) -> None:
    with closing(at(empty_neo4j)) as store:
        put(store, h.outline())
        empty(empty_neo4j)
        with pytest.raises(StoreError, match="no store any more"):
            store.replace(h.outline().id, h.outline().part)


# Over HTTP


def problem(address: str, path: str, status: int) -> str:
    """The detail of a problem document, and the same words on a page for people."""
    answer = httpx.get(f"{address}{path}", timeout=30)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    detail: str = answer.json()["detail"]
    assert SECRET not in answer.text
    assert LOGIN.password not in answer.text
    return detail


@pytest.mark.parametrize("path", ["/readyz", "/documents", "/ui/documents"])
def test_a_server_that_is_away_is_503(path: str) -> None:
    there = nowhere()
    with serving(Settings(f"bolt://{there}", login=Login(password=SECRET))) as address:
        detail = problem(address, path, 503)
        assert there in detail
        assert "does not answer" in detail
        page = httpx.get(f"{address}/ui/documents", headers={"accept": "text/html"}, timeout=30)
        assert page.status_code == 503
        assert "数据库没有应答" in page.text
        assert httpx.get(f"{address}/healthz").status_code == 200


def test_no_password_anywhere(neo4j_url: str, caplog: pytest.LogCaptureFixture, command: Command) -> None:
    """Not in what describes settings, in errors and what they come from, in logs, in what is served."""
    caplog.set_level(logging.DEBUG)
    wrong = Login("nobody", SECRET)
    settings = Settings(neo4j_url, login=wrong, api_key=SECRET)
    told = [repr(settings), repr(wrong), str(settings)]
    for url in (neo4j_url, routed(neo4j_url), f"bolt+s://{place(neo4j_url)}", f"bolt://{nowhere()}"):
        with pytest.raises(ZhituError) as caught:
            open_store(url, wrong, read_only=True)
        told += [f"{each} {each!r}" for each in chain(caught.value)]
    with serving(settings) as address:
        for path in ("/readyz", "/ui/documents"):
            assert "does not let nobody in" in problem(address, path, 503)
        told.append(httpx.get(f"{address}/metrics").text)
    store = at(neo4j_url)
    told += [repr(store), str(vars(store))]
    store.close()
    told += [record.getMessage() for record in caplog.records] + [caplog.text]
    for words in told:
        assert SECRET not in words
        assert LOGIN.password not in words


# A server that fails


def test_routing_to_a_single_server_that_names_a_wrong_address(empty_frail: Server, command: Command) -> None:
    """Neo4j 5 sends those who come by neo4j:// back to the address that they came by."""
    for url in (routed(empty_frail.url), empty_frail.url):
        with closing(at(url)) as store:
            put(store, h.outline())
        assert command("query", "summary", "--store", url).code == 0


def test_not_enough_memory(empty_frail: Server, command: Command, caplog: pytest.LogCaptureFixture) -> None:
    """Not tried again, and nothing of the document written."""
    url = empty_frail.url
    with taking(0, 25):
        ran = command("ingest", GOOD, "--store", url)
    refused(ran, url, GOOD, "not enough memory", "db.memory.transaction.max")
    [written] = set(re.findall(r"doc:\w+", ran.err))
    assert not [row for row in everything(url) if written in str(row["own"]) + str(row["out"])]
    asking = pytest.raises(ParameterError, match=f"more memory than {url} gives: ask for less")
    with closing(at(url, read_only=True)) as store, asking:
        store.run_raw("UNWIND range(1, 1000000) AS n RETURN collect(n) AS numbers", Limits())
    assert "trying again" not in caplog.text


def test_killed_while_stores_are_open(
    empty_frail: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried again for as long as is said, and told in a line each time; the same stores work on a new start."""
    assert store_neo4j.RETRYING == {True: 5.0, False: 30.0}
    monkeypatch.setattr(store_neo4j, "RETRYING", {True: 1.0, False: 2.0})
    url = empty_frail.url
    caplog.set_level(logging.DEBUG)
    with (
        closing(at(url)) as writer,
        closing(at(url, read_only=True)) as reader,
        closing(at(routed(url), read_only=True)) as other,
        serving(Settings(url, login=LOGIN)) as address,
    ):
        put(writer, h.outline())
        known = summary(reader)
        assert summary(other) == known
        assert httpx.get(f"{address}/readyz", timeout=30).json() == {"status": "ok"}
        caplog.clear()
        empty_frail.kill()
        away(url, reader, other, writer, caplog)
        assert "does not answer" in problem(address, "/readyz", 503)
        assert place(url) in problem(address, "/documents", 503)
        empty_frail.start()
        assert [summary(reader), summary(other), summary(writer)] == [known] * 3
        put(writer, h.city())
        assert summary(reader) > known
        assert httpx.get(f"{address}/readyz", timeout=30).json() == {"status": "ok"}


def away(url: str, reader: GraphStore, other: GraphStore, writer: GraphStore, caplog: pytest.LogCaptureFixture) -> None:
    """What open stores say while their server is gone, and how long they try."""
    for store, least in ((reader, 1.0), (other, 1.0), (writer, 2.0)):
        caplog.clear()
        with taking(least, least + 2), pytest.raises(StoreError, match="does not answer"):
            summary(store)
        lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert lines
        for line in lines:
            assert place(url) in line
            assert line.endswith(" s · 稍后重试")
            assert len(line) < 120
        assert {record.name for record in caplog.records} <= {"zhitu.store"}
    with taking(2, 4), pytest.raises(StoreError, match=f"{url} does not answer"):
        writer.replace(h.city().id, h.city().part)
    with taking(0, 1), pytest.raises(StoreError, match="does not answer"):
        reader.run_raw("MATCH (n) RETURN n.id AS id", Limits())


def test_a_full_disk_and_then_a_database_for_reading_only(
    empty_frail: Server, saying: Saying, command: Command
) -> None:
    """A limit on the size of its files stands for a full disk: a server on a full file system gave the same codes."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("no full disk: limits can be set for another process on Linux only")
    url = empty_frail.url
    with closing(at(url)) as store:
        put(store, h.outline())
        before = everything(url)
        logs = (empty_frail.home / "data" / "transactions" / "neo4j").glob("neostore.transaction.db.*")
        size = max(file.stat().st_size for file in logs)
        assert empty_frail.process is not None
        resource.prlimit(empty_frail.process.pid, resource.RLIMIT_FSIZE, (size + 1000, size + 1000))
        with taking(0, 5), pytest.raises(StoreError, match=f"{url} could not write to its disk: make room"):
            store.replace(h.city().id, h.city().part)
        saying(url, url, "has stopped its database", "restart the server")
        empty_frail.kill()
        shut = empty_frail.home / "conf" / "neo4j.conf"
        shut.write_text(shut.read_text() + "server.databases.read_only=neo4j\n")
        empty_frail.start()
        assert everything(url) == before
        with pytest.raises(StoreError, match=f"{url} takes no writes in the database neo4j"):
            store.replace(h.city().id, h.city().part)
    refused(command("ingest", GOOD, "--store", url), url, "takes no writes", "server.databases.read_only")
    assert command("query", "summary", "--store", url).code == 0


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://neo4j:s3cret#abc@db",
        "neo4j://neo4j:2024?s3cret@db:7687",
        "neo4j://db:7687?password=s3cret",
        "neo4j://neo4j:12/s3cret@db",
        "bolt://neo4j:s3/cret@db",
        "http://neo4j:s3cret@db:7474",
        "bolt+x://neo4j:s3cret@db",
    ],
)
def test_a_password_in_an_odd_address_is_not_repeated(url: str, command: Command) -> None:
    with pytest.raises(ParameterError) as refused:
        open_store(url)
    assert "s3" not in str(refused.value)
    ran = command("store", "copy", url, url)
    assert ran.code == 1
    assert "s3" not in ran.out + ran.err
