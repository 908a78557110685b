"""The embedded engine: a folder on this machine, no server. Alone in importing kglite."""

import errno
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import kglite

from graph.decisions.decision import Decision
from graph.engines.batches import Rows
from graph.engines.raw import Limits, RawRows, check_raw, plain
from graph.engines.raw_child import ask_child
from graph.errors import ParameterError, QueryTimeout, StoreError
from graph.folder import StoreFolder
from graph.model import Part, Reading
from graph.query import Query
from graph.readings import ReadingHead
from graph.schema import statements
from graph.write import write_part

P = TypeVar("P")
R = TypeVar("R")

LEASE_WAIT = 10.0  # seconds that a writer waits for another one

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_SLICE = 500  # rows made into objects at once: the engine holds all other threads up meanwhile
_EMPTY_LOG = 16  # bytes; a longer log holds what a crashed writer did not save

kglite.set_query_warning_policy("silent")  # it warns of each property that no node has yet


class EmbeddedStore:
    """One writer, many readers: the writer holds the lease until it closes, a reader sees what was last saved."""

    in_process: bool = True

    def __init__(self, path: Path, *, read_only: bool = False, fresh: bool = False) -> None:
        self._folder = StoreFolder(path)
        self._lock = threading.Lock()
        self._writer: kglite.Session | None = None
        self._lease: kglite.Session | None = None  # on the old graph, while another is made in its place
        self._fresh = fresh
        self._reader: kglite.Session | None = None
        self._stamp: tuple[int, int, int] | None = None
        if read_only:
            self._folder.check()
            self._session()
            return
        self._folder.create()
        self._writer = self._fresh_writer() if fresh else self._opened_writer(self._folder.graph)
        try:
            self.ensure_schema()
        except BaseException:
            self.close(keep=False)
            raise

    def ensure_schema(self) -> None:
        """Make the constraints and indexes that are not there yet, and save: readers need a file to open."""
        writer = self._for_writing()
        with translated("schema"):
            for statement in statements("embedded"):
                writer.execute(statement)
            if self._folder.stamp() is None:
                writer.save()

    def replace(self, document_id: str, part: Part) -> None:
        """Put the part in the place of the document's former one in one transaction, or change nothing."""
        writer = self._for_writing()
        with translated(f"replacing {document_id}"):
            transaction = writer.begin()
            try:
                write_part(lambda text, params: _rows(transaction, text, params), document_id, part)
                transaction.commit()
            except BaseException:
                transaction.rollback()
                raise

    def run(self, query: Query[P, R], params: P, timeout: float = 5.0) -> list[R]:
        """The rows of a named query; a reader asks what was last saved, a writer what it has written."""
        with translated(query.name):
            answer = self._session().cypher(query.text, params=query.values(params), timeout_ms=_milliseconds(timeout))
        if len(answer) <= _SLICE:
            return [query.row(**row) for row in answer.to_list()]
        slices = (answer[start : start + _SLICE].to_list() for start in range(0, len(answer), _SLICE))
        return [query.row(**row) for rows in slices for row in rows]

    def run_raw(self, text: str, limits: Limits) -> RawRows:
        """The rows of somebody's own Cypher, on a handle that cannot write, in a process that may be ended."""
        check_raw(text)
        if self._writer is not None:  # what it has not saved yet, nobody else can see
            return self.run_raw_here(text, limits)
        return ask_child(self._folder.path, text, limits)

    def run_raw_here(self, text: str, limits: Limits) -> RawRows:
        """The same in this process, where nothing but the engine's own clock bounds it."""
        with translated("the query"):
            try:
                answer = self._session().cypher(text, timeout_ms=_milliseconds(limits.seconds), row_limit=limits.rows)
            except (kglite.CypherSyntaxError, kglite.CypherExecutionError, kglite.SchemaError) as error:
                raise ParameterError(f"the query does not run: {error}") from error
        columns = tuple(answer.columns)
        rows = tuple(tuple(plain(row[column]) for column in columns) for row in answer.to_list())
        return RawRows(columns, rows, truncated=(answer.diagnostics.get("total_rows") or 0) > len(rows))

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one file."""
        self._for_writing()
        self._folder.put_reading(reading)

    def reading(self, sha256: str) -> Reading:
        """The Reading of the file with this hash; NotFound where there is none."""
        return self._folder.reading(sha256)

    def readings(self) -> list[ReadingHead]:
        """The heads of all Readings, by hash."""
        return self._folder.readings()

    def put_decision(self, *decisions: Decision) -> None:
        """Keep what people decided."""
        self._for_writing()
        self._folder.put_decision(*decisions)

    def decisions(self) -> list[Decision]:
        """What people decided, in the order in which they did."""
        return self._folder.decisions()

    def close(self, keep: bool = True) -> None:
        """Save and release the lease; closing twice does no harm. A fresh graph that is not kept leaves the old one."""
        writer, self._writer = self._writer, None
        lease, self._lease = self._lease, None  # goes without saving when this returns: nobody writes in between
        self._reader = None
        if writer is None:
            return
        with translated(f"saving {self._folder.path}"):
            writer.close()
        if self._fresh and not keep:
            self._folder.drop_new_graph()
        elif self._fresh:
            if lease is None:
                self._folder.set_aside()
            self._folder.put_new_graph()

    def _for_writing(self) -> kglite.Session:
        if self._writer is None:
            raise StoreError(f"{self._folder.path} is not open for writing")
        return self._writer

    def _session(self) -> kglite.Session:
        """The writer's own session, or a read-only one on the last checkpoint, opened anew when that has changed."""
        if self._writer is not None:
            return self._writer
        stamp = self._folder.stamp()
        if self._reader is None or stamp != self._stamp:
            with self._lock:
                if self._reader is None or stamp != self._stamp:
                    self._reader, self._stamp = self._opened_reader(), stamp
        return self._reader

    def _opened_reader(self) -> kglite.Session:
        if self._folder.stamp() is None:
            raise StoreError(f"{self._folder.path} has no graph: make it again with `zhitu store rebuild`")
        with self._openable(), warnings.catch_warnings():
            # a writer at work has commits that are not saved yet: that is how one writer and many readers live together
            warnings.filterwarnings("ignore", message="the write-ahead log at", category=UserWarning)
            return kglite.open_session(str(self._folder.graph))

    def _opened_writer(self, graph: Path) -> kglite.Session:
        """The durable session; waits for the lease, and saves at once what a crashed writer left in the log."""
        crashed = _size(graph.with_name(f"{graph.name}-wal")) > _EMPTY_LOG
        deadline = time.monotonic() + LEASE_WAIT
        while True:
            try:
                with self._openable():
                    session = kglite.open_session(str(graph), durable="full")
                break
            except StoreError as error:
                if not isinstance(error.__cause__, kglite.WriterLeaseHeldError) or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        if crashed:
            session.save()
        return session

    def _fresh_writer(self) -> kglite.Session:
        """A session on an empty graph beside the old one, which readers keep, and on which no other may write now."""
        try:
            self._lease = self._opened_writer(self._folder.graph)
        except StoreError as error:
            if isinstance(error.__cause__, kglite.WriterLeaseHeldError) or _refused(error.__cause__):
                raise
        self._folder.drop_new_graph()
        return self._opened_writer(self._folder.new_graph)

    @contextmanager
    def _openable(self) -> Iterator[None]:
        path = self._folder.path
        try:
            yield
        except kglite.WriterLeaseHeldError as error:
            holder = getattr(error, "holder", None) or {}
            who = "this process itself" if holder.get("self") else f"process {holder.get('pid') or 'unknown'}"
            raise StoreError(
                f"{path} is being written by {who}; waited {LEASE_WAIT:.0f} s: try again when it has finished"
            ) from error
        except (kglite.KgError, OSError) as error:
            if _refused(error):
                raise StoreError(
                    f"{path} cannot be opened: no permission for its files ({error}); ask for it, or give another path"
                ) from error
            raise StoreError(f"{path} does not open ({error}): make it again with `zhitu store rebuild`") from error


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn what the engine raises into StoreError, naming the query."""
    try:
        yield
    except kglite.CypherTimeoutError as error:
        raise QueryTimeout(f"{what} took too long: {error}") from error
    except (kglite.KgError, OverflowError, ValueError, TypeError) as error:  # the latter: values that it cannot take
        raise StoreError(f"{what} failed: {error}") from error


def _refused(error: BaseException | None) -> bool:
    """Whether the system forbids it, to this user or (a read-only disk) to all; the engine tells it in words only."""
    code = getattr(error, "errno", None)
    return code in _FORBIDDEN or any(f"(os error {each})" in str(error) for each in _FORBIDDEN)


def _rows(transaction: kglite.SessionTransaction, text: str, params: Mapping[str, object]) -> Rows:
    rows: list[dict[str, Any]] = transaction.cypher(text, params=dict(params)).to_list()
    return rows


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
