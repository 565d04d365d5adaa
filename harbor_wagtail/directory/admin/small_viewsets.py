"""The lists that serve all listings: words and terms, words that mean the same, holidays, sources."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column

from harbor_wagtail.admin.choosers import open_to_all
from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet, TickColumn, TitledAsInMenu
from harbor_wagtail.directory.admin import columns, filters, row_forms
from harbor_wagtail.directory.admin.forms.terms import TermForm
from harbor_wagtail.directory.admin.panels.parts import words
from harbor_wagtail.directory.admin.rows import Beside, Fields, RowsPanel
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.models import DataSource, Holiday, SynonymSet, TaxonomyTerm


class TermViewSet(TitledAsInMenu, HarborViewSet):
    model = TaxonomyTerm
    chooser_viewset_class = open_to_all()
    icon = "harbor-tag"
    menu_label = _("Words and terms")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "code"]
    filterset_class = filters.TermFilters
    list_display: ClassVar[list[Any]] = ["name", "taxonomy", "code", TickColumn(TaxonomyTerm, "sheltering")]
    index_view_class = GuardedIndexView
    list_export: ClassVar[list[str]] = ["taxonomy.name", "code", "name", "sheltering"]
    copy_view_enabled = False  # two terms with one code would be two names for one thing

    def get_queryset(self, request: Any) -> QuerySet[TaxonomyTerm]:
        return TaxonomyTerm.objects.select_related("taxonomy").order_by("taxonomy__name", "sort_order", "name")

    @cached_property
    def edit_handler(self) -> ObjectList:
        crosswalk = RowsPanel(
            "crosswalk",
            [Beside([FieldPanel("scheme"), FieldPanel("code")])],
            heading=_("Codes elsewhere"),
            label=_("code"),
            row_form=row_forms.CrosswalkForm,
        )
        return ObjectList(
            [
                Fields(
                    [
                        FieldPanel(name)
                        for name in ("taxonomy", "name", "code", "sort_order", "sheltering", "check_every_days")
                    ]
                ),
                words("name", "description", "synonyms"),
                crosswalk,
            ],
            base_form_class=TermForm,
        )


class SynonymSetViewSet(HarborViewSet):
    """Words each of which finds what the others find."""

    model = SynonymSet
    icon = "comment"
    menu_label = _("Words that mean the same")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["words"]
    list_filter: ClassVar[list[str]] = ["locale"]
    copy_view_enabled = False

    @cached_property
    def list_display(self) -> list[Any]:
        return ["__str__", columns.LanguageColumn()]

    def get_queryset(self, request: Any) -> QuerySet[SynonymSet]:
        return SynonymSet.objects.select_related("locale").order_by("words", "pk")

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList([Fields([FieldPanel("words"), FieldPanel("locale")], heading=_("Words that mean the same"))])


class HolidayViewSet(HarborViewSet):
    """The site's calendar. What a service does on these days is said in its own form."""

    model = Holiday
    chooser_viewset_class = open_to_all()
    icon = "calendar-alt"
    menu_label = _("Holidays")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name"]
    index_view_class = GuardedIndexView
    list_export: ClassVar[list[str]] = ["name", "first_day", "last_day", "repeats"]
    copy_view_enabled = False

    @cached_property
    def list_display(self) -> list[Any]:
        return ["name", columns.NextHolidaysColumn(), Column("get_repeats_display", label=_("Repeats"))]

    @cached_property
    def edit_handler(self) -> ObjectList:
        explained = _(
            "Visitors read the name. A service that says “closed” under “On holidays” is shown as closed on these days; "
            "one that says nothing as “may be closed, call first”."
        )
        return ObjectList(
            [
                HelpPanel(content=explained),
                Fields(
                    [
                        FieldPanel("name"),
                        Beside(
                            [
                                FieldPanel("first_day", widget=date_input()),
                                FieldPanel("last_day", widget=date_input()),
                            ]
                        ),
                        FieldPanel("repeats"),
                    ],
                    heading=_("The day"),
                ),
            ]
        )


class DataSourceViewSet(HarborViewSet):
    model = DataSource
    icon = "site"
    menu_label = _("Data sources")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "slug"]
    list_display: ClassVar[list[str]] = ["name", "licence", "created_at"]
    index_view_class = GuardedIndexView
    list_export: ClassVar[list[str]] = ["slug", "name", "url", "licence"]
    copy_view_enabled = False
    panels: ClassVar[list[FieldPanel]] = [FieldPanel(name) for name in ("name", "slug", "url", "licence")]
