"""What a document says of itself: title, number, issuer, date, region, period; each read from its own place."""

import re
from collections import Counter
from collections.abc import Iterable

from graph.model import Attributes, Mention, Statement
from graph.reference import Reference, Region
from ingest.document import Clause, Findings, Passage, SourceText
from ingest.extractors.date import any_date
from ingest.governed import Governed, governed
from ingest.heads import Head, own_number, read_head
from ingest.issuers import place_prefix, run_before
from ingest.letterhead import letterhead, main_issuer, parted
from ingest.passages import line_passages
from ingest.signature import Signature, is_issuer, signatures
from ingest.titles import document_kind, mended

EXTRACTOR = "metadata/1"
_YEARS = re.compile(r"((?:19|20)\d\d)年?[-~至到]+((?:19|20)\d\d)年?")
_FIVE_YEARS = re.compile(r"[“\"]?十([一二三四五六])五[”\"]?")
_YEAR = re.compile(r"(20\d\d)年")
_UNTIL = re.compile(r"到\s?(20\d\d)\s?年")
_HEADING_YEAR = re.compile(r"[。,\n]\s{0,4}(20\d\d)\s?年[底末]?,")
_CARRIED_OUT = re.compile(r"贯彻|落实|实施《")
_BEFORE = re.compile(r"^(.{2,60}?)(?:关于|印发|转发|批转|发布)")
_ORDER = re.compile(r"^(?:中华人民共和国)?(\S+?)令")
_AND_OTHERS = re.compile(
    r"等(?:[一二三四五六七八九十\d]{1,3}个?)?(?:省级|市级|有关|相关)?(?:部门|单位|部委|厅局|委办局)$"
)
_MONTH = re.compile(r"(?:20\d\d|二[〇○零O][〇○零O一二三四五六七八九]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_DATE_BEHIND = re.compile(r"[ \t]*((?:19|20)\d\d年\d{1,2}月\d{1,2}日)[ \t]*(?:\n|$)")
_DECIDES = re.compile(r"(?:人民政府|政府|行政公署|行署|国务院|管委会)(?=(?:研究)?决定)")
_LEVEL = re.compile(r"自治区|自治州|[省市县区州盟旗](?=委|政府|人民政府|[\u4e00-\u9fff]{2,20}[局委办厅部]$)")


def read_metadata(
    source: SourceText, clauses: tuple[Clause, ...], reference: Reference
) -> tuple[Mention, str | None, Findings]:
    """The mention that names the document, the region it governs (of a zone: lies in), and both as statements.

    Nothing is guessed: what a document does not say of itself is left out. The date is that of writing
    (成文日期), never that of an upload.
    """
    findings = Findings(EXTRACTOR)
    head = read_head(source, reference)
    signed = _signature(source, head, reference)
    number = own_number(head, reference)
    issuers = _issuers(head, signed, number, clauses, reference)
    found = next(governed(head, issuers, number, source, reference), None)
    names = [_in_full(issuer.text, found.region if found else None) for issuer in issuers]
    title = mended(head.title.text)
    kind = document_kind(title, reference)
    date = _date(head, signed, reference) or _date_behind(number, source)
    start, end = _period(head.title.text, kind, _year_written(date, number), source)
    told = {
        "doc_number": number.name if number else None,
        "issuer": main_issuer(names),
        "issue_date": date,
        "period_start": start,
        "period_end": end,
        "kind": kind,
    }
    attributes: Attributes = {key: value for key, value in told.items() if value is not None}
    document = Mention("Document", title or source.source, head.title.span(), attributes)
    _account(findings, told)
    for issuer, name in zip(issuers, names, strict=True):
        findings.see()
        findings.keep(_statement(document, "ISSUED_BY", Mention("Department", name, issuer.span())))
    return document, _govern(findings, document, found), findings


def _year_written(date: str | None, number: Mention | None) -> int | None:
    year = re.search(r"(?:19|20)\d\d", date or (number.name if number else ""))
    return int(year[0]) if year else None


def _account(findings: Findings, told: dict[str, str | int | None]) -> None:
    for field in ("doc_number", "issue_date", "period_end"):
        findings.see()
        if told[field] is None:
            findings.reject(f"{field} not stated")
        else:
            findings.keep()
    if told["issuer"] is None:
        findings.see()
        findings.reject("issuer not stated")


def _in_full(issuer: str, region: Region | None) -> str:
    """The issuer with its place: 省人民政府 of a document of Hubei is 湖北省人民政府."""
    level = _LEVEL.match(issuer)
    if region is None or level is None or not region.name.endswith(level[0]):
        return issuer
    return region.name + issuer[level.end() :]


def _signature(source: SourceText, head: Head, reference: Reference) -> Signature | None:
    """The signature of the document or of its cover: one with a name above the date, else the last date of its own."""
    found = list(signatures(source, 0, reference))
    if signed := next((signature for signature in found if signature.issuers), None):
        return signed
    body = head.lines[head.body].offsets[0] if head.body < len(head.lines) else len(source.text)
    behind = [signature for signature in found if signature.line.offsets[0] > body]
    return next(iter(behind[-1:] or [signature for signature in found if signature.bracketed]), None)


def _date(head: Head, signed: Signature | None, reference: Reference) -> str | None:
    field = head.field(reference.words["written_labels"])
    return (any_date(field.text) if field else None) or (signed.date if signed else None)


def _date_behind(number: Mention | None, source: SourceText) -> str | None:
    """The date in the line of the number: 甲政发〔2017〕9号 2017年7月3日."""
    behind = number and _DATE_BEHIND.match(source.normal, number.evidence.end_char)
    return any_date(behind[1]) if behind else None


def _issuers(
    head: Head, signed: Signature | None, number: Mention | None, clauses: tuple[Clause, ...], reference: Reference
) -> tuple[Passage, ...]:
    """Who issues it: by the title of the cover or its own, the signature, the index box, else by who decides."""
    together = head.letterhead
    signed_by = tuple(body for line in signed.issuers for body in parted(line, reference)) if signed else ()
    titles = [block.passage for block in (head.cover, *reversed(head.blocks)) if block]
    for title in (*titles, head.title):
        before = _BEFORE.match(title.text)
        if before and is_issuer(_AND_OTHERS.sub("", before[1]), reference):
            named = title.part(0, before.end(1))
            return _all_of(named, (together, signed_by)) or tuple(parted(named, reference))
    if len(together) > 1 or signed_by:
        return together if len(together) > 1 else signed_by
    if number and "令第" in number.name and (order := _ORDER.search(number.evidence.quote)):
        start = number.evidence.start_char
        return (Passage(head.title.source, order[1], range(start + order.start(1), start + order.end(1))),)
    if on_cover := together or _on_title_page(head, reference):
        return on_cover
    field = head.field(reference.words["issuer_labels"])
    if field and is_issuer(field.text, reference):
        return (field,)
    for clause in clauses:
        if clause.chapter == "preamble" and (decides := _DECIDES.search(clause.text)):
            return (clause.part(decides.start() - _place_size(clause.text, decides.start(), reference), decides.end()),)
        if clause.kind == "heading":
            break
    return ()


def _on_title_page(head: Head, reference: Reference) -> tuple[Passage, ...]:
    """The bodies above the month on a title page: 某市市场监督管理局, 2021年12月."""
    month = next((at for at, line in enumerate(head.lines) if _MONTH.fullmatch(line.text)), 0)
    return letterhead(head.lines[:month], reference)


def _all_of(named: Passage, elsewhere: Iterable[tuple[Passage, ...]]) -> tuple[Passage, ...]:
    """Who stands behind X等七部门: all that sign where X signs first, else X alone; none where nobody else is meant."""
    others = _AND_OTHERS.search(named.text)
    if others is None:
        return ()
    first = named.part(0, others.start())
    return next((bodies for bodies in elsewhere if bodies and bodies[0].text == first.text), (first,))


def _place_size(text: str, end: int, reference: Reference) -> int:
    """How long the place is that ends here: 四川省 of 近日四川省(政府决定); 0 if none."""
    words = run_before(text, end)
    sizes = range(min(len(words), 12), 0, -1)
    return next((size for size in sizes if place_prefix(words[-size:], reference) == size), 0)


def _govern(findings: Findings, document: Mention, found: Governed | None) -> str | None:
    findings.see()
    if found is None:
        findings.wait(document.evidence, "the document does not say which region it governs")
        return None
    findings.keep(_statement(document, "GOVERNS", found.mention(), found.confidence))
    return found.region.id if found.region else None


def _statement(document: Mention, relation: str, to: Mention, confidence: float = 1.0) -> Statement:
    return Statement(document, relation, to, to.evidence, EXTRACTOR, confidence)


def _period(title: str, kind: str, written: int | None, source: SourceText) -> tuple[int | None, int | None]:
    """First and last year: as the title says (2014-2020年, “十三五”), else the goal year named most often.

    The years of a document that is only carried out (关于贯彻纲要(2011-2020年)的意见) set the end alone.
    """
    if years := _YEARS.search(mended(title)):
        carried = _CARRIED_OUT.search(title[: years.start()]) is not None
        return (None if carried else int(years[1])), int(years[2])
    if plan := _FIVE_YEARS.search(title):
        start = 2001 + 5 * "一二三四五六".index(plan[1]) + 5
        return start, start + 4
    if kind == "plan" and (year := _YEAR.search(title)):
        return int(year[1]), int(year[1])
    return None, _goal_year(source, written)


def _goal_year(source: SourceText, written: int | None) -> int | None:
    """The year the goals are set for: the one named most often with 到, else at the head of a sentence (2020年,…)."""
    text = "\n".join(line.text for line in line_passages(source))
    for pattern, earliest in ((_UNTIL, written or 0), (_HEADING_YEAR, written + 1 if written else 9999)):
        goals = Counter(int(match[1]) for match in pattern.finditer(text))
        ranked = sorted((-count, -year) for year, count in goals.items() if year >= earliest)
        if ranked:
            return -ranked[0][1]
    return None
