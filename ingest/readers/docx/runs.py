"""The words of a Word paragraph: as they stand after all revisions, without hidden text and the code of fields."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.readers.docx.equations import equation
from ingest.readers.docx.symbols import PRIVATE, symbol
from ingest.readers.docx.tree import (
    ALTERNATIVES,
    RUN_PROPERTIES,
    VALUE,
    VANISH,
    Element,
    alternative,
    head,
    is_set,
    m,
    w,
)

_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_TEXT_PATH = "{urn:schemas-microsoft-com:vml}textpath"
_STYLE = w("rStyle")
_FIELD_SIGN, _FIELD_CODE = w("fldChar"), w("instrText")


@dataclass(slots=True)
class Words:
    """A paragraph: its lines (one, but for line breaks within), and the boxes of text that hang on it."""

    lines: list[str]
    boxes: list[Element | str] = field(default_factory=list)  # word art is a mere string

    def join(self, other: "Words") -> None:
        """What follows where the end of this paragraph is gone."""
        self.lines[-1] += other.lines[0]
        self.lines += other.lines[1:]
        self.boxes += other.boxes

    def __bool__(self) -> bool:
        return any(line.strip() for line in self.lines)


@dataclass(slots=True)
class _Field:
    is_contents: bool
    is_code: bool = True  # until the sign that parts code and result
    code: list[str] = field(default_factory=list)


class Runs:
    """Reads the paragraphs of a document in order: fields open in one may close in a later one."""

    def __init__(self, body: Element, hidden_styles: frozenset[str]) -> None:
        self.notes: list[tuple[str, str]] = []  # footnotes or endnotes, id; in the order of their marks
        self._contents = _fields_of_contents(body)
        self._hidden_styles = hidden_styles
        self._fields: list[_Field] = []
        self._mute = False
        self._lines: list[list[str]] = []
        self._boxes: list[Element | str] = []

    def words(self, paragraph: Element) -> Words:
        """The words of the next paragraph."""
        self._lines, self._boxes = [[]], []
        self._walk(paragraph)
        if self._fields:  # the code of a field stands within one paragraph
            self._fields = [one for one in self._fields if not one.is_code]
            self._hush()
        return Words(["".join(parts) for parts in self._lines], self._boxes)

    def _walk(self, element: Element) -> None:
        for child in element:
            _READ.get(child.tag, Runs._walk)(self, child)

    def _say(self, text: str) -> None:
        if not self._mute:
            self._lines[-1].append(text)

    def _run(self, run: Element) -> None:
        look = head(run, RUN_PROPERTIES)
        if look is not None and self._is_hidden(look):
            for sign in run.iterchildren(_FIELD_SIGN):
                self._field_sign(sign)
        else:
            self._walk(run)

    def _is_hidden(self, look: Element) -> bool:
        by_style = False
        for one in look:
            if one.tag == VANISH:
                return is_set(one)
            if one.tag == _STYLE:
                by_style = one.get(VALUE) in self._hidden_styles
        return by_style

    def _text(self, element: Element) -> None:
        text = element.text or ""
        if PRIVATE.search(text):
            font = _font(element)
            text = PRIVATE.sub(lambda sign: symbol(font, ord(sign.group())), text)
        self._say(text)

    def _symbol(self, element: Element) -> None:
        code = element.get(w("char"), "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            self._say(symbol(element.get(w("font"), ""), int(code, 16)))

    def _break(self, _: Element) -> None:
        if not self._mute:
            self._lines.append([])

    def _field_sign(self, sign: Element) -> None:
        kind = sign.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(sign in self._contents))
        elif kind == "separate" and self._fields:
            self._fields[-1].is_code = False
        ended = self._fields.pop() if kind == "end" and self._fields else None
        self._hush()
        if ended is not None and ended.is_code:
            self._say(equation("".join(ended.code)))

    def _field_code(self, element: Element) -> None:
        if self._fields:
            self._fields[-1].code.append(element.text or "")

    def _hush(self) -> None:
        self._mute = any(one.is_code or one.is_contents for one in self._fields)

    def _simple_field(self, element: Element) -> None:
        if not _CONTENTS.match(element.get(w("instr"), "")):
            self._walk(element)

    def _note(self, element: Element) -> None:
        if not self._mute:
            kind = "footnotes" if element.tag == w("footnoteReference") else "endnotes"
            self.notes.append((kind, element.get(w("id"), "")))

    def _box(self, element: Element) -> None:
        if not self._mute:
            self._boxes.append(element)

    def _word_art(self, element: Element) -> None:
        if not self._mute and element.get("string"):
            self._boxes.append(element.get("string"))

    def _alternatives(self, element: Element) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self._walk(chosen)

    def _fraction(self, element: Element) -> None:
        self._parted(element, m("num"), "/", m("den"))

    def _power(self, element: Element) -> None:
        self._parted(element, m("e"), "^", m("sup"))

    def _parted(self, element: Element, first: str, sign: str, second: str) -> None:
        """Two parts of a formula that would read as one number without a sign between them."""
        for name in (first, second):
            for part in element.iterchildren(name):
                self._walk(part)
            if name == first:
                self._say(sign)

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
    _FIELD_SIGN: Runs._field_sign,
    _FIELD_CODE: Runs._field_code,
    w("fldSimple"): Runs._simple_field,
    **dict.fromkeys(map(w, ("footnoteReference", "endnoteReference")), Runs._note),
    w("txbxContent"): Runs._box,
    _TEXT_PATH: Runs._word_art,
    ALTERNATIVES: Runs._alternatives,
    m("f"): Runs._fraction,
    m("sSup"): Runs._power,
    **dict.fromkeys(
        map(w, ("pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "rt", "sdtPr", "ffData")),
        Runs._skip,
    ),
}


def _font(text: Element) -> str:
    run = text.getparent()
    fonts = None if run is None else run.find(f"{RUN_PROPERTIES}/{w('rFonts')}")
    return "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""


def _fields_of_contents(body: Element) -> set[Element]:
    """The first signs of fields that make a table of contents; only of those that end."""
    found: set[Element] = set()
    open_fields: list[tuple[Element, list[str]]] = []
    for element in body.iter(_FIELD_SIGN, _FIELD_CODE):
        kind = element.get(w("fldCharType"))
        if element.tag == _FIELD_CODE:
            if open_fields:
                open_fields[-1][1].append(element.text or "")
        elif kind == "begin":
            open_fields.append((element, []))
        elif kind == "end" and open_fields:
            sign, code = open_fields.pop()
            if _CONTENTS.match("".join(code)):
                found.add(sign)
    return found
