"""``{% load harbor %}``: what a template needs to stand on, or beside, the package's pages."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.shortcuts import get_rendition_or_not_found

from harbor_wagtail import hotline_html, navigation, theme
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.hotline import SHOWN_IN, visible_hotlines, without_number
from harbor_wagtail.models.words import active_language
from harbor_wagtail.own_templates import Hole, hole, piece
from harbor_wagtail.phone_links import Kind, phone_html

register = template.Library()

#: In the lowest layer of a context, which every include and every template it extends shares.
_SCRIPT_STANDS = "_harbor_exit_script_stands"
_STYLES_STAND = "_harbor_styles_stand"


def _request(context: template.Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag(takes_context=True)
def harbor_head(context: template.Context, noindex: bool = False, links_only: bool = False) -> SafeString:
    """The exit's script, stylesheets and, unless ``links_only``, the referrer and robots ``<meta>`` of a page of ours.

    ``links_only`` is for a place in the body, where HTML allows stylesheets but no ``<meta>``.
    """
    stored = HarborSettings.for_visitor(_request(context))
    links = _exit_script(context) + _stylesheets(context, stored)
    if links_only:
        return links
    metas = mark_safe('<meta name="referrer" content="same-origin">\n')
    if noindex or not stored.list_in_search_engines:
        metas += mark_safe('<meta name="robots" content="noindex">\n')
    return metas + links


def _stylesheets(context: template.Context, stored: HarborSettings) -> SafeString:
    context.dicts[0][_STYLES_STAND] = True
    hrefs = [static("harbor_wagtail/harbor.css")]
    css = theme.stylesheet(stored.colors)
    if css:
        hrefs += _theme_urls(css)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((href,) for href in hrefs))


def _theme_urls(css: str) -> list[str]:
    try:
        return [f"{reverse('harbor_wagtail:theme')}?v={theme.digest(css)}"]
    except NoReverseMatch:
        return []  # harbor_wagtail.E003 tells the developer; a visitor gets the default colors


def _exit_script(context: template.Context) -> SafeString:
    """The exit's script, the first time one page asks for it."""
    if _SCRIPT_STANDS in context.dicts[0]:
        return mark_safe("")
    context.dicts[0][_SCRIPT_STANDS] = True
    stored = HarborSettings.for_visitor(_request(context))
    files = static("harbor_wagtail/exit.js"), static("harbor_wagtail/blank.svg")
    made_of = stored.exit_url, stored.exit_by_key, *files
    return piece(context, "harbor_wagtail/includes/exit_script.html", made_of, {"settings": stored})


@register.simple_tag(takes_context=True)
def harbor_exit_script(context: template.Context) -> SafeString:
    """For the head of a host's page: pages with it are not brought up again by Back once somebody has left."""
    return _exit_script(context)


@register.simple_tag(takes_context=True)
def harbor_exit(context: template.Context, second: bool = False) -> SafeString:
    """The way out. On a page that has neither our script nor our styles yet, it brings both.

    ``second`` is the copy beside the skip link, seen only when it has the focus.
    """
    stored = HarborSettings.for_visitor(_request(context))
    alone = _STYLES_STAND not in context.dicts[0]
    brought = _exit_script(context) + (_stylesheets(context, stored) if alone else mark_safe(""))
    values = {"settings": stored, "second": second, "alone": alone}
    made_of = stored.exit_url, stored.exit_label, stored.exit_by_key, second, alone
    return brought + piece(context, "harbor_wagtail/includes/exit.html", made_of, values)


@register.simple_tag(takes_context=True)
def harbor_limits(context: template.Context, wrap: bool = False) -> SafeString:
    """One line on what leaving cannot erase, with a link to the rest: beside the exit and beside every download."""
    stored, before_url = HarborSettings.for_visitor(_request(context)), before_you_start_url()
    values = {"settings": stored, "before_url": before_url, "wrap": wrap}
    made_of = stored.limits_note, before_url, wrap
    return piece(context, "harbor_wagtail/includes/limits.html", made_of, values)


@register.simple_tag
def harbor_before_url() -> str:
    """``{% harbor_before_url as url %}``: the page "before you start" in the language of the request."""
    return before_you_start_url()


def before_you_start_url() -> str:
    try:
        return reverse("harbor_wagtail:before", args=[active_language()])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def harbor_hotlines(context: template.Context, place: str = "everywhere") -> SafeString | Hole:
    """Numbers to call, for one place: ``danger`` (the line at the top), ``everywhere`` (the foot), ``directory``."""
    if held := hole(context, place):
        return held
    if place not in SHOWN_IN:
        raise template.TemplateSyntaxError(f"harbor_hotlines: no place {place!r}; use one of {', '.join(SHOWN_IN)}.")
    request = _request(context)
    stored = HarborSettings.for_visitor(request)
    if place == "danger" and not stored.show_danger_line:
        return mark_safe("")
    previewed = context.get("harbor_previewed_hotlines")
    found = visible_hotlines(request, place) if previewed is None else previewed
    if place == "danger":
        found = without_number(found, stored.emergency_number)
    return hotline_html.rendered(context, place, found, stored, keep=previewed is None)


@register.simple_tag(takes_context=True)
def harbor_settings(context: template.Context) -> HarborSettings:
    """``{% harbor_settings as site %}``: the site's settings, or their defaults."""
    return HarborSettings.for_visitor(_request(context))


@register.simple_tag(takes_context=True)
def harbor_logo(context: template.Context) -> SafeString | Hole:
    """The picture an editor gave for the head of bare pages, if any."""
    if held := hole(context, "logo"):
        return held
    logo = HarborSettings.for_visitor(_request(context)).logo
    if not logo:
        return mark_safe("")
    small = get_rendition_or_not_found(logo, "max-320x96")
    picture = '<img class="harbor-brand__logo" src="{}" width="{}" height="{}" alt="">'
    return format_html(picture, small.url, small.width, small.height)


@register.simple_tag(takes_context=True)
def harbor_home_url(context: template.Context) -> str:
    given: str | None = context.get("harbor_home")
    if given is not None:
        return given
    root = navigation.site_root(_request(context), context.get("page"))
    return (root.get_url(_request(context)) if root is not None else "") or get_script_prefix()


@register.simple_tag(takes_context=True)
def harbor_menu(context: template.Context) -> list[navigation.Link]:
    """``{% harbor_menu as links %}``: children of the site's root that are shown in menus."""
    given = context.get("harbor_menu_links")
    return given if given is not None else navigation.menu(_request(context), context.get("page"))


@register.simple_tag(takes_context=True)
def harbor_languages(context: template.Context) -> list[navigation.Link]:
    """``{% harbor_languages as links %}``: this page in the other languages.

    A page with addresses of its own below it (one per organization, say) puts ``navigation.Link`` objects for the
    address at hand into the context as ``harbor_language_links``.
    """
    given = context.get("harbor_language_links")
    return given if given is not None else navigation.languages(_request(context), context.get("page"))


@register.filter(name="harbor_phone")
def harbor_phone_filter(number: object) -> SafeString:
    """``{{ number|harbor_phone }}``: a link to call it, or plain text where there is no number in it."""
    return phone_html(number)


@register.simple_tag(name="harbor_phone")
def harbor_phone_tag(
    number: object, label: object = "", ext: object = "", kind: Kind = "call", keyword: object = ""
) -> SafeString:
    """``{% harbor_phone number label="Call" ext=phone.extension kind="text" keyword="HELP" %}``."""
    return phone_html(number, kind=kind, label=label, extension=ext, keyword=keyword)
