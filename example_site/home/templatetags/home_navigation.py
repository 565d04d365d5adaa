from __future__ import annotations

from typing import NamedTuple

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
    """The home page in the language of this page, else the site's own."""
    site = Site.find_for_request(context.get("request"))
    if site is None:
        return None
    root = HomePage.objects.filter(pk=site.root_page_id).first()
    if root is None or root.locale.language_code == get_language():
        return root
    return root.get_translations().live().filter(locale__language_code=get_language()).first() or root


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context, page: Page | None) -> list[LanguageLink]:
    """This page in the site's other languages, for those it exists in; else the home page of that language."""
    request: HttpRequest | None = context.get("request")
    start = page if isinstance(page, Page) else home_page(context)
    if start is None:
        return []
    links = []
    for code, name in settings.LANGUAGES:
        if code == start.locale.language_code:
            continue
        twin = start.get_translations().live().filter(locale__language_code=code).first()
        home = home_page(context)
        twin = twin or (home and home.get_translations().live().filter(locale__language_code=code).first())
        if twin:
            links.append(LanguageLink(code, name, twin.get_url(request)))
    return links
