"""Open now, and when next. Opening hours are wall-clock times of the place; what cannot be worked out is unknown.

Every answer has three values: a rule this module does not follow (every third week of a year, say) never turns into
"closed". Spans whose end is not after their start run past midnight; 00:00 to 00:00 and 00:00 to 23:59 are whole days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, Protocol

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Dated hours of at most this many days (a holiday, a school break) stand instead of the usual ones.
EXCEPTION_DAYS = 31
#: How far ahead the next opening is looked for.
HORIZON = 31
_DAY = timedelta(days=1)
_ORDINAL_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")

State = Literal["always", "open", "closed", "appointment", "unknown"]


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


@dataclass(frozen=True, slots=True)
class Opening:
    """``until`` and ``opens`` are in the place's zone; ``until`` goes with open, ``opens`` with closed, if known."""

    state: State
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """One date. ``spans`` are (opens, closes) in order; ``stated_closed`` is a row that says so; ``certain`` is False
    where a row that may concern the day could not be worked out."""

    spans: tuple[tuple[time, time], ...] = ()
    stated_closed: bool = False
    certain: bool = True


def opening(kind: str, rows: Sequence[ScheduleLike], zone: tzinfo, at: datetime) -> Opening:
    """Whether a place with these hours is open at ``at`` (aware). ``kind`` is a ``HoursKind`` value.

    Rows with times are believed even where ``kind`` says unknown.
    """
    if kind == "always":
        return Opening("always")
    if kind == "appointment":
        return Opening("appointment")
    now = at.astimezone(timezone.utc)
    today = at.astimezone(zone).date()
    days = {day: hours_on(rows, day) for day in _dates(today - _DAY, HORIZON + 1)}
    spans = _merged(_instants(days, zone))
    for start, end in spans:
        if start <= now < end:
            return _open_until(end, now, zone)
    if not spans or not all(days[day].certain for day in (today - _DAY, today)):
        return Opening("closed" if days[today].stated_closed else "unknown")
    return Opening("closed", opens=_next_opening(spans, days, now, zone))


def hours_on(rows: Iterable[ScheduleLike], day: date) -> DayHours:
    """The hours of one date. The closest fitting rows stand: closed, else exceptions, else dated rows, else the rest."""
    closed: list[bool | None] = []
    by_rank: dict[int, list[ScheduleLike]] = {}
    unsure: set[int] = set()
    for row in rows:
        fits = applies(row, day)
        if row.closed:
            closed += [fits] if _says_when(row) else []
        elif fits is None or (fits and not has_times(row)):
            unsure.add(_rank(row))
        elif fits:
            by_rank.setdefault(_rank(row), []).append(row)
    if True in closed:
        return DayHours(stated_closed=True)
    rank = min({*by_rank, *unsure}, default=2)
    certain = None not in closed and not any(mark <= rank for mark in unsure)
    return DayHours(_spans(by_rank.get(rank, ())), certain=certain)


def regular_week(rows: Iterable[ScheduleLike], on: date) -> dict[str, DayHours]:
    """The usual hours by weekday, as of a date: no exceptions, and no rows that hold in some weeks only."""
    usual = [row for row in rows if is_weekly(row) and not is_exception(row) and _within(row, on)]
    return {code: _usual_day([row for row in usual if code in (_weekdays(row) or ())]) for code in DAYS}


def _usual_day(rows: list[ScheduleLike]) -> DayHours:
    if any(row.closed for row in rows):
        return DayHours(stated_closed=True)
    timed = [row for row in rows if has_times(row)]
    rank = min(map(_rank, timed), default=2)
    return DayHours(_spans(row for row in timed if _rank(row) == rank))


def _spans(rows: Iterable[ScheduleLike]) -> tuple[tuple[time, time], ...]:
    return tuple(sorted((row.opens_at, row.closes_at) for row in rows if row.opens_at and row.closes_at))


