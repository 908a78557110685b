"""Who leads the counterpart of a task elsewhere: lines of succession, majority, who stands apart, what is a counterpart."""

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


def counterpart(place: str, *functions: str, shared: bool = False) -> Counterpart:
    """The task of a place, led by these functions, or shared by them; 本市 is the place that asks."""
    empty = dict.fromkeys(field.name for field in fields(Evidence) if field.init)
    blank: dict[str, Any] = {
        field.name: None for kind in (TaskRow, ResponsibilityRow) for field in fields(kind) if field.init
    } | empty
    told = {"document_id": f"doc:{place}", "document": place, "task_id": f"task:{place}", "task": "抓标准"}
    task = TaskRow(
        **{field.name: (blank | told | {"key": place})[field.name] for field in fields(TaskRow) if field.init}
    )
    leads = [Lead(one, duty(place, one, blank | told, "shared" if shared else "lead")) for one in functions]
    return Counterpart(task, f"region:{place}", place, place == "本市", "推进标准化", "task:up", "link", 0.9, leads)


def duty(place: str, function: str, values: dict[str, Any], mode: str) -> ResponsibilityRow:
    told = values | {"key": f"{place}{function}", "department_id": f"dept:{place}:{function}", "role": "LEADS"}
    told |= {"department": f"{place}{function}局", "quote": f"({function}局牵头)", "mode": mode}
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
        "「抓标准」的对应任务,各地有3个写明了牵头单位:3个由市场监管牵头(含原工商、质监)。"
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
    assert summary("抓标准", rows)[1:] == [
        "另有1个地区没有写明牵头单位:丙市。",
        "各地写明牵头单位的不足3个,不作比较结论。",
    ]


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
    assert summary("抓标准", rows) == [
        "没有读到各地写明「抓标准」对应任务的牵头单位。",
        "另有2个地区没有写明牵头单位:乙市、甲市。",
    ]


def test_the_place_that_asks_is_none_of_the_others() -> None:
    others = [counterpart("甲市", "质监"), counterpart("乙市", "质监")]
    rows = peers([counterpart("本市", "质监"), *others], REFORM)
    assert {(row.region, row.here, row.leading_places, row.all_places, row.standing) for row in rows} == {
        ("本市", True, 2, 2, None), ("甲市", False, 2, 2, None), ("乙市", False, 2, 2, None),
    }  # fmt: skip
    assert summary("抓标准", rows) == [
        "「抓标准」的对应任务,其他地区有2个写明了牵头单位:2个由质监牵头。",
        "本地(本市)由本市质监局牵头。",
        "其他地区写明牵头单位的不足3个,不作比较结论。",
    ]


@pytest.mark.parametrize(
    ("function", "standing", "sentence"),
    [
        ("质监", "majority", "本地(本市)由本市质监局牵头,与多数地区一致。"),
        ("发改", "outlier", "本地(本市)由本市发改局牵头,与多数地区不同。"),
    ],
)
def test_the_place_that_asks_is_told_how_it_stands(function: str, standing: str, sentence: str) -> None:
    others = [counterpart(place, "质监") for place in ("甲市", "乙市", "丙市")]
    rows = peers([counterpart("本市", function), *others], REFORM)
    assert [(row.standing, row.local) for row in rows if row.here] == [(standing, "是")]
    assert summary("抓标准", rows)[1:] == [sentence]


def test_who_shares_duties_leads_nobody() -> None:
    others = [
        counterpart("甲市", "质监"),
        counterpart("乙市", "质监"),
        counterpart("丙市", "质监", "发改", shared=True),
    ]
    rows = peers([counterpart("本市", "质监", "商务", shared=True), *others], REFORM)
    assert {row.standing for row in rows} == {None}, "three places name 质监, but in one of them nobody leads"
    assert {(row.region, row.function, row.leading_places, row.all_places) for row in rows} == {
        ("甲市", "质监", 2, 2), ("乙市", "质监", 2, 2), ("丙市", None, 0, 2), ("本市", None, 0, 2),
    }  # fmt: skip
    assert [row.leads for row in rows if row.region == "丙市"] == [
        "丙市发改局(分工负责,无牵头)", "丙市质监局(分工负责,无牵头)",
    ]  # fmt: skip
    assert all(row.quote for row in rows if row.mode == "shared")
    assert summary("抓标准", rows)[1:] == [
        "另有1个地区分工负责,无牵头:丙市(丙市发改局、丙市质监局)。",
        "本地(本市)分工负责,无牵头:本市商务局、本市质监局。",
        "其他地区写明牵头单位的不足3个,不作比较结论。",
    ]


