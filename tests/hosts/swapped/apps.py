from __future__ import annotations

from django.apps import AppConfig


class SwappedConfig(AppConfig):
    name = "tests.hosts.swapped"
    label = "swapped"
    default_auto_field = "django.db.models.BigAutoField"
