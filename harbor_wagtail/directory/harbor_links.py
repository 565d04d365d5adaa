"""The directory's web addresses and numbers, of public records alone: a hidden or confidential one is not asked for at all,
since a look-up tells somebody that this site knows the name. Examples are nobody's.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from harbor_wagtail.directory.models import (
    AddressVisibility,
    Location,
    LocationPhone,
    Organization,
    OrganizationPhone,
    OrganizationUrl,
    Service,
    ServiceAtLocation,
    ServiceAtLocationPhone,
    ServicePhone,
    ServiceUrl,
)
from harbor_wagtail.directory.page_mixins import DirectoryPageMixin
from harbor_wagtail.directory.resource_map.page_mixin import ResourceMapPageMixin
from harbor_wagtail.links.registry import register_links, register_pages
from harbor_wagtail.models.link_check import LinkCheck

PHONE = LinkCheck.Kind.PHONE

register_pages(DirectoryPageMixin, ResourceMapPageMixin)


@register_links("website")
def organizations() -> QuerySet[Any]:
    return Organization.objects.public().filter(example=False)


@register_links("url")
def services() -> QuerySet[Any]:
    return Service.objects.public().filter(example=False, organization__example=False)


@register_links("url")
def places() -> QuerySet[Any]:
    return _places().filter(address_visibility=AddressVisibility.PUBLIC)


@register_links("url", record="organization")
def further_of_organizations() -> QuerySet[Any]:
    return OrganizationUrl.objects.filter(organization__in=organizations())


@register_links("url", record="service")
def further_of_services() -> QuerySet[Any]:
    return ServiceUrl.objects.filter(service__in=services())


@register_links("number", kind=PHONE, record="organization")
def phones_of_organizations() -> QuerySet[Any]:
    return OrganizationPhone.objects.filter(organization__in=organizations())


@register_links("number", kind=PHONE, record="service")
def phones_of_services() -> QuerySet[Any]:
    return ServicePhone.objects.filter(service__in=services())


@register_links("number", kind=PHONE, record="location")
def phones_of_places() -> QuerySet[Any]:
    return LocationPhone.objects.filter(location__in=_places())


@register_links("number", kind=PHONE, record="service_at_location__service")
def phones_at_places() -> QuerySet[Any]:
    given = ServiceAtLocation.objects.public().filter(service__example=False)
    return ServiceAtLocationPhone.objects.filter(service_at_location__in=given)


def _places() -> QuerySet[Any]:
    """Those at which a public service is given."""
    given = ServiceAtLocation.objects.public().order_by().values("location")
    return Location.objects.public().filter(pk__in=given, example=False)
