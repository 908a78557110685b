from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reference import load_reference
from ingest.document import SourceText, Table
from ingest.tables import find_tables


def source(text: str) -> SourceText:
    return SourceText("0" * 64, "plan.txt", "utf-8", text, load_reference().normalise(text))


def tables(text: str) -> tuple[Table, ...]:
    return find_tables(source(text), load_reference())


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


FLAT = """正文结束。

附件1

某市质量强市主要指标

序号

指标名称

单位

2020年实际值

2025年目标值

属性

1

制造业产品质量合格率

%

92.6

≥94

预期性

2

有效注册商标量

万件

3.1

5

预期性

3

药品评价抽检合格率

%

—

98以上

约束性

附件2
"""


def test_one_cell_a_line_with_ordinals() -> None:
    [table] = tables(FLAT)
    assert table.caption == "附件1 某市质量强市主要指标"
    assert table.columns == ("序号", "指标名称", "单位", "2020年实际值", "2025年目标值", "属性")
    assert cells(table)[1] == ["2", "有效注册商标量", "万件", "3.1", "5", "预期性"]
    assert len(table.rows) == 3
    assert FLAT[table.end_char :].strip() == "附件2"


def test_a_value_that_equals_the_next_ordinal_is_no_ordinal() -> None:
    rows = "".join(f"{n}\n\n名牌{n}个数\n\n{n + 1}\n\n" for n in range(1, 7))
    [table] = tables(f"序号\n\n指标名称\n\n目标值\n\n{rows}")
    assert cells(table) == [[str(n), f"名牌{n}个数", str(n + 1)] for n in range(1, 7)]


def test_a_lost_header_cell_and_a_year_above() -> None:
    text = "类别\n\n总体目标\n\n2018年具体目标\n\n序号\n\n      \n\n指标数据\n\n\n\n1\n\n驰名商标\n\n12\n\n2\n\n省级工法\n\n30\n"
    [table] = tables(text)
    assert table.columns[-3:] == ("序号", "", "2018年具体目标指标数据")
    assert cells(table)[0][-3:] == ["1", "驰名商标", "12"]


def test_cells_of_groups_stand_before_their_first_row() -> None:
    goal = "工程质量水平全面提升,重点工程质量达到国内先进水平,群众对工程质量的满意程度显著提高。"
    text = f"类别\n2020年总体目标\n2018年具体目标\n序号\n指标\n指标数据\n1\n合格率甲\n95%\n{goal}\n2\n合格率乙\n96%\n"
    [table] = tables(text)
    assert [row.cells[1].text for row in table.rows] == ["", goal]


def test_sections_between_rows() -> None:
    text = (
        "序号\n重点任务\n责任单位\n完成时限\n一、产品质量\n1\n建立追溯体系。\n市农业农村局\n2023年12月\n"
        "二、工程质量\n2\n推行分户验收。\n市住房城乡建设局\n长期\n"
    )
    [table] = tables(text)
    assert [row.section for row in table.rows] == ["一、产品质量", "二、工程质量"]
    assert cells(table)[1] == ["2", "推行分户验收。", "市住房城乡建设局", "长期"]


def test_a_cell_that_is_missing_does_not_shift_the_row() -> None:
    text = (
        "序号\n\n工作任务\n\n牵头单位\n\n配合单位\n\n完成时限\n\n1\n\n开展质量月活动\n\n市市场监管局\n\n市总工会、市教育局\n\n"
        "每年9月\n\n2\n\n完善应急预案\n\n市应急管理局\n\n2022年底\n\n3\n\n培育工匠\n\n市总工会\n\n市人力资源社会保障局\n\n2023年\n"
    )
    [table] = tables(text)
    assert cells(table)[1] == ["2", "完善应急预案", "市应急管理局", "", "2022年底"]


def test_rows_that_end_with_their_kind() -> None:
    text = "类别\n指标\n单位\n2020年\n2025年\n属性\n产品\n甲率\n%\n91\n95\n约束性\n乙率\n%\n97\n98\n预期性\n二、主要任务\n正文。"
    [table] = tables(text)
    assert cells(table) == [["产品", "甲率", "%", "91", "95", "约束性"], ["", "乙率", "%", "97", "98", "预期性"]]
    assert [row.section for row in table.rows] == ["产品", "产品"]


