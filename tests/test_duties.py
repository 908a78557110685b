"""Duties as Word: the table that offices circulate, and the list of each department."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from graph.answers.matrix import Matrix, MatrixCell, MatrixDepartment, MatrixEdge, MatrixTarget, MatrixTask, mark_of
from graph.errors import ParameterError
from tests.conftest import Command
from visualize.duties import duties_document

FORMULA = '=HYPERLINK("http://x","办法")'
NAMES = {"a": "云川市市场监督管理局", "b": "云川市教育局", "c": "云川市科学技术局", "d": "各县(市、区)人民政府"}


def edge(role: str, mode: str, **told: Any) -> MatrixEdge:
    known = dict.fromkeys(("scope", "open_list", "document", "start_char", "end_char", "link"))
    given = {**known, "key": f"k{role}{mode}", "role": role, "mode": mode, "mark": mark_of(role, mode), **told}
    return MatrixEdge(**{"quote": "(市市场监管局牵头)", "confidence": 0.9, "document_id": "doc:1", "path": (), **given})


def task(nth: int, name: str, cells: dict[str, list[MatrixEdge]], **told: Any) -> MatrixTask:
    known = dict.fromkeys(("number", "item", "text", "deadline_text", "deadline", "recurrence"))
    where = {"path": ("二、任务",), "document_id": "doc:1", "document": "云川市质量强市方案", "targets": ()}
    given = {"task_id": f"task:{nth}", "task": name, "label": "Task", **known, **where, **told}
    return MatrixTask(**given, cells={one: MatrixCell(edges[0].mark, tuple(edges)) for one, edges in cells.items()})


def matrix(*tasks: MatrixTask) -> Matrix:
    own = {one: [row for row in tasks if one in row.cells] for one in NAMES}
    departments = [
        MatrixDepartment(one, NAMES[one], sum(row.cells[one].mark == "●" for row in rows), len(rows))
        for one, rows in own.items()
        if rows
    ]
    return Matrix(tuple(departments), tasks)


LEADS, HELPS = [edge("LEADS", "lead")], [edge("COOPERATES", "cooperate")]


def read(content: bytes) -> tuple[list[str], list[list[list[str]]]]:
    """The paragraphs and the tables of a Word file."""
    document = docx.Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


def columns(*tasks: MatrixTask) -> list[tuple[str, str]]:
    [rows] = read(duties_document(matrix(*tasks), "table"))[1]
    return [(row[2], row[3]) for row in rows[1:]]


def test_the_table_that_offices_circulate() -> None:
    first = task(
        1, "推行首席质量官制度", {"a": LEADS, "b": HELPS}, deadline_text="2016年底前", recurrence="每年", number="(一)"
    )
    paragraphs, [rows] = read(duties_document(matrix(first, task(2, "没有责任单位的任务", {})), "table"))
    assert rows == [
        ["序号", "任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "(一)推行首席质量官制度", "云川市市场监督管理局", "云川市教育局", "2016年底前;每年"],
    ]
    assert paragraphs[0] == "任务分工表" and "依据:《云川市质量强市方案》" in paragraphs
    assert any("△ 表示按职责分工负责" in line for line in paragraphs)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"a": [edge("LEADS", "shared")], "b": [edge("LEADS", "shared")]}, ("△ 云川市市场监督管理局、云川市教育局(按职责分工负责)", "")),
        ({"a": LEADS, "b": [edge("COOPERATES", "shared")]}, ("云川市市场监督管理局", "△ 云川市教育局(按职责分工负责)")),
        ({"a": LEADS, "b": [edge("LEADS", "scoped", scope="校园")]}, ("云川市市场监督管理局、云川市教育局(校园)", "")),
        ({"a": LEADS, "b": [edge("COOPERATES", "cooperate", open_list=True)]}, ("云川市市场监督管理局", "云川市教育局等")),
        ({"a": [edge("LEADS", "lead", open_list=True)]}, ("云川市市场监督管理局等", "")),
        ({"a": [edge("LEADS", "lead", open_list=True, quote="市市场监管局要会同有关部门")]}, ("云川市市场监督管理局", "有关部门")),
        ({"a": [edge("LEADS", "shared", open_list=True)]}, ("△ 云川市市场监督管理局(按职责分工负责)等", "")),
        ({"d": [edge("COOPERATES", "implement")]}, ("", "各县(市、区)人民政府")),
    ],
)  # fmt: skip
def test_who_stands_in_which_column(cells: dict[str, list[MatrixEdge]], expected: tuple[str, str]) -> None:
    assert columns(task(1, "加强宣传", cells)) == [expected]


def test_the_words_of_a_task_stand_below_its_name() -> None:
    told = task(1, "加强宣传", {"a": LEADS}, text="加强宣传。\n办好质量月,\n普及质量知识")
    same = task(2, "加强培训", {"a": LEADS}, text="加强培训。")
    long = task(3, "加强检查", {"a": LEADS}, text="检查" * 200)
    [rows] = read(duties_document(matrix(told, same, long), "table"))[1]
    assert [row[1] for row in rows[1:3]] == ["加强宣传\n加强宣传。 办好质量月, 普及质量知识", "加强培训"]
    assert rows[3][1].endswith("检…") or rows[3][1].endswith("查…")


def test_the_list_of_each_department() -> None:
    figure = MatrixTarget("target:1", "抽查合格率≥95%(2016年)", 2016, "合格率达到95%", "f1", "/e/f1")
    helped = task(1, "办好质量月", {"b": LEADS, "a": HELPS})
    led = task(2, "开展监督抽查", {"a": LEADS}, targets=(figure,), deadline_text="长期坚持")
    content = duties_document(matrix(helped, led), "lists")
    paragraphs, tables = read(content)
    assert [line for line in paragraphs if line.endswith("履职清单")] == [
        "云川市市场监督管理局履职清单",
        "云川市教育局履职清单",
    ]
    assert tables[0] == [
        ["序号", "任务", "角色", "时限/指标", "依据"],
        ["1", "开展监督抽查", "● 牵头", "长期坚持;抽查合格率≥95%(2016年)", "二 “(市市场监管局牵头)”"],
        ["2", "办好质量月", "○ 配合", "", "二 “(市市场监管局牵头)”"],
    ]
    titles = [one for one in docx.Document(io.BytesIO(content)).paragraphs if one.text.endswith("履职清单")]
    assert [bool(one.paragraph_format.page_break_before) for one in titles] == [False, True], "each on its own page"


def test_one_department_only() -> None:
    paragraphs, tables = read(duties_document(matrix(task(1, "办好质量月", {"b": LEADS, "a": HELPS})), "both", "b"))
    assert [line for line in paragraphs if line.endswith("履职清单")] == ["云川市教育局履职清单"]
    assert len(tables) == 2 and tables[0][1][3] == "云川市市场监督管理局", "the table names all who take part"


def test_the_head_stands_on_each_page_and_the_page_lies_across() -> None:
    document = docx.Document(io.BytesIO(duties_document(matrix(task(1, "办好质量月", {"a": LEADS})))))
    for table in document.tables:
        assert ["w:tblHeader" in row._tr.xml for row in table.rows] == [True, *[False] * (len(table.rows) - 1)]
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    [section] = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert "PAGE" in section.footer._element.xml


def test_words_of_documents_stay_text() -> None:
    _, [rows] = read(duties_document(matrix(task(1, f"{FORMULA}<w:p>&\x0b", {"a": LEADS})), "table"))
    assert rows[1][1] == f"{FORMULA}<w:p>& "


def test_the_same_matrix_gives_the_same_bytes_and_no_day() -> None:
    found = matrix(task(1, "办好质量月", {"a": LEADS}))
    assert duties_document(found) == duties_document(found)
    assert docx.Document(io.BytesIO(duties_document(found))).core_properties.modified.year == 1980
    assert not [line for line in read(duties_document(found))[0] if "制表日期" in line]


def test_nothing_is_a_file_too() -> None:
    assert read(duties_document(matrix()))[1] == [[["序号", "任务", "牵头单位", "配合单位", "完成时限"]]]


def test_too_much_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    many = matrix(*(task(number, f"任务{number}", {"a": LEADS, "b": HELPS}) for number in range(4)))
    monkeypatch.setattr("visualize.duties.MOST_ROWS", 5)
    with pytest.raises(ParameterError, match="12 rows are more than a Word file of ours holds"):
        duties_document(many)
    assert len(read(duties_document(many, "table"))[1][0]) == 5
    monkeypatch.setattr("visualize.duties.MOST_LISTS", 1)
    paragraphs, tables = read(duties_document(many, "lists"))
    assert len(tables) == 1 and "部门共 2 个,只列出牵头最多的前 1 个;其余请按部门单独导出。" in paragraphs


def test_the_command(filled_store: str, tmp_path: Path, command: Command) -> None:
    path = tmp_path / "履职清单.docx"
    asked = ("--department", "dept:152900:市场监管", "--part", "lists", "--made", "2026-01-05")
    ran = command("matrix", "-o", path, "--store", filled_store, *asked)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    paragraphs, [rows] = read(path.read_bytes())
    assert paragraphs[0] == "阿拉善盟市场监督管理局履职清单" and "制表日期:2026-01-05" in paragraphs
    assert {row[2][0] for row in rows[1:]} == {"●", "△", "○"}
    assert all("“" in row[4] for row in rows[1:])
