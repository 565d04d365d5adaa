"""Which page models of this installation show report cards: ours, and a host's own over our mixin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Site

SECTION = "report-cards"


def card_models() -> list[Any]:
    return [model for model in apps.get_models() if getattr(model, "harbor_section", "") == SECTION]


def live_card_page(request: HttpRequest, pk: int) -> Any | None:
    """The live page of this site with that key."""
    site = Site.find_for_request(request)
    for model in card_models():
        page = model.objects.live().select_related("locale").filter(pk=pk).first()
        if page is not None:
            parts = page.get_url_parts(request)
            return page if site and parts and parts[0] == site.pk else None
    return None


def card_page_of(request: HttpRequest, language: str) -> Any | None:
    """The first report cards page of this site that anybody may read, in ``language`` if there is one."""
    site = Site.find_for_request(request)
    for model in card_models():
        pages = list(model.objects.live().public().select_related("locale").order_by("path"))
        pages.sort(key=lambda page: page.locale.language_code != language)
        for page in pages:
            parts = page.get_url_parts(request)
            if site and parts and parts[0] == site.pk:
                return page
    return None
