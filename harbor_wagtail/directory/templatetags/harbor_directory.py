"""``{% load harbor_directory %}``: parts of the list that take longer by templates than the search does."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from wagtail.templatetags.wagtailcore_tags import richtext

from harbor_wagtail.directory.presentation import form_html, results_html
from harbor_wagtail.own_templates import Hole, hole

register = template.Library()


@register.simple_tag(takes_context=True)
def directory_form(context: template.Context) -> SafeString | Hole:
    """``includes/form.html``, the search and its filters. Where a host has put a template in the place of one of ours that
    it is made of, it is rendered as by ``include``."""
    return hole(context, "form") or form_html.rendered(context)


@register.simple_tag(takes_context=True)
def directory_results(context: template.Context) -> SafeString | Hole:
    """``includes/results.html``, what was found, in the same way. Its templates have ``told`` and ``when`` beside the rest."""
    return hole(context, "results") or results_html.rendered(context)


@register.simple_tag(takes_context=True)
def directory_jump(context: template.Context) -> str | Hole:
    """``{% directory_jump as jump %}``: words of a link to the results, on a page that was asked for by a form."""
    return hole(context, "jump") or results_html.jump(context)


@register.simple_tag(takes_context=True)
def directory_about(context: template.Context) -> SafeString | Hole:
    """What an editor wrote about the directory. Its links go to where pages are now."""
    return hole(context, "about") or richtext(context["page"].directory_about)


@register.simple_tag(takes_context=True)
def directory_silent_months(context: template.Context) -> int:
    """``{% directory_silent_months as months %}``: for how long nobody checked anything. What is kept was told, and asks no
    second time: midnight may lie in between."""
    told: int | None = context.get("harbor_silent_months")
    return getattr(context.get("page"), "directory_silent_months", 0) if told is None else told
