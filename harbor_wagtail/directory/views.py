"""The search and its printed sheet: POSTs that read and keep nothing, so that no word stands in an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from harbor_wagtail.counting.collecting import count
from harbor_wagtail.directory.presentation.addresses import canonical_page, directory_page, directory_url
from harbor_wagtail.directory.presentation.cards import cards
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.results import FRAGMENT_HEADER
from harbor_wagtail.directory.search.query import MAX_PER_PAGE
from harbor_wagtail.safety.headers import harbor_response

SHEET_TEMPLATE = "harbor_directory/sheet.html"

_PAIR = re.compile(r"(?<![0-9-])([0-9]{1,15})-([0-9]{1,15})(?![0-9-])", re.ASCII)


# Exempt: a token needs a cookie, and a search changes nothing whoever sends it.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Results by the page named in ``directory``, in its language; a GET, as by a reload, leads to that page."""
    if request.method != "POST":
        return _to_directory(request)
    return _results(request)


@sensitive_variables()
def _results(request: HttpRequest) -> HttpResponse:
    language = _language(request.POST.get("language", ""))
    page = _page(request, request.POST.get("directory", ""), language)
    if page is None:
        return harbor_response(HttpResponseRedirect(directory_url(None, request)), request=request)
    spoken = language or page.locale.language_code
    with translation.override(spoken):
        fragment = bool(request.headers.get(FRAGMENT_HEADER))
        response = page.render_directory(request, request.POST, fragment=fragment).render()
    count(request, response, page, "search")
    # What LocaleMiddleware would say is the language of this address, which has none.
    response.headers["Content-Language"] = spoken
    return harbor_response(response, request=request, bare=page.harbor_bare, noindex=True)


# As the search: a token needs a cookie. It is asked for the services that are shown, so it knows no word of the question.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The services named in ``services`` as a sheet to print and hand on, which names neither this site nor a search."""
    if request.method != "POST":
        return _to_directory(request)
    language = _language(request.POST.get("language", ""))
    page = _page(request, request.POST.get("directory", ""), language)
    if page is None:
        return harbor_response(HttpResponseRedirect(directory_url(None, request)), request=request)
    spoken = language or page.locale.language_code
    with translation.override(spoken):
        hits = [
            Wanted(int(service), int(place) or None) for service, place in _wanted(request.POST.get("services", ""))
        ]
        context = {
            "cards": cards(hits, lambda organization: ""),
            "today": day_in_words(timezone.localdate()),
            "directory_url": directory_url(page, request),
        }
        response = TemplateResponse(request, SHEET_TEMPLATE, context).render()
    response.headers["Content-Language"] = spoken
    return harbor_response(response, request=request, noindex=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service at a place, as a hit of the search names it."""

    service_id: int
    location_id: int | None
    distance_miles: float | None = None


def _wanted(given: str) -> list[tuple[str, str]]:
    """Pairs of numbers out of "71-2 170-0"; anything else is left out."""
    return list(dict.fromkeys(_PAIR.findall(given[: 40 * MAX_PER_PAGE])))[:MAX_PER_PAGE]


def _to_directory(request: HttpRequest) -> HttpResponse:
    return harbor_response(HttpResponseRedirect(directory_url(canonical_page(request), request)), request=request)


def _language(given: str) -> str:
    return given if given in dict(settings.LANGUAGES) else ""


def _page(request: HttpRequest, given: str, language: str) -> Any | None:
    """The page the form stood on; another directory page of the site where that one has gone."""
    return directory_page(request, given) or canonical_page(request, language)
