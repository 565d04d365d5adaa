"""How an organization is edited."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

from harbor_wagtail.directory.admin import row_forms
from harbor_wagtail.directory.admin.forms.organization import OrganizationForm
from harbor_wagtail.directory.admin.panels import states
from harbor_wagtail.directory.admin.panels.parts import (
    check,
    collapsed,
    contacts,
    languages,
    links,
    phones,
    words,
)
from harbor_wagtail.directory.admin.panels.states import StatePanel
from harbor_wagtail.directory.admin.rows import Beside, Fields, RowsPanel


def _identifiers() -> RowsPanel:
    return RowsPanel(
        "organization_identifiers",
        [
            Beside([FieldPanel("identifier_type"), FieldPanel("identifier")]),
            FieldPanel("identifier_scheme"),
        ],
        heading=_("Identifiers"),
        label=_("identifier"),
        row_form=row_forms.IdentifierForm,
    )


def edit_handler() -> ObjectList:
    return ObjectList(
        [
            StatePanel("visible", states.visible, heading=_("What visitors see")),
            StatePanel("parts", states.parts, heading=_("Its services and places")),
            Fields([FieldPanel("name", required_on_save=True), FieldPanel("alternate_name")], heading=_("Name")),
            words("description", "alert"),
            Fields([phones(), FieldPanel("website"), FieldPanel("email")], heading=_("How to reach it")),
            StatePanel("inclusion", states.inclusion, heading=_("Inclusion")),
            check(),
            collapsed(_("Contacts"), contacts()),
            collapsed(_("Languages of its phones"), languages()),
            collapsed(
                _("Everything else"),
                FieldPanel("logo"),
                Beside([FieldPanel("year_incorporated"), FieldPanel("legal_status")]),
                FieldPanel("uri"),
                _identifiers(),
                links("additional_websites"),
            ),
            PublishingPanel(),
        ],
        base_form_class=OrganizationForm,
    )
