"""The reforms as reference data: whole, part or in some places; what is not sure ends no office."""

from itertools import pairwise

import pytest

from graph.decisions.standing import standing
from graph.departments import Succession
from graph.errors import ReferenceDataError
from graph.reference import Reference
from graph.regions import LEVELS
from graph.succession import with_successors

KNOWN = [  # at a level: who took over, and whether it was the whole
    ("质量技术监督", "prefecture", 2018, {"市场监管"}, True),
    ("工商", "county", 2018, {"市场监管"}, True),
    ("食品药品监管", "county", 2018, {"市场监管"}, True),
    ("食品药品监管", "province", 2018, {"市场监管", "药品监管"}, False),
    ("质量监督检验检疫", "country", 2018, {"市场监管", "海关"}, False),
    ("卫生", "prefecture", 2013, {"卫生计生"}, True),
    ("人口计生", "prefecture", 2013, {"卫生计生"}, True),
    ("卫生计生", "province", 2018, {"卫生健康"}, True),
    ("经济和信息化", "prefecture", 2018, {"工业和信息化"}, False),
    ("经济贸易", "county", 2008, {"经济和信息化", "工业和信息化"}, False),
    ("知识产权", "prefecture", 2018, {"市场监管"}, False),
    ("农业", "province", 2018, {"农业农村"}, True),
    ("环境保护", "county", 2018, {"生态环境"}, True),
    ("国土资源", "county", 2018, {"自然资源"}, True),
    ("城乡规划", "county", 2018, {"自然资源"}, True),
    ("安全生产监管", "county", 2018, {"应急管理"}, True),
    ("林业", "country", 2018, {"林业和草原"}, True),
    ("林业", "prefecture", 2018, {"林业和草原"}, False),
    ("旅游", "prefecture", 2018, {"文化旅游", "文化广电旅游"}, False),
    ("物价", "prefecture", 2018, {"发展改革", "市场监管"}, False),
    ("法制", "prefecture", 2018, {"司法"}, True),
    ("地税", "prefecture", 2018, {"税务"}, True),
    ("检验检疫", "prefecture", 2018, {"海关"}, True),
    ("银行保险监管", "province", 2023, {"金融监管总局"}, True),
    ("新闻出版总署", "country", 2013, {"新闻出版广电"}, True),
    ("广播电影电视", "country", 2013, {"新闻出版广电"}, True),
    ("广播电影电视", "province", 2013, {"新闻出版广电"}, False),
    ("新闻出版广电", "country", 2018, {"宣传部", "广播电视"}, False),
    ("新闻出版广电", "county", 2018, {"宣传部", "文化广电旅游", "文化旅游"}, False),
    ("扶贫", "county", 2021, {"乡村振兴"}, True),
    ("乡村振兴", "county", 2023, {"农业农村"}, True),
]


@pytest.mark.parametrize(("former", "level", "year", "successors", "whole"), KNOWN)
def test_who_took_over(
    reference: Reference, former: str, level: str, year: int, successors: set[str], whole: bool
) -> None:
    rows = [row for row in reference.reforms if row.former == former and row.holds_at(level)]
    assert {row.successor for row in rows} == successors
    assert {row.year for row in rows} == {year}
    assert all((row.extent == "whole") is whole for row in rows)


