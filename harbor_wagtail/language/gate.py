"""A page with words that must not stay is not published, where the site wants it so."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

from harbor_wagtail.language.finding import Hit, hits_of
from harbor_wagtail.language.rules import Level
from harbor_wagtail.models import HarborSettings


def site_of(page: Any) -> Site | None:
    """The site a page stands on; none for a record that stands on all."""
    found: Site | None = page.get_site() if hasattr(page, "get_site") else None
    return found


def errors_of(page: Any) -> list[Hit]:
    return [hit for hit in hits_of(page, site_of(page)) if hit.level == Level.ERROR]


def held_back(page: Any) -> list[Hit]:
    """The words that keep the page (as it would be published) from going live; empty where nothing does."""
    site = site_of(page)
    wanted = site and HarborSettings.objects.filter(site=site, words_hold_back=True).exists()
    return errors_of(page) if wanted else []
