"""Figures in sentences of our own, as plans of 2006 to 2025 word them, from the State Council down to counties."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Mention, Value
from graph.reference import load_reference
from ingest.clauses import split
from ingest.document import Findings, ParsedDocument
from ingest.extractors.target import extract
from ingest.tables import find_tables
from tests.reading import source_text

PLAN: Mapping[str, Value] = {"issue_date": "2016-06-01", "period_start": 2016, "period_end": 2020}
GOALS, TASKS, STATUS = "三、发展目标", "四、重点任务", "一、发展现状"


def read(text: str, chapter: str = GOALS, attributes: Mapping[str, Value] = PLAN) -> Findings:
    source = source_text(f"{chapter}\n{text}\n")
    clauses = split(source, find_tables(source, load_reference()), load_reference())
    document = Mention("Document", "规划", source.span(0, 1), attributes)
    return extract(ParsedDocument(source, clauses, document), load_reference())


def told(findings: Findings) -> list[tuple[str, Mapping[str, Value]]]:
    """The measure and the attributes of each figure."""
    names = {each.subject.id: each.object.name for each in findings.statements if each.relation == "MEASURES"}
    targets = {each.object.id: each.object for each in findings.statements if each.relation == "SETS"}
    return [(names[key], target.attributes) for key, target in targets.items()]


def figures(text: str, chapter: str = GOALS, attributes: Mapping[str, Value] = PLAN) -> list[tuple[Value | None, ...]]:
    """(name, comparator, value, unit, year) of each target."""
    return [
        (name, each["comparator"], each.get("value", each.get("value_text")), each.get("unit"), each.get("year"))
        for name, each in told(read(text, chapter, attributes))
        if each["status"] == "target"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comparisons
        ("到2018年,小麦收储合格率达到97%以上。", [("小麦收储合格率", ">=", 97, "%", 2018)]),
        ("电梯困人平均救援到场率不低于99.5%。", [("电梯困人平均救援到场率", ">=", 99.5, "%", 2020)]),
        ("校园食堂明厨亮灶覆盖率超过85%。", [("校园食堂明厨亮灶覆盖率", ">", 85, "%", 2020)]),
        ("陶瓷产业年产值突破60亿元。", [("陶瓷产业年产值", ">", 60, "亿元", 2020)]),
        ("河流断面劣Ⅴ类比例控制在3%以内。", [("河流断面劣Ⅴ类比例", "<=", 3, "%", 2020)]),
        ("燃气管网漏损率降至4%以下。", [("燃气管网漏损率", "<=", 4, "%", 2020)]),
        ("万车死亡率低于1.8。", [("万车死亡率", "<", 1.8, None, 2020)]),
        ("污泥处置率≥90%,噪声投诉量≤300件。", [("污泥处置率", ">=", 90, "%", 2020), ("噪声投诉量", "<=", 300, "件", 2020)]),
        ("游客满意指数保持在88左右。", [("游客满意指数", "=", 88, None, 2020)]),
        ("企业开办时间压缩至2个工作日以内。", [("企业开办时间", "<=", 2, "个工作日", 2020)]),
        ("到2020年,累计培育专精特新企业120家。", [("专精特新企业", "=", 120, "家", 2020)]),
        ("到2020年,空气质量优良天数达到330天以上。", [("空气质量优良天数", ">=", 330, "天", 2020)]),
        (
            "到2020年,产品合格率、服务满意度分别达到92%和82分。",
            [("产品合格率", "=", 92, "%", 2020), ("服务满意度", "=", 82, "分", 2020)],
        ),
        (
            "到2020年,产品合格率比2015年提高3个百分点,达到95%以上。",
            [("产品合格率比2015年提高", "=", 3, "个百分点", 2020), ("产品合格率", ">=", 95, "%", 2020)],
        ),
        (
            "到2020年,标准覆盖率和重点企业参与率均达到90%以上。",
            [("标准覆盖率", ">=", 90, "%", 2020), ("重点企业参与率", ">=", 90, "%", 2020)],
        ),
        ("到20 20年,器具受检率达到90%。", [("器具受检率", "=", 90, "%", 2020)]),
        ("到2020年,顾客满意度较上年提高2个百分点。", [("顾客满意度较上年提高", "=", 2, "个百分点", 2020)]),
        ("以2015年为基期,到2019年全员劳动生产率提高30%。", [("全员劳动生产率提高", "=", 30, "%", 2019)]),
        ("群众投诉量控制在3.5件/万人以内。", [("群众投诉量", "<=", 3.5, "件/万人", 2020)]),
        ("单位增加值能耗下降到0.62吨标准煤/万元。", [("单位增加值能耗", "=", 0.62, "吨标准煤/万元", 2020)]),
        ("研发投入占比达3%,有条件的县(市、区)达4%以上。", [("研发投入占比", "=", 3, "%", 2020)]),
        # two measures for one figure, two figures for one measure, figures that share a phrase
        ("桥梁和隧道定期检测率均达到100%。", [("桥梁和隧道定期检测率", "=", 100, "%", 2020)]),
        (
            "水质达标率2018年达到88%,2020年达到92%。",
            [("水质达标率", "=", 88, "%", 2018), ("水质达标率", "=", 92, "%", 2020)],
        ),
        (
            "到2018年、2020年,群众安全感分别达到92%、95%。",
            [("群众安全感", "=", 92, "%", 2018), ("群众安全感", "=", 95, "%", 2020)],
        ),
        (
            "蔬菜、水果和茶叶抽检合格率分别达到97%、98%和99%以上。",
            [
                ("蔬菜抽检合格率", ">=", 97, "%", 2020),
                ("水果抽检合格率", ">=", 98, "%", 2020),
                ("茶叶抽检合格率", ">=", 99, "%", 2020),
            ],
        ),
        # the object stands before a comma
        (
            "特色水果实现优质、安全、可追溯,抽检合格率达到98%以上。",
            [("特色水果抽检合格率", ">=", 98, "%", 2020)],
        ),
        (
            "文化产业增加值年均增长12%,占地区生产总值比重达到5%。",
            [("文化产业增加值年均增长", "=", 12, "%", 2020), ("文化产业增加值占地区生产总值比重", "=", 5, "%", 2020)],
        ),
        ("抽检儿童用品500批次,合格率达到95%。", [("抽检儿童用品", "=", 500, "批次", 2020), ("抽检儿童用品合格率", "=", 95, "%", 2020)]),
        (
            "粉尘、废渣和废油产生量分别下降6%、7%和9%。",
            [("粉尘产生量下降", "=", 6, "%", 2020), ("废渣产生量下降", "=", 7, "%", 2020), ("废油产生量下降", "=", 9, "%", 2020)],
        ),
        # growth
        ("竹产业总产值翻一番,亩均税收年均增长8%以上。", [("竹产业总产值", "=", "翻一番", None, 2020), ("亩均税收年均增长", ">=", 8, "%", 2020)]),
        ("万元工业增加值用水量比2015年下降23%。", [("万元工业增加值用水量比2015年下降", "=", 23, "%", 2020)]),
        ("城乡居民健康素养水平提高6个百分点。", [("城乡居民健康素养水平提高", "=", 6, "个百分点", 2020)]),
        # counts: before, behind, in lists, as ranges, in Chinese numerals
        (
            "建成标准化冷库12座、快检室40个、农资门店200家。",
            [("标准化冷库", "=", 12, "座", 2020), ("快检室", "=", 40, "个", 2020), ("农资门店", "=", 200, "家", 2020)],
        ),
        ("培育3至5家检测龙头企业。", [("检测龙头企业", ">=", 3, "家", 2020)]),
        ("新增中国质量奖提名奖一个、省长质量奖三个。", [("新增中国质量奖提名奖", "=", 1, "个", 2020), ("省长质量奖", "=", 3, "个", 2020)]),
        ("主导制定国家标准6项,行业标准15项。", [("主导制定国家标准", "=", 6, "项", 2020), ("行业标准", "=", 15, "项", 2020)]),
        ("参与制定4项国际标准,10项国家标准。", [("参与制定国际标准", "=", 4, "项", 2020), ("参与制定国家标准", "=", 10, "项", 2020)]),
        ("有效期内商标注册量达到1.6万件。", [("有效期内商标注册量", "=", 1.6, "万件", 2020)]),
        ("60%以上的乡镇卫生院通过服务能力评价。", [("乡镇卫生院通过服务能力评价", ">=", 60, "%", 2020)]),
        ("食盐批发企业100%建立追溯体系。", [("食盐批发企业建立追溯体系", "=", 100, "%", 2020)]),
        ("力争2家企业入围行业百强榜单。", [("企业入围行业百强榜单", "=", 2, "家", 2020)]),
        ("创建示范街区10条,其中省级4条、市级6条。", [("示范街区", "=", 10, "条", 2020), ("省级示范街区", "=", 4, "条", 2020), ("市级示范街区", "=", 6, "条", 2020)]),
        # thresholds stay in the name
        ("年用水量10万吨以上企业水平衡测试率达到80%。", [("年用水量10万吨以上企业水平衡测试率", "=", 80, "%", 2020)]),
        ("打造100亿元级产业集群2个。", [("100亿元级产业集群", "=", 2, "个", 2020)]),
        # classifiers, capacities, nothing, classes of quality, parts
        ("每年修缮老宅60幢以上。", [("修缮老宅", ">=", 60, "幢", 2020)]),
        ("入户抽检货车不少于3万辆次。", [("入户抽检货车", ">=", 3, "万辆次", 2020)]),
        ("每年开展骑行月,年内新建绿道25公里。", [("新建绿道", "=", 25, "公里", 2020)]),
        ("形成80万吨的年处理能力。", [("年处理能力", "=", 80, "万吨", 2020)]),
        ("渔船事故发生率为零,保险赔付率100%。", [("渔船事故发生率", "=", 0, None, 2020), ("保险赔付率", "=", 100, "%", 2020)]),
        ("群体性踩踏事件为零。", [("群体性踩踏事件", "=", 0, None, 2020)]),
        ("入海河流水质达到或优于Ⅳ类,湖心断面稳定达到Ⅱ类标准。", [("入海河流水质", ">=", "Ⅳ类", None, 2020), ("湖心断面", "=", "Ⅱ类", None, 2020)]),
        ("文明诚信商户占集贸市场商户的五分之三以上。", [("文明诚信商户占集贸市场商户", ">=", "五分之三", None, 2020)]),
        # who acts is not what is measured; a bracket that sizes the object stays in its name
        ("市治水办要牵头推进,群众满意度不低于85%。", [("群众满意度", ">=", 85, "%", 2020)]),
        (
            "重点用水单位(年用水5万立方米以上)节水器具普及率达到90%。",
            [("重点用水单位(年用水5万立方米以上)节水器具普及率", "=", 90, "%", 2020)],
        ),
        ("居住建筑严格执行节能75%标准。", [("居住建筑节能标准", "=", 75, "%", 2020)]),
        # words
        ("实现村级快检站点全覆盖。", [("村级快检站点覆盖", "=", "全覆盖", None, 2020)]),
        ("实现规模以上企业质量培训全覆盖。", [("规模以上企业质量培训覆盖", "=", "全覆盖", None, 2020)]),
        ("校园明厨亮灶推广实现全覆盖。", [("校园明厨亮灶覆盖", "=", "全覆盖", None, 2020)]),
        ("百分之八十以上的加工企业通过认证,打造名优品牌二十个。", [("加工企业通过认证", ">=", 80, "%", 2020), ("名优品牌", "=", 20, "个", 2020)]),
    ],
)  # fmt: skip
def test_targets_of_a_sentence(text: str, expected: list[tuple[Value | None, ...]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("年综合能耗3000吨标准煤以上企业要建立台账。", "threshold of scope"),
        ("支持企业进入世界500强。", "class or grade"),
        ("对首次获奖企业奖励30万元。", "money granted or charged"),
        ("每年安排不少于800万元的专项资金。", "threshold of scope"),
        ("设立5000万元产业基金。", "money granted or charged"),
        ("抓好6个方面工作。", "number of parts"),
        ("在12个县区开展试点。", "scope of something else"),
        ("围绕家电、玩具等15种消费品开展比对。", "scope of something else"),
        ("畅通12345热线。", "telephone number"),
        ("推广5G应用,执行GB17167标准。", "code or name"),
        ("开展“百企千品3年”活动。", "name in quotation marks"),
        ("构建1+3产业体系。", "name of a scheme"),
        ("第3批试点名单。", "ordinal or label"),
        ("抽检不合格率超过8%的产品列入目录。", "threshold of scope"),
        ("按照20%的比例抽查。", "rate of a procedure"),
        ("在30日内办结。", "scope of something else"),
        ("用3年时间完成改造。", "scope of something else"),
        ("每季度召开1次联席会议。", "frequency of work"),
        ("建成区50平方公里范围内禁止燃放。", "scope of something else"),
        ("落实《质量发展纲要(2011-2020年)》要求。", "date or period"),
        ("推动监管全覆盖的制度建设。", "wish without a figure"),
        ("对大型商场(营业面积2万平方米以上)开展能源审计。", "threshold of scope"),
        ("新建住宅推广节能75%的设计标准。", "name of a standard"),
        ("加快消除劣Ⅴ类。", "class or grade"),
    ],
)
def test_other_numbers_are_left_out_with_a_reason(text: str, why: str) -> None:
    findings = read(text, TASKS)
    assert told(findings) == []
    assert why in findings.report().rejected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2017年底前,药品抽检合格率达到99%。", 2017),
        ("“十三五”末,药品抽检合格率达到99%。", 2020),
        ("十四五末,药品抽检合格率达到99%。", 2025),
        ("药品抽检合格率达到99%(2018年)。", 2018),
        ("到2019年,质量水平明显提升。药品抽检合格率达到99%。", 2019),
        ("药品抽检合格率比2015年提高2个百分点。", 2020),
        ("2018年,具体目标如下:\n——药品抽检合格率达到99%。", 2018),
        ("到2019年,质量水平明显提升。\n(一)产品质量。药品抽检合格率达到99%。", 2019),
        ("(一)2017年目标\n药品抽检合格率达到99%。", 2017),
    ],
)
def test_the_year_that_governs(text: str, year: int) -> None:
    [figure] = figures(text)
    assert figure[-1] == year


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2018年,甲产品合格率达到91%,2020年达到95%;乙产品合格率达到96%。", [2018, 2020, 2018]),
        ("到2018年,甲产品合格率达到91%;到2020年,乙产品合格率达到96%;丙产品合格率达到97%。", [2018, 2020, 2020]),
        ("到2018年、2020年,甲产品合格率分别达到91%、95%;乙产品合格率分别达到96%、97%。", [2018, 2020, 2018, 2020]),
        ("到2017年,质量明显提升。\n——产品。甲产品合格率2018年达到91%,2020年达到95%;乙产品合格率达到96%。", [2018, 2020, 2017]),
        ("甲产品合格率到2018年达到91%;乙产品合格率达到96%。", [2018, 2018]),
    ],
)  # fmt: skip
def test_a_year_within_a_measure_ends_with_it(text: str, years: list[int]) -> None:
    assert [figure[-1] for figure in figures(text)] == years


def test_without_a_year_a_task_has_none() -> None:
    assert figures("药品抽检合格率达到99%。", TASKS)[0][-1] is None


@pytest.mark.parametrize(
    ("text", "chapter", "year"),
    [
        ("全市拥有有效商标6000件。", STATUS, None),
        ("截至2015年底,全市拥有有效商标6000件。", TASKS, 2015),
        ("目前,全市拥有有效商标6000件。", TASKS, None),
        ("合格率已达到93%。", TASKS, None),
        ("2014年,药品抽检合格率达到97%。", GOALS, 2014),
        ("“十二五”期间,新增驰名商标12件。", STATUS, None),
    ],
)
def test_figures_of_the_past_are_observations(text: str, chapter: str, year: int | None) -> None:
    [(_, attributes)] = told(read(text, chapter))
    assert attributes["status"] == "observation"
    assert attributes.get("year") == year


def test_from_a_figure_of_the_past_to_a_target() -> None:
    [(name, before), (again, after)] = told(read("垃圾回收利用率由2015年的18%提高到2020年的35%以上。"))
    assert name == again == "垃圾回收利用率"
    assert (before["status"], before["value"], before["year"]) == ("observation", 18, 2015)
    assert (after["status"], after["value"], after["year"]) == ("target", 35, 2020)


def test_traditional_characters_and_full_width_signs() -> None:
    text = "到２０１８年，農產品抽檢合格率達到９６％以上；新增馳名商標２件。"
    assert figures(text) == [("农产品抽检合格率", ">=", 96, "%", 2018), ("新增驰名商标", "=", 2, "件", 2018)]


def test_a_full_width_comma_parts_two_numbers() -> None:
    text = "满意度达到85，100家企业通过认证。"
    assert next(figure[2] for figure in figures(text)) == 85


def test_a_range_keeps_its_words() -> None:
    [(_, attributes)] = told(read("争创省级示范区3—5个。"))
    assert (attributes["value"], attributes["value_text"], attributes["comparator"]) == (3, "3-5个", ">=")


def test_a_figure_without_a_measure_among_goals_waits() -> None:
    report = read("到2020年,达到95%。").report()
    assert [waiting.why for waiting in report.waiting] == ["no measure named"]


TABLE = """专栏1 主要指标

