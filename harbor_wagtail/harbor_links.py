"""The core's own: hotlines, sources, publishers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from harbor_wagtail.links.registry import register_links
from harbor_wagtail.models import Hotline, Publisher, Source
from harbor_wagtail.models.link_check import LinkCheck


@register_links("chat_url")
@register_links("call_number", "text_number", "tty_number", kind=LinkCheck.Kind.PHONE)
def hotlines() -> QuerySet[Any]:
    return Hotline.objects.filter(live=True, example=False)


@register_links("url", "archived_url")
def sources() -> QuerySet[Any]:
    return Source.objects.all()


@register_links("url")
def publishers() -> QuerySet[Any]:
    return Publisher.objects.all()
