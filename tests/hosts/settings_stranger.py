"""As little like ours as one host can be: below a path, no translations, a language we have no words in, no slash
appended, own users, pictures, documents, block names and search options, a strict policy everywhere, two sites."""

from __future__ import annotations

from pathlib import Path

from tests.hosts.settings_without_migrations import *  # noqa: F403
from tests.hosts.settings_without_migrations import INSTALLED_APPS as APPS
from tests.hosts.settings_without_migrations import MIDDLEWARE as LAYERS
from tests.hosts.settings_without_migrations import TEMPLATES as ENGINES

# `modelcluster` has nothing to install: some sites list it, some do not.
INSTALLED_APPS = ["tests.hosts.stranger", *(app for app in APPS if app != "modelcluster")]
AUTH_USER_MODEL = "stranger.Person"
WAGTAILDOCS_DOCUMENT_MODEL = "stranger.Paper"
MIDDLEWARE = [
    "tests.hosts.stranger.middleware.strict_policy",
    *(layer for layer in LAYERS if "LocaleMiddleware" not in layer),
]
TEMPLATES = [{**ENGINES[0], "DIRS": [Path(__file__).parent / "stranger/templates"]}]
FORCE_SCRIPT_NAME = "/sub"
STATIC_URL = "static/"
MEDIA_URL = "media/"
APPEND_SLASH = False
USE_I18N = False
WAGTAIL_I18N_ENABLED = False
LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch")]
TIME_ZONE = "Europe/Berlin"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False, "SEARCH_CONFIG": "german"}
}
