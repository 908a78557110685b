"""Duty phrases: one case for each drafting convention, on sentences of our own."""

import pytest

from graph.model import Statement
from graph.reference import load_reference
from ingest.document import Findings
from ingest.relations import responsibility
from tests.reading import parsed

HEAD = "某市质量提升行动方案\n一、主要任务\n(一)提升产品质量。"


def duties(text: str, head: str = HEAD) -> list[str]:
    return told(found(text, head))


def found(text: str, head: str = HEAD) -> Findings:
    return responsibility.extract(parsed(head + text), load_reference())


def told(findings: Findings) -> list[str]:
    """L name (mode), C name (mode), W reason, in order."""
    rows = [line(one) for one in findings.statements if one.relation in ("LEADS", "COOPERATES")]
    return rows + [f"W {one.why.partition(':')[0]}" for one in findings.report().waiting]


def line(one: Statement) -> str:
    scope = f" [{one.attributes['scope']}]" if "scope" in one.attributes else ""
    opened = " …" if one.attributes.get("open_list") else ""
    return f"{one.relation[0]} {one.subject.name} {one.attributes['mode']}{scope}{opened}"


@pytest.mark.parametrize(
    "when",
    [
        "十二五末完成",
        "“十四五”末完成",
        "每年完成",
        "每年",
        "每年12月底前完成",
        "每季度末报送",
        "每半年开展一次",
        "2021-2023年",
        "明年3月底前完成",
        "即日起实施",
        "自印发之日起实施",
        "2012年6月底前启动,2013年底前完成",
    ],
)
def test_a_time_behind_the_bodies_takes_no_duty_away(when: str) -> None:
    expected = ["L 市经信局 lead", "C 市科技局 cooperate"]
    assert duties(f"推进技改(市经信局牵头,市科技局配合,{when})。") == expected


