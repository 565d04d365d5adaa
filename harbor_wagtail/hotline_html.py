"""Numbers to call, as HTML. They stand on every page of ours, so a process renders them once for as long as they are the same."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from harbor_wagtail.models import HarborSettings, Hotline
from harbor_wagtail.own_templates import are_ours, engine

_FOLDER = "harbor_wagtail/includes/"
_LIST, _DANGER = _FOLDER + "hotlines.html", _FOLDER + "danger_line.html"
_TEMPLATES = (_LIST, _DANGER, _FOLDER + "hotline_words.html")

#: Lists and languages kept at once; then all are forgotten.
MOST = 100

# The hotlines themselves stand beside the HTML: what is kept alive here, no other object has the place in memory of.
_kept: dict[Hashable, tuple[Sequence[Hotline], SafeString]] = {}


def rendered(
    context: template.Context, place: str, hotlines: Sequence[Hotline], stored: HarborSettings, *, keep: bool
) -> SafeString:
    """The danger line, or the list for another place of the page. ``keep`` for hotlines that ``visible_hotlines`` gave.

    A host's own template may show what differs from one request to the next, so only ours are kept.
    """
    key = (place, get_language(), stored.emergency_number, tuple(map(id, hotlines)))
    keep = keep and are_ours(context, _TEMPLATES)
    if keep and (found := _kept.get(key)):
        return found[1]
    html = _render(context, place, hotlines, stored)
    if keep:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (hotlines, html)
    return html


def _render(context: template.Context, place: str, hotlines: Sequence[Hotline], stored: HarborSettings) -> SafeString:
    values = {"hotlines": hotlines, "settings": stored, "place": place, "request": context.get("request")}
    chosen = engine(context).get_template(_DANGER if place == "danger" else _LIST)
    # new() keeps the request's processors and drops the page's variables.
    return mark_safe(chosen.render(context.new(values)))
