"""Offline geography of the United States: states, counties, ZIP codes, distances and time zones.

Pure Python over three small public-domain files; nothing is read before the first question. See docs/places.md.
"""

from __future__ import annotations

from harbor_wagtail.places.geometry import Box, Point, bounding_box, distance_miles
from harbor_wagtail.places.us_counties import County, counties, county, find_counties
from harbor_wagtail.places.us_states import State, state, states
from harbor_wagtail.places.zip_codes import ZipPlace, zip_place
from harbor_wagtail.places.zones import time_zone

__all__ = [
    "Box",
    "County",
    "Point",
    "State",
    "ZipPlace",
    "bounding_box",
    "counties",
    "county",
    "distance_miles",
    "find_counties",
    "state",
    "states",
    "time_zone",
    "zip_place",
]
