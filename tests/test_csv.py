"""Lists as plain text: delimiters, quotation marks, titles, and what is no list."""

from pathlib import Path

import pytest

from graph.errors import SourceError
from ingest.readers.composed import Composed
from ingest.readers.csv import read_csv

ROWS = [
    ["序号", "重点任务", "牵头单位", "完成时限"],
    ["1", "开展质量基础设施服务", "市市场监管局", "2025年12月"],
    ["2", "推进工程质量提升,完善验收制度", "市住房城乡建设局", "持续推进"],
]


def written(rows: list[list[str]], delimiter: str) -> str:
    return "".join(delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in rows)


def read(text: str, name: str = "云溪市任务分工表.csv", encoding: str = "utf-8") -> Composed:
    return read_csv(Path(name), text.encode(encoding))


def cells(composed: Composed, table: int = 0) -> list[list[str]]:
    return [[composed.text[start:end] for start, end in row] for row in composed.tables[table].rows]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_a_table_whatever_parts_its_cells(delimiter: str, encoding: str) -> None:
    composed = read(written(ROWS, delimiter), encoding=encoding)
    assert cells(composed) == ROWS
    assert composed.encoding == encoding


def test_without_a_title_the_name_of_the_file_is_the_first_line() -> None:
    assert read(written(ROWS, ",")).text.startswith("云溪市任务分工表\n序号\t")
    assert read(written(ROWS, ","), "download-3.csv").text.startswith("序号\t")


def test_titles_stand_above_and_notes_below() -> None:
    text = "云溪市质量强市指标表,,,\n单位:%,,,\n" + written(ROWS, ",") + "注:指标数据为年度值。,,,\n"
    composed = read(text)
    assert composed.text.startswith("云溪市质量强市指标表\n单位:%\n序号\t")
    assert composed.text.endswith("\n注:指标数据为年度值。\n")
    assert cells(composed) == ROWS


def test_a_cell_may_hold_line_ends_and_quotation_marks() -> None:
    text = '序号,任务,单位\n1,"推行""首席质量官""制度\n覆盖规上企业",市工信局\n2,开展质量攻关,市科技局\n'
    assert cells(read(text))[1] == ["1", '推行"首席质量官"制度 覆盖规上企业', "市工信局"]


def test_a_quotation_mark_never_closed_does_not_swallow_the_list() -> None:
    text = written(ROWS[:2], ",") + '3,"争创质量强县,县市场监管局,2026年\n' + "4,开展计量惠民,市计量所,2026年\n" * 200
    composed = read(text)
    assert len(composed.tables[0].rows) == 2 + 201
    assert cells(composed)[-1] == ["4", "开展计量惠民", "市计量所", "2026年"]


@pytest.mark.parametrize("at", [0, 3, 40])
@pytest.mark.parametrize("closed", ["", ',"甲,乙"'])
def test_one_quotation_mark_too_many_costs_no_row_of_a_short_list(at: int, closed: str) -> None:
    rows = [f"{n},任务{n},单位{n}{closed}" for n in range(41)]
    rows[at] = rows[at].replace("任务", '"任务')
    found = cells(read("\n".join(rows)))
    assert [row[0] for row in found] == [str(n) for n in range(41)]
    assert found[20][1:3] == ["任务20", "单位20"] and found[20][3:] == (["甲,乙"] if closed else [])


def test_words_behind_a_quoted_one_are_understood_within_a_line() -> None:
    text = '序号,任务,单位\n1,"首席质量官"制度,市工信局\n2,"质量攻关\n与品牌建设",市科技局\n'
    assert cells(read(text))[1:] == [["1", "首席质量官制度", "市工信局"], ["2", "质量攻关 与品牌建设", "市科技局"]]


def test_short_rows_are_filled_up() -> None:
    composed = read("序号,任务,单位\n1,完善标准体系,市场监管局\n2,开展质量月活动\n")
    assert cells(composed)[2] == ["2", "开展质量月活动", ""]


def test_what_excel_says_to_itself_is_no_text() -> None:
    composed = read('sep=;\n编号;任务\n="001";完善质量统计\n="002";开展质量分析\n')
    assert cells(composed) == [["编号", "任务"], ["001", "完善质量统计"], ["002", "开展质量分析"]]


@pytest.mark.parametrize("comma", [",", "，"])
def test_prose_stays_prose(comma: str) -> None:
    lines = [
        "云溪市人民政府关于开展质量提升行动的意见",
        f"为提高质量{comma}增强竞争力{comma}结合我市实际{comma}提出如下意见。",
        "一、总体要求",
        f"坚持质量第一{comma}到2030年{comma}质量水平明显提高{comma}品牌建设取得成效{comma}群众满意。",
        f"二、强化监管。市市场监管局牵头{comma}有关部门配合。",
    ]
    composed = read("\n".join(lines))
    assert composed.tables == ()
    assert composed.text.splitlines() == lines


def test_offsets_point_into_the_text() -> None:
    composed = read("标题行\x00说明\n" + written(ROWS, ","), encoding="utf-8-sig")
    table = composed.tables[0]
    assert composed.text[table.start_char : table.end_char] == "".join("\t".join(row) + "\n" for row in ROWS)
    assert composed.text.startswith("标题行说明\n")


@pytest.mark.parametrize("text", ["市局," * 2_000 + "\n" + "市局," * 2_000, "任务,单位\n" * 110_000])
def test_a_vast_list_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="more than the limit"):
        read(text)


def test_a_quoted_cell_as_long_as_the_file_is_read() -> None:
    composed = read('任务,单位\n"' + "完善标准" * 100_000 + '",市局\n质量月,市局\n')
    assert len(cells(composed)[1][0]) == 400_000
