"""The form of an organization: who it is, its words, how to reach it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin import inclusion
from harbor_wagtail.directory.admin.fields import WebAddressField
from harbor_wagtail.directory.admin.forms.record import RecordForm
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import (
    AddressVisibility,
    InclusionDecision,
    Location,
    Organization,
    TaxonomyTerm,
    UpkeepSettings,
)
from harbor_wagtail.directory.upkeep.two_checks import WANTED, independent_checks


class OrganizationForm(RecordForm):
    website = WebAddressField(label=_("Website"), required=False, max_length=500)

    def must_hide_addresses(self) -> bool:
        """Whether it has places or shelters people, and nobody has said of any door of its that it is public."""
        if not self.instance.pk:
            return False
        places = Location.objects.filter(organization=self.instance.pk)
        if places.filter(address_visibility=AddressVisibility.PUBLIC).exists():
            return False
        terms = TaxonomyTerm.objects.filter(sheltering=True, services_by_domain__organization=self.instance.pk)
        return places.exists() or terms.exists()


class InclusionForm(forms.ModelForm):
    """Whether an organization met the site's inclusion rules. Apart from drafts: it holds for every version."""

    rules = forms.MultipleChoiceField(
        label=_("Rules it meets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what somebody has made sure of."),
    )
    other_rules = forms.CharField(
        label=_("Other rules of yours that it meets"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )

    class Meta:
        model = Organization
        fields = ("inclusion", "inclusion_on", "inclusion_by_role", "inclusion_note")
        widgets = {
            "inclusion": forms.RadioSelect(choices=InclusionDecision.choices),
            "inclusion_on": date_input(),
            "inclusion_note": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ("rules", "other_rules", *Meta.fields)

    @cached_property
    def checks(self) -> int:
        """How many who do not depend on each other have checked it."""
        return independent_checks(self.instance)

    @property
    def lacks_checks(self) -> bool:
        """Whether it would be included for the first time, before two have checked it."""
        return self.initial.get("inclusion") != InclusionDecision.INCLUDED and self.checks < WANTED

    @cached_property
    def must_have_checks(self) -> bool:
        return UpkeepSettings.in_force().two_checks

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = inclusion.read(self.instance.inclusion_note)
        offered = inclusion.rules_for(known)
        self.fields["rules"].choices = [(rule, rule) for rule in offered]  # type: ignore[attr-defined]
        self.initial.update(rules=list(known.met), inclusion_note=known.note)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decided = cleaned.get("inclusion") in (InclusionDecision.INCLUDED, InclusionDecision.DECLINED)
        if decided and not cleaned.get("inclusion_on"):
            self.add_error("inclusion_on", _("On which day was it decided?"))
        if (day := cleaned.get("inclusion_on")) and day > timezone.localdate():
            self.add_error("inclusion_on", _("This day has not come yet."))
        met, note = cleaned.get("rules") or [], cleaned.get("inclusion_note") or ""
        whole = {str(rule) for rule in inclusion.RULES} <= set(met)
        if cleaned.get("inclusion") == InclusionDecision.INCLUDED and not whole and not note:
            self.add_error(
                "inclusion_note", _("Not every rule is ticked. Say why the organization is included all the same.")
            )
        if self.lacks_checks and cleaned.get("inclusion") == InclusionDecision.INCLUDED and self.must_have_checks:
            self.add_error("inclusion", _("Two have to check it first who do not depend on each other."))
        more = [line.strip() for line in (cleaned.get("other_rules") or "").splitlines() if line.strip()]
        cleaned["inclusion_note"] = inclusion.write(inclusion.Checklist(tuple(dict.fromkeys([*met, *more])), note))
        return cleaned
