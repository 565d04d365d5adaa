"""System checks about visitors: who else is asked for something by the host's template, and where the exit leads.

The first reads templates. The others read the database and run with ``migrate`` and ``check --database default``.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.template import Origin, TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from harbor_wagtail.template_chain import extended

AppConfigs = Sequence[AppConfig] | None

#: Addresses named in one message.
SHOWN = 5
OUR_BASES = ("harbor_wagtail/base.html", "harbor_wagtail/bare_base.html")
#: Hosts of services that record what visitors do, apps that call them, and names of their settings.
ANALYTICS_HOSTS = re.compile(
    r"\b(?:googletagmanager|google-analytics|analytics\.google|plausible|matomo|piwik|usefathom|hotjar|clarity\.ms|"
    r"mixpanel|segment|posthog|amplitude|heap|umami|goatcounter|simpleanalytics|statcounter|clicky|fullstory|"
    r"connect\.facebook|facebook\.com/tr|snap\.licdn|analytics\.tiktok|cloudflareinsights|newrelic|nr-data)\b",
    re.IGNORECASE,
)
ANALYTICS_APPS = re.compile(
    r"(?:^|[._])(?:analytical|analytics|googletagmanager|google_tag_manager|tag_manager|matomo|piwik|plausible|umami|"
    r"posthog|fathom)(?:$|[._])|wagtail_?analytics|wagtailgatag",
    re.IGNORECASE,
)
ANALYTICS_SETTINGS = re.compile(
    r"^(?:GOOGLE_ANALYTICS|GOOGLE_TAG|GTM_|GA4?_|MATOMO|PIWIK|PLAUSIBLE|FATHOM|HOTJAR|MIXPANEL|SEGMENT_|CLICKY|UMAMI|"
    r"POSTHOG|FACEBOOK_PIXEL|CLOUDFLARE_BEACON)"
)
_ADDRESS = r"""\s*["'(]*\s*((?:https?:)?//[^\s"'()<>{}]+)"""
#: What a browser asks for by itself: links that a person presses are none of it.
_LOADS = re.compile(
    rf"<(?:script|img|iframe|source|video|audio|embed|object|input|use)\b[^>]*?\b(?:src|srcset|data|poster|href)\s*={_ADDRESS}"
    rf"|<link\b(?![^>]*\brel\s*=\s*[\"']?(?:canonical|alternate|license|me|author)\b)[^>]*?\bhref\s*={_ADDRESS}"
    rf"|@import\b{_ADDRESS}|\burl\({_ADDRESS}|\b(?:fetch|sendBeacon)\({_ADDRESS}|\.src\s*={_ADDRESS}",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
_COMMENTS = re.compile(r"(?s)\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|<!--.*?-->")


@register("harbor_wagtail")
def check_template_hosts(app_configs: AppConfigs, **kwargs: Any) -> Iterator[CheckMessage]:
    """Only what stands in templates: what a script or a block adds is found by ``harbor_check --privacy``."""
    for base in OUR_BASES:
        for name, host in sorted(set(_other_hosts(base))):
            yield Warning(
                f"{name}, which {base} is made of, loads something from {host}: every visitor's browser tells that "
                "site that the page was opened.",
                hint="Serve the file from this site, or give our pages a base template without it (docs/safety.md).",
                id="harbor_wagtail.W004",
            )


def _other_hosts(base: str) -> Iterator[tuple[str, str]]:
    own = {urlsplit(url or "").netloc for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    for name, source in _sources(base):
        for found in _LOADS.finditer(source):
            host = urlsplit(next(group for group in found.groups() if group)).netloc
            if host and host not in own:
                yield name, host


def _sources(first: str) -> Iterator[tuple[str, str]]:
    """A template and all that it extends, and includes by name, each once; without comments."""
    waiting: list[tuple[str, tuple[Origin, ...]]] = [(first, ())]
    seen = set()
    while waiting:
        name, passed = waiting.pop()
        try:
            template = get_template(name).template  # type: ignore[attr-defined]
            if passed:
                template = template.engine.find_template(name, skip=passed)[0]
            source = _COMMENTS.sub("", template.source)
        except (TemplateDoesNotExist, TemplateSyntaxError, AttributeError):
            continue  # others say so
        if template.origin.name in seen:
            continue
        seen.add(template.origin.name)
        # One may extend another of its own name, in the next folder.
        named = _NAMED.findall(source)
        waiting += [(other, (*passed, template.origin) if other == name else ()) for other in named]
        # The name of what is extended may be worked out only while a page is served.
        waiting += [
            (str(other.name), ()) for other in islice(extended(template), 1) if other.name not in (*named, name)
        ]
        yield name, source


def analytics_found() -> list[str]:
    """Names of what looks like analytics: in templates of our pages, installed apps and settings."""
    templates = (ANALYTICS_HOSTS.search(source) for base in OUR_BASES for _name, source in _sources(base))
    named = [config.name for config in apps.get_app_configs() if ANALYTICS_APPS.search(config.name)]
    given = [name for name in dir(settings) if ANALYTICS_SETTINGS.match(name) and getattr(settings, name, None)]
    return sorted({*(found.group(0) for found in templates if found), *named, *given})


@register(Tags.database)
def check_stored_settings(
    app_configs: AppConfigs, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A site's own settings, which an editor may have saved before another site, or analytics, came."""
    from harbor_wagtail.models import HarborSettings

    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        stored = list(HarborSettings.objects.select_related("site__root_page"))
        return [*_search_in_address(stored), *_exits(stored), *_telling_addresses(stored)]
    except DatabaseError:
        return []  # before the first migrate


def _search_in_address(stored: Sequence[Any]) -> Iterator[CheckMessage]:
    sites = [str(each.site) for each in stored if each.search_in_address]
    analytics = analytics_found() if sites else []
    if analytics:
        yield Warning(
            f"On {', '.join(sites)} a search stands in its address, and there is analytics ({', '.join(analytics)}): "
            "what people look for is sent along.",
            hint="Switch off Settings ▸ Harbor settings ▸ “a search stands in its address”, or take analytics out.",
            id="harbor_wagtail.W005",
        )


def _exits(stored: Sequence[Any]) -> Iterator[CheckMessage]:
    from harbor_wagtail.safety.exits import check_exit_url

    for each in stored:
        try:
            check_exit_url(each.exit_url or "", own_hosts())
        except ValidationError as refused:
            yield Warning(
                f"The exit of {each.site} leads to {each.exit_url}. {' '.join(refused.messages)}",
                hint="Choose another page in Settings ▸ Harbor settings ▸ Safety.",
                id="harbor_wagtail.W006",
            )


def _telling_addresses(stored: Sequence[Any]) -> Iterator[CheckMessage]:
    """Discreet mode cannot rename what an editor or a developer named: links would break. It says which."""
    for each in stored:
        if each.discreet and (found := sorted(_telling_paths(each.site))):
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            yield Warning(
                f"{each.site} is in discreet mode, and these addresses tell what was read: "
                f"{', '.join(found[:SHOWN])}{more}. They stay in the browser's list of pages.",
                hint="Give these pages plain slugs (Promote ▸ Slug), and include harbor_wagtail.urls below a plain word.",
                id="harbor_wagtail.W007",
            )


def _telling_paths(site: Any) -> Iterator[str]:
    from harbor_wagtail.safety.exits import is_telling
    from harbor_wagtail.safety.first_page import our_pages

    with contextlib.suppress(NoReverseMatch):  # harbor_wagtail.E003 says so
        below = reverse("harbor_wagtail:theme").removesuffix("theme.css")
        if is_telling(below):
            yield below
    for model in our_pages():
        for page in model.objects.filter(live=True, path__startswith=site.root_page.path):
            path = "/" + page.url_path.removeprefix(site.root_page.url_path)
            if is_telling(path):
                yield path


def own_hosts() -> set[str]:
    """Names under which this installation answers, as far as it says so."""
    from wagtail.models import Site

    base = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "") or "").hostname
    allowed = {name.lstrip(".").split(":")[0] for name in settings.ALLOWED_HOSTS if "*" not in name}
    return {*Site.objects.values_list("hostname", flat=True), *allowed, *([base] if base else [])}
