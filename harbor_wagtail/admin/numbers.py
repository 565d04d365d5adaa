"""Reports ▸ Numbers for funders: a month of pages opened and files fetched, small numbers kept back; the days as CSV."""

from __future__ import annotations

import csv
import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from harbor_wagtail.admin.screens import AdminScreen
from harbor_wagtail.counting import figures
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.tabular.cells import guarded


def may_see(user: Any) -> bool:
    return bool(user.has_perm("harbor_wagtail.view_pagecount"))


class NumbersReport(AdminScreen):
    template_name = "harbor_wagtail/admin/numbers.html"
    page_title = gettext_lazy("Numbers for funders")
    header_icon = "table"
    http_method_names = ["get"]

    def may_open(self, user: Any) -> bool:
        return may_see(user)

    @cached_property
    def months(self) -> list[datetime.date]:
        return figures.months()

    @cached_property
    def month(self) -> datetime.date:
        """The one asked for, else the newest there is."""
        asked = self.request.GET.get("month", "")
        newest = self.months[0] if self.months else figures.yesterday().replace(day=1)
        return next((month for month in self.months if f"{month:%Y-%m}" == asked), newest)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = figures.rows(self.month, figures.last_day(self.month))
        return super().get_context_data(
            rows=rows,
            total=figures.total(rows),
            months=self.months,
            month=self.month,
            on=HarborSettings.objects.filter(count_pages=True).exists(),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "csv":
            return self._csv()
        return super().get(request, *args, **kwargs)

    def _csv(self) -> HttpResponse:
        rows = figures.rows(self.month, figures.last_day(self.month))
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="numbers-{self.month:%Y-%m}.csv"'
        writer = csv.writer(response)
        writer.writerow(["day", "page", "kind", "language", "what", "number"])
        for day, row, figure in figures.days(rows):
            writer.writerow(map(guarded, (day, row.title, row.kind, row.language, row.what, str(figure))))
        return response


class NumbersItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_see(request.user)


def numbers_item() -> MenuItem:
    url = reverse("harbor_wagtail_numbers")
    return NumbersItem(gettext_lazy("Numbers for funders"), url, name="harbor-numbers", icon_name="table", order=780)
