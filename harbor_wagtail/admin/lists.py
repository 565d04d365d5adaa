"""Lists of records in the admin that can be taken home as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from harbor_wagtail.tabular.cells import guarded


class GuardedCells:
    """For a view with ``list_export``: no cell runs as a formula. What providers and visitors send in ends up there, and
    Wagtail writes it as it is."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return guarded(written) if isinstance(written, str) else written


class GuardedIndexView(GuardedCells, IndexView):
    """The list of a snippet."""


class HarborChooser(AdminSnippetChooser):
    """Wagtail writes the words of its buttons when a form is first made, in whatever language that reader has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.model._meta.verbose_name
        self.choose_one_text = _when_read("Choose %(object)s", name)
        self.choose_another_text = _when_read("Choose another %(object)s", name)
        self.link_to_chosen_text = _when_read("Edit this %(object)s", name)


def _when_read(words: str, name: Any) -> Any:
    return lazy(lambda: gettext(words) % {"object": name}, str)()


class HarborChooserViewSet(SnippetChooserViewSet):
    base_widget_class = HarborChooser


class HarborViewSet(SnippetViewSet):
    """A snippet of ours, with buttons and a way home in the language of who reads it."""

    chooser_viewset_class = HarborChooserViewSet

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        # Wagtail's own is translated when a process starts, and then stays in that language for all.
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}]


class TitledAsInMenu:
    """For a viewset whose model has a longer or an inner name: the list is headed by the word that led to it."""

    menu_label: Any

    def get_index_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_index_view_kwargs(), "page_title": self.menu_label}  # type: ignore[misc]
