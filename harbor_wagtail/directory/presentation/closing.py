"""An organization that has closed keeps its address, says so, and points to the same help elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import AreaKind, ServiceStatus
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.loading import Loaded
from harbor_wagtail.directory.presentation.whereabouts import county_name
from harbor_wagtail.directory.presentation.words import term_name

#: Kinds of help pointed to at most.
KINDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Gone:
    """``since`` is a sentence. ``kinds`` are (code, name) of what it offered, ``county`` the FIPS code it was in."""

    since: str
    kinds: list[tuple[str, str]]
    county: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A search that finds ``total`` services of the same kind; ``county`` is empty where the county has none."""

    label: str
    kind: str
    county: str
    total: int


def gone(services: Iterable[Any], loaded: Loaded, at: datetime) -> Gone:
    """For services that are all closed for good. Nobody knows the day itself; it is said since when we know."""
    rows = list(services)
    days = [timezone.localtime(moment).date() for row in rows if (moment := _closed_since(row, loaded))]
    kinds = {term.code: term_name(term) for row in rows for term in row.domains.all() if term.code}
    return Gone(_since(max(days) if days else None), list(kinds.items())[:KINDS_SHOWN], _county(rows, loaded))


def elsewhere(found: Gone, count: Callable[[str, str], int]) -> list[Elsewhere]:
    """For each kind of help the nearest search that finds something. ``count(kind, county)`` gives totals."""
    return [each for code, name in found.kinds if (each := _nearest(code, name, found.county, count))]


def _nearest(code: str, name: str, county: str, count: Callable[[str, str], int]) -> Elsewhere | None:
    if county and (total := count(code, county)):
        label = _("%(kind)s, %(county)s") % {"kind": name, "county": county_name(county)}
        return Elsewhere(label, code, county, total)
    total = count(code, "")
    return Elsewhere(_("%(kind)s, anywhere") % {"kind": name}, code, "", total) if total else None


def _since(day: date | None) -> str:
    if day is None:
        return _("Closed for good.")
    return _("Closed for good since %(day)s or earlier.") % {"day": day_in_words(day)}


def _closed_since(service: Any, loaded: Loaded) -> datetime | None:
    """When it was first known, if that was said again since; else when its current word was given."""
    since: datetime | None = service.status_as_of
    for event in loaded.statuses.get(service.pk, ()):
        if event.status != ServiceStatus.CLOSED:
            break
        since = event.as_of if since is None else min(since, event.as_of)
    return since


def _county(services: list[Any], loaded: Loaded) -> str:
    """Where its places were, else the first county it served."""
    places = [join.location.county for join in loaded.joins.values() if join.location.county]
    served = [area.fips for row in services for area in row.service_areas.all() if area.kind == AreaKind.COUNTY]
    return next(iter([*places, *filter(None, served)]), "")
