"""Whose hours count, and by which clock: the same for what a card says and for what "open now" finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from harbor_wagtail import places
from harbor_wagtail.directory.models import AreaKind

Row = TypeVar("Row")


def closest(*levels: Sequence[Row]) -> Sequence[Row]:
    """The first level that has rows: of the service at this place, of the service, else of the place."""
    return next((rows for rows in levels if rows), ())


def zone_name(own: str, county: str, areas: Iterable[tuple[str, str]] = ()) -> str:
    """The clock of a place: its own zone, its county's, that of the areas served if they share one; else empty.

    ``areas`` are (kind, FIPS). Empty stands for the site's own zone, which a setting may change.
    """
    if named(own):
        return own
    if zone := places.time_zone(county):
        return str(zone)
    found = {str(zone) for kind, fips in areas if kind != AreaKind.NATIONAL and (zone := places.time_zone(fips))}
    return found.pop() if len(found) == 1 else ""


def zone(name: str) -> tzinfo:
    """The zone of that name, or the site's."""
    return named(name) or ZoneInfo(settings.TIME_ZONE)


def named(name: str) -> tzinfo | None:
    """``None`` for what names no zone: an import may bring any word, and the county's zone is nearly always right."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
