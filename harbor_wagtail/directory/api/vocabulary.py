"""Which vocabularies and terms are told: ours, that of the profile, and of others what a public record carries.

Terms of others may be licensed, and those of a draft alone would say that there is one.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q

from harbor_wagtail.directory.api import state
from harbor_wagtail.directory.hsds import profile
from harbor_wagtail.directory.models import (
    Location,
    LocationAttribute,
    OrganizationAttribute,
    ServiceAtLocationAttribute,
    ServiceAttribute,
    Taxonomy,
    TaxonomyTerm,
)

Item = dict[str, Any]


def terms() -> Any:
    """Terms that are told."""
    return TaxonomyTerm.objects.filter(~Q(taxonomy__slug="") & Q(taxonomy__isnull=False) | _in_use())


def taxonomies() -> Any:
    """Vocabularies that are told."""
    return Taxonomy.objects.filter(~Q(slug="") | Q(pk__in=TaxonomyTerm.objects.filter(_in_use()).values("taxonomy")))


def own_taxonomies(words: str = "") -> list[Item]:
    """That of the profile."""
    return [dict(profile.TAXONOMY)] if _has(profile.TAXONOMY, words) else []


def own_terms(words: str = "", taxonomy_id: uuid.UUID | None = None) -> list[Item]:
    """Those of the profile, where its vocabulary or none is asked for."""
    if taxonomy_id and str(taxonomy_id) != profile.TAXONOMY["id"]:
        return []
    return [_with_detail(term) for term in profile.TERMS.values() if _has(term, words)]


def own_taxonomy(identity: uuid.UUID) -> Item | None:
    return dict(profile.TAXONOMY) if str(identity) == profile.TAXONOMY["id"] else None


def own_term(identity: uuid.UUID) -> Item | None:
    return next((term for term in own_terms() if term["id"] == str(identity)), None)


def is_own(identity: uuid.UUID) -> bool:
    return own_taxonomy(identity) is not None or own_term(identity) is not None


def _with_detail(term: dict[str, str]) -> Item:
    return {**term, "taxonomy_detail": dict(profile.TAXONOMY)}


def _has(record: dict[str, str], words: str) -> bool:
    text = " ".join(record[name] for name in ("code", "name", "description") if name in record).casefold()
    return all(word in text for word in words.casefold().split())


def _in_use() -> Q:
    """Carried by a public record, whatever the vocabulary."""
    services, links = state.services(), state.service_at_locations()
    places = Location.objects.public().filter(
        Q(organization__in=state.organizations()) | Q(service_at_locations__in=links)
    )
    carried = (
        OrganizationAttribute.objects.filter(organization__in=state.organizations()),
        ServiceAttribute.objects.filter(service__in=services),
        ServiceAtLocationAttribute.objects.filter(service_at_location__in=links),
        LocationAttribute.objects.filter(location__in=places),
    )
    found = Q()
    for rows in carried:
        found |= Q(pk__in=rows.values("term"))
    return found
