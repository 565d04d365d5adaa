from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from harbor_wagtail import theme
from harbor_wagtail.models import HarborSettings

#: A year: the address in our pages carries the digest of the text, so a change has another address.
FOREVER = "public, max-age=31536000, immutable"
#: Without the digest in the address nobody can know when it changes.
BRIEFLY = "public, max-age=300"


def _css(request: HttpRequest) -> str:
    return theme.stylesheet(HarborSettings.for_visitor(request).colors)


def _etag(request: HttpRequest) -> str:
    return f'"{theme.digest(_css(request))}"'


@require_safe
@condition(etag_func=_etag)
def theme_css(request: HttpRequest) -> HttpResponse:
    """The site's own colors as a stylesheet, so that no page needs an inline style."""
    css = _css(request)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    current = request.GET.get("v") == theme.digest(css)
    response.headers["Cache-Control"] = FOREVER if current else BRIEFLY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
