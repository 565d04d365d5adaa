"""Hide now: a record leaves the site at once, past drafts, locks and workflow, and comes back the same way.

Hidden is ``paused`` on the row. Every page, list, search row and export asks for it, and no revision holds it, so there
is nothing to publish, to approve or to clear: what a process keeps in memory follows the directory's version, which
changes in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.log_actions import log

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import Location, Organization, Service


def hide(records: Iterable[Any], *, user: Any, why: str = "") -> list[Any]:
    """Take the records off the site. Returns those that were on it; ``why`` goes into their history, for the team."""
    return _set(records, True, "harbor.pause", user, why)


def show_again(records: Iterable[Any], *, user: Any, why: str = "") -> list[Any]:
    """Put the records back. What is a draft, has expired or was declined stays off the site."""
    return _set(records, False, "harbor.resume", user, why)


def _set(records: Iterable[Any], paused: bool, action: str, user: Any, why: str) -> list[Any]:
    wanted = list(records)
    return locks.once_more(lambda: _write(wanted, paused, action, user, why))


def _write(records: list[Any], paused: bool, action: str, user: Any, why: str) -> list[Any]:
    changed = []
    for record in records:
        # Read anew: two people who press the button must not undo each other, nor write what they read before.
        row = type(record)._default_manager.select_for_update().get(pk=record.pk)
        if row.paused == paused:
            continue
        row.paused = record.paused = paused
        row.save(update_fields=["paused"])
        log(instance=row, action=action, user=user, data={"why": why} if why else None)
        changed.append(record)
    return changed


def used_by_others(organization: Organization) -> list[Location]:
    """Places of an organization that stay on the site when it is hidden: another one gives help there."""
    others = Service.objects.exclude(organization=organization.pk)
    return list(organization.locations.filter(service_at_locations__service__in=others).distinct())
