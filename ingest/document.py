"""What the stages of reading hand to one another: the source text, its clauses and tables, and what was found."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.model import Attributes, ExtractorReport, Mention, Rejected, Span, Statement, Waiting
from graph.reference import Reference

CHAPTERS = ("furniture", "preamble", "status", "principles", "goals", "tasks", "safeguards", "annex", "tail")


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as the format of the file tells it: rows of cells, each by the stretch of the text where it stands.

    A merged cell stands in each place that it spans, by the same stretch; an empty cell is an empty stretch.
    """

    rows: tuple[tuple[tuple[int, int], ...], ...]
    start_char: int
    end_char: int


@dataclass(frozen=True)
class SourceText:
    """A decoded file. `normal` is `text` in simplified characters and half-width signs, one for one: same offsets.

    Where the format tells more than characters: its tables, where each page begins, what was recognised in a picture.
    """

    sha256: str
    source: str
    encoding: str
    text: str
    normal: str
    tables: tuple[SourceTable, ...] = ()
    pages: tuple[int, ...] = ()
    recognised: tuple[tuple[int, int], ...] = ()

    def in_table(self, at: int) -> bool:
        """Whether a place lies in a table that the format tells."""
        return any(table.start_char <= at < table.end_char for table in self.tables)

    def span(self, start_char: int, end_char: int) -> Span:
        """The stretch as evidence."""
        return Span(start_char, end_char, self.text[start_char:end_char])


@dataclass(frozen=True)
class Passage:
    """A stretch of the source as rules read it: normalised, blanks and line ends within Chinese taken out.

    text[i] stands at source.text[offsets[i]]; patterns run on `text`, `span` leads back to the source.
    """

    source: SourceText = field(repr=False)
    text: str
    offsets: Sequence[int] = field(repr=False)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The evidence for text[start:end]; an empty stretch gives an empty span."""
        end = len(self.text) if end is None else end
        if not self.text or end <= start:
            at = self.offsets[start] if start < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)
            return self.source.span(at, at)
        return self.source.span(self.offsets[start], self.offsets[end - 1] + 1)

    def part(self, start: int, end: int | None = None) -> "Passage":
        """The passage text[start:end]."""
        return Passage(self.source, self.text[start:end], self.offsets[start:end])


@dataclass(frozen=True)
class Clause(Passage):
    """One heading, one paragraph, or the text that runs on behind a heading.

    `path` holds the headings above (a heading's own path ends with itself), as written in normalised characters with
    their numbers: ("三、主要任务", "(一)实施质量提升战略,增强质量竞争力", "1.提升产品质量").
    """

    kind: str  # heading, paragraph, table
    chapter: str  # one of CHAPTERS
    path: tuple[str, ...]
    number: str = ""  # of a heading, as written: 一、 (一) 1.
    level: int = 0  # of a heading: 0 for 第一章, 1 for 一、 …
    title: str = ""  # of a heading: without number and full stop
    leaf: bool = False  # a heading without headings below it
    table: "Table | None" = None


@dataclass(frozen=True)
class Row:
    """One row of a table: a cell for each column (empty where there is none); section is the group it stands in."""

    cells: tuple[Passage, ...]
    section: str = ""


@dataclass(frozen=True)
class Table:
    """A table as a grid, whether it stood there as one or flattened to text. Columns are normalised header cells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    start_char: int
    end_char: int


@dataclass(frozen=True)
class ParsedDocument:
    """A source text with its structure: what every extractor works on."""

    source: SourceText
    clauses: tuple[Clause, ...]
    document: Mention  # names the policy document; see graph.model.Reading
    region_id: str | None = None  # the region it governs, once known: region:510781
    attributes: Attributes = field(default_factory=dict)
    genre: str = ""  # why it is no plan: news, law …

    @cached_property
    def headings(self) -> tuple[Clause, ...]:
        """The headings, in order."""
        return tuple(clause for clause in self.clauses if clause.kind == "heading")

    @cached_property
    def tables(self) -> tuple[tuple[int, int], ...]:
        """Where each table begins and ends, in order."""
        return tuple((clause.table.start_char, clause.table.end_char) for clause in self.clauses if clause.table)


class Findings:
    """What one extractor finds, and the account it owes: each candidate seen is kept, rejected or left waiting."""

    def __init__(self, extractor: str) -> None:
        self.extractor = extractor
        self.statements: list[Statement] = []
        self._seen = 0
        self._kept = 0
        self._rejected: Counter[str] = Counter()
        self._waiting: list[Waiting] = []
        self._places: list[Rejected] = []

    def see(self) -> None:
        """A candidate comes up."""
        self._seen += 1

    def keep(self, *statements: Statement) -> None:
        """The candidate became these statements."""
        self._kept += 1
        self.statements.extend(statements)

    def reject(self, why: str, evidence: Span | None = None) -> None:
        """The candidate is none, for this reason; evidence where it is a stretch of the text."""
        self._rejected[why] += 1
        if evidence is not None:
            self._places.append(Rejected(evidence, why))

    def wait(self, evidence: Span, why: str) -> None:
        """The candidate is half understood: a person decides."""
        self._waiting.append(Waiting(evidence, why))

    def dismissed(self, why: str) -> "Findings":
        """The same account with nothing kept and nothing waiting: all of it is rejected for this reason."""
        bare = Findings(self.extractor)
        bare._seen, bare._rejected = self._seen, self._rejected.copy()
        bare._rejected[why] += self._kept + len(self._waiting)
        bare._rejected += Counter()  # without reasons that count nothing
        spans = dict.fromkeys([one.evidence for one in self.statements] + [one.evidence for one in self._waiting])
        bare._places = [*self._places, *(Rejected(span, why) for span in spans)]
        return bare

    def report(self) -> ExtractorReport:
        """The account."""
        rejected = dict(sorted(self._rejected.items()))
        return ExtractorReport(self._seen, self._kept, rejected, tuple(self._waiting), tuple(self._places))


SURE_ENOUGH = 0.6  # confidence; what is stated with less waits for a person instead

Extractor = Callable[[ParsedDocument, Reference], Findings]


def running_text(clauses: Iterable[Clause]) -> Iterable[Clause]:
    """Headings and paragraphs, without tables and page furniture: where running text is read."""
    return (clause for clause in clauses if clause.kind != "table" and clause.chapter != "furniture")
