"""Lists of records in the admin that can be taken home as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from harbor_wagtail.tabular.cells import guarded


class GuardedCells:
    """For a view with ``list_export``: no cell runs as a formula. What providers and visitors send in ends up there, and
    Wagtail writes it as it is."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return guarded(written) if isinstance(written, str) else written


class GuardedIndexView(GuardedCells, IndexView):
    """The list of a snippet."""


class HarborViewSet(SnippetViewSet):
    """A snippet of ours, with a way home in the language of who reads it."""

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Wagtail's own is translated when a process starts, and then stays in that language for all.
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}]


class TitledAsInMenu:
    """For a viewset whose model has a longer or an inner name: the list is headed by the word that led to it."""

    menu_label: Any

    def get_index_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_index_view_kwargs(), "page_title": self.menu_label}  # type: ignore[misc]
