"""Who leads the counterpart of a task elsewhere: lines of succession, majority, and who stands apart."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from typing import Any

import httpx
import pytest

from graph.analysis.peers import Counterpart, Lead, PeerRow, peers, summary
from graph.answers.peers import peers_of, tasks_named
from graph.departments import Succession
from graph.errors import NotFound, ParameterError
from graph.reference import Reference
from graph.rows import Evidence, ResponsibilityRow, TaskRow
from graph.settings import Settings
from graph.store import GraphStore, open_store
from tests.conftest import Command, run_command
from tests.serving import serving

REFORM = (
    Succession("质监", "市场监管", 2018, "方案"),
    Succession("工商", "市场监管", 2018, "方案"),
    Succession("食药监", "市场监管", 2018, "方案"),
    Succession("食药监", "药监", 2018, "方案"),
)


def counterpart(place: str, *functions: str) -> Counterpart:
    """The task of a place, led by these functions."""
    empty = dict.fromkeys(field.name for field in fields(Evidence) if field.init)
    blank: dict[str, Any] = {
        field.name: None for kind in (TaskRow, ResponsibilityRow) for field in fields(kind) if field.init
    } | empty
    told = {"document_id": f"doc:{place}", "document": place, "task_id": f"task:{place}", "task": "抓标准"}
    task = TaskRow(
        **{field.name: (blank | told | {"key": place})[field.name] for field in fields(TaskRow) if field.init}
    )
    leads = [Lead(one, duty(place, one, blank | told)) for one in functions]
    return Counterpart(task, f"region:{place}", place, place == "甲市", "推进标准化", "task:up", "link", 0.9, leads)


def duty(place: str, function: str, values: dict[str, Any]) -> ResponsibilityRow:
    told = values | {"key": f"{place}{function}", "department_id": f"dept:{place}:{function}", "role": "LEADS"}
    told |= {"department": f"{place}{function}局", "quote": f"({function}局牵头)", "mode": "lead"}
    return ResponsibilityRow(**{field.name: told[field.name] for field in fields(ResponsibilityRow) if field.init})


def table(rows: Sequence[PeerRow]) -> list[tuple[str | None, str, int, int, str | None]]:
    return [(row.function, row.region, row.leading_places, row.all_places, row.standing) for row in rows]


def test_offices_that_were_merged_are_one_line() -> None:
    rows = peers([counterpart("甲市", "质监"), counterpart("乙市", "工商"), counterpart("丙市", "市场监管")], REFORM)
    assert {(row.function, row.leading_places, row.standing) for row in rows} == {("市场监管", 3, "majority")}
    assert {row.region: row.succession for row in rows} == {
        "甲市": "质监 → 市场监管(2018)",
        "乙市": "工商 → 市场监管(2018)",
        "丙市": None,
    }
    assert summary("抓标准", rows) == [
        "「抓标准」及其对应任务在3个地区写明了牵头单位:3个由市场监管牵头(含原工商、质监)。"
    ]


def test_a_split_office_goes_where_most_of_the_others_are() -> None:
    rows = peers([counterpart("甲市", "食药监"), counterpart("乙市", "药监"), counterpart("丙市", "药监")], REFORM)
    assert {row.function for row in rows} == {"药监"}


def test_a_line_with_one_member_keeps_its_name() -> None:
    rows = peers([counterpart("甲市", "质监"), counterpart("乙市", "质监")], REFORM)
    assert {(row.function, row.succession) for row in rows} == {("质监", None)}


def test_who_stands_apart_is_told_where_a_clear_majority_is() -> None:
    rows = peers([counterpart("甲市", "质监"), counterpart("乙市", "质监"), counterpart("丙市", "发改")], REFORM)
    assert table(rows) == [
        ("质监", "乙市", 2, 3, "majority"),
        ("质监", "甲市", 2, 3, "majority"),
        ("发改", "丙市", 1, 3, "outlier"),
    ]
    assert summary("抓标准", rows)[1:] == ["丙市由丙市发改局牵头,与多数地区不同。"]


def test_two_places_are_too_few_for_a_verdict() -> None:
    rows = peers([counterpart("甲市", "质监"), counterpart("乙市", "发改"), counterpart("丙市")], REFORM)
    assert [row.standing for row in rows] == [None, None, None]
    assert (rows[-1].function, rows[-1].department, rows[-1].all_places) == (None, None, 2)
    assert summary("抓标准", rows)[-1] == "不足3个地区,不作比较结论。"


def test_without_a_clear_majority_nobody_stands_apart() -> None:
    leads = ("质监", "质监", "发改", "发改", "商务")
    rows = peers([counterpart(f"{at}市", one) for at, one in zip("甲乙丙丁戊", leads, strict=True)], REFORM)
    assert {row.standing for row in rows} == {None}
    assert summary("抓标准", rows)[-1] == "没有明显的多数,不作比较结论。"


def test_a_place_where_several_lead_does_not_stand_apart() -> None:
    shared = counterpart("丙市", "发改", "质监")
    rows = peers([counterpart("甲市", "质监"), counterpart("乙市", "质监"), shared], REFORM)
    assert [(row.region, row.standing) for row in rows if row.function == "发改"] == [("丙市", None)]


def test_nobody_leads_anywhere() -> None:
    rows = peers([counterpart("甲市"), counterpart("乙市")], REFORM)
    assert table(rows) == [(None, "乙市", 0, 0, None), (None, "甲市", 0, 0, None)]
    assert summary("抓标准", rows) == ["没有读到其他地区写明「抓标准」对应任务的牵头单位。"]


PLAN = """{place}质量强市实施方案

