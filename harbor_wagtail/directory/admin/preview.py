"""A draft as visitors will see it: inside the page of its organization, in place of the published version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import Location, Organization, Service, ServiceAtLocation
from harbor_wagtail.directory.presentation.addresses import canonical_page
from harbor_wagtail.directory.presentation.loading import Loaded, load_organization
from harbor_wagtail.directory.presentation.organizations import organization_view
from harbor_wagtail.directory.verification import last_checked

Record = Organization | Service | Location


def preview_context(record: Record, request: HttpRequest) -> dict[str, Any]:
    """The context of ``harbor_directory/organization_page.html``, for a record that need not be saved or complete."""
    page = canonical_page(request)
    organization = _organization_of(record)
    context = page.get_context(request) if page is not None else {}
    return {
        **context,
        "organization": organization_view(organization, _loaded(record, organization)),
        "directory_url": page.get_url(request) if page is not None else "",
        "canonical_url": "",
        "harbor_language_links": [],
    }


def _organization_of(record: Record) -> Organization:
    if isinstance(record, Organization):
        return record
    return getattr(record, "organization", None) or Organization(name=_("(no organization yet)"))


def _loaded(record: Record, organization: Organization) -> Loaded:
    loaded = load_organization(organization) if organization.pk else Loaded({})
    if isinstance(record, Service):
        return _with_service(loaded, record)
    if isinstance(record, Location) and record.pk:
        return _with_place(loaded, record)
    return loaded


def _with_service(loaded: Loaded, service: Service) -> Loaded:
    # A service that was never saved has no key; no other one has this.
    service.pk = service.pk or 0
    links = ServiceAtLocation.objects.filter(service=service.pk).select_related("location")
    joins = {key: join for key, join in loaded.joins.items() if key[0] != service.pk}
    for link in links:
        link.service = service
        joins[(service.pk, link.location_id)] = link
    return replace(
        loaded,
        services={**loaded.services, service.pk: service},
        joins=joins,
        checks={**loaded.checks, **last_checked([service])},
    )


def _with_place(loaded: Loaded, place: Location) -> Loaded:
    for (_service, location), join in loaded.joins.items():
        if location == place.pk:
            join.location = place
    return loaded
