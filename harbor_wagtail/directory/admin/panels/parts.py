"""Groups of fields that more than one form shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from harbor_wagtail.directory.admin import row_forms
from harbor_wagtail.directory.admin.forms.record import AT_ONCE
from harbor_wagtail.directory.admin.panels import states
from harbor_wagtail.directory.admin.panels.states import StatePanel
from harbor_wagtail.directory.admin.rows import FoldedRow, OnePerLanguageFormSet, RowsPanel
from harbor_wagtail.directory.admin.widgets import SettledSelect, place_options, time_input


class PlacesList(HelpPanel):
    """The names that every field for a county or state suggests, once for the whole page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template="harbor_directory/admin/panels/places_list.html", **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in ("content", "template")}

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "options": place_options()}

        def show_panel_furniture(self) -> bool:
            return False


def collapsed(heading: Any, *children: Any, **kwargs: Any) -> MultiFieldPanel:
    return MultiFieldPanel(list(children), heading=heading, classname="collapsed", **kwargs)


def words(*names: str, more: tuple[str, ...] = ()) -> RowsPanel:
    """One block of words per language; ``more`` are folded away."""
    folded = [FoldedRow([FieldPanel(name) for name in more], heading=_("More words"))] if more else []
    return RowsPanel(
        "texts",
        [FieldPanel("locale", widget=SettledSelect), *(FieldPanel(name) for name in names), *folded],
        heading=_("In words, language by language"),
        label=_("language"),
        row_form=row_forms.TextForm,
        row_formset=OnePerLanguageFormSet,
    )


def phones() -> RowsPanel:
    return RowsPanel(
        "phones",
        [
            FieldRowPanel([FieldPanel("number"), FieldPanel("extension")]),
            FieldRowPanel([FieldPanel("purpose"), FieldPanel("type")]),
            FieldPanel("description", widget=forms.TextInput),
        ],
        heading=_("Phone numbers"),
        label=_("phone number"),
        row_form=row_forms.PhoneForm,
    )


def hours() -> RowsPanel:
    return RowsPanel(
        "schedules",
        [
            FieldPanel("byday"),
            FieldRowPanel([FieldPanel("opens_at", widget=time_input()), FieldPanel("closes_at", widget=time_input())]),
            FieldPanel("closed"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            FieldPanel("description", widget=forms.TextInput),
            FieldPanel("notes", widget=forms.TextInput),
        ],
        heading=_("Opening hours"),
        label=_("hours"),
        help_text=_(
            "Hours that end after midnight simply close earlier than they open. 00:00 to 00:00 is a whole day."
        ),
        row_form=row_forms.HoursForm,
    )


def languages() -> RowsPanel:
    return RowsPanel(
        "languages",
        [
            FieldRowPanel([FieldPanel("term"), FieldPanel("provision")]),
            FieldPanel("note", widget=forms.TextInput),
        ],
        heading=_("Languages spoken"),
        label=_("language"),
        row_form=row_forms.LanguageForm,
    )


def contacts() -> RowsPanel:
    return RowsPanel(
        "contacts",
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("department")]),
            FieldPanel("email"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_consent_on")]),
        ],
        heading=_("Contacts"),
        label=_("contact"),
        row_form=row_forms.ContactForm,
    )


def links(relation: str) -> RowsPanel:
    return RowsPanel(
        relation,
        [FieldRowPanel([FieldPanel("url"), FieldPanel("label")])],
        heading=_("Further web addresses"),
        label=_("web address"),
        row_form=row_forms.LinkForm,
    )


def check() -> MultiFieldPanel:
    """Who confirmed the facts: an event of its own, apart from what is edited."""
    return MultiFieldPanel(
        [
            StatePanel("last_check", states.last_check),
            FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_method")]),
            FieldPanel("checked_by_role"),
        ],
        heading=_("Checked with the provider"),
        help_text=AT_ONCE,
    )
