"""Two more corrections of a published edition: a law that was misquoted, and a mistake that touches no answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from harbor_wagtail.advocacy.report_cards import errata
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.models import AssessmentStatute, Edition, StatuteRef

TEMPLATE = "harbor_advocacy/report_cards/admin/correct_more.html"


def _long(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class NoteForm(forms.Form):
    old = _long(gettext_lazy("What it said"), gettext_lazy("The wrong words, and where they stood."))
    new = _long(gettext_lazy("What is right"))
    why = _long(gettext_lazy("Why it is corrected"), gettext_lazy("Everybody reads this."))


class WhichLawForm(forms.Form):
    law = forms.ModelChoiceField(StatuteRef.objects.none(), label=gettext_lazy("Law"))

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cited = AssessmentStatute.objects.filter(assessment__edition=edition).values("statute")
        self.fields["law"].queryset = StatuteRef.objects.filter(pk__in=cited)  # type: ignore[attr-defined]


class LawForm(forms.ModelForm):
    why = _long(
        gettext_lazy("Why it is corrected"),
        gettext_lazy("Everybody reads this, in each published edition that rests on this law."),
    )

    class Meta:
        model = StatuteRef
        fields = ("citation", "heading", "quote", "effective_on")
        widgets = {"effective_on": AdminDateInput()}

    def _post_clean(self) -> None:
        """The law stays as it is: what is asked for is written by ``errata.correct_law``, or not at all."""


def note(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_publish)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            errata.note(edition, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The correction is in the public list."))
            return redirect("harbor_advocacy_edition", edition.pk)
    title = _("Correct something that is no answer")
    about = _("A misprint, a wrong sentence in the method, a wrong figure in a file. No grade changes by it.")
    return _shown(request, edition, form, title=title, about=about)


def law(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_publish)
    which = WhichLawForm(edition, request.GET or None)
    found: StatuteRef | None = which.cleaned_data["law"] if which.is_bound and which.is_valid() else None
    form = LawForm(request.POST or None, instance=found) if found else None
    if request.method == "POST" and found and form and form.is_valid():
        try:
            entries = errata.correct_law(found, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            _tell(form, error)
        else:
            told = ngettext(
                "Corrected: %(number)d entry in the public list.",
                "Corrected: %(number)d entries in the public list.",
                len(entries),
            )
            messages.success(request, told % {"number": len(entries)})
            return redirect("harbor_advocacy_edition", edition.pk)
    about = _("Its words or days were written down wrong. What the law itself changed is a new day or a new law.")
    return _shown(request, edition, form, which=which, title=_("Correct a law"), about=about)


def _tell(form: forms.BaseForm, error: ValidationError) -> None:
    """At their fields where they have one, above the form otherwise."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, problems in by_field.items():
        form.add_error(name if name in form.fields else None, problems)


def _shown(request: HttpRequest, edition: Edition, form: Any, **more: Any) -> HttpResponse:
    return TemplateResponse(request, TEMPLATE, {"edition": edition, "form": form, **more})
