"""Where an organization's page is. Records know nothing of pages; the directory pages of the site do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import get_script_prefix
from wagtail.models import PageViewRestriction, Site

from harbor_wagtail.keys import key
from harbor_wagtail.models.words import active_language, default_language
from harbor_wagtail.navigation import Link, own_name
from harbor_wagtail.remembered import Records, Rows
from harbor_wagtail.sites import site_of

#: What a directory page's class says in ``harbor_section``; ``DirectoryPageMixin`` sets it.
SECTION = "directory"
_KEPT = "_harbor_directory_pages"


@cache
def directory_models() -> list[Any]:
    """Every installed, concrete page class over ``DirectoryPageMixin``."""
    return [model for model in apps.get_models() if getattr(model, "harbor_section", "") == SECTION]


def directory_pages(request: HttpRequest | None = None) -> list[Any]:
    """The live directory pages of the request's site (the default site without one), in the order of the page tree.

    Pages that an editor restricted are left out. Read once per request.
    """
    kept: list[Any] | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = sorted(_read_pages(request), key=lambda page: page.path)
        if request is not None:
            setattr(request, _KEPT, kept)
    return kept


def language_links(page: Any, url_of: Callable[[Any], str]) -> list[Link]:
    """Links to what ``page`` is in other languages, on live directory pages that nobody restricted. ``url_of`` gives the
    address below such a page; none where it is empty."""
    restricted = _restricted()
    live = (other for model in directory_models() for other in _live(model).read())
    found = [
        (other.locale.language_code, url_of(other))
        for other in live
        if other.translation_key == page.translation_key
        and other.pk != page.pk
        and not other.path.startswith(restricted)
    ]
    return [Link(own_name(code), url, language=code) for code, url in found if url]


def is_open() -> bool:
    """Whether anybody may read the directory: on some site a page of it is live and not restricted, or none was ever made.

    Records are the same on all sites, so what one of them shows to everybody need not be kept from other software.
    """
    restricted = _restricted()
    live = (page for model in directory_models() for page in _live(model).read())
    if any(not page.path.startswith(restricted) for page in live):
        return True
    return not any(model.objects.exists() for model in directory_models())


def directory_page(request: HttpRequest, pk: str) -> Any | None:
    """The one of ``directory_pages`` with this number."""
    wanted = key(pk)
    return next(_read_pages(request, wanted), None) if wanted else None


def canonical_page(request: HttpRequest | None = None, language: str = "") -> Any | None:
    """The first directory page in a language (the active one if not given); else in the default one; else any."""
    pages = directory_pages(request)
    for wanted in (language or active_language(), default_language()):
        if found := next((page for page in pages if page.locale.language_code == wanted), None):
            return found
    return pages[0] if pages else None


def directory_url(page: Any | None, request: HttpRequest) -> str:
    """The address of a directory page; of the site's first page where there is none."""
    return str(page.get_url(request)) if page is not None else get_script_prefix()


def organization_url(
    organization: Any, request: HttpRequest | None = None, language: str = "", *, full: bool = False
) -> str:
    """The one address of an organization's page in a language; empty while the site has no directory page.

    ``full`` adds the scheme and the host.
    """
    page = canonical_page(request, language)
    return page.get_organization_url(organization, request, full=full) if page is not None else ""


def _read_pages(request: HttpRequest | None, wanted: int | None = None) -> Iterator[Any]:
    site = _site(request)
    if site is None:
        return
    restricted = _restricted()
    for model in directory_models():
        pages = _live(model).read() if wanted is None else _live_one(model).read(wanted)
        for page in pages:
            if not page.path.startswith(restricted) and _is_on(site, page, request):
                yield page


def _restricted() -> tuple[str, ...]:
    """What paths of restricted pages begin with. As public() does, but asked once for all classes of pages."""
    return tuple(path for (path,) in _restrictions.read())


#: Read at each request of a page of the directory: in SQL that is written once.
_restrictions = Rows(PageViewRestriction, lambda: PageViewRestriction.objects.values_list("page__path"))


@cache
def _live(model: Any) -> Records[Any]:
    return Records(model, lambda: model.objects.live().order_by("path"), beside=("locale",))


@cache
def _live_one(model: Any) -> Records[Any]:
    return Records(model, lambda pk: model.objects.live().filter(pk=pk), beside=("locale",))


def _site(request: HttpRequest | None) -> Site | None:
    if request is not None:
        return site_of(request)
    return Site.objects.filter(is_default_site=True).first()


def _is_on(site: Site, page: Any, request: HttpRequest | None) -> bool:
    parts = page.get_url_parts(request)
    return bool(parts) and parts[0] == site.pk
