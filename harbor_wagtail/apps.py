from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarborConfig(AppConfig):
    """The core. A part of the package adds its addresses below ``harbor/`` by naming a module in ``harbor_urls``."""

    name = "harbor_wagtail"
    label = "harbor_wagtail"
    verbose_name = _("Harbor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They register themselves: the system checks, and parts of addresses.
        from harbor_wagtail import checks, checks_base, checks_server, converters  # noqa: F401
        from harbor_wagtail.admin import languages
        from harbor_wagtail.counting import collecting
        from harbor_wagtail.safety import system_checks  # noqa: F401
        from harbor_wagtail.safety.pictures import using

        languages.connect()
        using.connect()
        collecting.connect()
