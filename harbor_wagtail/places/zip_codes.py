"""ZIP codes as areas on the map: the Census Bureau's ZIP Code Tabulation Areas (ZCTAs), offline.

A ZCTA is drawn by the Census round the homes that get mail under a ZIP. PO boxes and single large receivers have
none; they are answered with the middle of the neighbouring codes, marked as approximate.
"""

from __future__ import annotations

import gzip
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

from harbor_wagtail.places.geometry import Point, distance_miles

# The middle of a prefix is only an answer where its codes lie near it. Beyond this (rural Alaska, the islands of
# Hawaii) a search round it would find help on the wrong side of the sea.
_WIDEST_PREFIX_MILES = 150

# Served by USPS under prefixes of Guam and Hawaii, but thousands of miles away: Palau, Micronesia, the Marshall
# Islands, Wake.
_ELSEWHERE = frozenset("96898 96939 96940 96941 96942 96943 96944 96960 96970".split())


@dataclass(frozen=True, slots=True)
class ZipPlace:
    """A point inside the area of a ZIP, to about 350 feet, and the county that holds most of the area.

    ``approximate`` means the code has no area of its own: the point is the middle of all codes that share its first
    three digits, and the county is not known.
    """

    zip: str
    latitude: float
    longitude: float
    county_fips: str | None
    approximate: bool

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)


@cache
def _rows() -> dict[str, str]:
    """ZIP → "latitude,longitude,county", left as text: one visitor needs one row, not 33,791 parsed."""
    packed = resources.files("harbor_wagtail.places").joinpath("data/zcta.csv.gz").read_bytes()
    _header, *lines = gzip.decompress(packed).decode("ascii").splitlines()
    return {line[:5]: line[6:] for line in lines}


def zip_place(text: str | None) -> ZipPlace | None:
    """Where a ZIP code is: five digits or ZIP+4, spaces around it and full-width digits allowed.

    ``None`` for whatever is not a ZIP code, for military codes and for prefixes nobody lives under; never an error.
    """
    code = _five_digits(text)
    if code is None:
        return None
    if code in _rows():
        return _parse(code)
    middle = None if code in _ELSEWHERE else _middle_of_prefix(code[:3])
    return ZipPlace(code, middle.latitude, middle.longitude, None, approximate=True) if middle else None


def _five_digits(text: str | None) -> str | None:
    if not isinstance(text, str) or len(text) > 50:
        return None
    found = re.fullmatch(r"([0-9]{5})(?:-[0-9]{4})?", unicodedata.normalize("NFKC", text).strip())
    return found[1] if found else None


def _parse(code: str) -> ZipPlace:
    latitude, longitude, county_fips = _rows()[code].split(",")
    return ZipPlace(code, float(latitude), float(longitude), county_fips, approximate=False)


@cache
def _prefixes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code in _rows():
        found[code[:3]].append(code)
    return found


@cache
def _middle_of_prefix(prefix: str) -> Point | None:
    """The mean point of a prefix's codes in the state most of them are in, unless they lie too far apart.

    Only that state, since 967 is Hawaii but for one code in American Samoa.
    """
    places = [_parse(code) for code in _prefixes().get(prefix, ())]
    if not places:
        return None
    [(main_state, _)] = Counter((place.county_fips or "")[:2] for place in places).most_common(1)
    points = [place.point for place in places if (place.county_fips or "").startswith(main_state)]
    middle = Point(
        round(statistics.fmean(point.latitude for point in points), 3),
        round(statistics.fmean(point.longitude for point in points), 3),
    )
    away = sorted(distance_miles(middle, point) for point in points)
    return middle if away[int(0.9 * (len(away) - 1))] <= _WIDEST_PREFIX_MILES else None
