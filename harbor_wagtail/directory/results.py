"""Asking the search for a page of the directory, and making what it found ready to be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.presentation.cards import Card, cards
from harbor_wagtail.directory.presentation.facets import Facets, facets
from harbor_wagtail.directory.presentation.found import Found, Shown, filters_on, order_words, wider
from harbor_wagtail.directory.search.query import Asking, Hit

#: Sent by our script, which puts the answer into the page it stands on.
FRAGMENT_HEADER = "X-Harbor-Fragment"
CARD_TEMPLATE = "harbor_directory/includes/card.html"


def compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The list for somebody who pays for every kilobyte, about an eighth of it, whatever the server in front does.

    There is no token and no other secret in it whose letters could be guessed by how well it is compressed (BREACH).
    """
    return GZipMiddleware(lambda _request: response).process_response(request, response)


@sensitive_variables()
def results(
    page: Any, request: HttpRequest, asked: Asked, choices: Mapping[str, Any], *, by_button: bool = False
) -> tuple[Found, Facets]:
    """What a directory page shows for a question: the cards and what stands round them, and the filters.

    ``choices`` are the form's, by name of field. ``by_button``: cards open by a button that takes the question along.
    """
    asking = Asking(page.directory_kept.moment)
    given = asking.find(page.get_directory_search(asked))
    found = Found(
        cards=_shown(page, request, given.hits, by_button=by_button),
        total=given.total,
        number=given.number,
        pages=given.pages,
        partial=given.partial,
        ready=given.ready,
        order=order_words(asked),
        did_you_mean=given.did_you_mean,
        filters=filters_on(asked, choices),
        wider=[] if given.total else wider(asked, lambda other: asking.total(page.get_directory_search(other))),
    )
    return found, facets(choices, asked, given.counts, page.get_directory_in_use())


def _shown(page: Any, request: HttpRequest, hits: Sequence[Hit], *, by_button: bool) -> list[Shown]:
    """Cards as they stand in the page. One made in this minute, in this language, for this page is shown again."""
    kept, minute = page.directory_kept, timezone.now().replace(second=0, microsecond=0)
    place = ("card", get_language(), page.get_url(request), page.is_discreet(request), minute, by_button)
    keys = {hit: (*place, hit.service_id, hit.location_id, hit.distance_miles) for hit in hits}
    found = {hit: shown for hit, key in keys.items() if (shown := kept.get(key))}
    missing = [hit for hit in hits if hit not in found]
    made = cards(missing, lambda organization: page.get_organization_url(organization, request))
    by_service = {card.service_id: card for card in made}
    for hit in missing:
        if card := by_service.get(hit.service_id):
            found[hit] = _rendered(card, by_button=by_button)
            kept.put(keys[hit], found[hit])
    return [found[hit] for hit in hits if hit in found]


def _rendered(card: Card, *, by_button: bool) -> Shown:
    key = f"{card.service_id}-{card.location_id or 0}"
    html = mark_safe(get_template(CARD_TEMPLATE).render({"card": card, "by_button": by_button}))
    return Shown(html, key, card.fresh.recent, card.example)
