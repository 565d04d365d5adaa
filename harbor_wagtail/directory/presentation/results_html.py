"""What a search found, as HTML round the cards: what it is in itself is rendered once, and what was found written into it.

The templates look at ``when``, which says yes or no, and show ``told``, which is HTML already; what is kept knows no more of
a question than ``when`` does. Where nothing was found, they are rendered as others are.
"""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.presentation.found import Choice, Found
from harbor_wagtail.own_templates import Hole, engine, filled

_FOLDER = "harbor_directory/includes/"
_NAMES = ("results", "where_asked", "results_notes", "checked_line", "pages")
RESULTS, *_OTHERS = (f"{_FOLDER}{name}.html" for name in _NAMES)
TEMPLATES = (RESULTS, *_OTHERS, "harbor_wagtail/includes/example_banner.html")


def rendered(context: template.Context) -> SafeString:
    """The results of a page whose context holds ``found`` and ``asked``."""
    found, asked = context["found"], context["asked"]
    when, told = _when(found, asked, context), _told(found, asked)
    with context.push(when=when, told={name: mark_safe(html) for name, html in told.items()}):
        if not found.cards:
            return mark_safe(engine(context).get_template(RESULTS).render(context))
        page, search_url = context.get("page"), context.get("search_url", "")
        made_of = (page and page.pk, search_url, *when.values())

        def hollow() -> dict[str, Any]:
            holes = {name: Hole(name) for name in told}
            return {"page": page, "search_url": search_url, "when": when, "told": holes}

        return filled(context, TEMPLATES, made_of, hollow, told)


def jump(context: template.Context) -> str:
    """Words of a link to the results on a page that was asked for by a form; else none."""
    if getattr(context.get("request"), "method", "") != "POST":
        return ""
    total = context["found"].total
    if not total:
        return _("Nothing found: see what to try")
    words = ngettext("%(total)s service found: go to it", "%(total)s services found: go to the list", total)
    return words % {"total": localize(total)}


def _when(found: Found, asked: Asked, context: template.Context) -> dict[str, bool]:
    """What the templates do one way or another."""
    in_address = bool(context.get("in_address"))
    return {
        "in_address": in_address,
        "sent": getattr(context.get("request"), "method", "") == "POST" and not in_address,
        "found": bool(found.cards),
        "several": found.total > 1,
        "more_pages": found.pages > 1,
        "next_page": found.number < found.pages,
        "example": found.example,
        "zip_unknown": asked.zip_unknown,
        "narrowed": asked.narrows,
        "near_roughly": bool(asked.near and asked.near.approximate),
        "partial": found.partial,
        "filtered": bool(found.filters),
    }


def _told(found: Found, asked: Asked) -> dict[str, str]:
    """What the templates show, as HTML."""
    word = npgettext("after the number found", "service", "services", found.total)
    return {
        "again": "\n".join(_hidden(name, value) for name, value in asked.fields()),
        "number": str(found.number),
        "next": str(found.number + 1),
        "total": str(found.total),
        "total_written": str(localize(found.total)),
        "service_word": escape(word),
        "order": escape(found.order),
        "months": str(localize(found.recent_months)),
        "checked": str(localize(found.checked_recently)),
        "shown": str(localize(len(found.cards))),
        "chosen": _chips(found.filters),
        "cards": "\n".join(f'<li class="harbor-card">{card.html}</li>' for card in found.cards),
        "pages": _pages(found),
        "keys": found.keys,
    }


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _chips(filters: list[Choice]) -> str:
    """Buttons that ask again without a part of the question."""
    leave_out = f'<span class="harbor-hidden">{escape(_("Leave out:"))} </span>' if filters else ""
    button = 'class="harbor-directory-chip" type="submit" form="harbor-again" name="without"'
    return "\n".join(
        f'<li><button {button} value="{escape(choice.without)}"><span>{leave_out}{escape(choice.label)}</span>'
        '<span aria-hidden="true">×</span></button></li>'
        for choice in filters
    )


def _pages(found: Found) -> str:
    """The numbered pages: where one is, and a button to ask for each other."""
    hidden = f'<span class="harbor-hidden">{escape(pgettext("harbor", "Page"))} </span>'
    return "\n".join(f"<li>{_page(number, found.number, hidden)}</li>" for number in found.numbers)


def _page(number: int | None, here: int, hidden: str) -> str:
    if number is None:
        return '<span aria-hidden="true">…</span>'
    if number == here:
        return f'<span aria-current="page">{hidden}{localize(number)}</span>'
    return f'<button type="submit" form="harbor-again" name="page" value="{number}">{hidden}{localize(number)}</button>'
