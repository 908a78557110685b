"""The store: one small protocol, and the choice of an engine by the address."""

from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import unquote, urlsplit

from graph.decisions.decision import Decision
from graph.engines.neo4j_address import address_of, is_neo4j, shown
from graph.engines.raw import Limits, RawRows
from graph.errors import ParameterError, StoreError
from graph.model import Part, Reading
from graph.query import Query
from graph.readings import ReadingHead
from graph.settings import NOBODY, Login

P = TypeVar("P")
R = TypeVar("R")


class GraphStore(Protocol):
    """What an engine can do, and nothing that one of them cannot do. Failures are StoreErrors."""

    @property
    def in_process(self) -> bool:
        """Whether a query runs in this process, without a round trip."""

    def ensure_schema(self) -> None:
        """Make the constraints and indexes that are not there yet; open_store does it for a writer."""

    def replace(self, document_id: str, part: Part) -> None:
        """Put the part in the place of the document's former one, whole or not at all; an empty part takes it out."""

    def run(self, query: Query[P, R], params: P, timeout: float = 5.0) -> list[R]:
        """The rows of a named query; StoreError after `timeout` seconds."""

    def run_raw(self, text: str, limits: Limits) -> RawRows:
        """The rows of somebody's own Cypher, read only; ParameterError where it asks for what is not allowed."""

    def put_reading(self, reading: Reading) -> None:
        """Keep what was read in one file, in the place of an earlier reading of the same file."""

    def reading(self, sha256: str) -> Reading:
        """The Reading of the file with this hash; NotFound where there is none."""

    def readings(self) -> list[ReadingHead]:
        """The heads of all Readings, by hash."""

    def put_decision(self, *decisions: Decision) -> None:
        """Keep what people decided, all or nothing; the same decision is kept once."""

    def decisions(self) -> list[Decision]:
        """What people decided, in the order in which they did."""

    def close(self, keep: bool = True) -> None:
        """Save and let go; a writer's work is seen by others from here on.

        A fresh graph takes the old one's place only now; without `keep` it is thrown away and the old one stays. On a
        server, where documents took their places one by one, what none of them brought goes only now, and only to keep.
        """


def open_store(url: str | Path, login: Login = NOBODY, *, read_only: bool = False, fresh: bool = False) -> GraphStore:
    """Open the store at a path, embedded:///path, bolt://… or neo4j://…; the login is for a Neo4j server.

    A writer makes the store where there is none. `fresh` is for making the graph again from the Readings, which stay:
    an embedded one begins empty, even where the old one does not open, and takes the old one's place when it is closed;
    on a server each document takes its own place, and what none of them brought goes at the end.
    Raises ParameterError for another address, StoreError where the store does not open.
    """
    if is_neo4j(str(url)):
        address = address_of(str(url), login)
        try:
            from graph.engines.neo4j import Neo4jStore
        except ImportError as error:
            raise StoreError(
                f"{address.uri} needs the Neo4j driver: pip install zhitu[neo4j] · 缺少 Neo4j 驱动"
            ) from error
        return Neo4jStore(address, login.password, read_only=read_only, fresh=fresh)
    path = _path(str(url))
    from graph.engines.embedded import EmbeddedStore  # late: the engine takes 50 ms to load

    return EmbeddedStore(path, read_only=read_only, fresh=fresh)


def _path(url: str) -> Path:
    """The folder that the address names."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        if not url:
            raise ParameterError("the store's address is empty: give a folder, or embedded:///path")
        return Path(url)
    if scheme != "embedded" or not rest.startswith("/") or not rest.strip("/"):
        raise ParameterError(f"{shown(url)} is no store: give a folder, embedded:///path, bolt://host or neo4j://host")
    return Path(unquote(urlsplit(url).path))
