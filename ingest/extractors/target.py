"""Targets: the figures that a document sets or tells of, with what they measure, by when, and how they compare."""

import re
from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from functools import cache

from graph.model import Mention, Statement, Value
from graph.reference import Reference
from ingest.document import SURE_ENOUGH, Clause, Findings, ParsedDocument, Passage
from ingest.extractors.figure_claims import Claim, ClaimReader
from ingest.extractors.figure_names import Namer, alike
from ingest.extractors.figure_tables import TableReader, Told
from ingest.extractors.figure_years import Periods, YearMention, YearsByPath, listed, year_of_heading, years_in
from ingest.extractors.figures import Figure, FigureReader, figure_attributes, figure_words

EXTRACTOR = "target/1"

_SENTENCE = re.compile(r"[^。!?\n]+")
_KIND = re.compile(r"约束性|预期性")
_YEAR_BEHIND = re.compile(r"\((?:到)?((?:19|20)\d\d)年(?:底|末|前)?\)")
_COMPARED = ("比上年", "较上年", "比去年", "较去年", "同比")  # among goals: by how much it is to grow
_LISTED = re.compile(r"^(?:[-·•*—]|\(?[一二三四五六七八九十\d]+[)、.]|[①-⑳])")
_DOUBTFUL = {
    "no measure named",
    "percentage without a measure",
    "number in passing",
    "amount in passing",
    "number without unit",
}
_REMEMBERED = 60  # figures of one value that an annex may repeat
_LEAD_IN = 4  # characters before the year of a sentence: 全市到2015年
_YEARS = 12  # years before a figure that may be its own
_SAID = 200  # characters before a figure in which words such as 已 speak of it
_SKIPPED = {"furniture": "not of the document"}


def extract(document: ParsedDocument, reference: Reference) -> Findings:
    """Find the targets (SETS, MEASURES) in running text, lists and tables; figures of the past are observations."""
    return _Reader(document, reference).read()


@dataclass(frozen=True, slots=True)
class _Tools:
    """What reads by the word lists: the same for all documents."""

    figures: FigureReader
    namer: Namer
    claims: ClaimReader
    tables: TableReader
    past: re.Pattern[str]
    aims: re.Pattern[str]


@cache
def _tools(items: tuple[tuple[str, tuple[str, ...]], ...]) -> _Tools:
    words = dict(items)
    figures, namer = FigureReader(words), Namer(words)
    past, aims = (re.compile("|".join(map(re.escape, words[name]))) for name in ("observation_words", "aim_words"))
    return _Tools(figures, namer, ClaimReader(words, namer), TableReader(words, figures, namer), past, aims)


