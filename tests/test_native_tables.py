"""Tables as the format of a file tells them: headers of one line or two, merged cells, sections, notes, new pages."""

from pathlib import Path

import pytest

from graph.reference import load_reference
from ingest.document import SourceText, Table
from ingest.pipeline import read_source
from ingest.readers.composed import Composer, GridCell
from ingest.tables import find_tables
from tests.reading import source_text


def composed(*tables: list[list[str]], between: str = "") -> SourceText:
    """Tables whose cells with the same text in neighbouring places and a star are merged: 市甲局*."""
    composer = Composer("made-up", Path("made-up.docx"))
    composer.line("松江县质量强县任务分工表")
    for number, rows in enumerate(tables):
        if number and between:
            composer.line(between)
        composer.table(_merged(rows))
    made = composer.composed()
    plain = source_text(made.text)
    return SourceText(plain.sha256, "made-up.docx", "docx", plain.text, plain.normal, made.tables)


def _merged(rows: list[list[str]]) -> list[list[GridCell]]:
    grid: list[list[GridCell]] = []
    for row in rows:
        cells: list[GridCell] = []
        for column, text in enumerate(row):
            beside = cells[-1] if cells and row[column - 1] == text else None
            above = grid[-1][column] if grid and rows[len(grid) - 1][column] == text else None
            merged = (beside or above) if text.endswith("*") else None
            cells.append(merged or GridCell(text.rstrip("*")))
        grid.append(cells)
    return grid


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


HEADER = ["序号", "重点任务", "牵头单位", "配合单位"]


def test_a_merged_cell_is_read_in_each_row_it_spans() -> None:
    source = composed([HEADER, ["1", "开展抽查", "县市场监管局*", "县财政局"], ["2", "推行标准", "县市场监管局*", ""]])
    [table] = find_tables(source)
    assert table.columns == ("序号", "重点任务", "牵头单位", "配合单位")
    assert rows(table) == [["1", "开展抽查", "县市场监管局", "县财政局"], ["2", "推行标准", "县市场监管局", ""]]
    first, second = (row.cells[2].span() for row in table.rows)
    assert first == second
    assert first.quote == "县市场监管局"


def test_titles_sections_notes_and_repeated_headers_are_no_rows() -> None:
    title, section, note = (["任务分工表*"] * 4, ["一、提升产品质量*"] * 4, ["注:排名第一的为牵头单位*"] * 4)
    body = [["1", "开展抽查", "县市场监管局", "县财政局"], HEADER, ["2", "推行标准", "县住建局", ""]]
    [table] = find_tables(composed([title, HEADER, section, *body, note]))
    assert [row[1] for row in rows(table)] == ["开展抽查", "推行标准"]
    assert {row.section for row in table.rows} == {"一、提升产品质量"}


def test_a_header_of_two_lines_names_its_columns() -> None:
    upper = ["指标名称*", "单位*", "目标值*", "目标值*"]
    lower = ["指标名称*", "单位*", "2022年", "2025年"]
    [table] = find_tables(composed([upper, lower, ["抽查合格率", "%", "92", "95"]]))
    assert table.columns == ("指标名称", "单位", "2022年", "2025年")
    assert rows(table) == [["抽查合格率", "%", "92", "95"]]


def test_a_table_that_goes_on_without_its_header_is_one() -> None:
    first = [HEADER, ["1", "开展抽查", "县市场监管局", ""]]
    second = [["2", "推行标准", "县住建局", "县财政局"]]
    [table] = find_tables(composed(first, second))
    assert [row[1] for row in rows(table)] == ["开展抽查", "推行标准"]
    assert len(find_tables(composed(first, second, between="附件2 重点项目汇总情况"))) == 1  # the second stays text
    assert len(find_tables(composed(first, second, between="附件2 重点项目汇总情况"))[0].rows) == 1


def test_a_table_without_a_known_header_is_left_to_the_text() -> None:
    assert not find_tables(composed([["甲", "乙"], ["天气", "晴"]]))


def test_a_header_with_blanks_between_its_characters_is_known() -> None:
    source = composed([["序  号", "重 点 任 务", "牵头单位"], ["1", "开展抽查", "县市场监管局"]])
    assert duties(source) == [("L", "县市场监管局", "开展抽查")]


def test_an_empty_cell_is_never_filled_from_above() -> None:
    [table] = find_tables(composed([HEADER, ["1", "开展抽查", "县市场监管局", "县财政局"], ["2", "推行标准", "", ""]]))
    assert rows(table)[1] == ["2", "推行标准", "", ""]


def duties(source: SourceText) -> list[tuple[str, str, str]]:
    reading = read_source(source, load_reference())
    found = [one for one in reading.statements if one.relation in ("LEADS", "COOPERATES")]
    return [(one.relation[0], one.subject.name, one.object.name) for one in found]


LEAD_AND_HELP = [("L", "县市场监管局", "开展抽查"), ("C", "县财政局", "开展抽查"), ("C", "县教育局", "开展抽查")]
SAID_IN_CELLS = {
    "a header with a bracket in it": [
        ["序号", "重点任务", "牵头(责任)单位", "协作单位"],
        ["1", "开展抽查", "县市场监管局", "县财政局、县教育局"],
    ],
    "a header of two lines": [
        ["序号*", "重点任务*", "责任分工*", "责任分工*"],
        ["序号*", "重点任务*", "牵头", "配合"],
        ["1", "开展抽查", "县市场监管局", "县财政局、县教育局"],
    ],
    "labels in the cell": [
        ["序号", "重点任务", "责任分工"],
        ["1", "开展抽查", "牵头单位：县市场监管局 配合单位：县财政局、县教育局"],
    ],
    "verbs in the cell": [
        ["序号", "重点任务", "责任单位"],
        ["1", "开展抽查", "县市场监管局牵头，县财政局、县教育局配合"],
    ],
    "the role behind the list": [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "开展抽查", "县市场监管局负责", "县财政局、县教育局配合"],
    ],
    "a line of the cell for each": [
        ["序号", "重点任务", "牵头单位", "配合单位"],
        ["1", "开展抽查", "县市场监管局", "县财政局\n教育局"],
    ],
}


@pytest.mark.parametrize("said", SAID_IN_CELLS)
def test_roles_are_read_wherever_a_table_says_them(said: str) -> None:
    assert duties(composed(SAID_IN_CELLS[said])) == LEAD_AND_HELP


def test_the_same_as_above_is_the_cell_above() -> None:
    body = [["1", "开展抽查", "县市场监管局", "县财政局"], ["2", "推行标准", "同上", ""]]
    assert duties(composed([HEADER, *body]))[2:] == [("L", "县市场监管局", "推行标准")]


def test_rows_of_one_merged_task_are_told_apart_by_their_aims() -> None:
    header = ["序号", "工作内容", "目标要求", "牵头单位"]
    body = [["1", "开展攻关*", "形成典型案例", "县工信局"], ["2", "开展攻关*", "培育试点", "县市场监管局"]]
    assert duties(composed([header, *body])) == [("L", "县工信局", "形成典型案例"), ("L", "县市场监管局", "培育试点")]


def test_a_lead_that_is_known_does_not_wait_for_a_helper_that_is_not() -> None:
    source = composed([HEADER, ["1", "开展抽查", "县市场监管局", "老王和小李"]])
    assert duties(source) == [("L", "县市场监管局", "开展抽查")]
    [waiting] = read_source(source, load_reference()).report["responsibility"].waiting
    assert waiting.why.startswith("not known as a body")
