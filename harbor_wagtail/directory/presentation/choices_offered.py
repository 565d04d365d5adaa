"""What a visitor may choose from: only kinds of help and counties that lead to a public service."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef

from harbor_wagtail import places
from harbor_wagtail.directory.models import (
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    TaxonomyTerm,
)
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.presentation.words import term_name


def domain_choices(narrow_to: Collection[str] = ()) -> list[tuple[str, str]]:
    """(code, name) of the kinds of help of public services, in the vocabulary's order."""
    used = Service.objects.public().filter(domains=OuterRef("pk"))
    found = TaxonomyTerm.objects.of(DOMAINS).filter(Exists(used))
    if narrow_to:
        found = found.filter(code__in=narrow_to)
    return [(term.code, term_name(term)) for term in found.exclude(code="").prefetch_related("texts__locale")]


def county_choices(narrow_to: Collection[str] = ()) -> list[tuple[str, Any]]:
    """(FIPS, name) of counties served, by name; grouped under their states where there are several."""
    codes = _counties_served()
    found = [county for code in codes if (county := places.county(code)) and (not narrow_to or code in narrow_to)]
    ordered = sorted(set(found), key=lambda county: (county.state, county.name))
    groups = [(state, list(rows)) for state, rows in groupby(ordered, key=lambda county: county.state)]
    if len(groups) < 2:
        return [(county.fips, county.name) for county in ordered]
    named = [
        (str(places.state(code) or code), [(county.fips, county.name) for county in rows]) for code, rows in groups
    ]
    return sorted(named)


def _counties_served() -> set[str]:
    """Codes of the areas given; a service that gives none serves the county it is in."""
    services, joins = Service.objects.public(), ServiceAtLocation.objects.public()
    own = ServiceArea.objects.filter(service__in=services).values_list("fips", flat=True).order_by().distinct()
    here = (
        ServiceAtLocationArea.objects.filter(service_at_location__in=joins)
        .values_list("fips", flat=True)
        .order_by()
        .distinct()
    )
    without = joins.filter(service__service_areas__isnull=True, service_areas__isnull=True)
    at = without.values_list("location__county", flat=True).order_by().distinct()
    return {code for codes in (own, here, at) for code in codes if len(code) == 5}
