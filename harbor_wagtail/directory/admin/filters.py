"""Filters of the lists in the admin."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from harbor_wagtail.admin.chosen import RecordsFilter
from harbor_wagtail.directory.admin.fields import place_name
from harbor_wagtail.directory.admin.term_names import offer_in_own_language
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import (
    DataSource,
    Location,
    Organization,
    Service,
    ServiceArea,
    Taxonomy,
    TaxonomyTerm,
)
from harbor_wagtail.directory.models.taxonomy import DOMAINS, OWN_TAXONOMIES
from harbor_wagtail.directory.upkeep import two_checks


def _named(codes: Any) -> list[tuple[str, str]]:
    return sorted(((code, place_name(code)) for code in codes if code), key=lambda pair: pair[1])


def place_counties() -> list[tuple[str, str]]:
    """Counties that have a place; all three thousand would be no help."""
    return _named(Location.objects.order_by("county").values_list("county", flat=True).distinct())


def served_areas() -> list[tuple[str, str]]:
    return _named(ServiceArea.objects.order_by("fips").values_list("fips", flat=True).distinct())


def _live() -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name="live", label=_("Published"))


def _draft() -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name="has_unpublished_changes", label=_("Has a draft"))


def _hidden() -> django_filters.BooleanFilter:
    return django_filters.BooleanFilter(field_name="paused", label=_("Hidden"))


def _checked_before() -> django_filters.DateFilter:
    """Records nobody has checked since a day, those never checked included."""
    return django_filters.DateFilter(method=_not_checked_since, label=_("Not checked since"), widget=date_input())


def _not_checked_since(records: QuerySet[Any], name: str, day: date) -> QuerySet[Any]:
    # The lists annotate it, so that the column can be shown and sorted too.
    return records.filter(Q(last_checked_on__lt=day) | Q(last_checked_on__isnull=True))


def _source() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(queryset=DataSource.objects.all(), label=_("Source"))


class OrganizationFilters(WagtailFilterSet):
    live = _live()
    draft = _draft()
    paused = _hidden()
    waits = django_filters.BooleanFilter(method="waits_for_checks", label=_("Waits for two checks"))
    unchecked = _checked_before()
    data_source = _source()

    class Meta:
        model = Organization
        fields = ("live", "draft", "paused", "waits", "inclusion", "unchecked", "data_source")

    def waits_for_checks(self, records: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        waiting = two_checks.waiting().values("pk")
        return records.filter(pk__in=waiting) if wanted else records.exclude(pk__in=waiting)


class ServiceFilters(WagtailFilterSet):
    domains = RecordsFilter(queryset=TaxonomyTerm.objects.filter(taxonomy__slug=DOMAINS), label=_("Kind of help"))
    county = django_filters.ChoiceFilter(
        field_name="service_areas__fips", choices=served_areas, label=_("Area served"), distinct=True
    )
    live = _live()
    draft = _draft()
    paused = _hidden()
    unchecked = _checked_before()
    data_source = _source()

    class Meta:
        model = Service
        fields = ("domains", "county", "status", "live", "draft", "paused", "unchecked", "data_source")

    @property
    def form(self) -> Any:
        form = super().form
        offer_in_own_language(form.fields)
        return form


class LocationFilters(WagtailFilterSet):
    county = django_filters.ChoiceFilter(choices=place_counties, label=_("County"))
    live = _live()
    draft = _draft()
    paused = _hidden()
    unchecked = _checked_before()
    data_source = _source()

    class Meta:
        model = Location
        fields = (
            "county",
            "address_visibility",
            "location_type",
            "live",
            "draft",
            "paused",
            "unchecked",
            "data_source",
        )


class TermFilters(WagtailFilterSet):
    taxonomy = django_filters.ModelChoiceFilter(
        queryset=Taxonomy.objects.filter(slug__in=OWN_TAXONOMIES), label=_("Vocabulary")
    )

    class Meta:
        model = TaxonomyTerm
        fields = ("taxonomy", "sheltering")
