"""The responsibility matrix: which marks stand where, and the workbook that people open."""

import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.errors import NotFound
from graph.matrix import MARKS, Matrix, mark_of, matrix
from graph.parameters import DocumentFilter, ResponsibilityFilter
from graph.queries import DOCUMENTS, RESPONSIBILITIES
from graph.store import GraphStore, open_store
from tests import handmade as h
from tests.conftest import Command
from visualize.matrix import workbook

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
    assert book.sheetnames == ["责任矩阵", "明细", "说明"]
    sheet, details, account = book.worksheets
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
    assert "盟市场监管局牵头" in market.comment.text
    assert "制度" in market.comment.text
    rows = list(details.iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(cell.edges) for row in found.tasks for cell in row.cells.values())
    assert all(len(row) == 10 and row[8] == 0.9 and row[9].startswith(f"{PAGES}/e/") for row in rows)
    assert details.cell(2, 10).hyperlink.target == rows[0][9]
    assert ("阿拉善盟质量发展规划", "3 (3)", len(rows)) in set(account.iter_rows(values_only=True))
    assert {row[0] for row in account.iter_rows(values_only=True)} > set(MARKS)


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