def test_rows_of_as_many_cells_as_the_header() -> None:
    text = "指标名称\n\n2015年目标\n\n2020年目标\n\n抽检合格率(%)\n\n96\n\n98\n\n顾客满意度\n\n80\n\n85以上\n\n三、任务\n\n正文。"
    [table] = tables(text)
    assert cells(table) == [["抽检合格率(%)", "96", "98"], ["顾客满意度", "80", "85以上"]]


TORN = """专栏 3 服务质量量化指标

\u00a0 指标名称 单位 2020年指标 指标属性 \u00a0
\u00a0 每千名老人养老床 张 40 预期性 \u00a0
\u00a0 位数 \u00a0
\u00a0 \u00a0 \u00a0 \u00a0 \u00a0 \u00a0
养老 社区日间照料中心覆 % 90 约束性 \u00a0
服务 盖率 \u00a0
\u00a0 \u00a0 \u00a0 \u00a0 \u00a0 \u00a0
\u00a0 在商贸、物流、金融 \u00a0 \u00a0 \u00a0
\u00a0 等领域开展服务认证 项 25 预期性 \u00a0
\u00a0 数量 \u00a0 \u00a0 \u00a0
\u00a0 \u00a0 \u00a0 \u00a0 \u00a0 \u00a0
\u00a0 新增城乡公交一体化 平方 120 预期性 \u00a0
\u00a0 服务面积 公里 \u00a0
\u00a0 公共文化设施达标情 % 完成省下达 预期性 \u00a0
\u00a0 \u00a0 \u00a0 \u00a0 目标任务 \u00a0
\u00a0 况 \u00a0 \u00a0

  (二)下一节
"""


def test_a_table_torn_over_lines() -> None:
    [table] = tables(TORN)
    assert table.columns == ("指标名称", "单位", "2020年指标", "指标属性")
    assert cells(table) == [
        ["每千名老人养老床位数", "张", "40", "预期性"],
        ["社区日间照料中心覆盖率", "%", "90", "约束性"],
        ["在商贸、物流、金融等领域开展服务认证数量", "项", "25", "预期性"],
        ["新增城乡公交一体化服务面积", "平方公里", "120", "预期性"],
        ["公共文化设施达标情况", "%", "完成省下达目标任务", "预期性"],
    ]
    assert table.rows[1].section == "养老服务"
    assert table.caption == "专栏3服务质量量化指标"


def test_tabs_keep_empty_cells() -> None:
    text = "指标\t单位\t2015年\t2020年\t属性\n甲率\t%\t91\t95\t约束性\n乙数\t件\t\t86\t预期性\n\n正文。"
    [table] = tables(text)
    assert cells(table)[1] == ["乙数", "件", "", "86", "预期性"]


def test_pipes() -> None:
    text = (
        "|序号|任务|责任单位|\n|---|---|---|\n|1|制定地方标准|市质监局|\n|2|建设检测中心|市质监局、市财政局|\n\n正文。"
    )
    [table] = tables(text)
    assert cells(table) == [["1", "制定地方标准", "市质监局"], ["2", "建设检测中心", "市质监局、市财政局"]]


def test_wide_blanks_and_wrapped_cells() -> None:
    text = (
        "序号    指标名称                      单位     2020年    2025年\n"
        "1       规模以上工业企业研发投入      %        1.8       2.5\n"
        "        占营业收入比重\n"
        "2       管理体系认证证书              张       1200      2000\n"
        "\n四、保障措施\n"
    )
    [table] = tables(text)
    assert cells(table)[0] == ["1", "规模以上工业企业研发投入占营业收入比重", "%", "1.8", "2.5"]


def test_duties_parted_by_single_blanks() -> None:
    text = (
        "序号 工作任务 责任单位 完成时限\n1 制定三年行动计划 市质监局 2016年6月\n"
        "2 开展质量状况分析 市质监局、市统计局 每年3月\n\n四、保障措施\n"
    )
    [table] = tables(text)
    assert cells(table)[1] == ["2", "开展质量状况分析", "市质监局、市统计局", "每年3月"]


