"""Files of report cards leave through here: their page must be live, of this site and open to this visitor."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import condition, require_safe

from harbor_wagtail.advocacy.report_cards import downloads, palette
from harbor_wagtail.advocacy.report_cards.page_registry import card_models
from harbor_wagtail.advocacy.report_cards.pages.serving import CardView, kept_briefly
from harbor_wagtail.counting.collecting import count
from harbor_wagtail.page_files import as_the_page, live_page
from harbor_wagtail.safety.headers import harbor_response
from harbor_wagtail.views import BRIEFLY, FOREVER


@require_safe
def file(request: HttpRequest, pk: int, edition: str, name: str) -> HttpResponseBase:
    page = live_page(request, card_models(), pk)
    if page is None:
        raise Http404("No such report cards.")

    def give(request: HttpRequest, page: Any) -> HttpResponseBase:
        with translation.override(page.locale.language_code):
            answer = downloads.give(CardView(page, request, "place", edition_slug=edition), name)
        count(request, answer, page)
        answer = harbor_response(answer, request=request, cacheable=True, bare=False, noindex=True)
        return kept_briefly(request, answer)

    return as_the_page(request, page, give)


def _etag(request: HttpRequest) -> str:
    return f'"{palette.stylesheet_digest()}"'


@require_safe
@condition(etag_func=_etag)
def bands_css(request: HttpRequest) -> HttpResponse:
    """The site's own colors of bands (``BAND_COLOURS``)."""
    response = HttpResponse(palette.stylesheet(palette.band_colors()), content_type="text/css; charset=utf-8")
    current = request.GET.get("v") == palette.stylesheet_digest()
    response.headers["Cache-Control"] = FOREVER if current else BRIEFLY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
