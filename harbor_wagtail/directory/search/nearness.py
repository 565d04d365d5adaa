"""How services stand to a ZIP code: by a door that may be shown, or by the people they are there for.

Distances are reckoned while searching, from the coordinates of public places alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.search.bits import bits_in
from harbor_wagtail.directory.search.snapshot import Snapshot
from harbor_wagtail.directory.search.wishes import wide
from harbor_wagtail.places.geometry import Point, bounding_box, chord_of, in_space

if TYPE_CHECKING:
    from harbor_wagtail.places import ZipPlace

#: Public places nearer than this come first of all (miles).
NEXT_DOOR = 10
MAX_MILES = 500
#: A parallel between two corners of a cell runs nearer to the pole than the straight way (miles, with room to spare).
_BULGE = 0.1
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


def _chords(here: InSpace, bits: list[int], snapshot: Snapshot) -> Iterator[float]:
    points: Iterator[Any] = map(snapshot.doors.points.__getitem__, bits)
    return map(math.dist, repeat(here), points)


def _within(near: ZipPlace, radius: int, rows: int, snapshot: Snapshot) -> int:
    """Of ``rows``, those with a public place in a circle: only what lies where its rim runs is measured."""
    here, inside, rim = in_space(near.point), 0, 0
    side, cells = snapshot.doors.side, snapshot.doors.cells
    # No point of a cell is farther from its nearest corner than its side is long.
    surely_in, maybe_in = chord_of(max(0, radius - _BULGE)), chord_of(radius + side * MILES_A_DEGREE)
    for cell in cells.keys() & set(_cells(near, radius, side)):
        corners = [math.dist(here, corner) for corner in _corners(cell, side)]
        if max(corners) <= surely_in:
            inside |= cells[cell].whole
        elif min(corners) <= maybe_in:
            rim |= cells[cell].whole
    maybe = list(bits_in(rows & rim))
    on_rim = list(compress(maybe, map(chord_of(radius).__ge__, _chords(here, maybe, snapshot))))
    return rows & inside | snapshot.layout.window(on_rim).whole


@lru_cache(maxsize=8192)
def _corners(cell: Cell, side: float) -> tuple[InSpace, ...]:
    corners = ((cell[0] + north, cell[1] + east) for north in (0, 1) for east in (0, 1))
    return tuple(in_space(Point(south * side, west * side)) for south, west in corners)


def _cells(near: ZipPlace, radius: int, side: float) -> Iterator[Cell]:
    """Cells that a circle may touch."""
    box = bounding_box(near.point, radius)
    for south in range(math.floor(box.south / side), math.floor(box.north / side) + 1):
        for west, east in box.longitudes:
            for column in range(math.floor(west / side), math.floor(east / side) + 1):
                yield south, column
