from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.part import PartMixin


class PagesConfig(PartMixin, AppConfig):
    name = "harbor_wagtail.pages"
    label = "harbor_pages"
    verbose_name = _("Harbor: pages")
    default_auto_field = "django.db.models.BigAutoField"
    needs = ("harbor_wagtail", "harbor_wagtail.directory", "harbor_wagtail.advocacy", "harbor_wagtail.safety_plans")
    instead = " Or leave 'harbor_wagtail.pages' out and put the mixins of the parts you want on page types of your own."

    def ready(self) -> None:
        from harbor_wagtail.pages.removal import refuse_while_pages_are_there

        super().ready()
        pre_migrate.connect(refuse_while_pages_are_there, sender=self, dispatch_uid="harbor_pages_removal")