class _Reader:
    """Goes through the clauses in order and remembers which years lead them."""

    def __init__(self, document: ParsedDocument, reference: Reference) -> None:
        tools = _tools(tuple(reference.words.items()))
        self._document = document
        self._findings = Findings(EXTRACTOR)
        self._figures, self._namer, self._claims, self._tables = tools.figures, tools.namer, tools.claims, tools.tables
        self._past, self._aims = tools.past, tools.aims
        self._periods = Periods(document.document.attributes)
        self._leads = YearsByPath()
        self._repeats = _Repeats(tools.namer)

    def read(self) -> Findings:
        """All findings of the document."""
        for clause in self._document.clauses:
            if clause.table is not None:
                self._read_table(clause)
            else:
                self._read_text(clause, clause)
        return self._findings

    def _read_text(self, passage: Passage, clause: Clause, column_year: int | None = None) -> None:
        figures = list(self._figures.find(passage, len(clause.number) if passage is clause else 0))
        years = years_in(passage.text) if figures else []
        if not figures:
            return
        self._remember_lead(passage, clause, years)
        if clause.chapter in _SKIPPED:
            for figure in figures:
                self._findings.see()
                self._findings.reject(_SKIPPED[clause.chapter], passage.span(figure.start, figure.end))
            return
        at = 0
        for sentence in _SENTENCE.finditer(passage.text):
            held = []
            while at < len(figures) and figures[at].start < sentence.end():
                held.append(figures[at])
                at += 1
            if held:
                self._read_sentence(passage, clause, sentence.span(), held, years, column_year)

    def _remember_lead(self, passage: Passage, clause: Clause, years: list[YearMention]) -> None:
        """A paragraph that begins with a year leads what stands below its heading."""
        near = [year for year in years if not year.base and not self._periods.is_past(year) and year.start <= 12]
        text = passage.text
        leads = [year for year in near if self._leads_part(text, text.rfind("。", 0, year.start) + 1, year)]
        introduces = passage.text.endswith(":") or clause.chapter == "goals"
        if leads and introduces and passage is clause and not _LISTED.match(passage.text):
            self._leads.lead(clause.path, leads[0].year)

    def _read_sentence(
        self,
        passage: Passage,
        clause: Clause,
        bounds: tuple[int, int],
        figures: list[Figure],
        years: list[YearMention],
        column_year: int | None,
    ) -> None:
        for claim in self._claims.read(passage.text, *bounds, figures):
            self._findings.see()
            if claim.why_not:
                self._leave(passage, clause, claim)
                continue
            year, observed = self._year(passage, clause, bounds[0], claim, years, column_year)
            self._state(self._told(passage, clause, claim, year, observed), clause)

    def _leave(self, passage: Passage, clause: Clause, claim: Claim) -> None:
        """No target; among goals a figure of which nobody knows what it measures waits for a person."""
        if clause.chapter == "goals" and claim.why_not in _DOUBTFUL:
            start = max(claim.figure.start - 12, 0)
            self._findings.wait(passage.span(start, min(claim.figure.end + 8, len(passage.text))), claim.why_not)
        else:
            self._findings.reject(claim.why_not, passage.span(claim.figure.start, claim.figure.end))

    def _told(self, passage: Passage, clause: Clause, claim: Claim, year: int | None, observed: bool) -> Told:
        figure = claim.figure
        attributes = figure_attributes(figure, claim.comparator, year, observed, clause.path)
        if kind := _KIND.search(passage.text, figure.end, figure.end + 8):
            attributes["kind"] = kind[0]
        start = claim.start
        while start < figure.start and passage.text[start] in " -,;:、.·—":
            start += 1
        at = passage.text.find(claim.name, start, claim.end)
        indicator = passage.span(at, at + len(claim.name)) if at >= 0 else passage.span(start, claim.end)
        return Told(claim.name, attributes, passage.span(start, claim.end), indicator, claim.confidence)

    def _year(
        self,
        passage: Passage,
        clause: Clause,
        start: int,
        claim: Claim,
        years: list[YearMention],
        column_year: int | None,
    ) -> tuple[int | None, bool]:
        """The year of a figure, and whether the figure tells of the past."""
        if behind := _YEAR_BEHIND.match(passage.text, claim.figure.end):
            return int(behind[1]), False
        until = bisect_left(years, claim.figure.start, key=lambda year: year.start)
        within = [year for year in years[max(until - _YEARS, 0) : until] if year.start >= start]
        if claim.starting:
            return next((year.year for year in reversed(within) if year.base), None), True
        own = self._in_force(passage.text, start, claim, [each for each in within if not each.base and not each.aside])
        if "分别" in passage.text[claim.start : claim.figure.start] and listed(own):
            own = own[: claim.order + 1]
        observed = self._observed(passage.text, clause, start, claim, own)
        if own and (around := self._year_of_section(passage, clause, start, claim, own)):
            return around, observed
        if own:
            return (None if observed and own[-1].period else own[-1].year), observed
        before = years[max(until - _YEARS, 0) : until]
        earlier = [year for year in before if year.start < start and not year.base and (year.aimed or observed)]
        if earlier and (observed or not self._periods.is_past(earlier[-1])):
            return (None if observed and earlier[-1].period else earlier[-1].year), observed
        return (None if observed else self._year_around(clause, column_year)), observed

    def _in_force(self, text: str, start: int, claim: Claim, own: list[YearMention]) -> list[YearMention]:
        """Of the years before a figure those that govern it: behind ; the ones within a measure before it do not."""
        part = text.rfind(";", start, claim.figure.start) + 1
        if not part or (own and own[-1].start >= part):
            return own
        leading = [at for at, year in enumerate(own) if self._leads_part(text, start, year)]
        return own[: leading[-1] + 1] if leading else own

    def _leads_part(self, text: str, start: int, year: YearMention) -> bool:
        """Whether a year begins its sentence or its part of it: 到2015年,…;到2020年,…."""
        begin = max(start, text.rfind(";", start, year.start) + 1)
        lead = self._namer.without_lead(text[begin : year.start].removesuffix("到"))
        return len(lead) <= _LEAD_IN and not self._namer.says_result(lead)

    def _year_of_section(
        self, passage: Passage, clause: Clause, start: int, claim: Claim, own: list[YearMention]
    ) -> int | None:
        """The section's year, to which the next measure returns: A 2012年达到1%,2015年达到2%;B达到3%."""
        text = passage.text
        part = text.rfind(";", start, claim.figure.start) + 1
        if not part or own[-1].start >= part or any(self._leads_part(text, start, year) for year in own):
            return None
        paired = len({year.year for year in own if year.start >= text.rfind(";", start, part - 1)}) > 1
        return self._year_around(clause, None) if paired else self._leads.at(clause.path)

    def _year_around(self, clause: Clause, column_year: int | None) -> int | None:
        """The year that leads the section, then the heading's, then the end of the plan (in goals only)."""
        if column_year:
            return column_year
        goals = clause.chapter == "goals"
        lead = self._leads.at(clause.path) if goals or _LISTED.match(clause.text) else None
        if lead is not None or not goals:
            return lead
        for heading in reversed(clause.path):
            if (year := year_of_heading(heading)) is not None:
                return year
        return self._periods.end

    def _observed(self, text: str, clause: Clause, start: int, claim: Claim, own: list[YearMention]) -> bool:
        """Whether a figure tells of the past: by its year, by its chapter, by words such as 已 and 同比."""
        if own and not self._periods.is_past(own[-1]):
            return clause.chapter == "status" and not own[-1].aimed
        if own or clause.chapter == "status":
            return True
        begin = max(start, claim.figure.start - _SAID, text.rfind(";", start, claim.figure.start) + 1)
        said = text[begin : claim.figure.start]
        past = [word for word in self._past.finditer(said) if clause.chapter != "goals" or word[0] not in _COMPARED]
        return bool(past) and not self._aims.search(said, past[-1].end())

    def _read_table(self, clause: Clause) -> None:
        table = clause.table
        if table is None:
            return
        for item in self._tables.read(table, clause, self._periods, self._year_around(clause, None)):
            if isinstance(item, Told):
                self._findings.see()
                self._state(item, clause)
            elif isinstance(item, str):
                self._findings.see()
                self._findings.reject(item)
            else:
                self._read_text(item.passage, clause, item.year)

    def _state(self, told: Told, clause: Clause) -> None:
        """State a figure; one that an annex repeats from the text is the same target, said in a second place."""
        document = self._document.document
        if told.confidence < SURE_ENOUGH:
            self._findings.wait(told.evidence, "a figure of which it is not sure what it measures")
            return
        said: dict[str, Value] = {"path": clause.path}
        if clause.chapter == "annex" and (same := self._repeats.find(told)) is not None:
            said |= {name: told.attributes[name] for name in ("comparator", "year") if name in told.attributes}
            target = _mention(same)
            self._findings.keep(Statement(document, "SETS", target, told.evidence, EXTRACTOR, told.confidence, said))
            return
        self._repeats.add(told)
        target = _mention(told)
        unit = {"unit": told.attributes["unit"]} if "unit" in told.attributes else {}
        indicator = Mention("Indicator", told.name, told.indicator, unit)
        self._findings.keep(
            Statement(document, "SETS", target, told.evidence, EXTRACTOR, told.confidence, said),
            Statement(target, "MEASURES", indicator, told.evidence, EXTRACTOR, told.confidence, said),
        )


class _Repeats:
    """Finds the figure that an annex repeats: same value, no other year, and a name that says the same measure."""

    def __init__(self, namer: Namer) -> None:
        self._core = cache(namer.core)
        self._told: dict[tuple[Value | None, ...], deque[Told]] = {}

    def add(self, told: Told) -> None:
        """A figure is stated."""
        self._told.setdefault(self._key(told), deque(maxlen=_REMEMBERED)).append(told)

    def find(self, told: Told) -> Told | None:
        """The figure stated before, if this one is the same."""
        for earlier in self._told.get(self._key(told), ()):
            years = {earlier.attributes.get("year"), told.attributes.get("year")} - {None}
            if len(years) < 2 and alike(self._core(told.name), self._core(earlier.name)):
                return earlier
        return None

    def _key(self, told: Told) -> tuple[Value | None, ...]:
        return tuple(told.attributes.get(name) for name in ("value", "value_text", "status"))


def _mention(told: Told) -> Mention:
    return Mention("Target", told.name + figure_words(told.attributes), told.evidence, told.attributes)
