"""The one include: ``path("harbor/", include("harbor_wagtail.urls"))``, before Wagtail's.

A part of the package (or a host's app) adds addresses of its own by naming a module with ``urlpatterns`` in its
``AppConfig`` as ``harbor_urls``; their namespace is the app's label. The core knows none of them.
"""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from harbor_wagtail import health, views

core_patterns: list[URLPattern | URLResolver] = [
    path("health/", health.health, name="health"),
    path("theme.css", views.theme_css, name="theme"),
    # A plain word: the address stays in the list of pages that a browser keeps.
    path("notes/<str:language>/", views.before_you_start, name="before"),
]


def part_patterns() -> list[URLPattern | URLResolver]:
    """An include for every installed app that names its addresses, in the order of ``INSTALLED_APPS``."""
    return [
        path("", include((module, config.label)))
        for config in apps.get_app_configs()
        if (module := getattr(config, "harbor_urls", ""))
    ]


urlpatterns: list[URLPattern | URLResolver] = [path("", include((core_patterns, "harbor_wagtail"))), *part_patterns()]
