"""The document under audit: its part of the graph and its text, arranged for the rules."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from graph.model import Edge, Node, Part, Reading, Span
from graph.reference import Reference

_HEADING = 40  # characters of a task whose heading is not to be found in it
_SENTENCE = re.compile("(?<=[。;\n])")
_DIGITS = re.compile(r"\d{4}")


@dataclass(slots=True)
class Duty:
    """Who answers for one task, project or figure, by department id; with the phrases that say so."""

    work: Node
    leads: dict[str, Edge] = field(default_factory=dict)
    cooperates: dict[str, Edge] = field(default_factory=dict)
    phrases: dict[tuple[int, int], Span] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where the work stands in the text."""
        return int(str(self.work.properties.get("start_char", 0)))


class Audited:
    """One document with what the rules ask of it: its part of the graph, and the Reading that this was made from."""

    def __init__(self, part: Part, reading: Reading, reference: Reference) -> None:
        self.part = part
        self.reading = reading
        self.reference = reference
        self.text = reading.text
        self.normal = reference.normalise(reading.text)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """All nodes of the part by id."""
        return {node.id: node for node in self.part.nodes}

    @cached_property
    def document(self) -> Node:
        """The document itself."""
        return self.nodes[self.part.document_id]

    @cached_property
    def issue_date(self) -> str:
        """As an ISO date or the beginning of one; "" where the document does not say it."""
        return str(self.document.properties.get("issue_date", ""))

    @cached_property
    def period(self) -> tuple[int, int] | None:
        """The years that the plan is made for, where it says them."""
        years = [self.document.properties.get(name) for name in ("period_start", "period_end")]
        told = [_DIGITS.match(str(year)) for year in years]
        return (int(told[0][0]), int(told[1][0])) if told[0] and told[1] else None

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """Who answers for which task or figure, in the order of the text; who builds a project is no duty."""
        found: dict[str, Duty] = {}
        for edge in self.edges("LEADS", "COOPERATES"):
            if edge.target_label == "Project":
                continue
            duty = found.setdefault(edge.target, Duty(self.nodes[edge.target]))
            (duty.leads if edge.label == "LEADS" else duty.cooperates)[edge.source] = edge
            span = span_of(edge)
            duty.phrases[span.start_char, span.end_char] = span
        return tuple(sorted(found.values(), key=lambda duty: (duty.start, duty.work.id)))

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        """Where other documents are named."""
        mentions = (each.object for each in self.reading.statements if each.relation in ("CITES", "DERIVES_FROM"))
        return tuple(mention.evidence for mention in mentions if mention.kind == "Document")

    @cached_property
    def items(self) -> tuple[Node, ...]:
        """The tasks that are headings of their own, in the order of the text."""
        tasks = (node for node in self.part.nodes if node.label == "Task" and node.properties.get("kind") == "item")
        return tuple(sorted(tasks, key=lambda node: (int(str(node.properties.get("start_char", 0))), node.id)))

    @cached_property
    def tables(self) -> Mapping[str, object]:
        """Of each task that is a row of a table, the table."""
        told = {edge.target: edge.properties.get("table") for edge in self.edges("HAS_TASK")}
        return {task: table for task, table in told.items() if table is not None}

    @cached_property
    def item_of(self) -> Mapping[str, str]:
        """Of each measure the item that it belongs to."""
        return {edge.source: edge.target for edge in self.edges("PART_OF") if edge.source_label == "Task"}

    @cached_property
    def measures_of(self) -> Mapping[str, frozenset[tuple[str, int | None]]]:
        """Of each task (and of each figure itself) the measures that it sets, with their years."""
        measured = {edge.source: self.name(edge.target) for edge in self.edges("MEASURES")}
        found: dict[str, set[tuple[str, int | None]]] = {}
        for edge in self.edges("SETS"):
            if edge.target in measured:
                owner = edge.source if edge.source_label == "Task" else edge.target
                year = self.nodes[edge.target].properties.get("year")
                measure = (measured[edge.target], year if isinstance(year, int) else None)
                found.setdefault(owner, set()).add(measure)
        return {owner: frozenset(told) for owner, told in found.items()}

    @cached_property
    def sentences(self) -> tuple[tuple[str, int], ...]:
        """The sentences and lines of the normalised text, with where each begins."""
        parts = _SENTENCE.split(self.normal)
        return tuple(zip(parts, accumulate(map(len, parts), initial=0), strict=False))

    def sentence_around(self, sentence: str, at: int) -> Span:
        """The words of one of the sentences, without its sign."""
        return self.line_around(at, at + len(sentence.rstrip("。;\n")))

    def edges(self, *labels: str) -> Iterator[Edge]:
        """The relationships of these labels."""
        return (edge for edge in self.part.edges if edge.label in labels)

    def name(self, node_id: str) -> str:
        """The name of a node of the part."""
        return str(self.nodes[node_id].properties.get("name", node_id))

    def span(self, start: int, end: int) -> Span:
        """A stretch of the text."""
        return Span(start, end, self.text[start:end])

    def own_words(self, node: Node) -> Span:
        """Where a task, figure or project stands."""
        start, end = (int(str(node.properties.get(name, 0))) for name in ("start_char", "end_char"))
        return self.span(start, end)

    def words(self, work: Node) -> Span:
        """The words that name a work: a measure or a figure whole, of an item the heading."""
        return self.heading(work) if work.properties.get("kind") == "item" else self.own_words(work)

    def has_column(self, work: Node) -> bool:
        """Whether the time of a work stands beside it in a column, not in its own words."""
        told = str(work.properties.get("deadline_text", "") or work.properties.get("recurrence", ""))
        span = self.own_words(work)
        return bool(told) and told not in self.normal[span.start_char : span.end_char]

    def heading(self, task: Node) -> Span:
        """The words of a task's heading where it stands."""
        whole, name = self.own_words(task), str(task.properties["name"])
        found = re.search(r"\s*".join(map(re.escape, name)), self.normal[whole.start_char : whole.end_char])
        if not found:
            return self.span(whole.start_char, min(whole.end_char, whole.start_char + _HEADING))
        return self.span(whole.start_char + found.start(), whole.start_char + found.end())

    def line_around(self, start: int, end: int) -> Span:
        """The line, or the sentence of a long one, in which a stretch stands: what a person reads to judge it."""
        first = max(self.normal.rfind(sign, 0, start) for sign in "\n。;") + 1
        ends = [at for at in (self.normal.find(sign, end) for sign in "\n。;") if at >= 0]
        last = min(ends, default=len(self.normal))
        words = self.text[first:last]
        first += len(words) - len(words.lstrip())
        return self.span(first, first + len(words.strip()))


def span_of(edge: Edge) -> Span:
    """Where a relationship was read."""
    told = edge.properties
    return Span(int(str(told.get("start_char", 0))), int(str(told.get("end_char", 0))), str(told.get("quote", "")))
