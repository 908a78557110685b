"""The names in a Word document's XML, and how to walk it: through wrappers, past what revisions took out."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

Element: TypeAlias = Any  # lxml.etree._Element, which has no types

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_HIGHEST = 2**31 - 1


@cache
def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML: p gives {…/main}p."""
    return f"{{{WORD}}}{name}"


def m(name: str) -> str:
    """The name of an element of Office mathematics."""
    return f"{{{MATH}}}{name}"


ALTERNATIVES = f"{{{_COMPATIBILITY}}}AlternateContent"
PARAGRAPH, TABLE, ROW, CELL = w("p"), w("tbl"), w("tr"), w("tc")
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = w("pPr"), w("rPr")
VALUE, VANISH = w("val"), w("vanish")
_GONE = frozenset(map(w, ("del", "moveFrom")))
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_WRAPPERS = frozenset(map(w, ("sdtContent", "customXml", "smartTag", "ins", "moveTo")))
_GALLERY = "/".join(map(w, ("sdtPr", "docPartObj", "docPartGallery")))


def children(container: Element, *wanted: str) -> Iterator[Element]:
    """The elements of these names, in order, those within content controls and accepted insertions too.

    A content control that holds the table of contents (目录) is left out.
    """
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag == _SDT:
            if not is_contents(child):
                yield from children(child, *wanted)
        elif child.tag in _WRAPPERS:
            yield from children(child, *wanted)
        elif child.tag == ALTERNATIVES:
            chosen = alternative(child)
            if chosen is not None:
                yield from children(chosen, *wanted)


def is_contents(control: Element) -> bool:
    """Whether a content control holds the table of contents."""
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(VALUE, "").startswith("Table of Contents")


def alternative(element: Element) -> Element | None:
    """Of several forms of one content the first: the others say the same for older programs."""
    return next(iter(element), None)


def head(element: Element, name: str) -> Element | None:
    """The first of an element's children, where properties stand, if it has this name."""
    return element[0] if len(element) and element[0].tag == name else None


def first(element: Element, name: str) -> Element | None:
    """The first child of this name; faster than `find` among few children, as properties have."""
    for child in element:
        if child.tag == name:
            return child
    return None


def value(element: Element, name: str) -> str | None:
    """What a property says: <w:pStyle w:val="1"/> below this element gives 1 for pStyle; None where it is missing."""
    found = first(element, w(name))
    return None if found is None else found.get(VALUE)


def is_on(element: Element, name: str) -> bool:
    """Whether a property that is on or off is on: there, and not set to false."""
    found = first(element, w(name))
    return found is not None and is_set(found)


def is_set(switch: Element) -> bool:
    """Whether a property that is on or off is not set to false."""
    return switch.get(VALUE) not in ("0", "false", "off")


def whole(element: Element, name: str) -> int | None:
    """A property that is a whole number, 0 to 2³¹ - 1; None where it is missing or none."""
    text = value(element, name)
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 10:
        return None
    return min(int(text), _HIGHEST)


def mark_is_gone(paragraph: Element, hidden_styles: frozenset[str]) -> bool:
    """Whether the end of a paragraph was deleted, moved away or hidden: what follows belongs to the same paragraph."""
    properties = head(paragraph, PARAGRAPH_PROPERTIES)
    if properties is None:
        return False
    is_hidden = value(properties, "pStyle") in hidden_styles
    mark = first(properties, RUN_PROPERTIES)
    for look in () if mark is None else mark:
        if look.tag in _GONE:
            return True
        if look.tag == VANISH:
            is_hidden = is_set(look)
    return is_hidden
