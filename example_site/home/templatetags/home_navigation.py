from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from home.models import HomePage

register = template.Library()


class LanguageLink(NamedTuple):
    code: str
    name: str
    url: str


@register.simple_tag(takes_context=True)
def home_page(context: template.Context) -> HomePage | None:
    """The home page in the language of this page, else the site's own. Header and page ask for it: it is read once a request."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return None
    kept = vars(request)
    if "_home_page" not in kept:
        kept["_home_page"] = _home_page(request)
    return kept["_home_page"]


def _home_page(request: HttpRequest) -> HomePage | None:
    site = Site.find_for_request(request)
    root = HomePage.objects.select_related("locale").filter(pk=site.root_page_id).first() if site else None
    if root is None or root.locale.language_code == get_language():
        return root
    return _translations(root).get(get_language() or "", root)


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context, page: Page | None) -> list[LanguageLink]:
    """This page in the site's other languages, for those it exists in; else the home page of that language."""
    request: HttpRequest | None = context.get("request")
    home = home_page(context)
    start = page if isinstance(page, Page) else home
    if start is None:
        return []
    others = [(code, name) for code, name in settings.LANGUAGES if code != start.locale.language_code]
    twins = _translations(start)
    if home is not None and home.pk != start.pk and any(code not in twins for code, _ in others):
        twins = _translations(home) | twins
    return [LanguageLink(code, name, twins[code].get_url(request)) for code, name in others if code in twins]


def _translations(page: Any) -> dict[str, Any]:
    """The published translations of a page by language."""
    return {twin.locale.language_code: twin for twin in page.get_translations().live().select_related("locale")}
