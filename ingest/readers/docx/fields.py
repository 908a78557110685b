"""The fields of a Word document: which text is their code, which their result, and what they show without one."""

import re
from dataclasses import dataclass, field

from ingest.readers.docx.equations import equation
from ingest.readers.docx.tree import VALUE, Element, w, whole

CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
FIELD_SIGN, FIELD_CODE = w("fldChar"), w("instrText")
_CHOICES = f"{w('ffData')}/{w('ddList')}"


@dataclass(slots=True)
class _Field:
    sign: Element  # that begins it
    is_contents: bool
    is_code: bool = True  # until the sign that parts code and result
    code: list[str] = field(default_factory=list)
    line: list[str] | None = None  # in which its result begins
    place: int = 0  # and how much stands before it there

    @property
    def is_mute(self) -> bool:
        return self.is_code or self.is_contents


class Fields:
    """The fields that are open at one place of a document, which is read in order."""

    def __init__(self, body: Element) -> None:
        self._contents = _fields_of_contents(body)
        self._open: list[_Field] = []
        self._muting = 0  # how many of them are mute
        self._older = 0  # how many of them were open before this paragraph

    @property
    def are_mute(self) -> bool:
        """Whether text at this place is code, or within a table of contents."""
        return self._muting > 0

    def begin_paragraph(self) -> None:
        """A paragraph begins."""
        self._older = len(self._open)

    def end_paragraph(self) -> None:
        """A paragraph ends: the code of a field stands within one, so what is code by now is no field."""
        kept = [one for one in self._open[self._older :] if not one.is_code]
        self._muting -= len(self._open) - self._older - len(kept)
        self._open[self._older :] = kept

    def begin(self, sign: Element) -> None:
        """A field begins with its code."""
        self._open.append(_Field(sign, sign in self._contents))
        self._muting += 1

    def add_code(self, text: str) -> None:
        """A piece of the code of the innermost field."""
        if self._open:
            self._open[-1].code.append(text)

    def begin_result(self, line: list[str]) -> None:
        """The result of the innermost field begins, in the line as it is so far."""
        if self._open:
            one = self._open[-1]
            self._muting -= one.is_mute
            one.is_code, one.line, one.place = False, line, len(line)
            self._muting += one.is_mute

    def end(self, line: list[str]) -> str:
        """The innermost field ends; gives what it shows if it has no result: an equation, the choice from a list."""
        if not self._open:
            return ""
        ended = self._open.pop()
        self._older = min(self._older, len(self._open))
        self._muting -= ended.is_mute
        has_result = not ended.is_code and (ended.line is not line or ended.place < len(line))
        return "" if has_result else equation("".join(ended.code)) or _choice(ended.sign)


def _choice(sign: Element) -> str:
    """What is chosen in a drop-down list: the first entry where nothing is."""
    choices = sign.find(_CHOICES)
    if choices is None:
        return ""
    entries: list[str] = [entry.get(VALUE, "") for entry in choices.iterchildren(w("listEntry"))]
    places = (whole(choices, "result"), whole(choices, "default"), 0)
    return next((entries[place] for place in places if place is not None and place < len(entries)), "")


def _fields_of_contents(body: Element) -> set[Element]:
    """The first signs of fields that make a table of contents; only of those that end."""
    found: set[Element] = set()
    open_fields: list[tuple[Element, list[str]]] = []
    for element in body.iter(FIELD_SIGN, FIELD_CODE):
        kind = element.get(w("fldCharType"))
        if element.tag == FIELD_CODE:
            if open_fields:
                open_fields[-1][1].append(element.text or "")
        elif kind == "begin":
            open_fields.append((element, []))
        elif kind == "end" and open_fields:
            sign, code = open_fields.pop()
            if CONTENTS.match("".join(code)):
                found.add(sign)
    return found
