"""The form: fewest fields, a box no person sees, and the time it was shown, signed. No cookie tells people apart."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.choices import Reader
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.moments import is_in_time

SALT = "harbor-advocacy-ask"
QUICKEST = datetime.timedelta(seconds=3)
LONGEST = datetime.timedelta(days=1)
#: In one hour, for one site; more than that is no conversation but a machine.
MOST_IN_AN_HOUR = 20


def shown_now() -> str:
    return signing.dumps(timezone.now().timestamp(), salt=SALT)


class AskForm(forms.ModelForm):
    #: A machine fills it in; people neither see nor hear it.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ConsultationRequest
        fields = ["name", "email", "organization", "role", "question"]
        labels = {
            "name": _("Your name"),
            "email": _("Your e-mail address"),
            "organization": _("Your organization"),
            "role": _("Who is asking"),
            "question": _("What would you like to talk about?"),
        }
        widgets = {"question": forms.Textarea(attrs={"rows": 6, "maxlength": 3000})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("shown", shown_now())
        self.fields["role"].choices = [("", "—"), *Reader.choices]  # type: ignore[attr-defined]
        self.fields["question"].max_length = 3000  # type: ignore[attr-defined]
        for name in self.Meta.fields:
            self.fields[name].widget.attrs["class"] = "harbor-input"
            if self.is_bound and name in self.errors:
                self.fields[name].widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}

    def clean_question(self) -> str:
        words = str(self.cleaned_data["question"])
        if len(words) > 3000:
            raise ValidationError(_("Please keep it under 3,000 characters. We will ask for the rest."))
        return words

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self._in_time(given.get("shown", "")):
            # Sent by a machine, or the page stood open for long: sending it once more is all it takes.
            self.data = {**self.data.dict(), "shown": shown_now()}  # type: ignore[attr-defined]
            raise ValidationError(_("Please look it over and send it once more."))
        if _this_hour() >= MOST_IN_AN_HOUR:
            raise ValidationError(_("Too much has come in within the hour. Please try again later."))
        return given

    @property
    def is_machine(self) -> bool:
        return bool(self.data.get("website"))

    def _in_time(self, shown: str) -> bool:
        try:
            return is_in_time(float(signing.loads(shown, salt=SALT)), QUICKEST, LONGEST)
        except (signing.BadSignature, TypeError, ValueError):
            return False


def _this_hour() -> int:
    return ConsultationRequest.objects.filter(created__gte=timezone.now() - datetime.timedelta(hours=1)).count()
