"""The objects of py2neo against a real server: they agree with the schema, the named queries and the export."""

import doctest
import gc
import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

import zhitu
from graph.errors import ParameterError, StoreError, ZhituError
from graph.schema import load_schema
from graph.settings import Login
from tests.conftest import DOCUMENTS, ROOT, run_command
from tests.neo4j_server import LOGIN, ask, empty

pytest.importorskip("py2neo", reason="py2neo is not installed: pip install zhitu[py2neo]")

from graph.objects import CLASSES, Department, Document, From, Objects, Project, Property, Task, To, repository

PAGE = ROOT / "docs" / "notebooks.md"
AT_ITS_END = dict(re.findall(r"\b([A-Z]+(?:_[A-Z]+)?) \| `(\w+)`", PAGE.read_text("utf-8")))


@pytest.fixture(scope="module", autouse=True)
def password() -> Iterator[None]:
    """As a researcher sets it before starting the notebook."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
        yield


@pytest.fixture(scope="module")
def filled_neo4j(neo4j_url: str, password: None) -> str:
    """A server that holds the source documents; not to be written to."""
    empty(neo4j_url)
    ran = run_command("ingest", DOCUMENTS, "--store", neo4j_url)
    assert ran.code == 0, ran.err
    return neo4j_url


@pytest.fixture
def graph(filled_neo4j: str) -> Iterator[Objects]:
    with repository(filled_neo4j, LOGIN) as opened:
        yield opened


@pytest.mark.parametrize("label", load_schema().labels)
def test_a_class_has_what_the_schema_allows(label: str) -> None:
    attributes = {**vars(CLASSES[label].__mro__[1]), **vars(CLASSES[label])}
    properties = {one.key for one in attributes.values() if isinstance(one, Property)}
    assert properties == {"id", "name", *load_schema().labels[label].properties}
    triples = list(load_schema().triples)
    leaving = {name: one.relationship_type for name, one in attributes.items() if isinstance(one, To)}
    assert leaving == {kind.lower(): kind for kind, source, _ in triples if source == label}
    arriving = {name: one.relationship_type for name, one in attributes.items() if isinstance(one, From)}
    assert arriving == {AT_ITS_END[kind]: kind for kind, _, target in triples if target == label}
    assert all(name == one.key for name, one in attributes.items() if isinstance(one, Property))


def test_each_label_and_relationship_is_mapped() -> None:
    assert set(CLASSES) == set(load_schema().labels)
    assert set(AT_ITS_END) == set(load_schema().relationships)


def exported(url: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in run_command("export", "--store", url).out.splitlines()]


def test_every_object_says_what_the_export_says(graph: Objects, filled_neo4j: str) -> None:
    lines = [line for line in exported(filled_neo4j) if line["type"] == "node"]
    found = []
    for label in sorted(CLASSES):
        names = ("name", *load_schema().labels[label].properties)
        for one in graph.match(CLASSES[label]).order_by("_.id"):
            told = {name: getattr(one, name) for name in names if getattr(one, name) is not None}
            found.append({"type": "node", "label": label, "id": one.id, "properties": told})
    assert sorted(found, key=str_of) == sorted(lines, key=str_of)


def str_of(line: dict[str, Any]) -> str:
    return orjson.dumps(line, option=orjson.OPT_SORT_KEYS).decode()


@pytest.mark.parametrize("label", CLASSES)
def test_relationships_are_those_of_the_export(label: str, graph: Objects, filled_neo4j: str) -> None:
    """All of them, parallel ones apart, with their properties and the class of the other end."""
    lines = exported(filled_neo4j)
    labels = {line["id"]: line["label"] for line in lines if line["type"] == "node"}
    some = list(graph.match(CLASSES[label]).order_by("_.id").limit(15))
    ids = {one.id for one in some}
    for attribute, here in ((To, "source"), (From, "target")):
        names = [name for name, each in vars(CLASSES[label]).items() if isinstance(each, attribute)]
        found = []
        for one, name in product(some, names):
            for subject, (kind, stated), other in getattr(one, name).triples():
                assert (subject, type(other).__name__) == (one, labels[other.id])
                ends = (
                    {"source": one.id, "target": other.id}
                    if attribute is To
                    else {"source": other.id, "target": one.id}
                )
                found.append({"type": "edge", "label": kind, **ends, "properties": stated})
        wanted = [line for line in lines if line["type"] == "edge" and line[here] in ids]
        assert sorted(found, key=str_of) == sorted(wanted, key=str_of)


def test_what_a_department_leads_is_what_the_query_says(graph: Objects, filled_neo4j: str) -> None:
    with zhitu.open(filled_neo4j) as opened:
        for asked in opened.query("departments", limit=20):
            office = graph.match(Department).where(name=asked.department, id=asked.department_id).first()
            said = opened.query("responsibilities_of_department", department_id=office.id, role="LEADS", limit=200)
            told = [(thing.id, stated["key"], stated["quote"]) for _, (_, stated), thing in office.leads.triples()]
            assert Counter(told) == Counter((row.task_id, row.key, row.quote) for row in said)


def test_things_come_as_what_they_are(graph: Objects) -> None:
    led = {type(thing) for office in graph.match(Department) for thing in office.leads}
    assert led == {Task, Project}
    task = graph.match(Task).where("_.order > 3").first()
    assert task.order > 3
    assert graph.match(Document, "doc:none").first() is None
    assert task in next(iter(task.task_of)).has_task
    assert Department.leads.relationship_type == "LEADS"


def test_nothing_is_written(graph: Objects, filled_neo4j: str) -> None:
    from py2neo.errors import ClientError

    counted = ask(filled_neo4j, "MATCH (n) RETURN count(n) AS n, sum(size(keys(n))) AS keys")
    office, made = graph.match(Department).first(), Department("dept:new", name="新")
    office.name = "别名"
    for refused in (graph.save, graph.delete, graph.graph.create, graph.graph.merge, graph.graph.push):
        for thing in (office, made):
            with pytest.raises(StoreError, match="for reading"):
                refused(thing)
    for text in ("CREATE (:Department)", "MATCH (n) DETACH DELETE n", "MATCH (n:Task) SET n.name = ''"):
        for run in (graph.graph.run, graph.graph.update, graph.graph.begin().run, graph.graph.auto(readonly=False).run):
            with pytest.raises(ClientError, match="AccessMode"):
                run(text)
    with pytest.raises(ClientError, match="AccessMode"):
        graph.graph.push(office.__node__)
    assert ask(filled_neo4j, "MATCH (n) RETURN count(n) AS n, sum(size(keys(n))) AS keys") == counted


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # py2neo's, where it gets no connection
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_does_not_let_us_in_gives_a_sentence(neo4j_url: str, scheme: str) -> None:
    url = f"{scheme}{neo4j_url.removeprefix('bolt')}"
    for address, login in (("127.0.0.1:1", LOGIN), (url.partition("//")[2], Login(password="not the password"))):
        with pytest.raises(StoreError, match="ZHITU_NEO4J_PASSWORD") as caught:
            repository(f"{scheme}://{address}", login)
        assert login.password not in str(caught.value)
        repository(url, LOGIN).close()  # the server counts failures that follow one another
    with pytest.raises(StoreError, match="nosuch"):
        repository(f"{url}/nosuch", LOGIN)
    del caught
    gc.collect()


def test_only_servers_hold_objects(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"zhitu\.open"):
        repository(str(tmp_path))
    with pytest.raises(ParameterError, match="ZHITU_NEO4J_PASSWORD"):
        repository("bolt://neo4j:secret@localhost")


def test_without_py2neo_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "graph.objects")
    monkeypatch.setitem(sys.modules, "py2neo", None)
    with pytest.raises(ZhituError, match=r"pip install zhitu\[py2neo\]"):
        importlib.import_module("graph.objects")


def test_a_frame_is_the_same_on_both_engines(
    filled_neo4j: str, filled_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pandas is not among what the tests install: a list takes the place of its DataFrame."""
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=list))
    with zhitu.open(filled_neo4j) as server, zhitu.open(filled_store) as folder:
        for name in ("summary", "responsibilities", "targets", "documents"):
            frame = server.query(name).frame()
            assert frame == folder.query(name).frame() != []
            assert all(isinstance(row, dict) for row in frame)


def test_the_page_shows_what_happens(
    filled_neo4j: str, filled_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zhitu-store").symlink_to(filled_store)
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text("utf-8").replace("neo4j://localhost:7687", filled_neo4j)
    page = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    ran = doctest.DocTestRunner().run(page, out=told.append)
    assert (ran.failed, told) == (0, [])
    assert ran.attempted > 15
