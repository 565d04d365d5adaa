"""Response headers of the pages a visitor reads.

``no-store`` keeps a page out of disk caches and, in Firefox, out of the list that Back restores from. ``private`` says it
once more to caches on the server that know no ``no-store``, wagtail-cache among them: they would show what was hidden
since. ``same-origin`` tells no other site where the visitor came from (``no-referrer`` would make Django refuse our own
forms). The content policy of bare pages lets a page load from, and send to, this site alone.

Nothing here touches the session, sets a cookie or adds ``Vary: Cookie``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from harbor_wagtail.conf import conf
from harbor_wagtail.safety.first_page import FirstPageMixin

Response = TypeVar("Response", bound=HttpResponseBase)

#: For what no cache may keep, neither a browser's nor one in front of or inside the site.
NOT_KEPT = "private, no-store"
#: Policies that give away no more than ours; a host that set one of them keeps it.
_STRICT_REFERRER = {"same-origin", "no-referrer"}
_BARE_POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "style-src": ("'self'",),
    "script-src": ("'self'",),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}
_BARE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "X-DNS-Prefetch-Control": "off",
}


def harbor_response(
    response: Response,
    *,
    request: HttpRequest | None = None,
    cacheable: bool = False,
    bare: bool = True,
    noindex: bool = False,
) -> Response:
    """Give ``response`` the headers every Harbor page answers with, and return it.

    ``cacheable`` leaves caching to the caller (report cards and briefs); ``bare`` adds the content policy, which fits
    pages on ``bare_base.html`` only; ``request`` lets a preview in the admin, which lies in a frame, be shown.
    """
    if cacheable:
        response.harbor_cacheable = True  # type: ignore[attr-defined]  # HarborMiddleware leaves it alone
    else:
        _forbid_storing(response)
    if response.headers.get("Referrer-Policy") not in _STRICT_REFERRER:
        response.headers["Referrer-Policy"] = "same-origin"
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if noindex:
        response.headers.setdefault("X-Robots-Tag", "noindex")
    if bare:
        _add_policy(response, content_security_policy(framed=bool(getattr(request, "is_preview", False))))
        for name, value in _BARE_HEADERS.items():
            response.headers.setdefault(name, value)
    return response


def content_security_policy(*, framed: bool = False) -> str:
    """The policy of bare pages; ``framed`` lets this site, and no other, show the page in a frame."""
    policy = {**_BARE_POLICY, **({"frame-ancestors": ("'self'",)} if framed else {})}
    for directive, sources in _extra_sources().items():
        kept = tuple(source for source in policy.get(directive, ()) if source != "'none'")
        policy[directive] = (*kept, *(source for source in sources if source not in kept))
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def _extra_sources() -> dict[str, tuple[str, ...]]:
    static, media = _origin(settings.STATIC_URL), _origin(settings.MEDIA_URL)
    extra: dict[str, tuple[str, ...]] = {}
    for directive in ("style-src", "script-src", "font-src", "img-src"):
        origins = (static, media) if directive == "img-src" else (static,)
        extra[directive] = tuple(dict.fromkeys(origin for origin in origins if origin))
    for directive, sources in conf.CSP_SOURCES.items():
        extra[directive] = (*extra.get(directive, ()), *sources)
    return {directive: sources for directive, sources in extra.items() if sources}


def _origin(url: str | None) -> str:
    """ "https://cdn.example.org" of an absolute address, empty for one on this site."""
    parts = urlsplit(url or "")
    return f"{parts.scheme or 'https'}://{parts.netloc}" if parts.netloc else ""


def _forbid_storing(response: HttpResponseBase) -> None:
    response.headers["Cache-Control"] = NOT_KEPT


def _add_policy(response: HttpResponseBase, policy: str) -> None:
    # A browser holds a page to every policy it is given, so one the host set on this response is kept beside ours.
    given = response.headers.get("Content-Security-Policy", "")
    if policy not in given:
        response.headers["Content-Security-Policy"] = f"{given}, {policy}" if given else policy


def harbor_headers(
    *, cacheable: bool = False, bare: bool = True, noindex: bool = False
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Decorator for a view function: its responses go through ``harbor_response``."""

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @functools.wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
            response = view(request, *args, **kwargs)
            return harbor_response(response, request=request, cacheable=cacheable, bare=bare, noindex=noindex)

        return wrapped

    return decorate


class HarborHeadersMixin(FirstPageMixin):
    """For a page or a class-based view; place it left of ``Page`` or ``View``.

    ``harbor_cacheable`` and ``harbor_bare`` are those of ``harbor_response``; ``harbor_noindex(request)`` may be
    overridden. Page previews go through it as well. Only a page is ever published.
    """

    harbor_cacheable: bool = False
    harbor_bare: bool = True
    #: Whether it is counted how often it is opened, where a site counts its pages.
    harbor_counted: bool = True

    def harbor_noindex(self, request: HttpRequest) -> bool:
        from harbor_wagtail.models import HarborSettings

        return not HarborSettings.for_visitor(request).list_in_search_engines

    def _harbor_headers(self, request: HttpRequest, response: Response) -> Response:
        return harbor_response(
            response,
            request=request,
            cacheable=self.harbor_cacheable,
            bare=self.harbor_bare,
            noindex=self.harbor_noindex(request),
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return self._harbor_headers(request, response)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from harbor_wagtail.counting.collecting import count

        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if self.harbor_counted and request.method == "GET":
            count(request, response, self)
        return self._harbor_headers(request, response)

    def serve_preview(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve_preview(request, *args, **kwargs)  # type: ignore[misc]
        return self._harbor_headers(request, response)


class SafePageMixin(HarborHeadersMixin):
    """For a page of the host's own, on its own base template: the headers of our pages without our content policy.

    ``class NewsPage(SafePageMixin, Page)``; put ``{% harbor_exit %}`` into its template.
    """

    harbor_bare = False
    harbor_counted = False
    harbor_waits_for_hotline = False
