"""Structure: headings of every style, with their paths; what is no heading; page furniture."""

import pytest

from graph.reference import load_reference
from ingest.clauses import split
from ingest.document import Clause
from ingest.headings import number_at
from ingest.tasks import extract, units
from tests.reading import parsed, source_text


def clauses(text: str) -> tuple[Clause, ...]:
    return split(source_text(text), (), load_reference())


def paths(text: str) -> list[tuple[str, ...]]:
    return [clause.path for clause in clauses(text) if clause.kind == "heading"]


def test_styles_of_numbers_nest_as_gb_t_9704_says() -> None:
    text = "第一章 总则\n一、主要任务\n(一)提升质量\n1.产品质量\n(1)食品\n①抽检\n(2)药品\n2.工程质量\n(二)打造品牌\n二、保障措施\n"
    assert paths(text)[5] == ("第一章总则", "一、主要任务", "(一)提升质量", "1.产品质量", "(1)食品", "①抽检")
    assert paths(text)[-3:] == [
        ("第一章总则", "一、主要任务", "(一)提升质量", "2.工程质量"),
        ("第一章总则", "一、主要任务", "(二)打造品牌"),
        ("第一章总则", "二、保障措施"),
    ]


def test_full_width_and_blanks_in_numbers() -> None:
    assert paths("一、 主要任务\n（一）提升质量\n１．产品质量\n（ 二 ）打造品牌\n") == [
        ("一、主要任务",),
        ("一、主要任务", "(一)提升质量"),
        ("一、主要任务", "(一)提升质量", "1.产品质量"),
        ("一、主要任务", "(二)打造品牌"),
    ]


def test_a_heading_runs_on_into_its_text() -> None:
    heading, text = clauses("(一)加强组织领导。各地要高度重视,认真落实。\n")
    assert (heading.title, heading.kind, text.kind, text.text) == (
        "加强组织领导",
        "heading",
        "paragraph",
        "各地要高度重视,认真落实。",
    )


def test_headings_within_a_line() -> None:
    text = "第一章 发展现状一、质量现状\n甲。\n二、主要任务 (一)提升质量。做好抽检。\n(二)打造品牌。做好培育。三、保障措施。加强领导。\n"
    assert paths(text)[1:] == [
        ("第一章发展现状", "一、质量现状"),
        ("第一章发展现状", "二、主要任务"),
        ("第一章发展现状", "二、主要任务", "(一)提升质量"),
        ("第一章发展现状", "二、主要任务", "(二)打造品牌"),
        ("第一章发展现状", "三、保障措施"),
    ]


def test_a_number_out_of_turn_within_a_line_is_no_heading() -> None:
    assert len(paths("一、主要任务\n按照文件第(三)项要求推进。(五)如有问题及时报告。\n")) == 1


@pytest.mark.parametrize("line", ["2015年底前完成。", "3.5%的增速", "12315热线", "(以下简称规划)", "(2011-2020年)"])
def test_what_is_no_number_of_a_heading(line: str) -> None:
    assert number_at(line) is None


def test_an_item_without_heading_is_named_by_its_first_clause() -> None:
    text = "一、主要任务\n1.对全市范围内所有获证生产企业和流通领域重点商品开展一次全面排查整治,建立台账,逐一销号,并向社会公布结果和名单。\n"
    assert [clause.title for clause in clauses(text)][
        1
    ] == "对全市范围内所有获证生产企业和流通领域重点商品开展一次全面排查整治"


def test_a_bracket_in_a_heading_is_not_of_its_title() -> None:
    assert clauses("(一)提升产品质量(责任单位:市经信局)。强化抽查。\n")[0].title == "提升产品质量"


def test_lines_that_the_page_broke_are_one_paragraph() -> None:
    text = "一、主要任务\n加快建立健全覆盖全市各行业各领域的质量安全责任体系和质量诚信\n体系,完善监管。\n"
    assert clauses(text)[1].text == "加快建立健全覆盖全市各行业各领域的质量安全责任体系和质量诚信体系,完善监管。"


