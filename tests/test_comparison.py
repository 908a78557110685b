"""Comparison: each local figure beside the national one, verdict by figure and by year."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.comparison import ComparisonRow, compare
from graph.analysis.direction import is_burden
from graph.answers.compared import beside as beside_words
from graph.answers.compared import readable
from graph.errors import ParameterError
from graph.exports.quotes import shown_quote
from graph.exports.table import label_of
from graph.reference import Reference
from graph.rows import TargetRow


def figure(level: str, value: float | None, comparator: str = ">=", **told: Any) -> TargetRow:
    known: dict[str, Any] = dict.fromkeys(field.name for field in fields(TargetRow) if field.init)
    known |= {"target_id": "t1", "target": "合格率", "indicator_id": "i1", "indicator": "产品质量合格率", "unit": "%"}
    known |= {"document_id": f"doc:{level}", "document": level, "year": 2015, "status": "target", "quote": "说了"}
    return TargetRow(**known | {"region_level": level, "value": value, "comparator": comparator} | told)


def compared(local: TargetRow, *national: TargetRow, words: tuple[str, ...] = ()) -> ComparisonRow:
    [row] = compare([local, *national], words)
    return row


@pytest.mark.parametrize(
    ("value", "comparator", "verdict"),
    [(93, ">=", "above"), (90, "=", "equal"), (90, ">", "equal"), (88.5, ">=", "below"), (90.0, ">=", "equal")],
)
def test_the_figures_decide_where_the_years_agree(value: float, comparator: str, verdict: str) -> None:
    row = compared(figure("prefecture", value, comparator), figure("country", 90))
    assert (row.verdict, row.value_verdict, row.near) == (verdict, verdict, False)
    assert (row.national_value, row.national_year, row.national_indicator) == (90, 2015, "产品质量合格率")
    assert row.quote == row.national_quote == "说了"


def test_other_years_say_so_and_compare_the_bare_figures() -> None:
    row = compared(figure("county", 95, year=2020), figure("country", 90))
    assert (row.verdict, row.value_verdict) == ("different_year", "above")


def test_no_counterpart_without_the_indicator_the_unit_or_a_figure() -> None:
    for local in (
        figure("county", 95, indicator_id="i2"),
        figure("county", 95, unit="家"),
        figure("county", None, value_text="全覆盖"),
        figure("county", 95, indicator_id=None),
    ):
        row = compared(local, figure("country", 90))
        assert (row.verdict, row.value_verdict, row.national_value) == ("no_counterpart", None, None)


def test_points_of_a_hundred_are_percent() -> None:
    assert compared(figure("county", 95, unit="分"), figure("country", 90)).verdict == "above"


def test_less_is_better_by_the_sign_or_by_the_measure(reference: Reference) -> None:
    words = reference.words["lower_is_better"]
    assert compared(figure("county", 3, "<="), figure("country", 5, "<=")).verdict == "above"
    complaints = {"indicator": "居民住房质量投诉率", "indicator_id": "i3"}
    row = compared(figure("county", 6, "=", **complaints), figure("country", 5, "=", **complaints), words=words)
    assert (row.verdict, row.better) == ("below", "lower")
    [alone] = compare([figure("county", 6, "=", **complaints)], words)
    assert (alone.verdict, alone.better) == ("no_counterpart", "lower"), "told without a counterpart too"
    assert compared(figure("county", 93), figure("country", 90)).better is None


def test_the_words_of_a_verdict_hold_whichever_way_the_measure_runs() -> None:
    """不合格率 5% against 3% is not 低于: what is compared is which one is better."""
    failures = {"indicator": "产品不合格率", "indicator_id": "i4"}
    row = compared(figure("prefecture", 5, "<=", **failures), figure("country", 3, "<=", **failures))
    assert row.verdict == "below"
    for column in ("verdict", "value_verdict"):
        told = [label_of(f"{column}={verdict}") for verdict in ("above", "equal", "below")]
        assert told == ["优于上级", "与上级相同", "不及上级"]
    assert label_of(f"better={row.better}") == "越低越好"
    shown = beside_words(row)
    assert (shown.local, shown.national, shown.better) == ("≤5 % (2015)", "≤3 % (2015)", "lower")


def test_both_quotes_are_told_and_a_row_of_reference_data_in_words(reference: Reference) -> None:
    """Each figure of the outlines reads as a sentence; in the row itself the quote stays as it is written."""
    written = [
        line.strip().removeprefix("- ")
        for place in Path("seeds/outlines").glob("*.yaml")
        for line in place.read_text("utf-8").splitlines()
        if line.strip().startswith("- {indicator:")
    ]
    assert written
    assert all(str(shown_quote(line)).endswith("年),引自参考数据") for line in written)
    row = compared(figure("county", 93), figure("country", 90, quote=written[0], document="质量发展纲要(2011-2020年)"))
    told = "《质量发展纲要(2011-2020年)》:农业标准化生产普及率 >30%(2015年),引自参考数据"
    assert row.national_quote == written[0]
    assert beside_words(row).national_quote == readable(row).national_quote == told
    assert (beside_words(row).quote, readable(row).quote) == ("说了", "说了")
    assert [shown_quote(words) for words in (None, "{甲}", "合格率达到90%")] == [None, "{甲}", "合格率达到90%"]


def test_the_nearest_year_counts() -> None:
    row = compared(
        figure("county", 95, year=2018),
        figure("country", 90, year=2015, target_id="a"),
        figure("country", 96, year=2019, target_id="b"),
    )
    assert row.national_year == 2019


def test_figures_of_the_past_and_national_ones_get_no_row() -> None:
    assert compare([figure("county", 80, status="observation"), figure("country", 90)]) == []


def test_rows_come_in_the_order_of_the_text_whatever_the_order_of_the_query() -> None:
    rows = [figure("county", value, target_id=f"t{value}", start_char=value) for value in (30, 10, 20)]
    assert [row.value for row in compare(rows)] == [row.value for row in compare(rows[::-1])] == [10, 20, 30]


@pytest.mark.parametrize(
    ("name", "burden"),
    [
        ("居民住房质量投诉率", True),
        ("万台特种设备死亡率", True),
        ("单位产值能耗", True),
        ("单位产值能耗水平", True),
        ("能耗年均增长", True),
        ("PM2.5浓度(年均值)", True),
        ("单位产值能耗下降率", False),
        ("质量投诉率降幅", False),
        ("能耗限额达标率", False),
        ("排放量削减比例", False),
        ("投诉办结率", False),
        ("产品质量合格率", False),
    ],
)
def test_of_which_measures_less_is_better(reference: Reference, name: str, burden: bool) -> None:
    assert is_burden(name, reference.words["lower_is_better"]) is burden


CHECKS = {"indicator": "产品质量国家监督抽查合格率", "indicator_id": "i1"}
PROVINCIAL = {"indicator": "产品质量省级监督抽查合格率", "indicator_id": "i2"}


def beside(local: TargetRow, *upstream: TargetRow, reference: Reference, level: str = "country") -> ComparisonRow:
    [row] = compare([local, *upstream], reference.words["lower_is_better"], reference, level)
    return row


def test_a_near_measure_is_compared_and_says_so(reference: Reference) -> None:
    row = beside(figure("county", 92, **PROVINCIAL), figure("country", 90, **CHECKS), reference=reference)
    assert (row.verdict, row.near, row.method, row.score) == ("above", True, "near:level", 0.9)
    assert row.reason == "检查层级不同(省 / 国家)"
    assert (row.indicator, row.national_indicator) == (PROVINCIAL["indicator"], CHECKS["indicator"])
    without = compare([figure("county", 92, **PROVINCIAL), figure("country", 90, **CHECKS)])
    assert [one.verdict for one in without] == ["no_counterpart"], "only with the reference"


def test_the_same_measure_in_other_words_is_not_near(reference: Reference) -> None:
    local = figure("county", 90, indicator="国家监督抽检产品质量合格率", indicator_id="i3")
    row = beside(local, figure("country", 90, **CHECKS), reference=reference)
    assert (row.verdict, row.near, row.method) == ("equal", False, "wording")


def test_the_same_indicator_goes_before_a_near_one(reference: Reference) -> None:
    national = (figure("country", 90, **CHECKS), figure("country", 94, **PROVINCIAL, target_id="t2"))
    row = beside(figure("county", 92, **PROVINCIAL), *national, reference=reference)
    assert (row.national_value, row.near, row.method, row.score) == (94, False, "indicator", 1.0)


def test_what_is_near_to_two_measures_names_them_and_has_no_counterpart(reference: Reference) -> None:
    national = [
        figure("country", value, indicator=f"{kind}服务业顾客满意度", indicator_id=kind, target_id=kind)
        for kind, value in (("生产性", 85), ("生活性", 80))
    ]
    row = beside(figure("county", 90, indicator="服务业顾客满意度", indicator_id="i"), *national, reference=reference)
    assert (row.verdict, row.national_value, row.near) == ("no_counterpart", None, False)
    assert row.reason == "生产性服务业顾客满意度、生活性服务业顾客满意度?"


@pytest.mark.parametrize(
    ("value", "unit", "name", "other", "verdict"),
    [
        (2, "万户", "获证企业", "家", "above"),
        (1.5, "万家", "获证企业", "户", "equal"),
        (95, "‰", "抽检合格率", "%", "below"),
        (2, "个百分点", "抽检合格率", "%", "no_counterpart"),
        (2, "个百分点", "抽检合格率提高", "%", "below"),
    ],
)
def test_units_are_brought_together(value: float, unit: str, name: str, other: str, verdict: str) -> None:
    told = {"indicator": name, "indicator_id": "i"}
    national = figure("country", 15000 if other in "家户" else 90, unit=other, **told)
    assert compared(figure("county", value, unit=unit, **told), national).verdict == verdict


@pytest.mark.parametrize(
    ("level", "region", "value"),
    [
        ("country", "region:510781", 90),
        ("province", "region:510781", 92),
        ("province", "region:510700", 92),
        ("prefecture", "region:510781", 93),
        ("province", "region:152900", None),  # of another province
        ("province", "region:~1234", None),  # of a place that is not in the table
        ("province", None, None),
    ],
)
def test_the_upstream_place_is_the_one_above(
    reference: Reference, level: str, region: str | None, value: float | None
) -> None:
    upstream = (
        figure("country", 90, region_id="region:100000", target_id="a"),
        figure("province", 92, region_id="region:510000", target_id="b"),
        figure("prefecture", 93, region_id="region:510700", target_id="c"),
    )
    local = figure("prefecture" if region == "region:510700" else "county", 95, region_id=region, target_id="d")
    rows = compare([*upstream, local], (), reference, level)
    assert [row.national_value for row in rows if row.value == 95] == [value]
    assert all(row.region_id != "region:510000" for row in rows) or level == "country"


def test_nothing_is_compared_with_the_figures_of_counties() -> None:
    with pytest.raises(ParameterError, match="country, province, prefecture"):
        compare([], (), None, "county")


def test_a_document_of_an_unknown_place_stands_below_those_that_it_derives_from(reference: Reference) -> None:
    upstream = [
        figure("province", 92, region_id="region:510000", document_id="doc:sichuan", target_id="a"),
        figure("province", 97, region_id="region:150000", document_id="doc:inner", target_id="b"),
    ]
    local = figure("county", 95, region_id=None, region_level=None, document_id="doc:x")
    for derived, value in (
        ({"doc:x": ["doc:sichuan", "doc:gone"]}, 92),
        ({"doc:x": ["doc:sichuan", "doc:inner"]}, None),  # of two provinces
        ({"doc:y": ["doc:sichuan"]}, None),
    ):
        rows = compare([*upstream, local], (), reference, "province", derived)
        assert [row.national_value for row in rows] == [value]


@pytest.mark.parametrize(
    ("name", "unit", "total"),
    [
        ("驰名商标", "件", True),
        ("持证检验人员", "名", True),
        ("质量工作经费", "万元", True),
        ("居民人均可支配收入", "元", False),
        ("每万家企业获证数", "家", False),
        ("抽检合格率", "%", False),
    ],
)
def test_a_total_of_a_place_is_a_part_of_the_upstream_one(name: str, unit: str, total: bool) -> None:
    told = {"indicator": name, "unit": unit}
    row = compared(figure("county", 6, **told), figure("country", 120, **told))
    assert (row.verdict, row.near) == ("below", False)
    assert (row.reason == "总量:本地是上级的一部分") is total
