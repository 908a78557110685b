"""Duties that come again (每年, 每季度): on which days they fall due, and how a calendar says so."""

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from graph.deadlines import month_of


@dataclass(frozen=True, slots=True)
class Period:
    """How often: every so many months, or every week; due on the last day of each, of a year in the month named."""

    months: int = 0
    weeks: int = 0
    month: int = 12

    @property
    def rule(self) -> dict[str, object]:
        """The recurrence rule of RFC 5545, from the first due day on."""
        if self.weeks:
            return {"freq": "weekly"}
        if self.months % 12 == 0:
            return {"freq": "yearly", **_every(self.months // 12)}
        return {"freq": "monthly", **_every(self.months), "bymonthday": -1}


PERIODS = {
    "每周": Period(weeks=1),
    "每月": Period(months=1),
    "每季": Period(months=3),
    "每季度": Period(months=3),
    "每半年": Period(months=6),
    "每年": Period(months=12),
    "每二年": Period(months=24),
    "每两年": Period(months=24),
    "每三年": Period(months=36),
    "每五年": Period(months=60),
}


def period_of(recurrence: str, words: str) -> Period | None:
    """The period of 每年, with the words that name its month: 每年9月; None for a word that is not known."""
    period, month = PERIODS.get(recurrence), month_of(words)
    return replace(period, month=month) if period and month and recurrence == "每年" else period


def first_due(period: Period, start: date) -> date | None:
    """The end of the first period from a day on: 每年 from May 2014 on is due on 31 December 2014, 每年3月 on
    31 March 2015.
    """
    if period.weeks:
        ahead = 6 - start.weekday()  # Sunday ends the week
        return start + timedelta(ahead) if (date.max - start).days >= ahead else None
    if period.months < 12:
        return _month_end(start.year, -(-start.month // period.months) * period.months)
    year = start.year + period.months // 12 - 1
    return _month_end(year + (period.month < start.month and year == start.year), period.month)


def next_due(period: Period, first: date, day: date, last: date | None = None) -> date | None:
    """The first due day that is not before a day; None where the last day has gone by."""
    if day <= first:
        found: date | None = first
    elif period.weeks:
        found = first_due(period, day)
    else:
        apart = (day.year - first.year) * 12 + day.month - first.month
        found = _month_end(first.year, first.month + -(-apart // period.months) * period.months)
    return None if found is None or (last is not None and found > last) else found


def _every(number: int) -> dict[str, object]:
    return {"interval": number} if number > 1 else {}


def _month_end(year: int, month: int) -> date | None:
    """The last day of a month, counted on from January of a year; None beyond the calendar."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1]) if year <= MAXYEAR else None
