from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Site

from harbor_wagtail.directory.harbor_setup import directory
from harbor_wagtail.harbor_setup import hotlines
from harbor_wagtail.models import HarborSettings
from home.demo.pages import setup


def load(say: Callable[[str], object]) -> None:
    """Hotlines, the site's Harbor settings, holidays, synonyms, and the directory page in each language of the site."""
    hotlines(setup(say))
    site = Site.objects.get(is_default_site=True)
    _row, created = HarborSettings.objects.get_or_create(site=site, defaults={"list_in_search_engines": False})
    if created:
        say("settings of the site")
    directory(setup(say))
