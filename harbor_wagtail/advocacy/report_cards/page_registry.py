"""Which page models of this installation show report cards: ours, and a host's own over our mixin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest

from harbor_wagtail.page_files import is_of_site

SECTION = "report-cards"


def card_models() -> list[Any]:
    return [model for model in apps.get_models() if getattr(model, "harbor_section", "") == SECTION]


def card_page_of(request: HttpRequest, language: str) -> Any | None:
    """The first report cards page of this site that anybody may read, in ``language`` if there is one."""
    for model in card_models():
        pages = list(model.objects.live().public().select_related("locale").order_by("path"))
        pages.sort(key=lambda page: page.locale.language_code != language)
        for page in pages:
            if is_of_site(request, page):
                return page
    return None
