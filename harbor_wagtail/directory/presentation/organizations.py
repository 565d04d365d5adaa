"""The page of one organization: what it does, every service in full, every number, every place that may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import DocumentsState, LanguageProvision, ServiceStatus
from harbor_wagtail.directory.presentation import facts as short
from harbor_wagtail.directory.presentation import numbers, opening, standing, starting, whereabouts
from harbor_wagtail.directory.presentation.cards import (
    areas_of,
    hours_rows,
    service_anchor,
    service_name,
    web_address,
)
from harbor_wagtail.directory.presentation.costs import cost_lines
from harbor_wagtail.directory.presentation.loading import Loaded
from harbor_wagtail.directory.presentation.words import Said, fallback_languages, said, term_name


@dataclass(frozen=True, slots=True)
class Contact:
    """A role first; ``name`` only with the person's consent."""

    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """``address`` lines are empty unless the place is public, and then ``note`` says so."""

    name: str
    address: list[str]
    note: str
    about: Said
    directions: str
    map_url: str
    accessibility: list[str]
    numbers: list[numbers.Number]
    hours: opening.HoursTable
    different: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    anchor: str
    name: Said
    words: dict[str, Said]
    facts: list[short.Fact]
    way: numbers.Number | None
    numbers: list[numbers.Number]
    open: opening.OpenWords | None
    status: str
    shut: bool
    starting: list[starting.Line]
    kinds: list[str]
    made_for: list[str]
    not_served: list[str]
    costs: list[str]
    documents: list[str]
    no_documents: bool
    hours: opening.HoursTable
    hours_kind: str
    languages: list[str]
    stay: int | None
    residence: str
    areas: str
    places: list[PlaceView]
    contacts: list[Contact]
    links: list[tuple[str, str]]
    fresh: standing.Freshness
    source: Any
    only_in: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """``closed`` are services that are closed for good, listed apart so that nobody calls in vain."""

    name: str
    other_name: str
    example: bool
    about: Said
    alert: Said
    website: str
    email: str
    numbers: list[numbers.Number]
    contacts: list[Contact]
    links: list[tuple[str, str]]
    services: list[ServiceView]
    closed: list[ServiceView]
    source: Any
    only_in: list[str]


def organization_view(organization: Any, loaded: Loaded, at: datetime | None = None) -> OrganizationView:
    moment = at or timezone.now()
    closed = {pk for pk, row in loaded.services.items() if row.status == ServiceStatus.CLOSED}
    views = {pk: service_view(service, organization, loaded, moment) for pk, service in loaded.services.items()}
    about, alert = said(organization.texts.all(), "description"), said(organization.texts.all(), "alert")
    return OrganizationView(
        name=organization.name,
        other_name=organization.alternate_name,
        example=organization.example,
        about=about,
        alert=alert,
        website=web_address(organization.website),
        email=organization.email,
        numbers=numbers.numbers(organization.phones.all()),
        contacts=_contacts(organization.contacts.all()),
        links=_links(organization.additional_websites.all()),
        services=[view for pk, view in views.items() if pk not in closed],
        closed=[view for pk, view in views.items() if pk in closed],
        source=organization.data_source,
        only_in=fallback_languages(about, alert),
    )


_WORDS = (
    "description",
    "alert",
    "application_process",
    "eligibility_description",
    "not_served_description",
    "fees_description",
    "interpretation_services",
    "accreditations",
    "reporting_note",
)


def service_view(service: Any, organization: Any, loaded: Loaded, at: datetime) -> ServiceView:
    words = {name: said(service.texts.all(), name) for name in _WORDS}
    joins = [join for (service_id, _location), join in loaded.joins.items() if service_id == service.pk]
    areas = [area for join in joins for area in join.service_areas.all()] or list(service.service_areas.all())
    today = timezone.localdate(at)
    shut = standing.is_shut(service, at)
    first_join = joins[0] if len(joins) == 1 else None
    place = first_join.location if first_join else None
    return ServiceView(
        anchor=service_anchor(service.pk),
        name=service_name(service),
        words=words,
        facts=short.short_facts(service),
        way=numbers.first_number(service.phones.all(), organization.phones.all()),
        numbers=numbers.numbers(service.phones.all()),
        open=None if shut or len(joins) > 1 else _open(service, first_join, areas, at),
        status=standing.status_words(service, at),
        shut=shut,
        starting=starting.starting(service),
        kinds=_names(service.domains.all()),
        made_for=[*_names(service.populations.all()), *_names(service.genders.all())],
        not_served=_names(service.not_served.all()),
        costs=cost_lines(service),
        documents=[row.document for row in service.required_documents.all()],
        no_documents=service.documents == DocumentsState.NONE,
        hours=opening.hours_table(hours_rows(service, first_join, place), today),
        hours_kind=service.hours,
        languages=_languages(service.languages.all()),
        stay=service.stay_max_days,
        residence=_residence(service),
        areas=whereabouts.area_words(areas),
        places=[_place(service, join, today, several=len(joins) > 1) for join in joins],
        contacts=_contacts(service.contacts.all()),
        links=[*_own_link(service.url), *_links(service.additional_urls.all())],
        fresh=standing.freshness(loaded.checks.get(service.pk), today),
        source=service.data_source,
        only_in=fallback_languages(*words.values()),
    )


def _open(service: Any, join: Any | None, areas: list[Any], at: datetime) -> opening.OpenWords:
    place = join.location if join else None
    return opening.open_words(service.hours, hours_rows(service, join, place), opening.zone_of(place, areas), at)


def _place(service: Any, join: Any, today: Any, *, several: bool) -> PlaceView:
    place = join.location
    rows = list(join.schedules.all()) or list(place.schedules.all())
    where = whereabouts.where(place, areas_of(service, join))
    public = place.address_is_public
    return PlaceView(
        name=place.name,
        address=whereabouts.full_address(place),
        note="" if public else where.note or where.serves,
        about=said(place.texts.all(), "description"),
        directions=place.transportation if public else "",
        map_url=web_address(place.map_url) if public else "",
        accessibility=_accessibility(place),
        numbers=numbers.numbers(join.phones.all(), place.phones.all()),
        hours=opening.hours_table(rows if several else [], today),
        different=join.description,
    )


def _accessibility(place: Any) -> list[str]:
    notes = [" ".join(filter(None, (row.description, row.details))) for row in place.accessibility.all()]
    return [*_names(place.accessibility_features.all()), *filter(None, notes)]


def _names(terms: Iterable[Any]) -> list[str]:
    return [term_name(term) for term in terms]


def _languages(rows: Iterable[Any]) -> list[str]:
    """ "Spanish, spoken by staff" with its note."""
    lines = []
    for row in rows:
        how = "" if row.provision == LanguageProvision.UNSPECIFIED else str(LanguageProvision(row.provision).label)
        words = ", ".join(part for part in (short.language_name(row), how[:1].lower() + how[1:]) if part)
        lines.append(f"{words}. {row.note}" if row.note else words)
    return lines


def _contacts(rows: Iterable[Any]) -> list[Contact]:
    return [
        Contact(row.title or row.department, row.name if row.name_consent_on else "", row.email)
        for row in rows
        if row.title or row.department or row.email or (row.name and row.name_consent_on)
    ]


def _links(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(row.label or row.url, row.url) for row in rows if web_address(row.url)]


def _own_link(url: str) -> list[tuple[str, str]]:
    return [(_("Web page of this service"), url)] if web_address(url) else []


def _residence(service: Any) -> str:
    return "" if service.residence == "unknown" else str(service.get_residence_display())
