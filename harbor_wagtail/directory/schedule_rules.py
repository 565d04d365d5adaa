"""Which days a schedule row is about, by the rule parts of RFC 5545 that providers use; see ``hours``.

Every answer has three values: a rule this module does not follow (every third week of a year, say) is ``None``.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Protocol

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Dated hours of at most this many days (a holiday, a school break) stand instead of the usual ones.
EXCEPTION_DAYS = 31
_ORDINAL_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")


class ScheduleLike(Protocol):
    """The columns of a schedule row that say when; see ``ScheduleRow``."""

    closed: bool
    byday: str
    opens_at: time | None
    closes_at: time | None
    valid_from: date | None
    valid_to: date | None
    freq: str
    interval: int | None
    dtstart: date | None
    until: date | None
    count: int | None
    bymonthday: str
    byyearday: str
    byweekno: str


def is_exception(row: ScheduleLike) -> bool:
    return bool(row.valid_from and row.valid_to and (row.valid_to - row.valid_from).days < EXCEPTION_DAYS)


def is_weekly(row: ScheduleLike) -> bool:
    """Whether the row holds on the same weekdays of every week, so that it fits into a table of the week."""
    plain = row.freq.upper() in ("", "WEEKLY", "DAILY") and (row.interval or 1) == 1
    return plain and not (row.bymonthday or row.byyearday or row.byweekno or row.count) and weekdays_of(row) is not None


def has_times(row: ScheduleLike) -> bool:
    return row.opens_at is not None and row.closes_at is not None


def says_when(row: ScheduleLike) -> bool:
    """Whether a row names days at all: "closed" with no day to it (on holidays, say) tells nothing about a date."""
    return bool(row.byday or row.freq or row.valid_from or row.valid_to or row.dtstart or row.bymonthday)


def applies(row: ScheduleLike, day: date) -> bool | None:
    """Whether a row is about a date; ``None`` where its rule is one we do not follow."""
    if not is_in_force(row, day):
        return False
    if row.count or row.byyearday or row.byweekno:
        return None
    freq = row.freq.upper()
    if freq == "MONTHLY":
        return _applies_monthly(row, day)
    weekdays = weekdays_of(row)
    if freq not in ("", "DAILY", "WEEKLY") or row.bymonthday or weekdays is None:
        return None
    if (row.interval or 1) > 1:
        return _applies_every_nth_week(row, day, weekdays) if freq == "WEEKLY" else None
    return DAYS[day.weekday()] in weekdays


def is_in_force(row: ScheduleLike, day: date) -> bool:
    firsts = [first for first in (row.valid_from, row.dtstart) if first]
    lasts = [last for last in (row.valid_to, row.until) if last]
    return all(first <= day for first in firsts) and all(day <= last for last in lasts)


def weekdays_of(row: ScheduleLike) -> set[str] | None:
    """The weekdays a weekly or daily row names; all of them for a daily or dated row that names none."""
    named = [part.strip().upper() for part in row.byday.split(",") if part.strip()]
    if named:
        return set(named) if set(named) <= set(DAYS) else None
    if row.freq.upper() == "WEEKLY" and row.dtstart:
        return {DAYS[row.dtstart.weekday()]}
    if row.freq.upper() == "DAILY" or (row.valid_from and row.valid_to):
        return set(DAYS)
    return None


def _applies_every_nth_week(row: ScheduleLike, day: date, weekdays: set[str]) -> bool | None:
    if not row.dtstart:
        return None
    first = row.dtstart - timedelta(days=row.dtstart.weekday())
    weeks = (day - first).days // 7
    return DAYS[day.weekday()] in weekdays and weeks % (row.interval or 1) == 0


def _applies_monthly(row: ScheduleLike, day: date) -> bool | None:
    if (row.interval or 1) > 1:
        return None
    by_day, by_month_day = ordinal_days(row), _month_days(row)
    if by_day is None or by_month_day is None or not (by_day or by_month_day):
        return None
    last = _last_of_month(day)
    on_month_day = not by_month_day or day.day in {n if n > 0 else last + 1 + n for n in by_month_day}
    from_front, from_back = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
    on_day = not by_day or any(
        code == DAYS[day.weekday()] and ordinal in (0, from_front, from_back) for ordinal, code in by_day
    )
    return on_month_day and on_day


def ordinal_days(row: ScheduleLike) -> list[tuple[int, str]] | None:
    """``"2WE,-1FR"`` as ``[(2, "WE"), (-1, "FR")]``; 0 means every one; ``None`` for what is no such list."""
    found = [_ORDINAL_DAY.fullmatch(part.strip().upper()) for part in row.byday.split(",") if part.strip()]
    if not all(found):
        return None
    return [(int(match[1] or 0), match[2]) for match in found if match]


def _month_days(row: ScheduleLike) -> list[int] | None:
    parts = [part.strip() for part in row.bymonthday.split(",") if part.strip()]
    if not all(re.fullmatch(r"[+-]?\d{1,2}", part) for part in parts):
        return None
    return [int(part) for part in parts]


def _last_of_month(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def rank_of(row: ScheduleLike) -> int:
    """0 for an exception, 1 for a row with a first and a last day (a season), 2 for the rest."""
    if is_exception(row):
        return 0
    return 1 if row.valid_from and row.valid_to else 2
