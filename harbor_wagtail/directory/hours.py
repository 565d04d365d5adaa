"""Open now, and when next. Opening hours are wall-clock times of the place; what cannot be worked out is unknown.

Every answer has three values: a rule this module does not follow (every third week of a year, say) never turns into
"closed", nor does a day nobody wrote anything about. Spans whose end is not after their start run past midnight; 00:00 to
00:00 and 00:00 to 23:59 are whole days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from harbor_wagtail.directory.schedule_rules import (
    DAYS,
    EXCEPTION_DAYS,
    ScheduleLike,
    applies,
    has_times,
    is_exception,
    is_in_force,
    is_weekly,
    ordinal_days,
    rank_of,
    says_when,
    weekdays_of,
)

#: How far ahead the next opening is looked for.
HORIZON = 31
_DAY = timedelta(days=1)
_ROUND_THE_CLOCK = timedelta(days=7)

__all__ = [
    "DAYS",
    "EXCEPTION_DAYS",
    "HORIZON",
    "DayHours",
    "Holidays",
    "Opening",
    "ScheduleLike",
    "State",
    "applies",
    "exceptions",
    "has_times",
    "hours_on",
    "is_exception",
    "is_weekly",
    "is_whole_day",
    "on_holiday",
    "opening",
    "ordinal_days",
    "regular_week",
    "state_at",
]

State = Literal["always", "open", "closed", "appointment", "unknown"]


@dataclass(frozen=True, slots=True)
class Opening:
    """``until`` and ``opens`` are in the place's zone; ``until`` goes with open, ``opens`` with closed and unknown, if
    known.

    ``holiday`` names the day of the site's calendar that is the reason: with "closed", they are closed for it; with
    "unknown", they would be open on any other such day and may be closed for it.
    """

    state: State
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class DayHours:
    """One date. ``spans`` are (opens, closes) in order; ``stated_closed`` is a row that says so; ``certain`` is False
    where a row that may concern the day could not be worked out. ``holiday`` names a day of the site's calendar that
    changes it: there are no spans where they close for it, and ``maybe`` where nobody said what they do then."""

    spans: tuple[tuple[time, time], ...] = ()
    stated_closed: bool = False
    certain: bool = True
    holiday: str = ""
    maybe: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether anybody wrote something about this day."""
        return self.stated_closed or bool(self.spans)


@dataclass(frozen=True, slots=True)
class Holidays:
    """What a service does (``choice``, a ``HolidayHours`` value) on days that ``name_on`` has a name for, else ""."""

    choice: str
    name_on: Callable[[date], str]


DayRule = Callable[[date], DayHours]


def opening(
    kind: str, rows: Sequence[ScheduleLike], zone: tzinfo, at: datetime, holidays: Holidays | None = None
) -> Opening:
    """Whether a place with these hours is open at ``at`` (aware). ``kind`` is a ``HoursKind`` value.

    Rows with times are believed even where ``kind`` says unknown. A span belongs to the day it begins on: the night
    before a holiday runs on into its morning.
    """
    if kind in ("always", "appointment"):
        return _opening_without_times(kind, zone, at, holidays)
    now = at.astimezone(timezone.utc)
    today = at.astimezone(zone).date()
    days = {day: hours_on(rows, day, holidays) for day in _dates(today - _DAY, HORIZON + 1)}
    spans = _merged(_instants({day: hours for day, hours in days.items() if not hours.maybe}, zone))
    maybe = {day: hours for day, hours in days.items() if hours.maybe}
    everything = _merged(_instants(days, zone)) if maybe else spans
    current = _within_span(now, spans) or _within_span(now, everything)
    if current and (current in spans or current[1] - now >= _ROUND_THE_CLOCK):
        return _open_until(current[1], now, zone)
    if current:
        name = next((days[day].holiday for day in (today - _DAY, today) if _is_within_day(now, day, days, zone)), "")
        return Opening("unknown", holiday=name)
    return _closed_or_unknown(everything, days, now, zone)


def state_at(days: DayRule, zone: tzinfo, at: datetime) -> State:
    """The state :func:`opening` would give for rows with times, for two days' work instead of a month's.

    ``days`` gives the hours of a date. ``always`` is not told from ``open``.
    """
    now = at.astimezone(timezone.utc)
    today = at.astimezone(zone).date()
    near = {day: days(day) for day in (today - _DAY, today)}
    unsure = False
    for day in near:
        if _is_within_day(now, day, near, zone):
            if not near[day].maybe:
                return "open"
            unsure = True
    known = near[today].is_stated and all(hours.certain for hours in near.values())
    return "closed" if known and not unsure else "unknown"


def hours_on(rows: Iterable[ScheduleLike], day: date, holidays: Holidays | None = None) -> DayHours:
    """The hours of one date. The closest fitting rows stand: closed, else exceptions, else dated rows, else the rest.

    Exceptions are about this very day, so they win over the calendar of holidays; the other rows do not.
    """
    rows = list(rows)
    found = _hours_by_rows(rows, day)
    return on_holiday(found, rows, day, holidays) if holidays else found


