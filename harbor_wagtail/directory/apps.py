from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "harbor_wagtail.directory"
    label = "harbor_directory"
    verbose_name = _("Harbor: provider directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from harbor_wagtail.directory import log_actions  # noqa: F401
