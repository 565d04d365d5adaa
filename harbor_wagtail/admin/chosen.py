"""Several records chosen by their numbers, as an address or a form may name them."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django_filters.fields import ModelMultipleChoiceField

from harbor_wagtail.keys import key


class PossibleKeys:
    """Django looks for whatever number it is given, and SQLite raises where that is too large to be one of a record."""

    error_messages: dict[str, Any]

    def _check_values(self, value: Any) -> Any:
        for given in value:
            if key(given) is None:
                wrong = self.error_messages["invalid_pk_value"]
                raise ValidationError(wrong, code="invalid_pk_value", params={"pk": given})
        return super()._check_values(value)  # type: ignore[misc]


class RecordsField(PossibleKeys, forms.ModelMultipleChoiceField):
    pass


class _FilterField(PossibleKeys, ModelMultipleChoiceField):
    pass


class RecordsFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = _FilterField
