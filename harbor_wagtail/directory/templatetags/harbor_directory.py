"""``{% load harbor_directory %}``: parts of the list that take longer by templates than the search does."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from harbor_wagtail.directory.presentation import form_html, results_html

register = template.Library()


@register.simple_tag(takes_context=True)
def directory_form(context: template.Context) -> SafeString:
    """``includes/form.html``, the search and its filters. Where a host has put a template in the place of one of ours that
    it is made of, it is rendered as by ``include``."""
    return form_html.rendered(context)


@register.simple_tag(takes_context=True)
def directory_results(context: template.Context) -> SafeString:
    """``includes/results.html``, what was found, in the same way. Its templates have ``told`` and ``when`` beside the rest."""
    return results_html.rendered(context)
