"""Quotes in the "Harbor" menu: by their reference code. Words are seen only in the form, by those who may change them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from harbor_wagtail.admin.lists import HarborViewSet, TickColumn
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.panels import quote_form


class SurvivorQuoteViewSet(HarborViewSet):
    model = SurvivorQuote
    icon = "openquote"
    menu_label = _("Quotes")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["reference"]
    list_display: ClassVar[list[Any]] = [
        "reference",
        "language",
        Column("standing", label=_("Consent today")),
        Column("last_day", label=_("Last day")),
        TickColumn(SurvivorQuote, "example"),
    ]
    list_filter: ClassVar[list[str]] = ["language", "basis"]
    copy_view_enabled = False  # consent is given once, for one record
    edit_handler = quote_form

    def get_queryset(self, request: Any) -> Any:
        return SurvivorQuote.objects.select_related("original")
