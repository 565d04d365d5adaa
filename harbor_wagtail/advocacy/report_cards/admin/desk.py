"""One page for an edition: how far it is, what stands in the way of publishing, and the ways in and out."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from harbor_wagtail.advocacy.report_cards import exporting, freezing, results
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.copying import new_version
from harbor_wagtail.advocacy.report_cards.importing.undo import undo
from harbor_wagtail.advocacy.report_cards.models import Assessment, Edition, Framework, ScoreBatch
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.typed import typed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def desk(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk)
    if request.method == "POST":
        return _publish(request, edition)
    places = len(places_of(edition).rows)
    sheet = sheet_of(edition.framework)
    answered = Assessment.objects.filter(edition=edition).exclude(option=None).count()
    context = {
        "edition": edition,
        "places": places,
        "goals": len(sheet.goals),
        "cells": places * len(sheet.goals),
        "answered": answered,
        "graded": sum(each.is_graded for each in results.standings(edition, sheet).values()),
        "faults": [] if edition.is_published else freezing.edition_faults(edition),
        "remarks": [] if edition.is_published else freezing.edition_remarks(edition),
        "disputed": _disputed(edition),
        "batches": ScoreBatch.objects.filter(edition=edition).select_related("user")[:10],
        "errata": edition.errata.select_related("jurisdiction", "goal")[:50],
        "may_answer": access.may_answer(request.user),
        "may_publish": access.may_publish(request.user),
    }
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/desk.html", context)


def _disputed(edition: Edition) -> Any:
    rows = Assessment.objects.filter(edition=edition).disputed()
    return rows.select_related("jurisdiction", "goal", "option", "second_option")[:200]


def _publish(request: HttpRequest, edition: Edition) -> HttpResponse:
    if not access.may_publish(request.user):
        raise PermissionDenied
    try:
        if "framework" in request.POST:
            freezing.publish_framework(edition.framework)
            messages.success(request, _("The framework is published."))
        else:
            freezing.freeze(edition, user=request.user)
            messages.success(request, _("The edition is published. From now on it changes by corrections only."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("harbor_advocacy_edition", edition.pk)


def framework_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether its points add up; published or taken back by one button."""
    if not access.may_publish(request.user):
        raise PermissionDenied
    framework = get_object_or_404(Framework, pk=pk)
    if request.method == "POST":
        try:
            if framework.is_published:
                freezing.withdraw_framework(framework)
                messages.success(request, _("The framework is a draft again."))
            else:
                freezing.publish_framework(framework)
                messages.success(request, _("The framework is published."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("harbor_advocacy_framework", framework.pk)
    context = {
        "framework": framework,
        "faults": freezing.framework_faults(framework),
        "frozen": framework.is_frozen(),
        "goals": framework.goals.count(),
        "may_change": access.may_translate(request.user),
    }
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/framework.html", context)


def framework_version(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy to change, where a published edition holds the framework still."""
    if not access.may_translate(request.user):
        raise PermissionDenied
    framework = get_object_or_404(Framework, pk=pk)
    version = typed(request.POST.get("version", "")).strip()[:40]
    if request.method != "POST" or not version:
        messages.error(request, _("Give the new version a name, such as 2.0 or a year."))
        return redirect("harbor_advocacy_framework", framework.pk)
    made = new_version(framework, version)
    messages.success(request, _("“%(framework)s” is made. Say in it what changed.") % {"framework": made})
    return redirect("wagtailsnippets_harbor_advocacy_framework:edit", made.pk)


def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse | StreamingHttpResponse:
    """``kind``: "csv", "xlsx" or "template"."""
    edition = access.edition_for(request, pk, access.may_answer)
    name = f"{edition.slug}-template.xlsx" if kind == "template" else f"{edition.slug}.{kind}"
    response: HttpResponse | StreamingHttpResponse
    if kind == "csv":
        response = StreamingHttpResponse(
            exporting.csv_lines(edition, team=True), content_type="text/csv; charset=utf-8"
        )
    else:
        response = HttpResponse(content_type=XLSX)
        write = exporting.write_template if kind == "template" else exporting.write_workbook
        write(response, edition)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(ScoreBatch, pk=pk)
    access.edition_for(request, batch.edition_id, access.may_answer)
    if request.method == "POST":
        try:
            done = undo(batch)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            told = _("Taken back: %(reverted)d returned to what they were, %(deleted)d deleted.")
            messages.success(request, told % {"reverted": done.reverted, "deleted": done.deleted})
            if done.kept:
                messages.warning(
                    request, _("Changed since, left alone: %(rows)s") % {"rows": ", ".join(done.kept[:20])}
                )
    return redirect("harbor_advocacy_edition", batch.edition_id)
