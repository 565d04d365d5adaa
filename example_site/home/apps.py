from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What the coalition had before it installed the package: a home page, a base template, a look."""

    name = "home"
    default_auto_field = "django.db.models.BigAutoField"
