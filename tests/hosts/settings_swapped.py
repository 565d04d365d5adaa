"""Wagtail 8 with a swapped base page and, since such a host has no finished migrations here, none at all."""

from __future__ import annotations

from tests.hosts.settings_without_migrations import *  # noqa: F403
from tests.hosts.settings_without_migrations import INSTALLED_APPS as BASE

INSTALLED_APPS = [
    "tests.hosts.swapped",
    *(app for app in BASE if app not in ("harbor_wagtail.pages", "tests.testapp")),
]
WAGTAILIMAGES_IMAGE_MODEL = "wagtailimages.Image"
WAGTAIL_PAGE_MODEL = "swapped.BasePage"
