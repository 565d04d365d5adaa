from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.part import PartMixin


class AdvocacyConfig(PartMixin, AppConfig):
    name = "harbor_wagtail.advocacy"
    label = "harbor_advocacy"
    verbose_name = _("Harbor: advocacy")
    default_auto_field = "django.db.models.BigAutoField"
    harbor_urls = "harbor_wagtail.advocacy.urls"

    def ready(self) -> None:
        from harbor_wagtail.advocacy import checks  # noqa: F401  (registers them)
