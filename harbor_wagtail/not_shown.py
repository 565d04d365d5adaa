"""``handler500 = "harbor_wagtail.not_shown.not_shown"``: what a visitor reads where a page cannot be made.

The database may be away, and with it all that a page is made of. The way out and the numbers to call stand there all the same, as
this process read them last: nothing here asks the database, and no context processor runs.
"""

from __future__ import annotations

import logging
import sys
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import Engine
from django.template.backends.django import get_installed_libraries
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.hotline import last_known_hotlines
from harbor_wagtail.models.settings_kept import last_of_request
from harbor_wagtail.not_written import NOT_WRITING, told
from harbor_wagtail.safety.headers import harbor_response

logger = logging.getLogger("harbor_wagtail.database")

TEMPLATE = "harbor_wagtail/not_shown.html"
#: Seconds after which to try again: what keeps a page to itself (a balancer, a crawler) goes by it.
RETRY_AFTER = 30


@sensitive_variables()
def not_shown(request: HttpRequest) -> HttpResponse:
    """503 where the database does not answer, and 500 for a fault of the code."""
    away = _is_away(sys.exc_info()[1])
    if away and (answer := _told_the_team(request)) is not None:
        return answer
    with translation.override(_language(request)):
        response = HttpResponse(_page(request, away=away), status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return harbor_response(response, request=request, noindex=True)


def _is_away(problem: BaseException | None) -> bool:
    # A search that could not ask says so by the plain kind, since the driver's own error holds what was looked for.
    return isinstance(problem, NOT_WRITING) or type(problem) is DatabaseError


def _told_the_team(request: HttpRequest) -> HttpResponse | None:
    """Whoever sent something in the admin, where the database can still be read: what became of it, and what was typed."""
    if request.method != "POST" or not request.path.startswith(_admin()) or not request.accepts("text/html"):
        return None
    try:
        if not request.user.has_perm("wagtailadmin.access_admin"):  # a site may have members who are none of the team
            return None
        profile = getattr(request.user, "wagtail_userprofile", None)
        with translation.override(profile.get_preferred_language() if profile else _language(request)):
            return harbor_response(told(request, sure=False).render(), request=request, bare=False, noindex=True)
    except Exception as problem:
        logger.error("Nobody could be told that nothing was written: %s", type(problem).__name__)
        return None


def _admin() -> str:
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:
        return "\0"  # no path begins with it


def _language(request: HttpRequest) -> str:
    """Of the address. Nobody knows how far the request came, so what is active may be another's."""
    found = translation.get_language_from_path(request.path_info) if settings.USE_I18N else None
    return found or settings.LANGUAGE_CODE


def _page(request: HttpRequest, *, away: bool) -> str:
    if not hasattr(request, "_harbor_settings"):
        request._harbor_settings = last_of_request(HarborSettings, request)  # type: ignore[attr-defined]
    if not hasattr(request, "_harbor_hotlines"):
        request._harbor_hotlines = last_known_hotlines()  # type: ignore[attr-defined]
    given = {"request": request, "away": away}
    try:
        return render_to_string(TEMPLATE, given)
    except Exception as problem:
        # A template of the site's own in the place of ours asks for what is away, or is the very fault.
        logger.error("The site's own templates for %s failed: %s", TEMPLATE, type(problem).__name__)
        return _of_the_package().render_to_string(TEMPLATE, given)


@cache
def _of_the_package() -> Engine:
    """Finds the package's own templates alone."""
    return Engine(dirs=[str(Path(__file__).parent / "templates")], libraries=get_installed_libraries())
