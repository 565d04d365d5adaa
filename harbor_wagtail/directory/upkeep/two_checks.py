"""Whether two who do not depend on each other have checked an organization before it is included, or first published."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from harbor_wagtail.directory.models import CheckMethod, Organization, UpkeepSettings, Verification

WANTED = 2


def independent_checks(organization: Organization) -> int:
    """How many people of the team, the provider counted as one, have checked it or a service of it. What a source says
    of itself is no check."""
    mine = Q(organization=organization) | Q(service__organization=organization)
    checks = Verification.objects.filter(mine).exclude(method=CheckMethod.SOURCE)
    witnesses = {
        "provider" if method == CheckMethod.PROVIDER else user
        for method, user in checks.values_list("method", "by_user").distinct()
    }
    return len(witnesses - {None})


def first_listing_waits(organization: Any) -> bool:
    """Whether it was never shown and has to wait, on a site that wants two checks. What an import brought in was shown by it."""
    if organization.live or organization.first_published_at or not UpkeepSettings.in_force().two_checks:
        return False
    return independent_checks(organization) < WANTED
