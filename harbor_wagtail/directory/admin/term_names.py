"""Terms by the names that an editor's own visitors read, wherever a form lets somebody choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.forms import Field, ModelChoiceField

from harbor_wagtail.directory.models import TaxonomyTerm, TaxonomyTermText
from harbor_wagtail.models.words import active_language, default_language


class TermNames:
    """Names of terms in the language of the admin; asked for once, and only where it is not the site's own."""

    def __call__(self, term: TaxonomyTerm) -> str:
        return self._translated.get(term.pk, term.name)

    @cached_property
    def _translated(self) -> dict[Any, str]:
        language = active_language()
        if language == default_language():
            return {}
        rows = TaxonomyTermText.objects.filter(locale__language_code=language).exclude(name="")
        return dict(rows.values_list("term_id", "name"))


def offer_in_own_language(fields: Mapping[str, Field]) -> None:
    names = TermNames()
    for field in fields.values():
        if isinstance(field, ModelChoiceField) and field.queryset is not None and field.queryset.model is TaxonomyTerm:
            field.label_from_instance = names  # type: ignore[method-assign, assignment]