ROLES = [
    ("开展抽查(市市场监管局负责)。", ["L 市市场监管局 sole"]),
    ("开展抽查。(市市场监管局负责)", ["L 市市场监管局 sole"]),
    ("开展抽查(由市市场监管局负责落实)。", ["L 市市场监管局 sole"]),
    ("开展抽查。(责任单位:市市场监管局。)", ["L 市市场监管局 sole"]),
    (
        "推进技改(市经信局牵头,市科技局、市财政局配合)。",
        ["L 市经信局 lead", "C 市科技局 cooperate", "C 市财政局 cooperate"],
    ),
    (
        "推进技改(市经信局牵头,市科技局、财政局参与)。",
        ["L 市经信局 lead", "C 市科技局 cooperate", "C 市财政局 cooperate"],
    ),
    (
        "推进技改(市经信局牵头,市科技局、市财政局按职责分工负责)。",
        ["L 市经信局 lead", "C 市科技局 shared", "C 市财政局 shared"],
    ),
    (
        "推进技改(市经信局牵头,市科技局、市财政局等分工负责)。",
        ["L 市经信局 lead", "C 市科技局 shared …", "C 市财政局 shared …"],
    ),
    ("推进技改(市经信局、市科技局按职责分工负责)。", ["L 市经信局 shared", "L 市科技局 shared"]),
    ("推进技改(市经信局、市科技局按各自职责分工负责)。", ["L 市经信局 shared", "L 市科技局 shared"]),
    ("推进技改(市经信局、市科技局负责)。", ["L 市经信局 shared", "L 市科技局 shared"]),
    ("推进技改(市经信局、市科技局共同牵头)。", ["L 市经信局 lead", "L 市科技局 lead"]),
    ("推进技改(市经信局、市科技局分别牵头)。", ["L 市经信局 lead", "L 市科技局 lead"]),
    ("推进技改(市经信局牵头)。", ["L 市经信局 lead"]),
    ("推进技改(市经信局会同市科技局组织实施)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(由市经信局会同市科技局负责)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局会同有关部门负责)。", ["L 市经信局 lead"]),
    ("推进技改(责任单位:市经信局、市科技局)。", ["L 市经信局 shared", "L 市科技局 shared"]),
    (
        "推进技改(牵头单位:市经信局;配合单位:市科技局、市财政局)。",
        ["L 市经信局 lead", "C 市科技局 cooperate", "C 市财政局 cooperate"],
    ),
    ("推进技改(主办:市经信局;协办:市科技局)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局主办,市科技局协办)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局负责牵头,市科技局协作)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局牵头,市科技局协同)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局牵头,市科技局配合落实)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局牵头会同市科技局落实)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局牵头,市科技局指导)。", ["L 市经信局 lead", "C 市科技局 support"]),
    ("推进技改(市经信局承担,市科技局支持)。", ["L 市经信局 sole", "C 市科技局 support"]),
    ("推进技改(市经信局、市科技局牵头)。", ["L 市经信局 lead", "L 市科技局 lead"]),
    ("推进技改(市经信局(牵头)、市科技局(配合))。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局(牵头单位)、市科技局(参与单位))。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局(配合)、市科技局(配合))。", ["C 市经信局 cooperate", "C 市科技局 cooperate"]),
    ("推进技改(责任单位:市经信局、市科技局(配合))。", ["C 市科技局 cooperate", "L 市经信局 sole"]),
    ("推进技改(市经信局、市科技局(配合))。", ["W a list without a role behind the last verb"]),
    ("推进技改(牵头单位:市经信局)。", ["L 市经信局 lead"]),
    (
        "推进技改。〔责任单位:市经信局、市科技局,各县(市)区人民政府〕",
        ["L 市经信局 shared", "L 市科技局 shared", "C 各县(市)区人民政府 implement"],
    ),
    (
        "推进技改(质检总局、教育部。列第一位者为牵头部门,下同)。推进监管。(商务部、公安部)",
        ["L 质检总局 lead", "C 教育部 shared", "L 商务部 lead", "C 公安部 shared"],
    ),
    ("推进技改(参加单位:市经信局)。", ["C 市经信局 cooperate"]),
    ("推进技改(市经信局等单位负责)。", ["L 市经信局 sole …"]),
    ("推进技改(拟由市经信局负责)。", ["L 市经信局 sole"]),
    ("推进技改(以上由市经信局负责)。", ["L 市经信局 sole"]),
    ("推进技改(原市质监局负责)。", ["L 市质监局 sole"]),
    (
        "推进技改(市经信局、青岛海关、青岛银保监局负责)。",
        [f"L {name} shared" for name in ("市经信局", "青岛海关", "青岛银保监局")],
    ),
    ("推进技改(市科技局、有关协会、骨干企业负责)。", ["L 市科技局 sole …"]),
    ("推进技改(市经信局、市科技局参加)。", ["C 市经信局 cooperate", "C 市科技局 cooperate"]),
    ("推进技改(市经信局主管,市科技局协管)。", ["W bodies without a role that can be read"]),
    ("推进技改(市经信局;市科技局;市财政局)。", ["W bodies without a word on their role"]),
    ("推进技改(市经信局,市科技局,配合:市财政局)。", ["W what the verb speaks of is not clear"]),
    ("推进技改(市经信局牵头 市科技局、市财政局配合)。", ["W what the verb speaks of is not clear"]),
    ("推进技改(市经信局配合省经信厅牵头)。", ["W not known as a body"]),
    ("推进技改(不由市经信局负责)。", ["W what the verb speaks of is not clear"]),
    ("推进技改(市政府法制办会同市经贸委负责修订办法)。", ["L 市政府法制办 scoped [修订办法]", "C 市经贸委 cooperate"]),
    ("推进技改(第一责任单位:市经信局;协作单位:市科技局)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    (
        "推进技改(市经信局(工业方面)、市农业农村局(农业方面)牵头)。",
        ["L 市经信局 scoped [工业方面]", "L 市农业农村局 scoped [农业方面]"],
    ),
    ("推进技改(市经信局牵头,市财政局予以支持)。", ["L 市经信局 lead", "C 市财政局 support"]),
    (
        "推进技改(市经信局、市科技局按职责分工负责,各县(市、区)人民政府按职责分工负责)。",
        ["L 市经信局 shared", "L 市科技局 shared", "C 各县(市、区)人民政府 implement"],
    ),
    (
        "推进技改(市经信局牵头,各县(市、区)人民政府结合实际落实)。",
        ["L 市经信局 lead", "C 各县(市、区)人民政府 implement"],
    ),
    (
        "推进技改(市经信局牵头,市科技局配合,示范区工作由高新区管委会负责)。",
        ["L 市经信局 lead", "C 市科技局 cooperate", "L 高新区管委会 scoped [示范区工作]"],
    ),
    ("推进技改(责任单位:市经信局;完成时限:2025年底)。", ["L 市经信局 sole"]),
    ("推进技改(市经信局牵头,市科技局配合,2025年底前完成)。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("推进技改(市经信局负责,长期坚持)。", ["L 市经信局 sole"]),
    ("推进技改(牵头单位:市经信局;指导单位:市科技局)。", ["L 市经信局 lead", "C 市科技局 support"]),
    ("推进技改(市经信局、市科技局)。", ["W bodies without a word on their role"]),
    ("推进技改(国家标准委、国务院其他有关部门负责)。", ["L 国家标准委 sole …"]),
    (
        "市科技局要牵头做好立项工作,市财政局、市经信局予以配合。",
        ["L 市科技局 lead", "C 市财政局 cooperate", "C 市经信局 cooperate"],
    ),
    ("推进技改(市经信局牵头,市科技局、市财政局)。", ["W a list without a role behind the last verb"]),
    ("推进技改(市经信局牵头,老王和小李配合)。", ["L 市经信局 lead", "W not known as a body"]),
]


@pytest.mark.parametrize(("text", "expected"), ROLES, ids=lambda case: str(case)[:30])
def test_roles(text: str, expected: list[str]) -> None:
    assert duties(text) == expected


NAMES = [
    ("省科技厅、工业和信息化厅负责", ["省科技厅", "省工业和信息化厅"]),
    ("盟住建局、水务局负责", ["盟住建局", "盟水务局"]),
    ("省委宣传部、文化和旅游厅负责", ["省委宣传部", "省文化和旅游厅"]),
    ("市发展改革委、国家税务总局某市税务局负责", ["市发展改革委", "国家税务总局某市税务局"]),
    ("市发展改革、财政、科技等部门负责", ["市发展改革部门", "市财政部门", "市科技部门"]),
    ("市财政局、市科技局等负责", ["市财政局", "市科技局"]),
    ("市财政局、市科技局等有关部门负责", ["市财政局", "市科技局"]),
    ("市财政局及相关省级部门负责", ["市财政局"]),
    ("市财政局、各有关单位负责", ["市财政局"]),
    ("市财政局,各旗(区)政府(管委会)负责", ["市财政局", "各旗(区)政府(管委会)"]),
    ("市财政局、各区、县级市负责", ["市财政局", "各区、县级市"]),
    ("各区、县级市人民政府和市住建局负责", ["各区、县级市人民政府", "市住建局"]),
    ("县旅游局,各乡镇人民政府、街道办事处负责", ["县旅游局", "各乡镇人民政府、街道办事处"]),
    ("市政府办公室、市委编办、市委宣传部、全市各专班负责", ["市政府办公室", "市委编办", "市委宣传部", "全市各专班"]),
    ("市财政局、市质量改革领导小组办公室负责", ["市财政局", "市质量改革领导小组办公室"]),
    ("市财政局、质量改革领导小组负责", ["市财政局", "市质量改革领导小组"]),
    ("市水务集团、绍兴移动公司负责", ["市水务集团", "绍兴移动公司"]),
    ("各市、自治州人民政府负责", ["各市、自治州人民政府"]),
    ("剑川县、鹤庆县人民政府负责", ["剑川县人民政府", "鹤庆县人民政府"]),
    ("省发展领导小组各成员单位负责", ["省发展领导小组各成员单位"]),
    ("各市、县(市、区)人民政府负责", ["各市、县(市、区)人民政府"]),
    ("领导小组各成员单位负责", ["领导小组各成员单位"]),
    ("市市场监管局(知识产权局)负责", ["市市场监管局(知识产权局)"]),
    ("市教委(体育局)、市财政局负责", ["市教委(体育局)", "市财政局"]),
    ("省财政厅、省科技厅,省教育厅,各市政府负责", ["省财政厅", "省科技厅", "省教育厅", "各市政府"]),
    ("人民银行广东省分行、省财政厅负责", ["人民银行广东省分行", "省财政厅"]),
    ("市发展和改革委员会、市机关事务管理局负责", ["市发展和改革委员会", "市机关事务管理局"]),
    ("市人力资源和社会保障局和市财政局负责", ["市人力资源和社会保障局", "市财政局"]),
    ("市财政局、省电力公司、市质量协会负责", ["市财政局", "省电力公司", "市质量协会"]),
    ("税务总局、财政部、海关总署负责", ["税务总局", "财政部", "海关总署"]),
    ("地区财政局、民政局负责", ["地区财政局", "地区民政局"]),
    ("市财政局、各盟行政公署、市人民政府负责", ["市财政局", "各盟行政公署、市人民政府"]),
    ("区农业农村局、公积金中心,各镇街负责", ["区农业农村局", "区公积金中心", "各镇街"]),
    ("州投资促进、地方金融监督管理等部门负责", ["州投资促进部门", "州地方金融监督管理部门"]),
    ("州市场监督、财政等部门负责", ["州市场监督部门", "州财政部门"]),
    ("市财政局、政协办按职责分工负责", ["市财政局", "市政协办"]),
    ("市林业局等有关部门、市财政局负责", ["市林业局", "市财政局"]),
    ("市林业局、以工代赈管理局负责", ["市林业局", "市以工代赈管理局"]),
    ("中国人民银行和田地区分行、市财政局负责", ["中国人民银行和田地区分行", "市财政局"]),
    ("市应对气候变化局、市财政局负责", ["市应对气候变化局", "市财政局"]),
]


@pytest.mark.parametrize(("phrase", "names"), NAMES)
def test_names(phrase: str, names: list[str]) -> None:
    findings = found(f"推进工作({phrase})。")
    assert [one.subject.name for one in findings.statements if one.relation in ("LEADS", "COOPERATES")] == names


PLACES = [
    ("(一)提升产品质量。抓监管,促提升。(市市场监管局负责)\n", [("item", "提升产品质量")]),
    (
        "(一)提升产品质量。抓好监管(市市场监管局负责);推动技改(市经信局负责)。\n",
        [("measure", "抓好监管"), ("measure", "推动技改")],
    ),
    (
        "(一)提升产品质量\n抓好监管,强化抽查。(市市场监管局负责)\n推动技改,提升水平。(市经信局负责)\n",
        [("measure", "抓好监管"), ("measure", "推动技改")],
    ),
    ("(一)提升产品质量。抓好监管。\n责任单位:市市场监管局、市经信局\n", [("item", "提升产品质量")] * 2),
    ("(一)提升产品质量。抓好监管。\n牵头单位:市市场监管局\n配合单位:市经信局\n", [("item", "提升产品质量")] * 2),
    ("(一)提升产品质量。抓好监管。牵头单位:市市场监管局;配合单位:市经信局。\n", [("item", "提升产品质量")] * 2),
    ("(一)提升产品质量(市市场监管局负责)。抓好监管,强化抽查。\n", [("item", "提升产品质量")]),
    ("(一)提升产品质量。抓好监管。本项工作由市市场监管局牵头,市经信局参与。\n", [("item", "提升产品质量")] * 2),
    ("(一)提升产品质量。抓好监管。此项工作由市市场监管局负责。\n", [("item", "提升产品质量")]),
    ("(一)提升产品质量。市经信局要牵头做好技改工作。\n", [("measure", "市经信局要牵头做好技改工作")]),
    ("(一)提升产品质量。市商务局负责出口商品质量提升。\n", [("measure", "市商务局负责出口商品质量提升")]),
    ("(一)提升产品质量。抓好监管(市市场监\n管局负责)。\n", [("item", "提升产品质量")]),
    (
        "(一)提升产品质量。抓好监管(市市场监管局,配合:市财政局)。推动技改(市经信局负责)。\n",
        [("measure", "推动技改")],  # the phrase before waits, and ends the stretch all the same
    ),
    ("(一)提升产品质量。抓好监管〔市市场监管局负责〕。\n", [("item", "提升产品质量")]),
    (
        "1.对重点产品开展抽查,公布结果。(市市场监管局负责)\n2.对企业开展帮扶,提出建议。(市经信局负责)\n",
        [("item", "对重点产品开展抽查"), ("item", "对企业开展帮扶")],
    ),
]


@pytest.mark.parametrize(("text", "covered"), PLACES)
def test_what_a_phrase_covers(text: str, covered: list[tuple[str, str]]) -> None:
    findings = found(text, "某市质量提升行动方案\n一、主要任务\n")
    tasks = [one.object for one in findings.statements if one.relation in ("LEADS", "COOPERATES")]
    assert [(task.attributes["kind"], task.name) for task in tasks] == covered


def test_goals_yield_measures() -> None:
    findings = found(
        "产品抽查合格率达到93%以上(市市场监管局负责),工程验收合格率达到100%(市住建局负责)。",
        "某市方案\n一、发展目标\n(一)质量目标。",
    )
    leads = [one for one in findings.statements if one.relation == "LEADS"]
    assert [(one.subject.name, one.object.name) for one in leads] == [
        ("市市场监管局", "产品抽查合格率达到93%以上"),
        ("市住建局", "工程验收合格率达到100%"),
    ]
    assert all(one.object.attributes["path"] == ("一、发展目标", "(一)质量目标") for one in leads)


SENTENCES = [
    ("市旅游局和市公安局共同负责。", ["L 市旅游局 shared", "L 市公安局 shared"]),
    ("县旅游局、县公安局按职责分工负责。", ["L 县旅游局 shared", "L 县公安局 shared"]),
    ("市司法局要会同市质监局做好办法的修订工作。", ["L 市司法局 lead", "C 市质监局 cooperate"]),
    ("市科技局会同市财政局组织实施研发计划。", ["L 市科技局 lead", "C 市财政局 cooperate"]),
    ("责任单位为市经信局、市科技局。", ["L 市经信局 shared", "L 市科技局 shared"]),
    ("牵头单位为市经信局,配合单位为市科技局。", ["L 市经信局 lead", "C 市科技局 cooperate"]),
    ("此项工作由县旅游局负责,各有关乡(镇)人民政府配合。", ["L 县旅游局 sole", "C 各有关乡(镇)人民政府 cooperate"]),
    ("落实限额,由县安监局牵头、县质监局参与,每季度检查。", ["L 县安监局 lead", "C 县质监局 cooperate"]),
    ("市科技局牵头组织攻关,市财政局配合做好保障。", ["L 市科技局 lead", "C 市财政局 cooperate"]),
    ("按规定(财建〔2007371号)安排。(市财政局牵头,市经贸委参与)", ["L 市财政局 lead", "C 市经贸委 cooperate"]),
    ("抓好整改(2021年底前完成;市经信局牵头,市财政局配合)。", ["L 市经信局 lead", "C 市财政局 cooperate"]),
    ("抓好整改(市商务局、市财政局负责,市商务局牵头)。", ["L 市商务局 lead", "C 市财政局 shared"]),
    ("抓好整改。责任单位:市商务局(牵头)、市财政局。", ["L 市商务局 lead", "C 市财政局 shared"]),
    (
        "由县食药监局牵头,县卫计局参与,各乡镇人民政府具体落实。",
        ["L 县食药监局 lead", "C 县卫计局 cooperate", "C 各乡镇人民政府 implement"],
    ),
    ("抓好整改(县委宣传部、编办负责)。", ["L 县委宣传部 shared", "L 县编办 shared"]),
    (
        "抓好整改(市委宣传部牵头,市财政局、政协办配合落实)。",
        ["L 市委宣传部 lead", "C 市财政局 cooperate", "C 市政协办 cooperate"],
    ),
    ("此项工作由地区民政局负责。", ["L 地区民政局 sole"]),
    ("人民银行和田分行牵头,市财政局配合。", ["L 人民银行和田分行 lead", "C 市财政局 cooperate"]),
    ("抓好整改(市商务局会同市财政局、市教育局)。", ["L 市商务局 lead", "C 市财政局 cooperate", "C 市教育局 cooperate"]),
    ("抓好整改(市教育局、市科技局按职责分工牵头)。", ["L 市教育局 lead", "L 市科技局 lead"]),
    ("抓好整改(各县(市、区)党委和政府负责)。", ["L 各县(市、区)党委和政府 sole"]),
    ("抓好整改(市教育局.市科技局负责)。", ["L 市教育局 shared", "L 市科技局 shared"]),  # a page's sign for 、
    # what a page has lost of its brackets and signs
    (
        "抓好整改(市商务局牵头,市财政局配合。加强督查(市教育局负责)。",
        ["L 市商务局 lead", "C 市财政局 cooperate", "L 市教育局 sole"],
    ),
    (
        "抓好整改(市商务局牵头,市财政局参与;各区人民政府配合",
        ["L 市商务局 lead", "C 市财政局 cooperate", "C 各区人民政府 cooperate"],
    ),
    ("甲事(市水利局负责;乙事(市教育局负责)。", ["L 市水利局 sole", "L 市教育局 sole"]),
    ("由市质监局牵头,会同市财政局推动互认。", ["L 市质监局 lead", "C 市财政局 cooperate"]),
    (
        "抓好整改(牵头单位:市商务局;市财政局、教育局配合)。",
        ["L 市商务局 lead", "C 市财政局 cooperate", "C 市教育局 cooperate"],
    ),
    ("抓好整改(责任单位:市商务局,市财政局配合)。", ["L 市商务局 sole", "C 市财政局 cooperate"]),
    ("抓好整改(市商务局;配合单位:市财政局)。", ["L 市商务局 sole", "C 市财政局 cooperate"]),
    ("抓好整改(市商务局会同市财政局负责。2020年底前基本建成)。", ["L 市商务局 lead", "C 市财政局 cooperate"]),
    ("抓好整改市商务局牵头,市财政局、市教育局按职责分工负责)。", ["W a bracket without its other half"]),
    ("抓好整改(市信访办民间组织管理局、市教育局负责)。", ["W not known as a body"]),
    ("抓好整改(市商务局(线上方面、市财政局(线下方面)牵头)。", ["W not known as a body"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_and_forms_between(text: str, expected: list[str]) -> None:
    assert duties(text) == expected


def test_an_item_that_begins_with_its_subject() -> None:
    text = "某方案\n一、主要任务\n4.县交通局负责完善公路建设,县公路段负责绿化工作。\n5.县公安局负责巡查。\n"
    assert duties("", text) == ["L 县交通局 sole", "L 县公路段 sole", "L 县公安局 sole"]


PRECEDENCE = [
    "推进甲事(省经信厅、省科技厅等负责,列第一位者为牵头单位,下同)。\n(二)推进乙事。抓好落实(省商务厅、省财政厅负责)。",
    "推进甲事(责任单位:省经信厅、省科技厅。列第一位的为牵头单位,下同)。\n(二)推进乙事。抓好落实(责任单位:省商务厅、省财政厅)。",
    "推进甲事(省经信厅、省科技厅负责,排在第一位的部门为牵头部门,下同)。\n(二)推进乙事。抓好落实(省商务厅、省财政厅负责)。",
    "推进甲事(省经信厅、省科技厅按职责分工负责,排第一位的为牵头单位,下同)。\n(二)推进乙事。抓好落实(省商务厅、省财政厅按职责分工负责)。",
]


@pytest.mark.parametrize("text", PRECEDENCE)
def test_the_first_leads_from_where_the_rule_stands(text: str) -> None:
    told_ = [line.removesuffix(" …") for line in duties(text)]
    assert told_ == ["L 省经信厅 lead", "C 省科技厅 shared", "L 省商务厅 lead", "C 省财政厅 shared"]


def test_a_rule_that_is_not_understood_makes_shared_duties_wait() -> None:
    text = "推进甲事(省经信厅、省科技厅负责,首位单位牵总下同)。\n(二)推进乙事。抓好落实(省商务厅、省财政厅负责)。"
    assert [line[0] for line in duties(text)] == ["W", "W"]


def test_an_explicit_lead_overrides_the_rule() -> None:
    text = "推进甲事(省经信厅、省科技厅负责,列第一位的为牵头单位,下同)。\n(二)推进乙事。抓好落实(省商务厅、省财政厅牵头负责)。"
    assert duties(text)[2:] == ["L 省商务厅 lead", "L 省财政厅 lead"]


def test_a_rule_as_a_sentence_of_its_own() -> None:
    text = "推进甲事(省经信厅、省科技厅负责)。以下任务列第一位的为牵头单位。\n(二)推进乙事。抓好落实(省商务厅、省财政厅负责)。"
    assert duties(text) == ["L 省经信厅 shared", "L 省科技厅 shared", "L 省商务厅 lead", "C 省财政厅 shared"]


def test_brackets_of_bodies_alone_answer_where_other_brackets_say_so() -> None:
    said = "推进甲事(省经信厅负责)。\n(二)推进乙事。抓好落实(省商务厅负责)。\n(三)推进丙事(省教育厅负责)。\n"
    assert duties(said + "(四)推进丁事(省商务厅、省财政厅)。")[3:] == ["L 省商务厅 shared", "L 省财政厅 shared"]
    alone = "推进丁事(省商务厅、省财政厅)。\n(二)推进戊事(省教育厅、省科技厅)。\n(三)推进己事(省水利厅、省民政厅)。"
    assert duties(alone) == ["W bodies without a word on their role"] * 3


COVERS = [
    ("加强监管。其中,集贸市场整治由市质监局、市城管局按照职责分工负责。", ["集贸市场整治"] * 2),
    ("落实责任。市公安局牵头,市商务局参加,开展联合执法。", ["开展联合执法"] * 2),
    ("做好水土保持。瓮安河流域的综合治理,由市水利局具体负责。", ["瓮安河流域的综合治理"]),
    ("落实责任。市质监局要会同有关部门加强督促检查。", ["市质监局要会同有关部门加强督促检查"]),
    ("标准化评估由市质监局组织实施。烟叶质量由市烟草专卖局承担。", ["标准化评估", "烟叶质量"]),
]


@pytest.mark.parametrize(("text", "covered"), COVERS)
def test_what_a_sentence_covers(text: str, covered: list[str]) -> None:
    statements = found(text).statements
    assert [one.object.name for one in statements if one.relation in ("LEADS", "COOPERATES")] == covered


@pytest.mark.parametrize(
    "said",
    [
        "由市经信局牵头,市科技局配合,2015年6月底前完成。",
        "由市经信局牵头,市科技局配合。2015年6月底前完成。",
        "2015年底前完成,由市经信局牵头,市科技局配合。",
        "由市经信局牵头,市科技局配合,于2015年底前全面完成。",
        "由市经信局牵头,市科技局配合,力争年内完成。",
        "由市经信局牵头,市科技局配合,建设期限2014-2016年。",
        "市经信局牵头,市科技局配合,长期坚持。",
        "(市经信局牵头,市科技局配合)2015年底前完成。",
        "由市经信局牵头,市科技局配合,并于每年12月底前将进展情况报市政府。",
        "由市经信局牵头,市科技局配合,确保取得实效。",
        "本项工作由市经信局牵头,市科技局配合,每年开展一次。",
        "该项工作由市经信局牵头,并由市科技局配合。",
        "\n牵头单位:市经信局\n配合单位:市科技局\n完成时限:2015年6月底前",
    ],
)
def test_a_deadline_behind_the_bodies_is_no_task_of_its_own(said: str) -> None:
    findings = found("推进企业技改。" + said)
    duties = [one for one in findings.statements if one.relation in ("LEADS", "COOPERATES")]
    assert [one.subject.name for one in duties] == ["市经信局", "市科技局"]
    assert {one.object.name for one in duties} == {"提升产品质量"}
    assert not findings.report().waiting


def test_bodies_behind_a_purpose_wait() -> None:
    """What stands behind 确保… may be another who helps: nothing is cut off that names a role."""
    assert duties("推进企业技改。本项工作由市经信局牵头,确保工作落实,市科技局配合。")[0].startswith("W ")


def test_a_group_named_once_carries_out_all_that_follows() -> None:
    text = "推进甲事(省经信厅负责)。以下均需地方各级人民政府落实,不再列出。\n(二)推进乙事。抓好落实(省商务厅负责)。"
    assert duties(text) == ["L 省经信厅 sole", "L 省商务厅 sole", "C 地方各级人民政府 implement"]


@pytest.mark.parametrize("stop", ["。", ";"])
def test_a_rule_within_the_bracket_holds_from_there_on(stop: str) -> None:
    rule = f"(省经信厅负责{stop}以下各项任务均由各县(市、区)人民政府落实,不再逐一列出)"
    text = f"推进甲事{rule}。\n(二)推进乙事。抓好落实(省商务厅负责)。"
    group = "C 各县(市、区)人民政府 implement"
    assert duties(text) == ["L 省经信厅 sole", group, "L 省商务厅 sole", group]


NO_DUTY = [
    "各部门按职责分工抓好落实。",
    "领导小组下设办公室,办公室负责日常工作。",
    "国务院办公厅将会同有关方面统筹组织开展督查。",
    "副组长:市农机局、市公路局主要负责同志。",
    "以下各项任务均由各区、县级市人民政府落实,不再逐一列出。",
    "企业法定代表人对质量安全负首要责任,项目负责人终身负责。",
    "落实企业主体责任,明确第一责任人。",
    "领导小组由市长任组长,市市场监管局负责人任副组长。",
    "健全由市发展改革委、市财政局牵头的协调机制。",
    "规模以上(以下简称规上)企业全覆盖。",
    "各区县人民政府,市政府各部门:",
    "市经信局牵头完成了标准制定。",
    "市市场监管局会同有关部门研究制定办法。",
    "企业的首席质量官负责本企业的质量管理。",
    "据日报报道,市生态环境局牵头开展的活动吸引2万人。",
    "市商务局牵头制定的办法要落实。",
    "本办法由市市场监管局负责解释。",
]


@pytest.mark.parametrize("text", NO_DUTY)
def test_what_is_no_duty(text: str) -> None:
    findings = found(text)
    assert not [one for one in findings.statements if one.relation in ("LEADS", "COOPERATES")]


def test_the_account_holds() -> None:
    text = "".join(case[0] for case in ROLES) + "".join(NO_DUTY)
    report = found(text).report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    assert report.seen >= len(ROLES)


def test_quotes_read_back() -> None:
    document = parsed(HEAD + "推进 技改(市经信局 牵头,\n市科技局配合)。")
    for one in responsibility.extract(document, load_reference()).statements:
        for span in (one.evidence, one.subject.evidence, one.object.evidence):
            assert document.source.text[span.start_char : span.end_char] == span.quote
