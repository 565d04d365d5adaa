"""The dialog behind the editor's dagger: choose a source or write a new one, say where in it, add words of your own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.modal_workflow import render_modal_workflow

from harbor_wagtail.advocacy.citations import marks
from harbor_wagtail.advocacy.citations.marks import Cite
from harbor_wagtail.advocacy.citations.rich_text import label
from harbor_wagtail.keys import key
from harbor_wagtail.models import Source, SourceAuthor, SourceKind
from harbor_wagtail.models.source import PastedUrlFormField
from harbor_wagtail.typed import typed

SHOWN = 12
TEMPLATE = "harbor_advocacy/admin/cite.html"


class CiteForm(forms.Form):
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This source is not known any more. Choose another.")},
    )
    pinpoint = forms.CharField(
        label=_("Where in it"), max_length=80, required=False, help_text=_("Page or section: 23–25. Often empty.")
    )
    note = forms.CharField(
        label=_("Words of your own"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They follow the source. Without a source, they are the note."),
    )
    needed = forms.BooleanField(
        label=_("Source still to be found"),
        required=False,
        help_text=_("A reminder for the team. Visitors see nothing."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (self.errors or given["source"] or given["note"] or given["needed"] or self.data.get("new-title")):
            raise ValidationError(_("Choose a source, write a note, or tick “source still to be found”."))
        if given.get("pinpoint") and not (given.get("source") or self.data.get("new-title")):
            self.add_error("pinpoint", _("Choose the source this place is in."))
        return given


class NewSourceForm(forms.Form):
    """The fields most sources need; the rest can be added under Sources."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices)
    title = forms.CharField(label=_("Title"), max_length=400)
    given_name = forms.CharField(label=_("Author’s first name"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Author’s last name"), max_length=100, required=False)
    and_others = forms.BooleanField(label=_("and others"), required=False)
    organization = forms.CharField(label=_("Organization"), max_length=255, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=1200, max_value=2200, required=False)
    url = PastedUrlFormField(label=_("Address on the web"), required=False, assume_scheme="https")

    @transaction.atomic
    def save(self) -> Source:
        given = dict(self.cleaned_data)
        names = {name: given.pop(name) for name in ("given_name", "family_name")}
        source = Source.objects.create(**given)
        if names["family_name"]:
            source.authors.add(SourceAuthor(**names))
            source.save()
        return source


def cite(request: HttpRequest) -> HttpResponse:
    """GET shows the dialog for a new note or the one at hand; POST answers with what the editor puts into the text."""
    may_add = request.user.has_perm("harbor_wagtail.add_source")
    if request.method != "POST":
        given = marks.from_attributes({name: str(value) for name, value in request.GET.items()})
        form = CiteForm(initial={**{name: getattr(given, name) for name in ("pinpoint", "note", "needed")}})
        return _dialog(request, form, NewSourceForm(prefix="new") if may_add else None, given.source)
    form = CiteForm(request.POST)
    new = NewSourceForm(request.POST, prefix="new") if may_add and request.POST.get("new-title") else None
    if form.is_valid() and (new is None or new.is_valid()):
        return _chosen(form.cleaned_data, new.save() if new else form.cleaned_data["source"])
    empty = NewSourceForm(prefix="new") if may_add else None
    return _dialog(request, form, new or empty, _number(request.POST.get("source")))


def results(request: HttpRequest) -> HttpResponse:
    """The sources that fit the words typed so far, as a piece of HTML."""
    words = typed(request.GET.get("q", ""))
    return render(request, "harbor_advocacy/admin/cite_sources.html", _listed(words, None))


def _chosen(given: dict[str, Any], source: Source | None) -> JsonResponse:
    made = Cite(source.pk if source else None, given["pinpoint"], given["note"], given["needed"])
    return JsonResponse({"step": "chosen", "result": {**marks.attributes(made), "label": label(made, source)}})


def _dialog(request: HttpRequest, form: CiteForm, new: NewSourceForm | None, chosen: int | None) -> HttpResponse:
    values = {"form": form, "new": new, "new_open": bool(new and new.is_bound), **_listed("", chosen)}
    answer: HttpResponse = render_modal_workflow(request, TEMPLATE, None, values, json_data={"step": "cite"})
    return answer


def _listed(words: str, chosen: int | None) -> dict[str, Any]:
    found = list(_search(words)[:SHOWN])
    if chosen and chosen not in {source.pk for source in found}:
        found = [*Source.objects.prefetch_related("authors").filter(pk=chosen), *found]
    return {"sources": found, "chosen": chosen, "words": words}


def _search(words: str) -> QuerySet[Source]:
    found = Source.objects.prefetch_related("authors").order_by("-pk")
    for word in words.split()[:6]:
        by_author = Q(pk__in=SourceAuthor.objects.filter(family_name__icontains=word).values("source"))
        year = Q(year=int(word)) if word.isascii() and word.isdigit() and len(word) == 4 else Q()
        found = found.filter(
            Q(title__icontains=word) | Q(organization__icontains=word) | Q(citation__icontains=word) | by_author | year
        )
    return found


def _number(value: str | None) -> int | None:
    return key(value)
