"""A listing is three records that a volunteer fills in as one: an organization, a service, and where it is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import registry as log_registry

from harbor_wagtail.directory.models import Location, Organization, Service, ServiceAtLocation


def draft_organization(name: str, user: Any) -> Organization:
    """A new organization of which only the name is known, as a draft."""
    return _as_draft(Organization(name=name), user)


def draft_place(service: Service, *, name: str, county: str, user: Any) -> Location:
    """A new place of the service's organization, as a draft, and the link between the two. It has no address."""
    place = _as_draft(Location(organization=service.organization, name=name, county=county), user)
    ServiceAtLocation(service=service, location=place).save()
    return place


def change_places(service: Service, *, seen: Iterable[int], wanted: Iterable[int]) -> None:
    """Link what was ticked and unlink what was unticked, compared with what the editor was shown.

    Links that came about meanwhile, and what is known about a place that stays, are left alone.
    """
    before, after = set(seen), set(wanted)
    with transaction.atomic():
        for link in ServiceAtLocation.objects.filter(service=service, location__in=before - after):
            link.delete()
        linked = set(ServiceAtLocation.objects.filter(service=service).values_list("location_id", flat=True))
        for pk in sorted(after - before - linked):
            ServiceAtLocation(service=service, location_id=pk).save()


def companions(service: Service) -> list[Organization | Location]:
    """What was drafted along with a service and waits for it: never published, and used by no other service."""
    organization = service.organization
    waiting: list[Organization | Location] = []
    if _never_published(organization) and not organization.services.exclude(pk=service.pk).exists():
        waiting.append(organization)
    places = Location.objects.filter(service_at_locations__service=service, organization=organization)
    for place in places:
        if _never_published(place) and not place.service_at_locations.exclude(service=service).exists():
            waiting.append(place)
    return waiting


def publish(record: Organization | Location, user: Any) -> None:
    revision = record.latest_revision or record.save_revision(user=user)
    revision.publish(user=user)


def _never_published(record: Any) -> bool:
    """Whether it was drafted here and never shown. What was imported, or taken off the site by somebody, stays off."""
    if record.live or record.first_published_at or record.go_live_at or record.batch_id or record.source_id:
        return False
    withdrawn = log_registry.get_logs_for_instance(record).filter(action="wagtail.unpublish")
    return record.latest_revision_id is not None and not withdrawn.exists()


def _as_draft(record: Any, user: Any) -> Any:
    with transaction.atomic():
        record.live = False
        record.save()
        record.save_revision(user=user, log_action="wagtail.create")
    return record
