"""How a document cites others: one document under two numbers or two titles, and without a number."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from graph.analysis.audit.audited import Audited
from graph.analysis.audit.finding import Finding, finding
from graph.identity import title_key
from graph.model import Mention, Span

_CITING = ("CITES", "DERIVES_FROM")
_NUMBERED = ("plan", "opinion", "notice", "other")  # kinds that bear a document number; laws and standards do not
_PERIOD = re.compile(r"(?:19|20)\d\d年?\s?[-—–~至]+\s?(?P<end>(?:19|20)\d\d)年?")
_NUMBER = re.compile(r"〔(?P<year>\d{4})〕(?P<serial>\d+)号")
_LONG = 8  # characters of a title; shorter ones are alike by chance
_SLIP = 2  # characters in which two titles of one document may differ (评审, 评定)


def citations(audited: Audited) -> Iterator[Finding]:
    """Numbers and titles that contradict each other, and documents that can only be found by guessing."""
    cited = cited_documents(audited)
    yield from _numbers(cited)
    yield from _titles(cited)
    yield from _without_number(cited)
    yield from _outdated(audited, cited)


def cited_documents(audited: Audited) -> dict[str, list[tuple[Mention, Span]]]:
    """The mentions of each document with the words of its title and number, by the key of its title."""
    found: defaultdict[str, list[tuple[Mention, Span]]] = defaultdict(list)
    home = next((edge.target for edge in audited.edges("GOVERNS")), None)
    seen: set[tuple[int, int]] = set()
    for statement in audited.reading.statements:
        mention = statement.object
        place = (mention.evidence.start_char, mention.evidence.end_char)
        if statement.relation in _CITING and mention.kind == "Document" and place not in seen:
            seen.add(place)
            qualifier = str(mention.attributes.get("qualifier", ""))
            found[title_key(mention.name, qualifier, home, audited.reference)].append((mention, mention.evidence))
    return found


def _numbers(cited: dict[str, list[tuple[Mention, Span]]]) -> Iterator[Finding]:
    """One title with two document numbers."""
    for mentions in cited.values():
        numbers: dict[str, Span] = {}
        for mention, span in mentions:
            if number := str(mention.attributes.get("doc_number", "")):
                numbers.setdefault(number, span)
        if len(numbers) > 1:
            told = "、".join(numbers)
            yield finding(
                "conflicting_citation", "high", numbers.values(), f"《{mentions[0][0].name}》的文号前后不同:{told}"
            )


def _titles(cited: dict[str, list[tuple[Mention, Span]]]) -> Iterator[Finding]:
    """Two titles that differ in a character or two, none of them a figure, and have no numbers of their own."""
    for (one, first), (other, second) in combinations(sorted(cited.items()), 2):
        if _numbered(first) and _numbered(second):
            continue
        if _is_slip(one, other):
            names = f"《{first[0][0].name}》与《{second[0][0].name}》"
            why = f"{names}只差一两个字,应为同一文件"
            yield finding("conflicting_citation", "medium", (first[0][1], second[0][1]), why)


def _is_slip(one: str, other: str) -> bool:
    """Whether two titles of one length differ in neighbouring characters only."""
    if len(one) != len(other) or len(one) < _LONG:
        return False
    apart = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    figures = any(sign.isascii() and sign.isalnum() for at in apart for sign in (one[at], other[at]))
    return 0 < len(apart) <= _SLIP and apart[-1] - apart[0] < _SLIP and not figures


def _outdated(audited: Audited, cited: dict[str, list[tuple[Mention, Span]]]) -> Iterator[Finding]:
    """Plans whose period (1996—2010年) was over when the document was made, and numbers of a year to come."""
    issued = int(audited.issue_date[:4]) if audited.issue_date[:4].isdigit() else 0
    for mentions in cited.values() if issued else ():
        mention, span = mentions[0]
        period = _PERIOD.search(audited.reference.normalise(mention.name))
        if period and int(period["end"]) < issued:
            why = f"《{mention.name}》的期限到 {period['end']} 年,本文成文于 {issued} 年"
            yield finding("outdated_reference", "low", (one for _, one in mentions), why)
        number = _NUMBER.search(str(mention.attributes.get("doc_number", "")))
        if number and (int(number["year"]) > issued or not int(number["serial"])):
            why = f"文号 {mention.attributes['doc_number']} 不可能存在:年份晚于成文的 {issued} 年,或序号为零"
            yield finding("wrong_doc_number", "medium", (span,), why)


def _numbered(mentions: list[tuple[Mention, Span]]) -> bool:
    return any(mention.attributes.get("doc_number") for mention, _ in mentions)


def _without_number(cited: dict[str, list[tuple[Mention, Span]]]) -> Iterator[Finding]:
    """Papers of offices that are cited without a number throughout; one finding for all."""
    bare = [
        span
        for mentions in cited.values()
        if not _numbered(mentions)
        for mention, span in mentions
        if mention.attributes.get("kind", "other") in _NUMBERED
    ]
    if bare:
        yield finding("incomplete_citation", "low", bare, f"引用的 {len(bare)} 处文件没有文号")
