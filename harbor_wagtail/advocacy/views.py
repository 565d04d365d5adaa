"""A handout leaves only through here: the page must be live, of this site and open to this visitor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Site

from harbor_wagtail.advocacy import files
from harbor_wagtail.advocacy.registry import SECTION, advocacy_models
from harbor_wagtail.counting.collecting import count
from harbor_wagtail.documents.engine import NoEngine
from harbor_wagtail.safety.headers import harbor_response


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponseBase:
    page = _live_page(request, pk)
    if page is None:
        raise Http404("No such handout.")
    return _answer(request, page)


@require_safe
def handout_beside_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """The same file at ``handout.pdf`` below the page's own address."""
    site = Site.find_for_request(request)
    result = site.root_page.localized.route_for_request(request, path) if site else None
    page = result.page.specific if result else None
    if page is None or getattr(page, "advocacy_section", "") != SECTION:
        raise Http404("No handout here.")
    return _answer(request, page)


def _live_page(request: HttpRequest, pk: int) -> Any | None:
    site = Site.find_for_request(request)
    for model in advocacy_models():
        page = model.objects.live().select_related("locale").filter(pk=pk).first()
        if page is not None:
            parts = page.get_url_parts(request)
            return page if site and parts and parts[0] == site.pk else None
    return None


def _answer(request: HttpRequest, page: Any) -> HttpResponseBase:
    return served_with(request, page, _give)


def served_with(
    request: HttpRequest, page: Any, give: Callable[[HttpRequest, Any], HttpResponseBase]
) -> HttpResponseBase:
    """What keeps a page from a visitor (a password, a group) keeps its files from them as well: Wagtail's own chain."""

    def serve(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return give(request, page)

    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    for hook in hooks.get_hooks("before_serve_page"):
        refused = hook(page, request, [], {})
        if isinstance(refused, HttpResponseBase):
            return refused
    return serve(page, request, [], {})


def _give(request: HttpRequest, page: Any) -> HttpResponse:
    if not page.advocacy_has_handout:
        raise Http404("This page has no handout.")
    try:
        made = files.handout(page, request)
    except NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    response = HttpResponse(bytes(made.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.pdf"'
    response.headers["Content-Length"] = str(made.size)
    count(request, response, page)
    return harbor_response(response, request=request, bare=False, noindex=True)
