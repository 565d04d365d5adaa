# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""Reading the search tables for a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any, NamedTuple

from django.db import connections

from harbor_wagtail.directory.models import AddressVisibility, Location
from harbor_wagtail.directory.search.engines.base import ROW

_COLUMNS = (
    "id, service_id, organization_id, location_id, sort_name, min_age, max_age, all_ages, status, status_expires_at, "
    "starts_at, expires_at, facets, schedule, locale, checked_on"
)


class Row(NamedTuple):
    """A row of the search table; ``place`` is 0 where there is none, ``checked`` the month ("2026-03") or empty."""

    row: int
    service: int
    organization: int
    place: int
    name: str
    youngest: float | None
    oldest: float | None
    all_ages: bool
    status: str
    status_expires_at: datetime | None
    starts_at: datetime | None
    expires_at: datetime | None
    facets: str
    schedule: str
    locale: str
    checked: str


class Named(NamedTuple):
    """Of a row, what depends on its language."""

    row: int
    service: int
    place: int
    name: str


def rows_in(locale: str, using: str) -> Iterator[Row]:
    """All rows in a language, those of one service together, its places in order."""
    where = "WHERE locale = %s ORDER BY service_id, COALESCE(location_id, 0)"
    return _rows(f"SELECT {_COLUMNS} FROM {ROW} {where}", [locale], using)


def rows_of(services: Iterable[int], using: str) -> Iterator[Row]:
    """Rows of these services in all languages."""
    which = ",".join(str(int(service)) for service in services)
    if not which:
        return iter(())
    where = f"WHERE service_id IN ({which}) ORDER BY service_id, COALESCE(location_id, 0)"
    return _rows(f"SELECT {_COLUMNS} FROM {ROW} {where}", [], using)


def named_in(locale: str, using: str) -> Iterator[Named]:
    sql = f"SELECT id, service_id, COALESCE(location_id, 0), sort_name FROM {ROW} WHERE locale = %s"
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [locale])
        return map(Named._make, cursor.fetchall())


def doors(using: str, places: Iterable[int] | None = None) -> dict[int, tuple[float, float]]:
    """Latitude and longitude of public places, where they lie on the globe. ``places``: of these alone."""
    found = Location.objects.using(using).filter(
        address_visibility=AddressVisibility.PUBLIC, latitude__range=(-90, 90), longitude__range=(-180, 180)
    )
    if places is not None:
        found = found.filter(pk__in=list(places))
    rows = found.order_by().values_list("pk", "latitude", "longitude")
    return {pk: (float(latitude or 0), float(longitude or 0)) for pk, latitude, longitude in rows}


def _rows(sql: str, params: list[Any], using: str) -> Iterator[Row]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    for row in found:
        yield Row._make(
            (*row[:3], row[3] or 0, *row[4:9], *map(_moment, row[9:12]), *row[12:15], str(row[15] or "")[:7])
        )


def _moment(value: Any) -> datetime | None:
    """A cursor gives datetimes as the driver does: SQLite as text, MySQL without a zone; both mean UTC."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
