"""Page types ready to use, each a thin class over a mixin. A site that swaps ``Page`` leaves this app out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from harbor_wagtail.advocacy import page_mixins as advocacy
from harbor_wagtail.advocacy.report_cards.pages.mixin import ReportCardsPageMixin
from harbor_wagtail.directory.page_mixins import DirectoryPageMixin
from harbor_wagtail.directory.resource_map.page_mixin import ResourceMapPageMixin
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanIndexPageMixin, SafetyPlanPageMixin


class ProviderDirectoryPage(DirectoryPageMixin, Page):
    """Find help: the search, the list of services, and one page for each organization."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *DirectoryPageMixin.directory_panels]
    page_description = _("Services people can find by need, place and age, with a page for each organization.")
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("provider directory")
        verbose_name_plural = _("provider directories")


class ResourceMapPage(ResourceMapPageMixin, Page):
    """The map of help in a place; it fits below the directory."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *ResourceMapPageMixin.map_panels]
    page_description = _("Which help there is in some counties, for whom, what is missing and who does something.")
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("community resource map")
        verbose_name_plural = _("community resource maps")


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


class AdvocacyIndexPage(advocacy.AdvocacyIndexPageMixin, Page):
    """A list of the advocacy pages below it."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.AdvocacyIndexPageMixin.advocacy_panels]
    page_description = _("A list of the fact sheets, briefs and reports below this page, by kind and reader.")

    class Meta:
        verbose_name = _("list of advocacy pages")
        verbose_name_plural = _("lists of advocacy pages")


class ExplainerPage(advocacy.ExplainerPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.ExplainerPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.ExplainerPageMixin.advocacy_search_fields]
    page_description = _("One question and its answer, with definitions in stages: earlier, now, to come.")

    class Meta:
        verbose_name = _("explainer")
        verbose_name_plural = _("explainers")


class MythFactPage(advocacy.MythFactPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.MythFactPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.MythFactPageMixin.advocacy_search_fields]
    page_description = _("Myths, each beside its fact and what supports it.")

    class Meta:
        verbose_name = _("myth and fact sheet")
        verbose_name_plural = _("myth and fact sheets")


class FactSheetPage(advocacy.FactSheetPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.FactSheetPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.FactSheetPageMixin.advocacy_search_fields]
    page_description = _("Questions and answers, checklists, steps and strategies on one subject.")

    class Meta:
        verbose_name = _("fact sheet")
        verbose_name_plural = _("fact sheets")


class IssueBriefPage(advocacy.IssueBriefPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.IssueBriefPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.IssueBriefPageMixin.advocacy_search_fields]
    page_description = _("One thing the law should do, why, and how to draft it.")

    class Meta:
        verbose_name = _("issue brief")
        verbose_name_plural = _("issue briefs")


class ReportPage(advocacy.ReportPageMixin, Page):
    """The first page of a report. Its chapters are pages below it."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.ReportPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.ReportPageMixin.advocacy_search_fields]
    page_description = _("A report in chapters, with contents and the whole to print.")
    subpage_types: ClassVar[list[Any]] = ["harbor_pages.ReportChapterPage"]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")


class ReportChapterPage(advocacy.ReportChapterPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.ReportChapterPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.ReportChapterPageMixin.advocacy_search_fields]
    page_description = _("A chapter of a report.")
    parent_page_types: ClassVar[list[Any]] = ["harbor_pages.ReportPage"]
    subpage_types: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class GlossaryPage(advocacy.GlossaryPageMixin, Page):
    """The terms kept under Harbor ▸ Glossary, in the language of the page."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.GlossaryPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.GlossaryPageMixin.advocacy_search_fields]
    page_description = _("The terms of the glossary and what they mean.")

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")


class ActionPage(advocacy.ActionPageMixin, Page):
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *advocacy.ActionPageMixin.advocacy_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, *advocacy.ActionPageMixin.advocacy_search_fields]
    page_description = _("What readers can do, by who they are.")

    class Meta:
        verbose_name = _("actions and consultation")
        verbose_name_plural = _("actions and consultations")


class ReportCardsPage(ReportCardsPageMixin, Page):
    """How places do by a framework: the editions kept under Harbor ▸ Report cards, and all that lies below them."""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, *ReportCardsPageMixin.cards_panels]
    page_description = _("A map and a table of grades, with a page for each place and each goal.")
    subpage_types: ClassVar[list[Any]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("report cards")
        verbose_name_plural = _("report cards")
