"""``{% load harbor_documents %}``: the pieces of a document's content tree as HTML."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from harbor_wagtail.documents.runs import text_runs
from harbor_wagtail.documents.tree import Run, Runs
from harbor_wagtail.phone_links import phone_html

register = template.Library()


@register.filter
def harbor_runs(runs: Runs) -> SafeString:
    """Runs as HTML: numbers become links that keep their direction, line ends become ``<br>``."""
    return format_html_join("", "{}", ((_run(run),) for run in runs))


@register.filter
def harbor_text(text: str) -> SafeString:
    """Plain text in which every number to call is a link that keeps its direction."""
    return harbor_runs(text_runs(text))


@register.filter
def harbor_words(text: str) -> SafeString:
    """For headings, labels and cells: numbers keep their direction, and are no links."""
    return format_html_join("", "{}", ((_isolated(run),) for run in text_runs(text)))


def _isolated(run: Run) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', run.text) if run.number else format_html("{}", run.text)


@register.filter
def harbor_times(number: int) -> range:
    """``{% for line in 3|harbor_times %}``."""
    return range(number)


def _run(run: Run) -> SafeString:
    if run.number:
        words = phone_html(run.text)
    else:
        words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in run.text.split("\n")))
    if run.href:
        words = format_html('<a href="{}" rel="noreferrer">{}</a>', run.href, words)
    if run.italic:
        words = format_html("<em>{}</em>", words)
    return format_html("<strong>{}</strong>", words) if run.bold else words
