"""The responsibility matrix: which marks stand where, and the workbook that people open."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.answers.matrix import MARKS, Matrix, mark_of, matrix
from graph.errors import NotFound
from graph.parameters import DocumentFilter, ResponsibilityFilter
from graph.phrase_order import place_in
from graph.queries import DOCUMENTS, RESPONSIBILITIES
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import Command
from visualize.department_sheets import named_sheets
from visualize.matrix import workbook
from visualize.sheet_rows import fit_row, lines_of

FORMULA = '=HYPERLINK("http://x","y")'
MARKET, WATER = "dept:152900:市场监管", "dept:152900:水务"
PAGES = "http://127.0.0.1:8000"


def league() -> h.Written:
    """The league's plan with a task by division of duties, a task in two parts."""
    it = h.league()
    phrase = "(盟市场监管局牵头,盟水务局等配合)"
    shared = it.own("HAS_TASK", "task:1a2", "设立盟长质量奖", name="设立盟长质量奖", kind="item", order=2)
    for department in (MARKET, WATER):
        it.edge(department, "LEADS", shared, phrase, mode="shared")
    it.edge(MARKET, "COOPERATES", "task:1a1:1", phrase, mode="support", scope="技术")
    it.edge(MARKET, "LEADS", "task:1a1:1", phrase, mode="scoped", scope="制度")
    return it


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with closing(open_store(tmp_path / "store")) as opened:
        for document in (h.outline(), league(), h.city()):
            opened.replace(document.id, document.part)
        yield opened


def marks(found: Matrix) -> dict[str, dict[str, str]]:
    return {row.task_id: {department: cell.mark for department, cell in row.cells.items()} for row in found.tasks}


@pytest.mark.parametrize(
    ("role", "mode", "mark"),
    [
        ("LEADS", "lead", "●"),
        ("LEADS", "sole", "●"),
        ("LEADS", "scoped", "●"),
        ("LEADS", None, "●"),
        ("LEADS", "shared", "△"),
        ("COOPERATES", "shared", "△"),
        ("COOPERATES", "cooperate", "○"),
        ("COOPERATES", "implement", "○"),
        ("COOPERATES", "support", "○"),
    ],
)
def test_the_mark_of_a_duty(role: str, mode: str | None, mark: str) -> None:
    assert mark_of(role, mode) == mark


def test_one_document(store: GraphStore) -> None:
    found = matrix(store, document_id=h.LEAGUE)
    assert marks(found) == {
        "task:1a1:1": {MARKET: "●", WATER: "○"},
        "target:1a1": {"dept:152900:质监": "●"},
        "task:1a2": {MARKET: "△", WATER: "△"},
    }
    assert [row.task_id for row in found.tasks] == ["task:1a1:1", "target:1a1", "task:1a2"], "as the document has them"
    assert [(one.department_id, one.leads, one.tasks) for one in found.departments] == [
        (MARKET, 1, 2),
        ("dept:152900:质监", 1, 1),
        (WATER, 0, 2),
    ]
    measure = found.tasks[0]
    assert (measure.item, measure.path) == ("落实企业质量主体责任", ("(一)落实企业质量主体责任",))


def test_a_cell_shows_the_strongest_mark_and_keeps_all_edges(store: GraphStore) -> None:
    cell = matrix(store, document_id=h.LEAGUE).tasks[0].cells[MARKET]
    assert cell.mark == "●"
    assert [(edge.mark, edge.mode, edge.scope) for edge in cell.edges if edge.mark == "○"] == [("○", "support", "技术")]
    assert {(edge.mode, edge.scope) for edge in cell.edges if edge.mark == "●"} == {("lead", None), ("scoped", "制度")}
    assert all(edge.quote == "(盟市场监管局牵头,盟水务局等配合)" and edge.confidence == 0.9 for edge in cell.edges)


def test_tasks_that_nobody_answers_for_are_told_of_one_document_only(store: GraphStore) -> None:
    assert marks(matrix(store, document_id=h.CITY)) == {"task:2a1": {"dept:510781:市场监管": "●"}, "task:2a2": {}}
    assert "task:2a2" not in marks(matrix(store))


