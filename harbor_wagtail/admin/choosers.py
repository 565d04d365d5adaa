"""Choosers of our records: in each reader's language, and with no name that somebody may not see.

Wagtail opens a chooser to whoever may open the admin, since any page may hold one. Who has no right at all to records of a kind
finds there what every visitor sees of them, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from harbor_wagtail.admin.naming import may_see

Rows = QuerySet[Any]
Narrow = Callable[[Rows], Rows]


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


def nothing(rows: Rows) -> Rows:
    return rows.none()


def everything(rows: Rows) -> Rows:
    return rows


class Narrowed:
    """For a view of a chooser: what somebody may choose among."""

    request: Any
    #: Of all records, those that everybody sees.
    seen_by_all: Any = staticmethod(nothing)

    def narrowed(self, rows: Rows) -> Rows:
        return rows if may_see(self.request.user, rows.model) else self.seen_by_all(rows)


class _Listed(Narrowed):
    def get_object_list(self) -> Any:
        return self.narrowed(super().get_object_list())  # type: ignore[misc]


class Choose(_Listed, ChooseView):
    pass


class ChooseResults(_Listed, ChooseResultsView):
    pass


class Chosen(Narrowed, SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        return self.narrowed(self.model_class.objects.all()).get(pk=pk)


class ChosenMultiple(Narrowed, SnippetChosenMultipleView):
    def get_objects(self, pks: Any) -> Any:
        return self.narrowed(super().get_objects(pks))


class HarborChooserViewSet(SnippetChooserViewSet):
    """Shows nothing to who has no right to records of its kind: :func:`open_to_all` makes one that does."""

    base_widget_class = HarborChooser
    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    seen_by_all: Any = staticmethod(nothing)

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        if issubclass(view_class, Narrowed):
            kwargs["seen_by_all"] = self.seen_by_all
        return super().construct_view(view_class, **kwargs)

    @cached_property
    def widget_class(self) -> Any:
        made = super().widget_class
        # Older releases of Wagtail give the widget itself, of their own class.
        return made if isinstance(made, type) else HarborChooser(model=self.model, icon=self.icon)


def open_to_all(seen_by_all: Narrow = everything) -> type[HarborChooserViewSet]:
    """A chooser that shows of its records what every visitor sees also to who has no right to them."""
    return type("OpenChooserViewSet", (HarborChooserViewSet,), {"seen_by_all": staticmethod(seen_by_all)})