根据国务院《质量发展纲要（2011—2020年）》（国发〔2012〕9号），制定本方案。

一、主要任务

（一）推进标准化工作。制定地方标准，实施标准化战略。（{lead}）

（二）发展乡村旅游。建设民宿。（市旅游局负责）

{place}人民政府

2014年6月1{day}日
"""
LEADS = {
    "遂宁市": "市质监局牵头，市农业局配合",
    "绵阳市": "市市场监管局牵头",
    "南充市": "市工商局负责",
    "泸州市": "市科技局牵头，市质监局配合",
    "宜宾市": "市质监局牵头",
    "德阳市": "有关部门负责",
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the plans of six places that carry out one clause of the outline."""
    folder = tmp_path_factory.mktemp("places")
    for day, (place, lead) in enumerate(LEADS.items()):
        (folder / f"{day}.txt").write_text(PLAN.format(place=place, lead=lead, day=day), "utf-8")
    url = str(folder / "store")
    assert run_command("ingest", *sorted(folder.glob("*.txt")), "--store", url).code == 0
    return url


@pytest.fixture(scope="module")
def store(places: str) -> Iterator[GraphStore]:
    with closing(open_store(places, read_only=True)) as opened:
        yield opened


def task_of(store: GraphStore, words: str, reference: Reference) -> str:
    return next(one.id for one in tasks_named(store, words, reference) if one.name == words)


def local_task(store: GraphStore, reference: Reference) -> str:
    """That of a place: the clause of the outline has the same name."""
    found = [one.id for one in tasks_named(store, "推进标准化工作", reference)]
    return next(one for one in found if any(row.own for row in peers_of(store, one, reference).rows))


def test_the_counterparts_are_those_of_one_clause(store: GraphStore, reference: Reference) -> None:
    found = peers_of(store, local_task(store, reference), reference)
    standing = {row.region: (row.function, row.standing) for row in found.rows}
    majority = ("市场监管", "majority")
    assert {place: told for place, told in standing.items() if told == majority}.keys() == {
        "遂宁市", "绵阳市", "南充市", "宜宾市",
    }  # fmt: skip
    assert standing["泸州市"] == ("科技", "outlier")
    assert standing["德阳市"] == (None, None), "有关部门 is nobody in particular"
    for row in found.rows:
        assert row.quote
        if row.department:
            assert LEADS[row.region] in row.quote
        assert row.via == (None if row.own else "推进标准化工作")
    assert found.summary[0].startswith("「推进标准化工作」及其对应任务在5个地区写明了牵头单位:4个由市场监管牵头(含原")


def test_a_task_without_a_root_has_no_counterparts(store: GraphStore, reference: Reference) -> None:
    found = peers_of(store, task_of(store, "发展乡村旅游", reference), reference)
    assert [row.own for row in found.rows] == [True]


def test_the_clause_of_the_outline_itself_is_nobodys_place(store: GraphStore, reference: Reference) -> None:
    own = peers_of(store, local_task(store, reference), reference)
    clause = next(row.via_id for row in own.rows if row.via_id)
    found = peers_of(store, clause, reference)
    assert {row.region for row in found.rows} == LEADS.keys()
    assert not any(row.own for row in found.rows)


def test_an_unknown_task(store: GraphStore, reference: Reference) -> None:
    with pytest.raises(NotFound, match="no task has the id task:x"):
        peers_of(store, "task:x", reference)
    with pytest.raises(NotFound, match="no task is called 天方夜谭"):
        tasks_named(store, "天方夜谭", reference)


def test_the_command_tells_table_and_sentences(places: str, command: Command) -> None:
    ran = command("peers", "推进标准化工作", "--store", places)
    assert ran.code == 0
    assert "与多数不同" in ran.out
    assert "泸州市由" in ran.err
    rows = json.loads(command("peers", "推进标准化工作", "--store", places, "--format", "json").out)
    assert {row["all_places"] for row in rows} == {5}
    missing = command("peers", "天方夜谭", "--store", places)
    assert (missing.code, missing.out, missing.err.count("\n")) == (1, "", 1)


def test_the_api_and_the_page(places: str, store: GraphStore, reference: Reference) -> None:
    task = next(one.id for one in tasks_named(store, "推进标准化工作", reference))
    with serving(Settings(store=places)) as base, httpx.Client(base_url=base, timeout=30) as client:
        answer = client.get(f"/tasks/{task}/peers").json()
        page = client.get(f"/ui/tasks/{task}/peers", headers={"Accept": "text/html"})
        own = client.get(f"/ui/tasks/{task}", headers={"Accept": "text/html"}).text
        assert client.get("/tasks/task:x/peers").status_code == 404
        assert client.get("/ui/tasks/task:x/peers", headers={"Accept": "text/html"}).status_code == 404
        for row in answer["items"]:
            assert client.get(f"/e/{row['key']}", follow_redirects=True).status_code == 200
            assert f"/e/{row['key']}" in page.text
        assert f"/ui/tasks/{task}/peers" in own.replace("%3A", ":")
    assert answer["summary"][0] in page.text
    assert "与多数不同" in page.text


def test_a_majority_of_some_is_none_of_all(
    store: GraphStore, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = local_task(store, reference)
    monkeypatch.setattr("graph.answers.peers.MOST", 3)
    with pytest.raises(ParameterError, match="more than 3 tasks derive from"):
        peers_of(store, task, reference)
