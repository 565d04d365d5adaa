"""Records as the API gives them: those of the export, whole or without their lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from harbor_wagtail.directory.api import state
from harbor_wagtail.directory.availability import current_status
from harbor_wagtail.directory.exporting import loading, records
from harbor_wagtail.directory.exporting.loading import Chunk
from harbor_wagtail.directory.exporting.terms import taxonomy, term
from harbor_wagtail.directory.exporting.values import filled
from harbor_wagtail.directory.models import Organization, Service, ServiceAtLocation

Item = dict[str, Any]


def services(keys: Sequence[int], *, full: bool = False) -> list[Item]:
    """Services with their organization: both alone, or both with their lists.

    In a list the organization comes without its places and programs, which a hundred services would repeat.
    """
    found = _services(keys)
    chunk = _flagged(loading.load_services(found, alone=not full))
    write = records.service if full else _service_alone
    return [{**write(chunk, row), "organization": _owner(chunk, row, full=full)} for row in found]


def whole_service(key: int) -> Item | None:
    """One service with everything, the places and programs of its organization too."""
    found = _services([key])
    if not found:
        return None
    chunk = _flagged(loading.load_services(found, places=True))
    return {
        **records.service(chunk, found[0]),
        "organization": _without_services(chunk, found[0].organization),
    }


def service_at_locations(keys: Sequence[int], *, full: bool = False) -> list[Item]:
    """Services at a place, each with its service and its place."""
    rows = state.service_at_locations().filter(pk__in=keys).order_by("pk")
    found: list[ServiceAtLocation] = list(rows.select_related("service__organization", "location"))
    chunk = _flagged(loading.load_links(found, alone=not full))
    links, chunk.links = chunk.links, {}  # the service is not to repeat the places
    write = _whole_link if full else _link_alone
    return [write(chunk, row) for row in found] if links else []


def organizations(keys: Sequence[int], *, full: bool = False, full_service: bool = False) -> list[Item]:
    """Organizations alone; with their lists and their services alone (``full``); or all of it (``full_service``)."""
    found: list[Organization] = list(state.organizations().filter(pk__in=keys).order_by("pk"))
    if not (full or full_service):
        chunk = _flagged(loading.load_alone(found))
        return [records.organization_alone(chunk, row) for row in found]
    chunk = _flagged(loading.load(found, services=state.services()))
    write = records.service if full_service else _service_alone
    return [{**_without_services(chunk, row), **_services_of(chunk, row, write)} for row in found]


def taxonomies(rows: Any) -> Callable[[Sequence[int]], list[Item]]:
    return lambda keys: [taxonomy(row) for row in rows.filter(pk__in=keys).order_by("pk")]


def taxonomy_terms(rows: Any) -> Callable[[Sequence[int]], list[Item]]:
    return lambda keys: [term(row) for row in rows.filter(pk__in=keys).select_related("taxonomy").order_by("pk")]


def _services(keys: Sequence[int]) -> list[Service]:
    return list(state.services().filter(pk__in=keys).select_related("organization").order_by("pk"))


def _service_alone(chunk: Chunk, row: Service) -> Item:
    """Without attributes nothing would say until when the note on getting in is believed, so one that is not is left out."""
    made = records.service_alone(chunk, row)
    if current_status(row)[0] is None:
        made.pop("wait_time", None)
    return made


def _flagged(chunk: Chunk) -> Chunk:
    chunk.flag_examples = True
    return chunk


def _owner(chunk: Chunk, row: Service, *, full: bool) -> Item:
    write = records.organization_itself if full else records.organization_alone
    return write(chunk, row.organization)


def _without_services(chunk: Chunk, row: Organization) -> Item:
    made = {
        **records.organization_itself(chunk, row),
        "locations": [records.location(chunk, place) for place in chunk.places.get(row.pk, [])],
        "programs": [records.program(each) for each in chunk.programs.get(row.pk, [])],
    }
    return filled(made)


def _services_of(chunk: Chunk, row: Organization, write: Callable[[Chunk, Service], Item]) -> Item:
    return filled({"services": [write(chunk, each) for each in chunk.services.get(row.pk, [])]})


def _whole_link(chunk: Chunk, row: ServiceAtLocation) -> Item:
    made = records.service_at_location(chunk, row, row.service.organization_id)
    owner = records.organization_itself(chunk, row.service.organization)
    return {**made, "service": {**records.service(chunk, row.service), "organization": owner}}


def _link_alone(chunk: Chunk, row: ServiceAtLocation) -> Item:
    owner = row.service.organization
    place = records.placed(chunk, row.location, owner.pk, records.location_alone)
    service = {**_service_alone(chunk, row.service), "organization": records.organization_alone(chunk, owner)}
    return filled({"id": row.hsds_id, "description": row.description, "location": place, "service": service})
