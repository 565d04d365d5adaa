"""The form of a search, with its filters, as HTML: what it is in itself is rendered once, and what was asked written into it.

Its templates have a hundred and fifty places to look something up; most say the same in each answer. They look at ``when``
and show ``told``, as those of the results do. What is kept of a question is which groups of filters lie open, never a word
or a number of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.utils.safestring import SafeString, mark_safe

from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.presentation.facets import Facets, Group
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.own_templates import Hole, filled

_FOLDER = "harbor_directory/includes/"
_NAMES = ("form", "filters", "facet", "where_asked")
TEMPLATES = (*(f"{_FOLDER}{name}.html" for name in _NAMES), "harbor_wagtail/includes/search_note.html")

#: Fields that are typed into; their widgets hold what was typed.
_TYPED = ("words", "zip", "time", "age")
#: What of the page's context the templates show as it is.
_AROUND = ("request", "page", "in_address", "search_url", "explain_url")


class _Hollow(NamedTuple):
    """Of a group of filters, what its template shows."""

    name: str
    legend: str
    lies_open: bool
    chosen: Hole | None
    boxes: Hole


def rendered(context: template.Context) -> SafeString:
    """The form of a page whose context holds ``form``, ``facets`` and ``asked``."""
    form, facets, asked = context["form"], context["facets"], context["asked"]
    groups, when, told = facets.groups, _when(asked), _told(form, facets, asked)
    labels = {name: str(form[name].label) for name in _TYPED}
    around = {name: context.get(name, "") for name in _AROUND}
    with context.push(labels=labels, when=when, told={name: mark_safe(html) for name, html in told.items()}):

        def hollow() -> dict[str, Any]:
            holes = {name: Hole(name) for name in told}
            shown = {"groups": {name: _hollow(group) for name, group in groups.items()}}
            return {**around, "labels": labels, "when": when, "told": holes, "facets": shown}

        note = HarborSettings.for_visitor(around["request"] or None).search_note
        page = around["page"] and around["page"].pk
        site = (page, around["in_address"], around["search_url"], around["explain_url"], note)
        shape = tuple((group.name, group.legend, group.lies_open, bool(group.chosen)) for group in groups.values())
        written = told | {hole: html for group in groups.values() for hole, html in _of_group(group).items()}
        return filled(context, TEMPLATES, (site, *labels.values(), *when.values(), shape), hollow, written)


def _when(asked: Asked) -> dict[str, bool]:
    """What the templates do one way or another."""
    return {
        "age_unread": asked.age_unread,
        "time_unread": asked.time_unread,
        "time_missing": asked.time_missing,
        "county": bool(asked.county),
        "filtered": bool(asked.filters_on),
    }


def _told(form: Any, facets: Facets, asked: Asked) -> dict[str, str]:
    """What the templates show, as HTML."""
    return {
        **{name: str(form[name]) for name in _TYPED},
        "filters_on": str(asked.filters_on),
        "open_now": facets.open_now.box("open"),
        "days": "".join(day.line for day in facets.days),
        "counties": facets.county_lines,
        "age_stated": facets.unstated_age.box("age_stated"),
    }


def _hollow(group: Group) -> _Hollow:
    chosen = Hole(f"chosen {group.name}") if group.chosen else None
    return _Hollow(group.name, group.legend, group.lies_open, chosen, Hole(f"boxes {group.name}"))


def _of_group(group: Group) -> dict[str, str]:
    return {f"chosen {group.name}": str(group.chosen), f"boxes {group.name}": group.boxes}
