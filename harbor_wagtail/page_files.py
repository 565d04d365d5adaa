"""Files that belong to a page leave as the page does: live, of this site, and kept from whom the page is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import Page, Site


def live_page(request: HttpRequest, models: Iterable[Any], pk: int) -> Any | None:
    """The live page of this site with that key, if it is of one of these models."""
    for model in models:
        page = model.objects.live().select_related("locale").filter(pk=pk).first()
        if page is not None:
            return page if is_of_site(request, page) else None
    return None


def is_of_site(request: HttpRequest, page: Any) -> bool:
    site, parts = Site.find_for_request(request), page.get_url_parts(request)
    return bool(site and parts and parts[0] == site.pk)


def page_at(request: HttpRequest, path: str) -> Any | None:
    """The page that Wagtail would serve at that address of this site."""
    result = Page.route_for_request(request, path)
    return result.page.specific if result else None


def as_the_page(
    request: HttpRequest, page: Any, give: Callable[[HttpRequest, Any], HttpResponseBase]
) -> HttpResponseBase:
    """What ``give`` makes of request and page, behind Wagtail's own chain: what keeps the page from a visitor (a password, a
    group) keeps its files from them as well."""

    def serve(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        return give(request, page)

    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    for hook in hooks.get_hooks("before_serve_page"):
        refused = hook(page, request, [], {})
        if isinstance(refused, HttpResponseBase):
            return refused
    return serve(page, request, [], {})
