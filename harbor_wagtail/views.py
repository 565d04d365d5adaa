from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import condition, require_safe
from wagtail.coreutils import get_content_languages

from harbor_wagtail import theme
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.navigation import Link, own_name
from harbor_wagtail.safety.headers import harbor_response

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


@require_safe
def before_you_start(request: HttpRequest, language: str) -> HttpResponse:
    """What this site and the exit cannot erase, in one of the site's languages."""
    codes = list(get_content_languages())
    if language not in codes:
        raise Http404
    with translation.override(language):
        others = [code for code in codes if code != language and settings.USE_I18N]
        links = [Link(own_name(code), reverse("harbor_wagtail:before", args=[code]), language=code) for code in others]
        stored = HarborSettings.for_visitor(request)
        context = {"settings": stored, "harbor_language_links": links}
        response = render(request, "harbor_wagtail/before_you_start.html", context)
    return harbor_response(response, request=request, noindex=True)
