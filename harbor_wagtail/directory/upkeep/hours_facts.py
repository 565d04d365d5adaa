"""The hours of a service, as its provider reads and writes them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from harbor_wagtail.directory.hours import is_exception
from harbor_wagtail.directory.importing.values import parse_hours
from harbor_wagtail.directory.models import HoursKind
from harbor_wagtail.directory.presentation.cards import hours_rows
from harbor_wagtail.directory.presentation.opening import hours_table
from harbor_wagtail.directory.upkeep.by_hand import ByHand


def hours_in_words(service: Any) -> str:
    """ "Monday to Friday: 9 a.m. to 5 p.m.", as its page shows them."""
    if service.hours in (HoursKind.ALWAYS, HoursKind.APPOINTMENT):
        return str(HoursKind(service.hours).label)
    join = _only_place(service)
    rows = hours_rows(service, join, join.location if join else None)
    table = hours_table([row for row in rows if not is_exception(row)], timezone.localdate())
    return "; ".join([*(f"{days}: {hours}" for days, hours in table.rows), *table.others])


def write_hours(service: Any, value: str) -> None:
    """Prose becomes the usual week where it is understood to the last word; dates that differ stay."""
    understood, join = parse_hours(value), _only_place(service)
    # Hours of the service at one place go before its own, and are edited there.
    if understood.kind == "unknown" or understood.notes or (join and join.schedules.exists()):
        raise ByHand
    usual = [row for row in service.schedules.all() if not is_exception(row)]
    for row in usual:
        service.schedules.remove(row)
    service.hours = {"always": HoursKind.ALWAYS, "appointment": HoursKind.APPOINTMENT}.get(
        understood.kind, HoursKind.WEEKLY
    )
    for span in understood.spans:
        service.schedules.add(
            service.schedules.model(
                freq="WEEKLY", byday=",".join(span.byday), opens_at=span.opens, closes_at=span.closes
            )
        )
    if understood.closed_days:
        service.schedules.add(
            service.schedules.model(freq="WEEKLY", byday=",".join(understood.closed_days), closed=True)
        )


def _only_place(service: Any) -> Any | None:
    joins = list(service.service_at_locations.select_related("location")[:2])
    return joins[0] if len(joins) == 1 else None
