"""What a visitor may choose from, and what each choice is called in their language."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from harbor_wagtail import places
from harbor_wagtail.directory.hours import DAYS
from harbor_wagtail.directory.models import (
    Cost,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    TaxonomyTerm,
)
from harbor_wagtail.directory.models.taxonomy import (
    ACCESSIBILITY,
    DOMAINS,
    GENDERS,
    LANGUAGES,
    OWN_TAXONOMIES,
    POPULATIONS,
)
from harbor_wagtail.directory.presentation.kept import Kept
from harbor_wagtail.directory.presentation.opening import weekday_name
from harbor_wagtail.models.words import active_language

Choices = list[tuple[str, Any]]

#: A language with this ending means: with an interpreter.
INTERPRETER = ":interpreter"
UNSTATED = "unstated"


def choices(kept: Kept, kinds: Collection[str] = (), counties: Collection[str] = ()) -> dict[str, Choices]:
    """(value, name) lists by name of the form's field. ``kinds`` and ``counties`` are those of a narrowed page.

    Every term of our vocabularies may be asked for, so that an old page's form still works; which ones are shown is
    for :mod:`~harbor_wagtail.directory.presentation.facets` to say.
    """
    key = ("choices", get_language(), tuple(kinds), tuple(counties))
    return kept.or_make(key, lambda: _choices(kept, kinds, counties))


def _choices(kept: Kept, kinds: Collection[str], counties: Collection[str]) -> dict[str, Choices]:
    terms = term_names(kept)
    return {
        "start": _start(),
        "domain": [(code, name) for code, name in terms[DOMAINS] if not kinds or code in kinds],
        "population": terms[POPULATIONS],
        "gender": [*terms[GENDERS], (UNSTATED, pgettext("genders served", "Not stated"))],
        "spoken": [choice for code, name in terms[LANGUAGES] for choice in _ways_to_speak(code, name)],
        "cost": _costs(),
        "access": terms[ACCESSIBILITY],
        "county": [("", _("Any county")), *county_choices(kept, counties)],
        "day": [("", pgettext("harbor", "Today")), *((day, weekday_name(day)) for day in DAYS)],
    }


def term_names(kept: Kept) -> dict[str, Choices]:
    """(code, name) of every term of our vocabularies, in their order. One query, where it is not kept."""
    language = active_language()
    return kept.or_make(("terms", language), lambda: _read_terms(language))


def county_choices(kept: Kept, narrow_to: Collection[str] = ()) -> Choices:
    """(FIPS, name) of counties served, by name; grouped under their states where there are several."""
    codes = kept.or_make(("counties",), _counties_served)
    found = [county for code in codes if (county := places.county(code)) and (not narrow_to or code in narrow_to)]
    ordered = sorted(set(found), key=lambda county: (county.state, county.name))
    groups = [(state, list(rows)) for state, rows in groupby(ordered, key=lambda county: county.state)]
    if len(groups) < 2:
        return [(county.fips, county.name) for county in ordered]
    named: Choices = [
        (str(places.state(code) or code), [(county.fips, county.name) for county in rows]) for code, rows in groups
    ]
    return sorted(named)


def _start() -> Choices:
    return [
        ("self", _("You can ask yourself")),
        ("no_police_report", _("Start without a police report")),
        ("no_system_involvement", _("Start without a court or child-welfare case")),
        ("no_id", _("Start without ID")),
        ("no_parental_consent", _("Start without a parent’s consent")),
    ]


def _costs() -> Choices:
    return [
        (Cost.FREE.value, _("Free")),
        (Cost.SLIDING.value, _("Depends on income")),
        (Cost.FEE.value, _("There is a fee")),
        (Cost.UNKNOWN.value, pgettext("cost", "Not stated")),
    ]


def _ways_to_speak(code: str, name: str) -> Choices:
    return [(code, name), (code + INTERPRETER, _("%(language)s, with an interpreter") % {"language": name})]


def _read_terms(language: str) -> dict[str, Choices]:
    locale = Locale.objects.filter(language_code=language).values("pk")[:1]
    rows = TaxonomyTerm.objects.filter(taxonomy__slug__in=OWN_TAXONOMIES).exclude(code="").order_by("sort_order", "pk")
    found: dict[str, dict[str, str]] = {slug: {} for slug in OWN_TAXONOMIES}
    texts = rows.filter(texts__locale=locale).values_list("taxonomy__slug", "code", "texts__name")
    for slug, code, name in [*rows.values_list("taxonomy__slug", "code", "name"), *texts]:
        found[slug][code] = name or found[slug].get(code, code)
    return {slug: list(names.items()) for slug, names in found.items()}


def _counties_served() -> set[str]:
    """Codes of the areas given; a service that gives none serves the county it is in."""
    services, joins = Service.objects.public(), ServiceAtLocation.objects.public()
    without = joins.filter(service__service_areas__isnull=True, service_areas__isnull=True)
    own = ServiceArea.objects.filter(service__in=services).values_list("fips", flat=True).order_by()
    here = ServiceAtLocationArea.objects.filter(service_at_location__in=joins).values_list("fips", flat=True)
    at = without.values_list("location__county", flat=True).order_by()
    return {code for code in own.union(here.order_by(), at).order_by() if len(code) == 5}
