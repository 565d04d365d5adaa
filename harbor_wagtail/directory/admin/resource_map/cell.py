"""One cell of a map said by hand, and whether it is still what the form showed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from harbor_wagtail.admin.marks import mark
from harbor_wagtail.directory import locks
from harbor_wagtail.directory.admin.resource_map.desk import CORRECTED, map_for
from harbor_wagtail.directory.models import HAND_LEVELS, Level, ResourceMap
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.resource_map.exchange.plan import correct
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet

CHANGED = gettext_lazy(
    "This was changed elsewhere while your form was open; what is said now stands above. Nothing of yours is saved yet. "
    "If you save once more, what this form says is written."
)


class CellForm(forms.Form):
    data: Any
    level = forms.ChoiceField(
        label=gettext_lazy("What you know"), choices=[(level, Level(level).label) for level in HAND_LEVELS]
    )
    note = forms.CharField(
        label=gettext_lazy("Why, and from whom (a role)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the team. Visitors see that it was said by hand, and when."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def cell(request: HttpRequest, pk: int, domain: str, column: str) -> HttpResponse:
    """Whoever saves a form that shows what is not said any more is told so first, and writes by saving once more."""
    with transaction.atomic():
        if request.method == "POST":
            locks.hold_by_writing(ResourceMap.objects.filter(pk=pk), "name")
        sheet = Sheet(map_for(request, pk))
        found = sheet.cell(domain, column)
        if found is None:
            raise Http404("This map has no such cell.")
        form = _form(request, found)
        if _changed_meanwhile(form, found):
            messages.error(request, CHANGED)
        elif request.method == "POST" and _write(request, sheet, found, form):
            return redirect("harbor_directory_map", pk)
    context = {"map": sheet.map, "cell": found, "form": form, "kind": sheet.names[DOMAINS][domain]}
    return TemplateResponse(request, "harbor_directory/admin/resource_map/cell.html", context)


def _form(request: HttpRequest, found: Cell) -> CellForm:
    if request.method == "POST":
        return CellForm(request.POST)
    said = found.correction
    shown = {"level": said.level, "note": said.note} if said else {}
    return CellForm(initial={**shown, "seen": _mark(found)})


def _mark(found: Cell) -> str:
    """Of what is said by hand, and of what the directory says, which is kept beside it."""
    said = found.correction
    by_hand = [said.level, said.note, said.corrected_by_id] if said else None
    return mark([by_hand, found.count.as_ground()])


def _changed_meanwhile(form: CellForm, found: Cell) -> bool:
    """Whether a form that came back showed something else; from then on it knows of it. One without a mark is no
    browser's."""
    seen, now = form.data.get("seen"), _mark(found)
    if not seen or seen == now:
        return False
    form.data = form.data.copy()
    form.data["seen"] = now
    return True


def _write(request: Any, sheet: Sheet, found: Cell, form: CellForm) -> bool:
    """Whether something was decided; else the form is shown with what is wrong."""
    if "take_away" in request.POST:
        if found.correction:
            found.correction.delete()
            log(sheet.map, CORRECTED, user=request.user)
        return True
    if not form.is_valid():
        return False
    correct(sheet, found, form.cleaned_data["level"], form.cleaned_data["note"], request.user)
    log(sheet.map, CORRECTED, user=request.user)
    messages.success(request, _("Corrected. What the directory says stays beside it."))
    return True
