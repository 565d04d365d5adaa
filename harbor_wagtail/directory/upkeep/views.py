"""The page behind a mailed link. It is stored nowhere, listed nowhere, and shows nothing that is not public."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.coreutils import get_supported_content_language_variant

from harbor_wagtail.directory.models import UpdateLink
from harbor_wagtail.directory.upkeep.form import Group, UpdateForm, groups
from harbor_wagtail.directory.upkeep.links import open_link, services_of
from harbor_wagtail.directory.upkeep.proposing import keep_answer
from harbor_wagtail.models.words import default_language
from harbor_wagtail.not_written import NOT_KEPT, NOT_WRITING, note
from harbor_wagtail.safety.headers import harbor_response


@csrf_protect
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def update(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the public facts and uses nothing up: programs that guard mailboxes open links, too. POST answers."""
    link = open_link(token)
    with translation.override(link.language if link else _readers_language(request)):
        response = _answer(request, link) if link else _no_link(request)
        if isinstance(response, TemplateResponse):
            response.render()
        return _guarded(request, response)


@require_http_methods(["GET", "HEAD"])
def updated(request: HttpRequest, language: str) -> HttpResponse:
    """Thanks, at an address that holds no token."""
    known = language if translation.check_for_language(language) else default_language()
    with translation.override(known):
        response = TemplateResponse(request, "harbor_directory/upkeep/thanks.html", {}).render()
        return _guarded(request, response)


def _answer(request: HttpRequest, link: UpdateLink) -> HttpResponse:
    shown = groups(link.organization, services_of(link), link.language)
    form = UpdateForm(request.POST if request.method == "POST" else None, shown)
    if request.method == "POST" and form.is_valid():
        try:
            if keep_answer(link, form.changes()) is None:
                return _no_link(request)
        except NOT_WRITING as problem:
            note(problem)
            form.add_error(None, NOT_KEPT)
            return _form(request, link, form, shown, status=503)
        return HttpResponseRedirect(reverse("harbor_directory:updated", args=[link.language]))
    return _form(request, link, form, shown, status=422 if form.errors else 200)


def _form(request: HttpRequest, link: UpdateLink, form: UpdateForm, shown: list[Group], status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "groups": shown, "organization": link.organization, "link": link}
    return TemplateResponse(request, "harbor_directory/upkeep/update.html", context, status=status)


def _no_link(request: HttpRequest) -> HttpResponse:
    """The same whether it was made up, cut short, used or is over."""
    return TemplateResponse(request, "harbor_directory/upkeep/no_link.html", {}, status=404)


def _readers_language(request: HttpRequest) -> str:
    """What the browser asks for, if the site speaks it. The link's own is not told: nobody learns that there was one."""
    try:
        return get_supported_content_language_variant(translation.get_language_from_request(request))
    except LookupError:
        return default_language()


def _guarded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["Content-Language"] = translation.get_language() or default_language()
    return harbor_response(response, request=request, noindex=True)
