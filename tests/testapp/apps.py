from __future__ import annotations

from django.apps import AppConfig


class TestAppConfig(AppConfig):
    """A host's own app: a custom image model, its own pages over our mixins, its own overrides."""

    name = "tests.testapp"
    label = "testapp"
    default_auto_field = "django.db.models.BigAutoField"
