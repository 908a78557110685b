"""The numbers that Word keeps apart from the text (一、 （一） 1.): counted as Word counts them."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.readers.docx.numerals import written
from ingest.readers.docx.styles import ListPlace, Styles
from ingest.readers.docx.tree import Element, first, is_on, value, w, whole

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST = 60  # characters of a number, and of its pattern: 第%1章 has four
_LINKS = 8  # lists that stand for one another


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str  # w:numFmt
    pattern: str  # 第%1章
    is_close: bool  # nothing between number and text
    all_digits: bool  # 1.1 even where the level above counts 一
    restart: int | None  # counts anew only behind levels up to this one; 0 never
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    counter: str  # lists over the same definition go on counting together
    levels: dict[int, _Level]
    starts: dict[int, int]  # where this list sets the count anew when it first comes up


class Numbering:
    """The lists of a document, with how far each has counted: ask for each paragraph once, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._numbers: dict[int, Element] = {}
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        self._levels_of = cache(self._levels_of_definition)  # any number of lists may share one
        self._style_behind = cache(self._style_link)
        if root is None:
            return
        for definition in root.iterfind(w("abstractNum")):
            self._definitions[definition.get(w("abstractNumId"), "")] = definition
        for number in root.iterfind(w("num")):
            list_id = number.get(w("numId"), "")
            if list_id.isascii() and list_id.isdigit() and len(list_id) <= 10:
                self._numbers[int(list_id)] = number

    def label(self, properties: Element | None) -> tuple[str, bool]:
        """The number of the next paragraph, by its properties, and whether its text follows close behind.

        Empty where it has none, or a mere bullet.
        """
        place = self._place(properties)
        if place is None or place.list_id == 0:
            return "", True
        if place.list_id not in self._lists:
            self._lists[place.list_id] = self._list(place.list_id)
        found = self._lists[place.list_id]
        if found is None:
            return "", True
        index = _level_at(place, found)
        if index not in found.levels:
            return "", True
        counts = self._advanced(place.list_id, found, index)
        return _text(found, counts, index), found.levels[index].is_close

    def _place(self, properties: Element | None) -> ListPlace | None:
        """By the paragraph itself, else by its style."""
        style = None if properties is None else value(properties, "pStyle")
        own = None if properties is None else first(properties, w("numPr"))
        inherited: ListPlace | None = self._styles.list_place(style)
        if own is None:
            return inherited
        list_id, level = whole(own, "numId"), whole(own, "ilvl")
        if list_id is not None:
            return ListPlace(list_id, level, () if style is None or level is not None else (style,))
        if inherited is None or level is None:
            return inherited
        return ListPlace(inherited.list_id, level)

    def _list(self, list_id: int) -> _List | None:
        number = self._numbers.get(list_id)
        name = self._definition(list_id)
        if number is None or name is None:
            return None
        levels = dict(self._levels_of(name))
        starts = {}
        for override in number.iterfind(w("lvlOverride")):
            levels |= _levels(override)
            start = whole(override, "startOverride")
            if start is not None:
                starts[_index(override)] = start
        return _List(name, levels, starts)

    def _definition(self, list_id: int) -> str | None:
        """The name of a list's definition, behind the numbering styles that stand for it."""
        for _ in range(_LINKS):
            number = self._numbers.get(list_id)
            name = None if number is None else value(number, "abstractNumId")
            if name is None or name not in self._definitions:
                return None
            style = self._style_behind(name)
            place = None if style is None else self._styles.list_place(style)
            if place is None or place.list_id == list_id:
                return name
            list_id = place.list_id
        return None

    def _levels_of_definition(self, name: str) -> dict[int, _Level]:
        return _levels(self._definitions[name])

    def _style_link(self, name: str) -> str | None:
        return value(self._definitions[name], "numStyleLink")

    def _advanced(self, list_id: int, found: _List, index: int) -> list[int | None]:
        """One further on this level; the levels below begin anew."""
        counts = self._counts.setdefault(found.counter, [None] * _LEVELS)
        count = counts[index]
        first = index in found.starts and (list_id, index) not in self._begun
        self._begun.add((list_id, index))
        counts[index] = _start(found, index) if count is None or first else count + 1
        for below in range(index + 1, _LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or index < restart:
                counts[below] = None
        return counts


def _level_at(place: ListPlace, found: _List) -> int:
    """The level that is linked to the paragraph's style, else the one that paragraph or style names."""
    for style in place.styles:
        for index, level in found.levels.items():
            if level.style == style:
                return index
    return place.level or 0


def _text(found: _List, counts: list[int | None], index: int) -> str:
    level = found.levels[index]
    if level.form == "bullet":
        return ""

    def count_at(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at > index or at not in found.levels:
            return ""
        count = counts[at]
        form = found.levels[at].form
        form = "decimal" if level.all_digits and form != "none" else form
        return written(_start(found, at) if count is None else count, form)

    return _PLACE.sub(count_at, level.pattern).strip()[:_LONGEST]


def _start(found: _List, index: int) -> int:
    return found.starts.get(index, found.levels[index].start)


def _levels(container: Element) -> dict[int, _Level]:
    return {_index(level): _level(level) for level in container.iterfind(w("lvl"))}


def _index(element: Element) -> int:
    text = element.get(w("ilvl"), "")
    return int(text) if text in tuple("012345678") else 0


def _level(level: Element) -> _Level:
    form = level.find(f".//{w('numFmt')}")  # newer forms stand within alternatives
    start = whole(level, "start")
    return _Level(
        0 if start is None else start,
        "decimal" if form is None else form.get(w("val"), "decimal"),
        (value(level, "lvlText") or "")[:_LONGEST],
        value(level, "suff") == "nothing",
        is_on(level, "isLgl"),
        whole(level, "lvlRestart"),
        value(level, "pStyle"),
    )
