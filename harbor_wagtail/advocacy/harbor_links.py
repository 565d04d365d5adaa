"""Statutes of report cards: each number on a card leads to one. And what stands in the bodies of pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from harbor_wagtail.advocacy.page_mixins import AdvocacyIndexPageMixin, AdvocacyPageMixin
from harbor_wagtail.advocacy.report_cards.models import StatuteRef
from harbor_wagtail.advocacy.report_cards.pages.mixin import ReportCardsPageMixin
from harbor_wagtail.links.registry import register_links, register_pages

register_pages(AdvocacyPageMixin, AdvocacyIndexPageMixin, ReportCardsPageMixin)


@register_links("url", "archive_url")
def statutes() -> QuerySet[Any]:
    return StatuteRef.objects.all()
