"""The chooser of an organization: searchable by name, though the directory stays out of Wagtail's search index."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from harbor_wagtail.admin.choosers import Choose, ChooseResults, HarborChooserViewSet


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


class ChooseByName(Choose):
    filter_form_class = NameFilterForm


class ChooseByNameResults(ChooseResults):
    filter_form_class = NameFilterForm


class NameChooserViewSet(HarborChooserViewSet):
    choose_view_class = ChooseByName
    choose_results_view_class = ChooseByNameResults

    @staticmethod
    def seen_by_all(records: Any) -> Any:
        return records.public()
