"""The form of a service: six facts publish a listing, everything else may stay unknown."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.directory.admin.fields import WebAddressField
from harbor_wagtail.directory.admin.forms.record import AT_ONCE
from harbor_wagtail.directory.admin.forms.whole import WholeListingForm
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.availability import current_status, record_availability
from harbor_wagtail.directory.models import (
    AddressVisibility,
    DocumentsState,
    HoursKind,
    IntakeQuestion,
    Location,
    ServiceIntakeAnswer,
    ServiceStatus,
)


class ServiceForm(WholeListingForm):
    url = WebAddressField(label=_("Web page"), required=False, max_length=500)
    availability = forms.ChoiceField(label=_("Getting in"), required=False, help_text=AT_ONCE)
    availability_note = forms.CharField(label=_("Note"), required=False, max_length=255)
    availability_until = forms.DateField(
        label=_("Believed until"),
        required=False,
        widget=date_input(),
        help_text=_("After this day visitors read “unknown, call”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("minimum_age", "maximum_age"):
            if (age := self.initial.get(name)) is not None:
                self.initial[name] = f"{age:f}".rstrip("0").rstrip(".")  # "12", not "12.00"
        self.fields["availability"].choices = [("", self._as_it_is()), *ServiceStatus.choices]

    def offer_rows(self, record: Any) -> None:
        super().offer_rows(record)
        if "intake_answers" in type(self).formsets:
            answers = {row.question: row for row in record.intake_answers.all()}
            record.intake_answers = [
                answers.pop(question, None) or ServiceIntakeAnswer(question=question)
                for question in IntakeQuestion.values
            ] + list(answers.values())

    def _as_it_is(self) -> str:
        if not self.instance.pk or not self.instance.status_as_of:
            return _("Leave as it is")  # type: ignore[return-value]
        status, _as_of = current_status(self.instance)
        return _("Leave as it is: %(status)s") % {"status": status.label if status else _("unknown, call")}

    # What may be saved

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_ages(cleaned)
        if (cleaned.get("availability_note") or cleaned.get("availability_until")) and not cleaned.get("availability"):
            self.add_error("availability", _("Choose what the note is about."))
        if (until := cleaned.get("availability_until")) and until < timezone.localdate():
            self.add_error("availability_until", _("This day is over."))
        if not self.is_draft and "domains" in self.fields and not cleaned.get("domains"):
            self.add_error("domains", _("Choose at least one kind of help."))
        return cleaned

    def _clean_ages(self, cleaned: dict[str, Any]) -> None:
        youngest, oldest = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", _("The youngest age is above the oldest."))
        if cleaned.get("all_ages") and (youngest is not None or oldest is not None):
            self.add_error("all_ages", _("All ages, or these limits? Only one can be true."))

    def check_rows(self) -> None:
        super().check_rows()
        if not self.is_draft:
            self._require_what_visitors_need()
        self._settle_hours()
        papers = self.kept_rows("required_documents")
        if papers and self.cleaned_data.get("documents") == DocumentsState.NONE:
            self.add_error("documents", _("None required, or the ones listed below? Only one can be true."))
        elif papers and self.cleaned_data.get("documents") == DocumentsState.UNKNOWN:
            self.instance.documents = DocumentsState.LISTED

    def _settle_hours(self) -> None:
        """Hours that somebody typed are the answer to "open"."""
        known, kind = self.cleaned_data.get("week"), self.cleaned_data.get("hours")
        if known is None or not (known.spans or known.words) or "week" not in self.changed_data:
            return
        if kind == HoursKind.UNKNOWN:
            self.instance.hours = HoursKind.WEEKLY
        elif kind == HoursKind.ALWAYS and known.spans:
            self.add_error("hours", _("All day and night, or by the hours below? Only one can be true."))

    def _require_what_visitors_need(self) -> None:
        if "service_areas" in self.formsets and not self.kept_rows("service_areas"):
            self.say_missing(
                "service_areas", "fips", _("Say which area it serves: a county, a state, or by phone and online.")
            )
        if "phones" in self.formsets and not self.kept_rows("phones") and not self._reachable_otherwise():
            self.say_missing("phones", "number", _("Say how to reach it: add a phone number."))

    def _reachable_otherwise(self) -> bool:
        organization = self.cleaned_data.get("organization")
        if self.cleaned_data.get("email") or self.cleaned_data.get("url"):
            return True
        return bool(organization and organization.phones.exists())

    @cached_property
    def _shown_places(self) -> list[bool]:
        """For each place of the service, the one named here included, whether its address is public."""
        places = Location.objects.filter(service_at_locations__service=self.instance.pk) if self.instance.pk else ()
        shown = [place.address_visibility == AddressVisibility.PUBLIC for place in places]
        return [*shown, False] if self.cleaned_data.get("new_place_name") else shown

    def must_hide_addresses(self) -> bool:
        """Whether people may be hiding at one of its places, or nobody has said of any place that it is public."""
        sheltering = any(term.sheltering for term in self.cleaned_data.get("domains") or ())
        shown = self._shown_places
        return not (shown and all(shown)) if sheltering else bool(shown) and not any(shown)

    # What happens then

    def apply_now(self, user: Any) -> None:
        super().apply_now(user)
        values = self.cleaned_data
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
