"""The few links every bare page needs: home, the site's menu, the other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from wagtail.models import Site

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
    children = (
        root.get_children().live().filter(view_restrictions__isnull=True).select_related("locale").only(*_OF_A_LINK)
    )
    # A swapped base page (Wagtail 8) may have no "show in menus": there, every section is in the menu.
    if any(field.name == "show_in_menus" for field in children.model._meta.get_fields()):
        children = children.filter(show_in_menus=True)
    links = []
    for child in children:
        current = "page" if child.path == here else "true" if here.startswith(child.path) else ""
        links.append(Link(child.title, child.get_url(request) or "", current))
    return [link for link in links if link.url]


def languages(request: HttpRequest | None, page: Any = None) -> list[Link]:
    """The published translations of ``page``, each named in its own language."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not getattr(page, "pk", None):
        return []
    if not hasattr(page, "get_translations"):
        return []
    translations = page.get_translations().filter(live=True).select_related("locale").only(*_OF_A_LINK)
    links = (
        Link(own_name(other.locale.language_code), other.get_url(request) or "", language=other.locale.language_code)
        for other in translations
    )
    return [link for link in links if link.url]


def own_name(language: str) -> str:
    """ "Español" for "es"; the code itself where Django does not know the language."""
    try:
        name = str(get_language_info(language)["name_local"])
    except KeyError:
        return language
    return name[:1].upper() + name[1:]
