"""Where an organization's page is. Records know nothing of pages; the directory pages of the site do."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Site

from harbor_wagtail.models.words import active_language, default_language

#: What a directory page's class says in ``harbor_section``; ``DirectoryPageMixin`` sets it.
SECTION = "directory"


def directory_models() -> list[Any]:
    """Every installed, concrete page class over ``DirectoryPageMixin``."""
    return [model for model in apps.get_models() if getattr(model, "harbor_section", "") == SECTION]


def directory_pages(request: HttpRequest | None = None) -> list[Any]:
    """The live directory pages of the request's site (the default site without one), in the order of the page tree.

    Pages that an editor restricted are left out. Read once per request.
    """
    kept: list[Any] | None = getattr(request, "_harbor_directory_pages", None)
    if kept is None:
        kept = _read_pages(request)
        if request is not None:
            request._harbor_directory_pages = kept  # type: ignore[attr-defined]
    return kept


def canonical_page(request: HttpRequest | None = None, language: str = "") -> Any | None:
    """The first directory page in a language (the active one if not given); else in the default one; else any."""
    pages = directory_pages(request)
    for wanted in (language or active_language(), default_language()):
        if found := next((page for page in pages if page.locale.language_code == wanted), None):
            return found
    return pages[0] if pages else None


def organization_url(
    organization: Any, request: HttpRequest | None = None, language: str = "", *, full: bool = False
) -> str:
    """The one address of an organization's page in a language; empty while the site has no directory page.

    ``full`` adds the scheme and the host.
    """
    page = canonical_page(request, language)
    return page.get_organization_url(organization, request, full=full) if page is not None else ""


def _read_pages(request: HttpRequest | None) -> list[Any]:
    site = _site(request)
    found = [
        page
        for model in directory_models()
        for page in model.objects.live().public().select_related("locale")
        if site is not None and _is_on(site, page, request)
    ]
    return sorted(found, key=lambda page: page.path)


def _site(request: HttpRequest | None) -> Site | None:
    if request is not None:
        return Site.find_for_request(request)
    return Site.objects.filter(is_default_site=True).first()


def _is_on(site: Site, page: Any, request: HttpRequest | None) -> bool:
    parts = page.get_url_parts(request)
    return bool(parts) and parts[0] == site.pk
