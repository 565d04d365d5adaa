"""Laws nobody has read for long, the oldest first; as a page and as CSV."""

from __future__ import annotations

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.laws import stale_before
from harbor_wagtail.advocacy.report_cards.models import StatuteRef
from harbor_wagtail.conf import conf
from harbor_wagtail.tabular.cells import guarded

SHOWN = 500


def laws_to_read(request: HttpRequest) -> HttpResponse:
    if not access.may_look(request.user):
        raise PermissionDenied
    rows = (
        StatuteRef.objects.not_verified_since(stale_before())
        .select_related("jurisdiction")
        .annotate(
            published=Count("assessments__edition", filter=Q(assessments__edition__state="frozen"), distinct=True)
        )
        .order_by(F("verified_on").asc(nulls_first=True), "jurisdiction__name", "citation")
    )
    if request.GET.get("format") == "csv":
        return _csv(rows)
    context = {"rows": rows[:SHOWN], "number": rows.count(), "shown": SHOWN, "months": conf.LAW_STALE_MONTHS}
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/laws.html", context)


def _csv(rows: Any) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="laws-to-read.csv"'
    response.headers["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(["place", "citation", "heading", "verified_on", "verified_by", "url", "published_editions"])
    for row in rows:
        values = (row.jurisdiction, row.citation, row.heading, row.verified_on or "", row.verified_by, row.url)
        writer.writerow([*map(guarded, values), row.published])
    return response


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_look(request.user)


def report_item() -> MenuItem:
    return ReportItem(_("Laws to read again"), reverse("harbor_advocacy_laws_report"), icon_name="doc-full", order=770)
