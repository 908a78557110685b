"""Documents named in a text: 《名称》(文号), numbers and standards alone, and titles without 《》."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from graph.reference import Reference
from ingest.cited_plain import SHORT, TAIL, Cited, find_plain
from ingest.extractors.doc_number import DocNumber, find
from ingest.issuers import qualifier_before
from ingest.titles import document_kind, inner_title

__all__ = ["Cited", "find_cited"]

_LONGEST_TITLE = 150
_SIGNS = re.compile(r"[《》]")
_LETTER_DIGIT = re.compile(r"[A-Za-z]\s?\d")
_CALLED = ("简称", "称", "简称为", "称为")
_ISSUED = re.compile(r"(?:关于)?(?:印发|发布|公布|下发|转发)(?:的)?$")


def find_cited(text: str, reference: Reference) -> list[Cited]:
    """The documents named in a text, in order; what stands in 《》 comes first, other forms only outside of it."""
    numbers = sorted([*find(text, reference), *_standards(text, reference)], key=lambda number: number.start)
    found = list(_quoted(text, numbers, reference)) if "《" in text else []
    taken = bytearray(len(text) + 1)
    for cited in found:
        _take(taken, cited)
    twins: set[tuple[int, int]] = set()  # two documents named by the same words: 自治区和阿盟…三年行动计划
    for cited in (*find_plain(text, reference), *map(_alone, numbers)):
        place = (cited.start, cited.end)
        if taken.find(1, cited.start, cited.stop) < 0 or (cited.form == "plain" and place in twins):
            found.append(cited)
            _take(taken, cited)
            if cited.form == "plain":
                twins.add(place)
    return sorted(found, key=lambda cited: (cited.start, cited.end))


def _take(taken: bytearray, cited: Cited) -> None:
    taken[cited.first : cited.stop] = b"\1" * (cited.stop - cited.first)


def _alone(number: DocNumber) -> Cited:
    kind = "standard" if number.name[0].isascii() else "law" if "令第" in number.name else "other"
    return Cited(number.start, number.start, number.end, number.end, number.name, "number", number.name, kind=kind)


def _with_number(cited: Cited, number: DocNumber) -> Cited:
    kind = _alone(number).kind
    first = min(cited.first, number.start)
    return replace(cited, first=first, doc_number=number.name, kind=cited.kind if kind == "other" else kind)


def _quoted(text: str, numbers: list[DocNumber], reference: Reference) -> Iterator[Cited]:
    """What stands in 《》, with the number and the short form in brackets behind it."""
    begins = [number.start for number in numbers]
    waiting: list[Cited] = []  # 《A》《B》(甲〔2012〕1号、乙〔2012〕2号): numbers in the order of the titles
    for start, end in _brackets(text):
        if text.endswith(_CALLED, 0, start):
            continue
        if not text[start:end].strip("《》 "):  # no title: a number beside it stands for itself
            yield Cited(start, start, end, end, "", "quoted")
            continue
        cited, bracket = _titled(text, start, end, reference)
        behind = end + 2 if text.startswith("(", end) else end + 1  # a bracket that never closes
        inside = numbers[bisect_left(begins, end) : bisect_left(begins, max(cited.stop, behind))]
        ended = numbers[max(bisect_left(begins, start) - 2, 0) : bisect_left(begins, start)]
        in_front = [number for number in ended if text[number.end : start] in ("", "文件") and number.end <= start]
        waiting.append(cited)
        if inside:
            waiting = list(_numbered(waiting, inside))
        elif in_front:
            waiting[-1] = _with_number(cited, in_front[-1])
        if short := SHORT.search(bracket):
            waiting[-1] = replace(waiting[-1], short=short["short"])
        if inside or not text.startswith(("《", "、《", "和《"), cited.stop):
            yield from waiting
            waiting = []
    yield from waiting


def _numbered(titles: list[Cited], numbers: list[DocNumber]) -> Iterator[Cited]:
    """The last titles with these numbers, in order; numbers left over are documents of their own."""
    bare = len(titles) - min(len(titles), len(numbers))
    yield from titles[:bare]
    for title, number in zip(titles[bare:], numbers, strict=False):
        yield _with_number(title, number)
    yield from (_alone(number) for number in numbers[len(titles) :])


def _titled(text: str, start: int, end: int, reference: Reference) -> tuple[Cited, str]:
    """The document in 《》 and the bracket behind it: 国务院关于印发《X》的通知(…) is X of 国务院."""
    tail = TAIL.match(text, end)
    issued = _ISSUED.search(text, max(0, start - 8), start)
    bracket = (tail["bracket"] if tail else "") or ""
    stop = tail.end() if tail and (bracket or issued) else end
    reach = issued.start() if issued else start
    qualifier = qualifier_before(text, reach, reference)
    title = inner_title(text[start:end], reference)
    kind = document_kind(title, reference)
    return Cited(reach - len(qualifier), start, end, stop, title, "quoted", "", qualifier, kind), bracket


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The outermost 《…》; where one is never closed, the innermost that is."""
    start, depth = -1, 0
    for sign in _SIGNS.finditer(text):
        at = sign.start()
        if depth and at - start > _LONGEST_TITLE:
            depth = 0
        if sign[0] == "《":
            start = at if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 or not _closes(text, at):
                inner = start if depth == 0 else text.rfind("《", 0, at)
                yield inner, at + 1
                depth = 0


def _closes(text: str, at: int) -> bool:
    """Whether a further 》 follows before the next 《."""
    following, opening = text.find("》", at + 1, at + _LONGEST_TITLE), text.find("《", at + 1, at + _LONGEST_TITLE)
    return following >= 0 and not 0 <= opening < following


def _standards(text: str, reference: Reference) -> Iterator[DocNumber]:
    """Numbers of standards: gb17167, GB/T 19580-2012; ISO9001 only where it is cited as a standard."""
    if not _LETTER_DIGIT.search(text):
        return
    for standard in _standard_codes(reference.words["standard_codes"]).finditer(text):
        code = standard["code"].upper()
        if code in reference.words["loose_standard_codes"] and not text.startswith(("《", "标准"), standard.end()):
            continue
        yield DocNumber(standard.start(), standard.end(), f"{code} {standard['number'].rstrip('.')}")


@cache
def _standard_codes(codes: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(code) for code in sorted(codes, key=lambda code: (-len(code), code)))
    return re.compile(rf"(?<![A-Za-z])(?P<code>{either})\s?(?P<number>\d[\d.]*(?:-(?:19|20)\d\d)?)", re.IGNORECASE)