def test_a_region_a_department_and_all(store: GraphStore) -> None:
    assert set(marks(matrix(store, region_id="region:510781"))) == {"task:2a1"}
    assert set(marks(matrix(store, department_id=WATER))) == {"task:1a1:1", "task:1a2"}
    assert set(marks(matrix(store))) == {"task:1a1:1", "target:1a1", "task:1a2", "task:2a1"}


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"document_id": "doc:no"}, "there is no document doc:no"),
        ({"region_id": "region:no"}, "there is no region region:no"),
        ({"department_id": h.CITY}, "is no department but a document"),
    ],
)
def test_an_unknown_id(store: GraphStore, asked: dict[str, Any], complaint: str) -> None:
    with pytest.raises(NotFound, match=complaint):
        matrix(store, **asked)


def test_every_edge_of_the_source_documents_is_in_it(filled_store: str) -> None:
    with closing(open_store(filled_store, read_only=True)) as opened:
        keys = {row.key for row in opened.run(RESPONSIBILITIES, ResponsibilityFilter(limit=10**6))}
        found = matrix(opened)
        documents = opened.run(DOCUMENTS, DocumentFilter(ingested=True))
        each = [matrix(opened, document_id=row.document_id) for row in documents]
    assert {edge.key for row in found.tasks for cell in row.cells.values() for edge in cell.edges} == keys
    assert {edge.key for one in each for row in one.tasks for cell in row.cells.values() for edge in cell.edges} == keys
    assert all(row.task_id for one in each for row in one.tasks)


