from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Site

from harbor_wagtail.directory.harbor_setup import directory
from harbor_wagtail.harbor_setup import hotlines
from harbor_wagtail.models import HarborSettings
from home.demo.logo import logo
from home.demo.pages import setup


def load(say: Callable[[str], object]) -> None:
    """Hotlines, the site's Harbor settings with its logo, holidays, synonyms, a directory page in each language."""
    hotlines(setup(say))
    site = Site.objects.get(is_default_site=True)
    row, created = HarborSettings.objects.get_or_create(site=site, defaults={"list_in_search_engines": False})
    if created:
        row.logo_id = logo()
        row.save()
        say("settings of the site")
    directory(setup(say))
