"""The chooser of an organization: searchable by name, though the directory stays out of Wagtail's search index.

Wagtail opens a chooser to whoever may open the admin, since any page may hold one. Names of drafts and of what is hidden are
shown there to those alone who may see such records in their list.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from harbor_wagtail.admin.lists import HarborChooserViewSet
from harbor_wagtail.admin.naming import may_see


class NameFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: Any) -> Any:
        objects = super().filter(objects)
        if query := self.cleaned_data.get("q"):
            self.is_searching = True
            self.search_query = query
            objects = objects.filter(name__icontains=query)
        return objects


def seen_by(user: Any, records: Any) -> Any:
    """Of these records, those that somebody may choose: all, or what every visitor sees."""
    return records if may_see(user, records.model) else records.public()


class _Listed:
    request: Any

    def get_object_list(self) -> Any:
        return seen_by(self.request.user, super().get_object_list())  # type: ignore[misc]


class ChooseByName(_Listed, ChooseView):
    filter_form_class = NameFilterForm


class ChooseByNameResults(_Listed, ChooseResultsView):
    filter_form_class = NameFilterForm


class Chosen(SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        return seen_by(self.request.user, self.model_class.objects.all()).get(pk=pk)


class ChosenMultiple(SnippetChosenMultipleView):
    def get_objects(self, pks: Any) -> Any:
        return seen_by(self.request.user, super().get_objects(pks))


class NameChooserViewSet(HarborChooserViewSet):
    choose_view_class = ChooseByName
    choose_results_view_class = ChooseByNameResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
