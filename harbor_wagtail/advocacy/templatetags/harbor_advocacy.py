"""``{% load harbor_advocacy %}``: notes, headings and short rich text of advocacy pages."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from harbor_wagtail.advocacy import choices, qr
from harbor_wagtail.advocacy.abbreviations import spell_out
from harbor_wagtail.advocacy.citations import marks, notes
from harbor_wagtail.advocacy.citations.marks import Cite
from harbor_wagtail.models import Source

register = template.Library()
_PARAGRAPH = re.compile(r"<p\b[^>]*>|</p>")


class NotesNode(template.Node):
    def __init__(self, nodelist: template.NodeList, options: dict[str, template.base.FilterExpression]) -> None:
        self.nodelist = nodelist
        self.options = options

    def render(self, context: template.Context) -> SafeString:
        with notes.collecting():
            text = self.nodelist.render(context)
        given = {name: bool(value.resolve(context)) for name, value in self.options.items()}
        preview = bool(getattr(context.get("request"), "is_preview", False))
        return notes.with_notes(text, preview=preview, **given)


@register.tag
def harbor_notes(parser: template.base.Parser, token: template.base.Token) -> NotesNode:
    """``{% harbor_notes by_section=… paper=… %}…{% endharbor_notes %}``: numbers the notes inside, lists them after it."""
    name, *bits = token.split_contents()
    options = {}
    for bit in bits:
        option, equals, value = bit.partition("=")
        if not equals or option not in ("by_section", "paper"):
            raise template.TemplateSyntaxError(f"{name} takes by_section= and paper=, not {bit!r}.")
        options[option] = parser.compile_filter(value)
    nodelist = parser.parse(("endharbor_notes",))
    parser.delete_first_token()
    return NotesNode(nodelist, options)


@register.simple_tag
def harbor_notes_here() -> SafeString:
    """Where the notes so far are listed, if ``by_section`` is asked for."""
    return mark_safe(notes.HERE)


@register.filter
def harbor_inline(value: Any) -> SafeString:
    """Rich text of one line: without the paragraph around it, so that it can stand in a heading or a line of a list."""
    if not isinstance(value, RichText):
        return conditional_escape(value or "")
    return mark_safe(_PARAGRAPH.sub(" ", expand_db_html(value.source)).strip())


@register.filter
def harbor_plain(value: Any) -> str:
    """Rich text as plain words, without its notes: for a link to a heading."""
    source = value.source if isinstance(value, RichText) else str(value or "")
    return " ".join(strip_tags(marks.without_cites(source)).replace("&amp;", "&").split())


class AbbreviationsNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(spell_out(self.nodelist.render(context), context.get("glossary") or {}))


@register.tag
def harbor_abbreviations(parser: template.base.Parser, token: template.base.Token) -> AbbreviationsNode:
    """``{% harbor_abbreviations %}…{% endharbor_abbreviations %}``: short forms of the glossary are spelled out once."""
    nodelist = parser.parse(("endharbor_abbreviations",))
    parser.delete_first_token()
    return AbbreviationsNode(nodelist)


@register.simple_tag
def harbor_cite(source: Source, pinpoint: str = "") -> SafeString:
    """The short name of a source in a template of one's own, with a note to it."""
    cite = Cite(source.pk, pinpoint or "")
    mark = mark_safe(f"{notes.opening_tag(cite)}{marks.SIGN}</a>") if notes.is_collecting() else mark_safe("")
    return format_html("{}{}", source.citation or source.title, mark)


@register.filter
def harbor_word(value: Any, name: str) -> Any:
    """What a value of ``choices`` is called: ``{{ item.reader|harbor_word:"Reader" }}``. Unknown values say nothing."""
    found = getattr(choices, name)
    return found(value).label if value in found.values else ""


@register.simple_tag
def harbor_event_day(event: Any) -> SafeString:
    """The day of an event as exactly as it is known: 2000, October 2000, October 28, 2000."""
    year, month, day = event["year"], event["month"], event["day"]
    if not month:
        return format_html('<time datetime="{0}">{0}</time>', f"{year:04d}")
    when = datetime.date(year, month, day or 1)
    words = date_format(when, "DATE_FORMAT" if day else "YEAR_MONTH_FORMAT")
    return format_html('<time datetime="{}">{}</time>', when.isoformat() if day else f"{year:04d}-{month:02d}", words)


@register.simple_tag
def harbor_ring(items: Any) -> SafeString:
    """The numbers of a cycle on a ring of 120 by 120 units, the first at the top, clockwise. Decoration: the list says it."""
    count = len(items)
    angles = [2 * math.pi * place / count for place in range(count)]
    spots = ((60 + 44 * math.sin(angle), 60 - 44 * math.cos(angle)) for angle in angles)
    rows = ((f"{x:.1f}", f"{y:.1f}", f"{y + 4:.1f}", number) for number, (x, y) in enumerate(spots, start=1))
    shape = '<circle class="harbor-adv-cycle__dot" cx="{}" cy="{}" r="11"/><text x="{}" y="{}" text-anchor="middle">{}</text>'
    return format_html_join("", shape, ((x, y, x, below, number) for x, y, below, number in rows))


@register.simple_tag
def harbor_qr(url: str) -> SafeString:
    """A QR code of an address as inline SVG, where the extra ``[pdf]`` brought what draws it; else nothing."""
    return qr.svg(url)
