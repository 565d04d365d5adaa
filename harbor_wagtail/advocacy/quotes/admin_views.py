"""Withdrawing consent with one button, and the report on consent that ends, has ended or was withdrawn."""

from __future__ import annotations

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from harbor_wagtail.advocacy.quotes import access, report
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.uses import Use, uses_of
from harbor_wagtail.advocacy.quotes.withdrawing import withdraw
from harbor_wagtail.tabular.cells import guarded


def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Before: where the words stand. After: where they stood, and what nobody here can reach."""
    if not access.may_withdraw(request.user):
        raise PermissionDenied
    quote = get_object_or_404(SurvivorQuote.objects.select_related("original"), pk=pk)
    if request.method == "POST":
        withdraw(quote, user=request.user, forget="forget" in request.POST)
        messages.success(
            request, _("%(quote)s is withdrawn: no page and no file of this site shows it.") % {"quote": quote}
        )
        return redirect("harbor_advocacy_quote_withdraw", quote.pk)
    owner = quote.original or quote
    context = {
        "quote": quote,
        "withdrawn_at": owner.withdrawn_at,
        "withdrawn_by": owner.withdrawn_by,
        "has_words": bool(quote.words),
        "places": _places(uses_of([quote])[quote.pk], request),
        "edit_url": reverse("wagtailsnippets_harbor_advocacy_survivorquote:edit", args=[quote.pk])
        if access.may_change(request.user)
        else "",
        "report_url": reverse("harbor_advocacy_quote_report"),
    }
    return TemplateResponse(request, "harbor_advocacy/quotes/admin/withdraw.html", context)


def _places(found: list[Use], request: HttpRequest) -> list[tuple[Use, str]]:
    """Each with the address of its form, where this user may open it."""
    finder = AdminURLFinder(request.user)
    return [(use, finder.get_edit_url(use.where) or "") for use in found]


def report_view(request: HttpRequest) -> HttpResponse:
    if not access.may_read_report(request.user):
        raise PermissionDenied
    rows = report.rows()
    if request.GET.get("format") == "csv":
        if not access.may_export(request.user):
            raise PermissionDenied
        return _csv(rows)
    groups = [(group, [row for row in rows if row.group == group]) for group in report.Group]
    return TemplateResponse(
        request,
        "harbor_advocacy/quotes/admin/report.html",
        {
            "groups": [
                (group, [(row, _places(row.uses, request)) for row in found]) for group, found in groups if found
            ],
            "days": report.DAYS,
            "may_change": access.may_change(request.user),
            "may_withdraw": access.may_withdraw(request.user),
            "may_export": access.may_export(request.user),
        },
    )


def _csv(rows: list[report.Row]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"quotes-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.write("\ufeff")  # spreadsheets take the file for UTF-8
    writer = csv.writer(response)
    writer.writerow(["reference", "language", "standing", "last_day", "withdrawn", "agreed_to", "used_on", "addresses"])
    for row in rows:
        writer.writerow([guarded(value) for value in _line(row)])
    return response


def _line(row: report.Row) -> list[Any]:
    quote = row.quote
    return [
        quote.reference,
        quote.language,
        row.standing.value,
        row.last_day or "",
        f"{quote.withdrawn_at:%Y-%m-%d}" if quote.withdrawn_at else "",
        " ".join(row.scope),
        "; ".join(use.title for use in row.uses),
        " ".join(use.url for use in row.uses if use.url),
    ]