def test_shared_duties_everywhere_are_no_majority() -> None:
    rows = peers([counterpart(place, "质监", shared=True) for place in ("甲市", "乙市", "丙市", "丁市")], REFORM)
    assert {(row.function, row.all_places, row.standing) for row in rows} == {(None, 0, None)}
    assert summary("抓标准", rows)[0] == "没有读到各地写明「抓标准」对应任务的牵头单位。"


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
    others = LEADS.keys() - {row.region for row in found.rows if row.own}
    assert {row.all_places for row in found.rows} == {len(others - {"德阳市"})}
    assert found.summary[0].startswith("「推进标准化工作」的对应任务,其他地区有")


def test_a_task_without_a_root_is_found_by_its_heading(store: GraphStore, reference: Reference) -> None:
    found = peers_of(store, task_of(store, "发展乡村旅游", reference), reference)
    assert {row.region for row in found.rows} == LEADS.keys()
    assert {(row.via, row.link_key, row.all_places, row.standing) for row in found.rows} == {
        (None, None, 5, "majority")
    }
    assert all("市旅游局负责" in (row.quote or "") for row in found.rows)


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
    assert "由泸州市科学技术局牵头,与多数地区不同" in ran.err
    rows = json.loads(command("peers", "推进标准化工作", "--store", places, "--format", "json").out)
    assert {row["all_places"] for row in rows} in ({4}, {5}), "德阳市 names nobody; the place that asks is not counted"
    assert "其他地区有" in ran.err
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


