"""Measures of two documents: the same in other words, near with its reasons, or another thing."""

import pytest

from graph.links.comparable import Alike, Counterparts, alike, comparable
from graph.links.measures import measure_of
from graph.reference import Reference

CHECKS = "产品质量国家监督抽查合格率"
FARM = "主要农产品质量安全抽检合格率"
LARGE, OTHER = "大中型工程项目一次验收合格率", "其他工程一次验收合格率"
PRODUCER, CONSUMER = "生产性服务业顾客满意度", "生活性服务业顾客满意度"
NATIONAL = (CHECKS, FARM, LARGE, OTHER, PRODUCER, CONSUMER, "农业标准化生产普及率")


@pytest.fixture(scope="module")
def counterparts(reference: Reference) -> Counterparts:
    return Counterparts(NATIONAL, reference)


def found(counterparts: Counterparts, name: str) -> Alike:
    [one] = counterparts.of(name)
    return one


@pytest.mark.parametrize(
    ("name", "upstream"),
    [
        ("国家监督抽检产品质量合格率", CHECKS),
        ("主要农产品质量安全例行监测合格率", FARM),
        ("主要农产品质量安全监测总体合格率", FARM),
        ("主要农牧产品质量抽样检测合格率", FARM),
        ("大中型建设工程项目一次性验收合格率", LARGE),
        ("大中型工程验收一次合格率", LARGE),
        ("一般性建设工程项目一次性验收合格率", OTHER),
        ("其他工程(项目)一次验收合格率", OTHER),
        ("生产性服务行业客户满意度", PRODUCER),
        ("生活服务业顾客满意度", CONSUMER),
        ("物流、金融等生产性服务业的顾客满意度", PRODUCER),
        ("生活性服务业顾客满意度得分", CONSUMER),
    ],
)
def test_the_same_measure_in_other_words(counterparts: Counterparts, name: str, upstream: str) -> None:
    one = found(counterparts, name)
    assert (one.upstream, one.score, one.method, one.near, one.reason) == (upstream, 1.0, "wording", False, "写法不同")


@pytest.mark.parametrize(
    ("name", "upstream", "method"),
    [
        # another level of inspection, or none said
        ("产品质量省级监督抽查合格率", CHECKS, "near:level"),
        ("产品质量监督抽查合格率", CHECKS, "near:level_unsaid"),
        ("产品质量省监督抽查合格率", CHECKS, "near:level"),
        ("产品质量国抽合格率", CHECKS, "near:procedure_unsaid"),
        ("主要农产品质量安全抽检合格率(省抽)", FARM, "near:level_unsaid"),
        # another procedure, or none said
        ("主要农产品质量监督抽查合格率", FARM, "near:procedure"),
        ("主要农产品质量安全合格率", FARM, "near:procedure_unsaid"),
        ("大中型工程项目竣工验收合格率", LARGE, "near:procedure"),
        ("其他工程竣工验收合格率", OTHER, "near:procedure"),
        # a narrower or wider object
        ("工业产品质量国家监督抽查合格率", CHECKS, "near:narrower"),
        ("日用消费品国家监督抽查合格率", CHECKS, "near:narrower"),
        ("农产品质量安全监测合格率", FARM, "near:loose"),
        ("蔬菜质量安全抽检合格率", FARM, "near:loose+narrower"),
        ("建设工程一次验收合格率", LARGE, "near:wider"),
        ("重点生活性服务业顾客满意度", CONSUMER, "near:narrower"),
        ("农业标准化普及率", "农业标准化生产普及率", "near:wider"),
        # who is asked
        ("生产性服务业满意度", PRODUCER, "near:asker_unsaid"),
        ("生活性服务业消费者满意度", CONSUMER, "near:asker"),
        # several at once
        ("装备制造业产品质量合格率", CHECKS, "near:narrower+procedure_unsaid+level_unsaid"),
        ("工程竣工验收合格率", LARGE, "near:wider+procedure"),
    ],
)
def test_near_measures_say_in_what_they_differ(
    counterparts: Counterparts, name: str, upstream: str, method: str
) -> None:
    one = found(counterparts, name)
    assert (one.upstream, one.method, one.near) == (upstream, method, True)
    assert 0.5 <= one.score < 1.0


@pytest.mark.parametrize(
    "name",
    [
        # another object
        "食品安全监督抽检合格率",
        "食品农产品抽检合格率",
        "食品相关产品国家监督抽查合格率",
        "药品抽检合格率",
        "出口产品质量监督抽查合格率",
        "农药监督抽查合格率",
        "特种设备监督抽查合格率",
        "公共服务质量满意度",
        "市民满意度",
        "规模养殖场抽检合格率",
        # another kind of result
        "产品质量国家监督抽查不合格率",
        "产品质量国家监督抽查覆盖率",
        "工程质量优良率",
        "生产性服务业标准化覆盖率",
        # neither object lies within the other
        "交通工程一次验收合格率",
        "住宅工程竣工验收合格率",
        # another kind of procedure
        "产品出厂检验合格率",
        "大中型工程监督抽查合格率",
        # nothing but counts
        "名牌产品",
        "国家级质检中心",
        "",
    ],
)
def test_other_things_have_no_counterpart(counterparts: Counterparts, name: str) -> None:
    assert counterparts.of(name) == ()


def test_one_figure_for_two_measures_stands_beside_neither(counterparts: Counterparts, reference: Reference) -> None:
    for name in ("服务业顾客满意度", "生产性和生活性服务业顾客满意度"):
        assert [one.upstream for one in counterparts.of(name)] == [PRODUCER, CONSUMER]
        assert list(comparable([name], NATIONAL, reference)) == []


def test_a_reason_shows_the_words_of_both_sides(reference: Reference) -> None:
    one = alike("工业产品质量省级监督抽查合格率", CHECKS, reference)
    assert one is not None
    assert one.reason == "对象更窄(工业 / —);检查层级不同(省 / 国家)"


def test_more_differences_score_less(reference: Reference) -> None:
    names = ("产品质量省级监督抽查合格率", "工业产品质量省级监督抽查合格率", "工业产品质量省级抽检合格率")
    scores = [one.score for name in names if (one := alike(name, CHECKS, reference))]
    assert len(scores) == 3
    assert scores == sorted(set(scores), reverse=True)


def test_pairs_come_sorted_once_and_without_what_both_sides_have(reference: Reference) -> None:
    local = ["市民满意度", "产品质量省级监督抽查合格率", CHECKS, "产品质量监督抽查合格率", "产品质量监督抽查合格率"]
    pairs = list(comparable(local, NATIONAL, reference))
    assert [(one.local, one.upstream) for one in pairs] == [
        ("产品质量监督抽查合格率", CHECKS),
        ("产品质量省级监督抽查合格率", CHECKS),
    ]
    assert pairs == list(comparable(reversed(local), reversed(NATIONAL), reference))


def test_a_measure_that_is_not_in_the_list_of_objects_is_compared_by_all_its_words(reference: Reference) -> None:
    one = alike("电梯困人救援检测合格率", "电梯困人救援省级检测合格率", reference)
    assert one is not None
    assert one.method == "near:level_unsaid"
    assert alike("电梯检测合格率", "电梯困人救援检测合格率", reference) is None


def test_a_level_of_something_else_than_a_check_is_part_of_the_object(reference: Reference) -> None:
    assert measure_of("国家基本目录覆盖率", reference).levels == frozenset()
    assert measure_of("产品质量国家监督抽查合格率", reference).levels == {"国家"}
