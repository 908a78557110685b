"""The supervision ledger as a calendar file (RFC 5545): deadlines as days, what comes again as a rule."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date
from typing import Any
from urllib.parse import quote

from graph.analysis.ledger import LedgerRow
from graph.answers.recurrence import PERIODS
from graph.errors import ParameterError, ZhituError
from graph.exports.office import LONG_AGO
from graph.exports.xlsx import plain
from visualize.duty_words import quoted
from visualize.wording import BY_DIVISION, due_words

_KINDS = {"task": "任务", "target": "指标"}
_LONGEST = 120  # characters of a name: calendars show one line
_MADE = LONG_AGO.replace(tzinfo=UTC)  # a stamp is required; none of ours tells when the file was made


def calendar_file(rows: Iterable[LedgerRow], pages: str) -> bytes:
    """A day for each deadline, a rule for each duty that comes again; what has no date is not in it.

    The ids of the entries are those of the tasks and figures: a calendar that reads the file again changes them.
    ParameterError where nothing has a date: RFC 5545 knows no calendar without an entry.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise ZhituError(
            "calendars need icalendar, which is not installed: pip install icalendar · 缺少 icalendar"
        ) from error
    calendar = Calendar()
    calendar.add("prodid", "-//zhitu//supervision ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "督办台账")
    for row in rows:
        for event in _events(row, pages.rstrip("/")):
            calendar.add_component(event)
    if not calendar.subcomponents:
        raise ParameterError(
            "nothing that was asked for has a date or comes again: no calendar is written"
            " · 所选范围没有带日期或周期性的任务和指标,不生成日历"
        )
    return bytes(calendar.to_ical())


def _events(row: LedgerRow, pages: str) -> Iterator[Any]:
    if row.deadline:
        yield _event(row, pages, f"{row.id}@zhitu", row.deadline)
    period = PERIODS.get(row.recurrence or "")
    if period and row.first_due:
        ended = [day for day in (row.last_due, row.deadline) if day]
        rule = {**period.rule, **({"until": date.fromisoformat(min(ended))} if ended else {})}
        if not ended or min(ended) >= row.first_due:
            event = _event(row, pages, f"{row.id}:again@zhitu", row.first_due)
            event.add("rrule", rule)
            yield event


def _event(row: LedgerRow, pages: str, uid: str, day: str) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", _MADE)
    event.add("dtstart", date.fromisoformat(day))
    event.add("summary", _summary(row))
    event.add("description", "\n".join(_description(row)))
    event.add("categories", [_KINDS[row.kind]])
    event.add("url", f"{pages}/e/{quote(row.key, safe='')}")
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's day
    return event


def _summary(row: LedgerRow) -> str:
    name = plain(row.name)
    who = (row.leads or row.shared)[:1]
    more = "等" if len(row.leads or row.shared) > 1 else ""
    return (name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…") + (f"({plain(who[0])}{more})" if who else "")


def _description(row: LedgerRow) -> Iterator[str]:
    for head, words in (
        ("完成时限", due_words(row.deadline_text, row.recurrence)),
        ("牵头", "、".join(row.leads)),
        (BY_DIVISION, "、".join(row.shared)),
        ("配合", "、".join(row.cooperates)),
        ("原文", quoted(row.kind, row.quote)),
        ("责任原文", row.duty_quote),
        ("文件", f"{row.document or ''} {row.doc_number or ''}".strip()),
    ):
        if words:
            yield f"{head}:{plain(words)}"
