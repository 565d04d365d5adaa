"""Widgets of the directory's forms. They need no script, and carry no inline style."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Site

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.places import counties, states

#: The id of the one list of names on the page that every :class:`PlaceInput` offers.
PLACES_LIST = "harbor-directory-places"


class PlaceInput(forms.TextInput):
    """A county or state by name, with suggestions while typing.

    Not a ``select``: over three thousand options in every row would make the page megabytes long.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": PLACES_LIST, "autocomplete": "off", "size": 40, **(attrs or {})})


def date_input() -> forms.DateInput:
    """The browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def age_input() -> forms.NumberInput:
    return forms.NumberInput(attrs={"min": 0, "max": 150, "step": "any", "inputmode": "decimal"})


@cache
def place_options(of_state: str = "") -> SafeString:
    """The options of the list: every state, then the counties of one state, or of all with "*" (130 kB, built once)."""
    names = [(str(name),) for name in sorted(row.name for row in states())]
    wanted = [row for row in counties() if of_state in ("*", row.state)]
    names += [(str(county),) for county in sorted(wanted, key=lambda row: (row.state, row.name))]
    return format_html_join("", '<option value="{}"></option>', names)


def usual_state() -> str | None:
    """The state the default site works in, if its editor named one."""
    site = Site.objects.filter(is_default_site=True).first()
    return (HarborSettings.for_site(site).default_state or None) if site else None


def usual_places() -> SafeString:
    return place_options(usual_state() or "")
