"""What an office took over from others before it: told with as_of, marked, with the chain; never as if it were stated."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.build import ingest
from graph.check import check_store
from graph.decisions.deciding import Said, decide
from graph.exports.jsonl import lines_of_store
from graph.parameters import DepartmentResponsibilities
from graph.queries import RESPONSIBILITIES_OF_DEPARTMENT
from graph.reference import Reference
from graph.rows import ResponsibilityRow
from graph.settings import Settings
from graph.store import GraphStore
from tests.browsing import HTML
from tests.conftest import Command
from tests.neo4j_server import at, empty
from tests.test_decisions import read

COUNTY = """江油市质量提升实施意见

一、主要任务

(一)加强产品监管。开展日常巡查。(市质监局牵头,市工商局配合)

(二)保障食品安全。抽检食品。(市食品药品监管局负责)

(三)改善服务。提高服务水平。(市卫生局牵头,市旅游局配合)

江油市人民政府
2013年3月1日
"""
PROVINCE = """四川省食品药品质量提升意见

一、主要任务

(一)加强药品监管。开展药品抽检。(省食品药品监管局牵头,省经济和信息化委配合)

四川省人民政府
2014年5月1日
"""
LATER = """江油市市场监管工作方案

一、主要任务

(一)规范市场秩序。开展专项检查。(市市场监管局负责)

