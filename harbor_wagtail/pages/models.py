"""Page types ready to use, each a thin class over a mixin. A site that swaps ``Page`` leaves this app out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from harbor_wagtail.directory.page_mixins import DirectoryPageMixin
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanIndexPageMixin, SafetyPlanPageMixin


class ProviderDirectoryPage(DirectoryPageMixin, Page):
    """Find help: the search, the list of services, and one page for each organization."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *DirectoryPageMixin.directory_panels]
    page_description = _("Services people can find by need, place and age, with a page for each organization.")
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("provider directory")
        verbose_name_plural = _("provider directories")


class SafetyPlanIndexPage(SafetyPlanIndexPageMixin, Page):
    """The list of safety plans."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *SafetyPlanIndexPageMixin.plans_panels]
    page_description = _("The safety plans below this page, by whom they are for and when.")
    subpage_types: ClassVar[list[Any]] = ["harbor_pages.SafetyPlanPage"]

    class Meta:
        verbose_name = _("list of safety plans")
        verbose_name_plural = _("lists of safety plans")


class SafetyPlanPage(SafetyPlanPageMixin, Page):
    """One plan: to read or fill in, to print, as PDF, Word and card."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *SafetyPlanPageMixin.plan_panels]
    page_description = _("A plan to read, fill in or print, with a PDF made from it.")
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("safety plan")
        verbose_name_plural = _("safety plans")
