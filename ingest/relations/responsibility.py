"""Who answers for what: duty phrases -> Department LEADS / COOPERATES Task."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from graph.model import Mention, Span, Statement, Value
from graph.reference import Reference
from ingest.bodies import bodies_of
from ingest.document import Clause, Findings, ParsedDocument, Passage, Table
from ingest.extractors.department import named_groups
from ingest.headings import number_at
from ingest.names import split_names
from ingest.relations.candidate import Candidate
from ingest.relations.duty_phrase import Phrase, read_alone, read_bare, read_jointly, read_phrase
from ingest.relations.duty_roles import Duty
from ingest.relations.duty_statements import row_statements
from ingest.relations.duty_table import RowDuties, is_duty_table, row_duties
from ingest.relations.duty_words import RULE_WORDS, STANDING
from ingest.relations.phrases import candidates, first_precedence, merged_labels
from ingest.relations.sentences import is_sure
from ingest.relations.stretches import FORWARD, Found, Standing, covers_all, stretch, told_words
from ingest.tasks import Unit, has_task, units

EXTRACTOR = "responsibility/1"
_PROBLEMS = {
    "torn": "a bracket without its other half",
    "half": "a sentence with a body that is not in the gazetteer",
}
_GENERIC_GROUP = re.compile(r"(?:工作)?(?P<group>领导小组|联席会议|指挥部)(?P<office>办公室)?$")
_ENOUGH = 3  # brackets that show how a document closes its items


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """The duties of a document.

    A phrase covers the stretch since the phrase before it; the only one of an item, at its end or in its heading,
    covers the item. Rules of the document (列第一位的为牵头单位, 以下均需…落实,不再列出) hold from where they stand.
    """
    return _Extraction(document, reference).run()


class _Extraction:
    def __init__(self, document: ParsedDocument, reference: Reference) -> None:
        self.document = document
        self.bodies = bodies_of(reference)
        self.findings = Findings(EXTRACTOR)
        self.precedence = False
        self.units = units(document)
        self.unsure = False  # a rule on who leads was seen and not understood
        self.standing: Standing | None = None
        self.measures = 0

    def run(self) -> Findings:
        for unit in self.units:
            passages = merged_labels(unit.clauses)
            found = [one for index, passage in enumerate(passages) for one in self._read(index, passage, unit)]
            self._state(unit, passages, found)
        items = {unit.task.name: unit.task for unit in self.units if unit.task}
        for clause in self.document.clauses:
            if clause.table is not None and is_duty_table(clause.table):
                self._read_table(clause, clause.table, items)
        return self.findings

    def _read_table(self, clause: Clause, table: Table, items: dict[str, Mention]) -> None:
        """Each row with bodies: its task is an item of the text where the headings agree, else the row's own."""
        if not table.rows:
            self.findings.see()
            self.findings.wait(clause.span(), "a table of duties without a row that can be read")
        heads = (clause.text, *table.columns)
        precedence = self.precedence or any(first_precedence(text) < len(text) for text in heads)
        for order, row in enumerate(row_duties(table, self.bodies, precedence)):
            self.findings.see()
            if row.phrase.none:
                self.findings.reject(row.phrase.none, row.cells[0].span())
            elif row.phrase.problem:
                self.findings.wait(row.cells[0].span(), row.phrase.problem)
            else:
                target, extra = self._row_target(clause, row, items, order)
                self.findings.keep(*extra, *row_statements(row, target, clause.path, EXTRACTOR))
                self._wait_for_rest(row.phrase, row.cells[-1].span())

    def _row_target(
        self, clause: Clause, row: RowDuties, items: dict[str, Mention], order: int
    ) -> tuple[Mention, list[Statement]]:
        if row.kind == "figure":
            return Mention("Target", row.subject.text, row.subject.span(), {"path": clause.path}), []
        if known := items.get(row.subject.text):
            return known, []
        kind = "measure" if items else "item"
        attributes: dict[str, Value] = {
            "kind": kind,
            "path": (*clause.path, row.subject.text[:60]),
            "number": str(row.row),
            "order": order,
        }
        if row.deadline:
            attributes["deadline_text"] = row.deadline
        task = Mention("Task", row.subject.text[:60], row.subject.span(), attributes)
        return task, [has_task(self.document, task, EXTRACTOR)]

    def _read(self, index: int, passage: Passage, unit: Unit) -> Iterator[Found]:
        """The phrases of a passage, those that wait too; the ones that are none are accounted for."""
        standing = self._standing(passage)
        rule = first_precedence(passage.text)
        for one in candidates(passage, self.bodies):
            self.findings.see()
            candidate, why = one if isinstance(one, tuple) else (one, "")
            if not why and unit.clauses[0].chapter == "status" and candidate.form != "bracket":
                why = "a chapter on the past"
            if why:
                self.findings.reject(why, _quote(candidate))
                continue
            self.precedence = self.precedence or rule < candidate.first
            phrase = self._phrase(candidate)
            self.precedence = self.precedence or phrase.declares_precedence
            if phrase.none:
                self.findings.reject(phrase.none, _quote(candidate))
                continue
            phrase = self._settled(passage, candidate, phrase)
            earlier = standing is None or standing.at >= candidate.last
            yield Found(index, candidate, phrase, self.standing if earlier else standing)
        self.precedence = self.precedence or rule < len(passage.text)
        self.standing = standing or self.standing

    def _settled(self, passage: Passage, candidate: Candidate, phrase: Phrase) -> Phrase:
        """The phrase, or why it waits: half understood, or several lead under a rule that was not understood."""
        if phrase.problem:
            self.unsure = self.unsure or bool(RULE_WORDS.search(passage.text, candidate.first, candidate.last))
        elif self.unsure and not self.precedence and sum(duty.role == "LEADS" for duty in phrase.duties) > 1:
            phrase = Phrase(problem="several bodies, and a rule on who leads that was not understood")
        if phrase.problem:
            self.findings.wait(passage.span(candidate.first, candidate.last), phrase.problem)
        self._wait_for_rest(phrase, passage.span(candidate.first, candidate.last))
        return phrase

    def _wait_for_rest(self, phrase: Phrase, evidence: Span) -> None:
        """Helpers that are not known wait, while those who lead are known."""
        if phrase.partly and not phrase.problem:
            self.findings.see()
            self.findings.wait(evidence, phrase.partly)

    def _phrase(self, candidate: Candidate) -> Phrase:
        text, form = candidate.passage.text, candidate.form
        if form in _PROBLEMS:
            return Phrase(problem=_PROBLEMS[form])
        if form == "bare":
            return self._bare_phrase(candidate)
        if form == "alone":
            return read_alone(text, candidate.start, candidate.end, self.bodies)
        if form == "joint":
            return read_jointly(text, candidate.start, candidate.end, self.bodies)
        whole = form != "subject"  # a subject's object is what it covers, no scope within a phrase
        phrase = read_phrase(text, candidate.start, candidate.end, self.bodies, self.precedence, objects=whole)
        if form in ("sentence", "subject", "closing", "part") and not all(map(self._is_sure, phrase.duties)):
            return Phrase(problem="a sentence with a body that is not in the gazetteer")
        return phrase

    def _bare_phrase(self, candidate: Candidate) -> Phrase:
        """Bodies without a word on their role: read where the document has a rule on who leads, else they wait."""
        if not self.precedence and not self._brackets_tell:
            return Phrase(problem="bodies without a word on their role")
        text, start, end = candidate.passage.text, candidate.start, candidate.end
        return read_bare(text, start, end, self.bodies, self.precedence)

    @cached_property
    def _brackets_tell(self) -> bool:
        """Whether this document ends its items with brackets that say who answers: one of bodies alone does so too.

        The convention of 任务分工: (质检总局、国家标准委负责) behind one item, (质检总局、国家标准委) behind the next.
        """
        clauses = (clause for unit in self.units for clause in unit.clauses)
        found = (one for clause in clauses for one in candidates(clause, self.bodies))
        said = (one for one in found if isinstance(one, Candidate) and one.form == "bracket")
        return sum(1 for _ in islice(said, _ENOUGH)) == _ENOUGH

    def _is_sure(self, duty: Duty) -> bool:
        return is_sure(duty.name.name, duty.name.known, self.bodies)

    def _full_name(self, name: str, passage: Passage, at: int) -> str:
        """领导小组办公室 is the office of the leading group that the text named last; the name itself if none was."""
        generic = _GENERIC_GROUP.match(name)
        if generic is None:
            return name
        before = passage.text[:at]
        named = [found for found in named_groups(before, self.bodies) if found.endswith(generic["group"])]
        return named[-1] + (generic["office"] or "") if named else name

    def _standing(self, passage: Passage) -> Standing | None:
        """The rule 以下均需…落实,不再列出 where this passage states it."""
        rule = STANDING.search(passage.text) if "不再" in passage.text else None
        listed = split_names(passage.text, rule.start("who"), rule.end("who"), self.bodies) if rule else None
        if rule is None or listed is None or not listed.names:
            return None
        group = Mention("Department", listed.names[0].name, passage.span(*rule.span("who")), {"kind": "group"})
        return Standing(group, passage.span(rule.start(), rule.end()), rule.start())

    def _state(self, unit: Unit, passages: list[Passage], found: list[Found]) -> None:
        closing = sum(one.candidate.form not in FORWARD for one in found)
        last: Found | None = None  # the phrase before that covers what stands in front of it
        for one in found:
            forward = one.candidate.form in FORWARD
            if one.phrase.problem:
                last = last if forward else one
                continue
            whole = not forward and one.candidate.form != "part"
            if unit.task is not None and whole and closing == 1 and covers_all(passages, one):
                self.findings.keep(*self._statements(one, unit.task, unit))
            else:
                task, made = self._measure(unit, stretch(passages, last, one), one)
                self.findings.keep(*made, *self._statements(one, task, unit))
            last = last if forward else one

    def _measure(self, unit: Unit, covered: Passage, one: Found) -> tuple[Mention, list[Statement]]:
        words = "".join(told_words(covered, one.candidate).split())
        number = number_at(words)
        name = re.split(r"[,。;:]", words[number.end if number else 0 :], maxsplit=1)[0][:40]
        attributes: dict[str, Value] = {"kind": "measure", "path": unit.path, "order": self.measures}
        self.measures += 1
        measure = Mention("Task", name, covered.span(), attributes)
        made = [has_task(self.document, measure, EXTRACTOR)]
        if unit.task is not None:
            evidence = _quote(one.candidate)
            made.append(Statement(measure, "PART_OF", unit.task, evidence, EXTRACTOR, 0.98, {"path": unit.path}))
        return measure, made

    def _statements(self, one: Found, task: Mention, unit: Unit) -> Iterator[Statement]:
        quote = _quote(one.candidate)
        seen = set()
        for duty in one.phrase.duties:
            if (duty.role, duty.name.name, duty.scope) in seen:
                continue
            seen.add((duty.role, duty.name.name, duty.scope))
            name = self._full_name(duty.name.name, one.candidate.passage, duty.name.start)
            yield _statement(one.candidate, duty, name, task, quote, unit.path)
        if one.standing and one.candidate.form not in FORWARD:
            told: dict[str, Value] = {"mode": "implement", "path": unit.path}
            yield Statement(one.standing.group, "COOPERATES", task, one.standing.evidence, EXTRACTOR, 0.9, told)


def _statement(
    candidate: Candidate, duty: Duty, name: str, task: Mention, quote: Span, path: tuple[str, ...]
) -> Statement:
    kind = {"kind": duty.name.kind} if duty.name.kind else {}
    department = Mention("Department", name, candidate.passage.span(duty.name.start, duty.name.end), kind)
    told: dict[str, Value] = {"mode": duty.mode, "path": path}
    if duty.scope:
        told["scope"] = duty.scope
    if duty.open_list:
        told["open_list"] = True
    return Statement(department, duty.role, task, quote, EXTRACTOR, _confidence(candidate, duty), told)


def _confidence(candidate: Candidate, duty: Duty) -> float:
    """Brackets and labels with known names read best; sentences, and names known by their last word only, less so.

    Least sure are bodies that only their place says to answer.
    """
    placed = candidate.form == "bare" and (duty.role, duty.mode) == ("LEADS", "shared")
    plain = 0.98 if candidate.form in ("bracket", "label") else 0.75 if placed else 0.9
    return plain if duty.name.known else round(plain - 0.08, 3)


def _quote(candidate: Candidate) -> Span:
    return candidate.passage.span(candidate.first, candidate.last)
