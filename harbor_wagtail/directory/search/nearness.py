"""How services stand to a ZIP code: by a door that may be shown, or by the people they are there for.

Distances are reckoned while searching, from the coordinates of public places alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.search.bits import bits_in, set_of
from harbor_wagtail.directory.search.building import CELL
from harbor_wagtail.directory.search.snapshot import Snapshot
from harbor_wagtail.directory.search.wishes import wide
from harbor_wagtail.places.geometry import bounding_box, chord_of, in_space

if TYPE_CHECKING:
    from harbor_wagtail.places import ZipPlace

#: Public places nearer than this come first of all (miles).
NEXT_DOOR = 10
MAX_MILES = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows by group, in the order of the results; ``chords`` are straight distances from the ZIP by bit, for those of
    groups with a distance.

    Groups: a public place next door; people of the county, and no public place; a public place further round, or
    further still but for people of the county; the whole state or country, or by phone. A row in none is left out.
    """

    groups: tuple[int, ...]
    chords: dict[int, float] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        found = 0
        for group in self.groups:
            found |= group
        return found


def standing(near: ZipPlace, miles: int, rows: int, snapshot: Snapshot) -> Standing:
    """Where each of ``rows`` stands to a ZIP."""
    radius = max(1, min(miles, MAX_MILES))
    county = near.county_fips or "-"  # the ZIP of a PO box has no county
    doors, named = snapshot.doors, snapshot.rows_with("county", county)
    local = named | snapshot.rows_with("at", county)
    theirs = rows & named & doors.all
    measured = _chords(near, rows & _cells(near, radius, snapshot) | theirs, snapshot)
    next_door = _within(min(radius, NEXT_DOOR), measured, snapshot)
    within = _within(radius, measured, snapshot)
    around = (within | theirs) & ~next_door
    of_county = rows & local & ~doors.all
    everywhere = rows & wide(county[:2], snapshot) & ~(next_door | around | of_county)
    return Standing((next_door, of_county, around, everywhere), measured)


def _within(radius: int, chords: Mapping[int, float], snapshot: Snapshot) -> int:
    near = compress(chords, map(chord_of(radius).__ge__, chords.values()))
    return set_of(near, len(snapshot.layout.places))


def _chords(near: ZipPlace, rows: int, snapshot: Snapshot) -> dict[int, float]:
    """Straight through the ground: thousands are measured, and this is one call of C for each."""
    bits = list(bits_in(rows))
    points: Iterator[Any] = map(snapshot.doors.points.__getitem__, bits)  # each of these has a door
    return dict(zip(bits, map(math.dist, repeat(in_space(near.point)), points), strict=True))


def _cells(near: ZipPlace, radius: int, snapshot: Snapshot) -> int:
    """Public places in the cells that a circle may touch."""
    known, found = snapshot.doors.cells, 0
    wanted = list(_touched(near, radius))
    if len(wanted) > len(known):
        wanted = list(known)
    for cell in wanted:
        if window := known.get(cell):
            found |= window.whole
    return found


def _touched(near: ZipPlace, radius: int) -> Iterator[tuple[int, int]]:
    box = bounding_box(near.point, radius)
    for south in range(math.floor(box.south / CELL), math.floor(box.north / CELL) + 1):
        for west, east in box.longitudes:
            for column in range(math.floor(west / CELL), math.floor(east / CELL) + 1):
                yield south, column
