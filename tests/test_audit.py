"""The audit: each kind of finding on a text of our own, and beside it what only looks like one."""

import pytest

from graph.analysis.audit.finding import KINDS, Finding
from graph.analysis.audit.run import audit
from graph.identity import title_key
from graph.project import project
from graph.reference import Reference
from ingest.pipeline import read_source
from tests.reading import source_text

HEAD = "松江市人民政府关于推进质量强市工作的意见\n松政发〔2014〕12号\n"
SIGNED = "\n松江市人民政府\n2014年3月5日\n"


def findings(reference: Reference, text: str, kind: str = "", head: str = HEAD) -> list[Finding]:
    reading = read_source(source_text(head + text + SIGNED), reference)
    found = audit(project(reading, reference), reading, reference)
    for one in found:
        assert one.kind in KINDS
        assert [reading.text[start:end] for start, end in one.places] == list(one.quotes)
    return [one for one in found if kind in ("", one.kind)]


def goals_and_tasks(goal: str, task: str, more: str = "") -> str:
    return f"一、工作目标\n(一)质量基础。{goal}\n二、主要任务\n(一)夯实基础。{task}\n{more}"


SAME_WORK = {
    "a prize": ("评选市长质量奖3家(市质监局牵头)。", "做好市长质量奖评审(市经信委牵头)。"),
    "a zone": ("创建省级农业标准化示范区2个(市农业局牵头)。", "抓好农业标准化示范区验收(市质监局牵头)。"),
    "a zone with a verb in its name": (
        "推进轴承产业质量提升示范区建设(市经信委牵头)。",
        "抓好轴承产业质量提升示范区验收(市质监局牵头)。",
    ),
    "a platform": ("建成质量投诉平台(市工商局牵头)。", "加强质量投诉平台运行管理(市质监局牵头)。"),
    "a sentence": (
        "探索建立产品质量安全责任追偿制度(市质监局牵头)。",
        "探索建立产品质量安全责任追偿制度(市财政局牵头)。",
    ),
    "a measure": (
        "生活性服务业顾客满意度达到80以上(市发改委牵头)。",
        "生活性服务业顾客满意度达到80以上(市商务局牵头)。",
    ),
    "a name in quotes": ("开展“质检利剑”行动(市工商局牵头)。", "推进“质检利剑”行动(市质监局牵头)。"),
    "the whole of a work": (
        "督促企业自查,推行企业首席质量官制度(市质监局牵头)。",
        "推行企业首席质量官制度(市经信委牵头)。",
    ),
    "what a phrase tells itself": (
        "完善激励。市长质量奖评审由市质监局牵头。",
        "狠抓落实。纳入考核。市长质量奖评审由市经信委牵头组织。",
    ),
    "what a heading is about": (
        "放心消费城市的创建由市商务局牵头。",
        "完善制度。培育商户。(市质监局牵头)。\n(二)创建放心消费城市。规范经营,畅通维权(市工商局牵头)。",
    ),
    "fields and an instrument": (
        "建立现代物流、旅游、养老等服务业标准体系(市发改委牵头)。",
        "做好物流、旅游等行业标准化工作(市质监局牵头)。",
    ),
}


@pytest.mark.parametrize("said", SAME_WORK)
def test_the_same_work_with_other_leads(reference: Reference, said: str) -> None:
    [found] = findings(reference, goals_and_tasks(*SAME_WORK[said]), "conflicting_lead")
    assert found.severity == "high"
    assert len([quote for quote in found.quotes if "牵头" in quote]) >= 2, "both phrases are shown"


