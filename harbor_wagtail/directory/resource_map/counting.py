"""The matrix from the sets of the search: how many providers offer a kind of help to whom, and of how many nobody knows.

Nothing is asked of the database but whether the sets are still true. What is counted are providers (organizations), not
services: one with five programs is one. A provider counts as "yes" for what any of its services does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from harbor_wagtail.directory.models import Level
from harbor_wagtail.directory.resource_map.columns import HOURS, ROUTE, Column
from harbor_wagtail.directory.search.bits import bits_in, from_flags
from harbor_wagtail.directory.search.snapshot import Ages, Snapshot
from harbor_wagtail.directory.search.wishes import reaching

#: Fewer providers than this are never told apart to visitors.
SMALL = 3
#: By organization: the columns it offers, and those of which nobody knows, as bits.
Offers = Mapping[int, tuple[int, int]]


class Count(NamedTuple):
    """Providers: that do, of which it is not known, and all that offer this kind of help here."""

    yes: int
    unknown: int
    total: int

    @property
    def level(self) -> Level:
        """What the directory says. It never says that there is no help: only what the providers listed told us."""
        if not self.total:
            return Level.NOT_LISTED
        if self.yes:
            return Level.GOOD if self.yes >= SMALL else Level.LIMITED
        return Level.UNKNOWN if self.unknown else Level.NONE

    def as_ground(self) -> dict[str, int | str]:
        return {"level": self.level.value, **self._asdict()}


@dataclass(frozen=True, slots=True)
class Counted:
    """``cells``: by kind of help, one count for each column. ``pooled`` are the kinds with one or two providers, and
    ``pool`` their counts together. ``providers`` and ``closed`` (for now, counted nowhere else) are of the whole place."""

    cells: Mapping[str, tuple[Count, ...]]
    pooled: tuple[str, ...]
    pool: tuple[Count, ...]
    providers: int
    closed: int


class Answered(NamedTuple):
    """Rows that do, and rows of which nobody knows."""

    yes: int
    unknown: int


def count(
    snapshot: Snapshot, now: datetime, counties: Sequence[str], domains: Sequence[str], columns: Sequence[Column]
) -> Counted:
    layout, clock = snapshot.layout, snapshot.clock(now)
    rows = layout.there & ~clock.hidden & reaching(counties, snapshot)
    everyone = layout.services_in(rows)
    here = everyone & ~clock.shut
    masks = _Masks(snapshot, rows, here)
    for at, column in enumerate(columns):
        masks.add(1 << at, answered(column, snapshot))
    offers = {
        code: masks.offers(layout.services_in(rows & snapshot.rows_with("domain", code)) & here) for code in domains
    }
    pooled = tuple(code for code, found in offers.items() if 0 < len(found) < SMALL)
    return Counted(
        cells={code: _counts(found, len(columns)) for code, found in offers.items()},
        pooled=pooled,
        pool=_counts(_joined(offers[code] for code in pooled), len(columns)),
        providers=len(masks.offers(here)),
        closed=(everyone & clock.shut).bit_count(),
    )


class _Masks:
    """By service: the columns it offers, and those of which nobody knows."""

    def __init__(self, snapshot: Snapshot, rows: int, here: int) -> None:
        self._layout, self._rows, self._here = snapshot.layout, rows, here
        self._yes = [0] * len(snapshot.layout.services)
        self._unknown = [0] * len(snapshot.layout.services)

    def add(self, mask: int, found: Answered) -> None:
        yes = self._services(found.yes)
        self._mark(self._yes, yes, mask)
        self._mark(self._unknown, self._services(found.unknown) & ~yes, mask)

    def offers(self, services: int) -> dict[int, tuple[int, int]]:
        segment_at, organizations = self._layout.segment_at, self._layout.organizations
        yes: dict[int, int] = defaultdict(int)
        unknown: dict[int, int] = defaultdict(int)
        for bit in bits_in(services) if services else ():
            segment = segment_at[bit]
            provider = organizations[segment]
            yes[provider] |= self._yes[segment]
            unknown[provider] |= self._unknown[segment]
        return {provider: (offered, unknown[provider] & ~offered) for provider, offered in yes.items()}

    def _services(self, rows: int) -> int:
        return self._layout.services_in(self._rows & rows) & self._here

    def _mark(self, masks: list[int], services: int, mask: int) -> None:
        segment_at = self._layout.segment_at
        for bit in bits_in(services) if services else ():
            masks[segment_at[bit]] |= mask


def _counts(offers: Offers, columns: int) -> tuple[Count, ...]:
    """Many providers are alike, so each likeness is looked at once."""
    yes, unknown = [0] * columns, [0] * columns
    for (offered, not_known), number in Counter(offers.values()).items():
        for at in range(columns):
            yes[at] += number * (offered >> at & 1)
            unknown[at] += number * (not_known >> at & 1)
    return tuple(Count(yes[at], unknown[at], len(offers)) for at in range(columns))


def _joined(many: Iterable[Offers]) -> Offers:
    found: dict[int, tuple[int, int]] = {}
    for offers in many:
        for provider, (offered, unknown) in offers.items():
            other = found.get(provider, (0, 0))
            yes = offered | other[0]
            found[provider] = yes, (unknown | other[1]) & ~yes
    return found


# What each column asks of the sets


def answered(column: Column, snapshot: Snapshot) -> Answered:
    everything = snapshot.layout.all_rows
    match column.group:
        case "age":
            return _ages(column.value, snapshot)
        case "gender":
            return Answered(snapshot.rows_with("gender", column.value), snapshot.rows_with("gender", "unstated"))
        case "language":
            return _spoken(column.value, snapshot)
        case "area":
            return Answered(reaching((column.value,), snapshot), 0)
        case "hours":
            return _open(column.value, snapshot)
        case "cost":
            return Answered(snapshot.rows_with("cost", column.value), snapshot.rows_with("cost", "unknown"))
        case "start":
            return _starting((column.value,), snapshot)
        case "route":
            return _starting(ROUTE, snapshot)
    return Answered(everything, 0)


def _ages(band: str, snapshot: Snapshot) -> Answered:
    low, high = (int(part) for part in band.split("-"))
    found = 0
    for limits, window in snapshot.ages.items():
        found |= window.whole if _serves(limits, low, high) else 0
    unstated = snapshot.rows_with("age", "unstated")
    return Answered(found & ~unstated, unstated)


def _serves(limits: Ages, low: int, high: int) -> bool:
    """Everybody of the band. A limit of 17 is until the eighteenth birthday."""
    youngest, oldest, all_ages = limits
    return all_ages or ((youngest is None or youngest <= low) and (oldest is None or oldest >= high))


def _spoken(code: str, snapshot: Snapshot) -> Answered:
    """A service that names languages, but not this one, does not offer it; one that names none is not known."""
    named = 0
    for window in snapshot.values.get("language", {}).values():
        named |= window.whole
    spoken = snapshot.rows_with("language", code) | snapshot.rows_with("language", f"{code}:interpreter")
    return Answered(spoken, snapshot.layout.all_rows & ~named)


def _starting(values: Sequence[str], snapshot: Snapshot) -> Answered:
    """All of it was said to be so; any of it was said not to be; else nobody knows."""
    yes, barred = snapshot.layout.all_rows, 0
    for value in values:
        yes &= snapshot.rows_with("start", value)
        barred |= snapshot.rows_with("barred", value)
    return Answered(yes & ~barred, snapshot.layout.all_rows & ~yes & ~barred)


def _open(value: str, snapshot: Snapshot) -> Answered:
    """By appointment is neither open nor shut at an hour: ask."""
    weekday, hour = HOURS[value]
    on_the_wall = datetime.combine(_usual_day(weekday, snapshot), time(hour))
    is_open = snapshot.open_at(lambda zone: on_the_wall.replace(tzinfo=zone))
    flags = [48 + (hours is None or hours.kind == "appointment") for hours in snapshot.hours]
    return Answered(is_open, from_flags(bytes(map(flags.__getitem__, snapshot.hours_at))) & ~is_open)


def _usual_day(weekday: int, snapshot: Snapshot) -> date:
    """The next such weekday, from tomorrow on, that is no holiday and follows none; after a year, any."""
    today = timezone.localdate()
    first = today + timedelta(days=1 + (weekday - today.weekday() - 1) % 7)
    days = (first + timedelta(days=7 * week) for week in range(52))
    name_on = snapshot.calendar.name_on
    return next((day for day in days if not (name_on(day) or name_on(day - timedelta(days=1)))), first)