江油市人民政府
2019年3月1日
"""
MARKET = "dept:510781:市场监管"
Told = list[tuple[str, str, bool | None, bool | None]]


@pytest.fixture(params=["embedded", "neo4j"])
def store(request: pytest.FixtureRequest, tmp_path: Path, reference: Reference) -> Iterator[GraphStore]:
    url = str(tmp_path / "store")
    if request.param == "neo4j":
        url = request.getfixturevalue("neo4j_url")
        empty(url)
    with closing(at(url)) as opened:
        texts = {"county.txt": COUNTY, "province.txt": PROVINCE, "later.txt": LATER}
        ingest(opened, reference, [read(text, name) for name, text in texts.items()])
        yield opened


def duties(store: GraphStore, department: str, as_of: str | None = "2020-06-01") -> list[ResponsibilityRow]:
    return store.run(RESPONSIBILITIES_OF_DEPARTMENT, DepartmentResponsibilities(department, as_of=as_of, limit=100))


def told(store: GraphStore, department: str, as_of: str | None = "2020-06-01") -> Told:
    rows = [vars_of(row) for row in duties(store, department, as_of)]
    return [(row["department"], row["task"], row["inherited"], row["certain"]) for row in rows]  # type: ignore[misc]


def vars_of(row: ResponsibilityRow) -> dict[str, object]:
    return {
        name: getattr(row, name) for name in ("department", "task", "inherited", "certain", "offices", "succession")
    }


def test_duties_of_the_offices_that_were_merged(store: GraphStore) -> None:
    """Its own come first; the others are told of the office that the text names, with the reform and its source."""
    assert told(store, MARKET) == [
        ("江油市市场监督管理局", "规范市场秩序", False, True),
        ("江油市质量技术监督局", "加强产品监管", True, True),
        ("江油市工商行政管理局", "加强产品监管", True, True),
        ("江油市食品药品监督管理局", "保障食品安全", True, True),
    ]
    row = vars_of(duties(store, MARKET)[1])
    assert row["offices"] == ["江油市市场监督管理局"]
    assert row["succession"] == [
        "江油市质量技术监督局 → 江油市市场监督管理局 (2018,深化党和国家机构改革方案(2018年3月))"
    ]


def test_without_a_day_or_before_the_reform_nothing_is_inherited(store: GraphStore) -> None:
    assert told(store, MARKET, None) == [("江油市市场监督管理局", "规范市场秩序", None, None)]
    assert told(store, MARKET, "2017-12-31") == []
    assert told(store, "dept:510781:质量技术监督", "2017-12-31") == [
        ("江油市质量技术监督局", "加强产品监管", False, True)
    ]


def test_of_an_office_that_was_split_it_is_not_certain(store: GraphStore) -> None:
    for heir in ("市场监管", "药品监管"):
        [row] = duties(store, f"dept:510000:{heir}")
        assert vars_of(row) | {"succession": ""} == {
            "department": "四川省食品药品监督管理局",
            "task": "加强药品监管",
            "inherited": True,
            "certain": False,
            "offices": ["四川省市场监督管理局", "四川省药品监督管理局"],
            "succession": "",
        }
        assert [step.count("部分职责") for step in vars_of(row)["succession"]] == [1, 1]  # type: ignore[attr-defined]


def test_over_several_reforms(store: GraphStore) -> None:
    """卫生局 → 卫计局 (2013) → 卫健局 (2018), though no text names the two others."""
    assert told(store, "dept:510781:卫生健康") == [("江油市卫生局", "改善服务", True, True)]
    assert told(store, "dept:510781:卫生计生", "2015-06-01") == [("江油市卫生局", "改善服务", True, True)]
    assert len(vars_of(duties(store, "dept:510781:卫生健康")[0])["succession"]) == 2  # type: ignore[arg-type]
    assert check_store(store) == []


def test_where_only_some_places_followed_it_is_not_certain(store: GraphStore) -> None:
    for heir in ("文化旅游", "文化广电旅游"):
        assert told(store, f"dept:510781:{heir}") == [("江油市旅游局", "改善服务", True, False)]
    [row] = duties(store, "dept:510000:经济和信息化")
    assert vars_of(row)["offices"] == ["四川省经济和信息化委员会", "四川省工业和信息化厅"]
    assert (vars_of(row)["inherited"], vars_of(row)["certain"]) == (False, False)
    assert duties(store, "dept:510000:工业和信息化") == [], "it may never have been there"


def test_what_no_document_brings_any_more_goes_with_its_whole_line(store: GraphStore, reference: Reference) -> None:
    """Read in, decided about and taken back, in several steps: as if it had never been otherwise."""
    before = list(lines_of_store(store))
    other = "dept:510781:卫生和健康促进局"
    named = COUNTY.replace("市旅游局配合", "市卫生和健康促进局配合")
    ingest(store, reference, [read(named, "county.txt")])
    assert "dept:510781:文化旅游" not in "".join(lines_of_store(store))
    made = decide(store, reference, Said("same", (other, "dept:510781:卫生健康"), "王芳"))
    lines = [json.loads(line) for line in lines_of_store(store)]
    steps = {(each["source"], each["target"]) for each in lines if each["label"] == "SUCCEEDED_BY"}
    assert {target for source, target in steps if source == "dept:510781:卫生"} == {"dept:510781:卫生计生", other}
    assert check_store(store) == []
    decide(store, reference, Said("withdrawn", (made.id,), "王芳"))
    ingest(store, reference, [read(COUNTY, "county.txt")])
    assert list(lines_of_store(store)) == before


def test_an_office_between_that_no_document_names_any_more(store: GraphStore, reference: Reference) -> None:
    """卫计局 stays as the successor of 卫生局, without what the document said that named it."""
    before = list(lines_of_store(store))
    named = LATER.replace("市市场监管局负责", "市卫计局牵头，市市场监管局配合")
    ingest(store, reference, [read(named, "later.txt")])
    assert any('"dept:510781:卫生计生"' in line and "SUCCEEDED_BY" in line for line in set(lines(store)) - set(before))
    ingest(store, reference, [read(LATER, "later.txt")])
    assert list(lines_of_store(store)) == before
    assert check_store(store) == []


def lines(store: GraphStore) -> list[str]:
    return [line for line in lines_of_store(store) if '"source":"dept:510781:卫生计生"' in line]


def test_the_command_and_the_page_mark_them(tmp_path: Path, command: Command, serving_at: Callable[[str], str]) -> None:
    for name, text in {"county.txt": COUNTY, "later.txt": LATER}.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert command("ingest", tmp_path / name, "--store", tmp_path / "store").code == 0
    asked = (f"department_id={MARKET}", "as_of=2020-06-01", "--store", tmp_path / "store", "--format", "json")
    rows = json.loads(command("query", "responsibilities_of_department", *asked).out)
    assert [row["inherited"] for row in rows] == [False, True, True, True]
    page = serving_at(str(tmp_path / "store"))
    assert page.count("承自") == 3
    assert "江油市质量技术监督局" in page


@pytest.fixture
def serving_at() -> Callable[[str], str]:
    import httpx

    from tests.serving import serving

    def page(store: str) -> str:
        with serving(Settings(store=store)) as base, httpx.Client(base_url=base, timeout=30) as client:
            answer = client.get(f"/ui/departments/{MARKET}", params={"as_of": "2020-06-01"}, headers=HTML)
            assert answer.status_code == 200
            return answer.text

    return page
