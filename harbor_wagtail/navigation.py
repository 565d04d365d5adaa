"""The few links every bare page needs: home, the site's menu, the other languages."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language_info
from wagtail.models import Site

from harbor_wagtail.remembered import Remembered, Rows

#: What a link to a page needs of it; a page has forty columns.
_OF_A_LINK = ("title", "slug", "path", "depth", "url_path", "locale__language_code")


@dataclass(frozen=True, slots=True)
class Link:
    """``current`` is "page" for the page itself, "true" for a section it lies in, else empty (``aria-current``)."""

    title: str
    url: str
    current: str = ""
    language: str = ""


def site_root(request: HttpRequest | None, page: Any = None) -> Any:
    """The site's root page in the language of ``page`` (or of the request), or ``None`` without a site."""
    site = Site.find_for_request(request) if request is not None else None
    if site is None:
        return None
    root = site.root_page
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return root
    if page is None or getattr(page, "locale_id", None) is None:
        return root.localized
    if page.locale_id == root.locale_id:
        return root
    return root.get_translations().filter(locale_id=page.locale_id, live=True).first() or root


def menu(request: HttpRequest | None, page: Any = None) -> list[Link]:
    """Published children of the site's root that an editor put in the menus and nobody restricted: one query."""
    root = site_root(request, page)
    if root is None:
        return []
    here = getattr(page, "path", "") or ""
    links = _kept_menus.get(*_range_below(root), root.depth + 1, where=_where(request), request=request)
    return [Link(title, url, _current(path, here)) for path, title, url in links]


def languages(request: HttpRequest | None, page: Any = None) -> list[Link]:
    """The published translations of ``page``, each named in its own language: one query."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not getattr(page, "pk", None):
        return []
    if not hasattr(page, "get_translations"):
        return []
    return _kept_languages.get(page.pk, where=_where(request), request=request)


def _current(path: str, here: str) -> str:
    return "page" if path == here else "true" if here.startswith(path) else ""


def _where(request: HttpRequest | None) -> Hashable:
    """What the address of a page depends on, beside the page."""
    if request is None:
        return None
    kept: Hashable = getattr(request, "_harbor_where", None)
    if kept is None:
        site = Site.find_for_request(request)
        kept = (site and site.pk, get_script_prefix(), get_urlconf(), tuple(Site.get_site_root_paths()))
        request._harbor_where = kept  # type: ignore[attr-defined]
    return kept


def _page_model() -> Any:
    """Wagtail's page, or what a host has put in its place."""
    return Site._meta.get_field("root_page").related_model


def _range_below(root: Any) -> tuple[str, str]:
    """The first and the last path that a child of ``root`` may have."""
    return tuple(root.path + root.alphabet[end] * root.steplen for end in (0, -1))


def _children(first: str, last: str, depth: int) -> Any:
    pages = _page_model()
    children = pages._default_manager.filter(path__range=(first, last), depth=depth, live=True)
    # A swapped base page (Wagtail 8) may have no "show in menus": there, every section is in the menu.
    if any(field.name == "show_in_menus" for field in pages._meta.get_fields()):
        children = children.filter(show_in_menus=True)
    return children.filter(view_restrictions__isnull=True).order_by("path")


def _translations(page: int) -> Any:
    pages = _page_model()._default_manager
    key = pages.filter(pk=page).values("translation_key")
    return pages.filter(translation_key__in=key, live=True).exclude(pk=page).order_by("pk")


def _links(found: Any, request: HttpRequest | None) -> list[tuple[Any, str]]:
    pages = found.select_related("locale").only(*_OF_A_LINK)
    links = ((page, page.get_url(request) or "") for page in pages)
    return [(page, url) for page, url in links if url]


def _menu_links(first: str, last: str, depth: int, request: HttpRequest | None) -> list[tuple[str, str, str]]:
    return [(page.path, page.title, url) for page, url in _links(_children(first, last, depth), request)]


def _language_links(page: int, request: HttpRequest | None) -> list[Link]:
    codes = ((other.locale.language_code, url) for other, url in _links(_translations(page), request))
    return [Link(own_name(code), url, language=code) for code, url in codes]


_kept_menus = Remembered(Rows(_page_model, lambda *of: _children(*of).values_list("pk", *_OF_A_LINK)), _menu_links)
_kept_languages = Remembered(
    Rows(_page_model, lambda *of: _translations(*of).values_list("pk", *_OF_A_LINK)), _language_links
)


def own_name(language: str) -> str:
    """ "Español" for "es"; the code itself where Django does not know the language."""
    try:
        name = str(get_language_info(language)["name_local"])
    except KeyError:
        return language
    return name[:1].upper() + name[1:]
