"""The form of an organization: who it is, its words, how to reach it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin.fields import WebAddressField
from harbor_wagtail.directory.admin.forms.record import RecordForm
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import AddressVisibility, InclusionDecision, Location, Organization, TaxonomyTerm


class OrganizationForm(RecordForm):
    website = WebAddressField(label=_("Website"), required=False, max_length=500)

    def must_hide_addresses(self) -> bool:
        """Whether it shelters people and none of its doors is known to be public."""
        if not self.instance.pk:
            return False
        terms = TaxonomyTerm.objects.filter(sheltering=True, services_by_domain__organization=self.instance.pk)
        public = Location.objects.filter(organization=self.instance.pk, address_visibility=AddressVisibility.PUBLIC)
        return terms.exists() and not public.exists()


class InclusionForm(forms.ModelForm):
    """Whether an organization met the site's inclusion rules. Apart from drafts: it holds for every version."""

    class Meta:
        model = Organization
        fields = ("inclusion", "inclusion_on", "inclusion_by_role", "inclusion_note")
        widgets = {
            "inclusion": forms.RadioSelect(choices=InclusionDecision.choices),
            "inclusion_on": date_input(),
            "inclusion_note": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        decided = cleaned.get("inclusion") in (InclusionDecision.INCLUDED, InclusionDecision.DECLINED)
        if decided and not cleaned.get("inclusion_on"):
            self.add_error("inclusion_on", _("On which day was it decided?"))
        return cleaned
