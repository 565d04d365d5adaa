"""The four records as HSDS dicts, out of a chunk that has been read. No function here asks the database anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.exporting.facts import location_facts, organization_facts, service_facts
from harbor_wagtail.directory.exporting.rows import child_arrays
from harbor_wagtail.directory.exporting.terms import tag
from harbor_wagtail.directory.exporting.values import columns, filled, updated
from harbor_wagtail.directory.hsds.fields import (
    ADDRESS_COLUMNS,
    COLUMNS,
    LOCATION_ADDRESS_COLUMNS,
    TEXTS,
)
from harbor_wagtail.directory.hsds.profile import TAGS, always_open_id, encode, own_id
from harbor_wagtail.directory.models import HSDS_STATUS, HoursKind, ServiceStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from harbor_wagtail.directory.exporting.loading import Chunk
    from harbor_wagtail.directory.models import (
        Location,
        Organization,
        Program,
        Service,
        ServiceAtLocation,
        ServiceCapacity,
    )


def organization(chunk: Chunk, row: Organization) -> dict[str, Any]:
    """An organization with its services, places and programs: HSDS's compiled shape, key order as in its examples."""
    return {
        **organization_itself(chunk, row),
        **filled(
            {
                "locations": [location(chunk, place) for place in chunk.places.get(row.pk, [])],
                "programs": [program(each) for each in chunk.programs.get(row.pk, [])],
                "services": [service(chunk, each) for each in chunk.services.get(row.pk, [])],
            }
        ),
    }


def organization_itself(chunk: Chunk, row: Organization) -> dict[str, Any]:
    """An organization with its own rows, and nothing that is a record of its own."""
    made = organization_alone(chunk, row)
    lent = {} if _words(chunk, "organization", row)["description"] else {"description": row.name}
    return {**made, **filled(_arrays(chunk, "organization", row, organization_facts(chunk, row, lent)))}


def organization_alone(chunk: Chunk, row: Organization) -> dict[str, Any]:
    """An organization without lists, as it stands in a list of them. HSDS requires a description: its name will do."""
    parent = row.parent_ref if row.parent_ref not in chunk.unnamed else None
    words = {name: text or row.name for name, text in _words(chunk, "organization", row).items()}
    return filled(
        {
            "id": row.hsds_id,
            **columns(row, COLUMNS["organization"]),
            **words,
            "parent_organization_id": parent,
            **_flag(chunk, row),
        }
    )


def program(row: Program) -> dict[str, Any]:
    """HSDS ``program``."""
    lent = {} if row.description else {"description": row.name}
    marks = encode("program", row.hsds_id, {"generated": lent.keys()})
    return filled({"id": row.hsds_id, **columns(row, COLUMNS["program"]), **lent, "attributes": marks})


def service(chunk: Chunk, row: Service) -> dict[str, Any]:
    """HSDS ``service`` with the places it is given at. Checks of ours become ``assured_date``."""
    arrays = _arrays(chunk, "service", row, service_facts(chunk, row))
    if row.hours == HoursKind.ALWAYS and not arrays["schedules"]:
        arrays["schedules"] = [_always_open(row)]
    places = [service_at_location(chunk, each, row.organization_id) for each in chunk.links.get(row.pk, [])]
    return {
        **service_alone(chunk, row),
        **filled(arrays),
        **filled(
            {
                "capacities": [capacity(each) for each in chunk.capacities.get(row.pk, [])],
                "service_at_locations": places,
            }
        ),
    }


def service_alone(chunk: Chunk, row: Service) -> dict[str, Any]:
    """A service without lists, with its program."""
    check = chunk.check(row)
    return filled(
        {
            "id": row.hsds_id,
            **columns(row, COLUMNS["service"]),
            **_words(chunk, "service", row),
            "status": _status(row),
            "wait_time": row.status_note,
            "assured_date": check.checked_on if check else None,
            "assurer_email": check.assurer_email if check else None,
            "program": _program_of(chunk, row),
            **_flag(chunk, row),
        }
    )


def service_at_location(chunk: Chunk, row: ServiceAtLocation, owner: int) -> dict[str, Any]:
    """HSDS ``service_at_location`` with its place. A place of an organization other than ``owner`` names that."""
    made = placed(chunk, chunk.locations[row.location_id], owner, location)
    return filled(
        {
            "id": row.hsds_id,
            **columns(row, COLUMNS["service_at_location"]),
            **_arrays(chunk, "service_at_location", row, {}),
            "location": made,
        }
    )


