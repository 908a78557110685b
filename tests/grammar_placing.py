"""Where duty phrases stand: at the end of an item, behind each sentence, on lines of their own, in sentences, in tables."""

from collections.abc import Callable

from tests.grammar_duties import LEAD, Duties, Phrase
from tests.grammar_figures import _counted
from tests.grammar_sheet import Sheet
from tests.grammar_words import DISTRACTORS

RANKS = (
    "列第一位的为牵头单位，下同",
    "排在第一位的部门为牵头部门，下同",
    "排名第一的为牵头单位，下同",
    "排第一位的为牵头单位，下同",
)
_DEADLINES = ("2025年底前完成", "完成时限：2026年12月", "长期坚持")
_PAGE_ENDS = ("\n- {n} -\n", "\n— {n} —\n", "\n", "\n第{n}页\n", "\n　　")


class Items:
    """Writes the text of an item with the phrases that belong to it."""

    def __init__(self, sheet: Sheet, duties: Duties, torn: bool = True) -> None:
        self.sheet = sheet
        self.duties = duties
        self.rng = sheet.rng
        self.ranked = False  # 列第一位的为牵头单位,下同 is in force
        self.rule = ""  # the rule that the first phrase in brackets will state: rank or standing
        self.torn = torn
        self.page = 1

    def write(self, heading: str, runs_on: bool) -> None:
        """An item: its heading, its text behind it or below, its phrases. `heading` carries its number."""
        if self.rng.random() < 0.06:
            text, phrase = self.sheet.sentence() + "。", self.phrase()
            self.sheet.duty(phrase, text, "heading")
            heading, runs_on = f"{heading}（{phrase.text}）", False
        else:
            text = self.rng.choice(_PLACES)(self)
        first, *more = text.split("\v")
        lines = [heading + "。" + first] if runs_on else [heading, "　　" + first]
        for line in [*lines, *more]:
            self.sheet.line(line)

    def headless(self) -> str:
        """An item of a numbered list that has no heading: its first clause is its name."""
        text, phrase = self.sheet.sentence() + "。", self.phrase()
        self.sheet.task(text.partition("，")[0], ())
        self.sheet.duty(phrase, text, "item without heading")
        return self.closed(text, phrase)

    def phrase(self) -> Phrase:
        """A phrase for brackets, by the rule on the first one where it is in force."""
        rule, self.rule = self.rule, ""
        if rule:
            return self._stating(rule)
        if self.ranked:
            return self.by_rank() if self.rng.random() < 0.7 else self.duties.plain()
        return self.duties.bracketed()

    def _stating(self, rule: str) -> Phrase:
        """The first phrase of the document, with the rule that holds from it on."""
        if rule == "rank":
            self.ranked = True
            phrase = self.by_rank()
            phrase.text += self.rng.choice(("。", "，", "；")) + self.rng.choice(RANKS)
            phrase.tag += " + rule"
            return phrase
        phrase, group = self.duties.plain(), self.rng.choice(("地方各级人民政府", self.sheet.place.parts))
        text = self.rng.choice(("以下均需{}落实，不再列出", "以下各项任务均由{}落实，不再逐一列出")).format(group)
        phrase.text += "。" + text
        phrase.tag = "rule:以下均需…落实 + " + phrase.tag
        phrase.duties.append((group, "COOPERATES", "implement"))
        return phrase

    def by_rank(self) -> Phrase:
        """责任单位:A、B、C where the first one leads."""
        bodies = self.duties.draw(2, 5)
        text, kind = self.duties.names(bodies)
        form = self.rng.choice(("责任单位：{}", "{}负责", "{}按职责分工负责"))
        roles = (bodies[:1], LEAD, "lead"), (bodies[1:], "COOPERATES", "cooperate|shared")
        return self.duties.phrase(f"rule:first leads {form}{kind}", form.format(text), *roles)

    def prose(self, sentences: int) -> str:
        """Sentences with their full stops; now and then one that names bodies and gives nobody a duty."""
        made = [self.sheet.sentence() + "。" for _ in range(sentences)]
        if self.rng.random() < 0.3:
            made.append(self.distractor())
        if self.rng.random() < 0.12:
            made.append(_counted(self.sheet, 0) + "。")
            self.sheet.indicators[-1]["year"] = None
        return "".join(made)

    def distractor(self) -> str:
        tag = self.rng.choice(sorted(DISTRACTORS))
        first, second = self.sheet.place.draw(self.rng, 2, plain=True)
        words = {"a": first.name, "b": second.name, "o": self.rng.choice(self.sheet.objects)}
        words |= {"w": self.sheet.place.word, "parts": self.sheet.place.parts}
        text = self.rng.choice(DISTRACTORS[tag]).format(**words)
        self.sheet.distractors.append((text, tag))
        return text

    def closed(self, text: str, phrase: Phrase) -> str:
        """The phrase in brackets, before or behind the full stop of the text."""
        said = f"（{phrase.text}）"
        if (chance := self.rng.random()) < 0.08 and self.torn:
            said = self.broken(said)
            self.sheet.tear(said)
        elif chance > 0.95:
            said = f"{said[:-1]}，{self.rng.choice(_DEADLINES)}）"
        if self.rng.random() < 0.1:
            return f"{text}{said[:-1]}。）"
        return f"{text[:-1]}{said}。" if self.rng.random() < 0.5 else text + said

    def broken(self, said: str) -> str:
        """The phrase with a line end or the end of a page within it."""
        self.page += 1
        at = self.rng.randint(2, len(said) - 2)
        return said[:at] + self.rng.choice(_PAGE_ENDS).format(n=self.page) + said[at:]


