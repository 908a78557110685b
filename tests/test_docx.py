"""Word files: what the reader sees on the page is what the text says."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.reference import load_reference
from ingest.numerals import chinese_number
from ingest.readers import composed as composing
from ingest.readers.docx import numbering as lists
from ingest.readers.docx import package as parts_of
from ingest.readers.docx import tables
from ingest.readers.docx.numerals import written
from ingest.readers.docx.read import read_docx
from ingest.readers.formats import read_document
from tests.docx_files import (
    NAMESPACES,
    box,
    cell,
    cells,
    composed,
    definition,
    docx,
    field,
    level,
    lines,
    num,
    package,
    paragraph,
    relationships,
    root,
    row,
    run,
    stored,
    table,
)

PATH = Path("方案.docx")
PLAN = definition(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
) + num(1, 0)


def labels(*levels_of_paragraphs: int, numbering: str = PLAN, num: int = 1) -> list[str]:
    return lines((paragraph("项", num=num, level=at) for at in levels_of_paragraphs), numbering=numbering)


# paragraphs


def test_each_paragraph_is_a_line_in_order() -> None:
    body = [paragraph("云江市质量强市建设实施方案"), paragraph(), paragraph(), paragraph("各县（市、区）人民政府：")]
    assert composed(body).text == "云江市质量强市建设实施方案\n\n各县（市、区）人民政府：\n"
    assert composed(body).encoding == "docx"


def test_runs_are_put_together_and_a_tab_is_a_blank() -> None:
    content = run("责任单位：") + "<w:r><w:tab/><w:t>市市场</w:t><w:t>监管局</w:t></w:r>" + run("、市财政局")
    assert lines(paragraph(content)) == ["责任单位： 市市场监管局、市财政局"]


def test_a_soft_line_break_begins_a_line_and_a_page_break_adds_none() -> None:
    body = [
        paragraph("<w:r><w:t>云江市人民政府</w:t><w:br/><w:t>关于开展质量提升行动的实施意见</w:t></w:r>"),
        paragraph('<w:r><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>附件1</w:t></w:r>'),
    ]
    assert lines(body) == ["云江市人民政府", "关于开展质量提升行动的实施意见", "附件1"]


def test_signs_of_symbol_fonts() -> None:
    content = (
        '<w:r><w:t>合格率</w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t>98%，GB</w:t><w:noBreakHyphen/><w:t>T</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t><w:softHyphen/><w:sym w:font="宋体" w:char="25A1"/><w:t>否</w:t></w:r>'
        + run("\uf0a35‰", '<w:rFonts w:ascii="Symbol"/>')
    )
    assert lines(paragraph(content)) == ["合格率≥98%，GB-T☑是□否≤5‰"]


def test_hidden_text_goes_however_it_is_hidden() -> None:
    styles = '<w:style w:type="character" w:styleId="a5"><w:name w:val="暗"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(
        run("推进标准化")
        + run("（稿三）", "<w:vanish/>")
        + run("（内部）", '<w:rStyle w:val="a5"/>')
        + run("战略。", '<w:vanish w:val="0"/>')
    )
    assert lines(body, styles=styles) == ["推进标准化战略。"]


def test_paragraphs_of_a_hidden_style_go_with_their_numbers() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z-窗体顶端"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="z"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="z"/></w:style>'
    )
    body = [
        paragraph("推进标准化", num=1, level=0),
        paragraph("窗体顶端", style="z", num=1, level=0),
        paragraph("培育品牌", num=1, level=0),
        paragraph("窗体底端", style="x"),
        paragraph(run("加强监管", '<w:vanish w:val="0"/>') + run("（内部）"), style="z", mark='<w:vanish w:val="0"/>'),
        paragraph("开展评价", style="y"),
    ]
    assert lines(body, styles=styles, numbering=PLAN) == ["一、推进标准化", "二、培育品牌", "加强监管", "开展评价"]


def choice(listed: str, result: str = "", look: str = "") -> str:
    """A drop-down list as Word keeps it."""
    begin = (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{listed}</w:ddList></w:ffData></w:fldChar></w:r>'
    )
    return (
        f"{begin}<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>"
        f'{result}<w:r><w:rPr>{look}</w:rPr><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ('<w:result w:val="2"/><w:default w:val="1"/>', "县级"),
        ('<w:default w:val="1"/>', "市级"),
        ('<w:result w:val="7"/><w:default w:val="1"/>', "市级"),
        ("", "省级"),
    ],
)
def test_the_choice_from_a_list_is_text(places: str, shown: str) -> None:
    listed = places + "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("省级", "市级", "县级"))
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    for result in ("", separate):
        assert lines(paragraph(run("级别：") + choice(listed, result) + run("奖项"))) == [f"级别：{shown}奖项"]
    assert lines(paragraph(choice(listed, separate + run("国家级")))) == ["国家级"]
    hidden = paragraph(run("级别") + choice(listed, look="<w:vanish/>"))
    assert lines(hidden) == ["级别"]
    assert [line for line in lines([paragraph(choice("")), paragraph("质量")]) if line] == ["质量"]


def test_fields_give_their_results_and_hyperlinks_their_text() -> None:
    body = [
        paragraph(run("见第") + field("PAGEREF _Toc1 \\h", "12") + run("页")),
        paragraph(f'<w:fldSimple w:instr="DATE">{run("2025年3月1日")}</w:fldSimple>'),
        paragraph(f'<w:hyperlink w:anchor="a">{run("《云江市质量奖管理办法》")}</w:hyperlink>'),
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
            + field("MERGEFIELD 级别", "市级")
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("市级")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
    ]
    assert lines(body) == ["见第12页", "2025年3月1日", "《云江市质量奖管理办法》", "市级"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("eq \\o\\ac(○,3)", "③"),
        ("EQ \\o\\ac(□,质)", "质"),
        ('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(zhì),质)', "质"),
        ("eq \\o(\\s\\up 5(发展改革),\\s\\do 2(市场监管))", "发展改革市场监管"),
        ("EQ \\f(1,3)", "1/3"),
        ("EQ \\f(1,3", ""),
        ("EQ \\s\\up5(4)", "⁴"),
        ("eq \\o(\\s\\up 5(2),\\s\\do 2(0))", "²0"),
        ("PAGE", ""),
    ],
)
def test_words_that_stand_in_the_code_of_a_field(code: str, shown: str) -> None:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:9], code[9:]))
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    assert lines(paragraph(run("前") + begin + pieces + end + run("后"))) == [f"前{shown}后"]


def test_a_field_that_never_ends_takes_no_text_with_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    body = [
        paragraph(f"{begin}<w:r><w:instrText> TOC </w:instrText></w:r>"),
        paragraph("一、总体要求"),
        paragraph("二、主要任务"),
    ]
    assert [line for line in lines(body) if line] == ["一、总体要求", "二、主要任务"]


def test_the_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="12"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = [
        f"<w:sdt>{gallery}<w:sdtContent>{paragraph('目  录')}</w:sdtContent></w:sdt>",
        paragraph("一、总体要求 1", style="12"),
        paragraph(begin + run("二、发展目标 ") + field("PAGEREF _Toc2", "3")),
        paragraph("三、主要任务 5"),
        paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("云江市质量发展规划")),
    ]
    assert [line for line in lines(body, styles=styles) if line] == ["云江市质量发展规划"]


def test_wrappers_keep_their_text_and_ruby_its_base() -> None:
    body = [
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('第一条')}</w:sdtContent></w:sdt>",
        "<w:customXml>" + paragraph("<w:smartTag>" + run("云江市") + "</w:smartTag>") + "</w:customXml>",
        paragraph(
            f"<w:r><w:ruby><w:rt>{run('zhì')}</w:rt><w:rubyBase>{run('质')}</w:rubyBase></w:ruby></w:r>{run('量')}"
        ),
        paragraph(f"<w:sdt><w:sdtContent>{run('（市发展改革委牵头）')}</w:sdtContent></w:sdt>"),
    ]
    assert lines(body) == ["第一条", "云江市", "质量", "（市发展改革委牵头）"]


def test_formulas_read_as_no_other_number() -> None:
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup>"
    assert lines(paragraph(f"{run('达到')}<m:oMath>{half}</m:oMath>{run('，')}<m:oMath>{power}</m:oMath>")) == [
        "达到1/3，10^4"
    ]
    both = "".join(
        f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"
        for name, text in zip(("e", "sub", "sup"), "134", strict=True)
    )
    assert lines(paragraph(f"<m:oMath><m:sSubSup>{both}</m:sSubSup></m:oMath>")) == ["1_3^4"]


def test_raised_figures_make_no_other_number() -> None:
    up, down = (f'<w:vertAlign w:val="{to}script"/>' for to in ("super", "sub"))
    body = [
        paragraph(
            run("产值5×10") + run("4", up) + run("万元，面积12km") + run("2", up) + run("，精度10") + run("-6", up)
        ),
        paragraph(
            run("合格率95") + run("[1]", up) + run("%，PM") + run("2.5", down) + run("达标，第３") + run("４", up)
        ),
        paragraph(run("质量") + run("攻关", up) + run("20", '<w:vertAlign w:val="baseline"/>') + run("项")),
    ]
    assert lines(body) == ["产值5×10⁴万元，面积12km²，精度10⁻⁶", "合格率95[¹]%，PM2.5达标，第３⁴", "质量攻关20项"]


# numbers


def test_headings_numbered_by_word() -> None:
    body = [
        paragraph("总体要求", num=1, level=0),
        paragraph("指导思想", num=1, level=1),
        paragraph("主要目标", num=1, level=1),
        paragraph("重点任务", num=1, level=0),
        paragraph("夯实质量基础", num=1, level=1),
        paragraph("完善标准体系。", num=1, level=2),
        paragraph("建设检测平台。", num=1, level=2),
    ]
    assert lines(body, numbering=PLAN) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）主要目标",
        "二、重点任务",
        "（一）夯实质量基础",
        "1.完善标准体系。",
        "2.建设检测平台。",
    ]


def test_numbers_by_style_at_the_level_linked_to_it() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{at}"><w:name w:val="heading {at}"/>{based}<w:pPr>{count}</w:pPr></w:style>'
        for at, based, count in (
            (1, "", '<w:numPr><w:numId w:val="4"/></w:numPr>'),
            (2, "", '<w:numPr><w:numId w:val="4"/></w:numPr>'),
            (3, '<w:basedOn w:val="2"/>', '<w:numPr><w:ilvl w:val="2"/></w:numPr>'),
            (9, '<w:basedOn w:val="1"/>', '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        )
    )
    numbering = definition(
        7,
        level(0, "japaneseCounting", "第%1章", style="1"),
        level(1, "chineseCounting", "第%2节", style="2"),
        level(2, "decimal", "%3."),
    ) + num(4, 7)
    body = [
        paragraph("总则", style="1"),
        paragraph("目的", style="2"),
        paragraph("2025年底前完成", style="3"),
        paragraph("范围", style="2"),
        paragraph("附则", style="9"),
        paragraph("奖励", style="1"),
        paragraph("名称", style="1", num=0),
    ]
    assert lines(body, styles=styles, numbering=numbering) == [
        "第一章 总则",
        "第一节 目的",
        "1. 2025年底前完成",
        "第二节 范围",
        "附则",
        "第二章 奖励",
        "名称",
    ]


def test_a_list_by_way_of_a_numbering_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:name w:val="列表"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    numbering = (
        definition(1, '<w:styleLink w:val="L"/>', level(0, "decimalEnclosedCircle", "%1"))
        + definition(2, '<w:numStyleLink w:val="L"/>')
        + num(5, 1)
        + num(6, 2)
    )
    body = [paragraph("抽查", num=6, level=0), paragraph("通报", num=6, level=0)]
    assert lines(body, styles=styles, numbering=numbering) == ["① 抽查", "② 通报"]


def test_two_lists_over_one_definition_count_on_unless_one_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, anew)
    body = [paragraph("项", num=number, level=0) for number in (1, 1, 2, 3, 3, 1)]
    assert lines(body, numbering=numbering) == ["1.项", "2.项", "3.项", "1.项", "2.项", "3.项"]


def test_where_a_level_begins_anew() -> None:
    numbering = definition(
        0,
        level(0, "chineseCounting", "%1、", start=3),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "decimal", "%3）", more='<w:lvlRestart w:val="0"/>'),
        level(3, "lowerLetter", "%4)", more='<w:lvlRestart w:val="1"/>'),
    ) + num(1, 0)
    found = labels(0, 1, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3, numbering=numbering)
    expected = ["三、", "3.1 ", "3.2 ", "1）", "a)", "3.3 ", "2）", "b)", "四、", "4.1 ", "3）", "a)"]
    assert found == [f"{label}项" for label in expected]


def test_a_list_may_change_a_level_of_its_definition() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1．", start=4)}</w:lvlOverride>'
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0, own)
    assert labels(0, 0, numbering=numbering) == ["IV．项", "V．项"]


@pytest.mark.parametrize(("form", "text"), [("bullet", "\uf0b7"), ("none", "")])
def test_bullets_and_empty_numbers_give_nothing(form: str, text: str) -> None:
    assert labels(0, numbering=definition(0, level(0, form, text)) + num(1, 0)) == ["项"]


def test_what_stands_close_behind_its_number() -> None:
    numbering = definition(0, level(0, "chineseCounting", "第%1条", suff="nothing"), level(1, "decimal", "%2")) + num(
        1, 0
    )
    body = [paragraph("为了", num=1, level=0), paragraph("3年内", num=1, level=1), paragraph("标准", num=1, level=1)]
    assert lines(body, numbering=numbering) == ["第一条为了", "1 3年内", "2 标准"]


def test_an_empty_numbered_paragraph_counts_and_is_no_line() -> None:
    body = [paragraph("项", num=1, level=0), paragraph(num=1, level=0), paragraph("项", num=1, level=0)]
    assert lines(body, numbering=PLAN) == ["一、项", "", "三、项"]


def test_a_list_that_is_nowhere_defined_gives_no_number() -> None:
    assert labels(0, num=8) == ["项"]
    assert labels(7) == ["项"]
    assert lines(paragraph("项", num=1, level=0)) == ["项"]


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2005, "二千零五"),
        ("chineseCounting", 101, "一〇一"),
        ("japaneseCounting", 15, "十五"),
        ("japaneseCounting", 101, "百一"),
        ("taiwaneseCounting", 32, "三十二"),
        ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedParen", 3, "（3）"),
        ("decimalEnclosedFullstop", 3, "3."),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("upperRoman", 2_000_000_000, "2000000000"),
        ("lowerLetter", 2_000_000_000, "2000000000"),
        ("chineseCountingThousand", 2_000_000_000, "2000000000"),
        ("somethingNew", 5, "5"),
    ],
)
def test_forms_of_numbers(form: str, number: int, text: str) -> None:
    assert written(number, form) == text


@given(st.integers(1, 9_999))
def test_a_chinese_number_is_read_back(number: int) -> None:
    assert chinese_number(written(number, "chineseCountingThousand")) == number


# tables

DUTIES = table(
    row("序号", "重点任务", "牵头单位", "完成时限"),
    row(cell(paragraph(num=1, level=2)), "制定标准", cell("市市场监管局", merge="restart"), "2025年12月"),
    row(cell(paragraph(num=1, level=2)), "建设平台", cell(merge="continue"), ""),
    row(cell(paragraph(num=1, level=2)), "培育品牌", "市经信局", ""),
)


def test_a_table_of_duties_with_merged_leads() -> None:
    found = composed([paragraph("任务分工表"), DUTIES, paragraph("抄送：市委办公室。")], numbering=PLAN)
    assert cells(found) == [
        ["序号", "重点任务", "牵头单位", "完成时限"],
        ["1.", "制定标准", "市市场监管局", "2025年12月"],
        ["2.", "建设平台", "市市场监管局", ""],
        ["3.", "培育品牌", "市经信局", ""],
    ]
    assert found.tables[0].rows[1][2] == found.tables[0].rows[2][2]
    assert found.text.count("市市场监管局") == 1
    assert found.text.startswith("任务分工表\n序号\t重点任务\t牵头单位\t完成时限\n")
    assert found.text.endswith("\n抄送：市委办公室。\n")


def test_cells_widened_and_gaps_beside_the_grid() -> None:
    found = composed(
        table(
            row(cell("一、质量基础", span=3)),
            row("指标", cell("目标", span=2)),
            row("合格率", "96%", "98%", look='<w:gridBefore w:val="0"/>'),
            row("98%", look='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        )
    )
    assert cells(found) == [["一、质量基础"] * 3, ["指标", "目标", "目标"], ["合格率", "96%", "98%"], ["", "98%", ""]]
    assert found.tables[0].rows[0][0] == found.tables[0].rows[0][2]


def test_a_merge_lines_up_by_columns_of_the_grid() -> None:
    found = composed(
        table(
            row(cell("项目", span=2), cell("市科技局", merge="restart")),
            row("甲", "乙", cell("旧", merge="continue")),
            row(cell("丙", merge="continue"), "丁", cell("市商务局", merge="restart")),
        )
    )
    assert cells(found) == [["项目", "项目", "市科技局"], ["甲", "乙", "市科技局"], ["丙", "丁", "市商务局"]]


def test_cells_merged_the_old_way() -> None:
    wide = '<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>' + paragraph("责任单位") + "</w:tc>"
    on = '<w:tc><w:tcPr><w:hMerge w:val="continue"/></w:tcPr>' + paragraph() + "</w:tc>"
    assert cells(composed(table(row("任务", wide, on), row("抽检", "甲局", "乙局")))) == [
        ["任务", "责任单位", "责任单位"],
        ["抽检", "甲局", "乙局"],
    ]


def test_paragraphs_of_a_cell_and_tables_in_it() -> None:
    inner = table(row("子项", "数值"), row("甲", "1"))
    found = composed(
        table(
            row("任务", "责任单位"),
            row(
                cell(paragraph("抽查", num=1, level=1) + paragraph("通报", num=1, level=1)),
                cell(paragraph("<w:r><w:t>市商务局</w:t><w:br/><w:t>市农业农村局</w:t></w:r>")),
            ),
            row(cell(inner + paragraph()), "市统计局"),
        ),
        numbering=PLAN,
    )
    assert cells(found)[1:] == [
        ["（一）抽查 （二）通报", "市商务局 市农业农村局"],
        ["子项 数值 甲 1", "市统计局"],
    ]
    assert len(found.tables) == 1


@pytest.mark.parametrize(
    "layout",
    [
        table(row("云江市人民政府文件", "云政发〔2025〕3号")),
        table(row("云江市人民政府文件"), row("云政发〔2025〕3号")),
        table(row(cell(paragraph("云江市人民政府文件") + paragraph("云政发〔2025〕3号")))),
        table(row(cell("云江市人民政府文件", span=2)), row(cell("云政发〔2025〕3号", span=2))),
    ],
)
def test_a_table_that_only_arranges_text_gives_lines(layout: str) -> None:
    found = composed(layout)
    assert found.text == "云江市人民政府文件\n云政发〔2025〕3号\n"
    assert found.tables == ()


def test_a_table_within_a_box_is_a_table() -> None:
    found = composed(table(row(cell(paragraph("专栏1 重点指标") + table(row("指标", "值"), row("合格率", "98%"))))))
    assert found.text.startswith("专栏1 重点指标\n指标\t值\n")
    assert cells(found) == [["指标", "值"], ["合格率", "98%"]]


def test_a_table_without_text_is_none() -> None:
    assert composed([paragraph("质量"), table(row("", ""), row("", ""))]).tables == ()


# boxes, notes


def test_boxes_follow_their_paragraph_once() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath on="t"/><v:textpath string="云江市人民政府文件"/></v:shape></w:pict></w:r>'
    body = [
        paragraph(art + run("第一段")),
        paragraph(run("第二段") + box(paragraph("专栏2 品牌工程") + paragraph("培育品牌20个")) + run("续")),
        paragraph("第三段"),
    ]
    assert lines(body) == ["第一段", "云江市人民政府文件", "第二段续", "专栏2 品牌工程", "培育品牌20个", "第三段"]


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{paragraph("分隔")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" 指规模以上企业。"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含高新区。") + paragraph("下同。")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("已删除的注。")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="1">{paragraph("以2024年为基期。")}</w:endnote>'
    body = [
        paragraph(run("企业") + '<w:r><w:endnoteReference w:id="1"/></w:r>' + run("研发投入")),
        paragraph(run("各区") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("落实")),
        paragraph(run("产值") + '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'),
        paragraph('<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del>'),
    ]
    assert composed(body, footnotes=footnotes, endnotes=endnotes).text == (
        "企业研发投入\n各区落实\n产值\n\n含高新区。 下同。\n指规模以上企业。\n以2024年为基期。\n"
    )


# revisions


def test_revisions_are_read_as_accepted() -> None:
    body = [
        paragraph(
            run("由")
            + '<w:del><w:r><w:delText>市质监局</w:delText></w:r></w:del><w:ins w:id="1">'
            + run("市市场监管局")
            + "</w:ins>"
            + run("牵头")
            + f"<w:moveFrom>{run('，市财政局配合')}</w:moveFrom>"
        ),
        paragraph(f"<w:moveTo>{run('，市财政局配合')}</w:moveTo>{run('。')}"),
    ]
    assert lines(body) == ["由市市场监管局牵头", "，市财政局配合。"]


def test_a_deleted_end_joins_two_paragraphs_under_one_number() -> None:
    gone = "<w:del/>"
    body = [
        paragraph("推进标准", num=1, level=1, mark=gone),
        paragraph("化战略", num=1, level=1),
        paragraph("<w:del><w:r><w:delText>废止的任务</w:delText></w:r></w:del>", num=1, level=1, mark=gone),
        paragraph("<w:del><w:r><w:delText>废止的任务</w:delText></w:r></w:del>", num=1, level=1, mark="<w:moveFrom/>"),
        paragraph("建设品牌", num=1, level=1),
        paragraph("表前", mark=gone),
        table(row("甲"), row("乙")),
    ]
    assert lines(body, numbering=PLAN) == ["（一）推进标准化战略", "（二）建设品牌", "表前", "甲", "乙"]


@pytest.mark.parametrize("gone", ["<w:del/>", "<w:vanish/>"])
def test_a_numbered_paragraph_taken_out_before_a_table_does_not_count(gone: str) -> None:
    words = "<w:del><w:r><w:delText>旧任务</w:delText></w:r></w:del>" if "del" in gone else run("旧任务", gone)
    old = paragraph(words, num=1, level=0, mark=gone)
    body = [
        paragraph("推进标准化", num=1, level=0),
        old,
        table(row("任务", "单位"), row(cell(paragraph("抽查", num=1, level=2) + old), "市商务局")),
        paragraph("培育品牌", num=1, level=0),
    ]
    assert lines(body, numbering=PLAN) == ["一、推进标准化", "任务\t单位", "1.抽查\t市商务局", "二、培育品牌"]


def test_rows_and_cells_that_were_deleted() -> None:
    cut = "<w:tc><w:tcPr><w:cellDel/></w:tcPr>" + paragraph("旧") + "</w:tc>"
    found = composed(
        table(
            row("任务", "牵头单位"),
            row("旧任务", "市质监局", look="<w:del/>"),
            row(cut, "新任务", "市市场监管局", look="<w:ins/>"),
        )
    )
    assert cells(found) == [["任务", "牵头单位"], ["新任务", "市市场监管局"]]


# the package


def test_the_kind_of_file_finds_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "plan.bin"
    path.write_bytes(docx([paragraph("云江市质量强市实施方案"), DUTIES], numbering=PLAN))
    source = read_document(path, load_reference())
    assert source.encoding == "docx"
    assert source.text.startswith("云江市质量强市实施方案\n序号")
    start, end = source.tables[0].rows[2][2]
    assert source.text[start:end] == "市市场监管局"


def test_a_file_written_by_another_program(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("云江市质量提升行动方案", 1)
    document.add_paragraph("一、总体要求").add_run().add_break(WD_BREAK.PAGE)
    duties = document.add_table(3, 3)
    for at, text in enumerate(("任务", "牵头单位", "配合单位")):
        duties.cell(0, at).text = text
    duties.cell(1, 1).merge(duties.cell(2, 1)).text = "市市场监管局"
    duties.cell(1, 0).text, duties.cell(2, 0).text = "抽查", "通报"
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save(tmp_path / "plan.docx")
    found = read_docx(PATH, (tmp_path / "plan.docx").read_bytes())
    assert found.text.startswith("云江市质量提升行动方案\n一、总体要求\n任务\t")
    assert cells(found)[2] == ["通报", "市市场监管局", ""]
    assert "内部资料" not in found.text


def test_strict_names_and_a_document_of_another_name() -> None:
    strict = root("document", f"<w:body>{paragraph('质量强国')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    main = relationships(f'<Relationship Id="r" Type="{kind}" Target="/Word/Document2.xml"/>')
    data = package({"_rels/.rels": main, "word/document2.xml": strict})
    assert read_docx(PATH, data).text == "质量强国\n"


def test_parts_without_relations_are_found_by_their_names() -> None:
    body = f"<w:body>{paragraph('总则', num=1, level=0)}</w:body>"
    data = package({"word/document.xml": root("document", body), "word/numbering.xml": root("numbering", PLAN)})
    assert read_docx(PATH, data).text == "一、总则\n"


FIELD_BEGINS = '<w:fldChar w:fldCharType="begin"/>'
OPEN_FIELD = FIELD_BEGINS + '<w:fldChar w:fldCharType="separate"/>'

BOMB = (
    "<!DOCTYPE w:document ["
    + '<!ENTITY a "质量">'
    + "".join('<!ENTITY {} "{}">'.format("a" * (i + 1), ("&" + "a" * i + ";") * 10) for i in range(1, 9))
    + "]>"
)


def document(content: str | bytes) -> bytes:
    return package({"word/document.xml": content})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and no more", "damaged Word"),
        (docx(paragraph("质量"))[:-40], "damaged Word"),
        (package({}), "without a document"),
        (document(root("document", "")), "without a document"),
        (document(root("document", "<w:body>")), "document.xml is damaged"),
        (document(""), "document.xml is damaged"),
        (document(f"<!DOCTYPE x>{root('document', '<w:body/>').split('?>')[1]}"), "declares entities"),
        (document(f"{BOMB}<w:document {NAMESPACES}><w:body>&aaaaaaaaa;</w:body></w:document>"), "declares entities"),
        (document(f'{BOMB}<w:document {NAMESPACES} x="&aaaaaaaaa;"/>'), "declares entities"),
        (document(f'<?xml version="1.0"?>{BOMB}<w:document/>'.encode("utf-16")), "declares entities"),
        (docx("<w:p>" + "<w:hyperlink>" * 400 + "</w:hyperlink>" * 400 + "</w:p>"), "damaged"),
        (docx(paragraph()), "no text in it"),
        (docx(paragraph("质量") + '<w:altChunk w:id="a"/>'), "another file"),
        (docx(table(row(cell("质量", span=2_000_000_000)), row("强市"))), "more than 500000 cells"),
        (docx(table(row("甲", look='<w:gridAfter w:val="99999999999999999999"/>'), row(cell("乙", span=500_001)))), "cells"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, why: str) -> None:
    begun = time.process_time()
    with pytest.raises(SourceError, match=why) as caught:
        read_docx(PATH, data)
    assert str(caught.value).startswith("方案.docx: ")
    assert "\n" not in str(caught.value)
    assert time.process_time() - begun < 5


def test_bounds_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx([paragraph("质量强市" * 50)] * 40)
    for bound, why in (("_LARGEST_PART", "more than the limit"), ("_MOST_MARKS", "larger than any plan")):
        with monkeypatch.context() as patch:
            patch.setattr(parts_of, bound, 300)
            with pytest.raises(SourceError, match=why):
                read_docx(PATH, data)
    with pytest.raises(SourceError, match="200 times its size"):
        read_docx(PATH, docx([paragraph("质量强市" * 50)] * 4_000))


def test_text_without_end_is_refused_in_the_midst_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = [paragraph("质量强市" * 10)] * 25
    assert len(composed(body).text) == 1_025
    monkeypatch.setattr(composing, "MOST_TEXT", 1_000)
    for content in ("".join(body), table(row(cell("".join(body)), "甲"), row("乙", "丙"))):
        with pytest.raises(SourceError, match="more than 1,000 characters") as caught:
            composed(content)
        assert str(caught.value).startswith("方案.docx: ")


def test_a_part_packed_another_way_or_with_a_password() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", root("document", f"<w:body>{paragraph('质量')}</w:body>"))
    with pytest.raises(SourceError, match="not read"):
        read_docx(PATH, file.getvalue())
    data = bytearray(docx(paragraph("质量")))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<H", data, at + 8, 1)
    with pytest.raises(SourceError, match="password"):
        read_docx(PATH, bytes(data))


def test_the_same_bytes_under_a_wrong_checksum() -> None:
    data = bytearray(docx(paragraph("质量")))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1) + 1)
    struct.pack_into("<I", data, at + 16, 7)
    with pytest.raises(SourceError, match="damaged"):
        read_docx(PATH, bytes(data))


def test_what_nests_as_deep_as_the_parser_goes_is_read() -> None:
    inside = paragraph("质量")
    for _ in range(80):
        inside = table(row(cell(inside + paragraph())), row("甲"))
    assert lines(inside)[0] == "质量"
    inside = paragraph("质量")
    for _ in range(80):
        inside = table(row(cell(inside + paragraph()), "甲"), row("乙", "丙"))
    assert cells(composed(inside))[0][0].startswith("质量 甲 乙 丙")
    deep = "<w:hyperlink>" * 240 + run("质量") + "</w:hyperlink>" * 240
    assert lines(paragraph(deep)) == ["质量"]


def test_styles_and_lists_that_rest_on_themselves_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="甲"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="乙"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="o"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        definition(1, '<w:numStyleLink w:val="n"/>') + definition(2, '<w:numStyleLink w:val="o"/>') + num(1, 1) + num(2, 2)
    )  # fmt: skip
    body = [paragraph("质量", num=1, level=0), paragraph("强市")]
    assert lines(body, styles=styles, numbering=numbering) == ["质量", "强市"]


def test_a_long_number_pattern_does_not_multiply() -> None:
    numbering = definition(0, level(0, "decimal", "质" * 100_000)) + num(1, 0)
    assert len(composed([paragraph("项", num=1, level=0)] * 500, numbering=numbering).text) < 50_000


def test_a_number_is_no_longer_than_its_pattern_may_be() -> None:
    numbering = definition(0, level(0, "upperLetter", "%1" * 30, start=780)) + num(1, 0)
    [line] = lines(paragraph("项", num=1, level=0), numbering=numbering)
    assert len(line) <= 62


def test_lists_over_one_definition_read_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    read_level = lists._level
    monkeypatch.setattr(lists, "_level", lambda element: read.append(element) or read_level(element))
    levels = [level(at, "decimal", f"%{at + 1}.") for at in range(9)]
    numbering = definition(0, *levels) + "".join(num(number, 0) for number in range(1, 51))
    found = lines([paragraph("项", num=number, level=0) for number in range(1, 51)], numbering=numbering)
    assert (found[0], found[-1]) == ("1.项", "50.项")
    assert len(read) == 9


def _growth(body: Callable[[int], str], small: int, times: int) -> float:
    """How much longer it takes to read so many times more."""

    def seconds(size: int) -> float:
        data = stored(docx(body(size) + paragraph("质量")))
        begun = time.process_time()
        read_docx(PATH, data)
        return time.process_time() - begun

    seconds(100)
    return seconds(small * times) / min(seconds(small) for _ in range(3))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda size: paragraph("质量强市" * 30, mark="<w:vanish/>") * size, id="paragraphs that run on"),
        pytest.param(lambda size: f"<w:p>{OPEN_FIELD * size}</w:p>", id="fields within one another"),
        pytest.param(
            lambda size: f"<w:p>{OPEN_FIELD * size}</w:p>" + paragraph(f"<w:r>{FIELD_BEGINS}</w:r>") * size,
            id="paragraphs within fields",
        ),
    ],
)
def test_what_stays_open_costs_no_more_than_what_is_closed(body: Callable[[int], str]) -> None:
    assert _growth(body, 4_000, 8) < 24


def test_time_grows_with_the_text_and_no_faster() -> None:
    sentence = (
        "推动产业链质量协同提升，实施重点产品质量攻关行动，建立健全质量安全追溯体系（市市场监管局牵头，市经信局配合）。"
    )

    def seconds(paragraphs: int) -> float:
        data = docx(
            (
                paragraph(run(sentence[:20], "<w:b/>") + run(sentence[20:40]) + run(sentence[40:]), num=1, level=2)
                for _ in range(paragraphs)
            ),
            numbering=PLAN,
        )
        data = stored(data)
        begun = time.process_time()
        text = read_docx(PATH, data).text
        assert len(text.encode()) > paragraphs * len(sentence.encode())
        return time.process_time() - begun

    seconds(100)
    small, large = min(seconds(2_000) for _ in range(3)), seconds(20_000)
    assert large < 25 * small


def test_a_table_of_many_rows_is_read_in_time_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row("任务", cell("市市场监管局", merge="restart"))]
    rows += [row("任务", cell(merge="continue")) for _ in range(9_999)]
    data = stored(docx(table(*rows)))
    begun = time.process_time()
    assert len(read_docx(PATH, data).tables[0].rows) == 10_000
    assert time.process_time() - begun < 5
    monkeypatch.setattr(tables, "_MOST_CELLS", 19_999)
    with pytest.raises(SourceError, match="more than 19999 cells"):
        read_docx(PATH, data)
