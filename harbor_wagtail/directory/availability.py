"""Recording whether people can get in, and reading it back with its age."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.models import Availability, Service, ServiceStatus
from harbor_wagtail.directory.signals import record_changed

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

#: Words that describe a moment; they turn into "unknown, call" by themselves. The others hold until somebody says else.
PASSING = frozenset({ServiceStatus.WAIT_LIST, ServiceStatus.CLOSED_TO_NEW})


def record_availability(
    service: Service,
    status: str,
    *,
    as_of: datetime | None = None,
    expires_at: datetime | None = None,
    note: str = "",
    by_role: str = "",
    user: Any = None,
    batch: ImportBatch | None = None,
) -> Availability:
    """Write an event and make it the service's current word, unless a newer one is known already.

    ``expires_at`` defaults to ``AVAILABILITY_DAYS`` after ``as_of`` for what passes (a wait list), to never otherwise.
    """
    moment = as_of or timezone.now()
    if expires_at is None and status in PASSING:
        expires_at = moment + timedelta(days=conf.AVAILABILITY_DAYS)
    with transaction.atomic():
        event = Availability.objects.create(
            service=service,
            status=ServiceStatus(status),
            as_of=moment,
            expires_at=expires_at,
            note=note,
            by_role=by_role,
            by_user=user,
            batch=batch,
        )
        _make_current(service, event)
    return event


def current_status(service: Service, at: datetime | None = None) -> tuple[ServiceStatus | None, datetime | None]:
    """The word believed at a moment and since when; ``None`` once it has gone stale ("unknown, call")."""
    if service.status_expires_at and service.status_expires_at <= (at or timezone.now()):
        return None, service.status_as_of
    return ServiceStatus(service.status), service.status_as_of


def _make_current(service: Service, event: Availability) -> None:
    row = Service.objects.select_for_update().only("status_as_of").get(pk=service.pk)
    if row.status_as_of and row.status_as_of > event.as_of:
        return
    current = {
        "status": event.status,
        "status_as_of": event.as_of,
        "status_expires_at": event.expires_at,
        "status_note": event.note[:255],
    }
    Service.objects.filter(pk=service.pk).update(**current)
    for name, value in current.items():
        setattr(service, name, value)
    record_changed.send(sender=Service, instance=service, told=service.is_public())
