"""New organizations of a list that may be in the directory already, from somebody else or typed by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.duplicates.finding import Known, Signs
from harbor_wagtail.directory.duplicates.signs import domain_key, name_words, phone_key
from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.comparing import CREATED
from harbor_wagtail.directory.models import Organization

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ImportBatch

#: Pairs that are told, and rows of a list that are looked through for them.
MOST, LOOKED_THROUGH = 50, 20_000


def similar_in(batch: ImportBatch) -> list[dict[str, Any]]:
    """``{"name", "pk", "organization", "reasons"}`` of each new organization and the one here it may be."""
    new = _signs(batch)
    if not new:
        return []
    known = Known.load()
    found = []
    for one in new.values():
        for pk, reasons in known.like(one)[:1]:
            found.append({"name": one.name, "pk": pk, "reasons": list(reasons)})
        if len(found) >= MOST:
            break
    names = Organization.objects.in_bulk([each["pk"] for each in found])
    return [{**each, "organization": str(names[each["pk"]])} for each in found]


def _signs(batch: ImportBatch) -> dict[str, Signs]:
    """By HSDS id. A service and a place tell of the organization they belong to."""
    rows = staged.rows(batch, "organization").filter(outcome=CREATED)[:LOOKED_THROUGH]
    found = {str(row.key): _own(row.values) for row in staged.lines(rows)}
    owners: dict[str, str] = {}
    for row in _all(batch, "service") if found else ():
        owners[str(row.key)] = str(row.links.get("organization"))
    for row in _all(batch, "org/phone", "svc/phone") if found else ():
        owner = str(row.key) if row.kind == "org/phone" else owners.get(str(row.key), "")
        if owner in found and (key := phone_key(row.values.get("number"))):
            found[owner].phones.add(key)
    for place, county in _counties(batch, owners) if found else ():
        if place in found:
            found[place].counties.add(county)
    return found


def _own(values: dict[str, Any]) -> Signs:
    name, domain = str(values.get("name") or ""), domain_key(values.get("website"))
    return Signs(name, name_words(name), domains={domain} if domain else set())


def _all(batch: ImportBatch, *kinds: str) -> Iterator[staged.Line]:
    for chunk in staged.in_chunks(staged.rows(batch, *kinds)):
        yield from chunk


def _counties(batch: ImportBatch, owners: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(organization, county) by the place itself, and by what is given there."""
    given_by: dict[str, set[str]] = defaultdict(set)
    for row in _all(batch, "service_at_location"):
        given_by[str(row.links.get("location"))].add(owners.get(str(row.links.get("service")), ""))
    for row in _all(batch, "location"):
        county = row.values.get("county")
        if county:
            for owner in {str(row.links.get("organization")), *given_by.get(str(row.key), ())}:
                yield owner, str(county)
