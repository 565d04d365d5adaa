"""Lists of records in the admin that can be taken home as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from harbor_wagtail.admin.choosers import HarborChooserViewSet
from harbor_wagtail.admin.saving import (
    HarborCopyView,
    HarborCreateView,
    HarborDeleteView,
    HarborEditView,
    whole_or_not,
)
from harbor_wagtail.known_keys import NARROW, knowing_keys
from harbor_wagtail.tabular.cells import guarded


class TickColumn(Column):
    """A fact that is so or not, in words: Wagtail writes "True" and "False" in every language."""

    def __init__(self, model: type[Model], name: str) -> None:
        field: Any = model._meta.get_field(name)
        super().__init__(name, label=capfirst(field.verbose_name), sort_key=name)

    def get_value(self, instance: Any) -> Any:
        return pgettext("harbor, of a fact in a list", "yes") if getattr(instance, self.name) else ""


class GuardedCells:
    """For a view with ``list_export``: no cell runs as a formula. What providers and visitors send in ends up there, and
    Wagtail writes it as it is."""

    export_headings: ClassVar[dict[str, Any]]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return guarded(written) if isinstance(written, str) else written

    def get_heading(self, queryset: Any, field: str) -> str:
        """A fact of something else ("organization.name") is headed by what that is."""
        first, dot, _rest = field.partition(".")
        if dot and field not in self.export_headings:
            return capfirst(str(queryset.model._meta.get_field(first).verbose_name))
        return str(super().get_heading(queryset, field))  # type: ignore[misc]

    def stream_csv(self, queryset: Any) -> Iterator[Any]:
        """In the language of who asked: lines are written when the admin's view, and its language, are done."""
        return _in_language(get_language(), super().stream_csv(queryset))  # type: ignore[misc]


def _in_language(language: str | None, lines: Iterator[Any]) -> Iterator[Any]:
    while True:
        with override(language):  # a line at a time: what else this process does between two has its own language
            line = next(lines, None)
        if line is None:
            return
        yield line


class Narrow:
    """For a list of Wagtail's: on a phone its table scrolls, and is not cut off. Place it left of Wagtail's class."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)  # type: ignore[misc]
        return {**context, "media": context["media"] + NARROW}


class HarborIndexView(Narrow, IndexView):
    """The list of a snippet."""

    def get_locale(self) -> Any:
        if "\x00" in self.request.GET.get("locale", ""):  # PostgreSQL may not even be asked for it
            raise Http404
        return super().get_locale()


class GuardedIndexView(GuardedCells, HarborIndexView):
    """One that can be taken home."""


class HarborViewSet(SnippetViewSet):
    """A snippet of ours, with buttons and a way home in the language of who reads it."""

    chooser_viewset_class = HarborChooserViewSet
    index_view_class: ClassVar[Any] = HarborIndexView
    add_view_class: ClassVar[Any] = HarborCreateView
    edit_view_class: ClassVar[Any] = HarborEditView
    copy_view_class: ClassVar[Any] = HarborCopyView
    delete_view_class: ClassVar[Any] = HarborDeleteView

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return super().construct_view(whole_or_not(view_class), **kwargs)

    def get_edit_handler(self) -> Any:
        return knowing_keys(super().get_edit_handler())

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Wagtail's own is translated when a process starts, and then stays in that language for all.
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}]


class TitledAsInMenu:
    """For a viewset whose model has a longer or an inner name: the list is headed by the word that led to it."""

    menu_label: Any

    def get_index_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_index_view_kwargs(), "page_title": self.menu_label}  # type: ignore[misc]