OTHER_WORK = {
    "other zones": ("创建国家级有机产品示范区2个(市农业局牵头)。", "推进知名品牌示范区建设(市质监局牵头)。"),
    "other levels": ("建设国家级检测中心(市质监局牵头)。", "建设市级检测中心(市科技局牵头)。"),
    "works side by side": (
        "加强公路工程监管(市交通局负责),加强水利工程监管(市水利局负责)。",
        "推进采信(市质监局负责)。",
    ),
    "words of the field": ("强化质量安全监管能力(市质监局牵头)。", "提升食品安全监管能力(市食药监局牵头)。"),
    "a reward for the thing": ("评选市长质量奖3家(市质监局牵头)。", "对获得市长质量奖的企业奖励50万元(市财政局负责)。"),
    "money for the thing": (
        "评选市长质量奖3家(市质监局牵头)。",
        "安排专项资金,用于市长质量奖评选(市财政局负责)。",
    ),
    "a thing that is used": (
        "办好“质量月”活动(市委宣传部牵头)。",
        "利用“质量月”活动,推广先进方法(市经信委牵头)。",
    ),
    "a name that is part of a longer one": (
        "强化质量安全监管(市质监局牵头)。",
        "提高食品质量安全监管能力(市食药监局牵头)。",
    ),
    "other centres": (
        "建成农机产品质量监督检验中心(市农业局牵头)。",
        "建成薄板材料产品质量监督检验中心(市质监局牵头)。",
    ),
    "a part of the item": (
        "普查。",
        "抓好产品抽查。由市商务局牵头完成农贸市场升级改造。规范经营(市质监局牵头)。",
    ),
    "the same lead": ("评选市长质量奖3家(市质监局牵头)。", "做好市长质量奖评审(市质监局牵头)。"),
    "figures of other objects": (
        "生产性服务业顾客满意度达到85以上(市发改委牵头)。",
        "生活性服务业顾客满意度达到80以上(市商务局牵头)。",
    ),
}


@pytest.mark.parametrize("said", OTHER_WORK)
def test_what_only_looks_like_the_same_work(reference: Reference, said: str) -> None:
    assert findings(reference, goals_and_tasks(*OTHER_WORK[said]), "conflicting_lead") == []


def test_the_same_lead_with_other_helpers(reference: Reference) -> None:
    text = goals_and_tasks(
        "评选市长质量奖3家(市质监局牵头,市财政局配合)。", "做好市长质量奖评审(市质监局牵头,市人社局配合)。"
    )
    [found] = findings(reference, text, "conflicting_cooperator")
    assert "市财政局" in found.why
    assert found.severity == "low"


def test_a_section_of_the_goals_and_the_task_of_its_subject(reference: Reference) -> None:
    text = (
        "一、工作目标\n(一)计量。量值溯源覆盖率达到95%(市质监局负责)。\n"
        "二、主要任务\n(一)提升计量保障能力。规范商业计量行为(市质监局牵头,市商务局配合)。\n"
    )
    assert "计量" in findings(reference, text, "conflicting_cooperator")[0].why


def test_one_measure_with_two_values(reference: Reference) -> None:
    text = "一、工作目标\n到2020年,食品抽检合格率达到97%以上。\n二、主要任务\n(一)严格监管。2020年食品抽检合格率达到95%。\n"
    [found] = findings(reference, text, "conflicting_value")
    assert "97" in found.why
    assert len(found.quotes) == 2


@pytest.mark.parametrize(
    "text",
    [
        "到2018年食品抽检合格率达到95%,到2020年食品抽检合格率达到97%。",
        "2013年,食品抽检合格率为95%。到2020年,食品抽检合格率达到97%。",
        "到2020年,国家监督抽查合格率达到95%,省级监督抽查合格率达到97%。",
        "到2020年,四川省名牌产品20个,松江市名牌产品60个。",
    ],
)
def test_figures_that_do_not_contradict_each_other(reference: Reference, text: str) -> None:
    assert findings(reference, f"一、工作目标\n{text}\n", "conflicting_value") == []


def test_what_is_reached_each_year_is_no_total(reference: Reference) -> None:
    text = "一、工作目标\n到2015年,每年培训质量管理人员1000人次,累计培训质量管理人员5000人次。\n"
    assert findings(reference, text, "conflicting_value") == []


def test_the_second_year_of_a_sentence_is_compared_too(reference: Reference) -> None:
    text = (
        "一、工作目标\n食品抽检合格率2015年达到92%,2017年达到93%。\n二、主要任务\n"
        "(一)严格监管。2017年食品抽检合格率达到94%。\n"
    )
    assert "2017年" in findings(reference, text, "conflicting_value")[0].why


