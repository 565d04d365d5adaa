"""What follows from a service's rows: hours, cost and papers in one word, and whether people can get in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.availability import PASSING
from harbor_wagtail.directory.hsds import implied
from harbor_wagtail.directory.importing.applying import children
from harbor_wagtail.directory.importing.applying.specs import INTAKE, SPECS, STATUS, TEXT
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.models import HSDS_STATUS, Cost, DocumentsState, HoursKind, ServiceStatus

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.incoming import Said

Below = dict[str, list[dict[str, Any]]]
#: Columns that are not simply what the file says.
OWN_RULES = frozenset({*STATUS})


def complete(said: Said, below: Below) -> None:
    """Add to a service's facts what follows from its rows, where nobody has said otherwise."""
    _hours(said, below.get("schedule", []))
    _cost(said, below.get("cost_option", []))
    _documents(said, below.get("required_document", []))
    _status(said)
    if INTAKE in said.ours:
        now = said.now.get(INTAKE, [])
        said.facts[INTAKE] = children.intake_rows(SPECS["service"], said.ours[INTAKE], now, said.row.key)
    else:
        said.facts.pop(INTAKE, None)


def _hours(said: Said, schedules: list[dict[str, Any]]) -> None:
    if "hours" in said.facts or not schedules:
        return
    kind = implied.hours(map(_span, schedules))
    if kind == HoursKind.UNKNOWN:
        kind = next((row["hours_kind"] for row in schedules if row.get("hours_kind")), kind)
    if kind != HoursKind.UNKNOWN:
        said.facts["hours"] = kind


def _span(row: dict[str, Any]) -> Any:
    """A staged row as the columns of a schedule row that matter."""
    times = {name: dt.time.fromisoformat(row[name]) if row.get(name) else None for name in ("opens_at", "closes_at")}
    limits = {name: row.get(name) for name in ("valid_from", "valid_to")}
    return SimpleNamespace(closed=bool(row.get("closed")), byday=str(row.get("byday") or ""), **times, **limits)


def _cost(said: Said, options: list[dict[str, Any]]) -> None:
    """Free is said only where the file says so; a missing fee is unknown."""
    if "cost" in said.facts or said.now.get("cost", Cost.UNKNOWN) != Cost.UNKNOWN:
        return
    amounts = [None if option.get("amount") is None else Decimal(str(option["amount"])) for option in options]
    cost = implied.cost(amounts, said.facts.get(f"{TEXT}fees_description") or "")
    if cost != Cost.UNKNOWN:
        said.facts["cost"] = cost


def _documents(said: Said, documents: list[dict[str, Any]]) -> None:
    if "documents" in said.facts or not documents:
        return
    needed = [row for row in documents if not row.get("none_needed")]
    said.facts["documents"] = DocumentsState.LISTED if needed else DocumentsState.NONE


def _status(said: Said) -> None:
    """Set the four status columns where the source knows something newer than we do."""
    values, ours = said.row.values, said.ours
    status = ours.get("status") or values.get("status")
    now = said.now.get("status") or ServiceStatus.OPEN
    note = values.get("status_note")
    plain_word = values.get("status_is_plain") and "status" not in ours
    if not status or (plain_word and HSDS_STATUS[status] == HSDS_STATUS[now]):
        status = now
    changed = status != now or (ours.get("status_as_of") or "") > (said.now.get("status_as_of") or "")
    if not changed:
        if note is not None and note != said.now.get("status_note", ""):
            said.facts["status_note"] = note
        return
    as_of = _moment(ours.get("status_as_of")) or _moment(values.get("last_modified")) or _day(values.get("assured_on"))
    if not _is_news(said, as_of):
        return
    moment = as_of or timezone.now()
    until = _moment(ours.get("status_expires_at")) or (_expiry(moment) if status in PASSING else None)
    said.facts |= {
        "status": status,
        "status_as_of": plain(moment),
        "status_expires_at": plain(until),
        "status_note": note if note is not None else said.now.get("status_note", "") if status == now else "",
    }


def _is_news(said: Said, as_of: dt.datetime | None) -> bool:
    """What somebody told us stands until the source dates its own word later."""
    known = _moment(said.now.get("status_as_of"))
    if known is None:
        return True
    return as_of > known if as_of else said.now.get("status_by_import", False)


def _expiry(moment: dt.datetime) -> dt.datetime:
    return moment + dt.timedelta(days=conf.AVAILABILITY_DAYS)


def _moment(value: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(str(value)) if value else None


def _day(value: Any) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(value), dt.time())) if value else None
