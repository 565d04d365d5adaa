"""When an answer is another than the last one: the directory's version, and what the clock alone has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils import timezone

import harbor_wagtail
from harbor_wagtail.conf import conf
from harbor_wagtail.directory.models import (
    DirectoryVersion,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceStatus,
)
from harbor_wagtail.models.words import default_language

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Part of every mark: raise when answers are written otherwise.
_FORM = f"{harbor_wagtail.__version__}/1"


def long_closed(prefix: str = "", now: dt.datetime | None = None) -> Q:
    """Closed for good, and for longer than ``HSDS_CLOSED_DAYS``: others have had time to hear of it."""
    now = now or timezone.now()
    until = now - dt.timedelta(days=conf.HSDS_CLOSED_DAYS)
    believed = Q(**{f"{prefix}status_expires_at__isnull": True}) | Q(**{f"{prefix}status_expires_at__gt": now})
    since = Q(**{f"{prefix}status_as_of__lt": until}) | Q(
        **{f"{prefix}status_as_of__isnull": True, f"{prefix}last_modified__lt": until}
    )
    return Q(**{f"{prefix}status": ServiceStatus.CLOSED}) & believed & since


def organizations() -> QuerySet[Any]:
    return Organization.objects.public()


def services() -> QuerySet[Any]:
    """What is public, and not closed for too long."""
    return Service.objects.public().exclude(long_closed())


def service_at_locations() -> QuerySet[Any]:
    return ServiceAtLocation.objects.public().exclude(long_closed("service__"))


@dataclass(frozen=True, slots=True)
class State:
    """``changed_at``: when anything public changed last, by a hand or by the clock."""

    version: int
    changed_at: dt.datetime

    def mark(self, address: str) -> str:
        """The ETag of one address. Weak: what is between us and the reader may pack the answer."""
        parts = (
            _FORM,
            str(self.version),
            self.changed_at.isoformat(),
            str(conf.HSDS_CLOSED_DAYS),
            default_language(),
            address,
        )
        return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def current() -> State:
    """As things are now. The version alone would not do: a record that expires, or a word on getting in that is believed
    no longer, changes the answer without anybody writing anything."""
    now = timezone.now()
    row = DirectoryVersion.objects.filter(pk=1).first()
    moments = [row.changed_at] if row else []
    for model in (Organization, Service, Location):
        moments += _newest(model, "expire_at", Q(expire_at__lte=now))
    moments += _newest(Service, "status_expires_at", Q(status_expires_at__lte=now))
    if gone := _newest(Service, "status_as_of", long_closed(now=now)):
        moments.append(gone[0] + dt.timedelta(days=conf.HSDS_CLOSED_DAYS))
    return State(row.number if row else 0, max(moments, default=dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)))


def _newest(model: Any, name: str, condition: Q) -> list[dt.datetime]:
    newest = model.objects.filter(condition).aggregate(newest=Max(name))["newest"]
    return [newest] if newest else []
