"""A Neo4j server for tests: Community from Maven Central, started as a process of its own in a folder that goes again."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph.settings import Login
from graph.store import GraphStore, open_store

ROOT = Path(__file__).resolve().parent.parent
JARS = ROOT / ".neo4j" / "lib"
LOGIN = Login(password=os.environ.get("ZHITU_NEO4J_PASSWORD", "zhitu-tests"))
GIVEN = os.environ.get("ZHITU_TEST_NEO4J", "")
STARTING = 90  # seconds at most

_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # starts in half the time
_CONFIGURATION = """
server.bolt.listen_address=127.0.0.1:{port}
server.default_listen_address=127.0.0.1
server.http.enabled=false
server.https.enabled=false
server.directories.import=import
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
db.tx_log.rotation.retention_policy=keep_none
"""


@dataclass
class Server:
    """A server in its folder: to be started, killed and started again."""

    home: Path
    memory: str = "700m"
    extra: str = ""  # lines of its configuration
    java: tuple[str, ...] = _JAVA
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Write its configuration and the password, once."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (self.home / "conf").mkdir(parents=True)
        (self.home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(port=self.port) + self.extra)
        command = [*self._java("128m"), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", LOGIN.password]
        ran = subprocess.run(command, env={**os.environ, **self._places()}, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr

    def start(self) -> None:
        """Start it and wait until it answers."""
        where = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        command = [*self._java(self.memory), "org.neo4j.server.CommunityEntryPoint", *where]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + STARTING
        while not self._answers():
            assert self.process.poll() is None, (self.home / "logs" / "neo4j.log").read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.2)

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        import neo4j
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            with neo4j.GraphDatabase.driver(
                self.url, auth=(LOGIN.user, LOGIN.password), max_transaction_retry_time=0
            ) as driver:
                driver.execute_query("RETURN 1", database_=LOGIN.database)
        except (DriverError, Neo4jError):
            return False
        return True

    def _java(self, memory: str) -> list[str]:
        return ["java", f"-Xmx{memory}", *self.java, "-cp", f"{JARS}/*"]

    def _places(self) -> dict[str, str]:
        return {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}


@contextmanager
def running(home: Path, **how: Any) -> Iterator[Server]:
    """A server that ends, and its folder with it, when the block does."""
    server = Server(home, **how)
    server.prepare()
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def missing() -> str:
    """Why no server can be started here; "" where one can."""
    if not shutil.which("java"):
        return "no Neo4j: there is no Java (make neo4j installs it where it may), and ZHITU_TEST_NEO4J names no server"
    if not any(JARS.glob("neo4j-kernel-*.jar")):
        return "no Neo4j: make neo4j fetches one into .neo4j/ (needs Maven), or name a server in ZHITU_TEST_NEO4J"
    return ""


def at(url: str, **how: bool) -> GraphStore:
    """The store at a url, with the login of the tests."""
    return open_store(url, LOGIN, **how)


def ask(url: str, text: str, **parameters: object) -> list[dict[str, Any]]:
    """What the bare driver says."""
    import neo4j

    with neo4j.GraphDatabase.driver(url, auth=(LOGIN.user, LOGIN.password), notifications_min_severity="OFF") as driver:
        found = driver.execute_query(text, parameters, database_=LOGIN.database)
        return [record.data() for record in found.records]


def empty(url: str) -> None:
    """Take everything out, save constraints and indexes."""
    ask(url, "MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests: ZHITU_TEST_NEO4J, else one that is started now."""
    if GIVEN:
        if ask(GIVEN, "MATCH (n) RETURN count(n) AS n")[0]["n"]:
            pytest.exit(f"{GIVEN} (ZHITU_TEST_NEO4J) is not empty, and the tests empty it: name another", 1)
        yield GIVEN
        empty(GIVEN)
        return
    if why := missing():
        pytest.skip(why)
    with running(tmp_path_factory.mktemp("neo4j") / "home") as server:
        yield server.url


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> str:
    """The url of a server that holds nothing."""
    empty(neo4j_url)
    return neo4j_url
