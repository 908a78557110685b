"""The list of duties of each department (履职清单): one page, each row with the phrase that it rests on."""

import io

import docx
import pytest

from graph.answers.matrix import MatrixTarget
from tests.test_duties import HELPS, LEADS, edge, matrix, read, task
from visualize.duties import duties_document
from visualize.duty_words import clause_number, quoted, short_document, shortened

NAME = "云川市市场监督管理局"


def test_the_list_of_each_department() -> None:
    figures = tuple(
        MatrixTarget(f"target:{one}", f"{one}抽查合格率≥95%(2016年)", 2016, "合格率", f"f{one}", None)
        for one in ("甲类产品监督", "乙", "丙")
    )
    helped = task(1, "办好质量月", {"b": LEADS, "a": HELPS})
    led = task(2, "开展监督抽查", {"a": LEADS}, targets=figures, deadline_text="长期坚持", number="(三)")
    paragraphs, tables = read(duties_document(matrix(helped, led), "lists"))
    assert [line for line in paragraphs if line.endswith("履职清单")] == [f"{NAME}履职清单", "云川市教育局履职清单"]
    phrase = "“(市市场监管局牵头)”"
    assert tables[0] == [
        ["序号", "任务", "角色", "时限/指标", "依据"],
        ["1", "(三)开展监督抽查", "● 牵头", "长期坚持;甲类产品监督抽查合格率≥95%(2016年)等3项", f"二 {phrase}"],
        ["2", "办好质量月", "○ 配合", "", f"二 {phrase}"],
    ]
    assert "依据:《云川市质量强市方案》" in paragraphs


def test_each_list_begins_on_a_page_of_its_own() -> None:
    content = duties_document(matrix(task(1, "办好质量月", {"b": LEADS, "a": HELPS})))
    titles = [one for one in docx.Document(io.BytesIO(content)).paragraphs if one.text.endswith("履职清单")]
    assert [bool(one.paragraph_format.page_break_before) for one in titles] == [True, True]


def test_nobody_leads_what_is_shared() -> None:
    shared = task(1, "加强宣传", {"a": [edge("LEADS", "shared")], "b": [edge("LEADS", "shared")]})
    _, [rows, _] = read(duties_document(matrix(shared), "lists"))
    assert rows[1][2] == "△ 按职责分工负责"


def test_rows_from_several_documents_name_theirs() -> None:
    other = task(2, "办好论坛", {"a": LEADS}, document_id="doc:2", document="云川市人民政府关于开放的意见", path=())
    _, [rows] = read(duties_document(matrix(task(1, "办好质量月", {"a": LEADS}), other), "lists"))
    assert [row[4] for row in rows[1:]] == [
        "云川市质量强市方案 二 “(市市场监管局牵头)”",
        "开放的意见 “(市市场监管局牵头)”",
    ]


def test_long_words_lose_their_middle() -> None:
    long = f"(市市场监管局牵头,{'、'.join(f'市第{one}局' for one in '甲乙丙丁戊己庚辛壬癸')}配合落实)"
    told = task(1, "推进" * 60, {"a": [edge("LEADS", "lead", quote=long)]}, text="一段很长的话" * 90)
    _, [rows] = read(duties_document(matrix(told), "lists"))
    assert rows[1][4].startswith("二 “(市市场监管局牵头,") and rows[1][4].endswith("配合落实)”") and "…" in rows[1][4]
    assert all(len(cell) <= 50 for cell in rows[1]), "the paragraph is in the table, not here"


@pytest.mark.parametrize(("duties", "points"), [(3, 10.0), (25, 8.0)])
def test_a_longer_list_is_written_smaller(duties: int, points: float) -> None:
    long = "(市市场监管局牵头,市发展改革委、市财政局、市商务局配合落实)"
    tasks = [task(one, "开展监督抽查" * 3, {"a": [edge("LEADS", "lead", quote=long)]}) for one in range(duties)]
    [table] = docx.Document(io.BytesIO(duties_document(matrix(*tasks), "lists"))).tables
    [size] = {run.font.size.pt for row in table.rows for cell in row.cells for run in cell.paragraphs[0].runs}
    assert size == pytest.approx(points, abs=1.0)


def test_an_empty_date_is_not_said_to_be_unwritten() -> None:
    found = matrix(task(1, "甲", {"a": LEADS}, deadline_text="2016年春节前"), task(2, "乙", {"a": LEADS}))
    paragraphs, [rows] = read(duties_document(found, "table"))
    assert [row[4] for row in rows[1:]] == ["2016年春节前", ""]
    assert not [line for line in paragraphs if "原文没有写明。" in line]
    assert [line for line in paragraphs if "未能从原文读出或换算出时限" in line]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (("三、主要任务", "(六)创新机制", "3.推进诚信"), "三、(六)3"),
        (("第三章主要任务", "二、坚持质量为先"), "第三章二"),
        (("附件2",), "附件2"),
        (("总体要求",), "总体要求"),
        (("2016年工作的重点和具体安排",), "2016年工…体安排"),
        ((), ""),
    ],
)
def test_the_number_of_a_clause(path: tuple[str, ...], number: str) -> None:
    assert clause_number(path) == number


def test_short_words() -> None:
    assert short_document("云川市人民政府关于开放的意见", None) == "开放的意见"
    assert short_document("云川市人民政府关于开放的意见", "云政发〔2015〕3号") == "云政发〔2015〕3号"
    assert shortened("一二三四五六七八九", 6) == "一二三…八九" and shortened("一 二\n三", 6) == "一 二 三"
    assert quoted("task", "甲" * 60) == f"{'甲' * 60}…" and quoted("target", "甲" * 60) == "甲" * 60
    assert quoted("task", f"{'甲' * 59}。") == f"{'甲' * 59}。" and quoted("task", None) == ""
