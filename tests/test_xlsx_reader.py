"""Excel workbooks as documents: values as people see them, merged and hidden cells, titles, hostile packages."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import process_time
from typing import Any

import openpyxl
import pytest

from graph.errors import SourceError
from ingest.readers.composed import Composed, GridCell
from ingest.readers.rows import listings
from ingest.readers.xlsx import package as xlsx_package
from ingest.readers.xlsx import read as xlsx
from ingest.readers.xlsx.read import read_xlsx

HEAD = ["序号", "重点任务", "牵头单位", "目标值"]
TASKS = [HEAD, [1, "开展质量基础设施服务", "市市场监管局", 95], [2, "推进工程质量提升", "市住房城乡建设局", 12.5]]


def workbook(rows: list[list[Any]], change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def in_sheet(old: str, new: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, part: bytes) -> bytes:
        return re.sub(old.encode(), new.encode(), part, count=1) if name == "xl/worksheets/sheet1.xml" else part

    return change


def read(data: bytes, name: str = "云溪市任务分工表.xlsx") -> Composed:
    return read_xlsx(Path(name), data)


def cells(composed: Composed, table: int = 0) -> list[list[str]]:
    return [[composed.text[start:end] for start, end in row] for row in composed.tables[table].rows]


def shown(value: Any, number_format: str = "General") -> str:
    def formatted(sheet: Any) -> None:
        sheet["B2"].number_format = number_format

    return cells(read(workbook([["任务", "目标值"], ["合格率", value]], formatted)))[1][1]


def test_a_list_is_a_table_below_the_name_of_the_file() -> None:
    composed = read(workbook(TASKS))
    assert composed.encoding == "xlsx"
    assert composed.text.startswith("云溪市任务分工表\n序号\t重点任务\t牵头单位\t目标值\n")
    assert cells(composed)[1:] == [
        ["1", "开展质量基础设施服务", "市市场监管局", "95"],
        ["2", "推进工程质量提升", "市住房城乡建设局", "12.5"],
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (95.0, "General", "95"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (123456789012345, "General", "123456789012345"),
        (0.955, "0%", "96%"),
        (0.9, "0.0%", "90.0%"),
        (98.25, "0.0", "98.3"),
        (12345.5, "#,##0.00", "12345.50"),
        (1.5, "#.##", "1.5"),
        (3, '0"家"', "3家"),
        (3, '"≥"0.0', "≥3.0"),
        (-2.5, "0.0;-0.0", "-2.5"),
        (-2.5, "0.0_);[Red](0.0)", "(2.5)"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        (12500, '0.0,"千元"', "12.5千元"),
        (12345, '0!.0,"万"', "12345"),
        (1250000, "0.00E+00", "1250000"),
        (0.5, "# ?/?", "0.5"),
        (date(2025, 6, 30), 'yyyy"年"m"月"d"日"', "2025年6月30日"),
        (date(2025, 6, 30), "yyyy-mm-dd", "2025-06-30"),
        (date(2025, 6, 1), 'yyyy"年"m"月";@', "2025年6月"),
        (date(2025, 6, 1), "[$-804]yyyy/m;@", "2025-06"),
        (datetime(2025, 6, 30, 9, 5), "yyyy/m/d h:mm", "2025-06-30 09:05"),
        (120, 'General"万元"', "120万元"),
        (45838, "[$-804]aaaa;@", "星期一"),
        (5000, '[>=10000]0.0,"万";0', "5000"),
        (12500, '[>=10000]0.0,"千";0', "12.5千"),
        (-5, '[>=10000]0.0,"千";0', "-5"),
        (0, '[=1]"是";[=0]"否"', "否"),
        (2, '[=1]"是";[=0]"否"', "2"),
        (-5, "0.00;[Red]0.00", "-5.00"),
        (-0.05, '"增长"0%;"下降"0%', "下降5%"),
        (12.345, '0.0"件/万人"', "12.3件/万人"),
        (1, "000", "001"),
        (8, '"第"00"号"', "第08号"),
        (3, '0"家;次"', "3家;次"),
        (1200, "[$¥-804]#,##0", "¥1200"),
        (20250630, "yyyy-mm-dd", "20250630"),
        (0.5, "0." + "0" * 30, "0." + "5".ljust(30, "0")),
        (1e30, "0.0", "1" + "0" * 30 + ".0"),
        (5, "0" * 300, "5"),
        (45838, "AM/PM", "45838"),
        (45838, '"截至"yyyy"年"m"月底"', "截至2025年6月底"),
        (45838, "yyyy-mm-dd aaaa", "2025-06-30 星期一"),
        (45838, 'yyyy"年"m"月"d"日" h:mm', "2025年6月30日"),
        (datetime(2025, 6, 30, 14, 5), "h:mm", "14:05"),
        (datetime(2025, 6, 30, 14, 5), 'm"月"d"日"h"时"mm"分"', "6月30日14时05分"),
        (1.25, "[h]:mm", "30:00"),
        (0, "yyyy-mm-dd", "0"),
        (0.375, "yyyy/m/d h:mm", "09:00"),
        (True, "General", "TRUE"),
        ("提前\n完成", "General", "提前 完成"),
        ("=SUM(1,2)", "General", ""),
    ],
)
def test_values_are_written_as_people_see_them(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def as_chinese_date(name: str, part: bytes) -> bytes:
    return part.replace(b'<xf numFmtId="164"', b'<xf numFmtId="31"') if name == "xl/styles.xml" else part


def test_a_date_in_a_format_that_only_chinese_excel_knows() -> None:
    data = workbook([["任务", "时限"], ["质量月", date(2025, 9, 1)]])
    assert cells(read(repacked(data, as_chinese_date)))[1] == ["质量月", "2025年9月1日"]


def test_a_number_that_is_no_date_does_not_cost_the_workbook() -> None:
    data = repacked(workbook([["任务", "时限"], ["质量月", date(2025, 9, 1)]]), as_chinese_date)
    assert cells(read(repacked(data, in_sheet("<v>45901</v>", "<v>20250901</v>"))))[1] == ["质量月", "20250901"]


def test_a_date_written_as_such() -> None:
    def change(name: str, part: bytes) -> bytes:
        return in_sheet(r' t="n"><v>45901</v>', ' t="d"><v>2025-09-01</v>')(name, part)

    data = workbook([["任务", "时限"], ["质量月", date(2025, 9, 1)]])
    assert cells(read(repacked(data, change)))[1] == ["质量月", "2025-09-01"]


def test_a_merged_cell_stands_in_each_place_once_in_the_text() -> None:
    rows = [["云溪市质量强市重点任务", None, None, None], *TASKS, [None, "开展质量月活动", None, 3]]

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("C4:C5")

    composed = read(workbook(rows, merge))
    table = composed.tables[0].rows
    assert composed.text.startswith("云溪市质量强市重点任务\n序号\t")
    assert table[2][2] == table[3][2] != table[1][2]
    assert cells(composed)[3] == ["", "开展质量月活动", "市住房城乡建设局", "3"]
    assert composed.text.count("市住房城乡建设局") == 1


def test_section_rows_stay_in_the_table_and_notes_stand_below() -> None:
    rows = [HEAD, ["一、产品质量", None, None, None], TASKS[1], [None] * 4, ["注:完成时限均为年底。", None, None, None]]
    composed = read(workbook(rows, lambda sheet: sheet.merge_cells("A2:D2")))
    assert cells(composed)[1] == ["一、产品质量"] * 4
    assert len(composed.tables[0].rows) == 3
    assert composed.text.endswith("\n注:完成时限均为年底。\n\n")


def test_labels_in_one_row_stand_above_the_table() -> None:
    rows = [["云溪市任务清单"], ["填报单位:市质量办", None, "填报日期:2025年6月"], *TASKS]
    assert read(workbook(rows)).text.startswith("云溪市任务清单\n填报单位:市质量办  填报日期:2025年6月\n序号\t")


def test_two_tables_of_one_sheet() -> None:
    composed = read(workbook([["附件1 任务"], *TASKS, [None], ["附件2 指标"], *TASKS]))
    assert [len(table.rows) for table in composed.tables] == [3, 3]
    assert "12.5\n附件2 指标\n序号\t" in composed.text


def test_what_is_hidden_stays_out() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[2].hidden = True
        secret = sheet.parent.create_sheet("内部")
        secret.append(["内部掌握", "不公开"])
        secret.sheet_state = "hidden"

    composed = read(workbook(TASKS, hide))
    assert cells(composed) == [HEAD[:3], ["2", "推进工程质量提升", "市住房城乡建设局"]]
    assert "内部" not in composed.text


def test_a_sheet_without_title_goes_by_its_name_where_that_says_something() -> None:
    def add(sheet: Any) -> None:
        sheet.title = "Sheet1"
        for row in TASKS:
            sheet.parent.create_sheet("指标体系") if "指标体系" not in sheet.parent else None
            sheet.parent["指标体系"].append(row)

    text = read(workbook(TASKS, add)).text
    assert text.startswith("云溪市任务分工表\n序号")
    assert "\n\n指标体系\n序号\t" in text
    assert "Sheet1" not in text


def test_offsets_point_into_the_text() -> None:
    composed = read(workbook([["标题行"], *TASKS]))
    table = composed.tables[0]
    assert composed.text[table.start_char : table.end_char].splitlines() == ["\t".join(row) for row in cells(composed)]


def test_empty_cells_far_away_and_wide_formats_take_no_time() -> None:
    def mark(sheet: Any) -> None:
        sheet["ALL1048576"].number_format = "0.0"

    assert len(read(workbook(TASKS, mark)).tables[0].rows) == 3


def test_the_name_of_the_file_is_no_title_where_it_has_no_chinese() -> None:
    assert read(workbook(TASKS), "P0201.xlsx").text.startswith("序号")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        ("</sheetData>", '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'),
    ],
)
def test_an_area_as_large_as_the_sheet_is_only_as_large_as_the_table(old: str, new: str) -> None:
    composed = read(repacked(workbook(TASKS), in_sheet(old, new)))
    assert "开展质量基础设施服务" in composed.text or "序号" in composed.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<sheetData>", "<cols>" + '<col min="9" max="9" hidden="1"/>' * 16_385 + "</cols><sheetData>"),
        ("</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="X1:X2"/>' * 100_001 + "</mergeCells>"),
    ],
)
def test_endless_lists_of_what_is_hidden_or_merged_are_refused(old: str, new: str) -> None:
    with pytest.raises(SourceError, match="too many hidden columns or merged cells"):
        read(repacked(workbook(TASKS), in_sheet(old, new), zipfile.ZIP_STORED))


def test_the_time_for_many_tables_of_one_sheet_grows_with_their_number() -> None:
    def seconds(tables: int) -> float:
        rows = [
            [GridCell("附件"), GridCell("")],
            [GridCell("序号"), GridCell("任务")],
            [GridCell("1"), GridCell("质量月")],
        ]
        start = process_time()
        assert len(listings(rows * tables)) == tables
        return process_time() - start

    assert seconds(30_000) < 15 * seconds(3_000) + 0.1


def test_merged_cells_that_overlap_are_refused() -> None:
    merged = '<mergeCell ref="A1:D3"/>' * 5
    with pytest.raises(SourceError, match=r"^云溪市任务分工表\.xlsx: merged cells overlap"):
        read(repacked(workbook(TASKS), in_sheet("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")))


def entities(name: str, part: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return part
    return b'<!DOCTYPE a [<!ENTITY b "' + "质量".encode() * 9 + b'">]>' + part


def strict(name: str, part: bytes) -> bytes:
    return re.sub(
        rb"http://schemas\.openxmlformats\.org/(spreadsheetml)/2006/", rb"http://purl.oclc.org/ooxml/\1/", part
    )


def in_utf_16(name: str, part: bytes) -> bytes:
    changed = entities(name, part)
    return changed if changed == part else changed.decode().encode("utf-16")


def test_what_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    long = workbook([["任务", "单位"], ["质量" * 400, "质量" * 400]] * 3)
    monkeypatch.setattr(xlsx, "_LONGEST", 4_000)
    with pytest.raises(SourceError, match="more than 4,000 characters"):
        read(long)
    empty = repacked(workbook(TASKS), in_sheet("<sheetData>", "<sheetData>" + "<row/>" * 2_000))
    monkeypatch.setattr(xlsx_package, "_MOST_TAGS", 2_000)
    with pytest.raises(SourceError, match="millions of cells"):
        read(empty)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: repacked(workbook(TASKS), entities), "declares entities"),
        (lambda: repacked(workbook(TASKS), in_utf_16), "declares entities"),
        (lambda: repacked(workbook(TASKS), strict), "saved as Strict Open XML"),
        (lambda: workbook(TASKS)[:-200], "damaged"),
        (lambda: repacked(workbook(TASKS), lambda name, part: part[: len(part) // 2]), "the workbook is damaged"),
        (lambda: repacked(workbook(TASKS), in_sheet('r="B2"', 'r="什么"')), "the workbook is damaged"),
        (
            lambda: repacked(workbook(TASKS), lambda name, part: part + b" " * 30_000_000 * ("theme" in name)),
            "200 times",
        ),
        (lambda: workbook([]), "no sheet of this workbook shows anything"),
        (lambda: workbook([["任务"] * 101] * 3), "101 columns"),
        (lambda: workbook(TASKS, lambda sheet: sheet.cell(1, 9_000, "远")), "column 9000"),
    ],
)
def test_what_is_no_good_is_refused_in_one_sentence(data: Callable[[], bytes], why: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(data())
    assert str(refused.value).startswith("云溪市任务分工表.xlsx: ")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
