"""The directory's part of the "Harbor" menu. What is listed and exported is named here; nothing else is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn

from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet
from harbor_wagtail.directory.admin import columns, filters
from harbor_wagtail.directory.admin.choosers import NameChooserViewSet
from harbor_wagtail.directory.admin.panels import location, organization, service
from harbor_wagtail.directory.admin.views import records
from harbor_wagtail.directory.admin.views.actions import InclusionView, VisibilityView
from harbor_wagtail.directory.admin.views.hiding import HideView
from harbor_wagtail.directory.admin.views.history import FactsCompareView, FactsHistoryView
from harbor_wagtail.directory.models import Location, Organization, Service


class RecordViewSet(HarborViewSet):
    """Base of the three records. Lists search names by the database: the directory is kept out of Wagtail's index."""

    add_view_class = records.RecordCreateView
    edit_view_class = records.RecordEditView
    copy_view_class = records.RecordCopyView
    history_view_class = FactsHistoryView
    index_view_class = GuardedIndexView
    revisions_compare_view_class = FactsCompareView
    copy_view_enabled = True
    chooser_viewset_class = NameChooserViewSet
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name"]
    list_per_page = 50

    def listed(self) -> QuerySet[Any]:
        return self.model.objects.all()

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return columns.with_last_check(self.listed())

    def get_urlpatterns(self) -> list[Any]:
        hide = path("hide/<int:pk>/", HideView.as_view(model=self.model), name="hide")
        return [*super().get_urlpatterns(), hide]


class OrganizationViewSet(RecordViewSet):
    model = Organization
    icon = "harbor-hands"
    add_view_class = records.OrganizationCreateView
    edit_view_class = records.OrganizationEditView
    menu_label = _("Organizations")
    search_fields: ClassVar[list[str]] = ["name", "alternate_name"]
    filterset_class = filters.OrganizationFilters
    list_export: ClassVar[list[str]] = ["name", "alternate_name", "website", "email", "live", "paused", "inclusion"]

    @cached_property
    def list_display(self) -> list[Any]:
        inclusion = Column("get_inclusion_display", label=_("Inclusion"), sort_key="inclusion")
        return ["name", LiveStatusTagColumn(), columns.PausedColumn(), inclusion, columns.last_check()]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return organization.edit_handler()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("inclusion/<int:pk>/", InclusionView.as_view(), name="inclusion")]


class ServiceViewSet(RecordViewSet):
    model = Service
    icon = "harbor-list"
    menu_label = _("Services")
    add_view_class = records.ServiceCreateView
    edit_view_class = records.ServiceEditView
    copy_view_class = records.ServiceCopyView
    search_fields: ClassVar[list[str]] = ["name", "alternate_name", "organization__name"]
    filterset_class = filters.ServiceFilters
    list_export: ClassVar[list[str]] = [
        "name",
        "alternate_name",
        "organization.name",
        "url",
        "email",
        "minimum_age",
        "maximum_age",
        "all_ages",
        "cost",
        "hours",
        "status",
        "live",
        "paused",
        "last_checked_on",
    ]
    export_headings: ClassVar[dict[str, Any]] = {"last_checked_on": _("checked on")}

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            "organization",
            LiveStatusTagColumn(),
            columns.PausedColumn(),
            columns.GettingInColumn(),
            columns.AreasColumn(),
            columns.last_check(),
        ]

    def listed(self) -> QuerySet[Any]:
        return super().listed().select_related("organization").prefetch_related("service_areas")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return service.edit_handler()


class LocationViewSet(RecordViewSet):
    """No column, search field or export of this list is part of an address."""

    model = Location
    icon = "harbor-home"
    add_view_class = records.LocationCreateView
    menu_label = _("Places")
    filterset_class = filters.LocationFilters
    list_export: ClassVar[list[str]] = [
        "name",
        "organization.name",
        "county",
        "location_type",
        "address_visibility",
        "live",
        "paused",
        "last_checked_on",
    ]
    export_headings: ClassVar[dict[str, Any]] = {"last_checked_on": _("checked on")}

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "__str__",
            "organization",
            LiveStatusTagColumn(),
            columns.PausedColumn(),
            columns.CountyColumn(),
            columns.ShownColumn(),
            columns.last_check(),
        ]

    def listed(self) -> QuerySet[Any]:
        return super().listed().select_related("organization")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return location.edit_handler()

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("address/<int:pk>/", VisibilityView.as_view(), name="visibility")]
