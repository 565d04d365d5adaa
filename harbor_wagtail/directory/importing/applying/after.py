"""What is derived from records, brought up to date once at the end."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.models import DirectoryVersion, Service, ServiceAtLocation

SEARCH = "harbor_wagtail.directory.search.index"


def announce(touched: dict[str, set[int]], *, anything: bool) -> None:
    """Refresh the search rows of every service that a written record has a part in, and count one new version."""
    if anything:
        refresh_search(services_of(touched))


def services_of(touched: dict[str, set[int]]) -> set[int]:
    """Primary keys of the services whose search rows show one of the records."""
    found = set(touched.get("service", ()))
    for piece in staged.pieces(touched.get("service_at_location", ())):
        found.update(ServiceAtLocation.objects.filter(pk__in=bulk.among(piece)).values_list("service_id", flat=True))
    for piece in staged.pieces(touched.get("location", ())):
        found.update(
            ServiceAtLocation.objects.filter(location__in=bulk.among(piece)).values_list("service_id", flat=True)
        )
    for piece in staged.pieces(touched.get("organization", ())):
        found.update(Service.objects.filter(organization__in=bulk.among(piece)).values_list("pk", flat=True))
    for piece in staged.pieces(touched.get("program", ())):
        found.update(Service.objects.filter(program__in=bulk.among(piece)).values_list("pk", flat=True))
    return found


def refresh_search(services: Iterable[int]) -> None:
    """Rebuild search rows inside the transaction that changed what they show. The search counts the new version
    itself, also where no service is touched; without it, it is counted here."""
    if find_spec(SEARCH) is None:
        DirectoryVersion.bump()
    else:
        import_module(SEARCH).refresh(services)
