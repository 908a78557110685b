"""What a duty phrase covers: its item, the text since the phrase before it, or what follows it."""

from dataclasses import dataclass

from graph.model import Mention, Span
from ingest.document import Clause, Passage
from ingest.relations.candidate import Candidate
from ingest.relations.duty_phrase import Phrase
from ingest.relations.duty_words import only_deadlines, speaks_back

FORWARD = ("subject", "joint", "alone")  # forms that cover what follows them
_EDGE = ",;。、:!? )"


@dataclass(frozen=True)
class Standing:
    """以下均需地方各级人民政府落实,不再列出: from there on that group carries out every task."""

    group: Mention
    evidence: Span
    at: int  # where the rule stands in its passage


@dataclass(frozen=True)
class Found:
    """A phrase that was read or that waits, and where: the index of its passage in the unit."""

    index: int
    candidate: Candidate
    phrase: Phrase
    standing: Standing | None  # the rule in force here


def covers_all(passages: list[Passage], one: Found) -> bool:
    """Whether the phrase, the only one of its item, stands at its end or in its heading; a deadline may follow it."""
    passage, phrase = passages[one.index], one.candidate
    if not speaks_back(passage.text[phrase.first : phrase.last], passage.text[phrase.last :]):
        return False
    in_heading = isinstance(passage, Clause) and passage.kind == "heading"
    return in_heading or all(only_deadlines(below.text) for below in passages[one.index + 1 :])


def told_words(covered: Passage, candidate: Candidate) -> str:
    """The words that name a measure: 市甲局牵头,市乙局参加,开展执法 is named by what follows its phrase."""
    said = candidate.last - candidate.first
    behind = covered.text[said:].strip(_EDGE)
    of_phrase = candidate.form == "subject" and "," in covered.text[:said]
    return behind if of_phrase and len(behind) > 1 else covered.text


def stretch(passages: list[Passage], last: Found | None, one: Found) -> Passage:
    """What the phrase covers: the text since the phrase before, in its paragraph or, on a line of its own, above it."""
    here, candidate = passages[one.index], one.candidate
    if candidate.form in FORWARD:
        return here.part(candidate.first, candidate.until)
    if candidate.form == "part":
        return here.part(candidate.until, candidate.first)
    start = last.candidate.last if last and last.index == one.index else _body_start(here)
    start = _past_edge(here.text, start, candidate.first)
    if start < candidate.first:
        return here.part(start, candidate.first)
    if last and last.index == one.index:
        return here.part(last.candidate.first, candidate.last)
    first = last.index + 1 if last else (1 if len(passages) > 1 and one.index > 0 else 0)
    if last and passages[last.index].text[last.candidate.last :].strip(_EDGE):
        first = last.index
    above = passages[first : one.index] or [passages[0]]
    return Passage(here.source, "".join(one.text for one in above), [at for one in above for at in one.offsets])


def _body_start(passage: Passage) -> int:
    """Where the text begins: behind the number of an item without a heading."""
    return len(passage.number) if isinstance(passage, Clause) and passage.kind == "heading" else 0


def _past_edge(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _EDGE:
        start += 1
    return start
