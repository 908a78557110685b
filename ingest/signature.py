"""The signature of a document: who signed it and the date written under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.reference import Reference
from ingest.document import Passage, SourceText
from ingest.extractors.date import written_date
from ingest.letterhead import signers
from ingest.passages import lines, passage

_LONGEST = 60
_PARTED = 120
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_SIGNED = re.compile(r"(?P<issuer>[^\d:]{0,40}?)(?P<date>\(?(?:[12]\d{3}|[一二][^年\s]{3})年[^年日]{2,8}日\)?)")
_OPEN_NOTE = re.compile(r"\((?:此件|本文|本件)[^()]*\)|[-—]\s?\d+\s?[-—]")
_SEAL = re.compile(r"\([^()]{0,24}(?:代章|盖章|印章|章)\)|\((?:代章|印)\)")
_MOST_LINES = 12  # of bodies above a date
_NAME = re.compile(r"[\u4e00-\u9fff、()]{2,40}")


@dataclass(frozen=True)
class Signature:
    """A date in a line of its own, and the issuers in the lines above it, if any."""

    date: str
    line: Passage
    issuers: tuple[Passage, ...]
    bracketed: bool


def signatures(source: SourceText, start: int, reference: Reference) -> Iterator[Signature]:
    """Each date that stands as in a signature, from `start` on."""
    above: list[Passage] = []
    for begin, end in pieces(source, start):
        if end - begin > _LONGEST:
            above = []
            continue
        line = passage(source, (begin, end))
        found = _signature(line, above, reference)
        if found:
            yield found
        if not _SEAL.fullmatch(line.text):
            above = [*above[-_MOST_LINES:], line] if signers(line, reference) else []


def pieces(source: SourceText, start: int = 0) -> Iterator[tuple[int, int]]:
    """The stretches of the lines; a long one that holds title, signature and text is parted at its blanks."""
    for begin, end in lines(source, start):
        if end - begin <= _PARTED:
            yield begin, end
            continue
        at = begin
        for gap in _GAP.finditer(source.normal, begin, end):
            yield at, gap.start()
            at = gap.end()
        yield at, end


def is_issuer(text: str, reference: Reference) -> bool:
    """Whether a line is the name of a body that signs."""
    return _NAME.fullmatch(text) is not None and text.endswith(reference.words["issuer_endings"])


def _signature(line: Passage, above: list[Passage], reference: Reference) -> Signature | None:
    text = line.text
    if "年" not in text or "日" not in text:
        return None
    match = _SIGNED.fullmatch(_OPEN_NOTE.sub("", text).strip())
    date = written_date(match["date"]) if match else None
    if match is None or date is None:
        return None
    issuers = tuple(above)
    if match["issuer"]:
        if not is_issuer(match["issuer"], reference):
            return None
        at = text.find(match["issuer"])
        issuers = (line.part(at, at + len(match["issuer"])),)
    return Signature(date, line, issuers, match["date"].startswith("("))
