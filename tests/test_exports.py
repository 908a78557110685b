"""The interchange format: nodes before edges, sorted, nothing of the store's own in it."""

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph.exports.jsonl import lines_of, lines_of_part, lines_of_store, report_line
from graph.model import Edge, Node
from graph.store import GraphStore, open_store
from tests import handmade as h


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with closing(open_store(tmp_path / "store")) as opened:
        for document in (h.city(), h.outline(), h.linked_league()):
            opened.replace(document.id, document.part)
        yield opened


def test_a_node_and_an_edge_as_lines() -> None:
    node = Node("Task", "task:1", {"name": "提升产品质量", "path": ("二、发展目标",), "number": "", "order": 0})
    edge = Edge("HAS_TASK", "Document", "doc:1", "Task", "task:1", {"quote": "提升", "confidence": 0.98, "page": None})
    first, second = (json.loads(line) for line in lines_of([node], [edge]))
    assert first == {
        "type": "node",
        "label": "Task",
        "id": "task:1",
        "properties": {"name": "提升产品质量", "path": ["二、发展目标"], "order": 0},
    }
    assert second == {
        "type": "edge",
        "label": "HAS_TASK",
        "source": "doc:1",
        "target": "task:1",
        "properties": {"key": edge.key, "quote": "提升", "confidence": 0.98},
    }


def test_nodes_come_first_and_all_is_sorted(store: GraphStore) -> None:
    lines = [json.loads(line) for line in lines_of_store(store)]
    kinds = [line["type"] for line in lines]
    assert kinds == sorted(kinds, reverse=True)
    nodes = [(line["label"], line["id"]) for line in lines if line["type"] == "node"]
    edges = [
        (line["label"], line["source"], line["target"], line["properties"]["key"])
        for line in lines
        if line["type"] == "edge"
    ]
    assert nodes == sorted(set(nodes))
    assert edges == sorted(set(edges))
    ids = {name for _, name in nodes}
    assert {end for _, source, target, _ in edges for end in (source, target)} <= ids


def test_nothing_of_the_store_or_the_engine_is_in_it(store: GraphStore) -> None:
    for line in lines_of_store(store):
        told = json.loads(line)
        assert not {"search", "states", "base", "title", "type", "label", "id"} & set(told["properties"])
        assert None not in told["properties"].values()


def test_a_part_and_the_store_that_holds_it_give_the_same_lines(tmp_path: Path) -> None:
    part = h.league().part
    shuffled = replace(
        part,
        nodes=tuple(random.Random(1).sample(part.nodes, len(part.nodes))),
        edges=tuple(random.Random(2).sample(part.edges, len(part.edges))),
    )
    with closing(open_store(tmp_path / "store")) as store:
        store.replace(part.document_id, shuffled)
        assert list(lines_of_store(store)) == list(lines_of_part(part)) == list(lines_of_part(shuffled))


def test_numbers_stay_what_they_were(store: GraphStore) -> None:
    values = [line for line in lines_of_store(store) if '"label":"Target"' in line and '"type":"node"' in line]
    assert ['"value":90,' in values[0], '"value":96.5,' in values[1], '"value":88,' in values[2]] == [True] * 3


def test_the_report_line() -> None:
    reading = h.league().reading
    told = json.loads(report_line("doc:1", reading.report))
    assert told == {
        "type": "report",
        "document_id": "doc:1",
        "extractors": {
            "metadata": {
                "seen": 3,
                "kept": 1,
                "rejected": {"a person": 1},
                "waiting": [{"quote": "阿拉善盟", "start_char": 0, "why": "no such office"}],
                "places": [],
            }
        },
    }
    account = told["extractors"]["metadata"]
    assert account["seen"] == account["kept"] + sum(account["rejected"].values()) + len(account["waiting"])
