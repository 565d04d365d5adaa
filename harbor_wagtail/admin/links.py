"""Reports ▸ Links: web addresses that are dead or lead elsewhere, and numbers nobody can call. Nothing is unpublished by it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from harbor_wagtail.admin.screens import AdminScreen
from harbor_wagtail.links.checking import records_of
from harbor_wagtail.links.registry import Shown, columns, page_models
from harbor_wagtail.models.link_check import LinkCheck, flagged
from harbor_wagtail.tabular.cells import guarded

SHOWN = 300
HEADINGS = ("address", "problem", "last_seen_good", "days_failed_in_a_row", "shown_on")


@dataclass(frozen=True, slots=True)
class Line:
    """A flagged address with (where it stands, address of the form) for each record that the reader may change."""

    check: LinkCheck
    records: list[tuple[Shown, str]]

    @property
    def opens(self) -> bool:
        return self.check.kind == LinkCheck.Kind.WEB and self.check.target.startswith(("http://", "https://"))


def may_see(user: Any) -> bool:
    """Whoever may change anything that can hold a link of ours."""
    models = {column.record_model() for column in columns()}
    if any(user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") for model in models):
        return True
    return bool(page_models()) and page_permission_policy.user_has_any_permission(user, {"add", "change"})


def lines(user: Any) -> list[Line]:
    finder, rows = AdminURLFinder(user), list(flagged()[:SHOWN])
    shown = records_of(rows)
    found = [Line(row, [(each, url) for each in shown[row.pk] if (url := _form(finder, each))]) for row in rows]
    return [line for line in found if line.records]


def _form(finder: AdminURLFinder, shown: Shown) -> str:
    """The address of the form, at the block where it has one; nothing for whoever may not open it."""
    url = finder.get_edit_url(shown.record)
    return f"{url}#block-{shown.block_id}-section" if url and shown.block_id else url or ""


class LinksReport(AdminScreen):
    template_name = "harbor_wagtail/admin/links.html"
    page_title = gettext_lazy("Links")
    header_icon = "link"
    http_method_names = ["get", "post"]

    def may_open(self, user: Any) -> bool:
        return may_see(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = LinkCheck.objects.aggregate(last=Max("tried_at"))["last"]
        return super().get_context_data(lines=lines(self.request.user), last=last, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "csv":
            return _csv(lines(request.user))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody has looked: it is right as it is, until something else is found."""
        given = request.POST.get("right", "")
        line = next((line for line in lines(request.user) if str(line.check.pk) == given), None)
        if line is not None:
            LinkCheck.objects.filter(pk=line.check.pk).update(accepted=line.check.finding)
            messages.success(request, _("Noted. It is shown again when something else is found there."))
        return redirect("harbor_wagtail_links")


def _csv(found: list[Line]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="links.csv"'
    writer = csv.writer(response)
    writer.writerow(HEADINGS)
    for line in found:
        check, names = line.check, "; ".join(_named(shown) for shown, _url in line.records)
        cells = (check.target, check.in_words, check.good_on or "", check.failed_days, names)
        writer.writerow(map(guarded, cells))
    return response


def _named(shown: Shown) -> str:
    return f"{shown.record} ({shown.where})" if shown.where else str(shown.record)


class LinksPanel(Component):
    """One line on the admin's home page, where anything waits: how many addresses and numbers, and the way to them."""

    order = 112
    template_name = "harbor_wagtail/admin/links_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        counted = dict(flagged().order_by().values_list("kind").annotate(number=Count("pk")))
        return {"links": counted.get(LinkCheck.Kind.WEB, 0), "numbers": counted.get(LinkCheck.Kind.PHONE, 0)}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``."""
    if may_see(request.user):
        panels.append(LinksPanel())


class LinksItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_see(request.user)


def links_item() -> MenuItem:
    url = reverse("harbor_wagtail_links")
    return LinksItem(gettext_lazy("Links"), url, name="harbor-links", icon_name="link", order=760)