def _at_end(of: Items) -> str:
    text, phrase = of.prose(of.rng.randint(1, 3)), of.phrase()
    of.sheet.duty(phrase, text, "end of item")
    return of.closed(text, phrase)


def _each_sentence(of: Items) -> str:
    made, before = "", ""
    for _ in range(of.rng.randint(2, 3)):
        text, phrase = of.sheet.sentence() + "。", of.phrase()
        of.sheet.duty(phrase, text, "each sentence", before)
        made, before = made + of.closed(text, phrase), text
    return made


def _each_paragraph(of: Items) -> str:
    lines, before = [], ""
    for _ in range(of.rng.randint(2, 3)):
        text, phrase = of.sheet.sentence() + "。", of.phrase()
        of.sheet.duty(phrase, text, "each paragraph", before)
        lines.append(of.closed(text, phrase))
        before = text
    return "\v　　".join(lines)


def _own_line(of: Items) -> str:
    text, phrase = of.prose(of.rng.randint(1, 2)), of.duties.bracketed()
    while not phrase.text.startswith(("责任", "牵头单位", "牵头部门", "第一责任")):
        phrase = of.duties.bracketed()
    if of.ranked:
        phrase = of.by_rank()
        while not phrase.text.startswith("责任"):
            phrase = of.by_rank()
    of.sheet.duty(phrase, text, "line of its own")
    return f"{text}\v{of.rng.choice(('', '　　'))}{phrase.text}{of.rng.choice(('', '。'))}"


def _two_lines(of: Items) -> str:
    text, bodies = of.prose(1), of.duties.draw(2, 4)
    others, kind = of.duties.names(bodies[1:])
    first, second = f"牵头单位：{bodies[0].name}", f"配合单位：{others}"
    roles = (bodies[:1], LEAD, "lead|sole"), (bodies[1:], "COOPERATES", "cooperate")
    phrase = of.duties.phrase(f"role:牵头单位,配合单位{kind}", f"{first} {second}", *roles)
    of.sheet.duty(phrase, text, "two lines", quotes=(first, second))
    return f"{text}\v{first}\v{second}"


def _closing_sentence(of: Items) -> str:
    text, bodies = of.prose(of.rng.randint(1, 2)), of.sheet.place.draw(of.rng, 3, plain=True)
    this = of.rng.choice(("本项工作", "此项工作", "该项工作"))
    others = "、".join(body.name for body in bodies[1:])
    roles = (bodies[:1], LEAD, "lead"), (bodies[1:], "COOPERATES", "cooperate")
    phrase = of.duties.phrase("sentence:本项工作由…牵头", f"{this}由{bodies[0].name}牵头，{others}参与", *roles)
    if of.rng.random() < 0.5:
        phrase = of.duties.phrase(
            "sentence:此项工作由…负责", f"{this}由{bodies[0].name}负责", (bodies[:1], LEAD, "sole")
        )
    of.sheet.duty(phrase, text, "closing sentence")
    return f"{text}{phrase.text}。"


def _subject(of: Items) -> str:
    lines = ""
    for body in of.sheet.place.draw(of.rng, of.rng.randint(1, 2), plain=True):
        work = of.sheet.action()
        form = of.rng.choice(("{}要牵头做好{}。", "{}负责{}。", "{}牵头{}，定期通报进展。"))
        said = form.format(body.name, work)
        phrase = of.duties.phrase(f"sentence:{form}", said, ([body], LEAD, "lead|sole"))
        of.sheet.duty(phrase, work, "start of sentence")
        lines += said
    return of.sheet.sentence() + "。" + lines


def _without(of: Items) -> str:
    """An item that nobody is named for."""
    return of.prose(2) + (of.distractor() if of.rng.random() < 0.5 else "")


_PLACES: tuple[Callable[[Items], str], ...] = (
    _at_end, _at_end, _at_end, _at_end, _each_sentence, _each_paragraph, _own_line, _two_lines, _closing_sentence, _subject, _without,
)  # fmt: skip