def opened_book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook(store: GraphStore) -> None:
    found = matrix(store, document_id=h.LEAGUE)
    book = opened_book(workbook(found, PAGES))
    offices = ["阿拉善盟市场监督管理局", "阿拉善盟质量技术监督局", "阿拉善盟水务局"]
    assert book.sheetnames == ["封面", "责任矩阵", "明细", *offices]
    account, sheet, details, *_ = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    assert heads[6:] == [one.department for one in found.departments]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E2", "A1:I4")
    assert sheet.cell(1, 7).alignment.textRotation == 255
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.print_title_rows) == (
        "landscape",
        1,
        "$1:$1",
    )
    market = sheet.cell(2, heads.index("阿拉善盟市场监督管理局") + 1)
    assert market.value == "●"
    note = market.comment.text.split("\n")
    place = "《阿拉善盟质量发展规划》(一)落实企业质量主体责任"
    assert note[1] == place and note.count(place) == 1, "document and clause, once for all duties of a cell"
    assert "“(盟市场监管局牵头,盟水务局等配合)”" in note
    assert "● 牵头 · 分项牵头 · 制度" in note
    shared = sheet.cell(4, heads.index("阿拉善盟市场监督管理局") + 1)
    assert shared.value == "△" and shared.comment.text.startswith("△ 按职责分工负责\n《")
    assert "△ 牵头" not in shared.comment.text, "nobody leads"
    rows = list(details.iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(cell.edges) for row in found.tasks for cell in row.cells.values())
    assert all(len(row) == 10 and row[8] == 0.9 and row[9].startswith(f"{PAGES}/e/") for row in rows)
    assert {row[4] for row in rows if row[2] == "设立盟长质量奖"} == {"按职责分工负责"}
    assert {row[4] for row in rows} == {"牵头", "配合", "按职责分工负责"}
    assert details.cell(2, 10).hyperlink.target == rows[0][9]
    told = list(account.iter_rows(values_only=True))
    assert ("阿拉善盟质量发展规划", None, "2013-05-01", None, 3, 3, len(rows)) in told
    assert {row[0] for row in told} > set(MARKS)
    links = {cell.value: cell.hyperlink.location for cell in account["D"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in offices}


def test_the_day_is_told_only_where_it_is_given(store: GraphStore) -> None:
    found = matrix(store, document_id=h.LEAGUE)

    def words(content: bytes) -> set[Any]:
        return {cell.value for row in opened_book(content)["封面"].iter_rows() for cell in row}

    assert "制表日期:2026-01-05" in words(workbook(found, PAGES, date(2026, 1, 5)))
    assert not [one for one in words(workbook(found, PAGES)) if "制表日期" in str(one)]


def test_the_sheet_of_a_department(tmp_path: Path) -> None:
    it = league()
    it.edge("task:1a1:1", "SETS", "target:1a1", "产品质量监督抽查合格率达到96.5%")
    measure = it.nodes["task:1a1:1"]
    due = {"deadline_text": "2014年底前", "deadline": "2014-12-31", "recurrence": "每年"}
    it.nodes["task:1a1:1"] = type(measure)(measure.label, measure.id, {**measure.properties, **due})
    with closing(open_store(tmp_path / "store")) as opened:
        opened.replace(it.id, it.part)
        found = matrix(opened)
    [first] = [task for task in found.tasks if task.task_id == "task:1a1:1"]
    assert [one.target_id for one in first.targets] == ["target:1a1"]
    assert (first.deadline, first.recurrence) == ("2014-12-31", "每年")
    [figure] = [task for task in found.tasks if task.task_id == "target:1a1"]
    assert (figure.deadline_text, figure.deadline) == ("2015年", "2015-12-31")
    sheet = opened_book(workbook(found, PAGES))["阿拉善盟市场监督管理局"]
    heads = [cell.value for cell in sheet[3]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert {row["标记"] for row in rows if row["任务"] == "推行首席质量官制度"} == {"●", "○"}
    assert {row["完成时限"] for row in rows} == {"2014年底前;每年", None}
    assert rows[0]["指标"] == "产品质量监督抽查合格率达到96.5%" and rows[0]["截止日期"] == "2014-12-31"
    assert all(row["原文"] and row["链接"].startswith(f"{PAGES}/e/") for row in rows)
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == f"A3:L{3 + len(rows)}"


def test_every_sheet_is_laid_out_for_paper(store: GraphStore) -> None:
    book = opened_book(workbook(matrix(store), PAGES))
    for sheet in book.worksheets[1:]:
        head = 1 if sheet.title in ("责任矩阵", "明细") else 3
        rows = range(head + 1, sheet.max_row + 1)
        assert all((sheet.row_dimensions[row].height or 0) >= 15 for row in rows), "LibreOffice leaves 15 points"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == f"${head}:${head}"
        heads = [cell.value for cell in sheet[head]]
        printed = sheet.print_area.replace("$", "").partition(":")[2].rstrip("0123456789")
        shown = openpyxl.utils.column_index_from_string(printed)
        assert "链接" not in heads[:shown] and shown >= len(heads) - 1
        widths = [sheet.column_dimensions[openpyxl.utils.get_column_letter(one)].width for one in range(1, shown + 1)]
        assert sum(widths) <= 180, "a page holds some 150 characters at full size"


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    assert [lines_of(text, 12.0) for text in ("", "质量", "质量强市建设工作", "abc\ndef", None)] == [1, 1, 2, 2, 1]
    sheet = openpyxl.Workbook().active
    for row, text in enumerate(("质量", "质量" * 10, "质量" * 9000), start=1):
        fit_row(sheet, row, (text, None), (12.0, 9.0))
    heights = [sheet.row_dimensions[row].height for row in (1, 2, 3)]
    assert heights == sorted(heights) and heights[0] < 20 and heights[1] > 50 and heights[2] == 409


@pytest.mark.parametrize(
    ("names", "at"),
    [
        (("阿拉善盟科学技术局", "盟科技局"), 6),
        (("阿拉善盟发展和改革委员会", "盟发改委"), 1),
        (("阿拉善盟财政局",), 10),
        (("阿拉善盟民政局",), 14),
    ],
)
def test_where_a_phrase_names_a_body(names: tuple[str, ...], at: int) -> None:
    assert place_in("(盟发改委、科技局、财政局、民政局负责)", names) == at


def test_the_bodies_of_a_phrase_stand_as_it_names_them(filled_store: str) -> None:
    with closing(open_store(filled_store, read_only=True)) as opened:
        found = matrix(opened, region_id="region:152900")
    names = {one.department_id: one.department for one in found.departments}
    [row] = [task for task in found.tasks if task.task.startswith("重点服务领域逐步实现服务质量标准化")]
    assert [names[one].removeprefix("阿拉善盟") for one in row.cells][:4] == [
        "发展和改革委员会", "市场监督管理局", "民政局", "食品药品监督管理局",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["市发展改革委"], ["市发展改革委"]),
        (["各旗[区]政府:甲/乙\\丙*?"], ["各旗 区 政府 甲 乙 丙"]),
        (["甲" * 40, "甲" * 40], ["甲" * 31, f"{'甲' * 28}(2)"]),
        (["𠮷" * 20], ["𠮷" * 15]),  # two units of UTF-16 each
        (["QC Office", "qc office", "'引号'"], ["QC Office", "qc office(2)", "引号"]),
        (["明细", "History", "'", "\x00"], ["明细(2)", "History(2)", "部门", "部门(2)"]),
    ],
)
def test_the_names_of_sheets(given: list[str], named: list[str]) -> None:
    found = named_sheets(given, ("封面", "责任矩阵", "明细"))
    assert found == named
    assert all(len(name.encode("utf-16-le")) <= 62 for name in found)


