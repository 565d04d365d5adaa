"""Statutes of report cards: each number on a card leads to one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from harbor_wagtail.advocacy.report_cards.models import StatuteRef
from harbor_wagtail.links.registry import register_links


@register_links("url", "archive_url")
def statutes() -> QuerySet[Any]:
    return StatuteRef.objects.all()
