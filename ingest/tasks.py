"""Tasks: the items at the deepest numbered level of the chapters on tasks and safeguards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Mention, Statement, Value
from graph.reference import Reference
from ingest.document import Clause, Findings, ParsedDocument
from ingest.headings import ANNEX_LEVEL, BOX_LEVEL, first_clause

_WORD = re.compile(r"\w")
_TASK_CHAPTERS = ("tasks", "safeguards")


@dataclass(frozen=True)
class Unit:
    """A heading with the paragraphs under it, up to the next heading; task is the item that it is, if it is one."""

    clauses: tuple[Clause, ...]
    task: Mention | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above and the own one."""
        return self.clauses[0].path


def units(document: ParsedDocument) -> tuple[Unit, ...]:
    """The document as headings with their text; without tables, page furniture and what follows the signature.

    An item is a heading without headings below it in a chapter on tasks or safeguards (ontology.md). Headings of an
    annex count only where the body has none: a notice with the plan as its annex.
    """
    grouped = list(_grouped(document))
    leading = [group for group in grouped if _is_item(group[0])]
    body = [group for group in leading if not _in_annex(group[0])]
    chosen = {id(group) for group in body or leading}
    made, order = [], 0
    for group in grouped:
        task = None
        if id(group) in chosen and (name := _name(group)):
            task, order = _item(document, group, name, order), order + 1
        made.append(Unit(tuple(group), task))
    return tuple(made)


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """document HAS_TASK Task for each item; a leaf heading of another chapter (goals, status, principles) is none."""
    findings = Findings("structure/1")
    for unit in units(document):
        heading = unit.clauses[0]
        if heading.kind != "heading" or not heading.leaf:
            continue
        findings.see()
        if unit.task is None:
            findings.reject(_why_none(unit), heading.span())
            continue
        findings.keep(has_task(document, unit.task, findings.extractor))
    return findings


def has_task(document: ParsedDocument, task: Mention, extractor: str, confidence: float = 0.98) -> Statement:
    """document HAS_TASK task, on the words of the task's beginning."""
    evidence = document.source.span(
        task.evidence.start_char, min(task.evidence.end_char, task.evidence.start_char + 60)
    )
    return Statement(
        document.document, "HAS_TASK", task, evidence, extractor, confidence, {"path": task.attributes["path"]}
    )


def _grouped(document: ParsedDocument) -> Iterator[list[Clause]]:
    group: list[Clause] = []
    for clause in document.clauses:
        if clause.kind == "table" or clause.chapter in ("furniture", "tail"):
            continue
        if clause.kind == "heading" and clause.level != BOX_LEVEL:
            if group:
                yield group
            group = [clause]
        else:
            group.append(clause)
    if group:
        yield group


def _is_item(heading: Clause) -> bool:
    return (
        heading.kind == "heading"
        and heading.leaf
        and heading.chapter in _TASK_CHAPTERS
        and heading.level != ANNEX_LEVEL
    )


def _in_annex(heading: Clause) -> bool:
    return heading.path[0].startswith("附")


def _why_none(unit: Unit) -> str:
    chapter = unit.clauses[0].chapter
    if chapter not in _TASK_CHAPTERS:
        return f"chapter on {chapter}"
    return "annex" if _name(unit.clauses) else "a number without words"


def _name(group: Sequence[Clause]) -> str:
    """The heading's words; where it is a number alone, the first clause of the text under it that has words."""
    named = (group[0].title, *(first_clause(clause.text.lstrip("。,;:!? ")) for clause in group[1:]))
    return next((name for name in named if _WORD.search(name)), "")


def _item(document: ParsedDocument, group: list[Clause], name: str, order: int) -> Mention:
    heading = group[0]
    start, end = heading.span().start_char, max(clause.span().end_char for clause in group)
    attributes: dict[str, Value] = {"kind": "item", "path": heading.path, "number": heading.number, "order": order}
    return Mention("Task", name, document.source.span(start, end), attributes)