def test_page_furniture_and_what_follows_the_signature() -> None:
    text = "当前位置:首页>政策\n索 引 号:123/2017\n某市方案\n一、主要任务\n做好工作。\n某市人民政府\n2017年11月27日\n扫一扫\n分享到微信\n"
    chapters = {clause.text: clause.chapter for clause in clauses(text)}
    assert chapters["当前位置:首页>政策"] == chapters["索引号:123/2017"] == chapters["扫一扫"] == "furniture"
    assert chapters["2017年11月27日"] == "tail"
    assert chapters["做好工作。"] == "tasks"


@pytest.mark.parametrize(
    ("title", "chapter"),
    [
        ("发展现状与面临形势", "status"),
        ("指导思想", "principles"),
        ("总体要求", "principles"),
        ("指导思想、基本原则和发展目标", "goals"),
        ("工作目标", "goals"),
        ("主要任务", "tasks"),
        ("夯实质量基础", "tasks"),
        ("保障措施", "safeguards"),
        ("组织实施", "safeguards"),
    ],
)
def test_what_a_chapter_is_about(title: str, chapter: str) -> None:
    assert clauses(f"一、{title}\n")[0].chapter == chapter


def test_items_stand_in_chapters_on_tasks_and_safeguards_only() -> None:
    text = "某方案\n一、总体要求\n(一)指导思想。甲。\n二、目标\n(一)质量目标。乙。\n三、任务\n(一)提升质量。丙。\n1.产品。丁。\n2.工程。戊。\n四、保障措施\n(一)加强领导。己。\n"
    document = parsed(text)
    assert [unit.task.name for unit in units(document) if unit.task] == ["产品", "工程", "加强领导"]
    report = extract(document, load_reference()).report()
    assert (report.seen, report.kept) == (5, 3)


def test_an_annexed_plan_has_items_where_the_notice_has_none() -> None:
    text = "某市关于印发方案的通知\n现印发给你们。\n附件\n某市质量方案\n一、主要任务\n(一)提升质量。做好抽检。\n"
    assert [unit.task.name for unit in units(parsed(text)) if unit.task] == ["提升质量"]


def test_numbering_begins_anew_in_an_annex() -> None:
    text = "一、主要任务\n(一)提升质量。甲。\n附件1\n一、名单\n(一)单位。乙。\n"
    assert paths(text)[-1] == ("附件1", "一、名单", "(一)单位")


def test_a_list_of_annexes_is_no_heading() -> None:
    text = "一、保障措施\n加强领导。\n附件:1.主要指标\n2.重点项目\n"
    assert len(paths(text)) == 1


def test_a_task_reads_back_from_its_heading_to_the_next() -> None:
    document = parsed("某方案\n一、任务\n(一)提升质量。做好抽检。\n再做好认证。\n(二)打造品牌。丙。\n")
    first = next(unit.task for unit in units(document) if unit.task)
    assert first.evidence.quote == "(一)提升质量。做好抽检。\n再做好认证。"


def test_a_paragraph_goes_on_over_a_page_number_and_a_running_header() -> None:
    text = "某政发〔2007〕59号\n一、主要任务\n加强监管。(市经贸委负责,市质监\n\n- 3 -\n\n某政发〔2007〕59号\n\n局参与)\n二、措施\n做好保障。\n"
    found = {clause.text: clause.chapter for clause in clauses(text)}
    assert "加强监管。(市经贸委负责,市质监局参与)" in found
    assert found["-3-"] == "furniture"


def test_a_number_alone_takes_its_name_from_the_text_under_it() -> None:
    document = parsed("某方案\n一、任务\n(一)\n提升质量,做好抽检。\n(二)\n(三)打造品牌。丙。\n1.。\n")
    assert [unit.task.name for unit in units(document) if unit.task] == ["提升质量"]
    report = extract(document, load_reference()).report()
    assert report.rejected == {"a number without words": 2}
    assert report.seen == 3


def test_blank_lines_and_page_numbers_are_told_apart() -> None:
    text = "一、主要任务\n加强监管" + "\n" * 500 + "- 3 -\n\n做好抽检。\n"
    assert [clause.text for clause in clauses(text) if clause.chapter == "furniture"] == ["-3-"]
