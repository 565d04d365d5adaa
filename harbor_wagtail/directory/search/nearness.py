# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""How services stand to a ZIP code: by a door that may be shown, or by the people they are there for.

Distances are reckoned while searching, from the columns of public places alone; nothing of them is stored.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.models import AddressVisibility, Location
from harbor_wagtail.directory.search.conditions import ANYWHERE
from harbor_wagtail.directory.search.engines.base import FACET
from harbor_wagtail.places.geometry import EARTH_RADIUS_MILES, bounding_box

if TYPE_CHECKING:
    from harbor_wagtail.directory.search.conditions import SQL
    from harbor_wagtail.places import ZipPlace

#: Public places nearer than this come first of all (miles).
NEXT_DOOR = 10
MAX_MILES = 500

#: In the order of the results: a public place next door; people of the county, and no public place; a public place
#: further round, or further still but for people of the county; the whole state or country, or by phone. A service
#: in no group is left out.
NEXT_DOOR_GROUP, COUNTY_GROUP, AROUND_GROUP, WIDE_GROUP = range(4)
GROUPS_BY_DISTANCE = (NEXT_DOOR_GROUP, AROUND_GROUP)

_RADIAN = math.pi / 180
_SQUARED_MILES = (EARTH_RADIUS_MILES * _RADIAN) ** 2
#: Nearer to the date line than this, the way to a place may lead across it (degrees).
_DATE_LINE = 30


def join(connection: Any) -> SQL:
    """The place ``l`` of a row ``r``, if its address is public and its coordinates can be."""
    table = connection.ops.quote_name(Location._meta.db_table)
    sql = (
        f"LEFT JOIN {table} l ON l.id = r.location_id AND l.address_visibility = %s "
        "AND l.latitude BETWEEN -90 AND 90 AND l.longitude BETWEEN -180 AND 180"
    )
    return sql, [AddressVisibility.PUBLIC.value]


def columns(near: ZipPlace) -> SQL:
    """How far ``north`` and ``east`` of the ZIP a place is (degrees); whether the row names the county (``named``),
    or reaches everybody in the state, the country or anywhere (``wide``); whether it is in the county (``local``)."""
    named, named_params = _named(near)
    wide, wide_params = _wide(near)
    turned = "l.longitude"
    if abs(near.longitude) > 180 - _DATE_LINE:
        # Across the date line the short way round is meant.
        turned = (
            f"CASE WHEN l.longitude - {near.longitude!r} > 180 THEN l.longitude - 360 "
            f"WHEN {near.longitude!r} - l.longitude > 180 THEN l.longitude + 360 ELSE l.longitude END"
        )
    sql = (
        f"l.latitude - %s AS north, {turned} - %s AS east, CASE WHEN {named} THEN 1 ELSE 0 END AS named, "
        f"CASE WHEN {wide} THEN 1 ELSE 0 END AS wide, CASE WHEN r.county = %s THEN 1 ELSE 0 END AS local_"
    )
    return sql, [near.latitude, near.longitude, *named_params, *wide_params, _county(near)]


def within(near: ZipPlace, miles: int) -> SQL:
    """What most rows can be left out by before anything is measured or sorted."""
    box = bounding_box(near.point, _radius(miles))
    sides = " OR ".join("l.longitude BETWEEN %s AND %s" for _ in box.longitudes)
    named, named_params = _named(near)
    wide, wide_params = _wide(near)
    sql = f"(l.latitude BETWEEN %s AND %s AND ({sides}) OR r.county = %s OR {named} OR {wide})"
    corners = [box.south, box.north, *(side for pair in box.longitudes for side in pair)]
    return sql, [*corners, _county(near), *named_params, *wide_params]


def standing(near: ZipPlace, miles: int) -> SQL:
    """From candidates with :func:`columns`: the same with ``squared`` miles and the number of their group, or NULL.

    Measured by Pythagoras on a map stretched at the middle latitude, whose cosine is written as a polynomial: within
    0.1 % at 500 miles, without one call of a function. The square root is left to whoever shows it.
    """
    latitude = near.latitude * _RADIAN
    cosine = (math.cos(latitude), math.sin(latitude) * _RADIAN / 2, math.cos(latitude) * _RADIAN**2 / 8)
    stretched = "SELECT candidate.*, east * (%s - %s * north - %s * north * north) AS aside FROM candidate"
    squared = f"SELECT stretched.*, {_SQUARED_MILES!r} * (north * north + aside * aside) AS squared FROM ({stretched}) stretched"
    radius = _radius(miles)
    sql = (
        f"SELECT measured.*, CASE WHEN squared <= {min(radius, NEXT_DOOR) ** 2} THEN {NEXT_DOOR_GROUP} "
        f"WHEN squared IS NULL AND named + local_ > 0 THEN {COUNTY_GROUP} "
        f"WHEN squared <= {radius**2} OR squared IS NOT NULL AND named = 1 THEN {AROUND_GROUP} "
        f"WHEN wide = 1 THEN {WIDE_GROUP} END AS standing FROM ({squared}) measured"
    )
    return sql, [*cosine]


def _radius(miles: int) -> int:
    return max(1, min(miles, MAX_MILES))


def _county(near: ZipPlace) -> str:
    """The ZIP of a PO box has no county, and no row has the county "-"."""
    return near.county_fips or "-"


def _named(near: ZipPlace) -> SQL:
    return f"r.id IN (SELECT row_id FROM {FACET} WHERE kind = 'county' AND value = %s)", [_county(near)]


def _wide(near: ZipPlace) -> SQL:
    reach = "kind = 'state' AND value = %s OR kind = 'area' AND value IN (%s, %s)"
    return f"r.id IN (SELECT row_id FROM {FACET} WHERE {reach})", [_county(near)[:2], *ANYWHERE]
