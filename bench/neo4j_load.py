"""Neo4j at 100,000 nodes: our store beside the bare driver with the same rows, on two servers that take turns.

The bare driver sends the same nodes and relationships with the statements of cypher/write, in the same batches of up to
5,000 rows, each document one transaction; it checks nothing, takes nothing out and unites nothing.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import neo4j

from bench.graph_maker import ITEMS, parts
from graph.answers.named import totals
from graph.engines.batches import Rows, batched, grouped, write_text
from graph.engines.raw import Limits
from graph.model import Part
from graph.parameters import DepartmentResponsibilities, TaskId
from graph.queries import CHAIN_OF_TASK, RESPONSIBILITIES_OF_DEPARTMENT
from graph.query import Query
from graph.store import GraphStore
from graph.write import whole, write_part
from tests.neo4j_server import LOGIN, Server, at, missing, running

NODES = 100_000
LARGE = 1_500  # tasks of a document whose batches are full
ROUNDS = 300  # of each question
MEMORY = "2g"
_DEPARTMENT = (
    "MATCH (d:Department)-[r:LEADS|COOPERATES]->() WITH d.id AS id, count(r) AS n "
    "ORDER BY abs(n - 20), id LIMIT 1 RETURN id"
)
_TASK = "MATCH (t:Task)-[:DERIVES_FROM*5..5]->(:Task) RETURN min(t.id) AS id"

Batch = tuple[str, Mapping[str, object]]


@dataclass
class Seconds:
    """What each took, document by document."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Of the second half: the first one warms the servers up."""
        half = len(self.ours) // 2
        return sum(self.ours[half:]) / sum(self.bare[half:])


def measure() -> Iterator[str]:
    if why := missing():
        yield f"neo4j_load: skipped, {why}"
        return
    for items, told in ((LARGE, "large documents, batches of 5,000 rows"), (ITEMS, "usual documents")):
        with _two_servers() as (one, other), closing(at(one.url)) as store, closing(_bare(other)) as driver:
            seconds, documents = _loaded(store, driver, items)
            counts = totals(store)
            size = f"{counts['node']:,} nodes, {counts['relationship']:,} relationships, {documents} {told}"
            rates = f"{sum(seconds.ours):.0f} s, the bare driver {sum(seconds.bare):.0f} s"
            yield f"neo4j load of {size}: {rates}; {seconds.ratio:.2f} × in the second half"
            if items == ITEMS:
                yield from _questions(store, one)


def _loaded(store: GraphStore, driver: neo4j.Driver, items: int) -> tuple[Seconds, int]:
    """Each document through our store, then the same rows through the driver alone."""
    seconds, documents = Seconds(), 0
    for part in parts(NODES, items):
        batches = _batches(part)
        seconds.ours.append(_timed(partial(store.replace, part.document_id, part)))
        seconds.bare.append(_timed(partial(_send, driver, batches)))
        documents += 1
    return seconds, documents


def _batches(part: Part) -> list[Batch]:
    """The nodes of the document with their properties, and the rows that our store would send for relationships."""
    nodes: list[Batch] = []
    for label, group in grouped(part.nodes, key=lambda node: node.label):
        rows = [{"id": node.id, "properties": whole(node)} for node in sorted(group, key=lambda node: node.id)]
        nodes += [(write_text("put_nodes", label=label), {"rows": some}) for some in batched(rows)]
    edges: list[Batch] = []

    def run(text: str, params: Mapping[str, object]) -> Rows:
        rows = params.get("rows")
        if not isinstance(rows, Sequence):
            return []
        if "MERGE (a)-[r:" in text:
            edges.append((text, params))
        return [{"written": len(rows)}] if "AS written" in text else []

    write_part(run, part.document_id, part)
    return nodes + edges


def _send(driver: neo4j.Driver, batches: Sequence[Batch]) -> None:
    def unit(transaction: neo4j.ManagedTransaction) -> None:
        for text, params in batches:
            transaction.run(text, dict(params)).consume()

    with driver.session(database=LOGIN.database) as session:
        session.execute_write(unit)


def _questions(store: GraphStore, server: Server) -> Iterator[str]:
    """The median of each question through our store and through the driver, taking turns."""
    department, task = (str(store.run_raw(text, Limits(60)).rows[0][0]) for text in (_DEPARTMENT, _TASK))
    asked: Mapping[str, tuple[Query[Any, Any], Any]] = {
        "responsibilities of a department": (RESPONSIBILITIES_OF_DEPARTMENT, DepartmentResponsibilities(department)),
        "chain of depth 5": (CHAIN_OF_TASK, TaskId(task)),
    }
    with closing(_bare(server)) as driver:
        for name, (query, params) in asked.items():
            runs: dict[str, Callable[[], Sequence[object]]] = {
                "ours": partial(store.run, query, params),
                "bare": partial(_records, driver, query.text, query.values(params)),
            }
            for _ in range(30):
                rows = [run() for run in runs.values()]
            taken = _turns(runs)
            ours, bare = (statistics.median(taken[each]) * 1000 for each in ("ours", "bare"))
            yield f"{name} ({len(rows[0])} rows): {ours:.2f} ms = {ours / bare:.2f} × the bare driver ({bare:.2f} ms)"


def _records(driver: neo4j.Driver, text: str, params: Mapping[str, object]) -> Sequence[object]:
    """The rows as the driver gives them."""
    found = driver.execute_query(
        neo4j.Query(text),
        dict(params),
        database_=LOGIN.database,
        routing_=neo4j.RoutingControl.READ,
    )
    return list(found.records)


def _turns(runs: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(_timed(run))
    return taken


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


@contextmanager
def _two_servers() -> Iterator[tuple[Server, Server]]:
    """Two empty servers with the usual compiler, and our constraints on both."""
    with tempfile.TemporaryDirectory() as folder:
        homes = (Path(folder) / name for name in ("ours", "bare"))
        one, other = (running(home, memory=MEMORY, java=()) for home in homes)
        with one as first, other as second:
            at(second.url).close()
            yield first, second


def _bare(server: Server) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(server.url, auth=(LOGIN.user, LOGIN.password), notifications_min_severity="OFF")
