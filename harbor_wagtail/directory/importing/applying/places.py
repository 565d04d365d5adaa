"""The address of a place: written only where everything before has said that it may be, and never part of a record's
facts, of the journal or of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from harbor_wagtail.directory.hsds.profile import own_id
from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.models import ADDRESS_FIELDS, AddressVisibility, Location
from harbor_wagtail.directory.visibility import make_area_only

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.staged import Line
    from harbor_wagtail.directory.models import ImportBatch

PUBLIC, UNDECIDED, CONFIDENTIAL = AddressVisibility.PUBLIC, AddressVisibility.UNDECIDED, AddressVisibility.CONFIDENTIAL
COLUMNS = (*ADDRESS_FIELDS, "city", "address_type")
#: What the journal and a dry run show in place of an address.
CHANGED = "address"
VISIBILITY = "address_visibility"


def columns_for_new(row: Line) -> dict[str, Any]:
    """Columns of a new place beyond its facts."""
    address = row.values.get(staged.ADDRESS)
    if row.values.get(staged.CONFIDENTIAL):
        return {"address_visibility": CONFIDENTIAL}
    if not address:
        return {"address_visibility": UNDECIDED}
    return {"address_visibility": PUBLIC, "show_town": True, **_columns(row, address, {})}


def current(pks: list[int]) -> dict[int, dict[str, Any]]:
    names = ("pk", *COLUMNS, "state_province", "address_visibility")
    rows = Location.objects.filter(pk__in=pks).values(*names)
    return {row.pop("pk"): {name: plain(value) for name, value in row.items()} for row in rows}


def columns_for_known(row: Line, now: dict[str, Any]) -> dict[str, Any]:
    """Columns to change on a place the directory has; none where it keeps what it says.

    A confidential place stays confidential. A public one keeps its address where the file is silent about it. Hiding
    a public one is not done here: see :func:`hide`.
    """
    visibility, address = now["address_visibility"], row.values.get(staged.ADDRESS)
    if row.values.get(staged.CONFIDENTIAL):
        return {"address_visibility": CONFIDENTIAL} if visibility == UNDECIDED else {}
    if not address or visibility == CONFIDENTIAL:
        return {}
    wanted = _columns(row, address, now)
    if visibility == UNDECIDED:
        return {"address_visibility": PUBLIC, "show_town": True, **wanted}
    return {name: value for name, value in wanted.items() if plain(value) != now.get(name)}


def _columns(row: Line, address: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Every address column: an address replaces the one before as a whole. Our exports make up an id and a kind
    where there is none, since HSDS wants both; these are not taken for the source's."""
    columns = {name: address.get(name, empty) for name, empty in ADDRESS_FIELDS.items()}
    columns |= {"city": address.get("city", ""), "address_type": address.get("address_type") or ""}
    if address.get("state_province"):
        columns["state_province"] = address["state_province"]
    if columns["address_ref"] == own_id(row.key, "address"):
        columns["address_ref"] = now.get("address_ref")
    if columns["address_type"] == row.values.get("location_type") and not now.get("address_type", "-"):
        columns["address_type"] = ""
    if "map_url" not in address:
        columns["map_url"] = now.get("map_url", "")
    return columns


def shown(columns: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) for the journal: that something changed, and whether the place may be shown. No address."""
    before, after = {}, {}
    if "address_visibility" in columns:
        before[VISIBILITY], after[VISIBILITY] = now.get("address_visibility", ""), str(columns["address_visibility"])
    if any(name in columns for name in COLUMNS):
        before[CHANGED], after[CHANGED] = "[withheld]", "[withheld]"
    return before, after


def hide(batch: ImportBatch, marked: list[int]) -> int:
    """Erase the address of public places that the file marks confidential, and of those that shelter people without
    anybody at the provider having agreed. Returns how many."""
    hidden = 0
    for place in Location.objects.filter(pk__in=marked, address_visibility=PUBLIC):
        make_area_only(place, confidential=True, user=batch.by_user)
        hidden += 1
    for place in _not_agreed(batch):
        make_area_only(place, user=batch.by_user)
        hidden += 1
    return hidden


def _not_agreed(batch: ImportBatch) -> QuerySet[Location]:
    """Public by an import, and a service there is filed under a sheltering term since this one."""
    touched = Q(service_at_locations__batch=batch) | Q(service_at_locations__service__batch=batch) | Q(batch=batch)
    sheltering = Location.objects.filter(
        touched,
        address_visibility=PUBLIC,
        agreed_by_role="",
        service_at_locations__service__domains__sheltering=True,
    )
    return Location.objects.filter(pk__in=sheltering.values("pk"))
