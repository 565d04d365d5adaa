"""The page of one organization: what it does, every service in full, every number, every place that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from harbor_wagtail.directory.presentation import closing, numbers, standing
from harbor_wagtail.directory.presentation.cards import web_address
from harbor_wagtail.directory.presentation.loading import Loaded
from harbor_wagtail.directory.presentation.reaching import Contact, contacts, links
from harbor_wagtail.directory.presentation.services import ServiceView, service_view
from harbor_wagtail.directory.presentation.words import Said, fallback_languages, said


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """``closed`` are services that are closed for good, listed apart so that nobody calls in vain.

    ``gone`` is set where that is all of them: the organization has closed, and its numbers are shown no more.
    ``paused``: everything it offers is closed for now. ``sources`` is each source of any record here, once.
    """

    name: str
    other_name: str
    example: bool
    logo: Any
    about: Said
    alert: Said
    website: str
    email: str
    numbers: list[numbers.Number]
    contacts: list[Contact]
    links: list[tuple[str, str]]
    services: list[ServiceView]
    closed: list[ServiceView]
    gone: closing.Gone | None
    paused: bool
    sources: list[Any]
    only_in: list[str]


def organization_view(organization: Any, loaded: Loaded, at: datetime | None = None) -> OrganizationView:
    moment = at or timezone.now()
    rows = sorted(loaded.services.values(), key=_most_urgent_first)
    closed = {row.pk for row in rows if standing.is_closed(row, moment)}
    views = [service_view(row, organization, loaded, moment) for row in rows]
    about, alert = said(organization.texts.all(), "description"), said(organization.texts.all(), "alert")
    services = [view for view in views if view.pk not in closed]
    return OrganizationView(
        name=organization.name,
        other_name=organization.alternate_name,
        example=organization.example,
        logo=organization.logo,
        about=about,
        alert=alert,
        website=web_address(organization.website),
        email=organization.email,
        numbers=numbers.numbers(organization.phones.all()),
        contacts=contacts(organization.contacts.all()),
        links=links(organization.additional_websites.all()),
        services=services,
        closed=[view for view in views if view.pk in closed],
        gone=closing.gone(rows, loaded, moment) if rows and not services else None,
        paused=bool(services) and all(view.shut for view in services),
        sources=_sources(organization, rows),
        only_in=fallback_languages(about, alert),
    )


def _most_urgent_first(service: Any) -> tuple[int, str, int]:
    """In the order of the kinds of help, which begins with a place to sleep; then by name."""
    return min((term.sort_order for term in service.domains.all()), default=10**6), service.name, service.pk


def _sources(organization: Any, services: list[Any]) -> list[Any]:
    every = [organization.data_source, *(row.data_source for row in services)]
    return list({source.pk: source for source in every if source is not None}.values())
