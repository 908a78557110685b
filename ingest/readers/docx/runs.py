"""The words of a Word paragraph: as they stand after all revisions, without hidden text and the code of fields."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.readers.docx.fields import CONTENTS, FIELD_CODE, FIELD_SIGN, Fields
from ingest.readers.docx.symbols import PRIVATE, raised, symbol
from ingest.readers.docx.tree import (
    ALTERNATIVES,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    VALUE,
    VANISH,
    Element,
    alternative,
    first,
    head,
    is_set,
    m,
    value,
    w,
)

_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_STYLE = w("rStyle")


@dataclass(slots=True)
class Words:
    """A paragraph: its lines (one, but for line breaks within), and the boxes of text that hang on it."""

    lines: list[str]
    boxes: list[Element | str] = field(default_factory=list)  # word art is a mere string

    def __bool__(self) -> bool:
        return any(line.strip() for line in self.lines)


def joined(parts: Iterable[Words]) -> Words:
    """The words of paragraphs whose ends are gone: each goes on in the last line of the one before."""
    lines: list[list[str]] = [[]]
    boxes: list[Element | str] = []
    for part in parts:
        lines[-1].append(part.lines[0])
        lines += [[line] for line in part.lines[1:]]
        boxes += part.boxes
    return Words(["".join(pieces) for pieces in lines], boxes)


class Runs:
    """Reads the paragraphs of a document in order: fields open in one may close in a later one."""

    def __init__(self, body: Element, hidden_styles: frozenset[str]) -> None:
        self.notes: list[tuple[str, str]] = []  # footnotes or endnotes, id; in the order of their marks
        self._fields = Fields(body)
        self._hidden_styles = hidden_styles
        self._is_hidden_here = False  # by the style of the paragraph
        self._is_raised = False
        self._lines: list[list[str]] = []
        self._boxes: list[Element | str] = []

    def words(self, paragraph: Element) -> Words:
        """The words of the next paragraph."""
        self._lines, self._boxes = [[]], []
        properties = head(paragraph, PARAGRAPH_PROPERTIES)
        self._is_hidden_here = properties is not None and value(properties, "pStyle") in self._hidden_styles
        self._fields.begin_paragraph()
        self._walk(paragraph)
        self._fields.end_paragraph()
        return Words(["".join(parts) for parts in self._lines], self._boxes)

    def _walk(self, element: Element) -> None:
        for child in element:
            _READ.get(child.tag, Runs._walk)(self, child)

    def _say(self, text: str) -> None:
        if text and not self._fields.are_mute:
            self._lines[-1].append(text)

    def _run(self, run: Element) -> None:
        look = head(run, RUN_PROPERTIES)
        if self._is_hidden(() if look is None else look):
            for sign in run.iterchildren(FIELD_SIGN):
                self._passed(sign)
            return
        self._is_raised = look is not None and value(look, "vertAlign") == "superscript"
        self._walk(run)
        self._is_raised = False

    def _is_hidden(self, look: Iterable[Element]) -> bool:
        by_style = self._is_hidden_here
        for one in look:
            if one.tag == VANISH:
                return is_set(one)
            if one.tag == _STYLE:
                by_style = by_style or one.get(VALUE) in self._hidden_styles
        return by_style

    def _text(self, element: Element) -> None:
        text = element.text or ""
        if PRIVATE.search(text):
            font = _font(element)
            text = PRIVATE.sub(lambda sign: symbol(font, ord(sign.group())), text)
        self._say(raised(text) if self._is_raised else text)

    def _symbol(self, element: Element) -> None:
        code = element.get(w("char"), "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            self._say(symbol(element.get(w("font"), ""), int(code, 16)))

    def _break(self, _: Element) -> None:
        if not self._fields.are_mute:
            self._lines.append([])

    def _field_sign(self, sign: Element) -> None:
        self._say(self._passed(sign))

    def _passed(self, sign: Element) -> str:
        """Goes past a sign of a field; gives what the field shows there."""
        kind = sign.get(w("fldCharType"))
        if kind == "begin":
            self._fields.begin(sign)
        elif kind == "separate":
            self._fields.begin_result(self._lines[-1])
        return self._fields.end(self._lines[-1]) if kind == "end" else ""

    def _field_code(self, element: Element) -> None:
        self._fields.add_code(element.text or "")

    def _simple_field(self, element: Element) -> None:
        if not CONTENTS.match(element.get(w("instr"), "")):
            self._walk(element)

    def _note(self, element: Element) -> None:
        if not self._fields.are_mute:
            kind = "footnotes" if element.tag == w("footnoteReference") else "endnotes"
            self.notes.append((kind, element.get(w("id"), "")))

    def _box(self, element: Element) -> None:
        if not self._fields.are_mute:
            self._boxes.append(element)

    def _word_art(self, element: Element) -> None:
        if not self._fields.are_mute and element.get("string"):
            self._boxes.append(element.get("string"))

    def _alternatives(self, element: Element) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self._walk(chosen)

    def _fraction(self, element: Element) -> None:
        self._parted(element, (m("num"), "/", m("den")))

    def _power(self, element: Element) -> None:
        self._parted(element, (m("e"), "^", m("sup")))

    def _power_of_many(self, element: Element) -> None:
        self._parted(element, (m("e"), "_", m("sub"), "^", m("sup")))

    def _parted(self, element: Element, pieces: tuple[str, ...]) -> None:
        """Parts of a formula that would read as one number without the signs between them."""
        for piece in pieces:
            if len(piece) == 1:
                self._say(piece)
            else:
                for part in element.iterchildren(piece):
                    self._walk(part)

    def _skip(self, _: Element) -> None:
        pass


_READ: dict[object, Callable[[Runs, Element], None]] = {  # all else is walked through
    w("r"): Runs._run,
    w("t"): Runs._text,
    m("t"): Runs._text,
    w("sym"): Runs._symbol,
    **dict.fromkeys(map(w, ("br", "cr")), Runs._break),
    **dict.fromkeys(map(w, ("tab", "ptab")), lambda runs, _: runs._say(" ")),
    w("noBreakHyphen"): lambda runs, _: runs._say("-"),
    FIELD_SIGN: Runs._field_sign,
    FIELD_CODE: Runs._field_code,
    w("fldSimple"): Runs._simple_field,
    **dict.fromkeys(map(w, ("footnoteReference", "endnoteReference")), Runs._note),
    w("txbxContent"): Runs._box,
    _TEXT_PATH: Runs._word_art,
    ALTERNATIVES: Runs._alternatives,
    m("f"): Runs._fraction,
    m("sSup"): Runs._power,
    m("sSubSup"): Runs._power_of_many,
    **dict.fromkeys(
        map(w, ("pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "rt", "sdtPr", "ffData")),
        Runs._skip,
    ),
}


def _font(text: Element) -> str:
    look = head(text.getparent(), RUN_PROPERTIES)
    fonts = None if look is None else first(look, w("rFonts"))
    return "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""
