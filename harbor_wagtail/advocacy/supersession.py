"""Which page took the place of another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from harbor_wagtail.advocacy.registry import advocacy_models
from harbor_wagtail.navigation import Link


def newer(page: Any, request: HttpRequest | None) -> Link | None:
    """The published page that takes the place of ``page``, in its language if there is one. One query if there is none."""
    if not page.pk:
        return None
    found = [
        model.objects.live()
        .public()
        .filter(adv_supersedes__translation_key=page.translation_key)
        .values_list("pk", "locale_id")
        for model in advocacy_models()
    ]
    if not found:
        return None
    # No order: a union refuses one on some databases.
    rows = [row for query in [found[0].order_by().union(*(each.order_by() for each in found[1:]))] for row in query]
    for pk, _locale in sorted(rows, key=lambda row: (row[1] != page.locale_id, -row[0])):
        for model in advocacy_models():
            if other := model.objects.filter(pk=pk).first():
                return Link(other.title, other.get_url(request) or "")
    return None
