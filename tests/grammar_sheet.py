"""A document while it is being invented: its lines, and all that is true of it, in the form of a gold annotation."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.grammar_duties import LEAD, Phrase
from tests.grammar_places import Place
from tests.grammar_words import CLAUSES, MANNERS, MORE, VERBS

Row = dict[str, Any]
_CHINESE = "一二三四五六七八九十"
_STYLES = (
    ("{c}、", "（{c}）", "{n}."),
    ("{c}、", "（{c}）", "{n}．"),
    ("第{c}章 ", "第{c}节 ", "{c}、"),
    ("第{c}章 ", "{c}、", "（{c}）"),
    ("{c}、", "{n}.", "（{n}）"),
    ("{c}、", "（{c}）", "（{n}）"),
    ("{c}、", "（{c}）", "{n}、"),
    ("{c}、", "（{c}）", "{n}. "),
    ("第{c}部分 ", "{c}、", "（{c}）"),
)


def chinese(number: int) -> str:
    """12 -> 十二."""
    tens, ones = divmod(number, 10)
    return f"{_CHINESE[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_CHINESE[ones - 1] if ones else ''}"


@dataclass
class Sheet:
    """The lines written so far and the truth about them; words of the field are drawn here, no opening twice."""

    rng: random.Random
    place: Place
    field_name: str
    objects: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    responsibilities: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    cites: list[Row] = field(default_factory=list)
    distractors: list[tuple[str, str]] = field(default_factory=list)  # text, convention
    style: tuple[str, str, str] = ("", "", "")
    dated: bool = False  # the head says when it was issued: a column of an earlier year is then of the past
    tabs: bool = False  # tables always with tabs, never a cell a line
    _opened: set[str] = field(default_factory=set)
    _last: list[Row] = field(default_factory=list)  # the rows of the last phrase

    def __post_init__(self) -> None:
        self.style = self.rng.choice(_STYLES)

    def line(self, text: str) -> None:
        self.lines.append(text)

    def table(self, rows: Sequence[Sequence[str]]) -> str:
        """A table, flattened as texts have them: a row a line with tabs, or a cell a line; which of the two."""
        if self.rng.random() < 0.5 or self.tabs:
            self.lines.extend("\t".join(row) for row in rows)
            return "tabs"
        self.lines.extend(cell for row in rows for cell in row)
        return "cells"

    def number(self, level: int, count: int) -> str:
        """一、 （一） 1. in the style of this document."""
        return self.style[level].format(c=chinese(count), n=count)

    def action(self) -> str:
        """What is done, with an opening that the document has not yet: 全面推进专利导航试点."""
        while True:
            said = self.rng.choice(MANNERS) + self.rng.choice(VERBS) + self.rng.choice(self.objects)
            said += self.rng.choice(MORE)
            if said[:6] not in self._opened:
                self._opened.add(said[:6])
                return said

    def sentence(self, clauses: int = 0) -> str:
        """An action and what goes with it, without its full stop."""
        more = self.rng.sample(CLAUSES, clauses or self.rng.randint(1, 3))
        return "，".join([self.action(), *(clause.format(o=self.rng.choice(self.objects)) for clause in more)])

    def duty(
        self, phrase: Phrase, covers: str, place: str, before: str = "", quotes: tuple[str, str] = ("", "")
    ) -> None:
        """A phrase and the stretch it covers; `before` is what it does not cover.

        `quotes` are the words of leads and of helpers where they stand apart.
        """
        common: Row = {"covers": covers[:15], "before": before[:12], "tag": f"{phrase.tag} @ {place}"}
        common |= {"dept_aliases": phrase.aliases, "optional_names": sorted(phrase.optional)}
        common["modes"] = {name: mode for name, _, mode in phrase.duties}
        common["either_role"] = [name for name, role, _ in phrase.duties if "|" in role]
        told = zip(("leads", "cooperates"), self._by_role(phrase), quotes, strict=True)
        words = [(key, names, quote or phrase.text) for key, names, quote in told if names]
        self._last = [{**common, key: names, "marker": said, "quote": said} for key, names, said in words]
        self.responsibilities.extend(self._last)

    def tear(self, words: str) -> None:
        """The last phrase stands so in the text: torn."""
        for row in self._last:
            row["quote"] = words

    def row_duty(self, phrase: Phrase, cell: str, place: str) -> None:
        """The duties of a row of a table, known by its task cell."""
        self.duty(phrase, cell, place)
        for row in self._last:
            row |= {"table": True, "quote": cell, "marker": cell}

    def task(self, title: str, path: tuple[str, ...]) -> None:
        """An item of the deepest level."""
        self.tasks.append({"title": title, "path": [*path, title], "quote": title})

    @staticmethod
    def _by_role(phrase: Phrase) -> tuple[list[str], list[str]]:
        leads = [name for name, role, _ in phrase.duties if role.startswith(LEAD)]
        return leads, [name for name, role, _ in phrase.duties if not role.startswith(LEAD)]