def test_a_share_that_its_figures_do_not_give(reference: Reference) -> None:
    text = (
        "一、工作目标\n到2020年,服务业增加值占地区生产总值比重达到41%。\n"
        "到2020年,服务业增加值达到190亿元,地区生产总值达到490亿元。\n"
    )
    [found] = findings(reference, text, "conflicting_value")
    assert "38.8%" in found.why


def test_a_target_below_what_is_reached(reference: Reference) -> None:
    text = "一、现状\n2013年,食品抽检合格率达到98%。\n二、工作目标\n到2020年,食品抽检合格率达到97%。\n"
    assert "低于现状" in findings(reference, text, "target_below_baseline")[0].why
    kept = "一、现状\n2013年,食品抽检合格率达到98%。\n二、工作目标\n到2020年,食品抽检合格率稳定在98%。\n"
    assert findings(reference, kept, "target_not_above_baseline") == []


def test_a_target_below_the_nations(reference: Reference) -> None:
    text = "一、工作目标\n到2015年,其他工程一次验收合格率达到97%以上。\n"
    assert "98%" in findings(reference, text, "target_below_national")[0].why
    assert findings(reference, text.replace("97%", "98%"), "target_below_national") == []
    assert findings(reference, text.replace("2015", "2014"), "target_below_national") == []


def test_one_document_under_two_numbers(reference: Reference) -> None:
    title = "《某省人民政府关于建设质量强省的意见》"
    text = f"根据{title}(川府发〔2014〕5号),制定本意见。\n一、主要任务\n(一)落实{title}(川府发〔2014〕35号)。\n"
    assert "川府发〔2014〕35号" in findings(reference, text, "conflicting_citation")[0].why
    other = text.replace("川府发〔2014〕35号", "川府发〔2014〕5号")
    assert findings(reference, other, "conflicting_citation") == []


def test_two_titles_that_differ_by_a_slip(reference: Reference) -> None:
    text = "一、主要任务\n(一)落实《松江市质量奖评审管理办法》。\n(二)根据《松江市质量奖评定管理办法》奖励企业。\n"
    assert len(findings(reference, text, "conflicting_citation")) == 1
    years = text.replace("评审管理", "2013年考核").replace("评定管理", "2014年考核")
    assert findings(reference, years, "conflicting_citation") == []


def test_one_thing_that_is_finished_at_two_times(reference: Reference) -> None:
    text = "一、主要任务\n(一)2015年底前建成市综合检验检测中心。\n(二)市综合检验检测中心2016年10月建成投用。\n"
    assert "2016 年 10 月" in findings(reference, text, "conflicting_year")[0].why
    stages = text.replace("检测中心。", "检测中心一期。").replace("检测中心2016", "检测中心二期2016")
    assert findings(reference, stages, "conflicting_year") == []


ANNEX = """
附件:任务分工表
序号\t任务\t牵头单位\t完成时限
1\t推行企业首席质量官制度\t市质监局\t2016年底前
2\t评选市长质量奖\t市质监局\t每两年
"""


def test_the_time_in_the_annex_is_not_that_of_the_text(reference: Reference) -> None:
    text = (
        "一、主要任务\n(一)落实责任。2015年底前推行企业首席质量官制度(市质监局牵头)。\n"
        "(二)评选市长质量奖(市质监局牵头)。\n"
    )
    [found] = findings(reference, text + ANNEX, "conflicting_year")
    assert "2015年底前" in found.why
    assert "2016年底前" in found.why
    assert findings(reference, text.replace("2015", "2016") + ANNEX, "conflicting_year") == []


def test_one_thing_that_recurs_in_two_ways(reference: Reference) -> None:
    text = "一、主要任务\n(一)市长质量奖每两年评选一次。\n(二)设立市长质量奖,每三年评选一次。\n"
    assert "每三年评选" in findings(reference, text, "conflicting_year")[0].why
    checked = text.replace("每三年评选一次", "每年对获奖企业开展复查")
    assert findings(reference, checked, "conflicting_year") == []


