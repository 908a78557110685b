"""The API at 100,000 nodes beside two routes of the same application, and beside slow questions: wrk, taking turns.

`bare` asks the engine the same Cypher and sends its rows as they are, `hello` sends as many fixed bytes; neither checks
parameters. The server is a process of its own, as `zhitu serve` makes it: its log is written, to nowhere.
"""

import logging
import multiprocessing
import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from urllib.request import Request, urlopen

import orjson
import uvicorn
from fastapi import Response
from fastapi.routing import APIRoute

from api.app import create_app
from bench.graph_maker import fill
from graph.answers.chain import chain_of
from graph.answers.named import totals
from graph.engines.embedded import EmbeddedStore
from graph.engines.raw import Limits
from graph.parameters import DepartmentResponsibilities
from graph.queries import RESPONSIBILITIES_OF_DEPARTMENT
from graph.query import Query
from graph.settings import Settings
from graph.store import GraphStore, open_store

P = TypeVar("P")
R = TypeVar("R")
Asked = tuple[str, dict[str, object]]  # a query and its parameters, as the engine takes them

NODES = 100_000
TURNS = (9, 1)  # rounds and seconds: short turns, for others may use the machine too
LONG_TURNS = (3, 6)  # beside a slow question, which takes some seconds
KEY = "measured"
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
_CHOSEN = {  # an office that answers for twenty tasks; a task with two clauses above it and some that derive from it
    "responsibilities": "MATCH (d:Department)-[r:LEADS|COOPERATES]->() WITH d.id AS id, count(r) AS n "
    "WHERE n = 20 RETURN min(id) AS id",
    "chain": "MATCH (:Task)-[:DERIVES_FROM]->(t:Task)-[:DERIVES_FROM*2..2]->(:Task) RETURN max(t.id) AS id",
}
_PATHS = {"responsibilities": "/departments/{}/responsibilities", "chain": "/chain?id={}"}
_ASKED: Mapping[str, Callable[[GraphStore, str], object]] = {  # what our routes ask of the store
    "responsibilities": lambda store, id: store.run(
        RESPONSIBILITIES_OF_DEPARTMENT, DepartmentResponsibilities(id, limit=101)
    ),
    "chain": chain_of,
}
_SLOW = "MATCH (a:Task)-[:DERIVES_FROM*1..4]-(b:Task) WHERE a.name = b.name RETURN count(*)"


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk told: milliseconds of the middle request and of the slowest hundredth, requests a second."""

    p50: float
    p99: float
    rate: float

    def told(self, figure: str) -> float:
        """One of the figures by name."""
        return float(getattr(self, figure))


@dataclass(frozen=True, slots=True)
class Turns:
    """The loads of runs that took turns."""

    loads: Mapping[str, Sequence[Load]]

    def middle(self, name: str, figure: str) -> float:
        """The median over the rounds."""
        return statistics.median(load.told(figure) for load in self.loads[name])

    def ratio(self, name: str, reference: str, figure: str) -> float:
        """The median of the ratios of each round: a slow minute of the machine strikes both."""
        pairs = zip(self.loads[name], self.loads[reference], strict=True)
        return statistics.median(load.told(figure) / other.told(figure) for load, other in pairs)


class Recorder(EmbeddedStore):
    """A store that remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, read_only=True)
        self.asked: list[Asked] = []

    def run(self, query: Query[P, R], params: P, timeout: float = 5.0) -> list[R]:
        self.asked.append((query.text, query.values(params)))
        return super().run(query, params, timeout)


def measure() -> Iterator[str]:
    if not shutil.which("wrk"):
        yield "api_load: skipped, wrk is not installed: apt install wrk"
        return
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        with closing(open_store(store)) as writer:
            seconds = fill(writer, NODES)
        yield f"a graph of {NODES:,} nodes written in {seconds:.0f} s"
        yield from measured(store)


def measured(store: str) -> Iterator[str]:
    """The figures of a store that is there."""
    with closing(open_store(store, read_only=True)) as reader:
        subjects = _subjects(reader)
        counts = totals(reader)
    paths = {name: _PATHS[name].format(quote(subject)) for name, subject in subjects.items()}
    yield f"api at {counts['node']:,} nodes and {counts['relationship']:,} relationships"
    with _serving(store, subjects) as address:
        for name, path in paths.items():
            yield from _beside_references(address, name, path)
        yield from _beside_slow_ones(f"{address}{paths['responsibilities']}", address)


