"""A store copied into another, of either engine: the same graph, whatever broke off in between."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.check import check_store
from graph.copying import copy, exported, steps_of_copy
from graph.decisions.decision import Decision
from graph.errors import StoreError
from graph.exports.jsonl import lines_of_store
from graph.reference import Reference
from tests import handmade as h
from tests.conftest import DOCUMENTS, Command
from tests.neo4j_server import LOGIN, at

Address = Callable[[], str]


@pytest.fixture(params=["embedded", "neo4j"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "target") if request.param == "embedded" else str(request.getfixturevalue("empty_neo4j"))


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ZHITU_NEO4J_PASSWORD", LOGIN.password)
    yield


def lines(url: str) -> list[str]:
    with closing(at(url, read_only=True)) as store:
        return list(lines_of_store(store))


def test_there_and_back_again(filled_store: str, target: str, tmp_path: Path, command: Command) -> None:
    back = str(tmp_path / "back")
    own = str(tmp_path / "own")
    assert command("store", "copy", filled_store, own).code == 0
    with closing(at(own)) as store:
        store.put_decision(Decision("unsure", ("a", "b"), "张三", "2026-03-01"))
    there = command("store", "copy", own, target, "--format", "json")
    assert there.code == 0, there.err
    assert json.loads(there.out)[0]["readings"] == 5
    assert json.loads(there.out)[0]["decisions"] == 1
    assert command("store", "copy", target, back, "--format", "json").out == there.out
    assert lines(filled_store) == lines(target) == lines(back)
    assert command("store", "check", "--store", target).code == 0
    with closing(at(filled_store, read_only=True)) as one, closing(at(target, read_only=True)) as other:
        assert one.readings() == other.readings()
        assert len(other.decisions()) == 1
        for head in one.readings():
            assert one.reading(head.sha256) == other.reading(head.sha256)
        assert exported(one) == exported(other)


def test_a_copy_that_broke_off_goes_on(filled_store: str, target: str, reference: Reference) -> None:
    """At any step, and then what is there already is not written again."""
    with closing(at(filled_store, read_only=True)) as source:
        for stop in (3, 6, 2):
            with closing(at(target)) as place, pytest.raises(InterruptedError):
                copy(source, place, reference, Stopping(stop))
        with closing(at(target)) as place:
            written = Stopping(99)
            copied = copy(source, place, reference, written)
            assert len(written.seen) < 6
            assert copied.export_sha256 == exported(source)
            assert check_store(place) == []


def test_each_step_names_a_file(filled_store: str, target: str, reference: Reference) -> None:
    """Once when it is kept, once when it is shown."""
    with closing(at(filled_store, read_only=True)) as source, closing(at(target)) as place:
        told = Stopping(99)
        copy(source, place, reference, told)
        names = sorted(path.name for path in DOCUMENTS.glob("*.txt"))
        assert sorted(told.seen[:5]) == sorted(told.seen[5:10]) == names
        assert len(told.seen) == steps_of_copy(source) == 2 * 5 + 2


def test_a_store_with_other_documents_is_not_copied_into(filled_store: str, target: str, command: Command) -> None:
    with closing(at(target)) as place:
        place.put_reading(h.league().reading)
    ran = command("store", "copy", filled_store, target)
    assert (ran.code, ran.out) == (1, "")
    assert "holds 1 other documents or decisions: give an empty one" in ran.err
    with closing(at(target, read_only=True)) as place:
        assert len(place.readings()) == 1


def test_a_graph_that_is_not_what_the_readings_give_is_told(tmp_path: Path, reference: Reference) -> None:
    with closing(at(str(tmp_path / "a"))) as source, closing(at(str(tmp_path / "b"))) as place:
        source.replace(h.LEAGUE, h.league().part)
        with pytest.raises(StoreError, match="run `zhitu store rebuild` on it"):
            copy(source, place, reference)


@pytest.mark.parametrize("places", [(), ("a",), ("a", "b", "c")])
def test_copy_takes_two_stores(command: Command, places: tuple[str, ...]) -> None:
    ran = command("store", "copy", *places)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: zhitu")
    assert ("arguments are required" if len(places) < 2 else "unrecognized arguments: c") in ran.err


def test_a_store_is_not_copied_into_itself(command: Command, filled_store: str) -> None:
    assert "into itself" in command("store", "copy", filled_store, filled_store).err


class Stopping:
    """Breaks off at one of the steps."""

    def __init__(self, stop: int) -> None:
        self.stop = stop
        self.seen: list[str] = []

    def __call__(self, name: str) -> None:
        self.seen.append(name)
        if len(self.seen) == self.stop:
            raise InterruptedError
