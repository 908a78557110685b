"""Hand-made Readings for tests: a text, and statements that point at its words."""

import hashlib

from graph.model import Mention, Reading, Span, Statement, Value


class Draft:
    """A text of our own with what was read in it; words are found by search, so spans are always right."""

    def __init__(self, text: str, title: str, source: str = "draft.txt", **attributes: Value) -> None:
        self.text = text
        self.source = source
        self.document = Mention(
            "Document", title, self.span(title) if title in text else Span(0, 1, text[:1]), attributes
        )
        self.statements: list[Statement] = []

    def span(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return Span(start, start + len(words), words)

    def between(self, first: str, last: str) -> Span:
        start = self.text.index(first)
        end = self.text.index(last, start) + len(last)
        return Span(start, end, self.text[start:end])

    def named(self, label: str, name: str, words: str = "", after: str = "", **attributes: Value) -> Mention:
        return Mention(label, name, self.span(words or name, after), attributes)

    def say(
        self,
        subject: Mention,
        relation: str,
        found: Mention,
        words: str = "",
        rule: str = "test/1",
        **attributes: Value,
    ) -> None:
        evidence = self.span(words) if words else found.evidence
        self.statements.append(Statement(subject, relation, found, evidence, rule, 0.9, attributes))

    def governs(self, name: str) -> None:
        self.say(self.document, "GOVERNS", self.named("Region", name), rule="metadata/1")

    def task(
        self, name: str, path: tuple[str, ...], last: str, kind: str = "item", first: str = "", **attributes: Value
    ) -> Mention:
        task = Mention("Task", name, self.between(first or name, last), {"kind": kind, "path": path, **attributes})
        self.say(self.document, "HAS_TASK", task, rule="structure/1")
        return task

    def target(self, name: str, words: str, indicator: str = "", **attributes: Value) -> Mention:
        target = Mention("Target", name, self.span(words), attributes)
        self.say(self.document, "SETS", target, rule="target/1")
        measured = Mention("Indicator", indicator or name, self.span(indicator or words), {})
        self.say(target, "MEASURES", measured, rule="target/1")
        return target

    def cites(self, relation: str, name: str, words: str = "", **attributes: Value) -> Mention:
        cited = self.named("Document", name, words, **attributes)
        self.say(self.document, relation, cited, rule="citation/1")
        return cited

    def reading(self) -> Reading:
        sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        return Reading(sha256, self.source, "utf-8", self.text, self.document, tuple(self.statements), {})
