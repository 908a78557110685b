"""Any rows as a sheet of Excel: Chinese heads, text that stays text, numbers that stay numbers."""

import io
import sys
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from graph.errors import ZhituError
from graph.exports.table import label_of
from graph.exports.xlsx import new_workbook, put, sheet_bytes, workbook_bytes

FORMULA = '=HYPERLINK("http://x","y")'


@dataclass
class Row:
    department: str | None
    leads: int | None = None
    confidence: float | None = None
    role: str | None = None
    value: float | None = None
    aliases: list[str] | None = None


def sheet(rows: list[Row], links: Any = lambda row: None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(sheet_bytes(rows, Row, links))).active


def test_heads_are_chinese_and_stay_in_sight() -> None:
    told = sheet([Row("阿拉善盟水务局", 3, 0.98, "LEADS", 96.5, ["盟水务局", "水务局"])])
    heads = [cell.value for cell in told[1]]
    assert heads == [label_of(name) for name in ("department", "leads", "role", "value", "aliases")]
    assert told.freeze_panes == "A2"
    assert told.auto_filter.ref == "A1:E2"
    assert [cell.value for cell in told[2]] == ["阿拉善盟水务局", 3, "牵头", 96.5, "盟水务局 | 水务局"]
    assert [told["B2"].data_type, told["D2"].data_type] == ["n", "n"]


@pytest.mark.parametrize("name", [FORMULA, "+86", "-1", "@SUM(A1)", "=1+1"])
def test_what_looks_like_a_formula_stays_text(name: str) -> None:
    cell = sheet([Row(name)])["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_characters_that_xml_cannot_hold_become_blanks() -> None:
    odd = "某\x00市\x0b场\x1f局\ufffe\uffff\ud800末"
    assert sheet([Row(odd)])["A2"].value == "某 市 场 局   末"


def test_a_text_longer_than_a_cell_is_cut_and_shows_it() -> None:
    value = sheet([Row("质" * 40_000)])["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_a_link_stands_in_the_last_column() -> None:
    told = sheet([Row("一"), Row("二")], lambda row: "http://127.0.0.1:8000/e/1" if row.department == "一" else None)
    assert told.cell(1, 6).value == "链接"
    assert told.cell(2, 6).hyperlink.target == "http://127.0.0.1:8000/e/1"
    assert told.cell(3, 6).hyperlink is None


def test_no_rows_still_have_a_head() -> None:
    told = sheet([])
    assert told.max_row == 1
    assert told["A1"].value == label_of("department")


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row("阿拉善盟水务局", 3)]
    first = sheet_bytes(rows, Row, lambda row: "http://x/e/1")
    import time

    later = time.localtime(time.time() + 100_000)
    monkeypatch.setattr("time.localtime", lambda *_: later)
    assert sheet_bytes(rows, Row, lambda row: "http://x/e/1") == first


def test_true_and_false_are_words() -> None:
    book = new_workbook()
    written = book.create_sheet("一")
    put(written, 1, 1, True)
    assert openpyxl.load_workbook(io.BytesIO(workbook_bytes(book))).active["A1"].value == "True"


def test_without_openpyxl_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ZhituError, match="pip install openpyxl"):
        sheet_bytes([], Row, lambda row: None)
