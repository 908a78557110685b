"""Neo4j 5: a server or a cluster, many readers and writers. Alone in importing its driver."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import LiteralString, TypeVar, cast

import neo4j
import orjson
from neo4j.api import BookmarkManager
from neo4j.exceptions import DriverError, Neo4jError

from graph.batches import Rows
from graph.errors import NotFound, ParameterError, StatementError, StoreError
from graph.model import Part, Reading
from graph.neo4j_address import Address
from graph.neo4j_errors import explained, explained_raw, is_memory
from graph.query import Query
from graph.raw import LARGEST, Limits, RawRows, check_raw, plain
from graph.raw_plan import check_plan
from graph.readings import ReadingHead, check_sha256, from_bytes, head_of, to_bytes
from graph.write import sweep, write_part

P = TypeVar("P")
R = TypeVar("R")
T = TypeVar("T")

FORMAT = 1
OLDEST = 5  # version of the server
CONNECTING = 5.0  # seconds for a connection to come about
RETRYING = {True: 5.0, False: 30.0}  # seconds for trying again, by whether it is a reader: the driver's own back-off
WRITING = 600.0  # seconds for one document, with the wait for other writers
_INDEXES = 60  # seconds for new indexes to be filled
_PAGE = 200  # rows of a raw answer that are fetched at once


class Neo4jStore:
    """Many readers, and writers who take turns: each document is one transaction.

    Stores of one process that name the same database share bookmarks, so that a reader sees what was just written,
    whichever member of a cluster answers.
    """

    in_process: bool = False

    def __init__(self, address: Address, password: str, *, read_only: bool = False, fresh: bool = False) -> None:
        self._address = address
        self._read_only = read_only
        self._fresh = fresh
        self._bookmarks = _bookmarks(address)
        _tell_retries_shortly()
        with self._explained("opening"):
            self._driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(address.user, password) if password else None,
                connection_timeout=CONNECTING,
                connection_acquisition_timeout=4 * CONNECTING,
                max_transaction_retry_time=RETRYING[read_only],
                notifications_min_severity="OFF",  # it warns of each label and property that no node has yet
                user_agent="zhitu",
            )
        try:
            self._check_server()
            if read_only:
                self._check_store()
            else:
                self.ensure_schema()
        except BaseException:
            self._driver.close()
            raise

    def ensure_schema(self) -> None:
        """Make the constraints and indexes that are not there yet, and the node that makes the database a store."""
        self._for_writing()
        [there] = self._asked("names")
        missing = [text for name, text in _statements() if name not in there["names"]]
        for text in missing:
            with self._explained("schema"):
                self._execute(text, {}, neo4j.Result.consume)
        if missing:
            with self._explained("schema"):
                self._execute("CALL db.awaitIndexes($seconds)", {"seconds": _INDEXES}, neo4j.Result.consume)
        self._asked("mark", {"format": FORMAT})
        self._check_store()

    def replace(self, document_id: str, part: Part) -> None:
        """Put the part in the place of the document's former one in one transaction, or change nothing.

        Writers take turns: what a document shares with others is united over all of them.
        """
        if part.document_id != document_id:
            raise StatementError(f"a part of {part.document_id} cannot take the place of {document_id}")
        self._for_writing()
        self._write(f"replacing {document_id}", document_id, lambda run: write_part(run, part))

    def run(self, query: Query[P, R], params: P, timeout: float = 5.0) -> list[R]:
        """The rows of a named query."""

        def rows(result: neo4j.Result) -> list[R]:
            names = result.keys()
            return [query.row(**dict(zip(names, record, strict=True))) for record in result]

        with self._explained(query.name):
            return self._execute(query.text, query.values(params), rows, neo4j.RoutingControl.READ, timeout)

    def run_raw(self, text: str, limits: Limits) -> RawRows:
        """The rows of somebody's own Cypher.

        Its words are checked, then the server's plan for it; it runs in a session that cannot write, and once only.
        """
        check_raw(text)
        with self._explained("the query", raw=True), self._session(reads=True) as session:
            planned = session.run(_literal(f"EXPLAIN {text}")).consume()
            check_plan(planned.query_type, planned.plan)
            with session.begin_transaction(timeout=limits.seconds) as transaction:
                return _bounded(transaction.run(_literal(text)), limits)

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one file."""
        self._for_writing()
        head = head_of(reading)
        told = {name: getattr(head, name) for name in ReadingHead.__dataclass_fields__}
        self._asked("put_reading", {**told, "content": to_bytes(reading)})

    def reading(self, sha256: str) -> Reading:
        """The Reading of the file with this hash; NotFound where there is none."""
        found = self._asked("reading", {"sha256": check_sha256(sha256)}, reads=True)
        if not found:
            raise NotFound(f"{self._address.uri} has no reading {sha256}")
        return from_bytes(found[0]["content"])

    def readings(self) -> list[ReadingHead]:
        """The heads of all Readings, by hash."""
        return [ReadingHead(**row) for row in self._asked("readings", reads=True)]

    def close(self, keep: bool = True) -> None:
        """Let go; what was written is there already. A graph made anew is cleared of what no document brought."""
        fresh, self._fresh = self._fresh, False
        try:
            if fresh and keep:
                self._write("clearing away what no document brings", "", sweep)
        finally:
            self._driver.close()

    def _check_server(self) -> None:
        with self._explained("opening"):
            version = self._driver.get_server_info().agent.rpartition("/")[2]
        if not version.partition(".")[0].isdecimal() or int(version.partition(".")[0]) < OLDEST:
            raise StoreError(
                f"{self._address.uri} is Neo4j {version}, zhitu needs {OLDEST} or later: name another server · 版本太旧"
            )

    def _check_store(self) -> None:
        """Raise StoreError where this is no store, or one of another version."""
        found = self._asked("format", reads=True)
        if not found:
            raise StoreError(
                f"there is no store at {self._address.uri} in the database {self._address.database}: make one with "
                "`zhitu ingest`, or name another by --store"
            )
        if found[0]["format"] != FORMAT:
            raise StoreError(
                f"{self._address.uri} holds a store of format {found[0]['format']}, this version of zhitu works with "
                f"{FORMAT}: ingest the sources into another database"
            )

    def _for_writing(self) -> None:
        if self._read_only:
            raise StoreError(f"{self._address.uri} is not open for writing")

    def _write(self, what: str, document_id: str, work: Callable[[Callable[..., Rows]], object]) -> None:
        """Do the work in one transaction when it is this writer's turn; the driver repeats it where that can help."""

        @neo4j.unit_of_work(timeout=WRITING)
        def unit(transaction: neo4j.ManagedTransaction) -> None:
            def run(text: str, params: Mapping[str, object]) -> Rows:
                return transaction.run(_literal(text), dict(params)).data()

            try:
                if not run(_text("take_turn"), {"document_id": document_id}):
                    raise StoreError(f"{self._address.uri} is no store any more: somebody has emptied the database")
                work(run)
            except Neo4jError as error:
                if is_memory(error):  # by another name, so that the driver does not try again
                    raise explained(error, what, self._address) from error
                raise

        with self._explained(what), self._session() as session:
            session.execute_write(unit)

    def _asked(self, name: str, params: Mapping[str, object] | None = None, *, reads: bool = False) -> Rows:
        """The rows of a statement of cypher/neo4j."""
        routing = neo4j.RoutingControl.READ if reads else neo4j.RoutingControl.WRITE
        with self._explained(name):
            return self._execute(_text(name), params or {}, neo4j.Result.data, routing, WRITING)

    def _execute(
        self,
        text: str,
        params: Mapping[str, object],
        rows: Callable[[neo4j.Result], T],
        routing: neo4j.RoutingControl = neo4j.RoutingControl.WRITE,
        timeout: float = WRITING,
    ) -> T:
        return self._driver.execute_query(
            neo4j.Query(_literal(text), timeout=timeout),
            dict(params),
            routing_=routing,
            database_=self._address.database,
            bookmark_manager_=self._bookmarks,
            result_transformer_=rows,
        )

    def _session(self, reads: bool = False) -> neo4j.Session:
        return self._driver.session(
            database=self._address.database,
            bookmark_manager=self._bookmarks,
            default_access_mode=neo4j.READ_ACCESS if reads else neo4j.WRITE_ACCESS,
            fetch_size=_PAGE if reads else 1000,
        )

    @contextmanager
    def _explained(self, what: str, raw: bool = False) -> Iterator[None]:
        """Turn what the driver raises into an error of ours."""
        try:
            yield
        except (Neo4jError, DriverError) as error:
            told = explained_raw(error, self._address) if raw else explained(error, what, self._address)
            raise told from error
        except (OverflowError, ValueError, TypeError) as error:  # values that it cannot send
            raise StoreError(f"{what} failed: {error}") from error


