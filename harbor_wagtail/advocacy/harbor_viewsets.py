"""Advocacy's entries in the "Harbor" menu."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.lists import HarborViewSet, TickColumn
from harbor_wagtail.admin.menu import register_viewset
from harbor_wagtail.advocacy.consultations.viewset import ConsultationRequestViewSet
from harbor_wagtail.advocacy.models import GlossaryTerm, Notice
from harbor_wagtail.advocacy.quotes.viewset import SurvivorQuoteViewSet
from harbor_wagtail.advocacy.report_cards.admin import viewsets as report_cards


class GlossaryTermViewSet(HarborViewSet):
    model = GlossaryTerm
    chooser_viewset_class = open_to_all()
    icon = "openquote"
    menu_label = _("Glossary")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["term", "short_form"]
    list_display: ClassVar[list[Any]] = ["term", "short_form", TickColumn(GlossaryTerm, "avoid")]
    list_filter: ClassVar[list[str]] = ["avoid"]


class NoticeViewSet(HarborViewSet):
    model = Notice
    chooser_viewset_class = open_to_all()
    icon = "info-circle"
    menu_label = _("Notices")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "funder", "number"]
    list_display: ClassVar[list[str]] = ["name", "kind", "funder"]


register_viewset(GlossaryTermViewSet, 110, "sources")
register_viewset(SurvivorQuoteViewSet, 112, "sources")
register_viewset(NoticeViewSet, 115, "sources")
register_viewset(ConsultationRequestViewSet, 118)
register_viewset(report_cards.EditionViewSet, 125, "report-cards")
register_viewset(report_cards.FrameworkViewSet, 127, "report-cards")
register_viewset(report_cards.PolicyGoalViewSet, 129, "report-cards")
register_viewset(report_cards.AssessmentViewSet, 131, "report-cards")
register_viewset(report_cards.StatuteViewSet, 133, "report-cards")
register_viewset(report_cards.PlaceReplyViewSet, 135, "report-cards")
