"""A stretch of text that may be a duty phrase."""

from dataclasses import dataclass

from ingest.document import Passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """text[start:end] is what the grammar reads, text[first:last] the quote.

    form is one of
    - bracket, label; bare: bodies without a word on their role
    - closing: 本项工作由…负责; sentence: the phrase is the sentence
    - part: 集贸市场整治由X负责, covers the words from `until` on
    - subject: X负责…, covers what follows, up to `until`; joint: X要会同Y做好…; alone: X要会同有关部门做好…
    - torn: one half of its bracket is lost; half: not every body of its list is known
    """

    passage: Passage
    first: int
    last: int
    start: int
    end: int
    form: str
    until: int = 0


Seen = Candidate | tuple[Candidate, str]  # with the reason where it is no duty