def test_hundreds_of_departments_get_a_note(monkeypatch: pytest.MonkeyPatch, store: GraphStore) -> None:
    monkeypatch.setattr("visualize.department_sheets.MOST_SHEETS", 2)
    monkeypatch.setattr("visualize.matrix_cover.MOST_SHEETS", 2)
    book = opened_book(workbook(matrix(store, document_id=h.LEAGUE), PAGES))
    assert len(book.sheetnames) == 3 + 2
    notes = [str(row[0]) for row in book["封面"].iter_rows(values_only=True)]
    assert [note for note in notes if note.startswith("部门共 3 个,只为牵头最多的前 2 个")]


def test_names_from_documents_stay_text(tmp_path: Path) -> None:
    odd = h.league()
    for node_id, name in ((MARKET, FORMULA), (WATER, "=1+1"), ("task:1a1:1", "@推行\x0b制度"), (odd.id, "+文件")):
        odd.nodes[node_id] = type(odd.nodes[node_id])(
            odd.nodes[node_id].label, node_id, {**odd.nodes[node_id].properties, "name": name}
        )
    with closing(open_store(tmp_path / "store")) as opened:
        opened.replace(odd.id, odd.part)
        book = opened_book(workbook(matrix(opened), PAGES))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    values = {cell.value for cell in cells}
    assert {FORMULA, "=1+1", "@推行 制度", "+文件"} <= values


def test_the_same_graph_gives_the_same_bytes(store: GraphStore) -> None:
    assert workbook(matrix(store), PAGES) == workbook(matrix(store), PAGES)


def test_an_empty_matrix_is_a_workbook_too() -> None:
    book = opened_book(workbook(Matrix((), ()), ""))
    assert book["责任矩阵"].max_row == 1


def test_the_command(filled_store: str, tmp_path: Path, command: Command) -> None:
    path = tmp_path / "责任矩阵.xlsx"
    ran = command("matrix", "-o", path, "--store", filled_store, "--pages", "https://zhitu.example")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    book = openpyxl.load_workbook(path)
    assert book["责任矩阵"].max_column == 6 + 38
    assert book["明细"].cell(2, 10).value.startswith("https://zhitu.example/e/")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("-o", "{folder}/no/matrix.xlsx"), "there is no folder"),
        (("-o", "{folder}"), "is a folder"),
        (("-o", "{folder}/matrix.xlsx", "--document", "doc:no"), "there is no document doc:no"),
        (("-o", "{folder}/matrix.xlsx", "--region", "region:no"), "there is no region region:no"),
        (("-o", "{folder}/matrix.xlsx", "--department", "dept:no"), "there is no department dept:no"),
        (("-o", "{folder}/matrix.pdf"), "give a name that ends in .xlsx or .docx"),
        (("-o", "{folder}/matrix.docx", "--made", "2026-02-30"), "'2026-02-30' is no date"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: tuple[str, ...], complaint: str, filled_store: str, tmp_path: Path, command: Command
) -> None:
    ran = command("matrix", *(one.format(folder=tmp_path) for one in arguments), "--store", filled_store)
    assert ran.code == 1
    [line] = ran.err.splitlines()
    assert complaint in line
    assert not list(tmp_path.iterdir())