def _bounded(result: neo4j.Result, limits: Limits) -> RawRows:
    """So many rows, and so many bytes of them; the rest is not fetched."""
    columns = tuple(result.keys())
    rows: list[tuple[object, ...]] = []
    size = 0
    for record in result:
        if len(rows) == limits.rows:
            return RawRows(columns, tuple(rows), truncated=True)
        rows.append(tuple(plain(_told(value)) for value in record))
        size += len(orjson.dumps(rows[-1]))
        if size > LARGEST:
            raise ParameterError(f"the answer is larger than {LARGEST // 10**6} MB: ask for less")
    return RawRows(columns, tuple(rows), truncated=False)


def _told(value: object) -> object:
    """A value of an answer in the form in which the embedded engine gives it."""
    if isinstance(value, neo4j.graph.Node):
        return {"id": _number(value), "labels": sorted(value.labels), "properties": dict(value.items())}
    if isinstance(value, neo4j.graph.Relationship):
        ends = {"start": _number(value.start_node), "end": _number(value.end_node)}
        return {"id": _number(value), **ends, "type": value.type, "properties": dict(value.items())}
    if isinstance(value, neo4j.graph.Path):
        parts = {"nodes": value.nodes, "relationships": value.relationships}
        return {name: [_told(part) for part in found] for name, found in parts.items()}
    if isinstance(value, dict):
        return {name: _told(item) for name, item in value.items()}
    return [_told(item) for item in value] if isinstance(value, list) else value


