"""What a search engine is told of: the current edition of each framework, its places and its goals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from harbor_wagtail.advocacy.report_cards.models import Edition, PolicyGoal, Result
from harbor_wagtail.models import HarborSettings


def addresses(page: Any, request: HttpRequest | None, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``own`` is what Wagtail says of the page itself. Nothing where the site asks search engines to stay away."""
    if request is not None and not HarborSettings.for_visitor(request).list_in_search_engines:
        return []
    links = page.cards_links(request, absolute=True)
    found = []
    for edition in current_editions():
        places = Result.objects.filter(edition=edition).order_by().values_list("jurisdiction__slug", flat=True)
        goals = PolicyGoal.objects.filter(framework=edition.framework_id).order_by().values_list("slug", flat=True)
        urls = [
            links.edition(edition.slug),
            *(links.about(edition.slug, what) for what in ("method", "codebook", "errata")),
            *(links.place(edition.slug, place) for place in sorted(places)),
            *(links.goal(edition.slug, goal) for goal in sorted(goals)),
        ]
        found += [{"location": url, "lastmod": edition.published_on} for url in urls]
    return [*own, *found]


def current_editions() -> list[Edition]:
    """The newest published edition of each framework that no other one with an edition has replaced."""
    published = Edition.objects.published().select_related("framework__layout", "framework__replaces")
    newest: dict[int, Edition] = {}
    for edition in published:
        newest.setdefault(edition.framework_id, edition)
    replaced = {edition.framework.replaces_id for edition in newest.values()}
    return [edition for key, edition in newest.items() if key not in replaced]
