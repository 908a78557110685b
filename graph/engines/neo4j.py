"""Neo4j 5: a server or a cluster, many readers and writers. Alone in importing its driver."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import LiteralString, TypeVar

import neo4j
import orjson
from neo4j.api import BookmarkManager
from neo4j.exceptions import DriverError, Neo4jError

from graph.decisions.decision import Decision, from_line, in_order, to_line
from graph.engines.batches import Rows
from graph.engines.neo4j_address import Address
from graph.engines.neo4j_errors import briefly, check_version, explained, explained_raw, is_memory
from graph.engines.raw import LARGEST, Limits, RawRows, check_raw, plain
from graph.engines.raw_plan import check_plan
from graph.errors import NotFound, ParameterError, QueryTimeout, StoreAway, StoreError
from graph.model import Part, Reading
from graph.query import Query
from graph.readings import ReadingHead, check_sha256, from_bytes, head_of, to_bytes
from graph.schema import statements
from graph.write import sweep, write_part

P = TypeVar("P")
R = TypeVar("R")
T = TypeVar("T")

FORMAT = 1
CONNECTING = 5.0  # seconds for a connection to come about
RETRYING = {True: 5.0, False: 30.0}  # seconds for trying again, by whether it is a reader
_WAITS = (0.5, 1.0, 2.0, 4.0)  # seconds between tries, then the last one again
WRITING = 600.0  # seconds for one document, with the wait for other writers
_INDEXES = 60  # seconds for new indexes to be filled
_PAGE = 200  # rows of a raw answer that are fetched at once

log = logging.getLogger("zhitu.store")


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
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it complains of, we say
        with self._explained("opening"):
            self._driver = neo4j.GraphDatabase.driver(
                address.uri,
                auth=(address.user, password) if password else None,
                connection_timeout=CONNECTING,
                connection_acquisition_timeout=2 * CONNECTING,
                max_transaction_retry_time=-1,  # we try again ourselves: its last wait would be as long as all before
                warn_notification_severity="OFF",  # the server warns of each label that no node has yet
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
        self._check_ours()
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
        self._for_writing()
        self._write(f"replacing {document_id}", document_id, lambda run: write_part(run, document_id, part))

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
            explain = neo4j.Query(_literal(f"EXPLAIN {text}"), timeout=limits.seconds)
            planned = session.run(explain).consume()
            check_plan(planned.query_type, planned.plan)
            with session.begin_transaction(timeout=limits.seconds) as transaction:
                return _bounded(transaction.run(_literal(text)), limits)

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one file."""
        self._for_writing()
        self._asked("put_reading", {**asdict(head_of(reading)), "content": to_bytes(reading)})

    def reading(self, sha256: str) -> Reading:
        """The Reading of the file with this hash; NotFound where there is none."""
        found = self._asked("reading", {"sha256": check_sha256(sha256)}, reads=True)
        if not found:
            raise NotFound(f"{self._address.uri} has no reading {sha256}")
        return from_bytes(found[0]["content"])

    def readings(self) -> list[ReadingHead]:
        """The heads of all Readings, by hash."""
        return [ReadingHead(**row) for row in self._asked("readings", reads=True)]

    def put_decision(self, *decisions: Decision) -> None:
        """Keep what people decided."""
        self._for_writing()
        self._asked("put_decision", {"rows": [{"id": each.id, "line": to_line(each)} for each in decisions]})

    def decisions(self) -> list[Decision]:
        """What people decided, in the order in which they did."""
        found = (from_line(row["line"]) for row in self._asked("decisions", reads=True))
        return in_order({decision.id: decision for decision in found})

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
            agent = self._driver.get_server_info().agent
        check_version(agent, self._address)

    def _check_ours(self) -> None:
        """Raise StoreError where the database holds something, and not a store of this version."""
        if others := self._asked("others", reads=True):
            raise StoreError(
                f"the database {self._address.database} at {self._address.uri} holds something else "
                f"({', '.join(others[0]['labels']) or 'nodes without a label'}), and a store needs a database of its "
                "own: empty it, or name another by ZHITU_NEO4J_DATABASE or --store · 数据库中已有别的内容"
            )
        if self._asked("format", reads=True):
            self._check_store()

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
        """Do the work in one transaction when it is this writer's turn; it is repeated where that can help."""

        @neo4j.unit_of_work(timeout=WRITING)
        def unit(transaction: neo4j.ManagedTransaction) -> None:
            def run(text: str, params: Mapping[str, object]) -> Rows:
                return transaction.run(_literal(text), dict(params)).data()

            if not run(_text("take_turn"), {"document_id": document_id}):
                raise StoreAway(f"{self._address.uri} is no store any more: somebody has emptied the database")
            work(run)

        def once() -> None:
            with self._session() as session:
                session.execute_write(unit)

        try:
            with self._explained(what):
                self._patiently(once)
        except QueryTimeout as error:
            raise StoreAway(
                f"{what} did not end within {WRITING:.0f} s: does another writer hold {self._address.uri}? · 写入超时"
            ) from error

    def _patiently(self, once: Callable[[], T]) -> T:
        """What this gives; again and again for some seconds, where the server may soon be ready for it."""
        until = wait = 0.0
        waits = iter(_WAITS)
        while True:
            try:
                return once()
            except (Neo4jError, DriverError) as error:
                until = until or time.monotonic() + RETRYING[self._read_only]  # from here: its turn may have come late
                wait = min(next(waits, wait), until - time.monotonic())
                if wait <= 0 or is_memory(error) or not error.is_retryable():
                    raise
                told = (self._address.uri, briefly(error), wait)
                log.warning("%s is not ready (%s): trying again in %.1f s · 稍后重试", *told)
            time.sleep(wait)

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
        return self._patiently(
            lambda: self._driver.execute_query(
                neo4j.Query(_literal(text), timeout=timeout),
                dict(params),
                routing_=routing,
                database_=self._address.database,
                bookmark_manager_=self._bookmarks,
                result_transformer_=rows,
            )
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
            raise explained(error, what, self._address) from error


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
    return tuple((each.partition(" IF NOT EXISTS")[0].split()[-1], each) for each in statements("neo4j"))


def _literal(text: str) -> LiteralString:
    """Cypher of our files, or of a researcher after the checks: never put together from what somebody sent."""
    return text
