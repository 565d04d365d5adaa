"""A document from the admin: it becomes one draft below the page whose menu led here, and a report of what did not fit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from harbor_wagtail.advocacy.importing.bringing_in import Outcome, bring_in, is_possible, kinds
from harbor_wagtail.advocacy.importing.guards import MOST_BYTES, SUFFIXES
from harbor_wagtail.advocacy.importing.told import Level, Unreadable

#: Bytes: disks take 255.
MOST_OF_A_NAME = 200


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Document (Word .docx or Markdown .md)"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of page"))
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Empty: the title of the document."),
    )

    def __init__(self, *args: Any, fitting: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, str(model.get_verbose_name())) for code, model in fitting.items()]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of page"), choices=choices)

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 megabytes. Take its pictures out first."))
        return given


def fitting_kinds(parent: Page) -> dict[str, Any]:
    """The kinds of advocacy page that may stand below ``parent``."""
    return {code: model for code, model in kinds().items() if model.can_create_at(parent)}


def import_page(request: HttpRequest, parent_id: int) -> HttpResponse:
    parent = get_object_or_404(Page, pk=parent_id).specific
    fitting = fitting_kinds(parent)
    if not fitting or not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None, fitting=fitting)
    outcome = _outcome(form, fitting, parent, request.user) if request.method == "POST" and form.is_valid() else None
    levels = [(level.label, outcome.told.of(level)) for level in Level] if outcome else []
    values = {"form": form, "parent": parent, "outcome": outcome, "levels": levels, "possible": is_possible()}
    return TemplateResponse(request, "harbor_advocacy/admin/import_page.html", values)


def _outcome(form: DocumentForm, fitting: dict[str, Any], parent: Page, user: Any) -> Outcome | None:
    given = form.cleaned_data["file"]
    model = fitting[form.cleaned_data["kind"]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _file_name(given.name)
        with path.open("wb") as stored:
            stored.writelines(given.chunks())
        try:
            return bring_in(path, model, parent, title=form.cleaned_data["title"], user=user)
        except Unreadable as error:
            form.add_error("file", str(error))
    return None


def _file_name(sent: str) -> str:
    """Only the last part of a name, whatever was sent, and no more of it than a disk takes; the title falls back on it."""
    return Path(sent).name.encode()[-MOST_OF_A_NAME:].decode(errors="ignore")


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a page below which a kind of ours may stand."""
    if is_possible() and page.permissions_for_user(user).can_add_subpage() and fitting_kinds(page.specific_deferred):
        url = reverse("harbor_advocacy_import_page", args=[page.pk])
        yield Button(_("Import a document"), url, icon_name="doc-full", priority=16)
