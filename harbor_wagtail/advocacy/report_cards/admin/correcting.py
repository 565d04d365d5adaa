"""Correcting one answer of a published edition: first which one, then what it becomes and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from harbor_wagtail.admin.chosen import RecordsField
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.admin.forms import with_those_above
from harbor_wagtail.advocacy.report_cards.errata import correct_answer
from harbor_wagtail.advocacy.report_cards.models import Assessment, Edition, GoalOption, PolicyGoal, StatuteRef
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.models import Jurisdiction


class WhichForm(forms.Form):
    place = forms.ModelChoiceField(Jurisdiction.objects.none(), label=gettext_lazy("Place"))
    goal = forms.ModelChoiceField(PolicyGoal.objects.none(), label=gettext_lazy("Goal"))

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Jurisdiction.objects.filter(pk__in=[row.pk for row in places_of(edition).rows])  # type: ignore[attr-defined]
        self.fields["goal"].queryset = PolicyGoal.objects.filter(framework=edition.framework_id)  # type: ignore[attr-defined]


class WhatForm(forms.Form):
    option = forms.ModelChoiceField(
        GoalOption.objects.none(),
        label=gettext_lazy("Answer"),
        required=False,
        empty_label=gettext_lazy("not assessed"),
    )
    laws = RecordsField(
        StatuteRef.objects.none(), label=gettext_lazy("Laws"), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = forms.CharField(label=gettext_lazy("In a sentence"), required=False, widget=forms.Textarea({"rows": 3}))
    reasoning = forms.CharField(
        label=gettext_lazy("Why this answer"), required=False, widget=forms.Textarea({"rows": 3})
    )
    why = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        help_text=gettext_lazy("Everybody reads this, with what it said and what it says now."),
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, row: Assessment, *args: Any, **kwargs: Any) -> None:
        laws = [each.statute_id for each in row.statute_rows.all()] if row.pk else []
        given = {"option": row.option_id, "laws": laws, "summary": row.summary, "reasoning": row.reasoning}
        super().__init__(*args, **{**kwargs, "initial": given})
        self.fields["option"].queryset = GoalOption.objects.filter(goal=row.goal_id)  # type: ignore[attr-defined]
        self.fields["laws"].queryset = StatuteRef.objects.filter(jurisdiction__in=with_those_above(row))  # type: ignore[attr-defined]


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_publish)
    which = WhichForm(edition, request.GET or None)
    row = _row(edition, which) if which.is_bound and which.is_valid() else None
    what = WhatForm(row, request.POST or None) if row is not None else None
    if request.method == "POST" and row is not None and what is not None and what.is_valid():
        try:
            entries = correct_answer(edition, row.jurisdiction, row.goal, user=request.user, **what.cleaned_data)
        except ValidationError as error:
            what.add_error(None, error.messages)
        else:
            told = ngettext(
                "Corrected: %(number)d entry in the public list.",
                "Corrected: %(number)d entries in the public list.",
                len(entries),
            )
            messages.success(request, told % {"number": len(entries)})
            return redirect("harbor_advocacy_edition", edition.pk)
    context = {"edition": edition, "which": which, "what": what, "row": row}
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/correct.html", context)


def _row(edition: Edition, which: WhichForm) -> Assessment:
    place, goal = which.cleaned_data["place"], which.cleaned_data["goal"]
    found = Assessment.objects.filter(edition=edition, jurisdiction=place, goal=goal).select_related(
        "jurisdiction", "goal"
    )
    return found.first() or Assessment(edition=edition, jurisdiction=place, goal=goal)
