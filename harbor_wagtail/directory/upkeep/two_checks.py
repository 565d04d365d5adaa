"""Whether two who do not depend on each other have checked an organization before it is included, or first shown: by the
form, by a schedule, by many at once or by an import."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from harbor_wagtail.directory.models import CheckMethod, Organization, UpkeepSettings, Verification

WANTED = 2


def are_wanted() -> bool:
    """Whether the site asks for two checks."""
    return UpkeepSettings.in_force().two_checks


def independent_checks(organization: Organization) -> int:
    """How many people of the team, the provider counted as one, have checked it or a service of it."""
    return _witnesses(Organization.objects.filter(pk=organization.pk)).get(organization.pk, 0)


def first_listing_waits(organization: Any) -> bool:
    """Whether it was never shown and has to wait, on a site that wants two checks."""
    if organization.live or organization.first_published_at or not are_wanted():
        return False
    return independent_checks(organization) < WANTED


def waiting() -> QuerySet[Organization]:
    """Those never shown that lack a check, where two are wanted; else none."""
    if not are_wanted():
        return Organization.objects.none()
    never_shown = Organization.objects.filter(live=False, first_published_at=None)
    enough = [pk for pk, number in _witnesses(never_shown).items() if number >= WANTED]
    return never_shown.exclude(pk__in=enough)


def _witnesses(organizations: QuerySet[Organization]) -> dict[int, int]:
    """Who checked each, in one query. What a source says of itself is no check."""
    whose = Coalesce("organization", "service__organization")
    some = organizations.order_by().values("pk")
    checks = Verification.objects.filter(Q(organization__in=some) | Q(service__organization__in=some))
    rows = checks.exclude(method=CheckMethod.SOURCE).values_list(whose, "method", "by_user").distinct()
    found: dict[int, set[Any]] = defaultdict(set)
    for pk, method, user in rows:
        found[pk].add("provider" if method == CheckMethod.PROVIDER else user)
    return {pk: len(who - {None}) for pk, who in found.items()}
