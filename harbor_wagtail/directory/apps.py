from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.part import PartMixin


class DirectoryConfig(PartMixin, AppConfig):
    name = "harbor_wagtail.directory"
    label = "harbor_directory"
    verbose_name = _("Harbor: provider directory")
    default_auto_field = "django.db.models.BigAutoField"
    #: Included by ``harbor_wagtail.urls`` in the namespace of this label.
    harbor_urls = "harbor_wagtail.directory.urls"

    def ready(self) -> None:
        from harbor_wagtail.directory import vocabularies
        from harbor_wagtail.directory.api import signals as api_signals
        from harbor_wagtail.directory.search import signals

        # In this order: a language gets its terms' words before rows are made of them.
        vocabularies.connect()
        signals.connect(self)
        api_signals.connect()
