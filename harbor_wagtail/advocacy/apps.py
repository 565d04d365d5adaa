from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvocacyConfig(AppConfig):
    name = "harbor_wagtail.advocacy"
    label = "harbor_advocacy"
    verbose_name = _("Harbor: advocacy")
    default_auto_field = "django.db.models.BigAutoField"
