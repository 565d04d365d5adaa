"""Published advocacy pages below another, for lists."""

from __future__ import annotations

from typing import Any

from harbor_wagtail.advocacy.choices import Reader
from harbor_wagtail.advocacy.registry import advocacy_models


def listed_pages(parent: Any) -> list[Any]:
    """Pages below ``parent`` that anybody may read, newest review first within their kind; one query for each kind."""
    found: list[Any] = []
    for model in advocacy_models():
        if model.advocacy_is_listed:
            below = model.objects.live().public().filter(path__startswith=parent.path, depth__gt=parent.depth)
            # The content is not shown in a list, and is most of a row.
            found += below.defer_streamfields().select_related("locale")
    return sorted(found, key=lambda page: page.path)


def kinds_of(pages: list[Any]) -> list[tuple[str, Any]]:
    return list({page.advocacy_code: (page.advocacy_code, page.advocacy_kind) for page in pages}.values())


def readers_of(pages: list[Any]) -> list[tuple[str, Any]]:
    present = {reader for page in pages for reader in page.adv_readers or ()}
    return [(value, label) for value, label in Reader.choices if value in present]
