"""Page types ready to use, each a thin class over a mixin. A site that swaps ``Page`` leaves this app out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from harbor_wagtail.directory.page_mixins import DirectoryPageMixin


class ProviderDirectoryPage(DirectoryPageMixin, Page):
    """Find help: the search, the list of services, and one page for each organization."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *DirectoryPageMixin.directory_panels]
    page_description = _("Services people can find by need, place and age, with a page for each organization.")
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("provider directory")
        verbose_name_plural = _("provider directories")
