from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FRAME = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; img-src 'self'"
)
_MEDIA = f" https://{urlsplit(settings.MEDIA_URL).netloc}" if urlsplit(settings.MEDIA_URL).netloc else ""
#: Public pages: nothing from anywhere but where the site's pictures lie, and no script or style inside the page.
PUBLIC = _FRAME + _MEDIA
#: Wagtail's page editor writes scripts and styles into its pages, and shows a picture before it is uploaded.
ADMIN = f"{_FRAME} data: blob:{_MEDIA}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Gives every response a Content-Security-Policy, unless its view has set a stricter one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and response.status_code in (404, 500):
            return response  # Django's own debug page has its style inside
        policy = ADMIN if request.path.startswith("/admin/") else PUBLIC
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware
