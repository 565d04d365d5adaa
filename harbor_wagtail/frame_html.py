"""What stands round a page on ``bare_base.html``: all it is made of, so that it need not be rendered for each request.

Head, menu, exit and foot take as long by templates as a search does. They are kept by what they show, as read at this
request; what differs from page to page or changes by itself (numbers to call, a picture's address) is written into them.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, NamedTuple

from django import template
from django.templatetags.static import static
from django.utils.html import escape

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.settings_kept import all_said
from harbor_wagtail.own_templates import Hole
from harbor_wagtail.templatetags import harbor

_INCLUDED = ("exit_script", "exit", "limits")
TEMPLATES = ("harbor_wagtail/bare_base.html", *(f"harbor_wagtail/includes/{name}.html" for name in _INCLUDED))
_PLACES = ("danger", "everywhere")


class Frame(NamedTuple):
    """``made_of``: what a kept one is found by; ``values`` for its templates; ``html`` by name of its hole."""

    made_of: Hashable
    values: dict[str, Any]
    html: dict[str, str]


def frame(context: template.Context) -> Frame:
    """Of the page in a context. What is read here is what its templates show: nobody may write in between."""
    request, page = context.get("request"), context.get("page")
    stored = HarborSettings.for_visitor(request)
    home, menu = harbor.harbor_home_url(context), harbor.harbor_menu(context)
    languages = harbor.harbor_languages(context)
    html = {place: str(harbor.harbor_hotlines(context, place)) for place in _PLACES}
    html["logo"] = str(harbor.harbor_logo(context))
    html |= {f"other {at}": escape(link.url) for at, link in enumerate(languages)}
    others = [replace(link, url=str(Hole(f"other {at}"))) for at, link in enumerate(languages)]
    titles = getattr(page, "title", ""), getattr(page, "seo_title", "")
    made_of = all_said(stored), home, tuple(menu), tuple(others), titles, static("harbor_wagtail/harbor.css")
    values = {
        "request": request,
        "page": page,
        "harbor_home": home,
        "harbor_menu_links": menu,
        "harbor_language_links": others,
    }
    return Frame(made_of, values, html)
