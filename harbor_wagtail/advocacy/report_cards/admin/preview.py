"""A draft edition as visitors will see it: the real pages, for those who work on it alone.

The edition is published inside a transaction that is always taken back. So what is shown is what will be shown, to the last
number, and nobody else ever meets it.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages

from harbor_wagtail.advocacy.report_cards import freezing, results
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.models import Edition, EditionState, Framework, FrameworkState
from harbor_wagtail.advocacy.report_cards.models.guard import unlocked
from harbor_wagtail.advocacy.report_cards.page_registry import card_models, card_page_of
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of

#: Where the band stands: inside our own part of the page, whose style it has; else at its top.
_TOPS = (re.compile(r"<article\b[^>]*\bharbor-rc\b[^>]*>"), re.compile(r"<body\b[^>]*>"))


def preview(request: HttpRequest, pk: int, path: str = "") -> HttpResponse:
    """``path`` is what stands below the report cards page: ``<edition>/``, ``<edition>/<place>/`` …"""
    edition = access.edition_for(request, pk)
    page = _card_page(request)
    if page is None:
        messages.error(request, _("Add a page of the type “report cards” first: it shows all editions."))
        return redirect("harbor_advocacy_edition", pk)
    if edition.is_published or (path and path.partition("/")[0] != edition.slug):
        return redirect((page.get_url(request) or "/") + (path or f"{edition.slug}/"))
    if not path:
        return redirect("harbor_advocacy_edition_preview", pk, f"{edition.slug}/")
    base = request.path.removesuffix(path)
    # Files are made of published editions, so there are none to lead to yet.
    page.cards_links = lambda *_args, **_kwargs: Links(base)
    request.is_preview = True  # type: ignore[attr-defined]
    return _kept_by_nobody(_shown(request, page, edition, path))


def _card_page(request: HttpRequest) -> Any | None:
    """A live one, in the language of whoever looks; else any that is being written."""
    found = card_page_of(request, translation.get_language() or "")
    drafts = (model.objects.order_by("path").first() for model in card_models())
    return found or next(filter(None, drafts), None)


def _shown(request: HttpRequest, page: Any, edition: Edition, path: str) -> HttpResponse:
    with transaction.atomic(), translation.override(page.locale.language_code):
        _publish(edition)
        try:
            response: Any = page.serve(request, *page.resolve_subpage(f"/{path}"))
            if hasattr(response, "render"):
                response = response.render()
        finally:
            transaction.set_rollback(True)
    if response.get("Content-Type", "").startswith("text/html"):
        response.content = _with_band(response.content.decode(), edition)
    return response


def _publish(edition: Edition) -> None:
    """As ``freezing.freeze`` does it, whatever is still missing."""
    freezing.store(edition, results.computed(edition, sheet_of(edition.framework)))
    with unlocked():
        Framework.objects.filter(pk=edition.framework_id).update(state=FrameworkState.PUBLISHED)
        state = {"state": EditionState.FROZEN, "published_on": timezone.localdate()}
        if not Edition.objects.filter(pk=edition.pk).update(**state):
            raise Http404


def _with_band(html: str, edition: Edition) -> str:
    words = _("Draft of %(edition)s: only you and those who work on it see this page.") % {"edition": edition.name}
    band = format_html('<p class="harbor-notice harbor-notice--stop" role="note"><strong>{}</strong></p>', words)
    top = next((found for each in _TOPS if (found := each.search(html))), None)
    return html[: top.end()] + band + html[top.end() :] if top else band + html


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