def _number(entity: neo4j.graph.Entity | None) -> int | None:
    """The last part of a server's own id: a number within one answer, not to be kept."""
    return int(entity.element_id.rpartition(":")[2]) if entity else None


@cache
def _bookmarks(address: Address) -> BookmarkManager:
    return neo4j.GraphDatabase.bookmark_manager()


@cache
def _text(name: str) -> str:
    return files("cypher").joinpath("neo4j", f"{name}.cypher").read_text("utf-8")


@cache
def _statements() -> tuple[tuple[str, str], ...]:
    """The names of the constraints and indexes with the statement that makes each."""
    text = files("cypher").joinpath("schema", "neo4j.cypher").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    statements = (statement.strip() for statement in lines.split(";"))
    return tuple((each.partition(" IF NOT EXISTS")[0].split()[-1], each) for each in statements if each)


def _literal(text: str) -> LiteralString:
    """Cypher of our files, or of a researcher after the checks: never put together from what somebody sent."""
    return text


class _Shortly(logging.Filter):
    """Says of a repeated transaction what people can use, not the driver's whole story."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "will be retried" in record.msg and len(record.args or ()) == 2:
            delay, error = cast(tuple[float, BaseException], record.args)
            said = getattr(error, "code", None) or type(error).__name__
            record.msg, record.args = "the database is not ready (%s): trying again in %.1f s · 稍后重试", (said, delay)
        return True


@cache
def _tell_retries_shortly() -> None:
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    session = logging.getLogger("neo4j.session")
    session.setLevel(logging.WARNING)
    session.addFilter(_Shortly())
