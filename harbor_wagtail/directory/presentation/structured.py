"""An organization for search engines: JSON-LD in the words of schema.org.

It holds nothing that the page does not show. A place that is not public is not in it at all, not even by name; an
address, a map or a point comes from public places alone. Made-up organizations have none, so that no search engine
takes them for help.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from harbor_wagtail import places
from harbor_wagtail.directory.models import AreaKind, Cost, LanguageProvision, LocationType, PhoneType
from harbor_wagtail.directory.presentation import standing
from harbor_wagtail.directory.presentation.cards import hours_rows, service_anchor, service_name, web_address
from harbor_wagtail.directory.presentation.facts import language_name
from harbor_wagtail.directory.presentation.loading import Loaded
from harbor_wagtail.directory.presentation.numbers import offered
from harbor_wagtail.directory.presentation.structured_hours import opening_hours
from harbor_wagtail.directory.presentation.words import said, term_name
from harbor_wagtail.phones import parse

Thing = dict[str, Any]
_COUNTRY = {"@type": "Country", "name": "United States"}
#: As in Django's ``json_script``: no text of an editor can end the element or begin a comment.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def structured_data(organization: Any, loaded: Loaded, url: str) -> Thing:
    """The organization as a schema.org ``Organization``. ``url`` is the full address of its page."""
    now = timezone.now()
    services = [row for row in loaded.services.values() if not row.example and not standing.is_closed(row, now)]
    about = said(organization.texts.all(), "description")
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": f"{url}#organization",
            "mainEntityOfPage": url,
            "name": organization.name,
            "alternateName": organization.alternate_name,
            "description": about.text,
            "url": web_address(organization.website),
            "email": organization.email,
            "contactPoint": [_contact_point(row) for row in offered(organization.phones.all())],
            "makesOffer": [_offer(row, loaded, url) for row in services],
        }
    )


def script(data: Thing) -> SafeString:
    """The data block. Browsers do not run it, so a content policy without inline scripts lets it stand."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def _offer(service: Any, loaded: Loaded, url: str) -> Thing:
    free = {"price": 0, "priceCurrency": "USD"} if service.cost == Cost.FREE else {}
    return {"@type": "Offer", **free, "itemOffered": _service(service, loaded, url)}


def _service(service: Any, loaded: Loaded, url: str) -> Thing:
    joins = [join for (service_id, _location), join in loaded.joins.items() if service_id == service.pk]
    areas = [area for join in joins for area in join.service_areas.all()] or list(service.service_areas.all())
    shut = standing.is_shut(service, timezone.now())
    return _without_empty(
        {
            "@type": "Service",
            "@id": f"{url}#{service_anchor(service.pk)}",
            "name": service_name(service).text,
            "description": said(service.texts.all(), "description").text,
            "serviceType": [term_name(term) for term in service.domains.all()],
            "provider": {"@id": f"{url}#organization"},
            "audience": _audience(service),
            "areaServed": _areas(areas),
            "hoursAvailable": [] if shut else opening_hours(service.hours, hours_rows(service, None, None)),
            "availableChannel": _channels(service, joins),
        }
    )


def _channels(service: Any, joins: list[Any]) -> list[Thing]:
    shared: Thing = {
        "@type": "ServiceChannel",
        "serviceUrl": web_address(service.url),
        "availableLanguage": _languages(service.languages.all()),
    }
    by_phone = [
        {**shared, "serviceSmsNumber" if row.type == PhoneType.TEXT else "servicePhone": _contact_point(row)}
        for row in offered(service.phones.all())
    ]
    at_places = [{**shared, "serviceLocation": _place(join)} for join in joins if _may_be_shown(join.location)]
    return [
        _without_empty(channel) for channel in [*by_phone, *at_places] or [shared] if len(_without_empty(channel)) > 1
    ]


def _may_be_shown(place: Any) -> bool:
    return place.address_is_public and place.location_type == LocationType.PHYSICAL


def _place(join: Any) -> Thing:
    """Only ever asked of a public place."""
    place = join.location
    address = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(part for part in (place.address_1, place.address_2) if part),
        "addressLocality": place.city,
        "addressRegion": place.state_province,
        "postalCode": place.postal_code,
        "addressCountry": place.country,
    }
    found = {
        "@type": "Place",
        "name": place.name,
        "address": _without_empty(address),
        "openingHoursSpecification": opening_hours("", hours_rows(None, join, place)),
        "hasMap": web_address(place.map_url),
    }
    if place.latitude is not None and place.longitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _without_empty(found)


def _contact_point(row: Any) -> Thing:
    parts = parse(row.number)
    extension = row.extension or parts.extension
    reading = {"contactOption": "HearingImpairedSupported"} if row.type == PhoneType.TEXTPHONE else {}
    number = f"{parts.dial};ext={extension}" if extension else parts.dial
    return {"@type": "ContactPoint", "contactType": str(row.get_purpose_display()), "telephone": number, **reading}


def _languages(rows: Iterable[Any]) -> list[Thing]:
    """Those somebody there speaks; an interpreter on request is no promise that a call is understood."""
    spoken = [row for row in rows if row.provision != LanguageProvision.INTERPRETER and language_name(row)]
    codes = [(language_name(row), row.term.code if row.term else row.code) for row in spoken]
    return [_without_empty({"@type": "Language", "name": name, "alternateName": code}) for name, code in codes]


def _audience(service: Any) -> Thing:
    limits = {"suggestedMinAge": service.minimum_age, "suggestedMaxAge": service.maximum_age}
    if service.all_ages or not any(limit is not None for limit in limits.values()):
        return {}
    ages = {name: float(limit) for name, limit in limits.items() if limit is not None}
    return {"@type": "PeopleAudience", **ages}


def _areas(areas: Iterable[Any]) -> list[Thing]:
    return [found for area in areas if (found := _area(area))]


def _area(area: Any) -> Thing | None:
    if area.kind == AreaKind.NATIONAL:
        return _COUNTRY
    if area.kind == AreaKind.STATE and (state := places.state(area.fips)):
        return {"@type": "State", "name": state.name}
    if area.kind in (AreaKind.COUNTY, AreaKind.OUTREACH) and (county := places.county(area.fips)):
        within = places.state(area.fips[:2])
        name = f"{county.name}, {within.name}" if within else county.name
        return {"@type": "AdministrativeArea", "name": name}
    return None


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}
