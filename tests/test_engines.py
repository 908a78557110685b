"""One product on two engines: every named query gives the same rows, and a whole graph the same bytes."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import MISSING, astuple, fields
from itertools import islice
from typing import Any

import pytest

from bench.graph_maker import ITEMS, parts
from graph.engines.raw import Limits
from graph.exports.jsonl import lines_of_store
from graph.parameters import Words
from graph.queries import QUERIES, TEMPLATES
from graph.query import Query
from graph.schema import load_schema
from graph.store import GraphStore, open_store
from tests.conftest import DOCUMENTS, run_command
from tests.neo4j_server import LOGIN, at, empty

LABELS = tuple(load_schema().labels)
WORDS = ("标准", "市场监管", "质量 奖", "国发〔2012〕9号", "没有这样的词", "%")
CHOICES: Mapping[str, tuple[Any, ...]] = {  # for parameters that are no ids
    "skip": (0, 1, 7),
    "limit": (1, 3, 100, 10_000),
    "depth": (1, 2, 8),
    "level": ("country", "prefecture", "county"),
    "year": (2012, 2015, 2017, 2020),
    "kind": ("agency", "government", "item", "measure", "plan", "outline"),
    "ingested": (True, False),
    "role": ("LEADS", "COOPERATES"),
    "state": ("certified", "corrected"),
    "as_of": ("2013-01-01", "2030-01-01"),
    "status": ("target", "achieved", "baseline"),
    "relations": (("LEADS",), ("PART_OF", "DERIVES_FROM")),
    "labels": (("Task",), ("Department", "Region")),
}
IDS = {
    "document_id": ("Document",),
    "department_id": ("Department",),
    "task_id": ("Task", "Project", "Target"),
    "indicator_id": ("Indicator",),
    "region_id": ("Region",),
    "parent_id": ("Region",),
    "id": LABELS,
    "ids": LABELS,
}


MADE = {  # graphs made by rule: documents, tasks of each
    "a made graph": (12, ITEMS),
    "a made graph of short documents": (25, 3),
}


@pytest.fixture(scope="module", params=["five documents", *MADE])
def both(request: pytest.FixtureRequest, neo4j_url: str) -> Iterator[tuple[GraphStore, GraphStore]]:
    """The same documents in the embedded store and on the server."""
    empty(neo4j_url)
    if request.param == "five documents":
        embedded = request.getfixturevalue("filled_store")
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
            ran = run_command("ingest", DOCUMENTS, "--store", neo4j_url)
        assert ran.code == 0, ran.err
    else:
        embedded = str(request.getfixturevalue("tmp_path_factory").mktemp("made") / "store")
        documents, items = MADE[request.param]
        for url in (embedded, neo4j_url):
            with closing(at(url)) as store:
                for part in islice(parts(100_000, items), documents):
                    store.replace(part.document_id, part)
    with closing(open_store(embedded, read_only=True)) as one, closing(at(neo4j_url, read_only=True)) as other:
        yield one, other


@pytest.fixture(scope="module")
def values(both: tuple[GraphStore, GraphStore]) -> dict[str, list[Any]]:
    """What the parameters of queries may be: of ids, the ends of some relationships of each kind."""
    store = both[0]
    sample: dict[str, set[str]] = {label: set() for label in LABELS}
    ends = " UNION ALL ".join(
        f"MATCH (a:{source})-[:{relation}]->(b:{target}) "
        f"RETURN '{source}' AS source, '{target}' AS target, min(a.id) AS first, max(a.id) AS last, min(b.id) AS end"
        for relation, source, target in load_schema().triples
    )
    for source, target, first, last, end in store.run_raw(ends, Limits(30)).rows:  # one query: each is a process
        sample[str(source)] |= {first, last} - {None}
        sample[str(target)] |= {end} - {None}
    told = {name: [each for label in labels for each in sorted(sample[label])] for name, labels in IDS.items()}
    told["ids"] = [tuple(told["id"][:20]), (told["id"][0],), ()]
    keys = store.run_raw("MATCH ()-[r]->() RETURN type(r) AS t, min(r.key) AS k ORDER BY t", Limits(30)).rows
    told["key"] = [row[1] for row in keys]
    return {**{name: list(choices) for name, choices in CHOICES.items()}, **told}


def asked(query: Query[Any, Any], values: Mapping[str, list[Any]]) -> Iterator[Any]:
    """Parameters of the query: each required one in all its values, then each optional one in turn."""
    if query.params is Words:
        yield from (
            Words.of(text, labels, skip, 5) for text in WORDS for labels in (None, ("Task",)) for skip in (0, 2)
        )
        return
    known = fields(query.params)
    required = [field.name for field in known if field.default is MISSING]
    optional = [field.name for field in known if field.default is not MISSING]
    most = max((len(values[name]) for name in required), default=1)
    bases = [{name: values[name][turn % len(values[name])] for name in required} for turn in range(most)]
    for base in bases:
        yield query.params(**base)
    for name in optional:
        for turn, value in enumerate(values[name]):
            yield query.params(**{**bases[turn % most], name: value})


@pytest.mark.parametrize("name", sorted(set(QUERIES) - set(TEMPLATES)))
def test_every_named_query_gives_the_same_rows(
    both: tuple[GraphStore, GraphStore], values: dict[str, list[Any]], name: str
) -> None:
    """Values, their types and the order of the rows."""
    query = QUERIES[name]
    for params in asked(query, values):
        one, other = (store.run(query, params, 30) for store in both)
        assert [typed(row) for row in one] == [typed(row) for row in other], params


def test_the_queries_are_asked_what_they_answer(
    both: tuple[GraphStore, GraphStore], values: dict[str, list[Any]], request: pytest.FixtureRequest
) -> None:
    """Rows that are equal because there are none would prove nothing."""
    names = set(QUERIES) - set(TEMPLATES)
    silent = {n for n in names if not any(both[0].run(QUERIES[n], p, 30) for p in asked(QUERIES[n], values))}
    made = "a made graph" in request.node.name
    assert silent == ({"targets_of_task", "tasks_without_lead", "succession_of_department"} & silent if made else set())


def test_both_export_the_same_bytes(both: tuple[GraphStore, GraphStore]) -> None:
    one, other = (list(lines_of_store(store)) for store in both)
    assert len(one) > 1000
    assert one == other


def test_raw_cypher_gives_the_same_on_both(both: tuple[GraphStore, GraphStore]) -> None:
    for text in (
        "MATCH (d:Department)-[r:LEADS]->(t:Task) RETURN d, r.quote AS quote, t ORDER BY r.key LIMIT 5",
        "MATCH p = (d:Department)-[r:LEADS]->(t:Task) RETURN p ORDER BY r.key LIMIT 3",
        "MATCH (t:Target) RETURN t.value AS value, t.year AS year, t.unit AS unit, [t.id, t.name] AS both ORDER BY t.id",
        "RETURN date('2014-01-02') AS d, [1, 2] AS l, {a: 1, b: null} AS m, null AS n, true AS t, 1.5 AS f, 'é' AS s",
        "MATCH (d:Department) RETURN d {.id, .name, .aliases} AS d ORDER BY d.id LIMIT 5",
    ):
        one, other = (store.run_raw(text, Limits()) for store in both)
        assert one.columns == other.columns
        assert [typed(without_numbers(row)) for row in one.rows] == [typed(without_numbers(row)) for row in other.rows]


def typed(value: Any) -> Any:
    """The value with the types of all its parts: 1 is not 1.0 here."""
    if isinstance(value, Mapping):
        return {name: typed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value).__name__, [typed(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return type(value).__name__, [typed(item) for item in astuple(value)]
    return type(value).__name__, value


def without_numbers(value: Any) -> Any:
    """Without the engines' own numbers of nodes and relationships."""
    if isinstance(value, Mapping):
        own = {"id", "start", "end"} if "properties" in value else set()
        return {name: without_numbers(item) for name, item in value.items() if name not in own}
    return [without_numbers(item) for item in value] if isinstance(value, list | tuple) else value
