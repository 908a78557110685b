"""What is marked in the text of a document: everything that was read in it, with where it leads."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.pages.marked import HERE, QUOTE, Stretch
from api.pages.view import address, edge_link, node_link
from api.pages.words import Words
from graph.model import Mention, Reading, Waiting
from graph.rows import DepartmentRow, EdgeRow

_DUTIES = ("LEADS", "COOPERATES")
_SENTENCE = re.compile("[^。;;!?\n]{1,200}")
_SHOWN = ("Document", "Target", "Indicator", "Project", "Award", "Department", "Region")


@dataclass(frozen=True, slots=True)
class Asked:
    """The place of a document that somebody wants to see: the words of an edge, or what stands at an offset."""

    quote: tuple[int, int] | None = None
    at: int | None = None
    to: int | None = None  # where it ends; else its sentence is meant

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.quote[0] if self.quote else self.at or 0


def stretches(
    reading: Reading, edges: Sequence[EdgeRow], departments: Iterable[DepartmentRow], asked: Asked, words: Words
) -> Iterator[Stretch]:
    """All stretches to mark, each once."""
    leads = dict(_addresses(edges, departments))
    if asked.quote:
        yield Stretch(*asked.quote, QUOTE)
    yield from _here(reading, asked)
    yield from _waiting(reading, words)
    yield from _duties(edges, words)
    for mention in dict.fromkeys(_mentioned(reading)):
        kind, name, start, end = mention
        title = f"{words.word('label', kind)}: {name}"
        yield Stretch(start, end, kind, title, leads.get((kind, name)) or leads.get((kind, f"{start}-{end}")))
    yield from _deadlines(reading, words)


def phrases(edges: Iterable[EdgeRow]) -> dict[tuple[int, int], list[EdgeRow]]:
    """The edges behind each responsibility phrase, by its place."""
    found: dict[tuple[int, int], list[EdgeRow]] = {}
    for edge in edges:
        if edge.relation in _DUTIES and edge.start_char is not None and edge.end_char is not None:
            found.setdefault((edge.start_char, edge.end_char), []).append(edge)
    return found


def waiting_in(reading: Reading) -> list[tuple[str, Waiting]]:
    """What waits for a person, with the rule that met it, in the order of the text."""
    found = [(name, one) for name, report in reading.report.items() for one in report.waiting]
    return sorted(found, key=lambda pair: pair[1].evidence.start_char)


def _here(reading: Reading, asked: Asked) -> Iterator[Stretch]:
    """The place that was asked for: up to where it was told to end, what waits there, or its sentence."""
    if asked.at is None:
        return
    waiting = [one.evidence.end_char for _, one in waiting_in(reading) if one.evidence.start_char == asked.at]
    sentence = _SENTENCE.match(reading.text, asked.at)
    end = asked.to or max(waiting, default=sentence.end() if sentence else 0)
    if asked.at < end <= len(reading.text):
        yield Stretch(asked.at, end, HERE)


def _waiting(reading: Reading, words: Words) -> Iterator[Stretch]:
    told = words.t("待人工核对", "waits for a person")
    for _, one in waiting_in(reading):
        span = one.evidence
        yield Stretch(span.start_char, span.end_char, "waiting", f"{told}: {words.why(one.why)}")


def _duties(edges: Iterable[EdgeRow], words: Words) -> Iterator[Stretch]:
    for (start, end), told in phrases(edges).items():
        title = "; ".join(
            dict.fromkeys(f"{edge.source_name} {words.word('mode', edge.mode or '')}".strip() for edge in told)
        )
        yield Stretch(start, end, "duty", title, edge_link(told[0].key))


def _mentioned(reading: Reading) -> Iterator[tuple[str, str, int, int]]:
    """Kind, name, start and end of all that is named; not the document itself and what is no stretch of its text.

    The region that a document governs is shown by the name of who issued it, which is marked as such.
    """
    for statement in reading.statements:
        if statement.relation == "GOVERNS":
            continue
        for mention in (statement.subject, statement.object):
            span = mention.evidence
            if mention.kind in _SHOWN and mention != reading.document and span.start_char < span.end_char:
                yield mention.kind, _name(mention), span.start_char, span.end_char


def _name(mention: Mention) -> str:
    number = mention.attributes.get("doc_number")
    return f"{mention.name} {number}" if number and mention.name != number else mention.name


def _deadlines(reading: Reading, words: Words) -> Iterator[Stretch]:
    """The words that say until when, where they stand in the task."""
    for statement in reading.statements:
        told = statement.object.attributes.get("deadline_text")
        if statement.relation == "HAS_TASK" and isinstance(told, str):
            span = statement.evidence
            start = reading.text.find(told, span.start_char, span.end_char)
            if start >= 0:
                yield Stretch(start, start + len(told), "deadline", words.t("期限", "deadline"))


def _addresses(edges: Iterable[EdgeRow], departments: Iterable[DepartmentRow]) -> Iterator[tuple[tuple[str, str], str]]:
    """Where a mention leads, by its kind and its name or place."""
    for row in departments:
        for alias in (row.department, *(row.aliases or ())):
            yield ("Department", alias), node_link("Department", row.department_id)
    for edge in edges:
        if edge.relation == "MENTIONS" and edge.target_label != "Department":
            yield (edge.target_label, edge.target_name), _page(edge)
        elif edge.target_label in ("Document", "Project", "Target", "Award"):
            yield (edge.target_label, f"{edge.start_char}-{edge.end_char}"), _page(edge)


def _page(edge: EdgeRow) -> str:
    if edge.target_label == "Region":
        return address("/ui/departments", region=edge.target_id)
    return node_link(edge.target_label, edge.target_id)
