"""What follows from a service's rows: hours, cost and papers in one word, and whether people can get in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.availability import PASSING
from harbor_wagtail.directory.importing.applying import children
from harbor_wagtail.directory.importing.applying.specs import INTAKE, SPECS, STATUS, TEXT
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.values import fold
from harbor_wagtail.directory.models import HSDS_STATUS, Cost, DocumentsState, HoursKind, ServiceStatus

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.applying.incoming import Said

Below = dict[str, list[dict[str, Any]]]
#: Columns that are not simply what the file says.
OWN_RULES = frozenset({*STATUS})
_FREE = {
    "free",
    "free of charge",
    "no cost",
    "no charge",
    "no fee",
    "no fees",
    "none",
    "gratis",
    "gratuito",
    "sin costo",
}
_EVERY_DAY = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
_MIDNIGHT = ("00:00:00", "00:00")
_LAST_MINUTE = ("23:59:00", "23:59", "23:59:59", "00:00:00", "00:00")


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
    kind = hours_kind(schedules)
    if kind != HoursKind.UNKNOWN:
        said.facts["hours"] = kind


def hours_kind(schedules: list[dict[str, Any]]) -> str:
    """``always`` for all seven days from midnight to midnight, ``weekly`` for any other opening time."""
    spans = [row for row in schedules if row.get("opens_at") and not row.get("closed")]
    if not spans:
        return next((row["hours_kind"] for row in schedules if row.get("hours_kind")), HoursKind.UNKNOWN)
    whole = [row for row in spans if row["opens_at"] in _MIDNIGHT and row.get("closes_at") in _LAST_MINUTE]
    days = {day for row in whole for day in str(row.get("byday") or "").split(",")}
    limited = any(row.get("valid_from") or row.get("valid_to") for row in whole)
    return HoursKind.ALWAYS if days >= _EVERY_DAY and not limited else HoursKind.WEEKLY


def _cost(said: Said, options: list[dict[str, Any]]) -> None:
    """Free is said only where the file says so; a missing fee is unknown."""
    if "cost" in said.facts or said.now.get("cost", Cost.UNKNOWN) != Cost.UNKNOWN:
        return
    words = fold(said.facts.get(f"{TEXT}fees_description") or "", 400).strip(" .!")
    amounts = [Decimal(str(option["amount"])) for option in options if option.get("amount") is not None]
    if words in _FREE or (amounts and not any(amounts) and len(amounts) == len(options)):
        said.facts["cost"] = Cost.FREE
    elif "sliding" in words or "escala" in words:
        said.facts["cost"] = Cost.SLIDING
    elif any(amounts):
        said.facts["cost"] = Cost.FEE


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
