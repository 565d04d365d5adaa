"""Groups of fields that more than one form shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel

from harbor_wagtail.directory.admin import row_forms
from harbor_wagtail.directory.admin.forms.record import AT_ONCE
from harbor_wagtail.directory.admin.panels import states
from harbor_wagtail.directory.admin.panels.states import StatePanel
from harbor_wagtail.directory.admin.row_panels import WordsPanel
from harbor_wagtail.directory.admin.rows import (
    Beside,
    Fields,
    Folded,
    LanguagesFormSet,
    OnePerLanguageFormSet,
    RowsPanel,
)
from harbor_wagtail.directory.admin.widgets import date_input, usual_places


class PlacesList(HelpPanel):
    """The names that every field for a county or state suggests, once for the whole page.

    The site's own state to begin with; script fetches the other three thousand when somebody types.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template="harbor_directory/admin/panels/places_list.html", **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs = super().clone_kwargs()
        return {name: value for name, value in kwargs.items() if name not in ("content", "template")}

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "options": usual_places(),
                "all_places": reverse("harbor_directory_place_names"),
            }

        def show_panel_furniture(self) -> bool:
            return False


def collapsed(heading: Any, *children: Any, **kwargs: Any) -> Fields:
    return Fields(list(children), heading=heading, classname="collapsed", **kwargs)


def words(*names: str, more: tuple[str, ...] = ()) -> WordsPanel:
    """One block of words per language; ``more`` are folded away."""
    folded = [Folded([FieldPanel(name) for name in more], heading=_("More words"))] if more else []
    return WordsPanel(
        "texts",
        [FieldPanel("locale", widget=forms.HiddenInput), *(FieldPanel(name) for name in names), *folded],
        heading=_("In words, language by language"),
        label=_("language"),
        row_form=row_forms.TextForm,
        row_formset=OnePerLanguageFormSet,
    )


def phones() -> RowsPanel:
    return RowsPanel(
        "phones",
        [
            Beside([FieldPanel("number"), FieldPanel("purpose"), FieldPanel("type")]),
            Folded(
                [FieldPanel("extension"), FieldPanel("description", widget=forms.TextInput)],
                heading=_("Extension, note"),
            ),
        ],
        heading=_("Phone numbers"),
        label=_("phone number"),
        row_form=row_forms.PhoneForm,
        offered=True,
    )


def languages() -> RowsPanel:
    return RowsPanel(
        "languages",
        [
            Beside(
                [
                    FieldPanel("term", widget=forms.Select),
                    FieldPanel("provision"),
                    FieldPanel("note", widget=forms.TextInput),
                ]
            ),
        ],
        heading=_("Languages spoken"),
        label=_("language"),
        row_form=row_forms.LanguageForm,
        row_formset=LanguagesFormSet,
    )


def contacts() -> RowsPanel:
    return RowsPanel(
        "contacts",
        [
            Beside([FieldPanel("title"), FieldPanel("department")]),
            FieldPanel("email"),
            Beside([FieldPanel("name"), FieldPanel("name_consent_on", widget=date_input())]),
        ],
        heading=_("Contacts"),
        label=_("contact"),
        row_form=row_forms.ContactForm,
    )


def links(relation: str) -> RowsPanel:
    return RowsPanel(
        relation,
        [Beside([FieldPanel("url"), FieldPanel("label")])],
        heading=_("Further web addresses"),
        label=_("web address"),
        row_form=row_forms.LinkForm,
    )


def check(heading: Any = None) -> Fields:
    """Who confirmed the facts: an event of its own, apart from what is edited."""
    return Fields(
        [
            StatePanel("last_check", states.last_check),
            Beside([FieldPanel("checked_on"), FieldPanel("checked_method")]),
            FieldPanel("checked_by_role"),
        ],
        heading=heading or _("Checked with the provider"),
        help_text=AT_ONCE,
    )
