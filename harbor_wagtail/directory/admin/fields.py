"""Form fields that turn what people write into what the directory keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin.widgets import PlaceInput, usual_state
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.web import parse_url
from harbor_wagtail.places import county, find_counties, state


def county_code(text: str) -> str:
    """The five-digit code of a county by its name, with or without the state, or by its code.

    Raises ``ValidationError`` where no county or more than one answers to it.
    """
    if by_code := county(text):
        return by_code.fips
    found = find_counties(text)
    if len(found) > 1:
        found = find_counties(text, usual_state()) or found
    if len(found) > 1:
        names = "; ".join(str(row) for row in found[:3])
        raise ValidationError(
            _("More than one county is called that. Add the state: %(names)s …"), params={"names": names}
        )
    if not found:
        raise ValidationError(_("We know no county of that name. Write it with its state, like “Mower County, MN”."))
    return found[0].fips


def state_code(text: str) -> str:
    """The two-digit code of a state by its name, its letters or its code."""
    found = state(text)
    if found is None:
        raise ValidationError(_("We know no state of that name. Write it like “Minnesota” or “MN”."))
    return found.fips


def place_name(fips: str) -> str:
    """What people call a county or a state; the code itself where it is none we know."""
    found = (state(fips) if len(fips) == 2 else county(fips)) if fips else None
    if found is None:
        return fips
    return found.name if len(fips) == 2 else str(found)


class PlaceField(forms.CharField):
    """Shows the name of a county or state for its code. Which of the two it is, its form decides."""

    widget = PlaceInput

    def prepare_value(self, value: Any) -> Any:
        return place_name(value) if isinstance(value, str) and value.isdigit() else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or ""), self.prepare_value(data or ""))


class CountyField(PlaceField):
    """A county, kept by its code."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return county_code(text) if text else ""


class WebAddressField(forms.CharField):
    """An http(s) address; "example.org" is taken as one."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_url(text)
        except BadValue:
            raise ValidationError(_("Write one web address, like https://example.org/help.")) from None