def test_a_measure_that_is_binding_here_and_expected_there(reference: Reference) -> None:
    text = (
        "一、工作目标\n2015年食品抽检合格率达到97%(约束性)。\n二、主要指标\n"
        "指标\t2015年\t属性\n食品抽检合格率(%)\t97\t预期性\n"
    )
    assert len(findings(reference, text, "conflicting_status")) == 1
    assert findings(reference, text.replace("预期性", "约束性"), "conflicting_status") == []


def test_a_thing_that_is_there_and_still_to_come(reference: Reference) -> None:
    text = (
        "一、现状\n市石材检验中心已于2013年9月通过省级资质认定。\n"
        "二、主要任务\n(一)抓紧筹建市石材检验中心,争取早日通过认定。\n"
    )
    [found] = findings(reference, text, "conflicting_status")
    assert len(found.quotes) == 2
    second = text.replace("抓紧筹建市石材检验中心", "抓紧筹建市石材检验中心二期")
    assert findings(reference, second, "conflicting_status") == []


def test_an_item_and_the_row_of_the_annex_on_its_subject(reference: Reference) -> None:
    text = "一、主要任务\n(一)开展质量对比。选定产品,查找差距(市经信委牵头)。\n"
    annex = (
        "附件:任务分工表\n序号\t任务\t牵头单位\t配合单位\n1\t开展铜材等产品的质量对比行动\t市质监局\t市经信委\n"
        "2\t培育名牌\t市质监局\t市工商局\n"
    )
    assert "质量对比" in findings(reference, text + annex, "conflicting_lead")[0].why


def test_a_phrase_that_waits_is_not_told_as_no_lead(reference: Reference) -> None:
    text = "一、主要任务\n(一)开展测评(市质监局牵头,市经信委、市奇怪协调处)。\n(二)普及知识。\n"
    [found] = findings(reference, text, "task_without_lead")
    assert found.quotes == ("普及知识",)


def test_a_period_that_was_over_and_a_number_of_a_year_to_come(reference: Reference) -> None:
    text = (
        "根据《质量振兴纲要(1996年-2010年)》(国发〔1996〕51号)和《某省质量意见》(某政发〔2019〕5号),制定本意见。\n"
        "一、主要任务\n(一)开展抽查。\n"
    )
    assert "2010" in findings(reference, text, "outdated_reference")[0].why
    assert "某政发〔2019〕5号" in findings(reference, text, "wrong_doc_number")[0].why


def test_old_and_new_offices_side_by_side(reference: Reference) -> None:
    text = "一、主要任务\n(一)开展抽查(市质监局牵头)。\n(二)培育品牌(市市场监管局牵头)。\n"
    head, signed = HEAD.replace("2014", "2019"), SIGNED.replace("2014", "2019")
    reading = read_source(source_text(head + text + signed), reference)
    found = audit(project(reading, reference), reading, reference)
    assert "并列" in next(one.why for one in found if one.kind == "department_anachronism")


def test_a_task_that_is_due_after_the_period(reference: Reference) -> None:
    head = HEAD.replace("关于推进质量强市工作的意见", "关于印发松江市质量发展规划(2014—2016年)的通知")
    text = "一、主要任务\n(一)甲事。2017年底前建成市检测中心(市质监局负责)。\n"
    assert "2016 年止" in findings(reference, text, "past_period", head)[0].why
    assert findings(reference, text.replace("2017", "2016"), "past_period", head) == []


def test_who_answers_and_how(reference: Reference) -> None:
    text = (
        "一、主要任务\n(一)打击假冒伪劣(市质监局、市工商局按职责分工负责)。\n"
        "(二)推进技术改造(市经信委、市科技局牵头)。\n(三)开展测评(市直有关部门负责)。\n(四)普及知识。\n"
    )
    kinds = {one.kind: one for one in findings(reference, text)}
    assert "市工商局" in "".join(kinds["shared_without_lead"].quotes)
    assert "市科技局" in "".join(kinds["joint_lead"].quotes)
    assert "有关部门" in "".join(kinds["vague_responsible_body"].quotes)
    assert "4 项任务中 2 项" in kinds["task_without_lead"].why


