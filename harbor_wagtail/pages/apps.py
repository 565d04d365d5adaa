from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "harbor_wagtail.pages"
    label = "harbor_pages"
    verbose_name = _("Harbor: pages")
    default_auto_field = "django.db.models.BigAutoField"
