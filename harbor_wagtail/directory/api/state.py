"""When an answer is another than the last one: the directory's version, and what the clock alone has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Max, Min, Q
from django.utils import timezone

import harbor_wagtail
from harbor_wagtail.conf import conf
from harbor_wagtail.directory.models import (
    DirectoryVersion,
    InclusionDecision,
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

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
_EVER = dt.datetime(9999, 1, 1, tzinfo=dt.timezone.utc)


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


class _Struck(NamedTuple):
    """What the clock has changed of one version: when last, and until when that holds."""

    key: tuple[Any, ...]
    last: dt.datetime
    until: dt.datetime


_struck: _Struck | None = None


def current() -> State:
    """As things are now. The version alone would not do: a record that expires, or a word on getting in that is believed
    no longer, changes the answer without anybody writing anything. One query, until the clock strikes next or is put back."""
    global _struck
    now = timezone.now()
    row = DirectoryVersion.objects.filter(pk=1).first()
    number, changed_at = (row.number, row.changed_at) if row else (0, _NEVER)
    key = (number, changed_at, conf.HSDS_CLOSED_DAYS)
    found = _struck
    # A clock that is put back is before what it struck: that has not happened yet.
    if found is None or found.key != key or not found.last <= now < found.until:
        found = _struck = _Struck(key, *_moments(now))
    return State(number, max(changed_at, found.last))


def _moments(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The last moment at which the clock changed what is public, and the next one."""
    kept = dt.timedelta(days=conf.HSDS_CLOSED_DAYS)
    closed = Q(status=ServiceStatus.CLOSED)
    asked = {"expired": ("expire_at", now, Q()), "believed": ("status_expires_at", now, Q())}
    owned = _was_told("organization__") & ~Q(organization__inclusion=InclusionDecision.DECLINED)
    services = _around(Service, {**asked, "closed": ("status_as_of", now - kept, closed)}, owned)
    last, following = services.pop("closed")
    found = [*services.values(), (last and last + kept, following and following + kept)]
    included = ~Q(inclusion=InclusionDecision.DECLINED)
    for model, condition in ((Organization, included), (Location, Q())):
        found.append(_around(model, {"expired": asked["expired"]}, condition)["expired"])
    return max((each[0] for each in found if each[0]), default=_NEVER), min(
        (each[1] for each in found if each[1]), default=_EVER
    )


def _was_told(prefix: str = "") -> Q:
    """Public, or no more since it expired. What never was public, or is hidden, strikes no hour that anybody hears."""
    over = Q(**{f"{prefix}live": True}) | Q(**{f"{prefix}expired": True})
    return over & Q(**{f"{prefix}paused": False})


def _around(model: Any, asked: dict[str, tuple[str, dt.datetime, Q]], condition: Q) -> dict[str, tuple[Any, Any]]:
    """By name, the newest value of a column up to a moment and the oldest one after it, of what somebody was told. One
    query."""
    columns = {
        f"{name}_{end}": aggregate(column, filter=condition & Q(**{f"{column}__{lookup}": moment}))
        for name, (column, moment, condition) in asked.items()
        for end, aggregate, lookup in (("last", Max, "lte"), ("next", Min, "gt"))
    }
    found = model.objects.filter(_was_told(), condition).aggregate(**columns)
    return {name: (found[f"{name}_last"], found[f"{name}_next"]) for name in asked}
