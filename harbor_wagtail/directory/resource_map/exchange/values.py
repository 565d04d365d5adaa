"""A cell as the value of a field: by the field's own rules, in the words people use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import TaxonomyTerm
from harbor_wagtail.tabular.text import fold

_YES, _NO = {"yes", "y", "true", "1", "x", "si"}, {"no", "n", "false", "0"}


class BadValue(ValueError):
    """``fix`` says what may be written."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


def value_of(field: models.Field[Any, Any], text: str, kinds: dict[str, TaxonomyTerm]) -> Any:
    """Raises ``BadValue``. ``kinds``: kinds of help by their folded code or name."""
    if isinstance(field, models.BooleanField):
        return _yes_or_no(text)
    if isinstance(field, models.DateField):
        return _day(text)
    if isinstance(field, models.ForeignKey):
        return kind_of(text, kinds)
    if field.choices:
        return choice(text, field.flatchoices)
    try:
        return field.clean(text, None)
    except ValidationError as error:
        raise BadValue(" ".join(error.messages), _("Shorten it.")) from None


def kind_of(text: str, kinds: dict[str, TaxonomyTerm]) -> TaxonomyTerm:
    if found := kinds.get(fold(text)):
        return found
    raise BadValue(_("There is no such kind of help."), _("Copy it from the sheet “matrix”."))


def choice(text: str, choices: Any) -> Any:
    """By the value that is stored or by its words, in the language at hand or in English."""
    for value, label in choices:
        if value != "" and fold(text) in (fold(str(value)), fold(str(label)), fold(_in_english(label))):
            return value
    allowed = ", ".join(str(value) for value, _label in choices if value != "")
    raise BadValue(_("This is none of the possible answers."), _("Write one of: %(values)s.") % {"values": allowed})


def _in_english(label: Any) -> str:
    with translation.override(None, deactivate=True):
        return str(label)


def _yes_or_no(text: str) -> bool:
    said = fold(text)
    if said in _YES | _NO:
        return said in _YES
    raise BadValue(_("This is neither yes nor no."), _("Write yes or no."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise BadValue(_("This is no day."), _("Write it as 2027-01-31.")) from None
