"""PDF files made up by the tests: set as offices set theirs, printed, locked, scanned."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = A4
MARGIN = 75.0

BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=16, leading=28, firstLineIndent=32, wordWrap="CJK", alignment=TA_JUSTIFY
)
FLUSH = ParagraphStyle("flush", BODY, firstLineIndent=0)
BLOCK = ParagraphStyle("block", FLUSH, fontSize=12, leading=18, spaceAfter=10)
TITLE = ParagraphStyle("title", BODY, fontSize=22, leading=36, firstLineIndent=0, alignment=TA_CENTER)
RIGHT = ParagraphStyle("right", BODY, firstLineIndent=0, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", BODY, fontSize=10.5, leading=14, firstLineIndent=0)

OnPage = Callable[[Canvas, int], None]


def printed(
    *flowables: Flowable, on_page: OnPage | None = None, columns: int = 1, password: str = "", wide: bool = False
) -> bytes:
    """The pages that the flowables fill."""
    file = io.BytesIO()
    size = landscape(A4) if wide else A4
    locked = StandardEncryption(password, canPrint=1) if password else None
    document = BaseDocTemplate(file, pagesize=size, encrypt=locked)
    templates = [_template("first", size, on_page, columns), _template("wide", landscape(A4), on_page, 1)]
    document.addPageTemplates(templates)
    document.build(list(flowables))
    return file.getvalue()


def _template(name: str, size: tuple[float, float], on_page: OnPage | None, columns: int) -> PageTemplate:
    gap = 24.0
    width = (size[0] - 2 * MARGIN - gap * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + (width + gap) * column, MARGIN, width, size[1] - 2 * MARGIN, 0, 0, 0, 0)
        for column in range(columns)
    ]

    def draw(canvas: Canvas, document: Any) -> None:
        if on_page:
            canvas.saveState()
            on_page(canvas, document.page)
            canvas.restoreState()

    return PageTemplate(name, frames, onPage=draw, pagesize=size)


def paragraphs(*texts: str, style: ParagraphStyle = BODY) -> list[Flowable]:
    """A paragraph for each text."""
    return [Paragraph(text, style) for text in texts]


def title(*lines: str) -> list[Flowable]:
    """A title in the middle, on as many lines."""
    return [*(Paragraph(line, TITLE) for line in lines), Spacer(1, 20)]


def turned_page() -> list[Flowable]:
    """A page break, after which pages are wide."""
    return [NextPageTemplate("wide"), PageBreak()]


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], *commands: Any, header: int = 1) -> Flowable:
    """A table with lines around each cell; what spans several is said by commands such as ("SPAN", (0, 1), (0, 3))."""
    cells = [[Paragraph(text, CELL) if text else "" for text in row] for row in rows]
    line = (0.5, colors.black)
    style = [
        ("GRID", (0, 0), (-1, -1), *line),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *commands,
    ]
    return LongTable(cells, list(widths), repeatRows=header, style=style)


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """Pages drawn by hand."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    for page in pages:
        canvas.setFont(FONT, 16)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned(data: bytes, pages: Sequence[int] | None = None, scale: float = 2.0) -> bytes:
    """The same PDF with these pages (all of them, if none are named) as pictures without text."""
    source, made = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    try:
        for number in range(len(source)):
            if pages is not None and number not in pages:
                made.import_pages(source, [number])
                continue
            page = source[number]
            bitmap = page.render(scale=scale)
            picture = pdfium.PdfDocument(_picture_page(bitmap.to_pil(), page.get_size()))
            made.import_pages(picture)
            bitmap.close()
            page.close()
            picture.close()
        file = io.BytesIO()
        made.save(file)
        return file.getvalue()
    finally:
        made.close()
        source.close()


def _picture_page(picture: Any, size: tuple[float, float]) -> bytes:
    return drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, *size), size=size)
