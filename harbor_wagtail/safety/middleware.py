"""For a host that wants its own pages to leave as little behind as ours do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from harbor_wagtail.safety.headers import harbor_response


class HarborMiddleware:
    """Gives every HTML page of the site ``no-store``, a strict referrer policy and ``nosniff``.

    Place it first in ``MIDDLEWARE``. The admin keeps its own headers. The host's content policy, cookies and scripts
    stay as they are; ``harbor_check --privacy`` says what they do. With ``{% harbor_exit_script %}`` in the head of the
    host's base template, Back paints none of its pages either once somebody has left.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        html = response.headers.get("Content-Type", "").startswith("text/html")
        if not html or request.path.startswith(_admin()) or getattr(response, "harbor_cacheable", False):
            return response
        return harbor_response(response, request=request, bare=False)


def _admin() -> str:
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:
        return "/\0"