指标名称

单位

2015年

2020年

属性

茶叶抽检合格率

%

96.2

≥98

约束性

游客满意度

分

—

88

预期性

矿山粉尘达标率

%

80

完成省下达任务

约束性
"""


def test_a_table_of_measures() -> None:
    found = [
        (name, each["status"], each.get("value"), each.get("year"), each["kind"]) for name, each in told(read(TABLE))
    ]
    assert found == [
        ("茶叶抽检合格率", "observation", 96.2, 2015, "约束性"),
        ("茶叶抽检合格率", "target", 98, 2020, "约束性"),
        ("游客满意度", "target", 88, 2020, "预期性"),
        ("矿山粉尘达标率", "observation", 80, 2015, "约束性"),
        ("矿山粉尘达标率", "target", None, 2020, "约束性"),
    ]
    assert told(read(TABLE))[-1][1]["value_text"] == "完成省下达任务"
    assert read(TABLE).report().rejected["no value in the cell"] == 1


def test_an_annex_that_repeats_a_figure_says_the_same_target_again() -> None:
    text = (
        "到2020年,建成省级湿地公园6个,空气优良率达到85%以上。\n附件1\n主要指标\n序号\n指标名称\n目标值\n"
        "1\n建成省级湿地公园个数\n6\n2\n空气优良率\n85%\n3\n森林覆盖率\n60%\n"
    )
    findings = read(text)
    sets = [each for each in findings.statements if each.relation == "SETS"]
    assert len(sets) == 5
    assert len({each.object.id for each in sets}) == 3
    assert sets[3].object.name == sets[1].object.name
    assert sets[3].attributes["comparator"] == "="


def test_tasks_in_a_table_are_read_as_text() -> None:
    text = "附件\n任务分工表\n序号\n重点任务\n责任单位\n1\n制定地方标准12项以上。\n市质监局\n2\n建立联席会议制度。\n市政府办\n"
    assert [(figure[0], figure[2]) for figure in figures(text)] == [("制定地方标准", 12)]


def test_the_name_for_people_says_the_figure() -> None:
    [target] = {
        each.object.name for each in read("到2018年,茶园绿色防控率达到60%以上。").statements if each.relation == "SETS"
    }
    assert target == "茶园绿色防控率≥60%(2018年)"


def _checked(text: str, chapter: str) -> None:
    findings = read(text, chapter)
    report = findings.report()
    assert report.seen == report.kept + sum(report.rejected.values()) + len(report.waiting)
    whole = f"{chapter}\n{text}\n"
    for statement in findings.statements:
        for span in (statement.evidence, statement.object.evidence, statement.subject.evidence):
            assert whole[span.start_char : span.end_char] == span.quote


def test_the_account_holds() -> None:
    for chapter in (GOALS, TASKS, STATUS):
        _checked(TABLE, chapter)
        _checked("到2020年,培育企业20家,其中省级3家,合格率达98%;奖励5万元,在3个县开展“双百”行动。", chapter)


_WORDS = [
    "到2020年",
    ",",
    "。",
    "、",
    "合格率",
    "达到",
    "95%",
    "以上",
    "培育",
    "企业",
    "3家",
    "(",
    ")",
    "分别",
    "奖励",
    "50万元",
    "和",
    "“",
    "1+2",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30), st.sampled_from([GOALS, TASKS, STATUS]))
def test_any_text_keeps_the_account(pieces: Sequence[str], chapter: str) -> None:
    _checked("".join(pieces), chapter)


@given(
    st.sampled_from(["蜂蜜抽检合格率", "校车安全检测率", "绿色建筑占比", "河道保洁覆盖率"]),
    st.sampled_from(["达到", "稳定在", "保持在", "提高到", "力争达到"]),
    st.integers(1, 99),
    st.integers(2016, 2025),
)
def test_a_written_target_is_read_back(name: str, verb: str, value: int, year: int) -> None:
    assert figures(f"到{year}年,{name}{verb}{value}%以上。") == [(name, ">=", value, "%", year)]
