from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.part import PartMixin


class SafetyPlansConfig(PartMixin, AppConfig):
    name = "harbor_wagtail.safety_plans"
    label = "harbor_safety_plans"
    verbose_name = _("Harbor: safety plans")
    default_auto_field = "django.db.models.BigAutoField"
    harbor_urls = "harbor_wagtail.safety_plans.urls"

    def ready(self) -> None:
        from harbor_wagtail.safety_plans import checks, signals  # noqa: F401  (registers them)
