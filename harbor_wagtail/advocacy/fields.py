"""Fields of advocacy pages: several of a fixed list of words in one column, and the body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models
from wagtail.fields import StreamField

from harbor_wagtail.advocacy.blocks.body import BodyBlock

Choices = Iterable[tuple[str, Any]]


class ChoiceListField(models.JSONField):
    """A list of values. ``choices_from`` is called when a form is shown; no migration keeps what it returns."""

    def __init__(self, *args: Any, choices_from: Callable[[], Choices] | None = None, **kwargs: Any) -> None:
        self.choices_from = choices_from or (lambda: ())
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.choices_from,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def words(self, values: Iterable[str]) -> list[Any]:
        """What the values are called, in the order of the list."""
        chosen = set(values or ())
        return [label for value, label in self.choices_from() if value in chosen]


class BodyField(StreamField):
    """The body of an advocacy page. Its blocks are named in one place, ``BodyBlock``, not in every migration.

    Nine page types share them; frozen, they would fill a migration of 160 kB each time one block is added. A data
    migration works on the raw data, as Wagtail's own operations do, and finds the blocks as they are today. A host
    gives blocks of its own: ``adv_body = BodyField(HostBodyBlock())``.
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types or BodyBlock(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
