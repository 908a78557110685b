"""Review: pairs that may be one, best first, with words; names of offices on a date."""

from contextlib import closing
from pathlib import Path

import pytest

from graph.analysis.candidates import Named, candidates, told_apart
from graph.build import ingest
from graph.decisions.deciding import Said, decide
from graph.decisions.review import lost, pairs, phrases, review
from graph.decisions.standing import standing
from graph.reference import Reference
from graph.store import open_store
from tests.conftest import Command
from tests.test_decisions import CITY, VARIANT, read


def named(name: str, label: str = "Indicator", **more: object) -> Named:
    return Named(f"{label.lower()}:{name}", label, name, name, label, **more)  # type: ignore[arg-type]


def test_the_most_alike_come_first() -> None:
    names = ("工程一次验收合格率", "工程项目一次验收合格率", "城镇生活垃圾处理率", "城市生活垃圾处理率", "服务业满意度")
    found = candidates(map(named, names))
    assert [{one.first.name, one.second.name} for one in found] == [set(names[:2]), set(names[2:4])]
    assert found[0].reason.endswith("names differ in: — / 项目")
    assert found[1].reason.endswith("镇 / 市") or found[1].reason.endswith("市 / 镇")
    assert all(0 < one.score <= 1 for one in found)


def test_what_is_decided_or_sure_or_of_another_group_is_no_candidate() -> None:
    one, other = named("工程一次验收合格率"), named("工程项目一次验收合格率")
    assert candidates((one, other))
    assert candidates((one, other), frozenset({frozenset((one.id, other.id))})) == []
    assert candidates((named(one.name, sure=True), named(other.name, sure=True))) == []
    assert candidates((one, named(other.name, "Department"))) == []
    plans = [named(f"{place}市质量强市方案", "Document", place=place) for place in ("鞍山", "马鞍山")]
    assert candidates(plans) == []
    assert candidates((plans[0], named("马鞍山市质量强市方案", "Document")))
    figures = (named("培育500亿元级企业户数"), named("培育1000亿元级企业户数"))
    assert candidates(figures) == []


def test_measures_that_one_document_names_both_come_last() -> None:
    things = [named(name) for name in ("生产性服务业满意度", "生活性服务业满意度", "产品抽查合格率", "产品抽检合格率")]
    found = candidates(things)
    both = {things[0].id: frozenset({"doc:a"}), things[1].id: frozenset({"doc:a"})}
    assert found[0].first.name.startswith("生")
    assert told_apart(found, both)[0].first.name.startswith("产品")


def test_time_grows_with_the_names() -> None:
    """What all names have in common makes no pairs."""
    assert candidates(named(f"质量{chr(0x4E00 + n)}{chr(0x5000 + n)}率") for n in range(3000)) == []


def test_pairs_phrases_and_lost_decisions(tmp_path: Path, reference: Reference) -> None:
    with closing(open_store(tmp_path / "store")) as store:
        ingest(store, reference, [read(CITY.replace("市农业局", "市质量技术促进局"), "city.txt")])
        both = {VARIANT, "dept:510700:质量技术促进局"}
        near = [row for row in pairs(store, reference) if {row.first_id, row.second_id} == both]
        assert [(row.matter, row.label) for row in near] == [("pair", "Department")]
        assert near[0].quote and near[0].second_quote and near[0].link and near[0].second_link
        made = decide(store, reference, Said("different", tuple(sorted(both)), "王芳"))
        assert not [row for row in pairs(store, reference) if {row.first_id, row.second_id} == both]
        assert lost(store, reference) == []
        ingest(store, reference, [read(CITY, "city.txt")])
        [gone] = lost(store, reference)
        assert (gone.decision, gone.command) == (made.id, f"withdrawn {made.id}")
        assert "质量技术促进局" in gone.reason
        assert set(review(store, reference, 1)) == {"pairs", "phrases", "decisions"}
        assert phrases(store) == []


def test_the_command_lists_what_waits(filled_store: str, command: Command) -> None:
    ran = command("review", "--store", filled_store)
    assert ran.code == 0
    assert "名称只差" in ran.out and "待核对的语句" in ran.out
    assert (
        len(command("review", "pairs", "--limit", "3", "--format", "csv", "--store", filled_store).out.splitlines())
        == 4
    )
    assert command("review", "--limit", "0", "--store", filled_store).code == 2


