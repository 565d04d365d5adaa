"""Checked is not edited: recording that somebody confirmed a record, and reading back who did last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import Location, Organization, Service, Verification
from harbor_wagtail.directory.signals import record_changed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from harbor_wagtail.directory.models import ImportBatch

    Checkable = Organization | Service | Location

_KEYS: dict[type, str] = {Organization: "organization", Service: "service", Location: "location"}


def record_verification(
    record: Checkable,
    *,
    checked_on: date,
    method: str,
    by_role: str = "",
    user: Any = None,
    note: str = "",
    assurer_email: str = "",
    batch: ImportBatch | None = None,
) -> Verification:
    """Write that ``record`` was checked on a day. The record, its revisions and its edit date stay as they are."""
    with transaction.atomic():
        locks.hold(type(record)._default_manager.filter(pk=record.pk))  # nobody makes it public meanwhile
        event = Verification.objects.create(
            **{_KEYS[type(record)]: record},
            checked_on=checked_on,
            method=method,
            by_role=by_role,
            by_user=user,
            note=note,
            assurer_email=assurer_email,
            batch=batch,
        )
        record_changed.send(sender=type(record), instance=record, told=record.is_public())
    return event


def last_checked(records: Iterable[Checkable]) -> dict[int, Verification]:
    """The newest check of each record (all of one model), by primary key, in one query. Unchecked ones are absent."""
    wanted = list(records)
    if not wanted:
        return {}
    key = _KEYS[type(wanted[0])]
    events = Verification.objects.filter(**{f"{key}__in": [record.pk for record in wanted]})
    newest: dict[int, Verification] = {}
    for event in events.order_by("checked_on", "pk"):
        newest[getattr(event, f"{key}_id")] = event
    return newest
