"""One text as a file of each format: its lines as paragraphs, its lines with tabs as tables."""

import html
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
Rows = list[list[str]]


def blocks(text: str) -> Iterator[str | Rows]:
    """Paragraphs, and tables as rows of cells."""
    rows: Rows = []
    for line in text.split("\n"):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line.strip()
    if rows:
        yield rows


def as_html(text: str, path: Path) -> None:
    """A page: paragraphs, tables with their first row as header, a menu and a footer around."""
    body = "\n".join(_html(block) for block in blocks(text))
    menu = "<div class='nav'><a href='/'>首页</a> <a href='/zwgk'>政务公开</a> <a href='/hd'>互动交流</a></div>"
    page = f"<html><head><meta charset='utf-8'></head><body>{menu}<div class='content'>{body}</div></body></html>"
    path.write_text(page, "utf-8")


def _html(block: str | Rows) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    return f"<table>{''.join(f'<tr>{_cells(row)}</tr>' for row in block)}</table>"


def _cells(row: list[str]) -> str:
    return "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row)


def as_docx(text: str, path: Path) -> None:
    """A Word file: paragraphs cut into runs as Word does, tables as tables."""
    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            paragraph = document.add_paragraph()
            for at in range(0, len(block), 7):
                paragraph.add_run(block[at : at + 7])
        else:
            table = document.add_table(len(block), max(map(len, block)))
            for row, cells in zip(table.rows, block, strict=True):
                for cell, words in zip(row.cells, cells, strict=False):
                    cell.text = words
    document.save(str(path))


def as_pdf(text: str, path: Path) -> None:
    """A PDF file: justified pages with wrapped lines, first lines indented, ruled tables, numbers below the pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
    story = [_flowable(block, style, cell) for block in blocks(text)]
    made = SimpleDocTemplate(str(path), pagesize=A4, invariant=1)
    made.build(story, onFirstPage=_page_number, onLaterPages=_page_number)


def _flowable(block: str | Rows, style: ParagraphStyle, cell: ParagraphStyle) -> Paragraph | Table:
    if isinstance(block, str):
        return Paragraph(html.escape(block), style)
    rows = [[Paragraph(html.escape(words), cell) for words in row] for row in block]
    widths = [440 * min(width, 30) / sum(min(one, 30) for one in _widths(block)) for width in _widths(block)]
    return Table(rows, colWidths=widths, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], repeatRows=1)


def _widths(rows: Rows) -> list[int]:
    return [max(6, *(len(row[column]) if column < len(row) else 0 for row in rows)) for column in range(len(rows[0]))]


def _page_number(canvas: Canvas, made: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 40, f"— {made.page} —")


def as_xlsx(text: str, path: Path) -> None:
    """A workbook: one sheet, each line in the first column, tables in as many as they have."""
    book = Workbook()
    sheet = book.active
    for block in blocks(text):
        for row in [[block]] if isinstance(block, str) else block:
            sheet.append(row)
    book.save(path)


FORMATS: Mapping[str, Callable[[str, Path], None]] = {"html": as_html, "docx": as_docx, "pdf": as_pdf}
TABLE_FORMATS: Mapping[str, Callable[[str, Path], None]] = {**FORMATS, "xlsx": as_xlsx}  # of tables without prose
