"""What is no plan though it speaks like one: no responsibilities, no targets, and the report says so."""

import pytest

from graph.model import Reading
from graph.reference import load_reference
from ingest.pipeline import read_source
from tests.reading import source_text

NEWS = """松原市市场监管局召开全市质量工作推进会
发布时间：2023-05-12 来源：市市场监管局
5月10日，全市质量工作推进会在市会议中心召开，副市长出席会议并讲话。
会议指出，过去一年，由市市场监管局牵头、市工信局配合的质量强企行动取得积极成效，新增中国驰名商标3件。
会议强调，到2025年全市制造业产品质量合格率要达到95%以上。此项工作由市市场监管局负责。
会议要求，市发展改革委、市财政局要密切配合。（记者 李某）"""
LAW = """湖北省产品质量监督管理条例
（2019年11月29日湖北省第十三届人民代表大会常务委员会第十二次会议通过）
第一章 总则
第一条 为了加强产品质量监督管理，根据《中华人民共和国产品质量法》，制定本条例。
第二条 省市场监督管理局负责组织全省产品质量监督抽查，省农业农村厅配合。
第三条 监督抽查合格率应当达到95%以上。（省市场监督管理局负责）
第四条 违反本条例规定的，处货值金额百分之五十以上三倍以下的罚款。"""
RULES = """华远机械有限公司质量管理制度
第一条 为加强公司产品质量管理，制定本制度。
第二条 质量部负责公司质量管理体系的运行，本公司各车间配合。（市质监局牵头）
第三条 产品一次交验合格率应达到98%以上。"""
REPORT = """2022年全市质量工作情况的报告
——2023年1月5日在市第八届人民代表大会常务委员会第十次会议上
松原市市场监督管理局局长 张某
一、工作开展情况
（一）加强监管。全年抽查产品1200批次，合格率达到94.2%以上。（市市场监管局负责）
二、下一步打算
（一）优化服务。建设一站式服务平台。（市市场监管局牵头，市财政局配合）"""
MINUTES = """松原市人民政府专题会议纪要
〔2021〕15号
2021年6月8日，副市长主持召开专题会议，研究质量提升有关工作。
会议议定，由市市场监管局牵头，会同市财政局研究提出资金安排意见；抽查合格率要达到96%以上。"""
PLAN = """松原市质量提升行动方案
一、主要任务
（一）提升产品质量。到2025年监督抽查合格率达到95%以上。（市市场监管局负责）
二、工作要求
（一）加强宣传。及时总结经验，报送工作信息和新闻报道。（市委宣传部负责）"""


def read(text: str) -> Reading:
    return read_source(source_text(text), load_reference())


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (NEWS, "news"),
        (LAW, "law"),
        (RULES, "rules of a company"),
        (REPORT, "report"),
        (MINUTES, "minutes of a meeting"),
    ],
)
def test_what_is_no_plan_gives_nobody_a_task(text: str, genre: str) -> None:
    reading = read(text)
    relations = {statement.relation for statement in reading.statements}
    assert not relations & {"LEADS", "COOPERATES", "HAS_TASK", "SETS", "PLANS"}
    assert reading.report["genre"].rejected == {f"{genre}: gives nobody a task and sets no target": 1}
    for name in ("responsibility", "target"):
        report = reading.report[name]
        assert report.seen == sum(report.rejected.values())
        assert report.seen > 0


def test_a_plan_that_speaks_of_news_is_a_plan() -> None:
    reading = read(PLAN)
    assert "genre" not in reading.report
    assert {one.relation for one in reading.statements} >= {"LEADS", "HAS_TASK", "SETS"}


@pytest.mark.parametrize(
    "text",
    [
        "首页\n政策解读\n工作总结\n松原市质量强市任务分工\n一、重点任务\n（一）提升质量。加强监管。（市市场监管局负责）",
        "松原市行业协会商会管理办法\n第一条 为规范管理，制定本办法。\n一、职责\n（一）登记。做好登记。（市民政局负责）",
    ],
    ids=["the menu of a site", "rules about associations"],
)
def test_what_only_sounds_like_it_is_read(text: str) -> None:
    assert "genre" not in read(text).report


def test_a_law_and_a_report_are_named_by_their_titles() -> None:
    assert read(LAW).document.name == "湖北省产品质量监督管理条例"
    assert read(REPORT).document.name.endswith("报告")
