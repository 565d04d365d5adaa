"""A listing is three records that a volunteer fills in as one: an organization, a service, and where it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry

from harbor_wagtail.directory.models import Location, Organization, Service, ServiceAtLocation


@dataclass(frozen=True, slots=True)
class Whole:
    """What belongs to one listing alone: its organization and its only place, each as last drafted."""

    organization: Organization
    place: Location | None = None


def whole(service: Service) -> Whole | None:
    """The organization and place of a service that are nobody else's; ``None`` where there is more than one service."""
    if not service.pk or not service.organization_id:
        return None
    organization = Organization.objects.filter(pk=service.organization_id).first()
    if organization is None or organization.services.exclude(pk=service.pk).exists():
        return None
    places = list(Location.objects.filter(service_at_locations__service=service.pk)[:2])
    others = Location.objects.filter(organization=organization).exclude(service_at_locations__service=service.pk)
    if len(places) > 1 or others.exists():
        return None
    own = [each for each in places if each.organization_id == organization.pk and _is_only_here(each, service)]
    return Whole(_drafted(organization), _drafted(own[0]) if own else None)


def only_service(organization: Organization) -> Service | None:
    """The service whose form edits the whole of an organization, if it has just one and at most one place."""
    services = list(organization.services.all()[:2])
    return services[0] if len(services) == 1 and whole(services[0]) else None


def change_draft(record: Any, values: Mapping[str, Any], user: Any) -> None:
    """Change columns of a record in its draft. It is published together with its service: see :func:`waiting`."""
    changed = {name: value for name, value in values.items() if getattr(record, name) != value} if record else {}
    if not changed:
        return
    for name, value in changed.items():
        setattr(record, name, value)
    with transaction.atomic():
        if not record.live:
            record.save()
        record.save_revision(user=user, log_action=True)


def waiting(service: Service) -> list[Organization | Location]:
    """What is to go live together with a service: what was drafted along with it, and what is drafted of its own."""
    found = companions(service)
    if mine := whole(service):
        records = [record for record in (mine.organization, mine.place) if record is not None]
        found += [record for record in records if record.live and record.has_unpublished_changes and _is_free(record)]
    return found


def missing(service: Service) -> list[str]:
    """Which of the facts that visitors need a draft of a service lacks, in words."""
    found = []
    if not service.domains.all():
        found.append(_("the kind of help"))
    if not service.service_areas.all():
        found.append(_("the area served"))
    reachable = service.phones.all() or service.email or service.url or service.organization.phones.all()
    if not reachable:
        found.append(_("how to reach it"))
    return found


def _is_free(record: Any) -> bool:
    """Neither locked nor scheduled nor with somebody who is to approve it."""
    return not (record.locked or record.scheduled_revision or record.workflow_in_progress)


def _is_only_here(place: Location, service: Service) -> bool:
    return not place.service_at_locations.exclude(service=service.pk).exists()


def _drafted(record: Any) -> Any:
    return record.get_latest_revision_as_object()


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


def publish(record: Organization | Location, user: Any, at: datetime | None = None) -> None:
    """Publish what was last drafted, now or at a moment to come."""
    if at is not None:
        record = _drafted(record)
        record.go_live_at = at
    with transaction.atomic():
        revision = record.save_revision(user=user) if at or not record.latest_revision else record.latest_revision
        revision.publish(user=user)


def _never_published(record: Any) -> bool:
    """Whether it was drafted here, or an import brought it in to wait for two checks, and it was never shown. What was
    taken off the site by somebody stays off."""
    if record.live or record.first_published_at or record.go_live_at or (record.source_id and not record.batch_id):
        return False
    withdrawn = log_registry.get_logs_for_instance(record).filter(action="wagtail.unpublish")
    return bool(record.latest_revision_id or record.batch_id) and not withdrawn.exists()


def _as_draft(record: Any, user: Any) -> Any:
    with transaction.atomic():
        record.live = False
        record.save()
        record.save_revision(user=user, log_action="wagtail.create")
    return record
