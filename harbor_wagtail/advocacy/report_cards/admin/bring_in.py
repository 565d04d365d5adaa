"""A spreadsheet from the admin: look first at what it would change, then bring it in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from harbor_wagtail.admin import bringing_in
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.importing.applying import run_import
from harbor_wagtail.advocacy.report_cards.importing.report import Report
from harbor_wagtail.advocacy.report_cards.models import Edition
from harbor_wagtail.tabular.problems import UnreadableFile

SALT = "harbor_advocacy.bring_in"


class UploadForm(bringing_in.UploadForm):
    too_large = gettext_lazy("This file is larger than 5 MB. Bring it in with the command harbor_import_scores.")


def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_answer)
    form = UploadForm()
    report: Report | None = None
    carried = ""
    if request.method == "POST" and "carried" in request.POST:
        return _apply(request, edition)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            content = given.read()
            try:
                report = _run(edition, given.name, content, dry_run=True)
                carried = bringing_in.carry(given.name, content, SALT)
            except (UnreadableFile, ValidationError) as error:
                form.add_error("file", str(error) if isinstance(error, UnreadableFile) else error.messages)
    context = {
        "subtitle": edition.name,
        "template_url": reverse("harbor_advocacy_edition_template", args=[edition.pk]),
        "too_large_help": _("Bring it in with the command harbor_import_scores."),
        "form": form,
        "report": report,
        "carried": carried,
    }
    return TemplateResponse(request, bringing_in.TEMPLATE, context)


def _apply(request: HttpRequest, edition: Edition) -> HttpResponse:
    given = bringing_in.carried(request.POST["carried"], SALT)
    if given is None:
        messages.error(request, _("This has been waiting too long. Choose the file again."))
        return redirect("harbor_advocacy_edition_import", edition.pk)
    try:
        report = _run(edition, *given, user=request.user)
    except (UnreadableFile, ValidationError) as error:
        messages.error(request, str(error) if isinstance(error, UnreadableFile) else " ".join(error.messages))
        return redirect("harbor_advocacy_edition_import", edition.pk)
    told = _("Brought in: %(created)d new, %(changed)d changed, %(unchanged)d as before, %(refused)d refused.")
    messages.success(request, told % report.counts)
    return redirect("harbor_advocacy_edition", edition.pk)


def _run(edition: Edition, name: str, content: bytes, *, dry_run: bool = False, user: Any = None) -> Report:
    with bringing_in.as_path(content) as path:
        return run_import(edition, path, dry_run=dry_run, user=user, name=name)
