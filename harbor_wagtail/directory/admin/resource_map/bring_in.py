"""A sheet that came back from a meeting: looked at first, then brought in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log

from harbor_wagtail.admin import bringing_in
from harbor_wagtail.directory.admin.resource_map.desk import CORRECTED, map_for
from harbor_wagtail.directory.models import ResourceMap
from harbor_wagtail.directory.resource_map.exchange import run
from harbor_wagtail.tabular.problems import UnreadableFile
from harbor_wagtail.tabular.report import Report

SALT = "harbor_directory.map"


def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    found = map_for(request, pk)
    if request.method == "POST" and "carried" in request.POST:
        return _apply(request, found)
    form = bringing_in.UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "subtitle": found.name,
        "template_url": reverse("harbor_directory_map_xlsx", args=[found.pk]),
        "too_large_help": _("Bring in one sheet at a time."),
        "form": form,
        "report": None,
        "carried": "",
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        try:
            context["report"] = _run(found, content, dry_run=True)
            context["carried"] = bringing_in.carry(given.name, content, SALT)
        except UnreadableFile as error:
            form.add_error("file", str(error))
    return TemplateResponse(request, bringing_in.TEMPLATE, context)


def _apply(request: HttpRequest, found: ResourceMap) -> HttpResponse:
    given = bringing_in.carried(request.POST["carried"], SALT)
    try:
        report = _run(found, given[1], user=request.user) if given else None
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("harbor_directory_map_import", found.pk)
    if report is None:
        messages.error(request, _("This has been waiting too long. Choose the file again."))
        return redirect("harbor_directory_map_import", found.pk)
    if report.lines:
        log(found, CORRECTED, user=request.user)
    told = _("Brought in: %(created)d new, %(changed)d changed, %(unchanged)d as before, %(refused)d refused.")
    messages.success(request, told % report.counts)
    return redirect("harbor_directory_map", found.pk)


def _run(found: ResourceMap, content: bytes, *, dry_run: bool = False, user: Any = None) -> Report:
    with bringing_in.as_path(content) as path:
        return run.bring_in(found.pk, path, dry_run=dry_run, user=user)
