"""A Reading as bytes and back: gzip of JSON Lines, a head first, the same bytes for the same Reading."""

import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from graph.errors import ParameterError, StoreError
from graph.model import Attributes, ExtractorReport, Mention, Reading, Rejected, Span, Statement, Waiting

FORMAT = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError)


@dataclass(frozen=True, slots=True)
class ReadingHead:
    """What is told of a Reading without reading all of it."""

    sha256: str
    source: str
    encoding: str
    title: str
    issue_date: str | None
    text_length: int


def head_of(reading: Reading) -> ReadingHead:
    """The head of a Reading."""
    date = reading.document.attributes.get("issue_date")
    return ReadingHead(
        sha256=reading.sha256,
        source=reading.source,
        encoding=reading.encoding,
        title=reading.document.name,
        issue_date=str(date) if date else None,
        text_length=len(reading.text),
    )


def check_sha256(sha256: str) -> str:
    """The name of a Reading as it is; ParameterError where it cannot be one."""
    if not _SHA256.fullmatch(sha256):
        raise ParameterError(f"{sha256!r} is no sha256: 64 characters of 0-9 and a-f")
    return sha256


def to_bytes(reading: Reading) -> bytes:
    """The Reading as gzip JSON Lines; no time of writing in it. Raises StoreError for text that is no Unicode."""
    try:
        lines = b"".join(orjson.dumps(line, option=orjson.OPT_SORT_KEYS) + b"\n" for line in _lines(reading))
    except TypeError as error:  # a lone surrogate
        raise StoreError(f"{reading.source}: the reading cannot be written: {error}") from error
    return gzip.compress(lines, compresslevel=6, mtime=0)


def from_bytes(content: bytes) -> Reading:
    """The Reading again; raises StoreError where the bytes are damaged or of another format."""
    try:
        head, *lines = (orjson.loads(line) for line in gzip.decompress(content).splitlines())
        _check_format(head)
        return _reading(head, lines)
    except _DAMAGE as error:
        raise StoreError(f"a reading is damaged: {error}; ingest its source again") from error


def head_from_bytes(content: bytes) -> ReadingHead:
    """Only the head; raises StoreError as from_bytes does."""
    try:
        with gzip.open(io.BytesIO(content)) as lines:
            head = orjson.loads(lines.readline())
        _check_format(head)
        return ReadingHead(**{name: head[name] for name in ReadingHead.__dataclass_fields__})
    except _DAMAGE as error:
        raise StoreError(f"a reading is damaged: {error}; ingest its source again") from error


def _check_format(head: dict[str, Any]) -> None:
    if head.get("format") != FORMAT:
        raise StoreError(
            f"a reading has format {head.get('format')}, this version reads {FORMAT}: ingest its source again"
        )


def _lines(reading: Reading) -> Iterator[dict[str, Any]]:
    """Head, text, each mention once, the statements with their mentions by number, the account of each extractor."""
    told = head_of(reading)
    yield {"type": "reading", "format": FORMAT} | {name: getattr(told, name) for name in told.__dataclass_fields__}
    yield {"type": "text", "text": reading.text}
    numbers: dict[bytes, int] = {}
    for mention in _mentions(reading):
        numbers.setdefault(_mention_bytes(mention), len(numbers))
    yield from ({"type": "mention", "mention": orjson.Fragment(line)} for line in numbers)
    for statement in reading.statements:
        yield {
            "type": "statement",
            "subject": numbers[_mention_bytes(statement.subject)],
            "relation": statement.relation,
            "object": numbers[_mention_bytes(statement.object)],
            "evidence": _span_line(statement.evidence),
            "extractor": statement.extractor,
            "confidence": statement.confidence,
            "attributes": dict(statement.attributes),
        }
    yield from ({"type": "report", "extractor": name} | _report_line(report) for name, report in reading.report.items())


def _mentions(reading: Reading) -> Iterable[Mention]:
    yield reading.document
    for statement in reading.statements:
        yield statement.subject
        yield statement.object


def _span_line(span: Span) -> list[object]:
    return [span.start_char, span.end_char, span.quote]


def _mention_bytes(mention: Mention) -> bytes:
    told = [mention.kind, mention.name, *_span_line(mention.evidence), dict(mention.attributes)]
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)


def _report_line(report: ExtractorReport) -> dict[str, Any]:
    waiting = [[*_span_line(one.evidence), one.why] for one in report.waiting]
    places = [[*_span_line(one.evidence), one.why] for one in report.places]
    counts = {"seen": report.seen, "kept": report.kept, "rejected": dict(report.rejected)}
    return {**counts, "waiting": waiting, "places": places}


def _reading(head: dict[str, Any], lines: list[dict[str, Any]]) -> Reading:
    kinds: dict[str, list[dict[str, Any]]] = {"text": [], "mention": [], "statement": [], "report": []}
    for line in lines:
        kinds[line["type"]].append(line)
    mentions = [_mention(*line["mention"]) for line in kinds["mention"]]
    return Reading(
        sha256=head["sha256"],
        source=head["source"],
        encoding=head["encoding"],
        text=kinds["text"][0]["text"],
        document=mentions[0],
        statements=tuple(_statement(line, mentions) for line in kinds["statement"]),
        report={line["extractor"]: _report(line) for line in kinds["report"]},
    )


def _mention(kind: str, name: str, start: int, end: int, quote: str, attributes: dict[str, Any]) -> Mention:
    return Mention(kind, name, Span(start, end, quote), _attributes(attributes))


def _statement(line: dict[str, Any], mentions: list[Mention]) -> Statement:
    return Statement(
        subject=mentions[line["subject"]],
        relation=line["relation"],
        object=mentions[line["object"]],
        evidence=Span(*line["evidence"]),
        extractor=line["extractor"],
        confidence=line["confidence"],
        attributes=_attributes(line["attributes"]),
    )


def _report(line: dict[str, Any]) -> ExtractorReport:
    waiting = tuple(Waiting(Span(start, end, quote), why) for start, end, quote, why in line["waiting"])
    places = tuple(Rejected(Span(start, end, quote), why) for start, end, quote, why in line.get("places", ()))
    return ExtractorReport(line["seen"], line["kept"], line["rejected"], waiting, places)


def _attributes(told: dict[str, Any]) -> Attributes:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
