"""System checks of a site on a server: what its logs and reports would hold of visitors, and limits that are too low.

Those about logs run with ``check --deploy`` only: while a site is written, a log with everything in it is what one wants.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.core.exceptions import ViewDoesNotExist
from django.db import DatabaseError, connections, transaction
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation
from django.utils.log import AdminEmailHandler
from django.views.defaults import server_error
from wagtail.coreutils import get_content_languages

from harbor_wagtail.safety.logs import HarborLogFilter

AppConfigs = Sequence[AppConfig] | None

LOCALE_MIDDLEWARE = "django.middleware.locale.LocaleMiddleware"
#: Loggers through which errors of requests go. That of runserver is no server's.
LOGGERS = ("", "django", "django.request", "django.security")
#: What `wagtail start` sets; a grid of answers or a long listing has more fields than Django's own 1,000.
FIELDS = 10_000


@register("harbor_wagtail", deploy=True)
def check_logs(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    handlers = {handler for name in LOGGERS for handler in logging.getLogger(name).handlers}
    open_ones = [each for each in handlers if not _is_filtered(each) and not isinstance(each, logging.NullHandler)]
    mails = [each for each in open_ones if isinstance(each, AdminEmailHandler)]
    if mails and settings.ADMINS:
        yield Warning(
            "Errors are mailed to ADMINS with the form, the query string and the address of whoever met them.",
            hint="Leave ADMINS empty, or give the handler the filter harbor_wagtail.safety.logs.HarborLogFilter "
            "(docs/safety.md, Logs).",
            id="harbor_wagtail.W009",
        )
    # Django's own console handler is for DEBUG alone.
    if [each for each in open_ones if each not in mails and not _is_for_debug(each)]:
        yield Warning(
            "A log handler has not the filter of harbor_wagtail: query strings and addresses of visitors are written down.",
            hint="Add harbor_wagtail.safety.logs.HarborLogFilter to the filters of each handler in LOGGING "
            "(docs/safety.md, Logs).",
            id="harbor_wagtail.W010",
        )


def _is_filtered(handler: logging.Handler) -> bool:
    return any(isinstance(each, HarborLogFilter) for each in handler.filters)


def _is_for_debug(handler: logging.Handler) -> bool:
    return any(type(each).__name__ == "RequireDebugTrue" for each in handler.filters)


@register("harbor_wagtail", deploy=True)
def check_error_reports(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    sentry = sys.modules.get("sentry_sdk")
    options = getattr(sentry.get_client(), "options", None) if sentry and hasattr(sentry, "get_client") else None
    if not options or not options.get("dsn"):
        return
    if options.get("send_default_pii") or options.get("max_request_body_size", "medium") != "never":
        yield Warning(
            "Sentry is sent the forms visitors fill in when something fails, searches among them.",
            hint='Call sentry_sdk.init(…, send_default_pii=False, max_request_body_size="never").',
            id="harbor_wagtail.W011",
        )


@register("harbor_wagtail", deploy=True)
def check_page_of_faults(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    try:
        shown = get_resolver().resolve_error_handler(500)
    except (ImportError, ViewDoesNotExist):
        return  # Django's own check tells it (urls.E007)
    if shown is server_error:
        yield Warning(
            "Where a page cannot be made, a visitor reads Django's own page or your 500.html, without the way out and the "
            "numbers to call.",
            hint='Write handler500 = "harbor_wagtail.not_shown.not_shown" into urls.py (docs/deploy.md, When the database is '
            "away), or add harbor_wagtail.W017 to SILENCED_SYSTEM_CHECKS if your 500.html has them.",
            id="harbor_wagtail.W017",
        )


@register("harbor_wagtail", deploy=True)
def check_what_is_prepared(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    """psycopg counts by their text what it may prepare; unless the server binds values, they stand in it."""
    for each in connections.all():
        options = each.settings_dict.get("OPTIONS", {})
        counts = each.vendor == "postgresql" and options.get("prepare_threshold") is not None
        if counts and options.get("server_side_binding") is not True:
            yield Warning(
                f"Of the database {each.alias}, the last hundred questions are kept in memory, with the words of searches.",
                hint='Set "server_side_binding": True in its OPTIONS (what an address gives is text, which Django takes for no), '
                'or leave "prepare_threshold" out.',
                id="harbor_wagtail.W018",
            )


@register("harbor_wagtail")
def check_limits(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if limit is not None and limit < FIELDS:
        yield Info(
            f"Forms of more than {limit} fields are refused: a long listing or a grid of answers cannot be saved.",
            hint=f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS = {FIELDS:_}, as Wagtail's own project template does.",
            id="harbor_wagtail.I003",
        )


@register(Tags.database)
def check_isolation(
    app_configs: AppConfigs, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterator[CheckMessage]:
    """An import asks at its end whether an address was erased meanwhile. What began before sees no such thing in these modes."""
    for alias in databases or ():
        mode = _isolation(alias) if connections[alias].vendor == "postgresql" else ""
        if mode in ("repeatable read", "serializable"):
            yield Warning(
                f"Transactions of the database {alias} are {mode}: of two who write at once one is turned away, and an "
                "import that is read in pieces may keep words with an address that is erased meanwhile.",
                hint="Leave PostgreSQL’s own, read committed: no isolation_level in OPTIONS, no default_transaction_isolation.",
                id="harbor_wagtail.W016",
            )


def _isolation(alias: str) -> str:
    """As Django or the server sets it for what is written."""
    try:
        with transaction.atomic(alias), connections[alias].cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            return str(cursor.fetchone()[0])
    except DatabaseError:
        return ""


@register("harbor_wagtail")
def check_languages(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    if not (settings.USE_I18N and getattr(settings, "WAGTAIL_I18N_ENABLED", False)) or len(get_content_languages()) < 2:
        return
    if LOCALE_MIDDLEWARE not in settings.MIDDLEWARE:
        yield Warning(
            "There are pages in several languages and no LocaleMiddleware: words of the package stay in LANGUAGE_CODE.",
            hint=f"Add {LOCALE_MIDDLEWARE!r} to MIDDLEWARE, after the sessions'.",
            id="harbor_wagtail.W012",
        )
    try:
        addresses = {_home_in(code) for code in get_content_languages()}
    except NoReverseMatch:
        return  # Wagtail's own addresses are not there
    if len(addresses) == 1:
        yield Warning(
            "There are pages in several languages, and their addresses do not tell which: only one of them is reached.",
            hint="Put include(wagtail_urls) into i18n_patterns(…, prefix_default_language=False).",
            id="harbor_wagtail.W013",
        )


def _home_in(language: str) -> str:
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])
