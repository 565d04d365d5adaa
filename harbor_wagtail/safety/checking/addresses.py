"""Every address of a site that anybody may open, and what the site answers there: through the whole middleware."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, get_script_prefix, reverse
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.headers import HarborHeadersMixin

#: Files that differ for every browser, or that are no pages.
_SKIPPED = {"harbor_wagtail:theme"}


@dataclass(frozen=True, slots=True)
class Address:
    """``ours``: answered by this package. ``cacheable`` and ``bare`` as in ``harbor_response``."""

    path: str
    ours: bool = True
    cacheable: bool = False
    bare: bool = True


def public_addresses(site: Site) -> list[Address]:
    """Live pages nobody restricted, the addresses below them, and the package's own; each once."""
    found: dict[str, Address] = {}
    for address in (*_pages(site), *_own_views()):
        found.setdefault(address.path, address)
    return list(found.values())


def answer(site: Site, path: str) -> Any:
    """The response a first visitor gets: no cookie, no session. A failing view answers 500 and raises nothing.

    Raises ``DisallowedHost`` where ``ALLOWED_HOSTS`` does not have the site.
    """
    host = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
    RequestFactory(**host).get("/").get_host()
    # A server takes the prefix off (FORCE_SCRIPT_NAME) before it asks; the test client does not.
    inside = f"/{path.removeprefix(get_script_prefix())}"
    return Client(raise_request_exception=False, **host).get(inside, secure=site.port == 443)


def body(response: Any) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return bytes(response.content)


def _pages(site: Site) -> Iterator[Address]:
    request = _asking_for_all(site)
    for page in _live_pages(site):
        ours = isinstance(page, HarborHeadersMixin)
        about = {
            "ours": ours,
            "cacheable": getattr(page, "harbor_cacheable", False),
            "bare": getattr(page, "harbor_bare", False),
        }
        paths = [page.get_url(request)] + [entry["location"] for entry in page.get_sitemap_urls(request)]
        for path in paths:
            if path:
                yield Address(urlsplit(path).path or "/", **about)


def _live_pages(site: Site) -> Iterator[Any]:
    roots = [site.root_page, *site.root_page.get_translations().live()]
    for root in roots:
        yield from Page.objects.descendant_of(root, inclusive=True).live().public().specific().iterator()


def _asking_for_all(site: Site) -> Any:
    """A request whose site lists its pages, whatever it asks of search engines."""
    request = RequestFactory(SERVER_NAME=site.hostname, SERVER_PORT=str(site.port)).get("/")
    stored = copy.copy(HarborSettings.for_visitor(request))
    stored.list_in_search_engines = True
    request._harbor_settings = stored  # type: ignore[attr-defined]
    return request


def _own_views() -> Iterator[Address]:
    for name in _argument_free(get_resolver(), ()):
        if name not in _SKIPPED:
            yield Address(reverse(name))
    for language in get_content_languages():
        yield Address(reverse("harbor_wagtail:before", args=[language]))


def _argument_free(resolver: Any, spaces: tuple[str, ...]) -> Iterator[str]:
    """Names below ``harbor_…`` namespaces whose address takes no argument."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _argument_free(pattern, inside)
        elif isinstance(pattern, URLPattern) and pattern.name and _is_ours_and_plain(spaces, pattern):
            yield ":".join((*spaces, pattern.name))


def _is_ours_and_plain(spaces: tuple[str, ...], pattern: URLPattern) -> bool:
    return bool(spaces) and spaces[0].startswith("harbor_") and not pattern.pattern.regex.groups