def exceptions(rows: Iterable[ScheduleLike], on: date) -> list[ScheduleLike]:
    """Dated rows that are not over yet, the soonest first."""
    coming = [row for row in rows if is_exception(row) and row.valid_to and row.valid_to >= on]
    return sorted(coming, key=lambda row: (row.valid_from or date.min, row.opens_at or time.min))


def is_exception(row: ScheduleLike) -> bool:
    return bool(row.valid_from and row.valid_to and (row.valid_to - row.valid_from).days < EXCEPTION_DAYS)


def is_weekly(row: ScheduleLike) -> bool:
    """Whether the row holds on the same weekdays of every week, so that it fits into a table of the week."""
    plain = row.freq.upper() in ("", "WEEKLY", "DAILY") and (row.interval or 1) == 1
    return plain and not (row.bymonthday or row.byyearday or row.byweekno or row.count) and _weekdays(row) is not None


def has_times(row: ScheduleLike) -> bool:
    return row.opens_at is not None and row.closes_at is not None


def _says_when(row: ScheduleLike) -> bool:
    """Whether a row names days at all: "closed" with no day to it (on holidays, say) tells nothing about a date."""
    return bool(row.byday or row.freq or row.valid_from or row.valid_to or row.dtstart or row.bymonthday)


def is_whole_day(span: tuple[time, time]) -> bool:
    opens, closes = span
    return opens == time(0) and (closes == time(0) or closes >= time(23, 59))


def applies(row: ScheduleLike, day: date) -> bool | None:
    """Whether a row is about a date; ``None`` where its rule is one we do not follow."""
    if not _within(row, day):
        return False
    if row.count or row.byyearday or row.byweekno:
        return None
    freq = row.freq.upper()
    if freq == "MONTHLY":
        return _applies_monthly(row, day)
    weekdays = _weekdays(row)
    if freq not in ("", "DAILY", "WEEKLY") or row.bymonthday or weekdays is None:
        return None
    if (row.interval or 1) > 1:
        return _applies_every_nth_week(row, day, weekdays) if freq == "WEEKLY" else None
    return DAYS[day.weekday()] in weekdays


def _within(row: ScheduleLike, day: date) -> bool:
    firsts = [first for first in (row.valid_from, row.dtstart) if first]
    lasts = [last for last in (row.valid_to, row.until) if last]
    return all(first <= day for first in firsts) and all(day <= last for last in lasts)


def _weekdays(row: ScheduleLike) -> set[str] | None:
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
    return (following - _DAY).day


def _rank(row: ScheduleLike) -> int:
    """0 for an exception, 1 for a row with a first and a last day (a season), 2 for the rest."""
    if is_exception(row):
        return 0
    return 1 if row.valid_from and row.valid_to else 2


def _dates(first: date, count: int) -> Iterator[date]:
    return (first + n * _DAY for n in range(count))


def _instants(days: dict[date, DayHours], zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """Spans in UTC. Wall-clock times of one zone must not be subtracted: the clock may change between them."""
    found = []
    for day, hours in days.items():
        for opens, closes in hours.spans:
            whole = is_whole_day((opens, closes))
            ends_on = day + _DAY if closes <= opens or whole else day
            end = datetime.combine(ends_on, time(0) if whole else closes, tzinfo=zone)
            found.append(
                (datetime.combine(day, opens, tzinfo=zone).astimezone(timezone.utc), end.astimezone(timezone.utc))
            )
    return sorted(found)


def _merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _open_until(end: datetime, now: datetime, zone: tzinfo) -> Opening:
    if end - now >= timedelta(days=7):
        return Opening("always")
    return Opening("open", until=end.astimezone(zone))


def _next_opening(
    spans: list[tuple[datetime, datetime]], days: dict[date, DayHours], now: datetime, zone: tzinfo
) -> datetime | None:
    """The next start, unless a day before it could not be worked out: the place may open on that one."""
    start = next((start for start, _end in spans if start > now), None)
    if start is None:
        return None
    local = start.astimezone(zone)
    first = now.astimezone(zone).date()
    return local if all(hours.certain for day, hours in days.items() if first <= day <= local.date()) else None
