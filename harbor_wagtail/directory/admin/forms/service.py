"""The form of a service: six facts publish a listing, everything else may stay unknown."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from harbor_wagtail.directory.admin import listing
from harbor_wagtail.directory.admin.fields import CountyField, WebAddressField, place_name
from harbor_wagtail.directory.admin.forms.record import AT_ONCE, RecordForm
from harbor_wagtail.directory.availability import current_status, record_availability
from harbor_wagtail.directory.models import (
    AddressVisibility,
    DocumentsState,
    HoursKind,
    IntakeQuestion,
    Location,
    Organization,
    Service,
    ServiceIntakeAnswer,
    ServiceStatus,
)


class PlaceChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Location) -> str:
        county = place_name(obj.county)
        return f"{obj} ({county})" if county else str(obj)


class ServiceForm(RecordForm):
    blank_rows = ("phones", "service_areas", "schedules")

    new_organization = forms.CharField(
        label=_("Or a new organization"),
        required=False,
        max_length=255,
        help_text=_("Its name. It is made as a draft and goes live together with this service."),
    )
    url = WebAddressField(label=_("Web page"), required=False, max_length=500)
    places = PlaceChoiceField(
        label=_("Given at"),
        queryset=Location.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=AT_ONCE,
    )
    places_seen = forms.CharField(required=False, widget=forms.HiddenInput)
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
    availability = forms.ChoiceField(label=_("Getting in"), required=False, help_text=AT_ONCE)
    availability_note = forms.CharField(label=_("Note"), required=False, max_length=255)
    availability_until = forms.DateField(
        label=_("Believed until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("After this day visitors read “unknown, call”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organization" in self.fields:
            self.fields["organization"].required = False  # a new one may be named instead: see clean()
        self._offer_places()
        self.fields["availability"].choices = [("", self._as_it_is()), *ServiceStatus.choices]

    def offer_rows(self, record: Any) -> None:
        super().offer_rows(record)
        if "intake_answers" in type(self).formsets:
            answers = {row.question: row for row in record.intake_answers.all()}
            record.intake_answers = [
                answers.pop(question, None) or ServiceIntakeAnswer(question=question)
                for question in IntakeQuestion.values
            ] + list(answers.values())

    def _offer_places(self) -> None:
        if not self.instance.pk:
            del self.fields["places"], self.fields["places_seen"]
            return
        del self.fields["new_organization"]
        mine = Q(organization=self.instance.organization_id) | Q(service_at_locations__service=self.instance.pk)
        linked = list(self.instance.service_at_locations.values_list("location_id", flat=True))
        self.fields["places"].queryset = Location.objects.filter(mine).distinct()
        self.initial.update(places=linked, places_seen=",".join(map(str, linked)))

    def _as_it_is(self) -> str:
        if not self.instance.pk or not self.instance.status_as_of:
            return _("Leave as it is")  # type: ignore[return-value]
        status, _as_of = current_status(self.instance)
        return _("Leave as it is: %(status)s") % {"status": status.label if status else _("unknown, call")}

    # What may be saved

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_organization(cleaned)
        self._clean_ages(cleaned)
        if (
            cleaned.get("new_place_name")
            and not cleaned.get("new_place_county")
            and "new_place_county" not in self.errors
        ):
            self.add_error("new_place_county", _("In which county is the new place?"))
        if (cleaned.get("availability_note") or cleaned.get("availability_until")) and not cleaned.get("availability"):
            self.add_error("availability", _("Choose what the note is about."))
        if (until := cleaned.get("availability_until")) and until < timezone.localdate():
            self.add_error("availability_until", _("This day is over."))
        if not self.is_draft and "domains" in self.fields and not cleaned.get("domains"):
            self.add_error("domains", _("Choose at least one kind of help."))
        self._clean_permissions(cleaned)
        return cleaned

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

    def _clean_ages(self, cleaned: dict[str, Any]) -> None:
        youngest, oldest = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", _("The youngest age is above the oldest."))
        if cleaned.get("all_ages") and (youngest is not None or oldest is not None):
            self.add_error("all_ages", _("All ages, or these limits? Only one can be true."))

    def _clean_permissions(self, cleaned: dict[str, Any]) -> None:
        user = self.for_user
        if user is None:
            return
        refused = _("You may not make one. Ask somebody who may.")
        if cleaned.get("new_organization") and not user.has_perm("harbor_directory.add_organization"):
            self.add_error("new_organization", refused)
        if cleaned.get("new_place_county") and not user.has_perm("harbor_directory.add_location"):
            self.add_error("new_place_county", refused)

    def check_rows(self) -> None:
        super().check_rows()
        if not self.is_draft:
            self._require_what_visitors_need()
        schedules = [form for form in self.kept_rows("schedules") if not form.errors]
        if schedules and self.cleaned_data.get("hours") == HoursKind.UNKNOWN:
            self.instance.hours = HoursKind.WEEKLY
        papers = self.kept_rows("required_documents")
        if papers and self.cleaned_data.get("documents") == DocumentsState.NONE:
            self.add_error("documents", _("None required, or the ones listed below? Only one can be true."))
        elif papers and self.cleaned_data.get("documents") == DocumentsState.UNKNOWN:
            self.instance.documents = DocumentsState.LISTED

    def _require_what_visitors_need(self) -> None:
        if "service_areas" in self.formsets and not self.kept_rows("service_areas"):
            self.add_error(None, _("Say which area it serves: a county, a state, or by phone and online."))
        if "phones" in self.formsets and not self.kept_rows("phones") and not self._reachable_otherwise():
            self.add_error(None, _("Say how to reach it: add a phone number."))

    def _reachable_otherwise(self) -> bool:
        organization = self.cleaned_data.get("organization")
        if self.cleaned_data.get("email") or self.cleaned_data.get("url"):
            return True
        return bool(organization and organization.phones.exists())

    @cached_property
    def _all_places_public(self) -> bool:
        places = Location.objects.filter(service_at_locations__service=self.instance.pk) if self.instance.pk else ()
        shown = [place.address_visibility == AddressVisibility.PUBLIC for place in places]
        return bool(shown) and all(shown)

    def must_hide_addresses(self) -> bool:
        sheltering = any(term.sheltering for term in self.cleaned_data.get("domains") or ())
        return sheltering and not self._all_places_public

    # What happens then

    def save(self, commit: bool = True) -> Service:
        name = self.cleaned_data.get("new_organization")
        if name and not self.instance.organization_id:
            self.instance.organization = Organization(name=name)  # a preview: see before_save() for the real one
        saved: Service = super().save(commit=commit)
        return saved

    def before_save(self, user: Any) -> None:
        """Make the organization the service is to belong to. Call inside the transaction that saves the service."""
        name = (self.cleaned_data.get("new_organization") or "").strip()
        if name and not self.instance.organization_id:
            self.instance.organization = listing.draft_organization(name, user)

    def apply_now(self, user: Any) -> None:
        super().apply_now(user)
        values = self.cleaned_data
        if "places" in self.fields:
            seen = [int(pk) for pk in (values.get("places_seen") or "").split(",") if pk.isdigit()]
            listing.change_places(self.instance, seen=seen, wanted=[place.pk for place in values.get("places") or ()])
        if county := values.get("new_place_county"):
            listing.draft_place(self.instance, name=values.get("new_place_name", ""), county=county, user=user)
        if status := values.get("availability"):
            record_availability(
                self.instance,
                status,
                note=values.get("availability_note", ""),
                expires_at=_end_of(values.get("availability_until")),
                user=user,
            )


def _end_of(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None
