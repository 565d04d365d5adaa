"""The directory as one process holds it in memory: made from the search tables, never changed, replaced when outdated.

It holds ids, codes, sort names and, of public places, coordinates. No words of visitors, and nothing they chose.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import ServiceStatus, UpkeepSettings
from harbor_wagtail.directory.search.bits import Layout, Window, from_flags
from harbor_wagtail.directory.search.journal import Stamp
from harbor_wagtail.directory.search.question import Synonyms
from harbor_wagtail.directory.search.spelling import Spelling
from harbor_wagtail.directory.search.timetable import Hours, Moment
from harbor_wagtail.directory.whose_hours import zone

Values = Mapping[str, Window]
#: The kind under which rows are kept by the month in which they were last checked.
CHECKED = "checked"
#: (youngest, oldest, all ages): whom a row is for.
Ages = tuple[float | None, float | None, bool]


class Timed(NamedTuple):
    """A row that is not simply there: from when to when, and whether it is closed, believed until when."""

    bit: int
    starts_at: datetime | None
    expires_at: datetime | None
    status: str
    status_expires_at: datetime | None

    def is_shown(self, now: datetime) -> bool:
        begun = self.starts_at is None or self.starts_at <= now
        over = self.expires_at is not None and self.expires_at <= now
        return begun and not over and not self._is(ServiceStatus.CLOSED, now)

    def is_shut(self, now: datetime) -> bool:
        return self._is(ServiceStatus.TEMPORARILY_CLOSED, now)

    def _is(self, status: str, now: datetime) -> bool:
        believed = self.status_expires_at is None or self.status_expires_at > now
        return self.status == status and believed

    @property
    def moments(self) -> list[datetime]:
        return [at for at in (self.starts_at, self.expires_at, self.status_expires_at) if at]


class Clock(NamedTuple):
    """What holds from one moment to another: rows that are not shown, and services that are closed for now."""

    since: datetime
    until: datetime | None
    hidden: int
    shut: int

    def holds_at(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Doors:
    """Public places: where they are in space by bit (``None`` for none), and by cell of a grid, where its middle is and
    the bits in it; ``side`` is that of a cell, in degrees."""

    side: float
    points: Sequence[tuple[float, float, float] | None]
    cells: Mapping[tuple[int, int], tuple[tuple[float, float, float], array[int]]]
    all: int


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: services by name in it, and which bit each row of the word index is.

    ``mark`` stands before its words in the index. ``names`` is by segment (``None`` for services it has no row of),
    ``order`` holds segments by name and id. ``bits`` is by row id less ``first_row``, -1 for rows of other languages.
    """

    mark: str
    names: list[str | None]
    order: array[int]
    first_row: int
    bits: array[int]
    spelling: Spelling


class Part(NamedTuple):
    """A window with all rows and all guards from its first byte on. ``last`` is 0 for a wide one, which is shifted out of
    a set: of a narrow one, that is slower than reading its bytes."""

    first: int
    last: int
    bits: int
    all_rows: int
    all_guards: int


@dataclass(slots=True)
class Memo:
    """What is worked out when first asked for. Threads may do so twice; none sees half of it."""

    clock: Clock | None = None
    open_now: tuple[datetime, int] | None = None
    stale: tuple[str, int] | None = None
    wide: dict[str, int] = field(default_factory=dict)
    parts: dict[str, Sequence[tuple[str, Part]]] = field(default_factory=dict)
    states: Mapping[str, tuple[Sequence[tuple[str, Part]], int]] | None = None
    tails: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows of all languages are alike but for their words, so one set of sets serves them all.

    ``values`` holds sets by kind and value; ``hours_at`` the number of the row's hours among ``hours`` by bit. ``stale_after``
    is in months.
    """

    stamp: Stamp
    layout: Layout
    values: Mapping[str, Values]
    ages: Mapping[Ages, Window]
    timed: tuple[Timed, ...]
    doors: Doors
    hours_at: array[int]
    hours: Sequence[Hours | None]
    languages: tuple[str, ...]
    synonyms: Synonyms
    calendar: Calendar
    stale_after: int
    tongues: dict[str, Tongue] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)

    def rows_with(self, kind: str, value: str) -> int:
        window = self.values.get(kind, {}).get(value)
        return window.whole if window else 0

    def clock(self, now: datetime) -> Clock:
        """What is hidden and what is shut at an aware moment, to the second."""
        found = self.memo.clock
        if found is None or not found.holds_at(now):
            found = self.memo.clock = self._clock(now)
        return found

    def stale(self, now: datetime) -> int:
        """Services whose last check is too long ago, worked out once a month. One nobody ever checked is not among
        them: an import would put all that is near behind what is far."""
        months = now.year * 12 + now.month - 1 - self.stale_after
        limit = f"{months // 12:04d}-{months % 12 + 1:02d}"
        found = self.memo.stale
        if found is None or found[0] != limit:
            rows = 0
            for month, window in self.values.get(CHECKED, {}).items():
                rows |= window.whole if month < limit else 0
            found = self.memo.stale = (limit, self.layout.services_in(rows))
        return found[1]

    def open_at(self, at: Callable[[tzinfo], datetime]) -> int:
        """Rows that are open for certain at an aware moment, given by the zone of the provider."""
        names = {hours.zone_name: zone(hours.zone_name) for hours in self.hours if hours}
        moments = {name: Moment.of(at(here), here, self.calendar) for name, here in names.items()}
        is_open = (hours and hours.is_open(moments[hours.zone_name], self.calendar) for hours in self.hours)
        flags = [48 + bool(answer) for answer in is_open]
        return from_flags(bytes(map(flags.__getitem__, self.hours_at)))

    def open_now(self, now: datetime) -> int:
        """The same at ``now``, worked out once a minute."""
        minute = now.replace(second=0, microsecond=0)
        found = self.memo.open_now
        if found is None or found[0] != minute:
            found = self.memo.open_now = (minute, self.open_at(lambda _: now))
        return found[1]

    def _clock(self, now: datetime) -> Clock:
        moments = [at for row in self.timed for at in row.moments]
        hidden = self.layout.window([row.bit for row in self.timed if not row.is_shown(now)]).whole
        shut = self.layout.window([row.bit for row in self.timed if row.is_shut(now)]).whole
        return Clock(
            since=max((at for at in moments if at <= now), default=now),
            until=min((at for at in moments if at > now), default=None),
            hidden=hidden,
            shut=self.layout.services_in(shut),
        )


def stale_after(using: str) -> int:
    """Months, by the rules in force."""
    rules = UpkeepSettings.objects.using(using).first() or UpkeepSettings()
    return int(rules.stale_after_months)
