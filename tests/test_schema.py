"""The schema: what the file may say, and which parts of the graph it lets through."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.checked import check_part, told
from graph.errors import ReferenceDataError, StatementError
from graph.model import Edge, Node, Part
from graph.schema import load_schema, parse_schema
from graph.shared import facts_of, searchable, stated, united
from tests import handmade as h

SCHEMA = load_schema()


def test_the_vocabulary() -> None:
    assert list(SCHEMA.labels) == [
        "Region",
        "Department",
        "Document",
        "Task",
        "Indicator",
        "Target",
        "Project",
        "Award",
    ]
    assert SCHEMA.shared == ("Region", "Department", "Document", "Indicator", "Award")
    assert ("LEADS", "Department", "Task") in SCHEMA.triples
    assert ("LEADS", "Task", "Department") not in SCHEMA.triples
    assert SCHEMA.relationships["LEADS"].properties["mode"] == ("lead", "sole", "shared", "scoped")
    assert SCHEMA.relationships["GOVERNS"].properties["quote"] == "string"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"labels": {"Task": {"properties": {"title": "string"}}}}, "Task: no property may be called title"),
        ({"labels": {"Task": {"properties": {"end": "integer"}}}}, "Task: no property may be called end"),
        ({"labels": {"Task": {"properties": {"order": "int"}}}}, "Task.order: int is none of string"),
        ({"relationships": {"LEADS": {"between": [["Department", "Job"]]}}}, "LEADS: unknown labels Department, Job"),
        ({"provenance": {"type": "string"}}, "provenance: no property may be called type"),
    ],
)
def test_a_wrong_schema_is_refused(change: dict[str, Any], problem: str) -> None:
    content: dict[str, Any] = {"labels": {}, "provenance": {}, "relationships": {}}
    with pytest.raises(ReferenceDataError, match=f"seeds/schema.yaml: {problem}"):
        parse_schema(content | change)


@pytest.mark.parametrize(
    "written", [h.outline(), h.league(), h.linked_league(), h.city(), h.former_office()], ids=lambda w: w.name
)
def test_sound_parts_pass(written: h.Written) -> None:
    check_part(written.part, SCHEMA)


def test_the_empty_part_passes() -> None:
    check_part(h.nothing_of(h.CITY), SCHEMA)


def node(node_id: str, **properties: Any) -> Callable[[Part], Part]:
    """Give a node other properties; None takes one away."""

    def change(part: Part) -> Part:
        nodes = {one.id: one for one in part.nodes}
        kept = {name: value for name, value in {**nodes[node_id].properties, **properties}.items() if value is not None}
        nodes[node_id] = replace(nodes[node_id], properties=kept)
        return replace(part, nodes=tuple(nodes.values()))

    return change


def edge(label: str, **properties: Any) -> Callable[[Part], Part]:
    """Give the first relationship of a type other properties; None takes one away."""

    def change(part: Part) -> Part:
        edges = list(part.edges)
        at = next(index for index, one in enumerate(edges) if one.label == label)
        kept = {name: value for name, value in {**edges[at].properties, **properties}.items() if value is not None}
        edges[at] = replace(edges[at], properties=kept)
        return replace(part, edges=tuple(edges))

    return change


def added(*things: Node | Edge) -> Callable[[Part], Part]:
    nodes = tuple(thing for thing in things if isinstance(thing, Node))
    edges = tuple(thing for thing in things if isinstance(thing, Edge))
    return lambda part: replace(part, nodes=part.nodes + nodes, edges=part.edges + edges)


def unmentioned(node_id: str) -> Callable[[Part], Part]:
    return lambda part: replace(
        part, edges=tuple(one for one in part.edges if not (one.label == "MENTIONS" and one.target == node_id))
    )


FACT = {"source": "seeds/x.csv", "quote": "x"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (node("task:1a1", name=None), "Task task:1a1: has no name"),
        (node("task:1a1", title="x"), "Task task:1a1: no property title"),
        (node("task:1a1", kind="goal"), "Task task:1a1: kind: 'goal' is none of item, measure"),
        (node("task:1a1", order="1"), "Task task:1a1: order: '1' is no integer"),
        (node("task:1a1", order=True), "order: True is no integer"),
        (node("task:1a1", path="一"), "path: '一' is no strings"),
        (node("target:1a1", value=float("nan")), "value: nan is no number"),
        (node("target:1a1", comparator="≥"), "comparator: '≥' is none of"),
        (node("task:1a1", document_id=h.CITY), "Task task:1a1: its document_id is not the document's"),
        (added(Node("Region", "region:1/2", {"name": "x"})), "Region region:1/2: an id is not empty and holds no /"),
        (added(Node("Person", "person:1", {"name": "x"})), "Person person:1: no such label"),
        (added(Node("Region", "region:9", {"name": "x"})), "Region region:9: the document does not mention it"),
        (
            added(Node("Task", "task:9", {"name": "x", "document_id": h.LEAGUE})),
            "Task task:9: no HAS_TASK, SETS, PLANS",
        ),
        (added(h.league().nodes["task:1a1"]), "Task task:1a1 stands there 2 times"),
        (added(h.league().edges[-1]), "PLANS .*: 2 statements share this key; number them by n"),
        (unmentioned("indicator:01"), "Indicator indicator:01: the document does not mention it"),
        (added(replace(h.league().edges[0], properties={**h.league().edges[0].properties, "n": 2})), "2 MENTIONS"),
        (edge("LEADS", mode="cooperate"), "dept:152900:市场监管 LEADS task:1a1:1: mode: 'cooperate' is none of lead"),
        (edge("LEADS", quote=None), "LEADS task:1a1:1: has no quote"),
        (edge("LEADS", quote="盟市场监管局牵头"), "LEADS task:1a1:1: .* is not the place of '盟市场监管局牵头'"),
        (edge("LEADS", document_id=None), "has neither document_id nor source"),
        (edge("LEADS", document_id=h.CITY), f"rests on another document, {h.CITY}"),
        (edge("LEADS", extractor=None), "names no extractor"),
        (edge("LEADS", confidence=1.5), "confidence 1.5"),
        (edge("LEADS", weight=1), "no property weight"),
        (edge("LEADS", key="0123"), "0123 is not the key of this statement"),
        (
            added(Edge("LEADS", "Task", "task:1a1", "Department", "dept:152900:水务", FACT)),
            "Task LEADS Department is not allowed",
        ),
        (
            added(Edge("BELONGS_TO", "Department", "dept:9:x", "Region", "region:152900", FACT)),
            "dept:9:x is not among the nodes",
        ),
        (
            added(Edge("HAS_TASK", "Document", h.LEAGUE, "Task", "task:2a1", FACT)),
            "HAS_TASK task:2a1: task:2a1 is not among the nodes",
        ),
        (lambda part: replace(part, document_id=h.CITY), "the document itself is not among the nodes"),
    ],
)
def test_the_offender_is_named(change: Callable[[Part], Part], problem: str) -> None:
    with pytest.raises(StatementError, match=problem):
        check_part(change(h.league().part), SCHEMA)


def test_a_link_may_lead_to_another_document() -> None:
    link = Edge("DERIVES_FROM", "Task", "task:1a1", "Task", "task:0a2", {**FACT, "score": 0.5, "method": "x/1"})
    check_part(added(link)(h.league().part), SCHEMA)


def test_what_has_no_value_is_left_out() -> None:
    assert told({"a": None, "b": "", "c": (), "d": [], "e": 0, "f": False, "g": 0.0}) == {"e": 0, "f": False, "g": 0.0}


def test_shared_properties_are_a_union() -> None:
    first = stated({"name": "甲", "aliases": ("乙", "丙"), "valid_to": 2018, "level": None}, facts=("k2", "k1"))
    second = stated({"name": "乙", "aliases": ("丁",), "valid_to": 2018}, facts=("k3", "k1"))
    expected = {"name": "乙", "aliases": ["丁", "丙", "乙"], "valid_to": 2018}
    assert united([(first, 1), (second, 1)]) == united([(second, 1), (first, 1)]) == expected
    assert united([(first, 2), (second, 1)])["name"] == "甲"
    assert facts_of([(first, 1), (second, 4)]) == ["k1", "k2", "k3"]
    assert united([]) == {}


def test_of_a_document_that_was_read_only_lists_are_united() -> None:
    cited = stated({"name": "纲要", "issuer": "国务院", "former_ids": ("doc:1",)})
    own = stated({"name": "质量发展纲要", "former_ids": ("doc:2",)})
    assert united([(cited, 5)], own) == {"name": "质量发展纲要", "former_ids": ["doc:1", "doc:2"]}


def test_what_a_look_up_is_compared_with() -> None:
    found = searchable(
        {"name": "GB/T 19001标准", "aliases": ("国标", "GB/T 19001标准"), "doc_number": "国发〔2012〕9号"}
    )
    assert found == "gb/t 19001标准 国标 国发〔2012〕9号"
