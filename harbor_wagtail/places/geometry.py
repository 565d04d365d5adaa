"""Distances and boxes on the globe, in miles and degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_RADIUS_MILES = 3958.7613  # the mean radius, 6371.0088 km

# Wider than any rounding in the formulas below, narrower than a foot; a box must never miss a point on its rim.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees; north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """Latitudes from ``south`` to ``north``, and one range of longitudes, or two where the box crosses 180°.

    Each range runs west to east with the smaller number first, so it can be handed to SQL's BETWEEN as it is.
    """

    south: float
    north: float
    longitudes: tuple[tuple[float, float], ...]

    def contains(self, point: Point) -> bool:
        in_longitude = any(west <= point.longitude <= east for west, east in self.longitudes)
        return in_longitude and self.south <= point.latitude <= self.north


def distance_miles(a: Point, b: Point) -> float:
    """Great-circle distance by the haversine formula; within 0.5 % of the ellipsoid's."""
    south, north = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half_chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(min(1.0, half_chord)))


def in_space(point: Point) -> tuple[float, float, float]:
    """Where a point of the globe is, in miles from its centre. Two of these give a chord: see ``chord_of``."""
    north, east = math.radians(point.latitude), math.radians(point.longitude)
    across = EARTH_RADIUS_MILES * math.cos(north)
    return across * math.cos(east), across * math.sin(east), EARTH_RADIUS_MILES * math.sin(north)


def chord_of(miles: float) -> float:
    """The straight way, through the ground, for a way over it: both in miles, and both in the same order."""
    return 2 * EARTH_RADIUS_MILES * math.sin(min(miles / EARTH_RADIUS_MILES, math.pi) / 2)


def miles_of(chord: float) -> float:
    """The great-circle distance for a straight one."""
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, chord / EARTH_RADIUS_MILES / 2))


def bounding_box(point: Point, miles: float) -> Box:
    """The box that holds every point within ``miles`` of a point, and some that are farther: measure those after.

    A circle round a pole takes all longitudes. Raises ``ValueError`` for a negative or missing number of miles.
    """
    if not miles >= 0:
        raise ValueError(f"miles must be zero or more, not {miles!r}")
    angle = min(miles / EARTH_RADIUS_MILES, math.pi)
    reach = math.degrees(angle) + _ROUNDING
    south, north = point.latitude - reach, point.latitude + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), ((-180.0, 180.0),))
    # The circle is widest a little poleward of its centre, hence the sine and not the angle itself.
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(point.latitude)))))
    return Box(south, north, _longitudes(point.longitude - width - _ROUNDING, point.longitude + width + _ROUNDING))


def _longitudes(west: float, east: float) -> tuple[tuple[float, float], ...]:
    if west < -180:
        return (-180.0, east), (west + 360, 180.0)
    if east > 180:
        return (-180.0, east - 360), (west, 180.0)
    return ((west, east),)
