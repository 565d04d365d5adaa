from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

_FRAME = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; img-src 'self'"
)
_MEDIA = f" https://{urlsplit(settings.MEDIA_URL).netloc}" if urlsplit(settings.MEDIA_URL).netloc else ""
#: Public pages: nothing from anywhere but where the site's pictures lie, and no script or style inside the page.
PUBLIC = _FRAME + _MEDIA
#: Wagtail's page editor writes scripts and styles into its pages, and shows a picture before it is uploaded.
ADMIN = f"{_FRAME} data: blob:{_MEDIA}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"


class OwnPageNotFound:
    """The site's own page for an address that leads nowhere, in a demo as well, where ``DEBUG`` shows Django's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Http404):
            return None
        response = page_not_found(request, exception)
        response.is_ours = True
        return response


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Gives every response a Content-Security-Policy, unless its view has set a stricter one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and response.status_code in (404, 500) and not getattr(response, "is_ours", False):
            return response  # Django's own debug page has its style inside
        policy = ADMIN if request.path.startswith("/admin/") else PUBLIC
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
