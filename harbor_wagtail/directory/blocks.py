"""Blocks by which an editor narrows a directory page. A block without any means the whole directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail import places
from harbor_wagtail.directory.models.taxonomy import DOMAINS


def county_choices() -> list[tuple[str, Any]]:
    """Every county under its state, for a select."""
    empty: list[tuple[str, Any]] = [("", "—")]
    return empty + [
        (state.name, [(county.fips, county.name) for county in places.counties(state)]) for state in places.states()
    ]


def validate_county(value: str) -> None:
    found = places.county(value)
    if found is None or found.fips != value:
        raise ValidationError(_("Choose a county from the list."))


class CountySelect(forms.Select):
    """The counties by state; the list is read when the form is shown, never kept in a migration."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = CallableChoiceIterator(county_choices)


class CountyBlock(blocks.CharBlock):
    """A county, stored by its five-digit FIPS code."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        super().__init__(required=required, help_text=help_text, **kwargs)
        self.field.widget = CountySelect()
        self.field.validators.append(validate_county)

    class Meta:
        icon = "site"
        label = _("County served")


class KindBlock(SnippetChooserBlock):
    """A kind of help, not any other term."""

    def clean(self, value: Any) -> Any:
        term = super().clean(value)
        if term is not None and (term.taxonomy is None or term.taxonomy.slug != DOMAINS or not term.code):
            raise ValidationError(_("Choose one of the kinds of help."))
        return term

    class Meta:
        icon = "tag"
        label = _("Kind of help")


class NarrowingBlock(blocks.StreamBlock):
    county = CountyBlock()
    kind = KindBlock("harbor_directory.TaxonomyTerm")

    class Meta:
        label = _("Narrow this directory")
