"""The search: a POST that reads and keeps nothing, so that no word stands in an address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from harbor_wagtail.directory.presentation.addresses import canonical_page, directory_pages
from harbor_wagtail.safety.headers import harbor_response

#: Sent by our script, which puts the answer into the page it stands on.
FRAGMENT_HEADER = "X-Harbor-Fragment"


# Exempt: a token needs a cookie, and a search changes nothing whoever sends it.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Results by the page named in ``directory``, in its language; a GET, as by a reload, leads to that page."""
    if request.method != "POST":
        page = canonical_page(request)
        return harbor_response(HttpResponseRedirect(page.get_url(request) if page else "/"), request=request)
    return _results(request)


@sensitive_variables()
def _results(request: HttpRequest) -> HttpResponse:
    language = _language(request.POST.get("language", ""))
    page = _page(request, request.POST.get("directory", ""), language)
    if page is None:
        return harbor_response(HttpResponseRedirect("/"), request=request)
    spoken = language or page.locale.language_code
    with translation.override(spoken):
        fragment = bool(request.headers.get(FRAGMENT_HEADER))
        response = page.render_directory(request, request.POST, fragment=fragment).render()
    # What LocaleMiddleware would say is the language of this address, which has none.
    response.headers["Content-Language"] = spoken
    return harbor_response(response, request=request, bare=page.harbor_bare, noindex=True)


def _language(given: str) -> str:
    return given if given in dict(settings.LANGUAGES) else ""


def _page(request: HttpRequest, given: str, language: str) -> Any | None:
    """The page the form stood on; another directory page of the site where that one has gone."""
    named = next((page for page in directory_pages(request) if str(page.pk) == given), None)
    return named or canonical_page(request, language)
