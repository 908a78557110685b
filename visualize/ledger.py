"""The supervision ledger as files: a workbook, a Word table, a calendar."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from graph.analysis.ledger import STATUSES, LedgerRow, counted
from graph.errors import ParameterError, ZhituError
from graph.exports.xlsx import MOST_ROWS, filter_all, new_workbook, put, put_head, put_link, workbook_bytes
from visualize.duty_words import clause_number, quoted, shortened
from visualize.sheet_rows import Body, fit_row, print_columns
from visualize.word import MOST_ROWS as MOST_IN_WORD
from visualize.word import document_bytes, new_document, put_table, put_title
from visualize.wording import BY_DIVISION, due_words

STATUS_WORDS = {  # the sign and the words say it; the colour only helps
    "overdue": "! 期限已过",
    "upcoming": "◔ 即将到期",
    "later": "▷ 未到期",
    "recurring": "↻ 周期性",
    "undated": "– 无期限",
}
KINDS = {"task": "任务", "target": "指标"}
_COLOURS = {"overdue": "F8CBAD", "upcoming": "FFE699", "later": "E2EFDA", "recurring": "DDEBF7", "undated": "EDEDED"}
_HEADS = (  # what is printed before what is not
    "序号", "状态", "完成时限", "截止日期", "剩余天数", "任务或指标", "条款", "牵头单位", "共同负责", "配合单位",
    "文件", "原文", "责任原文", "进展情况", "类型", "所属任务", "文号", "链接",
)  # fmt: skip
_WIDTHS = (5.5, 10, 10, 11.5, 6, 26, 18, 13, 15, 14, 20, 22, 18, 8, 7, 24, 18, 40)
_PRINTED = _HEADS.index("进展情况") + 1
_DUE = _HEADS.index("截止日期") + 1
_WORD_HEADS = ("序号", "状态", "完成时限", "任务或指标", "牵头单位", "配合单位", "依据")
_WORD_WIDTHS = (1.3, 2.5, 3.2, 7.2, 4.2, 4.2, 3.1)
_LONGEST = 120  # characters of a quote in a cell of the Word table
_HOW = (
    "截止日期由原文的期限换算:“2016年底前”为当年12月31日;指标按其年份的12月31日,原文写明月份的从其规定。",
    "周期性任务(每年、每季度等)的截止日期是下一个周期末;长期坚持、持续推进等没有日期,列为无期限。",
    "图谱不知道任务是否已经完成:“期限已过”只说明日期已过。",
    "Deadlines are read from the words; a figure is due at the end of its year. Whether a task is done is not known.",
    "机器读取,使用前请核对原文。 Read by a program: check the words before you rely on them.",
)


def ledger_workbook(rows: Sequence[LedgerRow], as_of: date, pages: str) -> bytes:
    """The ledger as an Excel file; `pages` is what the addresses of the web pages begin with."""
    if len(rows) >= MOST_ROWS:
        raise ZhituError("the ledger is larger than a sheet of Excel: ask for one document or region · 请缩小范围")
    book = new_workbook()
    _write_rows(book.create_sheet("督办台账"), rows, pages.rstrip("/"))
    _write_account(book.create_sheet("说明"), rows, as_of)
    return workbook_bytes(book)


def ledger_document(rows: Sequence[LedgerRow], as_of: date) -> bytes:
    """The ledger as a Word file: one table, its head on each page."""
    if len(rows) > MOST_IN_WORD:
        raise ParameterError(
            f"{len(rows)} rows are more than a Word file of ours holds ({MOST_IN_WORD}): narrow the ledger"
            f" · Word 文件最多 {MOST_IN_WORD} 行,请缩小范围"
        )
    document = new_document()
    put_title(document, "督办台账", (f"截至 {as_of.isoformat()}:{_counts(rows)}", *_HOW[:3]))
    told = ((number, *_word_row(row)) for number, row in enumerate(rows, start=1))
    put_table(document, _WORD_HEADS, _WORD_WIDTHS, told)
    return document_bytes(document)


def leading(row: LedgerRow) -> str:
    """Who leads; where nobody does, who shares the task by division of duties."""
    told = ["、".join(row.leads)] if row.leads else []
    if row.shared and not row.leads:
        told.append(f"△ {'、'.join(row.shared)}({BY_DIVISION})")
    return ";".join(told)


def cooperating(row: LedgerRow) -> str:
    """Who cooperates, and who shares the task beside those who lead."""
    told = [f"△ {'、'.join(row.shared)}({BY_DIVISION})"] if row.shared and row.leads else []
    return ";".join([*told, *(["、".join(row.cooperates)] if row.cooperates else [])])


def _write_rows(sheet: Any, rows: Sequence[LedgerRow], pages: str) -> None:
    from openpyxl.styles import PatternFill

    put_head(sheet, _HEADS, _WIDTHS)
    fit_row(sheet, 1, _HEADS, _WIDTHS)
    fills = {status: PatternFill("solid", fgColor=colour) for status, colour in _COLOURS.items()}
    body = Body()
    for number, row in enumerate(rows, start=1):
        values = _row(number, row)
        for column, value in enumerate(values, start=1):
            body.dress(put(sheet, number + 1, column, value))
        fit_row(sheet, number + 1, values, _WIDTHS)
        sheet.cell(number + 1, 2).fill = fills[row.status]
        _put_day(sheet.cell(number + 1, _DUE), row.deadline or row.next_due)
        put_link(sheet, number + 1, len(_HEADS), f"{pages}/e/{quote(row.key, safe='')}")
    sheet.freeze_panes = sheet.cell(2, _HEADS.index("任务或指标") + 2)
    filter_all(sheet, len(_HEADS))
    print_columns(sheet, _PRINTED)


def _put_day(cell: Any, day: str | None) -> None:
    """A real date: it sorts, and filters by year and month."""
    if day:
        cell.value = date.fromisoformat(day)
        cell.number_format = "yyyy-mm-dd"


def _row(number: int, row: LedgerRow) -> tuple[str | int | None, ...]:
    due = (STATUS_WORDS[row.status], due_words(row.deadline_text, row.recurrence), None, row.days)
    who = ("、".join(row.leads), "、".join(row.shared), "、".join(row.cooperates))
    words = (row.document, quoted(row.kind, row.quote), row.duty_quote, None)
    return number, *due, row.name, " / ".join(row.path), *who, *words, KINDS[row.kind], row.item, row.doc_number


def _write_account(sheet: Any, rows: Sequence[LedgerRow], as_of: date) -> None:
    """As of which day, how many of each status, how dates were read."""
    put_head(sheet, ("状态", "行数"), (60, 10))
    body = Body()
    number = 2
    for status, count in counted(rows).items():
        put(sheet, number, 1, STATUS_WORDS[status])
        put(sheet, number, 2, count)
        number += 1
    for line in (f"截至 {as_of.isoformat()}", *_HOW):
        number += 1
        body.dress(put(sheet, number, 1, line))
        fit_row(sheet, number, (line,), (60,))


def _counts(rows: Sequence[LedgerRow]) -> str:
    counts = counted(rows)
    return ",".join(f"{STATUS_WORDS[status].partition(' ')[2]} {counts[status]}" for status in STATUSES)


def _word_row(row: LedgerRow) -> tuple[str, ...]:
    due = due_words(row.deadline_text, row.recurrence)
    day = row.deadline or row.next_due
    left = f"\n剩余 {row.days} 天" if row.days is not None and row.days >= 0 else ""
    over = f"\n已过 {-row.days} 天" if row.days is not None and row.days < 0 else ""
    until = f"{due}\n{day}" if day else due
    basis = "\n".join(part for part in (row.document or "", clause_number(row.path)) if part)
    return STATUS_WORDS[row.status] + left + over, until, _words(row), leading(row), cooperating(row), basis


def _words(row: LedgerRow) -> str:
    """The name, and below it the words that it rests on: those of a figure, the phrase that names who answers.

    The beginning of a task says less than that phrase, and is told where there is none.
    """
    lines = [f"{KINDS[row.kind]}:{row.name}"]
    said = shortened(quoted(row.kind, row.quote), _LONGEST)
    if said and said != row.name and not (row.kind == "task" and row.duty_quote):
        lines.append(f"“{said}”")
    if row.duty_quote:
        lines.append(f"责任:“{shortened(row.duty_quote, _LONGEST)}”")
    return "\n".join(lines)
