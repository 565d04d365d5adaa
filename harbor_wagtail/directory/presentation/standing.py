"""Whether there is room, and how fresh the record is: knowledge with its age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.models import CheckMethod, ServiceStatus
from harbor_wagtail.directory.presentation.dates import ago, day_in_words
from harbor_wagtail.directory.presentation.usual import usual


@dataclass(frozen=True, slots=True)
class Freshness:
    """``recent`` counts towards "checked in the last 6 months"."""

    text: str
    recent: bool = False


def status_words(service: Any, at: datetime, *, dated: bool = False) -> str:
    """Nothing for a service that is simply open; else the word, its note and its age (its date with ``dated``)."""
    status, since = current_status(service, at)
    if status is None:
        return _("We do not know if there is room now. Call to ask.")
    labels = {
        ServiceStatus.WAIT_LIST: _("Wait list"),
        ServiceStatus.CLOSED_TO_NEW: _("Not taking new people"),
        ServiceStatus.TEMPORARILY_CLOSED: _("Closed for now"),
        ServiceStatus.CLOSED: _("Closed for good"),
    }
    if status not in labels:
        return ""
    words = ", ".join(part for part in (labels[status], usual(service.status_note)) if part)
    if since is None:
        return words
    if dated:
        return _("%(status)s (on %(day)s)") % {"status": words, "day": day_in_words(_local_day(since))}
    return _("%(status)s (as of %(ago)s)") % {"status": words, "ago": ago(_local_day(since), _local_day(at))}


def is_shut(service: Any, at: datetime) -> bool:
    """Whether opening hours say nothing, because the service is closed for now or for good."""
    status, _since = current_status(service, at)
    return status in (ServiceStatus.TEMPORARILY_CLOSED, ServiceStatus.CLOSED)


def is_closed(service: Any, at: datetime) -> bool:
    """Whether it is closed for good."""
    status, _since = current_status(service, at)
    return status == ServiceStatus.CLOSED


def room_words(rows: Iterable[Any], at: datetime) -> list[str]:
    """ "Beds: 3 of 12 free (as of today)", for what was counted lately enough to be believed."""
    believed = at - timedelta(days=conf.AVAILABILITY_DAYS)
    return [_room(row, at) for row in rows if row.updated >= believed]


def _room(row: Any, at: datetime) -> str:
    values = {
        "what": usual(row.unit.name),
        "free": row.available,
        "maximum": row.maximum,
        "ago": ago(_local_day(row.updated), _local_day(at)),
    }
    if row.maximum is None:
        return _("%(what)s: %(free)s free (as of %(ago)s)") % values
    return _("%(what)s: %(free)s of %(maximum)s free (as of %(ago)s)") % values


def freshness(check: Any | None, today: date) -> Freshness:
    """``check`` is the newest ``Verification`` of the record, or ``None``."""
    if check is None:
        return Freshness(_("Phone and hours not checked yet"))
    sentences = {
        CheckMethod.PHONE: _("Phone and hours checked by phone %(ago)s"),
        CheckMethod.EMAIL: _("Phone and hours checked by e-mail %(ago)s"),
        CheckMethod.VISIT: _("Phone and hours checked at a visit %(ago)s"),
        CheckMethod.PROVIDER: _("Phone and hours checked by the provider %(ago)s"),
        CheckMethod.SOURCE: _("Phone and hours checked by our source %(ago)s"),
    }
    text = sentences.get(check.method, _("Phone and hours checked %(ago)s"))
    return Freshness(text % {"ago": ago(check.checked_on, today)}, is_recent(check.checked_on, today))


def checked_on(check: Any | None) -> str:
    """For paper, which does not grow older by itself: the day instead of its distance."""
    if check is None:
        return _("Phone and hours not checked yet")
    return _("Phone and hours checked on %(day)s") % {"day": day_in_words(check.checked_on)}


def is_recent(checked_on: date, today: date) -> bool:
    return today - checked_on <= timedelta(days=conf.CHECKED_STALE_DAYS)


def _local_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
