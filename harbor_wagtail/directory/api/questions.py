"""What parameters ask for, as conditions of the database. None of them joins, so none finds a record twice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt

from harbor_wagtail.directory.api import state
from harbor_wagtail.directory.models import (
    AddressVisibility,
    AreaKind,
    Availability,
    Location,
    LocationAttribute,
    LocationType,
    OrganizationAttribute,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationArea,
    ServiceAtLocationAttribute,
    ServiceAttribute,
    ServiceCapacity,
    TaxonomyTerm,
    Verification,
)
from harbor_wagtail.places import bounding_box

if TYPE_CHECKING:
    from harbor_wagtail.places import ZipPlace

#: A service's own terms. What it does not serve is not among them.
_TERMS_OF_SERVICES = ("domains", "populations", "genders")
_EARTH_METRES = 6_371_008.8
_METRES_A_MILE = 1609.344
_ANYWHERE = (AreaKind.NATIONAL.value, AreaKind.REMOTE.value)


def terms(*, term_id: Any = None, taxonomy_id: Any = None) -> Any:
    """The terms asked for, as a subquery."""
    asked = Q(hsds_id=term_id) if term_id else Q()
    return TaxonomyTerm.objects.filter(asked & (Q(taxonomy__hsds_id=taxonomy_id) if taxonomy_id else Q())).values("pk")


def service_carries(wanted: Any, prefix: str = "") -> Q:
    found = Q(**{f"{prefix}pk__in": ServiceAttribute.objects.filter(term__in=wanted).values("service")})
    for name in _TERMS_OF_SERVICES:
        found |= Q(**{f"{prefix}pk__in": tagged(Service, name, wanted)})
    return found


def organization_carries(wanted: Any) -> Q:
    """By itself, or by a service of its own that is told."""
    own = Q(pk__in=OrganizationAttribute.objects.filter(term__in=wanted).values("organization"))
    return own | Q(pk__in=state.services().filter(service_carries(wanted)).values("organization"))


def link_carries(wanted: Any) -> Q:
    """A service at a place: by itself, its service or its place."""
    own = Q(pk__in=ServiceAtLocationAttribute.objects.filter(term__in=wanted).values("service_at_location"))
    places = Q(location__in=LocationAttribute.objects.filter(term__in=wanted).values("location"))
    accessible = Q(location__in=tagged(Location, "accessibility_features", wanted))
    return own | places | accessible | service_carries(wanted, "service__")


def tagged(model: Any, name: str, wanted: Any) -> Any:
    """Keys of the records that carry one of ``wanted`` in the field ``name``, as a subquery."""
    relation = model._meta.get_field(name)
    record, term = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    return relation.remote_field.through._default_manager.filter(**{f"{term}__in": wanted}).values(record)


def changed_since(moment: dt.datetime, prefix: str = "") -> Q:
    """A service that changed, or anything that is told with it: to hear of too much is harmless, of too little is not."""
    service, since = f"{prefix}pk__in", {"recorded_at__gte": moment}
    places = _written_since(moment, "location__") | Q(location__visibility_changed_at__gte=moment)
    return (
        _written_since(moment, prefix)
        | _written_since(moment, f"{prefix}organization__")
        | Q(**{service: Availability.objects.filter(**since).values("service")})
        | Q(**{service: ServiceCapacity.objects.filter(**since).values("service")})
        | Q(**{service: Verification.objects.filter(**since, service__isnull=False).values("service")})
        | Q(**{service: ServiceAtLocation.objects.filter(places).values("service")})
    )


def _written_since(moment: dt.datetime, prefix: str) -> Q:
    """By an editor, by its source, or by an import of what its source changed long ago."""
    names = ("last_modified", "last_published_at", "batch__finished_at")
    found = Q()
    for name in names:
        found |= Q(**{f"{prefix}{name}__gte": moment})
    return found


def serves(place: ZipPlace) -> Q:
    """Services at a place that are for people of the ZIP's county, as the site's own search has it: where no area we know was
    given, the county of the place counts, and a place without one that is online or a phone line is reached from anywhere."""
    county = place.county_fips or "-"  # the ZIP of a PO box has none
    theirs = Q(kind=AreaKind.COUNTY, fips=county) | Q(kind=AreaKind.STATE, fips=county[:2]) | Q(kind__in=_ANYWHERE)
    own, services = _areas(ServiceAtLocationArea, "service_at_location"), _areas(ServiceArea, "service")
    known = ~Q(fips="") | Q(kind__in=_ANYWHERE)
    unsaid = ~Q(pk__in=own(known)) & ~Q(service__in=services(known))
    here = Q(location__county=county) | Q(location__county="", location__location_type=LocationType.VIRTUAL)
    return Q(pk__in=own(theirs)) | Q(service__in=services(theirs)) | (unsaid & here)


def _areas(model: Any, owner: str) -> Any:
    return lambda condition: model.objects.filter(condition).values(owner)


def within(place: ZipPlace, metres: int) -> Any:
    """Keys of the public places so near to the middle of a ZIP, as a subquery. Others have no coordinates at all."""
    box = bounding_box(place.point, metres / _METRES_A_MILE)
    across = Q()
    for west, east in box.longitudes:
        across |= Q(longitude__range=(west, east))
    found = Location.objects.public().filter(
        across, address_visibility=AddressVisibility.PUBLIC, latitude__range=(box.south, box.north)
    )
    return found.alias(metres=_metres(place)).filter(metres__lte=metres).values("pk")


def _metres(place: ZipPlace) -> Any:
    """The haversine formula, by the database."""
    north, east = Radians(F("latitude")), Radians(F("longitude"))
    here = Radians(Value(place.latitude, FloatField())), Radians(Value(place.longitude, FloatField()))
    half = Power(Sin((north - here[0]) / 2), 2) + Cos(here[0]) * Cos(north) * Power(Sin((east - here[1]) / 2), 2)
    return Cast(2 * _EARTH_METRES * ASin(Sqrt(Least(half, Value(1.0)))), FloatField())


def in_words(text: str, *names: str) -> Q:
    """Every word in one of these columns, wherever in it."""
    found = Q()
    for word in text.split():
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__icontains": word})
        found &= anywhere
    return found