@pytest.mark.parametrize(
    ("successor", "level", "formers"),
    [
        ("医疗保障", "prefecture", {"人力资源社会保障", "卫生计生", "民政", "物价"}),
        ("医疗保障", "country", {"人力资源社会保障", "卫生计生", "民政", "发展改革"}),
        ("退役军人", "county", {"民政", "人力资源社会保障"}),
        ("应急管理", "province", {"民政", "国土资源", "水利", "林业"}),
        ("自然资源", "county", {"住房城乡建设"}),
        ("市场监管", "country", {"发展改革", "商务"}),
    ],
)
def test_who_handed_over_some_duties(reference: Reference, successor: str, level: str, formers: set[str]) -> None:
    rows = [row for row in reference.handovers if row.successor == successor and row.holds_at(level)]
    assert {row.former for row in rows} == formers
    assert {(row.year, row.ends) for row in rows} == {(2018, False)}
    assert not {(row.former, row.successor) for row in rows} & {
        (row.former, row.successor) for row in reference.reforms
    }


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("新闻出版广电局", "新闻出版广电"),
        ("国家新闻出版广电总局", "新闻出版广电"),
        ("新闻出版广电总局", "新闻出版广电"),
        ("广播电影电视局", "广播电影电视"),
        ("国家广播电影电视总局", "广播电影电视"),
        ("新闻出版总署", "新闻出版总署"),
        ("新闻出版局", "新闻出版"),
        ("国家版权局", "新闻出版"),
        ("广电局", "广播电视"),
        ("广电总局", "广播电视"),
        ("文广新局", "文化广电"),
    ],
)
def test_whose_names_those_of_press_and_broadcasting_are(reference: Reference, name: str, function: str) -> None:
    found = reference.departments.match(name)
    assert found is not None
    assert found.function == function


def test_the_whole_goes_to_one_office_and_each_row_is_told_once(reference: Reference) -> None:
    for level in LEVELS:
        rows = [row for row in reference.reforms if row.holds_at(level)]
        assert len({(row.former, row.successor) for row in rows}) == len(rows), level
        whole = [row.former for row in rows if row.extent == "whole"]
        assert all([row.former for row in rows].count(former) == 1 for former in whole), level


def test_an_office_has_ceased_when_its_whole_function_went_on(reference: Reference) -> None:
    """What is said to have ended outside the centre bears no name that still stands there."""
    functions = {each.function: each for each in reference.departments}
    for row in reference.succession:
        assert functions[row.former].valid_to is not None, row
        assert (functions[row.successor].valid_from or 0) <= row.year, row


@pytest.mark.parametrize("living", ["药品监管", "监察", "经济和信息化", "知识产权", "林业", "农办"])
def test_an_office_that_still_stands_is_not_told_to_have_ended(reference: Reference, living: str) -> None:
    assert living not in {row.former for row in reference.succession}
    assert f"绵阳市{living}局" in standing(f"dept:510700:{living}", f"绵阳市{living}局", "2024-01-01").offices


def test_reforms_run_forwards_and_end(reference: Reference) -> None:
    def lines(row: Succession, seen: tuple[Succession, ...] = ()) -> list[tuple[Succession, ...]]:
        assert row not in seen, "a circle"
        further = [each for each in reference.reforms if each.former == row.successor]
        return [(*seen, row), *(line for each in further for line in lines(each, (*seen, row)))]

    for line in (line for row in reference.reforms for line in lines(row)):
        assert all(one.year <= other.year for one, other in pairwise(line)), line


@pytest.mark.parametrize(
    "line",
    [
        "质量技术监督,没有这个,2018,whole,,方案",
        "质量技术监督,市场监管,,whole,,方案",
        "质量技术监督,市场监管,2018,all,,方案",
        "质量技术监督,市场监管,2018,whole,village,方案",
        "质量技术监督,市场监管,2018,方案",
    ],
)
def test_a_wrong_row_names_its_line(monkeypatch: pytest.MonkeyPatch, reference: Reference, line: str) -> None:
    from graph import departments, seedfiles

    class Made:
        def read_text(self, encoding: str) -> str:
            return f"from,to,year,extent,levels,source\n{line}\n"

    monkeypatch.setattr(seedfiles, "_seed", lambda name: Made())
    with pytest.raises(ReferenceDataError, match=r"succession\.csv:2: "):
        departments.load_succession(reference.departments)


def test_a_part_without_offices_stays_as_it_is(reference: Reference) -> None:
    from graph.model import Part

    part = Part("doc:1", (), ())
    assert with_successors(part, reference) == part
