"""The directory's entries in the "Harbor" menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from harbor_wagtail.admin.menu import register_menu_item, register_menu_section, register_viewset
from harbor_wagtail.directory.admin import small_viewsets, viewsets
from harbor_wagtail.directory.admin.duplicates.hooks import DuplicatesItem
from harbor_wagtail.directory.admin.imports.access import import_url, may_import
from harbor_wagtail.directory.admin.resource_map.viewset import ResourceMapViewSet
from harbor_wagtail.directory.admin.upkeep.inbox import IncomingItem


class AddListingItem(MenuItem):
    """The one form for whoever has something new to list."""

    def __init__(self, order: int) -> None:
        url = reverse("wagtailsnippets_harbor_directory_service:add")
        super().__init__(_("Add a listing"), url, name="harbor-add-listing", icon_name="plus", order=order)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("harbor_directory.add_service"))


class ImportItem(MenuItem):
    """For whoever has a whole list."""

    def __init__(self, order: int) -> None:
        super().__init__(_("Import a list"), import_url(), name="harbor-import", icon_name="upload", order=order)

    def is_shown(self, request: Any) -> bool:
        return may_import(request.user)


register_menu_item(AddListingItem, 5)
register_menu_item(ImportItem, 6)
register_menu_item(IncomingItem, 8)
register_menu_section("directory", _("Directory"), "harbor-list", 50)
register_menu_item(DuplicatesItem, 94, "directory")

register_viewset(viewsets.OrganizationViewSet, 10)
register_viewset(viewsets.ServiceViewSet, 20)
register_viewset(viewsets.LocationViewSet, 30)
register_viewset(ResourceMapViewSet, 40)
register_viewset(small_viewsets.HolidayViewSet, 50, "directory")
register_viewset(small_viewsets.TermViewSet, 60, "directory")
register_viewset(small_viewsets.SynonymSetViewSet, 65, "directory")
register_viewset(small_viewsets.DataSourceViewSet, 90, "directory")
