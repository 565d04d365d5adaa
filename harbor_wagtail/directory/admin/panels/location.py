"""How a place is edited. Its address is not part of the form: deciding about it is an action of its own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

from harbor_wagtail.directory.admin import row_forms
from harbor_wagtail.directory.admin.forms.location import LocationForm
from harbor_wagtail.directory.admin.panels import states
from harbor_wagtail.directory.admin.panels.parts import (
    PlacesList,
    check,
    collapsed,
    contacts,
    languages,
    phones,
    words,
)
from harbor_wagtail.directory.admin.panels.states import StatePanel
from harbor_wagtail.directory.admin.rows import Beside, Fields, RowsPanel


def _accessibility_notes() -> RowsPanel:
    return RowsPanel(
        "accessibility",
        [FieldPanel("description", widget=forms.TextInput), FieldPanel("details", widget=forms.TextInput)],
        heading=_("More about getting around"),
        label=_("note"),
        row_form=row_forms.NoteForm,
    )


def edit_handler() -> ObjectList:
    return ObjectList(
        [
            StatePanel("address", states.address, heading=_("Address")),
            Fields(
                [
                    FieldPanel("name"),
                    FieldPanel("organization"),
                    Beside([FieldPanel("county"), FieldPanel("location_type")]),
                ],
                heading=_("The place"),
            ),
            words("description"),
            Fields([phones()], heading=_("Phone numbers of this place")),
            check(),
            collapsed(_("Opening hours of this place"), FieldPanel("week"), FieldPanel("time_zone")),
            collapsed(
                _("Accessibility"),
                FieldPanel("accessibility_features", widget=forms.CheckboxSelectMultiple),
                _accessibility_notes(),
            ),
            collapsed(_("Languages spoken here"), languages()),
            collapsed(_("Contacts"), contacts()),
            PublishingPanel(),
            PlacesList(),
        ],
        base_form_class=LocationForm,
    )
