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
    on_holiday,
    opening,
    state_at,
)
from harbor_wagtail.directory.whose_hours import zone

#: Columns of a schedule row that say when, in the order in which they are kept.
COLUMNS = (
    *("closed", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "freq", "interval", "dtstart", "until"),
    *("count", "bymonthday", "byyearday", "byweekno"),
)
_A_MONDAY = date(2024, 1, 1)
#: Minutes; until 23:59 is all day.
_WHOLE_DAY = 24 * 60 - 1
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


class Hours:
    """The hours of one or many rows. Days of the week are worked out once where they are the same in every week."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind, self.choice, self._zone_name, spans = json.loads(text)
        self.rows: list[ScheduleLike] = [_span(values) for values in spans]
        self._usual = all(is_weekly(row) and not _is_dated(row) for row in self.rows)
        self._week: dict[int, DayHours] = {}

    @property
    def zone(self) -> tzinfo:
        return zone(self._zone_name)

    def is_open(self, at: datetime, calendar: Calendar) -> bool:
        """Whether it is open for certain at an aware moment; by appointment is not open, nor is what nobody knows."""
        holidays = Holidays(self.choice, calendar.name_on)
        zone_here = self.zone
        if self.kind in ("always", "appointment"):
            return opening(self.kind, self.rows, zone_here, at, holidays).state == "always"
        state = state_at(lambda day: self._day(day, holidays), zone_here, at)
        if state == "unknown" and self.choice == "unknown" and self._may_never_close():
            # What is open round the clock does not close for a holiday unless it says so.
            return opening(self.kind, self.rows, zone_here, at, holidays).state == "always"
        return state == "open"

    def _may_never_close(self) -> bool:
        """Whether it is worth a closer look, which takes a while."""
        if not self._usual:
            return True
        week = (self._week.get(day) or hours_on(self.rows, _A_MONDAY + timedelta(days=day)) for day in range(7))
        return all(_minutes(hours) >= _WHOLE_DAY for hours in week)

    def _day(self, day: date, holidays: Holidays) -> DayHours:
        if not self._usual:
            return hours_on(self.rows, day, holidays)
        weekday = day.weekday()
        if weekday not in self._week:
            self._week[weekday] = hours_on(self.rows, day)
        found = self._week[weekday]
        return on_holiday(found, self.rows, day, holidays) if found.spans else found


def _minutes(hours: DayHours) -> int:
    """How long it is open, of the spans that begin that day."""
    lengths = (60 * (end.hour - start.hour) + end.minute - start.minute for start, end in hours.spans)
    return sum(length if length > 0 else length + 24 * 60 for length in lengths)


def _is_dated(row: ScheduleLike) -> bool:
    return bool(row.valid_from or row.valid_to or row.dtstart or row.until)
