"""Whole invented policy documents, written from the drafting conventions of offices, with the truth about each.

The same seed gives the same document. What is true of it has the form of a gold annotation (graph.evaluate), each row
with the convention that it follows under `tag`.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.grammar_duties import Duties
from tests.grammar_figures import goals, table
from tests.grammar_heads import write_head, write_preamble
from tests.grammar_places import draw_place
from tests.grammar_placing import RANKS, Items
from tests.grammar_sheet import Sheet
from tests.grammar_tables import duty_table
from tests.grammar_words import AIMS, FIELDS, STATUS

_HALF = str.maketrans("，；：（）", ",;:()")


@dataclass(frozen=True)
class Generated:
    """An invented document and what is true of it."""

    seed: int
    text: str
    gold: dict[str, Any]
    distractors: tuple[tuple[str, str], ...] = field(repr=False, default=())


def generate(seed: int, torn: bool = True, tabs: bool = False) -> Generated:
    """The document of this seed; phrases may be torn by line ends and pages, tables lie flat with tabs or without."""
    sheet = _sheet(seed, tabs)
    head = _Writer(sheet, torn).write()
    return _generated(seed, sheet, head, _scored(head), half=sheet.rng.random() < 0.3)


def generate_table(seed: int, tabs: bool = True) -> Generated:
    """A document that is a table of duties and nothing else."""
    sheet = _sheet(seed, tabs)
    items = Items(sheet, Duties(sheet.rng, sheet.place), torn=False)
    title = f"{sheet.place.title}{sheet.field_name}重点任务分工表"
    duty_table(items, title)
    return _generated(seed, sheet, {"title": title, "region": sheet.place.region.name}, ["responsibilities"])


def _sheet(seed: int, tabs: bool) -> Sheet:
    rng = random.Random(seed)
    place = draw_place(rng)
    name, objects = rng.choice(sorted(FIELDS.items()))
    return Sheet(rng, place, name.format(w=place.ours[-1]), objects, tabs=tabs)


def _generated(seed: int, sheet: Sheet, head: dict[str, Any], scored: list[str], half: bool = False) -> Generated:
    text = "\n".join(sheet.lines) + "\n"
    told = {key: value for key, value in head.items() if key not in ("unscored", "signed")}
    gold: dict[str, Any] = {"source": f"generated-{seed}.txt", "document": told, "scored": scored}
    gold |= {"responsibilities": sheet.responsibilities, "tasks": sheet.tasks}
    gold |= {"indicators": sheet.indicators, "cites": sheet.cites}
    return Generated(seed, text.translate(_HALF) if half else text, gold, tuple(sheet.distractors))


def _scored(head: dict[str, Any]) -> list[str]:
    lists = ["responsibilities", "tasks", "targets", "cites"]
    return lists if head.get("unscored") else ["metadata", *lists]


class _Writer:
    """Writes one document onto its sheet, from head to signature."""

    def __init__(self, sheet: Sheet, torn: bool) -> None:
        self.sheet = sheet
        self.rng = sheet.rng
        self.year = self.rng.choice((2025, 2026, 2027, 2030))
        self.items = Items(sheet, Duties(self.rng, sheet.place), torn)
        self.chapter = 0
        self.running = 0 if self.rng.random() < 0.2 else None  # items are numbered on through the chapters

    def write(self) -> dict[str, Any]:
        head = write_head(self.sheet, self.year)
        self.sheet.dated = head.truth["issue_date"] is not None
        write_preamble(self.sheet, self.year)
        if self.rng.random() < 0.25:
            self._status()
        self._principles()
        self._goals()
        self._tasks()
        self._safeguards()
        if self.rng.random() < 0.25:
            self.sheet.lines += ["", "附件"]
            duty_table(self.items, f"{self.sheet.field_name}重点任务分工表")
        if signed := head.truth.get("signed"):
            self.sheet.line(f"　　　　　　　　　　{self.sheet.place.government}")
            self.sheet.line(f"　　　　　　　　　　{signed}")
        return head.truth

    def _chapter(self, title: str) -> None:
        self.chapter += 1
        self.sheet.line(self.sheet.number(0, self.chapter) + title)

    def _words(self, text: str) -> str:
        sheet = self.sheet
        return text.format(o=self.rng.choice(sheet.objects), r=sheet.place.ours, f=sheet.field_name)

    def _status(self) -> None:
        self._chapter(self.rng.choice(("发展基础", "现状与形势", "工作基础")))
        self.sheet.line("　　" + "".join(map(self._words, STATUS)))

    def _principles(self) -> None:
        self._chapter(self.rng.choice(("总体要求", "指导思想", "总体思路")))
        self.sheet.line("　　" + "".join(map(self._words, AIMS)))

    def _goals(self) -> None:
        self._chapter(self.rng.choice(("发展目标", "主要目标", "工作目标", "总体目标")))
        for _ in range(self.rng.randint(1, 2)):
            self.sheet.line("　　" + goals(self.sheet, self.year))
        if self.rng.random() < 0.25:
            table(self.sheet, self.year)

    def _tasks(self) -> None:
        """The chapter of tasks, or one chapter for each field of work."""
        single = self.rng.random() < 0.65
        deep = self.rng.random() < 0.6
        if single:
            self._chapter(self.rng.choice(("重点任务", "主要任务", "重点工作", "工作任务")))
        if (chance := self.rng.random()) < 0.12 and single:
            self.sheet.line(f"　　（各项任务{self.rng.choice(RANKS)}）")
            self.items.ranked = True
        elif chance < 0.3:
            self.items.rule = "rank"
        elif chance < 0.4:
            self.items.rule = "standing"
        sections = self.rng.randint(2, 4)
        for count in range(1, sections + 1):
            if not single:
                self._chapter(self.sheet.action())
                self._leaves(1, self.rng.randint(2, 3))
            elif deep:
                self.sheet.line(self.sheet.number(1, count) + self.sheet.action())
                self._leaves(2, self.rng.randint(2, 4))
            else:
                self._leaf(1, count, self.rng.random() < 0.5)

    def _leaves(self, level: int, count: int) -> None:
        runs_on = self.rng.random() < 0.5
        bare = self.rng.random() < 0.15
        if self.running is not None and level == 1:
            orders = range(self.running + 1, self.running + count + 1)
            self.running += count
        else:
            orders = range(1, count + 1)
        for order in orders:
            if bare:
                self.sheet.line(self.sheet.number(level, order) + self.items.headless())
            else:
                self._leaf(level, order, runs_on)

    def _leaf(self, level: int, order: int, runs_on: bool) -> None:
        title = self.sheet.action()
        self.sheet.task(title, ())
        self.items.write(self.sheet.number(level, order) + title, runs_on)

    def _safeguards(self) -> None:
        self._chapter(self.rng.choice(("保障措施", "组织保障", "组织实施")))
        for order, title in enumerate(
            self.rng.sample(("加强组织领导", "强化政策支持", "严格督促检查", "加强宣传引导", "强化人才保障"), 3), 1
        ):
            self.sheet.task(title, ())
            text = self.items.prose(1) + (self.items.distractor() if self.rng.random() < 0.4 else "")
            self.sheet.line(f"{self.sheet.number(1, order)}{title}。{text}")
