"""The comparison as a workbook: measures by places, every pair of figures behind it, and how to read it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from graph.analysis.comparison import ComparisonRow
from graph.analysis.indicator_matrix import IndicatorMatrix, MatrixFigure, MatrixMeasure
from graph.answers.compared import figure
from graph.errors import ZhituError
from graph.exports.quotes import shown_quote
from graph.exports.table import label_of
from graph.exports.xlsx import (
    MOST_COLUMNS,
    MOST_ROWS,
    filter_all,
    new_workbook,
    plain,
    put,
    put_head,
    put_link,
    workbook_bytes,
)

NEAR = "≈"
_COLOURS = {"above": "E2EFDA", "equal": "F2F2F2", "below": "F8CBAD"}
_DETAIL = (
    *("文件", "地区", "指标", "目标值", "结论", "数值结论", "方向", "近似", "说明"),
    *("上级文件", "上级指标", "上级目标值", "原文", "上级原文", "链接", "上级链接"),
)
_DETAIL_WIDTHS = (28.0, 14.0, 34.0, 16.0, 12.0, 12.0, 10.0, 6.0, 36.0, 28.0, 34.0, 16.0, 50.0, 50.0, 40.0, 40.0)
_HOW = (
    "一行是一项指标,一列是一个地区;上级(国家)的数值在最前面。绿色优于上级,灰色与上级相同,红色不及上级;没有颜色的没有上级数值。",
    "A row is a measure, a column a place. Green is better than the upstream figure, grey equal, red worse.",
    "优于、不及看的是好坏:注有“越低越好”的指标(如不合格率),数值小为优。",
    "Better and worse go by the measure: of one marked 越低越好 (less is better) the lower figure is better.",
    f"{NEAR} 表示近似:对象和结果相同,但检查层级、方式或范围不同;名称和差别见批注和“对照”。",
    f"{NEAR} is near, not the same: the note and the sheet 对照 tell the name and in what the two differ.",
    "颜色比较的是数值本身;括号内是目标年份,年份不同的在“对照”中注明。",
    "The colour compares bare figures; the year is in brackets, and 对照 tells where the years differ.",
)


def workbook(matrix: IndicatorMatrix, rows: Sequence[ComparisonRow], pages: str) -> bytes:
    """The comparison as an Excel file; `pages` is what the addresses of the web pages begin with."""
    if max(len(rows), len(matrix.measures)) >= MOST_ROWS or len(matrix.places) >= MOST_COLUMNS:
        raise ZhituError("the comparison is larger than a sheet of Excel: ask for one document · 请按文件或地区导出")
    book = new_workbook()
    _write_matrix(book.create_sheet("指标对照"), matrix)
    _write_details(book.create_sheet("对照"), rows, pages.rstrip("/"))
    sheet = book.create_sheet("说明")
    put_head(sheet, ("说明",), (110.0,))
    for number, line in enumerate(_HOW, start=2):
        put(sheet, number, 1, line)
    return workbook_bytes(book)


def _write_matrix(sheet: Any, matrix: IndicatorMatrix) -> None:
    heads = ["指标", *(place.region for place in matrix.places)]
    put_head(sheet, heads, (40.0, *(18.0 for _ in matrix.places)))
    columns = {place.region_id: number for number, place in enumerate(matrix.places, start=2)}
    for number, measure in enumerate(matrix.measures, start=2):
        put(sheet, number, 1, measure.indicator + (f"({_better(measure.better)})" if measure.better else ""))
        for place, found in measure.cells.items():
            _write_cell(sheet, number, columns[place], measure, found)
    sheet.freeze_panes = sheet.cell(2, 2)
    filter_all(sheet, len(heads))


def _write_cell(sheet: Any, row: int, column: int, measure: MatrixMeasure, found: Sequence[MatrixFigure]) -> None:
    """The figures of a place with a note that says the words behind them; the worst of them gives the colour."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, PatternFill

    cell = put(sheet, row, column, "; ".join(shown(one) for one in found))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    verdicts = {one.value_verdict for one in found}
    if worst := next((each for each in ("below", "equal", "above") if each in verdicts), None):
        cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    note = "\n".join(plain(_noted(one, measure.indicator)) for one in found)
    cell.comment = Comment(note[:900], "zhitu", height=160, width=360)


def shown(one: MatrixFigure) -> str:
    """A figure of a cell: ≈≥93 % (2020)."""
    told = figure(one.comparator, one.value, one.unit, one.year) or (one.value_text or "—")
    return f"{NEAR if one.near else ''}{told}"


def _noted(one: MatrixFigure, measure: str) -> str:
    name = f"{one.indicator} " if one.indicator != measure else ""
    why = f"[{one.reason}] " if one.reason else ""
    return f"{name}{why}{one.document or ''}: {shown_quote(one.quote) or ''}"


def _better(better: str | None) -> str | None:
    """越低越好 where less is better."""
    return label_of(f"better={better}") if better else None


def _write_details(sheet: Any, rows: Sequence[ComparisonRow], pages: str) -> None:
    """One row for each local figure, with both quotes and the addresses of their places."""
    put_head(sheet, _DETAIL, _DETAIL_WIDTHS)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(_detail(row), start=1):
            put(sheet, number, column, value)
        for column, key in ((len(_DETAIL) - 1, row.key), (len(_DETAIL), row.national_key)):
            if key:
                put_link(sheet, number, column, f"{pages}/e/{quote(key, safe='')}")
    filter_all(sheet, len(_DETAIL))


def _detail(row: ComparisonRow) -> tuple[str | None, ...]:
    local = figure(row.comparator, row.value, row.unit, row.year)
    national = figure(row.national_comparator, row.national_value, row.national_unit, row.national_year)
    verdict = label_of(f"verdict={row.verdict}")
    value_verdict = label_of(f"value_verdict={row.value_verdict}") if row.value_verdict else None
    near = "是" if row.near else None
    told = (row.document, row.region, row.indicator, local, verdict, value_verdict, _better(row.better), near)
    upstream = (row.national_document, row.national_indicator, national)
    return (*told, row.reason, *upstream, row.quote, shown_quote(row.national_quote, row.national_document))
