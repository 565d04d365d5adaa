"""The organization and the place of a service in the service's own form, so that a listing is edited as one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.admin.chosen import RecordsField
from harbor_wagtail.admin.marks import mark
from harbor_wagtail.directory.admin import listing
from harbor_wagtail.directory.admin.fields import CountyField, WebAddressField, place_name
from harbor_wagtail.directory.admin.forms.hours import WithHours
from harbor_wagtail.directory.admin.forms.record import AT_ONCE, address_error
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.models import AddressVisibility, Location, Organization
from harbor_wagtail.keys import key

#: Field of the form → column of the record it belongs to.
OF_ORGANIZATION = {"organization_name": "name", "organization_website": "website"}
OF_PLACE = {"place_name": "name", "place_county": "county"}
_NEEDS_MORE = _("You may not make one. Ask somebody who may.")


class PlaceChoiceField(RecordsField):
    def label_from_instance(self, obj: Location) -> str:
        county = place_name(obj.county)
        return f"{obj} ({county})" if county else str(obj)


class WholeListingForm(WithHours):
    """A service that names its organization and its places, and changes them where they are its alone."""

    new_organization = forms.CharField(
        label=_("Or a new organization"),
        required=False,
        max_length=255,
        help_text=_("Its name. It is made as a draft and goes live together with this service."),
    )
    organization_name = forms.CharField(
        label=_("Organization"),
        required=False,
        max_length=255,
        help_text=_("Visitors see it as the heading. It is saved and published together with this service."),
    )
    organization_website = WebAddressField(label=_("Website of the organization"), required=False, max_length=200)
    places = PlaceChoiceField(
        label=_("Given at"),
        queryset=Location.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=AT_ONCE,
    )
    places_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    place_name = forms.CharField(
        label=_("What people call the place"),
        required=False,
        max_length=255,
        help_text=_("For example “Downtown office”. Never an address."),
    )
    place_county = CountyField(
        label=_("County of the place"), required=False, max_length=100, help_text=_("Visitors always see the county.")
    )
    new_place_name = forms.CharField(
        label=_("A new place: what people call it"),
        required=False,
        max_length=255,
        help_text=_("For example “Downtown office”. Never an address."),
    )
    new_place_county = CountyField(
        label=_("A new place: its county"),
        required=False,
        max_length=100,
        help_text=_("Visitors see the county. An address is decided about later, at the place itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organization" in self.fields:
            self.fields["organization"].required = False  # a new one may be named instead: see clean()
        self.whole = listing.whole(self.instance)
        self._offer_places()
        self._offer_columns(self.whole.organization if self.whole else None, OF_ORGANIZATION)
        self._offer_columns(self.whole.place if self.whole else None, OF_PLACE)
        if self._shown:
            self._shown |= _marks_beside(self.whole)

    def marks_now(self) -> dict[str, str]:
        return super().marks_now() | _marks_beside(listing.whole(self.instance))

    def _offer_places(self) -> None:
        if not self.instance.pk:
            del self.fields["places"], self.fields["places_seen"]
            return
        del self.fields["new_organization"]
        mine = Q(organization=self.instance.organization_id) | Q(service_at_locations__service=self.instance.pk)
        linked = list(self.instance.service_at_locations.values_list("location_id", flat=True))
        self.fields["places"].queryset = Location.objects.filter(mine).distinct()
        self.initial.update(places=linked, places_seen=",".join(map(str, linked)))

    def _offer_columns(self, record: Any, columns: dict[str, str]) -> None:
        """Show columns of a record that is this listing's alone. Whoever may not change it can read them."""
        reason = self._why_not(record) if record and not self.is_bound else ""
        for field, column in columns.items():
            if record is None:
                del self.fields[field]
                continue
            self.initial[field] = getattr(record, column)
            # What somebody typed before the record was locked is refused, with a word: see _clean_columns().
            if reason:
                self.fields[field].disabled = True
                self.fields[field].help_text = reason

    def _why_not(self, record: Any) -> Any:
        if self.for_user is None:
            return ""
        if not self.for_user.has_perm(f"harbor_directory.change_{record._meta.model_name}"):
            return _("You may not change this. Ask somebody who may.")
        lock = record.get_lock()
        if lock and lock.for_user(self.for_user):
            return _("Somebody has locked this. Ask them, or change it later.")
        return ""

    # What may be saved

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_organization(cleaned)
        if cleaned.get("new_place_name") and not cleaned.get("new_place_county"):
            self._say("new_place_county", _("In which county is the new place?"))
        self._clean_place_names(cleaned)
        if self.whole:
            self._clean_columns(self.whole.organization, OF_ORGANIZATION)
            self._clean_columns(self.whole.place, OF_PLACE)
            if "organization_name" in self.fields and not cleaned.get("organization_name"):
                self._say("organization_name", _("What is the organization called?"))
        self._clean_permissions(cleaned)
        return cleaned

    def _say(self, field: str, message: Any) -> None:
        if field not in self.errors:
            self.add_error(field, message)

    def _clean_organization(self, cleaned: dict[str, Any]) -> None:
        chosen, name = cleaned.get("organization"), (cleaned.get("new_organization") or "").strip()
        if "organization" not in self.fields or "organization" in self.errors:
            return
        if chosen and name:
            self.add_error("new_organization", _("Choose an organization or name a new one, not both."))
        elif not chosen and not name:
            self.add_error("organization", _("Which organization offers it?"))
        elif name and Organization.objects.filter(name__iexact=name).exists():
            self.add_error("new_organization", _("There is an organization of this name already. Choose it above."))

    def _clean_place_names(self, cleaned: dict[str, Any]) -> None:
        """The name of a place says no address before somebody has decided that the address is public."""
        place = self.whole.place if self.whole else None
        hidden = place is not None and place.address_visibility != AddressVisibility.PUBLIC
        for name in ("new_place_name", *(("place_name",) if hidden else ())):
            if reasons := looks_like_address(cleaned.get(name)):
                self._say(name, address_error(reasons))

    def _clean_columns(self, record: Any, columns: dict[str, str]) -> None:
        if record is None:
            return
        for field in columns:
            if field in self.changed_data and (reason := self._why_not(record)):
                self._say(field, reason)

    def _clean_permissions(self, cleaned: dict[str, Any]) -> None:
        user = self.for_user
        if user is None:
            return
        if cleaned.get("new_organization") and not user.has_perm("harbor_directory.add_organization"):
            self._say("new_organization", _NEEDS_MORE)
        if cleaned.get("new_place_county") and not user.has_perm("harbor_directory.add_location"):
            self._say("new_place_county", _NEEDS_MORE)

    # What happens then

    def save(self, commit: bool = True) -> Any:
        name = self.cleaned_data.get("new_organization")
        if name and not self.instance.organization_id:
            self.instance.organization = Organization(name=name)  # a preview: see before_save() for the real one
        elif not commit and self.whole and self.whole.organization.pk == self.instance.organization_id:
            self.instance.organization.name = self.cleaned_data["organization_name"]
        return super().save(commit=commit)

    def before_save(self, user: Any) -> None:
        """Make the organization the service is to belong to. Call inside the transaction that saves the service."""
        name = (self.cleaned_data.get("new_organization") or "").strip()
        if name and not self.instance.organization_id:
            self.instance.organization = listing.draft_organization(name, user)

    def apply_now(self, user: Any) -> None:
        super().apply_now(user)
        values = self.cleaned_data
        if self.whole:
            listing.change_draft(self.whole.organization, self._changes(OF_ORGANIZATION), user)
            listing.change_draft(self.whole.place, self._changes(OF_PLACE), user)
        if "places" in self.fields:
            seen = [pk for each in (values.get("places_seen") or "").split(",") if (pk := key(each)) is not None]
            listing.change_places(self.instance, seen=seen, wanted=[place.pk for place in values.get("places") or ()])
        if county := values.get("new_place_county"):
            listing.draft_place(self.instance, name=values.get("new_place_name", ""), county=county, user=user)

    def _changes(self, columns: dict[str, str]) -> dict[str, Any]:
        return {column: self.cleaned_data[field] for field, column in columns.items() if field in self.changed_data}


def _marks_beside(whole: listing.Whole | None) -> dict[str, str]:
    """Of the columns of other records that the form shows."""
    if whole is None:
        return {}
    shown = {field: getattr(whole.organization, column) for field, column in OF_ORGANIZATION.items()}
    if whole.place:
        shown |= {field: getattr(whole.place, column) for field, column in OF_PLACE.items()}
    return {name: mark(value) for name, value in shown.items()}
