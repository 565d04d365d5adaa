"""Reports ▸ Listings to check: what is overdue, due soon or was never checked; who was written to; who has to be called."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from harbor_wagtail.admin.chosen import RecordsFilter
from harbor_wagtail.admin.lists import GuardedCells, Narrow
from harbor_wagtail.directory.admin.columns import AreasColumn, DayColumn
from harbor_wagtail.directory.admin.filters import served_areas
from harbor_wagtail.directory.admin.panels.states import edit_url
from harbor_wagtail.directory.admin.upkeep.rights import may_see
from harbor_wagtail.directory.models import Service, TaxonomyTerm, Verification
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.upkeep.due import Due, due_on, with_due
from harbor_wagtail.directory.upkeep.reminders import Step, rounds, to_call
from harbor_wagtail.sql import not_compiled

#: What is most urgent first.
_ORDER = Case(*(When(due=due, then=Value(number)) for number, due in enumerate(Due.values)), default=Value(9))


class DueFilters(WagtailFilterSet):
    due = django_filters.MultipleChoiceFilter(choices=Due.choices, label=gettext_lazy("State"))
    domains = RecordsFilter(
        queryset=TaxonomyTerm.objects.filter(taxonomy__slug=DOMAINS), label=gettext_lazy("Kind of help")
    )
    county = django_filters.ChoiceFilter(
        field_name="service_areas__fips", choices=served_areas, label=gettext_lazy("Area served"), distinct=True
    )
    last_checked_by = django_filters.ModelChoiceFilter(
        queryset=lambda request: _checkers(), method="checked_by", label=gettext_lazy("Last checked by")
    )
    call = django_filters.BooleanFilter(method="to_be_called", label=gettext_lazy("No answer after two mails"))

    class Meta:
        model = Service
        fields = ("due", "domains", "county", "last_checked_by", "call")

    def checked_by(self, services: QuerySet[Any], name: str, user: Any) -> QuerySet[Any]:
        return services.filter(last_checked_by=user.pk)

    def to_be_called(self, services: QuerySet[Any], name: str, wanted: bool) -> QuerySet[Any]:
        silent = [each.organization.pk for each in to_call()]
        if wanted:
            return services.filter(organization__in=silent).exclude(due=Due.FINE)
        return services.exclude(organization__in=silent)


def _checkers() -> QuerySet[Any]:
    users = get_user_model()._default_manager
    return users.filter(pk__in=Verification.objects.exclude(service=None).order_by().values("by_user"))


class DueColumn(Column):
    def get_value(self, instance: Any) -> str:
        return str(Due(instance.due).label)


class DueReport(Narrow, GuardedCells, ReportView):
    model = Service
    page_title = gettext_lazy("Listings to check")
    header_icon = "harbor-list"
    index_url_name = "harbor_directory_due"
    index_results_url_name = "harbor_directory_due_results"
    filterset_class = DueFilters
    permission_policy = ModelPermissionPolicy(Service)
    any_permission_required: ClassVar[set[str]] = {"change"}
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["name", "organization__name"]
    columns: ClassVar[list[Any]] = [
        TitleColumn("name", label=gettext_lazy("Service"), get_url=edit_url, sort_key="name", width="22%"),
        Column("organization", label=gettext_lazy("Organization"), sort_key="organization__name"),
        DueColumn("due", label=gettext_lazy("State")),
        DayColumn("due_day", label=gettext_lazy("To be checked by")),
        DayColumn("last_checked_on", label=gettext_lazy("Checked on"), sort_key="last_checked_on"),
        Column("checked_by_name", label=pgettext_lazy("a person who checked", "by")),
        AreasColumn(),
        Column("mails", label=gettext_lazy("Mails")),
    ]
    list_export: ClassVar[list[str]] = [
        "organization.name",
        "name",
        "due_words",
        "due_day",
        "last_checked_on",
        "checked_by_name",
        "kinds",
        "areas",
        "mails",
    ]
    export_headings: ClassVar[dict[str, Any]] = {
        "organization.name": gettext_lazy("Organization"),
        "name": gettext_lazy("Service"),
        "due_words": gettext_lazy("State"),
        "due_day": gettext_lazy("To be checked by"),
        "last_checked_on": gettext_lazy("Checked on"),
        "checked_by_name": gettext_lazy("Checked by"),
        "kinds": gettext_lazy("Kind of help"),
        "areas": gettext_lazy("Area served"),
        "mails": gettext_lazy("Mails"),
    }

    _rows: list[Any] | None = None

    def get_filename(self) -> str:
        return "listings-to-check"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # All that is asked of the rule is asked here: what is rendered, or sent as a file, is a list.
        with not_compiled(Service.objects.db):
            answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[Any]:
        self.queryset = with_due().annotate(urgency=_ORDER).order_by("urgency", "last_checked_on", "name", "pk")
        return super().get_queryset()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # By the database: the directory is kept out of Wagtail's index.
        words = self.search_query or ""
        return queryset.filter(organization__name__icontains=words) | queryset.filter(name__icontains=words)

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        self._rows = self._told(object_list)
        return super().get_table(self._rows, **kwargs)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """What the template and an export go through: the rows of the table, and not the same asked once more."""
        return self._told(object_list) if self._rows is None else self._rows

    def _told(self, object_list: Any) -> list[Any]:
        """What the rows tell besides, in a fixed number of queries."""
        rows = object_list.select_related("organization").prefetch_related("service_areas", "domains")
        services = list(rows)
        users = get_user_model()._default_manager.in_bulk({each.last_checked_by for each in services} - {None})
        asked = {
            each.organization.pk: each for each in rounds(organizations={each.organization_id for each in services})
        }
        for each in services:
            each.due_day, each.due_words = due_on(each), str(Due(each.due).label)
            each.checked_by_name = str(users.get(each.last_checked_by, ""))
            each.kinds = ", ".join(str(term) for term in each.domains.all())
            each.areas = AreasColumn().get_value(each)
            found = asked.get(each.organization_id)
            urgent = each.due != Due.FINE and found
            each.mails = str(Step.WORDS[found.step]) if urgent and found and found.step != Step.FIRST else ""
        return services


class DueItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may_see(request.user)


def due_item() -> MenuItem:
    url = reverse("harbor_directory_due")
    return DueItem(gettext_lazy("Listings to check"), url, name="harbor-due", icon_name="harbor-list", order=750)
