"""How services stand to a ZIP code: by a door that may be shown, or by the people they are there for.

Distances are reckoned while searching, from the coordinates of public places alone.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.search.bits import bits_in, set_of
from harbor_wagtail.directory.search.snapshot import Snapshot
from harbor_wagtail.directory.search.wishes import wide
from harbor_wagtail.places.geometry import bounding_box, chord_of, in_space

if TYPE_CHECKING:
    from harbor_wagtail.places import ZipPlace

#: Public places nearer than this come first of all (miles).
NEXT_DOOR = 10
MAX_MILES = 500
#: So many places are measured one by one in the time it takes to look at the cells of a circle.
FEW = 200
#: How far any point of a cell is from its middle, in sides.
_HALF_DIAGONAL = 0.7072
#: Of latitude, and of longitude at the equator, rounded up.
MILES_A_DEGREE = 70

InSpace = tuple[float, float, float]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows by group, in the order of the results. ``here`` is the ZIP in space; groups at even places go by the distance
    from it.

    Groups: a public place next door; people of the county, and no public place; a public place further round, or
    further still but for people of the county; the whole state or country, or by phone. A row in none is left out.
    """

    groups: tuple[int, ...]
    here: InSpace | None = None

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
    next_door = _within(near, min(radius, NEXT_DOOR), rows, snapshot)
    around = (_within(near, radius, rows, snapshot) | theirs) & ~next_door
    of_county = rows & local & ~doors.all
    everywhere = rows & wide(county[:2], snapshot) & ~(next_door | around | of_county)
    return Standing((next_door, of_county, around, everywhere), in_space(near.point))


def chords(here: InSpace, rows: int, snapshot: Snapshot) -> dict[int, float]:
    """By bit of public places, how far they are straight through the ground (miles): one call of C for each."""
    bits = list(bits_in(rows))
    return dict(zip(bits, _chords(here, bits, snapshot), strict=True))


def _chords(here: InSpace, bits: Sequence[int], snapshot: Snapshot) -> Iterator[float]:
    points: Iterator[Any] = map(snapshot.doors.points.__getitem__, bits)
    return map(math.dist, repeat(here), points)


def _within(near: ZipPlace, radius: int, rows: int, snapshot: Snapshot) -> int:
    """Of ``rows``, those with a public place in a circle: where they are many, only what lies where its rim runs is measured."""
    here, limit = in_space(near.point), chord_of(radius)
    found = rows & snapshot.doors.all
    if found.bit_count() <= FEW:
        return snapshot.layout.window(_nearer(here, limit, list(bits_in(found)), snapshot)).whole
    inside, rim = array("I"), array("I")
    side, cells = snapshot.doors.side, snapshot.doors.cells
    reach = side * MILES_A_DEGREE * _HALF_DIAGONAL
    for cell in cells.keys() & set(_cells(near, radius, side)):
        middle, bits = cells[cell]
        far = math.dist(here, middle)
        if far + reach <= limit:
            inside += bits
        elif far - reach <= limit:
            rim += bits
    inside.extend(_nearer(here, limit, rim, snapshot))
    return found & set_of(inside, len(snapshot.layout.places))


def _nearer(here: InSpace, limit: float, bits: Sequence[int], snapshot: Snapshot) -> list[int]:
    return list(compress(bits, map(limit.__ge__, _chords(here, bits, snapshot))))


def _cells(near: ZipPlace, radius: int, side: float) -> Iterator[Cell]:
    """Cells that a circle may touch."""
    box = bounding_box(near.point, radius)
    for south in range(math.floor(box.south / side), math.floor(box.north / side) + 1):
        for west, east in box.longitudes:
            for column in range(math.floor(west / side), math.floor(east / side) + 1):
                yield south, column