def _hours_by_rows(rows: Iterable[ScheduleLike], day: date) -> DayHours:
    closed: list[bool | None] = []
    by_rank: dict[int, list[ScheduleLike]] = {}
    unsure: set[int] = set()
    for row in rows:
        fits = applies(row, day)
        if row.closed:
            closed += [fits] if says_when(row) else []
        elif fits is None or (fits and not has_times(row)):
            unsure.add(rank_of(row))
        elif fits:
            by_rank.setdefault(rank_of(row), []).append(row)
    if True in closed:
        return DayHours(stated_closed=True)
    rank = min({*by_rank, *unsure}, default=2)
    certain = None not in closed and not any(mark <= rank for mark in unsure)
    return DayHours(_spans(by_rank.get(rank, ())), certain=certain)


def on_holiday(found: DayHours, rows: Iterable[ScheduleLike], day: date, holidays: Holidays) -> DayHours:
    """What a holiday makes of the hours of a day; who closes on holidays does so on a day without hours, too."""
    changes = found.spans if holidays.choice == "unknown" else holidays.choice == "closed" and not found.stated_closed
    name = holidays.name_on(day) if changes else ""
    if not name or any(is_exception(row) and applies(row, day) for row in rows):
        return found
    if holidays.choice == "closed":
        return DayHours(stated_closed=True, holiday=name)
    return replace(found, holiday=name, maybe=True)


def regular_week(rows: Iterable[ScheduleLike], on: date) -> dict[str, DayHours]:
    """The usual hours by weekday, as of a date: no exceptions, and no rows that hold in some weeks only."""
    usual = [row for row in rows if is_weekly(row) and not is_exception(row) and is_in_force(row, on)]
    return {code: _usual_day([row for row in usual if code in (weekdays_of(row) or ())]) for code in DAYS}


def _usual_day(rows: list[ScheduleLike]) -> DayHours:
    if any(row.closed for row in rows):
        return DayHours(stated_closed=True)
    timed = [row for row in rows if has_times(row)]
    rank = min(map(rank_of, timed), default=2)
    return DayHours(_spans(row for row in timed if rank_of(row) == rank))


def _spans(rows: Iterable[ScheduleLike]) -> tuple[tuple[time, time], ...]:
    return tuple(sorted((row.opens_at, row.closes_at) for row in rows if row.opens_at and row.closes_at))


def exceptions(rows: Iterable[ScheduleLike], on: date) -> list[ScheduleLike]:
    """Dated rows that are not over yet, the soonest first."""
    coming = [row for row in rows if is_exception(row) and row.valid_to and row.valid_to >= on]
    return sorted(coming, key=lambda row: (row.valid_from or date.min, row.opens_at or time.min))


def is_whole_day(span: tuple[time, time]) -> bool:
    opens, closes = span
    return opens == time(0) and (closes == time(0) or closes >= time(23, 59))


def _dates(first: date, count: int) -> Iterator[date]:
    return (first + n * _DAY for n in range(count))


def _instants(days: Mapping[date, DayHours], zone: tzinfo) -> list[tuple[datetime, datetime]]:
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


def _opening_without_times(kind: str, zone: tzinfo, at: datetime, holidays: Holidays | None) -> Opening:
    """All day and night, or by appointment: only a service that says it closes on holidays does."""
    state: State = "always" if kind == "always" else "appointment"
    if holidays is None or holidays.choice != "closed":
        return Opening(state)
    today = at.astimezone(zone).date()
    name = holidays.name_on(today)
    if not name:
        return Opening(state)
    after = next((day for day in _dates(today, HORIZON) if not holidays.name_on(day)), None)
    opens = datetime.combine(after, time(0), tzinfo=zone) if after and kind == "always" else None
    return Opening("closed", opens=opens, holiday=name)


def _within_span(now: datetime, spans: list[tuple[datetime, datetime]]) -> tuple[datetime, datetime] | None:
    return next((span for span in spans if span[0] <= now < span[1]), None)


def _is_within_day(now: datetime, day: date, days: Mapping[date, DayHours], zone: tzinfo) -> bool:
    """Whether ``now`` (UTC) lies in a span that begins on ``day``."""
    return any(start <= now < end for start, end in _instants({day: days[day]}, zone))


def _closed_or_unknown(
    spans: list[tuple[datetime, datetime]], days: dict[date, DayHours], now: datetime, zone: tzinfo
) -> Opening:
    today = now.astimezone(zone).date()
    holiday = days[today].holiday if days[today].stated_closed else ""
    if not spans or not all(days[day].certain for day in (today - _DAY, today)):
        return Opening("closed" if days[today].stated_closed else "unknown", holiday=holiday)
    state: State = "closed" if days[today].is_stated else "unknown"
    opens = _next_opening(spans, days, now, zone)
    if opens and days[opens.date()].maybe:
        # They may well open then, and may well not: nobody said which.
        return Opening(state, holiday=holiday)
    return Opening(state, opens=opens, holiday=holiday)


def _merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _open_until(end: datetime, now: datetime, zone: tzinfo) -> Opening:
    if end - now >= _ROUND_THE_CLOCK:
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