def placed(
    chunk: Chunk, place: Location, owner: int, write: Callable[[Chunk, Location], dict[str, Any]]
) -> dict[str, Any]:
    """The place of a service of ``owner``; another's names that."""
    made = write(chunk, place)
    if place.organization_id in chunk.owners and place.organization_id != owner:
        made["organization_id"] = str(chunk.owners[place.organization_id])
    return made


def location(chunk: Chunk, row: Location) -> dict[str, Any]:
    """HSDS ``location``. Where the address is not public there is none: no street, no coordinates, no way there."""
    address = _address(row) if row.address_is_public else None
    return {
        **location_alone(chunk, row),
        **({"addresses": [address]} if address else {}),
        **filled(_arrays(chunk, "location", row, location_facts(chunk, row, address))),
    }


def location_alone(chunk: Chunk, row: Location) -> dict[str, Any]:
    """A place without lists, and so without its address; a hidden one without anything that leads there."""
    shown = columns(row, LOCATION_ADDRESS_COLUMNS) if row.address_is_public else {}
    return filled(
        {
            "id": row.hsds_id,
            **columns(row, COLUMNS["location"]),
            **_words(chunk, "location", row),
            **shown,
            **_flag(chunk, row),
        }
    )


def capacity(row: ServiceCapacity) -> dict[str, Any]:
    """HSDS ``service_capacity``."""
    unit = filled({"id": row.unit.hsds_id, **columns(row.unit, COLUMNS["unit"])})
    return filled(
        {
            "id": row.hsds_id,
            "unit": unit,
            "available": row.available,
            "maximum": row.maximum,
            "description": row.description,
            "updated": updated(row),
        }
    )


def _address(row: Location) -> dict[str, Any] | None:
    """The address as its source gave it, or nothing where only coordinates or a way there are known.

    HSDS requires most keys; what is not known of them is an empty text, never made up.
    """
    made = filled(columns(row, ADDRESS_COLUMNS))
    if made.keys() <= {"id", "country", "address_type"}:
        return None
    lent = {"id": own_id(row.hsds_id, "address"), "address_type": row.location_type}
    lent = {name: value for name, value in lent.items() if name not in made}
    marks = encode("address", lent.get("id") or made["id"], {"generated": lent.keys()})
    required = dict.fromkeys(("address_1", "city", "state_province", "postal_code", "country"), "")
    return {**required, **made, **lent, **({"attributes": marks} if marks else {})}


def _arrays(chunk: Chunk, kind: str, row: Any, facts: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Child rows, with our terms and facts after the attributes that came with the record."""
    arrays = child_arrays(chunk, kind, row)
    tags = [
        tag(kind, row.hsds_id, name, term)
        for name in TAGS
        if TAGS[name].kind == kind
        for term in chunk.children(row, name)
    ]
    arrays["attributes"] = [*arrays["attributes"], *tags, *encode(kind, row.hsds_id, facts)]
    return arrays


def _flag(chunk: Chunk, row: Organization | Service | Location) -> dict[str, Any]:
    return {"example": True} if chunk.flag_examples and row.example else {}


def _words(chunk: Chunk, kind: str, row: Any) -> dict[str, str]:
    text = chunk.text(row)
    return {name: getattr(text, name) if text else "" for name in TEXTS[kind]}


def _status(row: Service) -> str:
    """A word that has gone stale is not passed on as true."""
    believed, _ = current_status(row)
    return HSDS_STATUS[believed or ServiceStatus.OPEN]


def _program_of(chunk: Chunk, row: Service) -> dict[str, Any] | None:
    """Only a program of the same organization: another's may not be public."""
    mine = [each for each in chunk.programs.get(row.organization_id, []) if each.pk == row.program_id]
    return program(mine[0]) if mine else None


def _always_open(row: Service) -> dict[str, Any]:
    """What other software reads as "all day and night"; marked as written for it."""
    made = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00:00", "closes_at": "23:59:00"}
    identity = always_open_id(row.hsds_id)
    return {"id": identity, **made, "attributes": encode("schedule", identity, {"generated": {"*"}})}
