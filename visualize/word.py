"""Word files as offices circulate them: A4, a title, tables whose head stands on every page.

The same content makes the same file.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from graph.errors import ZhituError
from graph.exports.office import LONG_AGO, without_hour
from graph.exports.xlsx import plain

MOST_ROWS = 3000  # of all tables of a file: Word itself becomes slow beyond
_FONT, _HEAD_FONT = "仿宋", "黑体"
_TWIPS_OF_CM = 567
_MARGIN_CM = 2.0
_BODY = 10.0  # points of the words of a table
_HALF_MILLIMETRE = 28  # twentieths of a point


def new_document(landscape: bool = True, margin_cm: float = _MARGIN_CM) -> Any:
    """An empty A4 document in the fonts of official papers; ZhituError where python-docx is not installed."""
    try:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm, Pt
    except ImportError as error:
        raise ZhituError(
            "Word needs python-docx, which is not installed: pip install python-docx · 缺少 python-docx"
        ) from error
    document = Document()
    section = document.sections[0]
    sides = (Cm(29.7), Cm(21.0)) if landscape else (Cm(21.0), Cm(29.7))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(margin_cm)
    section.header_distance = section.footer_distance = Cm(margin_cm / 2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(_name("eastAsia"), _FONT)
    _number_pages(section.footer.paragraphs[0])
    _tighten(section.footer.paragraphs[0], 10.5)
    told = document.core_properties
    told.author = told.last_modified_by = "zhitu"
    told.title = told.comments = ""
    told.created = told.modified = LONG_AGO
    return document


def document_bytes(document: Any) -> bytes:
    """The file, without the hour at which it was made."""
    written = io.BytesIO()
    document.save(written)
    return without_hour(written.getvalue())


def put_title(document: Any, title: str, below: Iterable[str] = (), new_page: bool = False, size: float = 18) -> None:
    """A title in the middle of the line, and lines of small print below it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.keep_with_next = True
    _tighten(paragraph, size)
    _run(paragraph, title, size=size, font=_HEAD_FONT)
    for line in below:
        put_line(document, line)


def put_line(document: Any, text: str) -> None:
    """A line of small print."""
    paragraph = document.add_paragraph()
    _tighten(paragraph, 9)
    _run(paragraph, text, size=9)


def line_points(size: float) -> float:
    """From line to line in words of this size: a fixed distance, for each font with Chinese characters has another."""
    return round(size * 1.25 * 2) / 2


def put_table(
    document: Any,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[object]],
    size: float = _BODY,
) -> None:
    """A table with borders whose head is repeated on each page and whose rows are not torn; widths in centimetres.

    Rows are written as XML at once: the library's own way takes time that grows with the square of their number.
    """
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    twips = [round(width * _TWIPS_OF_CM) for width in widths]
    for column, width in zip(table._tbl.tblGrid, twips, strict=True):
        column.set(_name("w"), str(width))
    margins = _below(table._tbl.tblPr, "tblCellMar")
    for side in ("left", "right"):
        _below(margins, side, w=str(2 * _HALF_MILLIMETRE), type="dxa")
    table._tbl.append(_row(heads, twips, size, head=True))
    for told in rows:
        table._tbl.append(_row(told, twips, size))


def _row(values: Sequence[object], twips: Sequence[int], size: float, head: bool = False) -> Any:
    row = _element("tr")
    properties = _below(row, "trPr")
    _below(properties, "cantSplit")
    if head:
        _below(properties, "tblHeader")
    for value, width in zip(values, twips, strict=True):
        cell = _below(row, "tc")
        _below(_below(cell, "tcPr"), "tcW", w=str(width), type="dxa")
        for line in (plain(part) for part in str("" if value is None else value).split("\n")):
            _paragraph(cell, line, size, head)
    return row


def _paragraph(cell: Any, text: str, size: float, head: bool) -> None:
    paragraph = _below(cell, "p")
    properties = _below(paragraph, "pPr")
    _below(properties, "spacing", before="10", after="10", line=str(round(line_points(size) * 20)), lineRule="exact")
    if head:
        _below(properties, "jc", val="center")
    run = _below(paragraph, "r")
    told = _below(run, "rPr")
    if head:
        _below(told, "rFonts", eastAsia=_HEAD_FONT)
        _below(told, "b")
    _below(told, "sz", val=str(round(2 * size)))
    _below(run, "t").text = text
    run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _tighten(paragraph: Any, size: float) -> None:
    """No more room around a line than it needs."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(line_points(size))


def _run(paragraph: Any, text: str, size: float, font: str = _FONT) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(plain(text))
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(_name("eastAsia"), font)


def _number_pages(paragraph: Any) -> None:
    """The number of the page in the middle of its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _below(paragraph._p, "fldSimple", instr="PAGE")
    _below(_below(field, "r"), "t").text = "1"


def _below(parent: Any, tag: str, **attributes: str) -> Any:
    made = _element(tag)
    for name, value in attributes.items():
        made.set(_name(name), value)
    parent.append(made)
    return made


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}")


def _name(attribute: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{attribute}")
