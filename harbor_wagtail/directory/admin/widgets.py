"""Widgets of the directory's forms. They need no script, and carry no inline style."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.places import counties, states

#: The id of the one list of names on the page that every :class:`PlaceInput` offers.
PLACES_LIST = "harbor-directory-places"

DAY_NAMES: list[tuple[str, Any]] = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]


class SettledSelect(forms.Select):
    """A choice that is settled once it is made: the language of a text, the question of an answer.

    Shown as a readable field; a row that was just added still offers the choice.
    """

    template_name = "harbor_directory/admin/widgets/settled_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = (option for _group, options, _index in context["widget"]["optgroups"] for option in options)
        chosen = [option for option in options if option["selected"] and option["value"] not in ("", None)]
        context["widget"]["settled"] = chosen[0] if chosen else None
        return context


class PlaceInput(forms.TextInput):
    """A county or state by name, with suggestions while typing.

    Not a ``select``: over three thousand options in every row would make the page megabytes long.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": PLACES_LIST, "autocomplete": "off", "size": 40, **(attrs or {})})


class DaysWidget(forms.CheckboxSelectMultiple):
    template_name = "harbor_directory/admin/widgets/days.html"

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["harbor_directory/admin/forms.css"]}


def time_input() -> forms.TimeInput:
    """The browser's own field for a time of day."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def date_input() -> forms.DateInput:
    """The browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def age_input() -> forms.NumberInput:
    return forms.NumberInput(attrs={"min": 0, "max": 150, "step": "any", "inputmode": "decimal"})


@cache
def place_options() -> SafeString:
    """The options of the list: every state, then every county with its state. Built once, 130 kB."""
    names = [(str(state),) for state in sorted(row.name for row in states())]
    names += [(str(county),) for county in sorted(counties(), key=lambda row: (row.state, row.name))]
    return format_html_join("", '<option value="{}"></option>', names)
