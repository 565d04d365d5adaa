"""Making a snapshot from nothing."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import ServiceStatus
from harbor_wagtail.directory.search import reading
from harbor_wagtail.directory.search.analyser import mark_of
from harbor_wagtail.directory.search.bits import Layout, Window, lay_out
from harbor_wagtail.directory.search.journal import Stamp
from harbor_wagtail.directory.search.question import Synonyms
from harbor_wagtail.directory.search.reading import Row
from harbor_wagtail.directory.search.snapshot import CHECKED, Ages, Doors, Snapshot, Timed, Tongue, stale_after
from harbor_wagtail.directory.search.sources import default_language, languages
from harbor_wagtail.directory.search.spelling import Spelling
from harbor_wagtail.directory.search.timetable import Hours
from harbor_wagtail.places.geometry import Point, in_space

#: Sides of a cell of the grid of places, in degrees; where there are many places, fewer of them should lie where a
#: circle's rim runs.
CELL, SMALL_CELL = 0.125, 0.0625
MANY_DOORS = 30_000
#: What says where a service is at home, best first.
_HOME = ("at:", "county:", "state:")
_SHUT = (ServiceStatus.CLOSED.value, ServiceStatus.TEMPORARILY_CLOSED.value)


class Marks:
    """What rows are tagged with, as lists of bits, while a snapshot is being made."""

    def __init__(self) -> None:
        self.values: dict[str, list[int]] = defaultdict(list)
        self.ages: dict[Ages, list[int]] = defaultdict(list)
        self.timed: list[Timed] = []
        self.schedules: dict[int, str] = {}

    def add(self, row: Row, bit: int) -> None:
        for value in row.facets.split("\n"):
            self.values[value].append(bit)
        if row.checked:
            self.values[f"{CHECKED}:{row.checked}"].append(bit)
        self.ages[row.youngest, row.oldest, bool(row.all_ages)].append(bit)
        if row.schedule:
            self.schedules[bit] = row.schedule
        if row.starts_at or row.expires_at or row.status in _SHUT:
            self.timed.append(Timed(bit, row.starts_at, row.expires_at, row.status, row.status_expires_at))


def build(stamp: Stamp, using: str) -> Snapshot:
    """A snapshot of the tables as they are now; ``stamp`` was read before, so that nothing newer is taken for old."""
    spoken = tuple(languages(using))
    rows = next((found for locale in spoken if (found := list(reading.rows_in(locale, using)))), [])
    segments = _segments(rows)
    layout = lay_out((group[0].service, group[0].organization, [row.place for row in group]) for group in segments)
    marks = Marks()
    for start, group in zip(layout.starts, segments, strict=True):
        for number, row in enumerate(group):
            marks.add(row, start + number)
    hours_at, hours = timetable(marks.schedules, array("I", bytes(4 * len(layout.places))), [None])
    return Snapshot(
        stamp=stamp,
        layout=layout,
        values=by_kind({key: layout.window(bits) for key, bits in marks.values.items()}),
        ages={limits: layout.window(bits) for limits, bits in marks.ages.items()},
        timed=tuple(marks.timed),
        doors=doors_of(layout, reading.doors(using)),
        hours_at=hours_at,
        hours=hours,
        languages=spoken,
        synonyms=Synonyms.of_the_site(using),
        calendar=Calendar.of_the_site(using),
        stale_after=stale_after(using),
    )


def tongue(locale: str, layout: Layout, using: str) -> Tongue:
    """One language of a snapshot, read when it is first asked for."""
    names: list[str | None] = [None] * len(layout.services)
    placed: dict[int, int] = {}
    for row in reading.named_in(locale, using):
        segment = layout.segment_of.get(row.service)
        bit = -1 if segment is None else bit_at(layout, segment, row.place)
        if segment is not None and bit >= 0:
            names[segment] = row.name
            placed[row.row] = bit
    first, bits = numbered(placed)
    there = sorted((name, layout.services[segment], segment) for segment, name in enumerate(names) if name is not None)
    order = array("I", [segment for _, _, segment in there])
    spelling = Spelling(tuple(dict.fromkeys((locale, default_language()))), using)
    return Tongue(mark_of(locale), names, order, first, bits, spelling)


def bit_at(layout: Layout, segment: int, place: int) -> int:
    """The bit of a service's row at a place, or -1."""
    for bit in range(layout.starts[segment], layout.guards[segment]):
        if layout.places[bit] == place:
            return bit
    return -1


def numbered(placed: Mapping[int, int]) -> tuple[int, array[int]]:
    """Numbers that lie close together as an array: a tenth of the memory of a dictionary."""
    if not placed:
        return 0, array("i")
    first = min(placed)
    bits = array("i", [-1]) * (max(placed) - first + 1)
    for row, bit in placed.items():
        bits[row - first] = bit
    return first, bits


def timetable(
    schedules: Mapping[int, str], hours_at: array[int], hours: Sequence[Hours | None]
) -> tuple[array[int], list[Hours | None]]:
    """The number of each row's hours, those that are the same once; 0 is nothing known."""
    known: dict[str, int] = {each.text: number for number, each in enumerate(hours) if each}
    found = list(hours)
    for bit, text in schedules.items():
        if text not in known:
            known[text] = len(found)
            found.append(Hours(text))
        hours_at[bit] = known[text]
    return hours_at, found


def by_kind(windows: Mapping[str, Window]) -> dict[str, dict[str, Window]]:
    """From "kind:value" to kind and value."""
    found: dict[str, dict[str, Window]] = defaultdict(dict)
    for key, window in windows.items():
        kind, _, value = key.partition(":")
        if value:
            found[kind][value] = window
    return dict(found)


def cell_of(latitude: float, longitude: float, side: float) -> tuple[int, int]:
    return math.floor(latitude / side), math.floor(longitude / side)


def middle_of(cell: tuple[int, int], side: float) -> tuple[float, float, float]:
    return in_space(Point((cell[0] + 0.5) * side, (cell[1] + 0.5) * side))


def _segments(rows: Iterable[Row]) -> list[list[Row]]:
    """Services of one county side by side: the sets of counties are then short."""
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.service)]
    return sorted(groups, key=lambda group: (_home(group[0].facets), group[0].service))


def _home(facets: str) -> str:
    values = facets.split("\n")
    for prefix in _HOME:
        for value in values:
            if value.startswith(prefix):
                return value[len(prefix) :]
    return ""


def doors_of(layout: Layout, found: Mapping[int, tuple[float, float]]) -> Doors:
    """``found`` are latitude and longitude in degrees by public place."""
    points: list[tuple[float, float, float] | None] = [None] * len(layout.places)
    side = SMALL_CELL if len(found) > MANY_DOORS else CELL
    in_spaces = {place: in_space(Point(*point)) for place, point in found.items()}
    cells: dict[Any, list[int]] = defaultdict(list)
    for bit, place in enumerate(layout.places):
        if place and (point := found.get(place)):
            points[bit] = in_spaces[place]
            cells[cell_of(*point, side)].append(bit)
    everywhere = layout.window([bit for bits in cells.values() for bit in bits])
    filled = {cell: (middle_of(cell, side), array("I", bits)) for cell, bits in cells.items()}
    return Doors(side, points, filled, everywhere.whole)
