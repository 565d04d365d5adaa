"""System checks: what a developer forgot, with the line to write. None of them asks the database anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse

from harbor_wagtail import conf

REQUIRED_APPS = (
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
)
REQUEST_PROCESSOR = "django.template.context_processors.request"
#: Databases on which search has an engine of its own.
SEARCH_VENDORS = ("sqlite", "postgresql")

AppConfigs = Sequence[AppConfig] | None


@register("harbor_wagtail")
def check_apps(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    for name in REQUIRED_APPS:
        if not apps.is_installed(name):
            yield Error(
                f"harbor_wagtail needs {name!r}, which is not installed.",
                hint=f"Add {name!r} to INSTALLED_APPS.",
                id="harbor_wagtail.E001",
            )
    if not apps.is_installed("wagtail_modeladmin"):
        yield Info(
            "wagtail_modeladmin is not installed: import batches and what providers send in cannot be looked through "
            "in the admin. Everything else works.",
            hint="Add 'wagtail_modeladmin' to INSTALLED_APPS, or 'harbor_wagtail.I001' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_wagtail.I001",
        )


@register("harbor_wagtail")
def check_settings(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    try:
        conf.check(getattr(settings, conf.SETTING, {}))
    except ImproperlyConfigured as problem:
        yield Error(
            str(problem), hint=f"The keys of {conf.SETTING} are listed in docs/settings.md.", id="harbor_wagtail.E002"
        )
    if not settings.USE_TZ:
        yield Error(
            "USE_TZ is off: opening hours and the time of a check cannot be told across time zones, so pages fail.",
            hint="Set USE_TZ = True, which has been Django's default since 5.0.",
            id="harbor_wagtail.E005",
        )


@register("harbor_wagtail")
def check_urls(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    if not getattr(settings, "ROOT_URLCONF", None):
        return
    line = 'path("harbor/", include("harbor_wagtail.urls"))'
    try:
        address = reverse("harbor_wagtail:theme")
    except NoReverseMatch:
        yield Error(
            "The addresses of harbor_wagtail are not in the URL configuration.",
            hint=f"Add {line} to ROOT_URLCONF, before Wagtail's own include.",
            id="harbor_wagtail.E003",
        )
        return
    try:
        # Below a prefix (FORCE_SCRIPT_NAME), what is reversed has it and what is resolved has not.
        reached = resolve(f"/{address.removeprefix(get_script_prefix())}").view_name
    except Resolver404:
        reached = ""
    if reached != "harbor_wagtail:theme":
        yield Error(
            f"{address} is answered by {reached or 'nothing'!r}: another include stands before that of harbor_wagtail.",
            hint=f"Move {line} above include(wagtail_urls), which answers every address.",
            id="harbor_wagtail.E004",
        )


@register("harbor_wagtail")
def check_templates(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    used = [engine for engine in engines.all() if isinstance(engine, DjangoTemplates)]
    if not any(REQUEST_PROCESSOR in engine.engine.context_processors for engine in used):
        yield Warning(
            "No template engine has the request context processor: the exit, the hotlines and the colors of a site "
            "fall back to their defaults.",
            hint=f"Add {REQUEST_PROCESSOR!r} to TEMPLATES[…]['OPTIONS']['context_processors'].",
            id="harbor_wagtail.W002",
        )


@register("harbor_wagtail")
def check_database(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    vendor = connections["default"].vendor
    if vendor not in SEARCH_VENDORS:
        yield Info(
            f"The default database is {vendor}: the directory searches a plain table of words there, which is slower.",
            hint="SQLite and PostgreSQL have full-text search; add 'harbor_wagtail.I002' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_wagtail.I002",
        )
