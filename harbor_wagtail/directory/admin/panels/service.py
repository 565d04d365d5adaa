"""How a service is edited: the six facts that publish a listing stand open, the rest is folded away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

from harbor_wagtail.directory.admin import row_forms
from harbor_wagtail.directory.admin.forms.service import ServiceForm
from harbor_wagtail.directory.admin.panels import states
from harbor_wagtail.directory.admin.panels.parts import (
    PlacesList,
    check,
    collapsed,
    contacts,
    languages,
    links,
    phones,
    words,
)
from harbor_wagtail.directory.admin.panels.states import StatePanel
from harbor_wagtail.directory.admin.row_panels import AnswersPanel
from harbor_wagtail.directory.admin.rows import Beside, Fields, Folded, OnePerQuestionFormSet, RowsPanel
from harbor_wagtail.directory.admin.widgets import age_input, date_input


def _ticks(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


class OfSeveral(FieldPanel):
    """A field that stands here where the organization has more services than this (or, with ``alone``, has not)."""

    def __init__(self, *args: Any, alone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alone = alone

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "alone": self.alone}

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            if self.form is None:
                return True  # two versions are compared
            return bool(super().is_shown() and (self.form.whole is not None) is self.panel.alone)


def _areas() -> RowsPanel:
    return RowsPanel(
        "service_areas",
        [Beside([FieldPanel("kind"), FieldPanel("fips"), FieldPanel("description", widget=forms.TextInput)])],
        heading=_("4. Area served"),
        label=_("area"),
        row_form=row_forms.AreaForm,
        offered=True,
    )


def _intake_answers() -> RowsPanel:
    return AnswersPanel(
        "intake_answers",
        [
            FieldPanel("question", widget=forms.HiddenInput),
            FieldPanel("answer"),
            FieldPanel("said_by_role"),
            FieldPanel("said_on", widget=date_input()),
            FieldPanel("note"),
        ],
        heading=_("What it takes to start"),
        label=_("answer"),
        help_text=_("“Unknown” is shown as “ask first”. A “no” needs who at the provider said so, and when."),
        row_form=row_forms.IntakeForm,
        row_formset=OnePerQuestionFormSet,
    )


def _papers() -> RowsPanel:
    return RowsPanel(
        "required_documents",
        [FieldPanel("document", widget=forms.TextInput)],
        heading=_("Papers"),
        label=_("paper"),
        row_form=row_forms.PaperForm,
    )


def _costs() -> RowsPanel:
    return RowsPanel(
        "cost_options",
        [
            Beside(
                [FieldPanel("option"), FieldPanel("amount"), FieldPanel("amount_description", widget=forms.TextInput)]
            )
        ],
        heading=_("Amounts"),
        label=_("amount"),
        row_form=row_forms.CostForm,
    )


def _six_facts() -> list[object]:
    return [
        Fields(
            [
                OfSeveral("organization"),
                FieldPanel("new_organization"),
                FieldPanel("organization_name"),
                StatePanel("organization", states.organization),
                FieldPanel("name", required_on_save=True),
            ],
            heading=_("1. Who offers what"),
        ),
        Fields(
            [
                _ticks("domains"),
                words(
                    "description",
                    "application_process",
                    more=(
                        "name",
                        "eligibility_description",
                        "not_served_description",
                        "fees_description",
                        "interpretation_services",
                        "accreditations",
                        "reporting_note",
                        "alert",
                    ),
                ),
            ],
            heading=_("2. What it does"),
        ),
        Fields(
            [
                Beside([FieldPanel("minimum_age", widget=age_input()), FieldPanel("maximum_age", widget=age_input())]),
                FieldPanel("all_ages"),
            ],
            heading=_("3. For whom"),
            help_text=_("In years, both included. Leave empty what the provider did not say."),
        ),
        _areas(),
        Fields([phones(), FieldPanel("email"), FieldPanel("url")], heading=_("5. How to reach it")),
        check(_("6. Checked on")),
    ]


def edit_handler() -> ObjectList:
    return ObjectList(
        [
            StatePanel("visible", states.visible, heading=_("What visitors see")),
            *_six_facts(),
            collapsed(_("Getting in"), *(FieldPanel(f"availability{part}") for part in ("", "_note", "_until"))),
            collapsed(
                _("Places"),
                Beside([FieldPanel("place_name"), FieldPanel("place_county")]),
                StatePanel("places", states.places),
                FieldPanel("places"),
                FieldPanel("places_seen"),
                Beside([FieldPanel("new_place_name"), FieldPanel("new_place_county")]),
            ),
            collapsed(
                _("Opening hours"),
                FieldPanel("hours", widget=forms.RadioSelect),
                FieldPanel("week"),
                FieldPanel("holidays"),
            ),
            collapsed(_("What it takes to start"), FieldPanel("referral"), _intake_answers()),
            collapsed(
                _("More about for whom"),
                _ticks("populations"),
                _ticks("genders"),
                FieldPanel("residence"),
                Folded([_ticks("not_served")], heading=_("Whom it does not serve")),
            ),
            collapsed(_("Languages"), languages()),
            collapsed(_("Cost"), FieldPanel("cost"), _costs()),
            collapsed(_("Papers needed"), FieldPanel("documents"), _papers()),
            collapsed(
                _("Everything else"),
                OfSeveral("organization", alone=True),
                FieldPanel("organization_website"),
                FieldPanel("alternate_name"),
                FieldPanel("stay_max_days"),
                contacts(),
                links("additional_urls"),
            ),
            PublishingPanel(),
            PlacesList(),
        ],
        base_form_class=ServiceForm,
    )
