"""The page of a list as HTML: all but the search and its results is kept for as long as it would say the same."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape

from harbor_wagtail import frame_html, own_templates
from harbor_wagtail.directory.list_response import PAGE
from harbor_wagtail.directory.presentation import form_html, results_html
from harbor_wagtail.directory.templatetags import harbor_directory
from harbor_wagtail.own_templates import Hole, engine, shaped

TEMPLATES = (PAGE, *(f"harbor_directory/includes/{name}.html" for name in ("silence", "search")), *frame_html.TEMPLATES)
#: What stands within may be a host's own and hear what the page says round it (the settings, that the exit's script stands).
_WITHIN = (*form_html.TEMPLATES, *results_html.TEMPLATES, "harbor_directory/includes/nothing_found.html")
#: What of the page's context the templates show as text.
_AROUND = ("list_title", "canonical_url", "directory_url", "kinds_url", "counties_url")


def rendered(context: template.Context) -> str:
    """The page whose context this is. A host's own template in the place of one of ours is rendered each time."""
    if not own_templates.are_ours(context, (*TEMPLATES, *_WITHIN)):
        return engine(context).get_template(PAGE).render(context)
    page, found = context["page"], context["found"]
    frame = frame_html.frame(context)
    about, jump = bool(page.directory_about), results_html.jump(context)
    around = {name: escape(value) for name in _AROUND if (value := context.get(name))}
    html = {
        **frame.html,
        "form": form_html.rendered(context),
        "results": results_html.rendered(context),
        "jump": escape(jump),
        **around,
        "about": str(harbor_directory.directory_about(context)) if about else "",
    }
    silent = page.directory_silent_months
    when = bool(found.cards), bool(jump), about, silent
    made_of = frame.made_of, page.directory_intro, tuple(around), when

    def hollow() -> dict[str, Any]:
        holes = {name: Hole(name) for name in html if name != "jump" or jump}
        shown = {name: holes[name] for name in around}
        told = {"harbor_silent_months": silent, "found": {"cards": bool(found.cards)}}
        return {**frame.values, **shown, **told, "harbor_holes": holes}

    return shaped(context, PAGE, made_of, hollow, html)
