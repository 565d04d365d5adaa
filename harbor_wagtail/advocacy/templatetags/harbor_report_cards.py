"""``{% load harbor_report_cards %}``: addresses and figures of report cards."""

from __future__ import annotations

import functools
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from wagtail.rich_text import expand_db_html

from harbor_wagtail.advocacy.report_cards import palette
from harbor_wagtail.advocacy.report_cards.answers import out_of, points_text
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.pages.place_pages import Line
from harbor_wagtail.advocacy.report_cards.pages.rows import Row
from harbor_wagtail.conf import conf
from harbor_wagtail.fragments import fragment
from harbor_wagtail.models.words import default_language

register = template.Library()


@register.simple_tag
def harbor_bands() -> str:
    """The stylesheet with the colors of bands: the file we ship, or the site's own ramp."""
    if conf.BAND_COLOURS:
        try:
            return f"{reverse('harbor_advocacy:bands')}?v={palette.stylesheet_digest()}"
        except NoReverseMatch:
            pass  # harbor_wagtail.E003 tells the developer; drawings keep the colors in their attributes
    return static("harbor_advocacy/bands.css")


@register.simple_tag
def harbor_rc_edition(links: Links, edition: Any) -> str:
    return links.edition(edition.slug)


@register.simple_tag
def harbor_rc_about(links: Links, edition: Any, what: str) -> str:
    return links.about(edition.slug, what)


@register.simple_tag
def harbor_rc_place(links: Links, edition: Any, place: Any) -> str:
    return links.place(edition.slug, place.slug)


@register.simple_tag
def harbor_chip(look: Look, ramp: Any = 5) -> SafeString:
    """A small square beside the words that say the same; a table has many of few kinds."""
    return _chip(look, int(ramp or 5))


@functools.lru_cache(maxsize=512)
def _chip(look: Look, ramp: int) -> SafeString:
    return render_to_string("harbor_advocacy/report_cards/chip.html", {"look": look, "ramp": ramp})


@register.simple_tag
def harbor_rc_rows(rows: list[Row], ramp: int, ranked: bool, links: Links, edition: Any) -> SafeString:
    """The rows of the table beside a map."""
    given = {"rows": rows, "ramp": ramp, "ranked": ranked, "errata_url": links.about(edition.slug, "errata")}
    return fragment("harbor_advocacy/report_cards/table_rows.html", given, lambda: given)


@register.simple_tag
def harbor_rc_goal_lines(areas: Any, bonus: list[Line], links: Links, edition: Any) -> SafeString:
    """Goal by goal, a place's answers and the laws they rest on."""
    given = {"areas": areas, "bonus": bonus, "codebook_url": links.about(edition.slug, "codebook")}
    return fragment("harbor_advocacy/report_cards/goal_lines.html", given, lambda: given)


@register.tag
def harbor_rc_kept(parser: Parser, token: Token) -> KeptNode:
    """``{% harbor_rc_kept "body" %}…{% endharbor_rc_kept %}``: a part of a page that is made once of what
    ``get_cards_context`` gives, ``page``, ``view`` and ``links``, and sees nothing else."""
    _name, piece = token.split_contents()
    inner = parser.parse(("endharbor_rc_kept",))
    parser.delete_first_token()
    return KeptNode(piece, inner)


class KeptNode(template.Node):
    """Names are unique in a template file."""

    def __init__(self, piece: str, nodelist: template.NodeList) -> None:
        self.piece = piece
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        kept = getattr(context.get("view"), "kept", None)
        if kept is None:
            return self.nodelist.render(context)
        given = {**kept.value, **{name: context[name] for name in ("page", "view", "links")}}
        return kept.piece((self.origin.name, self.piece), lambda: self.nodelist.render(context.new(given)))


@register.filter
def harbor_said(text: Any) -> Any:
    """Words of a framework; those in another language than the reader's say which."""
    if getattr(text, "is_fallback", False):
        return format_html('<span lang="{}">{}</span>', text.language, text)
    return text


@register.filter
def harbor_own_words(text: str) -> str:
    """Words written once for all languages: those of our example in the reader's, others with the language they are in."""
    shown = gettext(text) if text.strip() else ""
    own = default_language()
    if shown == text and (get_language() or own).split("-")[0] != own.split("-")[0]:
        return format_html('<span lang="{}">{}</span>', own, linebreaksbr(shown))
    return linebreaksbr(shown)


@register.filter
def harbor_points(value: Any) -> str:
    return points_text(value)


@register.filter
def harbor_cell(value: Any) -> str:
    """A cell of a chart's table; numbers as people of this language write them."""
    return str(value) if isinstance(value, (str, bool)) else points_text(value)


@register.filter
def harbor_figure(figure: Any) -> str:
    """ "8 of 10 points", or that nobody assessed it."""
    return out_of(figure.points, figure.maximum)


@register.filter
def harbor_rich(value: Any) -> SafeString:
    """Rich text as the database has it."""
    return mark_safe(expand_db_html(str(value)))