@pytest.mark.parametrize(
    ("department", "name", "day", "offices", "steps", "certain"),
    [
        ("dept:510700:质量技术监督", "绵阳市质监局", "2017-12-31", ["绵阳市质监局"], 0, True),
        ("dept:510700:质量技术监督", "绵阳市质监局", "2018-12-31", ["绵阳市市场监督管理局"], 1, True),
        ("dept:510700:食品药品监管", "绵阳市食药监局", "2019-01-01", ["绵阳市市场监督管理局"], 1, True),
        (
            "dept:510000:食品药品监管",
            "四川省食药监局",
            "2019-01-01",
            ["四川省市场监督管理局", "四川省药品监督管理局"],
            2,
            False,
        ),
        ("dept:510000:药品监管", "四川省药监局", "2020-01-01", ["四川省药监局"], 0, True),
        ("dept:510700:经济和信息化", "绵阳市经信委", "2017-01-01", ["绵阳市经信委"], 0, True),
        (
            "dept:510700:经济和信息化",
            "绵阳市经信委",
            "2019-01-01",
            ["绵阳市经信委", "绵阳市工业和信息化局"],
            1,
            False,
        ),
        (
            "dept:100000:经济贸易",
            "国家经贸委",
            "2004-01-01",
            ["国家发展和改革委员会", "国务院国有资产监督管理委员会", "商务部"],
            3,
            False,
        ),
        ("dept:510700:监察", "绵阳市监察委员会", "2020-01-01", ["绵阳市监察委员会"], 0, True),
        ("dept:510781:卫生", "江油市卫生局", "2020-01-01", ["江油市卫生健康局"], 2, True),
        ("dept:510781:没有这个", "江油市某某办", "2020-01-01", ["江油市某某办"], 0, True),
        ("dept:~0123456789abcdef:工商", "工商局", "2020-01-01", ["工商局"], 0, True),
    ],
)
def test_what_an_office_is_called_on_a_day(
    department: str, name: str, day: str, offices: list[str], steps: int, certain: bool
) -> None:
    found = standing(department, name, day)
    assert list(found.offices) == offices
    assert len(found.succession) == steps
    assert found.certain is certain
    assert all(" → " in step for step in found.succession)


def test_before_a_merger_its_parts_held_the_function() -> None:
    found = standing("dept:510700:市场监管", "绵阳市市场监督管理局", "2012-05-01", back=True)
    assert found.offices == ("绵阳市质量技术监督局", "绵阳市工商行政管理局", "绵阳市食品药品监督管理局")
    assert {(each.office, each.extent) for each in found.partly} == {
        ("绵阳市物价局", "part"),
        ("绵阳市知识产权局", "places"),
    }
    assert {each.until for each in found.holders} == {2018}
    assert (found.not_yet, found.perhaps, found.certain) == (2018, True, False)
    found = standing("dept:510700:卫生健康", "绵阳市卫生健康委员会", "2012-05-01", back=True)
    assert set(found.offices) == {"绵阳市卫生局", "绵阳市人口和计划生育委员会"}, "the office itself came in 2018"
    assert (found.not_yet, found.perhaps) == (2018, False), "no place had one by 2012"


@pytest.mark.parametrize(
    ("department", "name", "day", "offices", "partly", "not_yet"),
    [
        ("dept:100000:市场监管", "国家市场监督管理总局", "2018-06-01", ["国家市场监督管理总局"], [], None),
        ("dept:510000:市场监管", "四川省市场监督管理局", "2015-06-01", ["四川省质量技术监督局", "四川省工商行政管理局"],
         ["四川省食品药品监督管理局", "四川省物价局", "四川省知识产权局"], 2018),
        ("dept:510700:发展改革", "绵阳市发展和改革委员会", "2015-06-01", ["绵阳市发展和改革委员会"],
         ["绵阳市物价局", "绵阳市粮食局"], None),
        ("dept:510700:医疗保障", "绵阳市医疗保障局", "2015-06-01",
         ["绵阳市人力资源和社会保障局", "绵阳市卫生和计划生育委员会", "绵阳市民政局", "绵阳市物价局"], [], 2018),
        ("dept:510700:应急管理", "绵阳市应急管理局", "2015-06-01", ["绵阳市安全生产监督管理局"],
         ["绵阳市民政局", "绵阳市国土资源局", "绵阳市水利局", "绵阳市林业局"], 2018),
        ("dept:510700:数据", "绵阳市数据局", "2010-06-01", ["绵阳市数据局"], [], 2014),
    ],
)  # fmt: skip
def test_who_held_a_function_before_the_reform(
    department: str, name: str, day: str, offices: list[str], partly: list[str], not_yet: int | None
) -> None:
    found = standing(department, name, day, back=True)
    assert list(found.offices) == offices
    assert [each.office for each in found.partly] == partly
    assert found.not_yet == not_yet
    assert [each.office for each in found.main] == offices
    assert all(each.department_id.startswith(department.rpartition(":")[0]) for each in found.holders)


def test_single_duties_that_went_elsewhere_are_told_apart() -> None:
    """人社局 stands on after 2018; what went to 医保局 is told, and makes no other duty doubtful."""
    found = standing("dept:510700:人力资源社会保障", "绵阳市人力资源和社会保障局", "2020-01-01")
    assert (found.offices, found.succession, found.certain) == (("绵阳市人力资源和社会保障局",), (), True)
    assert [step.partition(" (")[0].partition(" → ")[2] for step in found.handed_over] == [
        "绵阳市医疗保障局",
        "绵阳市退役军人事务局",
    ]
    assert standing("dept:510700:人力资源社会保障", "绵阳市人社局", "2017-01-01").handed_over == ()
