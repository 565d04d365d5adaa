"""Places that make laws, and their maps of squares, in the "Harbor" menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.lists import HarborViewSet, TickColumn
from harbor_wagtail.admin.slugged import SluggedForm
from harbor_wagtail.models import Jurisdiction, TileLayout


class JurisdictionViewSet(HarborViewSet):
    model = Jurisdiction
    chooser_viewset_class = open_to_all()
    edit_handler = ObjectList(Jurisdiction.panels, base_form_class=SluggedForm)
    icon = "site"
    menu_label = _("Places that make laws")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "code"]
    list_display: ClassVar[list[Any]] = ["name", "code", "kind", "parent", TickColumn(Jurisdiction, "example")]
    list_filter: ClassVar[list[str]] = ["kind", "example"]
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:
        return Jurisdiction.objects.select_related("parent")


class TileLayoutViewSet(HarborViewSet):
    model = TileLayout
    chooser_viewset_class = open_to_all()
    icon = "table"
    menu_label = _("Maps of squares")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name"]
    list_display: ClassVar[list[str]] = ["name", "slug"]
    copy_view_enabled = False