def test_an_office_of_another_time(reference: Reference) -> None:
    gone = "一、主要任务\n(一)开展抽查(市工商局负责)。\n"
    head = HEAD.replace("2014", "2021")
    reading = read_source(source_text(head + gone + SIGNED.replace("2014", "2021")), reference)
    found = audit(project(reading, reference), reading, reference)
    assert [one for one in found if one.kind == "department_anachronism"]
    assert findings(reference, gone, "department_anachronism") == []
    early = "一、主要任务\n(一)开展抽查(市市场监管局负责)。\n(二)办好节庆(市旅游局负责)。\n"
    assert findings(reference, early, "department_anachronism") == [], "places may be earlier than the nation"


def test_numbers_of_headings(reference: Reference) -> None:
    text = "一、主要任务\n(一)甲事。做好。\n(二)乙事。做好。\n(二)丙事。做好。\n(四)丁事。做好。\n"
    found = findings(reference, text, "numbering")
    assert [one.why.partition(":")[0] for one in found] == ["序号重复", "序号不连续"]


def test_a_sentence_that_stands_there_twice(reference: Reference) -> None:
    same = "加强执法协作,建立健全处置重大质量违法突发案件快速反应机制"
    text = f"一、主要任务\n(一)严格执法。{same}。\n(二)共治共享。要{same},形成合力。\n"
    [found] = findings(reference, text, "duplicate_text")
    assert found.quotes[0] == same


def test_the_parts_are_more_than_the_whole(reference: Reference) -> None:
    text = "一、现状\n名牌产品45个,其中工业产品30个、农产品20个。\n"
    assert "50" in findings(reference, text, "inconsistent_total")[0].why
    assert findings(reference, text.replace("农产品20个", "农产品10个"), "inconsistent_total") == []
    whole = "一、现状\n培育名牌产品共30个,包括工业产品12个、农产品15个。\n"
    assert "27" in findings(reference, whole, "inconsistent_total")[0].why
    summed = "一、现状\n名牌产品20个,其中工业产品8个、农产品10个,共计20个。\n"
    assert findings(reference, summed, "inconsistent_total") == []


def test_a_milestone_before_the_document(reference: Reference) -> None:
    text = "一、主要任务\n(一)甲事。2013年底前建成市检测中心(市质监局负责)。\n"
    assert findings(reference, text, "past_period")
    assert findings(reference, text.replace("2013", "2015"), "past_period") == []


def test_a_head_without_number(reference: Reference) -> None:
    text = "一、主要任务\n(一)甲事。做好。\n"
    title = HEAD.splitlines()[0] + "\n"
    assert "文号" in findings(reference, text, "missing_metadata", head=title)[0].why
    assert findings(reference, text, "missing_metadata") == []


def test_a_draft_is_checked_against_known_numbers_and_bodies(reference: Reference) -> None:
    title = "某省人民政府关于建设质量强省的意见"
    text = f"{HEAD}根据《{title}》(川府发〔2014〕35号)。\n一、主要任务\n(一)开展抽查(市质检督查局负责)。\n"
    reading = read_source(source_text(text), reference)
    numbers = {title_key(title, "", None, reference): "川府发〔2014〕5号"}
    found = audit(project(reading, reference), reading, reference, numbers, {})
    kinds = {one.kind: one for one in found}
    assert "应为 川府发〔2014〕5号" in kinds["wrong_doc_number"].why
    assert "市质检督查局" in kinds["unknown_body"].why


def test_a_finding_keeps_its_id_while_the_words_are_the_same(reference: Reference) -> None:
    text = "一、主要任务\n(一)甲事。2013年底前建成市检测中心(市质监局负责)。\n"
    [one] = findings(reference, text, "past_period")
    [moved] = findings(reference, "前言。\n" + text, "past_period")
    assert one.places != moved.places
    assert one.id_in("doc:1") == moved.id_in("doc:1") != one.id_in("doc:2")
