"""A snapshot with a few services changed: what they were is taken out of every set, what they are is put in.

A service keeps its segment while its rows fit into it, so no other bit moves. One that needs more gets a new segment at
the end; what it leaves behind stays empty until the snapshot is made anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.search import reading
from harbor_wagtail.directory.search.bits import EMPTY, Layout, Window, finish
from harbor_wagtail.directory.search.building import Marks, bit_at, by_kind, cell_of, middle_of, numbered, timetable
from harbor_wagtail.directory.search.journal import Stamp
from harbor_wagtail.directory.search.question import Synonyms
from harbor_wagtail.directory.search.reading import Row
from harbor_wagtail.directory.search.snapshot import Doors, Memo, Snapshot, Tongue, stale_after
from harbor_wagtail.directory.search.sources import languages
from harbor_wagtail.places.geometry import Point, in_space

_Key = TypeVar("_Key")
_Cell = tuple[int, int]
#: By service: its rows in each language.
Changed = Mapping[int, Mapping[str, Sequence[Row]]]


def splice(old: Snapshot, services: Collection[int], stamp: Stamp, using: str) -> Snapshot:
    """The snapshot as of ``stamp``, which differs from ``old`` by these services, and by settings of the search."""
    snapshot = replace(
        old,
        stamp=stamp,
        languages=tuple(languages(using)),
        synonyms=Synonyms.of_the_site(using),
        calendar=Calendar.of_the_site(using),
        stale_after=stale_after(using),
        memo=Memo(),
        tongues=dict(old.tongues),
    )
    return _with(snapshot, _read(services, using), using) if services else snapshot


def _read(services: Collection[int], using: str) -> Changed:
    found: dict[int, dict[str, list[Row]]] = {service: {} for service in services}
    for row in reading.rows_of(services, using):
        found[row.service].setdefault(row.locale, []).append(row)
    return found


def _with(old: Snapshot, changed: Changed, using: str) -> Snapshot:
    rows = {service: next(iter(spoken.values()), []) for service, spoken in changed.items()}
    touched = {segment for service in rows if (segment := old.layout.segment_of.get(service)) is not None}
    gone = _rows_of(old.layout, touched)
    layout = _relaid(old.layout, rows)
    marks = Marks()
    for service, its_rows in rows.items():
        start = layout.starts[layout.segment_of[service]] if its_rows else 0
        for number, row in enumerate(its_rows):
            marks.add(row, start + number)
    hours_at = _longer(old.hours_at, len(layout.places))
    for bit in gone:
        hours_at[bit] = 0
    hours_at, hours = timetable(marks.schedules, hours_at, old.hours)
    flat = {f"{kind}:{value}": window for kind, values in old.values.items() for value, window in values.items()}
    cleared = layout.window([*gone]).whole
    return replace(
        old,
        layout=layout,
        values=by_kind(_changed(flat, cleared, marks.values, layout)),
        ages=_changed(old.ages, cleared, marks.ages, layout),
        timed=(*(row for row in old.timed if row.bit not in gone), *marks.timed),
        doors=_doors(old.doors, layout, gone, cleared, rows, using),
        hours_at=hours_at,
        hours=hours,
        tongues={
            locale: _tongue(spoken, locale, old.layout, layout, changed) for locale, spoken in old.tongues.items()
        },
    )


def _rows_of(layout: Layout, segments: Iterable[int]) -> set[int]:
    return set(layout.bits_of(segments))


def _relaid(old: Layout, rows: Mapping[int, Sequence[Row]]) -> Layout:
    services, organizations = old.services[:], old.organizations[:]
    starts, guards = old.starts[:], old.guards[:]
    segment_at, places = old.segment_at[:], old.places[:]
    segment_of, all_guards = dict(old.segment_of), old.all_guards
    for service, its_rows in rows.items():
        segment = old.segment_of.get(service)
        room = guards[segment] - starts[segment] if segment is not None else 0
        if segment is not None and len(its_rows) > room:
            services[segment] = 0
        if its_rows and len(its_rows) > room:
            segment = len(services)
            services.append(service)
            organizations.append(0)
            starts.append(len(places))
            guards.append(len(places) + len(its_rows))
            places.extend([0] * (len(its_rows) + 1))
            segment_at.extend([segment] * (len(its_rows) + 1))
            segment_of[service] = segment
            all_guards |= 1 << guards[segment]
        if segment is not None and its_rows:
            organizations[segment] = its_rows[0].organization
            places[starts[segment] : starts[segment] + len(its_rows)] = array("q", [row.place for row in its_rows])
        elif segment is not None:
            services[segment] = 0
            segment_of.pop(service, None)
    unused = old.all_rows & ~old.there
    for service, its_rows in rows.items():
        if (at := old.segment_of.get(service)) is not None:
            unused |= _run(starts[at], guards[at])
        if its_rows:
            start = starts[segment_of[service]]
            unused &= ~_run(start, start + len(its_rows))
    return finish(services, organizations, starts, guards, segment_at, places, segment_of, all_guards, gone=unused)


def _run(start: int, end: int) -> int:
    return (1 << end) - (1 << start)


def _longer(old: array[int], length: int) -> array[int]:
    found = old[:]
    found.extend([0] * (length - len(found)))
    return found


def _changed(
    windows: Mapping[_Key, Window], cleared: int, added: Mapping[_Key, Sequence[int]], layout: Layout
) -> dict[_Key, Window]:
    data = cleared.to_bytes(layout.size, "little")
    found = {key: _without(window, data) for key, window in windows.items()}
    for key, bits in added.items():
        found[key] = layout.with_bits(found.get(key, EMPTY), bits)
    return {key: window for key, window in found.items() if window.bits}


def _without(window: Window, cleared: bytes) -> Window:
    shared = window.bits & int.from_bytes(cleared[window.first : window.last], "little")
    return Window(window.first, window.last, window.bits ^ shared) if shared else window


def _doors(
    old: Doors, layout: Layout, gone: Collection[int], cleared: int, rows: Mapping[int, Sequence[Row]], using: str
) -> Doors:
    points = [*old.points, *[None] * (len(layout.places) - len(old.points))]
    for bit in gone:
        points[bit] = None
    found = reading.doors(using, {row.place for its_rows in rows.values() for row in its_rows if row.place})
    cells: dict[_Cell, list[int]] = defaultdict(list)
    for service, its_rows in rows.items():
        for number, row in enumerate(its_rows):
            if point := found.get(row.place):
                bit = layout.starts[layout.segment_of[service]] + number
                points[bit] = in_space(Point(*point))
                cells[cell_of(*point, old.side)].append(bit)
    everywhere = old.all & ~cleared | layout.window([bit for bits in cells.values() for bit in bits]).whole
    return Doors(old.side, points, _moved(old, set(gone), cells), everywhere)


def _moved(
    old: Doors, gone: set[int], added: Mapping[_Cell, Sequence[int]]
) -> dict[_Cell, tuple[tuple[float, float, float], array[int]]]:
    found = dict(old.cells)
    for cell, (middle, bits) in old.cells.items():
        if not gone.isdisjoint(bits):
            found[cell] = middle, array("I", [bit for bit in bits if bit not in gone])
    for cell, more in added.items():
        middle, bits = found.get(cell) or (middle_of(cell, old.side), array("I"))
        found[cell] = middle, bits + array("I", more)
    return {cell: there for cell, there in found.items() if there[1]}


def _tongue(old: Tongue, locale: str, before: Layout, layout: Layout, changed: Changed) -> Tongue:
    names = [*old.names, *[None] * (len(layout.services) - len(old.names))]
    order = old.order[:]
    for service in changed:
        segment = before.segment_of.get(service)
        if segment is not None and names[segment] is not None:
            del order[_place_in(order, (str(names[segment]), service), names, before.services)]
    for service in changed:
        if (segment := before.segment_of.get(service)) is not None:
            names[segment] = None
    placed: dict[int, int] = {}
    for service, spoken in changed.items():
        if its_rows := spoken.get(locale):
            segment = layout.segment_of[service]
            names[segment] = its_rows[0].name
            order.insert(_place_in(order, (its_rows[0].name, service), names, layout.services), segment)
            placed.update({row.row: bit_at(layout, segment, row.place) for row in its_rows})
    old.spelling.learn(changed)
    return Tongue(old.mark, names, order, *_numbered(old, placed), old.spelling)


def _place_in(order: array[int], key: tuple[str, int], names: Sequence[str | None], services: array[int]) -> int:
    return bisect_left(order, key, key=lambda segment: (str(names[segment]), services[segment]))


def _numbered(old: Tongue, placed: Mapping[int, int]) -> tuple[int, array[int]]:
    """Ids of rows that are gone stay: no row will have them again."""
    if not placed:
        return old.first_row, old.bits
    if not old.bits or min(placed) < old.first_row:
        known = {old.first_row + at: bit for at, bit in enumerate(old.bits) if bit >= 0}
        return numbered({**known, **placed})
    bits = old.bits[:]
    bits.extend([-1] * (max(placed) - old.first_row + 1 - len(bits)))
    for row, bit in placed.items():
        bits[row - old.first_row] = bit
    return old.first_row, bits
