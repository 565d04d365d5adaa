"""The core's entries in the "Harbor" menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.jurisdictions import JurisdictionViewSet, TileLayoutViewSet
from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet
from harbor_wagtail.admin.menu import register_menu_section, register_viewset
from harbor_wagtail.admin.sources import PublisherViewSet, SourceViewSet
from harbor_wagtail.admin.term_rules import TermRuleViewSet
from harbor_wagtail.models import Hotline


class HotlineViewSet(HarborViewSet):
    model = Hotline
    chooser_viewset_class = open_to_all(lambda rows: rows.filter(live=True))
    icon = "harbor-phone"
    menu_label = _("Hotlines")
    list_display = ["__str__", "call_number", "text_number", "placement", "checked_on"]
    list_filter = ["placement", "always_open", "example"]
    index_view_class = GuardedIndexView
    list_export = [
        "call_number",
        "text_number",
        "text_keyword",
        "chat_url",
        "tty_number",
        "always_open",
        "placement",
        "checked_on",
        "live",
    ]
    ordering = ["sort_order", "pk"]
    sort_order_field = "sort_order"  # Wagtail 7.2 on: drag to reorder; older ones edit the number
    copy_view_enabled = False  # two hotlines with one number would be two places to correct it


register_viewset(HotlineViewSet, 80)
register_menu_section("sources", _("Sources"), "openquote", 100)
register_viewset(SourceViewSet, 100, "sources")
register_viewset(PublisherViewSet, 105, "sources")
register_viewset(TermRuleViewSet, 120, "sources")
register_menu_section("report-cards", _("Report cards"), "clipboard-list", 125)
register_viewset(JurisdictionViewSet, 140, "report-cards")
register_viewset(TileLayoutViewSet, 145, "report-cards")