@pytest.mark.parametrize(
    "text",
    [
        "一、总体目标\n到2020年,质量水平明显提升。\n二、主要任务\n1\n加强领导。",
        "指标\n任务\n这些都要落实到各单位,责任到人,形成合力,务求各项工作取得实效,确保完成全年目标任务。",
        "责任单位:市质监局\n完成时限:2015年\n",
        "项目 单位 建设都要依法依规,加强管理,严格验收。",
        "",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    assert tables(text) == ()


def test_every_cell_leads_back_to_its_place() -> None:
    for text, table in [(each, table) for each in (FLAT, TORN) for table in tables(each)]:
        assert 0 <= table.start_char < table.end_char <= len(text)
        for cell in (cell for row in table.rows for cell in row.cells if cell.text):
            squeezed = "".join(text[at] for at in cell.offsets)
            assert load_reference().normalise(squeezed).replace(" ", "") == cell.text.replace(" ", "")


_CELLS = (
    "序号", "指标名称", "单位", "属性", "2020年目标", "牵头单位", "1", "2", "3", "%", "95", "约束性", "预期性", "市质监局", "甲率",
    "\u00a0", "",
)  # fmt: skip
_PIECES = st.lists(st.sampled_from(_CELLS), max_size=40)


@given(_PIECES, st.lists(st.sampled_from(["\n", " ", "\t", "\n\n", "|", "   "]), min_size=1, max_size=5))
def test_any_text_gives_whole_grids(pieces: list[str], joints: list[str]) -> None:
    text = "".join(piece + joints[at % len(joints)] for at, piece in enumerate(pieces))
    for table in tables(text):
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert 0 <= table.start_char < table.end_char <= len(text)


def test_the_tables_of_the_source_documents() -> None:
    counts = {
        path.stem: [len(table.rows) for table in tables(path.read_text("utf-8"))]
        for path in sorted((Path(__file__).parent.parent / "seeds" / "documents").glob("*.txt"))
    }
    assert counts["chongqing-2012"] == [42, 63]
    assert counts["jiangyou-2017"] == [22, 19, 8, 9, 12, 9]
    assert counts["alxa-2016"] == counts["guangdong-2015"] == counts["siping-2014"] == []


def test_duties_without_ordinals_and_with_sections() -> None:
    text = (
        "任务\n牵头单位\n责任单位\n一、食品\n建立冷链追溯\n市商务局\n市卫健委、\n市海洋局\n"
        "推行明厨亮灶,完善校园供餐\n公示\n市教育局\n各区、县(市)\n人民政府\n— 4 —\n任务\n牵头单位\n责任单位\n"
        "二、工程\n推广绿色建材\n市住建局\n市财政局\n三、保障措施\n(一)加强领导。各单位要高度重视。\n某市人民政府\n"
    )
    [table] = tables(text)
    assert cells(table) == [
        ["建立冷链追溯", "市商务局", "市卫健委、市海洋局"],
        ["推行明厨亮灶,完善校园供餐公示", "市教育局", "各区、县(市)人民政府"],
        ["推广绿色建材", "市住建局", "市财政局"],
    ]
    assert [row.section for row in table.rows] == ["一、食品", "一、食品", "二、工程"]


def test_a_table_of_duties_that_cannot_be_read_is_a_table_without_rows() -> None:
    [table] = tables("任务\n牵头单位\n责任单位\n这张表的每一格都成了散文,谁做什么看不出来。\n另有一段散文。\n")
    assert table.columns == ("任务", "牵头单位", "责任单位")
    assert table.rows == ()


NUMBERED = "序号\n重点任务\n具体措施\n牵头单位\n配合单位\n"


def test_rows_under_a_merged_cell() -> None:
    text = NUMBERED + (
        "1\n食品\n建立冷链追溯\n市商务局\n市海洋局\n推行明厨亮灶\n市教育局\n市卫健委\n"
        "2\n工程\n推广绿色建材\n市住建局\n市财政局\n开展分户验收\n市住建局\n市人防办\n\n某市人民政府办公室\n"
    )
    [table] = tables(text)
    assert cells(table)[1] == ["", "", "推行明厨亮灶", "市教育局", "市卫健委"]
    assert cells(table)[3] == ["", "", "开展分户验收", "市住建局", "市人防办"]
    assert len(table.rows) == 4


def test_wrapped_cells_page_numbers_and_repeated_headers_between_rows() -> None:
    header = "序号\n任务\n牵头单位\n配合单位\n"
    text = (
        f"{header}1\n建立冷链追溯,实行\n批次管理\n市商务局\n市海洋局、\n市卫健委\n- 3 -\n{header}"
        "2\n推行明厨亮灶\n市市场监管局\n(市药监局)\n各区、县(市)\n人民政府\n"
        "3\n推广绿色建材,完善\n认证目录\n市住建局\n市财政局\n附件2\n"
    )
    [table] = tables(text)
    assert cells(table) == [
        ["1", "建立冷链追溯,实行批次管理", "市商务局", "市海洋局、市卫健委"],
        ["2", "推行明厨亮灶", "市市场监管局(市药监局)", "各区、县(市)人民政府"],
        ["3", "推广绿色建材,完善认证目录", "市住建局", "市财政局"],
    ]
    assert {row.section for row in table.rows} == {""}


def test_a_body_that_no_row_holds_stands_in_a_row_without_a_task() -> None:
    text = "序号\n任务\n责任单位\n1\n建立冷链追溯\n市商务局\n市海洋局\n2\n推行明厨亮灶\n市教育局\n"
    [table] = tables(text)
    assert cells(table) == [["1", "建立冷链追溯", "市商务局"], ["", "", "市海洋局"], ["2", "推行明厨亮灶", "市教育局"]]


def test_a_line_that_ends_within_a_cell_of_a_row_with_tabs() -> None:
    text = (
        "序号\t任务\t牵头单位\t配合单位\t时限\n1\t建立冷链追溯\t市市场监管局\n(市药监局)\t市海洋局、\n市卫健委\t长期\n"
        "\t推行明厨亮灶\t市教育局\t市卫健委\t2019年\n2\t推广绿色建材\t市住建局\t市财政局、\n市人防办\t长期\n\n正文。"
    )
    [table] = tables(text)
    assert cells(table) == [
        ["1", "建立冷链追溯", "市市场监管局(市药监局)", "市海洋局、市卫健委", "长期"],
        ["", "推行明厨亮灶", "市教育局", "市卫健委", "2019年"],
        ["2", "推广绿色建材", "市住建局", "市财政局、市人防办", "长期"],
    ]


def test_a_header_that_comes_again_begins_a_table_anew() -> None:
    header = "指标名称 单位 2025年\n"
    found = tables(f"{header}产品质量合格率 % 95\n{header}服务质量满意度 分 80\n")
    assert [cells(table) for table in found] == [[["产品质量合格率", "%", "95"]], [["服务质量满意度", "分", "80"]]]


def test_a_table_in_which_each_word_is_a_cell() -> None:
    text = (
        "表1 产品质量指标\n\n指标 单位 2015年 2018年 2020年\n食品抽检合格率 % 95.3 96 97\n省级名牌产品  8 8 9\n"
        "质量安全事故 起 — 不发生 不发生\n\n表2 服务质量指标\n\n指标 单位 2015年 2018年 2020年\n顾客满意度 分 76.5 77 78\n"
        "服务业试点 个 1 2 4\n"
    )
    first, second = tables(text)
    assert cells(first) == [
        ["食品抽检合格率", "%", "95.3", "96", "97"],
        ["省级名牌产品", "", "8", "8", "9"],
        ["质量安全事故", "起", "-", "不发生", "不发生"],
    ]
    assert [row[0] for row in cells(second)] == ["顾客满意度", "服务业试点"]
    assert (first.caption, second.caption) == ("表1产品质量指标", "表2服务质量指标")
