# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""What a row must meet, apart from words and nearness, as SQL over the row ``r``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from harbor_wagtail.directory.models import AreaKind, ServiceStatus
from harbor_wagtail.directory.search.engines.base import FACET, ROW
from harbor_wagtail.directory.search.sources import default_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from harbor_wagtail.directory.search.query import Search

SQL = tuple[str, list[Any]]

#: More values of one kind than any form of ours offers.
MAX_CHOICES = 500
MAX_AGE = 150
ANYWHERE = (AreaKind.NATIONAL.value, AreaKind.REMOTE.value)

_COUNTY = re.compile("[0-9]{5}")


def conditions(search: Search, connection: Any) -> SQL:
    parts = [
        _in_language(search.locale),
        _shown_now(connection),
        _tagged("domain", _codes(search.domains)),
        _narrowed(_tagged, "domain", _codes(search.narrow_domains), given=bool(search.narrow_domains)),
        _reaching(_counties(search.counties)),
        _narrowed(_reaching, _counties(search.narrow_counties), given=bool(search.narrow_counties)),
        _of_organizations(search.narrow_organizations),
        _for_age(search.age),
    ]
    found = [part for part in parts if part[0]]
    return " AND ".join(sql for sql, _ in found), [value for _, params in found for value in params]


def still_believed(connection: Any) -> SQL:
    """Whether what was said about getting in has not gone stale."""
    return "(r.status_expires_at IS NULL OR r.status_expires_at > %s)", [_now(connection)]


def _now(connection: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _in_language(language: str) -> SQL:
    """Rows in the language asked for, or in its plain form ("es" for "es-mx"), or in the site's own."""
    asked = language if language.isprintable() else ""
    wanted = (asked, asked.split("-")[0], default_language())
    one = f"(SELECT MIN(locale) FROM {ROW} WHERE locale = %s)"
    return f"r.locale = COALESCE({one}, {one}, %s)", list(wanted)


def _shown_now(connection: Any) -> SQL:
    believed, params = still_believed(connection)
    now = _now(connection)
    sql = (
        "(r.starts_at IS NULL OR r.starts_at <= %s) AND (r.expires_at IS NULL OR r.expires_at > %s) "
        f"AND NOT (r.status = %s AND {believed})"
    )
    return sql, [now, now, ServiceStatus.CLOSED.value, *params]


def _narrowed(condition: Any, *args: Any, given: bool) -> SQL:
    """A limit set by the site; unlike a visitor's wish it is not left out where it makes no sense."""
    sql, params = condition(*args)
    return ("1 = 0", []) if given and not sql else (sql, params)


def _tagged(kind: str, values: list[str]) -> SQL:
    if not values:
        return "", []
    return _with_facet(f"kind = %s AND value IN ({_marks(values)})"), [kind, *values]


def _reaching(counties: list[str]) -> SQL:
    """Services for people in any of these counties: by the county, its state, the country, or from anywhere."""
    if not counties:
        return "", []
    states = sorted({county[:2] for county in counties})
    reach = (
        f"kind = 'county' AND value IN ({_marks(counties)}) OR kind = 'state' AND value IN ({_marks(states)}) "
        f"OR kind = 'area' AND value IN ({_marks(ANYWHERE)})"
    )
    return _with_facet(reach), [*counties, *states, *ANYWHERE]


def _of_organizations(pks: Iterable[int]) -> SQL:
    wanted = sorted({pk for pk in pks if 0 < pk < 2**63})
    if not wanted:
        return ("1 = 0", []) if pks else ("", [])
    return f"r.organization_id IN ({', '.join(map(str, wanted))})", []


def _for_age(age: Decimal | None) -> SQL:
    """An age limit nobody stated keeps nobody out."""
    if age is None or not age.is_finite() or not 0 <= age <= MAX_AGE:
        return "", []
    within = "(r.min_age IS NULL OR r.min_age <= %s) AND (r.max_age IS NULL OR r.max_age >= %s)"
    return f"(r.all_ages OR ({within}))", [float(age)] * 2


def _with_facet(condition: str) -> str:
    return f"r.id IN (SELECT row_id FROM {FACET} WHERE {condition})"


def _marks(values: Iterable[str]) -> str:
    return ", ".join("%s" for _ in values)


def _codes(values: Iterable[str]) -> list[str]:
    """Codes as a term may have them; NUL and half of a surrogate pair are refused by databases with an error."""
    return _distinct(value for value in values if value and value.isprintable() and len(value) <= 255)


def _counties(values: Iterable[str]) -> list[str]:
    return _distinct(value for value in values if _COUNTY.fullmatch(value))


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))[:MAX_CHOICES]
