"""Opening hours as rows of the search keep them, and which of them are open at a moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.hours import (
    DayHours,
    Holidays,
    ScheduleLike,
    hours_on,
    is_weekly,
    is_whole_day,
    on_holiday,
    opening,
    state_at,
)

#: Columns of a schedule row that say when, in the order in which they are kept.
COLUMNS = (
    *("closed", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "freq", "interval", "dtstart", "until"),
    *("count", "bymonthday", "byyearday", "byweekno"),
)
_A_MONDAY = date(2024, 1, 1)
#: Seconds.
_DAY = 24 * 60 * 60
#: Until 23:59 is all day.
_WHOLE_DAY = _DAY - 60
_TIMES = ("opens_at", "closes_at")
_DATES = ("valid_from", "valid_to", "dtstart", "until")


@dataclass(slots=True)
class Span:
    """A schedule row without its words."""

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


def packed(kind: str, holidays: str, zone_name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Hours as one text, the same for the same hours: many services keep office hours. Empty where nothing is known."""
    spans = [[_plain(row[name]) for name in COLUMNS] for row in rows]
    if not spans and kind in ("unknown", "weekly"):
        return ""
    return json.dumps([kind, holidays, zone_name, spans], separators=(",", ":"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, time)) else value


def _span(values: list[Any]) -> Span:
    given = dict(zip(COLUMNS, values, strict=True))
    for name in _TIMES:
        given[name] = time.fromisoformat(given[name]) if given[name] else None
    for name in _DATES:
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    return Span(**given)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment where a provider is. ``plain``: the clock does not change about now; ``holiday``: today or yesterday."""

    at: datetime
    zone: tzinfo
    weekday: int
    second: int
    plain: bool
    holiday: bool

    @classmethod
    def of(cls, at: datetime, zone: tzinfo, calendar: Calendar) -> Moment:
        """``at`` is aware."""
        local = at.astimezone(zone)
        today = local.date()
        midnights = (datetime.combine(today + timedelta(days=day), time(0), tzinfo=zone) for day in range(-1, 3))
        return cls(
            at=at,
            zone=zone,
            weekday=local.weekday(),
            second=60 * (60 * local.hour + local.minute) + local.second,
            plain=all(midnight.utcoffset() == local.utcoffset() for midnight in midnights),
            holiday=any(calendar.name_on(today - timedelta(days=day)) for day in (0, 1)),
        )

    def is_like(self, choice: str) -> bool:
        """Whether it is like the same weekday of any other week, for who does ``choice`` on holidays."""
        return self.plain and (not self.holiday or choice == "as_usual")


class Hours:
    """The hours of one or many rows. Days of the week are worked out once where they are the same in every week."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind, self.choice, self.zone_name, spans = json.loads(text)
        self.rows: list[ScheduleLike] = [_span(values) for values in spans]
        self._usual = all(is_weekly(row) and not _is_dated(row) for row in self.rows)
        self._week: dict[int, DayHours] = {}
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def is_open(self, moment: Moment, calendar: Calendar) -> bool:
        """Whether it is open for certain; by appointment is not open, nor is what nobody knows."""
        if self._usual and self.kind in ("weekly", "unknown") and moment.is_like(self.choice):
            return any(start <= moment.second < end for start, end in self._seconds(moment.weekday))
        return self._is_open(moment, calendar)

    def _is_open(self, moment: Moment, calendar: Calendar) -> bool:
        holidays = Holidays(self.choice, calendar.name_on)
        zone_here, at = moment.zone, moment.at
        if self.kind in ("always", "appointment"):
            return opening(self.kind, self.rows, zone_here, at, holidays).state == "always"
        state = state_at(lambda day: self._day(day, holidays), zone_here, at)
        if state == "unknown" and self.choice == "unknown" and self._may_never_close():
            # What is open round the clock does not close for a holiday unless it says so.
            return opening(self.kind, self.rows, zone_here, at, holidays).state == "always"
        return state == "open"

    def _seconds(self, weekday: int) -> list[tuple[int, int]]:
        """When it is open on a weekday with nothing special about it, in seconds of the day; from the night before too."""
        if weekday not in self._spans:
            today = (_seconds_of(span) for span in self._on(weekday).spans)
            last_night = (_seconds_of(span)[1] - _DAY for span in self._on((weekday - 1) % 7).spans)
            self._spans[weekday] = [*today, *((0, end) for end in last_night if end > 0)]
        return self._spans[weekday]

    def _on(self, weekday: int) -> DayHours:
        if weekday not in self._week:
            self._week[weekday] = hours_on(self.rows, _A_MONDAY + timedelta(days=weekday))
        return self._week[weekday]

    def _may_never_close(self) -> bool:
        """Whether it is worth a closer look, which takes a while."""
        if not self._usual:
            return True
        return all(_open_for(self._on(weekday)) >= _WHOLE_DAY for weekday in range(7))

    def _day(self, day: date, holidays: Holidays) -> DayHours:
        if not self._usual:
            return hours_on(self.rows, day, holidays)
        found = self._on(day.weekday())
        return on_holiday(found, self.rows, day, holidays)


def _open_for(hours: DayHours) -> int:
    """How long it is open, of the spans that begin that day, in seconds."""
    return sum(end - start for start, end in map(_seconds_of, hours.spans))


def _seconds_of(span: tuple[time, time]) -> tuple[int, int]:
    """The seconds of the day of a span; past midnight they run on."""
    opens, closes = (60 * (60 * at.hour + at.minute) + at.second for at in span)
    if is_whole_day(span):
        return 0, _DAY
    return opens, closes if closes > opens else closes + _DAY


def _is_dated(row: ScheduleLike) -> bool:
    return bool(row.valid_from or row.valid_to or row.dtstart or row.until)
