"""The rows of the supervision ledger (督办台账): until when, for whom, and how that stands as of a day."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from graph.answers.matrix import LEAD, SHARED, mark_of
from graph.answers.recurrence import first_due, next_due, period_of
from graph.deadlines import due_of_target, recurrence_of
from graph.rows import DocumentRow, ResponsibilityRow, TargetRow, TaskRow

Status = Literal["overdue", "upcoming", "later", "recurring", "undated"]
STATUSES: Final = get_args(Status)  # as they are listed
WITHIN: Final = 90  # days in which what is due counts as upcoming


@dataclass(slots=True, kw_only=True)
class LedgerRow:
    """A task or a figure (kind task or target), who answers for it, until when, and the words of both.

    `deadline` is the date of `deadline_text`; what comes again (`recurrence`) has the first, next and last due day.
    `days` are those from the date of the ledger to the deadline or the next due day; below zero they are overdue.
    `duty_quote` is the phrase that names who answers, with the address `duty_link`.
    """

    kind: str
    id: str
    name: str
    number: str | None
    item: str | None
    leads: list[str]
    shared: list[str]
    cooperates: list[str]
    lead_ids: list[str]
    shared_ids: list[str]
    cooperate_ids: list[str]
    deadline_text: str | None
    deadline: str | None
    recurrence: str | None
    first_due: str | None
    next_due: str | None
    last_due: str | None
    status: Status
    days: int | None
    document_id: str | None
    document: str | None
    doc_number: str | None
    path: list[str]
    quote: str | None
    start_char: int | None
    end_char: int | None
    key: str
    link: str | None = field(init=False, default=None)
    duty_quote: str | None
    duty_link: str | None
    source: str | None

    def __post_init__(self) -> None:
        self.link = f"/e/{self.key}" if self.key else None


def ledger_rows(
    tasks: Iterable[TaskRow],
    targets: Iterable[TargetRow],
    duties: Iterable[ResponsibilityRow],
    holding: Mapping[str, str],
    documents: Iterable[DocumentRow],
    as_of: date,
    within: int = WITHIN,
) -> list[LedgerRow]:
    """The rows as of a day: what is due longest ago first, then what comes again, then what has no date.

    `holding` gives the task in whose words a figure stands: who answers for the one answers for the other, unless a
    phrase names somebody for the figure itself. An item that has neither a date nor anybody stands in the rows of
    its measures.
    """
    told = _Told(duties, documents, as_of, within)
    listed = {row.task_id: row for row in tasks}
    divided = {row.item_id for row in listed.values() if row.item_id}
    rows = [
        told.task(row)
        for row in listed.values()
        if row.task_id not in divided or row.deadline or row.recurrence or told.answering(row.task_id)
    ]
    rows += [
        told.target(row, listed.get(holding.get(row.target_id, "")))
        for row in {row.target_id: row for row in targets}.values()
        if row.status != "observation"
    ]
    return sorted(rows, key=_place)


def counted(rows: Iterable[LedgerRow]) -> dict[str, int]:
    """How many rows of each status, those without any too."""
    statuses = [row.status for row in rows]
    return {status: statuses.count(status) for status in STATUSES}


class _Told:
    """What all rows rest on: who answers for what, and the dates of the documents."""

    def __init__(
        self, duties: Iterable[ResponsibilityRow], documents: Iterable[DocumentRow], as_of: date, within: int
    ) -> None:
        self._duties: dict[str, list[ResponsibilityRow]] = {}
        for duty in duties:
            self._duties.setdefault(duty.task_id, []).append(duty)
        self._documents = {row.document_id: row for row in documents}
        self._as_of = as_of
        self._within = within

    def answering(self, node_id: str) -> Sequence[ResponsibilityRow]:
        """The duties for a task or figure."""
        return self._duties.get(node_id, ())

    def task(self, row: TaskRow) -> LedgerRow:
        """The row of a task."""
        due = (row.deadline_text, row.deadline, row.recurrence)
        return self._row("task", row.task_id, row.task, row, row.task_path, row.item, row.number, due, row.task_id)

    def target(self, row: TargetRow, task: TaskRow | None) -> LedgerRow:
        """The row of a figure, due at the end of its year; one without a year when its task is."""
        words, day = due_of_target(row.text or row.quote or "", row.year) if row.year else (None, None)
        due = (words or (f"{row.year}年" if row.year else None), day, recurrence_of(row.text or row.quote or ""))
        if task is not None and not (due[1] or due[2]):
            due = (task.deadline_text, task.deadline, due[2])
        own = row.target_id if self.answering(row.target_id) or task is None else task.task_id
        item, number = (task.task, task.number) if task else (None, None)
        return self._row("target", row.target_id, row.target, row, row.path, item, number, due, own)

    def _row(
        self,
        kind: str,
        node_id: str,
        name: str,
        row: TaskRow | TargetRow,
        path: Sequence[str] | None,
        item: str | None,
        number: str | None,
        due: tuple[str | None, str | None, str | None],
        answered: str,
    ) -> LedgerRow:
        words, deadline, recurrence = due
        duties = self.answering(answered)
        parts = _parts(duties)
        document = self._documents.get(row.document_id or "")
        again = dict(zip(("first_due", "next_due", "last_due"), self._again(recurrence, words, document), strict=True))
        status, days = self._standing(deadline, recurrence, again["next_due"])
        return LedgerRow(
            kind=kind,
            id=node_id,
            name=name,
            number=number,
            item=item,
            leads=list(parts[0].values()),
            shared=list(parts[1].values()),
            cooperates=list(parts[2].values()),
            lead_ids=list(parts[0]),
            shared_ids=list(parts[1]),
            cooperate_ids=list(parts[2]),
            deadline_text=words,
            deadline=deadline,
            recurrence=recurrence,
            **{name: day.isoformat() if day else None for name, day in again.items()},
            status=status,
            days=days,
            document_id=row.document_id,
            document=row.document,
            doc_number=document.doc_number if document else None,
            path=list(path or ()),
            quote=row.quote,
            start_char=row.start_char,
            end_char=row.end_char,
            key=row.key,
            duty_quote=" / ".join(dict.fromkeys(duty.quote for duty in duties if duty.quote)) or None,
            duty_link=duties[0].link if duties else None,
            source=row.source,
        )

    def _again(
        self, recurrence: str | None, words: str | None, document: DocumentRow | None
    ) -> tuple[date | None, date | None, date | None]:
        """The first, next and last due day of what comes again, within the period of the document."""
        period = period_of(recurrence or "", words or "")
        if period is None:
            return None, None, None
        start = _first_day(document.issue_date or document.period_start if document else None) or self._as_of
        first = first_due(period, start)
        last = _last_day(document.period_end if document else None)
        if first is None or (last and last < first):
            last = None  # the document says nothing that fits
        return first, next_due(period, first, self._as_of, last) if first else None, last

    def _standing(
        self, deadline: str | None, recurrence: str | None, following: date | None
    ) -> tuple[Status, int | None]:
        """The status as of the day, and the days that are left."""
        if deadline:
            days = (date.fromisoformat(deadline) - self._as_of).days
            return ("overdue" if days < 0 else "upcoming" if days <= self._within else "later"), days
        if recurrence:
            return "recurring", (following - self._as_of).days if following else None
        return "undated", None


def _parts(duties: Iterable[ResponsibilityRow]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Who leads, who shares by division of duties, who cooperates: names by id, each only where it has most to do.

    Who does so in one part only has that part behind its name.
    """
    leads: dict[str, str] = {}
    shared: dict[str, str] = {}
    cooperates: dict[str, str] = {}
    for duty in sorted(duties, key=lambda duty: bool(duty.scope)):
        mark = mark_of(duty.role, duty.mode)
        part = leads if mark == LEAD else shared if mark == SHARED else cooperates
        part.setdefault(duty.department_id, f"{duty.department}({duty.scope})" if duty.scope else duty.department)
    shared = {node_id: name for node_id, name in shared.items() if node_id not in leads}
    others = {node_id: name for node_id, name in cooperates.items() if node_id not in leads and node_id not in shared}
    return leads, shared, others


def _first_day(told: object) -> date | None:
    """The day, or the first one of a year or month: 2011, 2011-05, 2011-05-03."""
    return _padded(told, "-01-01")


def _last_day(told: object) -> date | None:
    """The day, or the last one of a year."""
    return _padded(told, "-12-31")


def _padded(told: object, rest: str) -> date | None:
    with suppress(ValueError):
        text = str(told or "")
        return date.fromisoformat(f"{text}{rest}" if len(text) == 4 else text)
    return None


def _place(row: LedgerRow) -> tuple[int, str, str, int, str, str]:
    dated = ("overdue", "upcoming", "later")
    rank = 0 if row.status in dated else STATUSES.index(row.status)
    due = row.deadline or row.next_due or "9999-12-31"
    return rank, due, row.document_id or "", row.start_char or 0, row.kind, row.id
