"""The form of a place, which has no address in it, and the form that decides about the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin.fields import CountyField, state_code
from harbor_wagtail.directory.admin.forms.hours import WithHours
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import AddressVisibility, LocationType
from harbor_wagtail.directory.visibility import is_sheltering
from harbor_wagtail.places import state

ZIP_PATTERN = r"^\d{5}(-\d{4})?$"


class LocationForm(WithHours):
    county = CountyField(
        label=_("County"),
        required=False,
        max_length=100,
        help_text=_("Always shown, also where the place is not public. Type the name and choose."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        somewhere = cleaned.get("location_type") != LocationType.VIRTUAL
        if somewhere and not self.is_draft and cleaned.get("county") == "":
            self.add_error("county", _("In which county is it?"))
        return cleaned

    def must_hide_addresses(self) -> bool:
        return self.instance.address_visibility != AddressVisibility.PUBLIC


class VisibilityForm(forms.Form):
    """One of two decisions. Whoever makes a place public types the address anew."""

    PUBLIC, AREA = "public", "area"

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (AREA, _("Show the area only: visitors see the county, never the address")),
            (PUBLIC, _("Make the address public: visitors see all that you write below")),
        ],
    )
    confidential = forms.BooleanField(
        label=_("The place is confidential"),
        required=False,
        help_text=_("It stays hidden whatever an import says, until somebody decides otherwise here."),
    )
    erase = forms.BooleanField(
        label=_("I understand that the address is erased from every version, at once and for good"), required=False
    )
    address_1 = forms.CharField(label=_("Street and number"), required=False, max_length=255)
    address_2 = forms.CharField(label=_("Unit or floor"), required=False, max_length=255)
    city = forms.CharField(label=_("Town"), required=False, max_length=255)
    state_province = forms.CharField(label=_("State"), required=False, max_length=100)
    postal_code = forms.RegexField(
        ZIP_PATTERN,
        label=_("ZIP code"),
        required=False,
        error_messages={"invalid": _("A ZIP code has five digits, like 55101.")},
    )
    transportation = forms.CharField(
        label=_("How to get there"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    by_role = forms.CharField(
        label=_("Who at the provider agreed (role)"),
        required=False,
        max_length=255,
        help_text=_("For example: director. Never a person's name."),
    )
    agreed_on = forms.DateField(label=_("Agreed on"), required=False, widget=date_input())

    ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code", "transportation")

    def __init__(self, *args: Any, location: Any, **kwargs: Any) -> None:
        self.location = location
        self.sheltering = is_sheltering(location)
        super().__init__(*args, **kwargs)
        for name in self.ADDRESS:
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_state_province(self) -> str:
        text: str = self.cleaned_data["state_province"]
        if not text:
            return ""
        state_code(text)
        found = state(text)
        return found.code if found else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == self.PUBLIC:
            self._clean_public(cleaned)
        elif cleaned.get("decision") == self.AREA and not cleaned.get("erase"):
            self.add_error("erase", _("Tick this to go on. Nothing was changed."))
        return cleaned

    def _clean_public(self, cleaned: dict[str, Any]) -> None:
        for name in ("address_1", "city", "state_province"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("A public address needs this."))
        agreed_on = cleaned.get("agreed_on")
        if agreed_on and agreed_on > timezone.localdate():
            self.add_error("agreed_on", _("This day has not come yet."))
        if not self.sheltering:
            return
        for name, message in (
            ("by_role", _("People may be hiding here. Say who at the provider agreed.")),
            ("agreed_on", _("People may be hiding here. Say when the provider agreed.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)

    def address(self) -> dict[str, Any]:
        """What ``make_public`` takes."""
        return {name: self.cleaned_data[name] for name in self.ADDRESS} | {"country": "US"}
