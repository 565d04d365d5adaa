"""A panel for any edit form: the words worth a second look, read again while somebody writes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from harbor_wagtail.language.reading import Reading, read


class LanguagePanel(Panel):
    """Pages are read as they stand in the form; other records as last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "harbor_wagtail/admin/language/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        @cached_property
        def reading(self) -> Reading:
            return read(self.instance)

        @property
        def live_url(self) -> str:
            is_page = hasattr(self.instance, "url_path")
            return reverse("harbor_wagtail_language", args=[self.instance.pk]) if is_page else ""
