"""Which rows meet what a visitor, or the site, asked for, apart from words and nearness: kind by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from harbor_wagtail.directory.models import AreaKind
from harbor_wagtail.directory.search.snapshot import Ages, Snapshot

if TYPE_CHECKING:
    from harbor_wagtail.directory.search.query import Search

#: More values of one kind than any form of ours offers.
MAX_CHOICES = 500
MAX_AGE = 150
ANYWHERE = (AreaKind.NATIONAL.value, AreaKind.REMOTE.value)

#: Kinds whose values are alternatives, with the attribute of a search that holds them.
KINDS: dict[str, str] = {
    "domain": "domains",
    "population": "populations",
    "gender": "genders",
    "language": "languages",
    "cost": "costs",
    "accessibility": "accessibility",
}
STARTS = ("self", "no_police_report", "no_system_involvement", "no_id", "no_parental_consent")

_COUNTY = re.compile("[0-9]{5}")


def chosen(search: Search, snapshot: Snapshot, now: datetime) -> dict[str, int]:
    """By kind, the rows that meet what was chosen of it. A kind of which nothing sensible was chosen is left out."""
    found: dict[str, int] = {}
    for kind, attribute in KINDS.items():
        if values := _codes(getattr(search, attribute)):
            found[kind] = _any(kind, values, snapshot)
    if counties := _counties(search.counties):
        found["county"] = reaching(counties, snapshot)
    if (fitting := _fitting(search, snapshot)) is not None:
        found["age"] = fitting
    if wanted := [value for value in STARTS if value in search.start]:
        found["start"] = _every("start", wanted, snapshot)
    if search.open_now:
        found["open"] = snapshot.open_now(now)
    if search.open_at is not None:
        found["open_at"] = _open_at(search.open_at, snapshot)
    return found


def shown(search: Search, snapshot: Snapshot, now: datetime) -> int:
    """Rows that are public now and within the limits of the site's page. A limit that makes no sense finds nothing."""
    rows = snapshot.layout.there & ~snapshot.clock(now).hidden
    if search.narrow_domains:
        rows &= _any("domain", _codes(search.narrow_domains), snapshot)
    if search.narrow_counties:
        rows &= reaching(_counties(search.narrow_counties), snapshot) if _counties(search.narrow_counties) else 0
    if search.narrow_organizations:
        rows &= _of_organizations(search.narrow_organizations, snapshot)
    return rows


def reaching(counties: Iterable[str], snapshot: Snapshot) -> int:
    """For people in any of these counties: by the county, its state, the country, or from anywhere."""
    found = 0
    for county in counties:
        found |= snapshot.rows_with("county", county) | wide(county[:2], snapshot)
    return found


def wide(state: str, snapshot: Snapshot) -> int:
    """Rows for a whole state, the country, or by phone and online from anywhere."""
    known = snapshot.memo.wide
    if state not in known:
        found = snapshot.rows_with("state", state)
        for area in ANYWHERE:
            found |= snapshot.rows_with("area", area)
        # States we know nothing of are many, if somebody makes them up.
        if state not in snapshot.values.get("state", {}):
            return found
        known[state] = found
    return known[state]


def _any(kind: str, values: Iterable[str], snapshot: Snapshot) -> int:
    found = 0
    for value in values:
        found |= snapshot.rows_with(kind, value)
    return found


def _every(kind: str, values: Iterable[str], snapshot: Snapshot) -> int:
    found = snapshot.layout.all_rows
    for value in values:
        found &= snapshot.rows_with(kind, value)
    return found


def _fitting(search: Search, snapshot: Snapshot) -> int | None:
    """An age limit nobody stated keeps nobody out, unless a visitor wants it stated."""
    age = search.age
    if age is None or not age.is_finite() or not 0 <= age <= MAX_AGE:
        age = None
    if age is None and not search.age_stated:
        return None
    found = snapshot.layout.all_rows
    if age is not None:
        found = 0
        for limits, window in snapshot.ages.items():
            found |= window.whole if _is_within(limits, age) else 0
    return found & ~snapshot.rows_with("age", "unstated") if search.age_stated else found


def _is_within(limits: Ages, age: Decimal) -> bool:
    youngest, oldest, all_ages = limits
    years = float(age)
    return all_ages or ((youngest is None or youngest <= years) and (oldest is None or years <= oldest))


def _open_at(at: datetime, snapshot: Snapshot) -> int:
    wall_clock = at.replace(tzinfo=None)
    try:
        return snapshot.open_at(lambda zone: wall_clock.replace(tzinfo=zone))
    except (OverflowError, ValueError):
        return 0  # the first or last days of the calendar; nobody is open then for certain


def _of_organizations(pks: Iterable[int], snapshot: Snapshot) -> int:
    wanted, layout = set(pks), snapshot.layout
    return layout.rows_of(segment for segment, pk in enumerate(layout.organizations) if pk in wanted)


def _codes(values: Iterable[str]) -> list[str]:
    """Codes as a term may have them."""
    return _distinct(value for value in values if value and value.isprintable() and len(value) <= 255)


def _counties(values: Iterable[str]) -> list[str]:
    return _distinct(value for value in values if _COUNTY.fullmatch(value))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))[:MAX_CHOICES]
