"""What the styles of a Word document say of numbers, of the table of contents and of hidden text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from ingest.readers.docx.tree import (
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    VANISH,
    Element,
    first,
    is_set,
    value,
    w,
    whole,
)

_CONTENTS = re.compile(r"toc ?(?:[1-9]|heading)|toa heading|table of figures", re.IGNORECASE)
_DEEPEST = 32  # styles that rest on one another; Word stops at 10


@dataclass(frozen=True, slots=True)
class ListPlace:
    """In which list a paragraph counts; level is None where only the list's own link to a style tells it."""

    list_id: int  # 0 switches numbers off
    level: int | None
    styles: tuple[str, ...] = ()  # whose links to a level come before it, the nearest first


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    rests_on: str | None
    list_id: int | None
    level: int | None
    hidden: bool | None  # None where it does not say


class Styles:
    """The styles of a document, each by its id."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        for style in () if root is None else root.iterfind(w("style")):
            name = style.get(w("styleId"), "")
            self._styles[name] = _style(style)
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._default = name
        self.list_place = cache(self._list_place)

    def is_contents(self, style_id: str) -> bool:
        """Whether paragraphs of this style are entries of the table of contents."""
        style = self._styles.get(style_id)
        return _CONTENTS.fullmatch(style_id if style is None else style.name) is not None

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The styles whose text is hidden."""
        return frozenset(name for name in self._styles if self._is_hidden(name))

    def _list_place(self, style_id: str | None) -> ListPlace | None:
        """The list in which paragraphs of this style count; None where they don't."""
        level = None
        names: list[str] = []
        for name, style in self._chain(self._default if style_id is None else style_id):
            if level is None:
                names.append(name)
                level = style.level
            if style.list_id is not None:
                return ListPlace(style.list_id, level, tuple(names))
        return None

    def _is_hidden(self, name: str) -> bool:
        return next((style.hidden for _, style in self._chain(name) if style.hidden is not None), False)

    def _chain(self, name: str | None) -> Iterator[tuple[str, _Style]]:
        for _ in range(_DEEPEST):
            if name is None or name not in self._styles:
                return
            yield name, self._styles[name]
            name = self._styles[name].rests_on


def _style(style: Element) -> _Style:
    count = style.find(f"{PARAGRAPH_PROPERTIES}/{w('numPr')}")
    look = style.find(RUN_PROPERTIES)
    vanish = None if look is None else first(look, VANISH)
    return _Style(
        value(style, "name") or "",
        value(style, "basedOn"),
        None if count is None else whole(count, "numId"),
        None if count is None else whole(count, "ilvl"),
        None if vanish is None else is_set(vanish),
    )
