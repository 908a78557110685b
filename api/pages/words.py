"""The words of the pages: values of the graph in the reader's language, each word in one place."""

import re
from collections.abc import Mapping
from typing import Literal

from graph.exports.table import cell_text, label_of

Language = Literal["zh", "en"]

_ENGLISH: Mapping[str, str] = {
    "state=certified": "certified",
    "state=corrected": "corrected by a person",
    "verdict=correct": "correction",
    "verdict=dealt_with": "dealt with",
    "role=LEADS": "leads",
    "role=COOPERATES": "cooperates",
    "mode=lead": "leads",
    "mode=sole": "answers alone",
    "mode=shared": "shared by division of duties",
    "mode=scoped": "leads one part",
    "mode=cooperate": "cooperates",
    "mode=implement": "carries out",
    "mode=support": "supports",
    "level=country": "national",
    "level=province": "province",
    "level=prefecture": "prefecture",
    "level=county": "county",
    "kind=item": "task",
    "kind=leading_group": "leading group",
    "kind=预期性": "expected",
    "kind=约束性": "binding",
    "status=target": "target",
    "status=observation": "present state",
    "status=overdue": "past its date",
    "status=upcoming": "upcoming",
    "status=later": "later",
    "status=recurring": "recurring",
    "status=undated": "no date",
    "echo=carried_out": "carried out",
    "echo=not_carried_out": "no task found",
    "echo=without_root": "no upstream clause",
    "echo=weakened": "weaker words",
    "echo=sharpened": "stronger words",
    "method=heading": "same heading",
    "method=subject": "subject of the heading",
    "method=terms": "words of the clause",
    "method=text": "like texts",
    "method=clause": "same clause of the outline",
    "method=indicator": "same measure",
    "severity=high": "grave",
    "severity=medium": "medium",
    "severity=low": "slight",
    "verdict=above": "better than upstream",
    "verdict=equal": "equal to upstream",
    "verdict=below": "worse than upstream",
    "verdict=different_year": "other year",
    "verdict=no_counterpart": "no upstream figure",
    "better=lower": "less is better",
    "label=Award": "Honours",
    "label=Department": "Departments",
    "label=Document": "Documents",
    "label=Indicator": "Indicators",
    "label=Project": "Projects",
    "label=Region": "Regions",
    "label=Target": "Figures",
    "label=Task": "Tasks",
}
_RELATIONS: Mapping[str, str] = {
    "ISSUED_BY": "issued by",
    "GOVERNS": "governs",
    "DERIVES_FROM": "derives from",
    "CITES": "cites",
    "HAS_TASK": "sets the task",
    "SETS": "sets the figure",
    "PLANS": "plans",
    "NAMES": "names",
    "MENTIONS": "mentions",
    "PART_OF": "is part of",
    "MEASURES": "measures",
    "COMPARABLE_TO": "is comparable to",
    "BELONGS_TO": "belongs to",
    "GRANTED_BY": "is granted by",
    "LEADS": "leads",
    "COOPERATES": "cooperates in",
    "SUCCEEDED_BY": "was succeeded by",
}
_EXTRACTORS: Mapping[str, tuple[str, str]] = {
    "metadata": ("文号、机关、日期", "number, issuer, date"),
    "structure": ("条款与任务", "clauses and tasks"),
    "coverage": ("任务章节的句子", "sentences of the task chapters"),
    "genre": ("文件的类型", "kind of text"),
    "citation": ("引用的文件", "documents cited"),
    "responsibility": ("责任单位", "responsibilities"),
    "decision": ("人工更正", "corrected by a person"),
    "target": ("指标数值", "figures"),
    "project": ("项目", "projects"),
    "award": ("荣誉", "honours"),
    "department": ("部门名称", "names of departments"),
    "region": ("地区名称", "names of regions"),
}
_LATIN_WORD = re.compile("[A-Za-z]{2,}")
_SIGNS = {">=": "≥", "<=": "≤", "=": "", None: ""}
_COMPARATORS: Mapping[str | None, tuple[str, str]] = {
    ">=": ("不低于 ", "at least "),
    ">": ("高于 ", "above "),
    "<=": ("不高于 ", "at most "),
    "<": ("低于 ", "below "),
}


class Words:
    """What is told in the language of one reader."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def t(self, chinese: str, english: str) -> str:
        """One of two texts that say the same."""
        return chinese if self.language == "zh" else english

    def word(self, column: str, value: object) -> str:
        """A value of a column: mode=lead is 牵头 or leads; nothing for None, itself where there is no word."""
        if value is None:
            return ""
        name = f"{column}={value}"
        if self.language == "en":
            return _ENGLISH.get(name, cell_text(value).replace("_", " "))
        label = label_of(name)
        return cell_text(value) if label == name else label

    def relation(self, name: str) -> str:
        """A type of relationship: LEADS is 牵头."""
        if self.language == "en":
            return _RELATIONS.get(name, name)
        return label_of(f"name={name}").removesuffix(f" {name}").removeprefix("name=")

    def extractor(self, name: str) -> str:
        """What a rule looks for."""
        return self.t(*_EXTRACTORS.get(name.partition("/")[0], (name, name)))

    def why(self, reason: str) -> str:
        """Why a rule left something out, or lets it wait; what stands behind a colon is kept as it is."""
        known, colon, rest = reason.partition(": ")
        name = f"why={known}"
        return reason if self.language == "en" or label_of(name) == name else f"{label_of(name)}{colon.strip()}{rest}"

    def own(self, told: str) -> str:
        """What is told in two languages (名称相近 · near names: …) in the reader's; what it is about stays."""
        first, both, second = told.rpartition(" · ")
        if not both:
            return told
        chinese, english = sorted((first, second), key=lambda part: len(_LATIN_WORD.findall(part)))
        if self.language == "en":
            return english
        _, colon, rest = english.partition(": ")
        return f"{chinese}:{rest}" if colon and chinese == first else chinese

    def figure(self, value: float | None, unit: str | None, comparator: str | None, text: str | None = None) -> str:
        """A figure as people write it: ≥96%; its words where it is no number."""
        if value is None:
            return text or "—"
        sign = _SIGNS.get(comparator, comparator)
        gap = "" if unit in (None, "%", "‰") else " "
        return f"{sign}{cell_text(float(f'{value:.12g}'))}{gap}{unit or ''}"

    def spoken(self, value: float | None, unit: str | None, comparator: str | None, year: int | None) -> str:
        """A figure in words, with its year: 高于 30%(2015 年)."""
        of_year = self.t(f"({year} 年)", f" ({year})") if year else ""
        return f"{self.t(*_COMPARATORS.get(comparator, ('', '')))}{self.figure(value, unit, None)}{of_year}"

    def period(self, start: object, end: object) -> str:
        """From when to when a document holds."""
        return "—".join(str(one) for one in (start, end) if one is not None) if start != end else cell_text(start)
