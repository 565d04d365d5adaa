"""The forms of single rows: words, phones, areas, hours, answers. Strict, in plain words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin.fields import (
    PlaceField,
    WebAddressField,
    county_code,
    place_name,
    state_code,
)
from harbor_wagtail.directory.admin.rows import RowForm
from harbor_wagtail.directory.models import Answer, AreaKind
from harbor_wagtail.phones import check_number


class TextForm(RowForm):
    """Words in one language. A language whose words are all taken out is no longer there."""

    def is_blank(self) -> bool:
        return not any(self[name].data for name in self._words())

    def says_something(self) -> bool:
        return any(self[name].value() for name in self._words())

    def _words(self) -> list[str]:
        return [name for name in self.fields if name not in ("id", "locale", "DELETE", "ORDER")]


class PhoneForm(RowForm):
    says = ("number", "extension", "description")

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        # What an import brought may stand; what somebody types here has to be a number.
        if number and "number" in self.changed_data:
            check_number(
                number,
                _("This does not read as a phone number. Write it like (507) 555-0142, 988, or “text HELP to 233733”."),
            )
        return number


class AreaForm(RowForm):
    says = ("fips", "description")

    fips = PlaceField(
        label=_("County or state"),
        required=False,
        max_length=100,
        help_text=_("Type the name and choose, for example “Mower County, MN”."),
    )

    def is_blank(self) -> bool:
        return super().is_blank() and self["kind"].data in ("", None, AreaKind.COUNTY)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, place = cleaned.get("kind"), cleaned.get("fips") or ""
        try:
            code = self._code(kind, place)
        except ValidationError as error:
            self.add_error("fips", error)
            return cleaned
        cleaned["fips"] = code
        if code and ("fips" in self.changed_data or not self.instance.name):
            self.instance.name = place_name(code)
        elif not code and "fips" in self.changed_data:
            self.instance.name = ""
        if kind == AreaKind.OTHER and not (cleaned.get("description") or self.instance.name):
            self.add_error("description", _("Say in words which area it is."))
        return cleaned

    def _code(self, kind: str | None, place: str) -> str:
        if kind not in (AreaKind.COUNTY, AreaKind.STATE):
            return ""
        if not place:
            if self.is_draft:
                return ""
            message = _("Which county?") if kind == AreaKind.COUNTY else _("Which state?")
            raise ValidationError(message, code="required")
        return county_code(place) if kind == AreaKind.COUNTY else state_code(place)


class IntakeForm(RowForm):
    says = ("note", "said_by_role", "said_on")

    def is_blank(self) -> bool:
        return super().is_blank() and self["answer"].data in ("", None, Answer.UNKNOWN)


class LanguageForm(RowForm):
    says = ("term", "note", "name")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        term = cleaned.get("term")
        if term and "term" in self.changed_data:
            self.instance.name, self.instance.code = term.name, term.code
        elif not term and not self.instance.name and not self.is_draft:
            self.add_error("term", _("Which language?"))
        return cleaned


class CostForm(RowForm):
    says = ("option", "amount", "amount_description")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("amount") is not None and not self.instance.currency:
            self.instance.currency = "USD"
        return cleaned


class PaperForm(RowForm):
    says = ("document",)


class ContactForm(RowForm):
    says = ("title", "department", "email", "name")


class NoteForm(RowForm):
    says = ("description", "details")


class LinkForm(RowForm):
    says = ("url", "label")

    url = WebAddressField(label=_("Web address"), max_length=500)


class IdentifierForm(RowForm):
    says = ("identifier",)


class CrosswalkForm(RowForm):
    says = ("scheme", "code")