def _beside_references(address: str, name: str, path: str) -> Iterator[str]:
    routes = {"ours": path, "bare": f"/bare/{name}", "hello": f"/hello/{name}"}
    with urlopen(f"{address}{path}") as answer:
        size = len(answer.read())
    urls = {each: f"{address}{route}" for each, route in routes.items()}
    one, many = (_taking_turns({each: _wrk(url, number) for each, url in urls.items()}, *TURNS) for number in (1, 32))
    references = f"bare ({one.middle('bare', 'p50'):.2f} ms; hello {one.middle('hello', 'p50'):.2f} ms)"
    ratio = f"{one.ratio('ours', 'bare', 'p50'):.2f} × {references}"
    yield f"{name} ({size / 1000:.1f} kB), 1 connection: p50 {one.middle('ours', 'p50'):.2f} ms = {ratio}"
    references = f"bare ({many.middle('bare', 'rate'):.0f}; hello {many.middle('hello', 'rate'):.0f})"
    ratio = f"{many.ratio('ours', 'bare', 'rate'):.2f} × {references}"
    yield f"  32 connections: {many.middle('ours', 'rate'):.0f} requests/s = {ratio}"


def _beside_slow_ones(url: str, address: str) -> Iterator[str]:
    """Requests of one connection while a slow question runs beside them again and again."""
    cypher = orjson.dumps({"query": _SLOW, "seconds": 30})
    headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
    slow = {
        "a raw query": Request(f"{address}/cypher", cypher, headers),
        "an export of the graph": Request(f"{address}/exports/jsonl"),
        "a long list as CSV": Request(f"{address}/responsibilities?role=LEADS&format=csv"),
    }
    alone = _wrk(url, 1)
    turns = _taking_turns(
        {"nothing": alone, **{name: _during(asked, alone) for name, asked in slow.items()}}, *LONG_TURNS
    )
    for name in turns.loads:
        p50, p99 = (turns.middle(name, figure) for figure in ("p50", "p99"))
        ratios = " and ".join(f"{turns.ratio(name, 'nothing', figure):.1f}" for figure in ("p50", "p99"))
        yield f"responsibilities beside {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms = {ratios} × alone"


def _taking_turns(runs: Mapping[str, Callable[[int], Load]], rounds: int, seconds: int) -> Turns:
    """The loads of rounds in which the runs take turns, after a short one that is not counted."""
    for run in runs.values():
        run(1)
    loads = [{name: run(seconds) for name, run in runs.items()} for _ in range(rounds)]
    return Turns({name: [each[name] for each in loads] for name in runs})


def _wrk(url: str, connections: int) -> Callable[[int], Load]:
    def run(seconds: int) -> Load:
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency", url]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in told or "Socket errors" in told:
            raise RuntimeError(f"{url} did not answer all: {told}")
        [rate] = re.findall(r"^Requests/sec:\s+([\d.]+)", told, re.MULTILINE)
        return Load(_latency(told, 50), _latency(told, 99), float(rate))

    return run


def _latency(told: str, percent: int) -> float:
    """Milliseconds; the line begins with the percentage, the head of another one ends in 99.50%."""
    [(figure, unit)] = re.findall(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m) *$", told, re.MULTILINE)
    return float(figure) * _UNITS[unit]


def _during(asked: Request, run: Callable[[int], Load]) -> Callable[[int], Load]:
    """The run while a client asks this again and again."""

    def both(seconds: int) -> Load:
        done = threading.Event()
        client = threading.Thread(target=_ask_until, args=(asked, done))
        client.start()
        try:
            return run(seconds)
        finally:
            done.set()
            client.join()

    return both


def _ask_until(asked: Request, done: threading.Event) -> None:
    while not done.is_set():
        with urlopen(asked) as answer:
            while answer.read(1_000_000) and not done.is_set():
                pass


@contextmanager
def _serving(store: str, subjects: Mapping[str, str]) -> Iterator[str]:
    """The address of a server in a process of its own; the first request waits until it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(listening, store, subjects))
        server.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.terminate()
            server.join()


def _serve(listening: socket.socket, store: str, subjects: Mapping[str, str]) -> None:
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO, filename=os.devnull)
    app = create_app(Settings(store, api_key=KEY, raw_cypher=True))
    app.router.routes[:0] = _references(Path(store), subjects)
    config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _references(store: Path, subjects: Mapping[str, str]) -> Iterator[APIRoute]:
    """The routes bare and hello for each subject, first in the table as plain routes without the checks of ours."""
    recorder = Recorder(store)
    session = recorder._session()

    def rows(asked: Sequence[Asked]) -> Response:
        found = [session.cypher(text, params=params, timeout_ms=5000).to_list() for text, params in asked]
        return Response(orjson.dumps(found), media_type="application/json")

    for name, subject in subjects.items():
        _ASKED[name](recorder, subject)
        asked, recorder.asked = recorder.asked, []
        yield APIRoute(f"/bare/{name}", _route(partial(rows, asked)))
        yield APIRoute(f"/hello/{name}", _route(partial(Response, rows(asked).body, media_type="application/json")))


def _route(answer: Callable[[], Response]) -> Callable[[], Coroutine[Any, Any, Response]]:
    async def route() -> Response:
        return answer()

    return route


def _subjects(store: GraphStore) -> dict[str, str]:
    """The id of what is asked about, by route."""
    limits = Limits(30)
    return {name: str(store.run_raw(text, limits).rows[0][0]) for name, text in _CHOSEN.items()}