BROAD = """{place}质量强市实施方案

{basis}

一、主要任务

(一){name}。严格执行工程质量终身责任制,加强勘察、设计、施工、监理等环节的质量监管,强化工程质量监督抽查,落实住宅工程分户验收制度。({works})

(二)提升产品质量。加强工业产品质量监督抽查,严格生产许可和强制性认证,强化重点产品质量安全监管。(市质监局牵头)

(三)提升食品质量。加强食品生产、流通、餐饮环节监管,强化食品抽检,整治小作坊、小餐饮。(市食品药品监管局牵头)

(四){measuring}。完善社会公用计量标准,加强强制检定和能源计量。(市质监局牵头)

(五)加强质量工作经费保障。将产品监督抽查、食品抽检、工程质量监督等经费纳入财政预算。(市财政局负责)

(六)提升质量水平。{level}(市经信委牵头)

二、保障措施

(一)加强组织领导。成立领导小组,建立联席会议制度。(市政府办公室牵头)

{place}人民政府

2014年6月1{day}日
"""
OUTLINE = "根据国务院《质量发展纲要(2011—2020年)》(国发〔2012〕9号),制定本方案。"
UNROOTED = "为提高全市质量总体水平,结合实际,制定本方案。"
CITIES = {
    "遂宁市": ("提升建设工程质量", "市住房城乡建设局牵头,市交通运输局配合", "强化计量基础支撑作用", OUTLINE),
    "绵阳市": ("提升工程质量", "市建委牵头", "夯实量值传递基础", OUTLINE),
    "南充市": ("确保工程质量安全", "市住房城乡建设局牵头", "提升能源资源计量水平", OUTLINE),
    "泸州市": (
        "提升建设工程质量",
        "市住房城乡建设局、市交通运输局、市水务局按各自职责分工负责",
        "提升计量保障能力",
        OUTLINE,
    ),
    "宜宾市": ("提升建设工程质量", "市建委牵头", "发展计量", UNROOTED),
    "德阳市": ("提高建设工程质量", "市建委牵头", "加强能源计量", UNROOTED),
}
WORKS = {place: name for place, (name, *_) in CITIES.items()}


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with plans that have several tasks under one broad clause of the outline; two of them derive from nothing."""
    folder = tmp_path_factory.mktemp("broad")
    for day, (place, (name, works, measuring, basis)) in enumerate(CITIES.items()):
        told = {"place": place, "name": name, "works": works, "measuring": measuring, "basis": basis, "day": day}
        (folder / f"{day}.txt").write_text(BROAD.format(**told, level="全面提高质量。"), "utf-8")
    url = str(folder / "store")
    assert run_command("ingest", *sorted(folder.glob("*.txt")), "--store", url).code == 0
    return url


@pytest.fixture(scope="module")
def broad(cities: str) -> Iterator[GraphStore]:
    with closing(open_store(cities, read_only=True)) as opened:
        yield opened


def asked(store: GraphStore, words: str, place: str, reference: Reference) -> list[PeerRow]:
    """The answer for the task of this name in this place."""
    answers = (peers_of(store, one.id, reference) for one in tasks_named(store, words, reference) if one.name == words)
    return next(found.rows for found in answers if any(row.own and row.region == place for row in found.rows))


def tasks(rows: Sequence[PeerRow]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.region, set()).add(row.task)
    return found


def test_under_a_broad_clause_only_the_same_matter_counts(broad: GraphStore, reference: Reference) -> None:
    rows = asked(broad, "提升建设工程质量", "遂宁市", reference)
    assert tasks(rows) == {place: {name} for place, name in WORKS.items()}
    food = asked(broad, "提升食品质量", "遂宁市", reference)
    assert {row.task for row in food} == {"提升食品质量"}
    money = asked(broad, "加强质量工作经费保障", "遂宁市", reference)
    assert {row.task for row in money} == {"加强质量工作经费保障"}


def test_under_a_narrow_clause_any_heading_that_speaks_of_it_counts(broad: GraphStore, reference: Reference) -> None:
    rows = asked(broad, "强化计量基础支撑作用", "遂宁市", reference)
    assert tasks(rows) == {
        "遂宁市": {"强化计量基础支撑作用"},
        "绵阳市": {"夯实量值传递基础"},
        "南充市": {"提升能源资源计量水平"},
        "泸州市": {"提升计量保障能力"},
    }


def test_the_same_heading_counts_whatever_the_plan_derives_from(broad: GraphStore, reference: Reference) -> None:
    rows = asked(broad, "提升建设工程质量", "遂宁市", reference)
    named = {row.region: (row.department, row.quote) for row in rows if not row.link_key and not row.own}
    assert named == {"宜宾市": ("宜宾市建委", "(市建委牵头)"), "德阳市": ("德阳市建委", "(市建委牵头)")}
    unrooted = asked(broad, "提升建设工程质量", "宜宾市", reference)
    assert tasks(unrooted).keys() == {"宜宾市", "德阳市", "遂宁市", "泸州市"}, "提高 and 提升 say the same"


def test_headings_of_every_plan_are_not_looked_for(broad: GraphStore, reference: Reference) -> None:
    for name in ("加强组织领导", "提升质量水平"):
        assert tasks(asked(broad, name, "宜宾市", reference)) == {"宜宾市": {name}}


def test_a_place_with_shared_duties_is_told_apart(broad: GraphStore, reference: Reference) -> None:
    task = next(row.task_id for row in asked(broad, "提升建设工程质量", "遂宁市", reference) if row.own)
    found = peers_of(broad, task, reference)
    shared = [row for row in found.rows if row.region == "泸州市"]
    assert {(row.mode, row.function, row.standing) for row in shared} == {("shared", None, None)}
    assert all("按各自职责分工负责" in (row.quote or "") for row in shared)
    assert found.summary[0] == "「提升建设工程质量」的对应任务,其他地区有4个写明了牵头单位:4个由住房城乡建设牵头。"
    assert found.summary[1].startswith("另有1个地区分工负责,无牵头:泸州市(")
    assert found.summary[2] == "本地(遂宁市)由遂宁市住房和城乡建设局牵头,与多数地区一致。"


def test_the_page_tells_what_is_shared_and_what_is_of_the_same_heading(
    cities: str, broad: GraphStore, reference: Reference
) -> None:
    rows = asked(broad, "提升建设工程质量", "遂宁市", reference)
    task = next(row.task_id for row in rows if row.own)
    with serving(Settings(store=cities)) as base, httpx.Client(base_url=base, timeout=30) as client:
        page = client.get(f"/ui/tasks/{task}/peers", headers={"Accept": "text/html"}).text
        items = client.get(f"/tasks/{task}/peers").json()["items"]
    assert "分工负责,无牵头</h2>" in page.replace(" (3)", "")
    assert page.count('<span class="tag">标题相同</span>') == 2
    assert page.count('<span class="tag">本地</span>') == 1
    assert all(f"/e/{row.key}" in page for row in rows), "each row shows its words"
    assert {item["region"] for item in items if item["here"]} == {"遂宁市"}


def test_too_many_of_one_name_are_refused(
    broad: GraphStore, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = next(row.task_id for row in asked(broad, "提升食品质量", "宜宾市", reference) if row.own)
    monkeypatch.setattr("graph.answers.peers.MOST", 3)
    with pytest.raises(ParameterError, match="more than 3 tasks are called"):
        peers_of(broad, task, reference)
