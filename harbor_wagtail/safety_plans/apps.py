from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyPlansConfig(AppConfig):
    name = "harbor_wagtail.safety_plans"
    label = "harbor_safety_plans"
    verbose_name = _("Harbor: safety plans")
    default_auto_field = "django.db.models.BigAutoField"
