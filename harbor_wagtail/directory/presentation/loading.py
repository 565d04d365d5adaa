"""Reading records for a page in a fixed number of queries, whatever the number of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import (
    Availability,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    Verification,
)
from harbor_wagtail.directory.verification import last_checked
from harbor_wagtail.keys import key
from harbor_wagtail.read_along import read_along
from harbor_wagtail.remembered import Rows

_SERVICE_RELATIONS = (
    "texts__locale",
    "phones",
    "schedules",
    "service_areas",
    "intake_answers",
    "languages__term__texts__locale",
    "contacts",
    "cost_options",
    "required_documents",
    "additional_urls",
    "domains__texts__locale",
    "populations__texts__locale",
    "genders__texts__locale",
    "not_served__texts__locale",
)
_PLACE_RELATIONS = (
    "phones",
    "schedules",
    "texts__locale",
    "accessibility",
    "accessibility_features__texts__locale",
    "languages__term__texts__locale",
)
_ORGANIZATION_RELATIONS = ("texts__locale", "phones", "contacts", "additional_websites")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Public services by id, their public service-at-locations, and the newest check of each.

    The page of an organization has the site's calendar of holidays besides, what is known of room, and, of services
    closed for good, what was said of getting in, newest first.
    """

    services: dict[int, Service]
    joins: dict[tuple[int, int], ServiceAtLocation] = field(default_factory=dict)
    checks: dict[int, Verification] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=lambda: Calendar(()))
    capacities: dict[int, list[ServiceCapacity]] = field(default_factory=dict)
    statuses: dict[int, list[Availability]] = field(default_factory=dict)


def load_organization(organization: Organization) -> Loaded:
    """Everything the page of an organization shows of its public services."""
    found = Service.objects.public().filter(organization=organization).select_related("program", "data_source")
    services = {service.pk: service for service in found}
    read_along([*services.values()], *_SERVICE_RELATIONS)
    return Loaded(
        services,
        _joins(services),
        last_checked(services.values()),
        Calendar.of_the_site(),
        _capacities(services),
        _statuses(services),
    )


_NAMED = Rows(Organization, lambda slug: Organization.objects.filter(slug=slug).values_list("pk"))


def is_named(slug: str) -> bool:
    """Whether there is any organization of this name, hidden ones included: a tenth of asking for a public one. Not for what
    somebody sent: how long an answer takes would tell a hidden one from none."""
    return bool(_NAMED.read(slug))


def public_organization(slug: str) -> Organization | None:
    """``slug`` may be anything that somebody sent."""
    if "\x00" in slug:  # PostgreSQL refuses to be asked for it
        return None
    found = Organization.objects.public().filter(slug=slug).select_related("data_source", "logo")
    organization = found.first()
    read_along([organization] if organization else [], *_ORGANIZATION_RELATIONS)
    return organization


def chosen_organization(given: str) -> Organization | None:
    """The public organization with this number, as a button sends it."""
    wanted = key(given)
    slug = Organization.objects.public().filter(pk=wanted).values_list("slug", flat=True).first() if wanted else None
    return public_organization(slug) if slug else None


def _joins(services: dict[int, Any]) -> dict[tuple[int, int], Any]:
    rows = list(ServiceAtLocation.objects.public().filter(service__in=list(services)).order_by("pk"))
    places = (f"location__{relation}" for relation in _PLACE_RELATIONS)
    read_along(rows, "phones", "schedules", "service_areas", *places)
    return {(row.service_id, row.location_id): row for row in rows}


def _capacities(services: dict[int, Any]) -> dict[int, list[ServiceCapacity]]:
    """The newest row of each thing that is counted, by service."""
    newest: dict[Any, ServiceCapacity] = {}
    rows = ServiceCapacity.objects.filter(service__in=list(services)).select_related("unit")
    for row in rows.order_by("updated", "pk"):
        newest[row.service_id, row.hsds_id] = row
    return _by_service(newest.values())


def _statuses(services: dict[int, Any]) -> dict[int, list[Availability]]:
    closed = [pk for pk, service in services.items() if service.status == ServiceStatus.CLOSED]
    rows = Availability.objects.filter(service__in=closed).order_by("-as_of", "-pk") if closed else ()
    return _by_service(rows)


def _by_service(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.service_id, []).append(row)
    return found
