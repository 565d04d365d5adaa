"""What there is to read of directory records: their words, each in its own language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from harbor_wagtail.directory.models import Location, Organization, ResourceMap, Service
from harbor_wagtail.directory.resource_map.words import RELATIONS, worded_rows
from harbor_wagtail.language.texts import Passage, register_texts

PREFETCH = ("texts__locale",)


@register_texts(Organization, prefetch=PREFETCH)
@register_texts(Service, prefetch=PREFETCH)
@register_texts(Location, prefetch=PREFETCH)
def texts_of_record(record: Any) -> Iterator[Passage]:
    for words in sorted(record.texts.all(), key=_language):
        for field in words._meta.concrete_fields:
            value = getattr(words, field.attname)
            if isinstance(field, (models.CharField, models.TextField)) and value:
                yield from (Passage(line, words.locale.language_code, field.name) for line in value.splitlines())


@register_texts(ResourceMap, prefetch=("locale", "wordings__locale", *RELATIONS))
def texts_of_map(found: ResourceMap) -> Iterator[Passage]:
    """In the language it was written in, then the translations."""
    for _kind, row in worded_rows(found):
        for field in row.words:
            for line in (getattr(row, field) or "").splitlines():
                yield Passage(line, found.locale.language_code, str(row._meta.get_field(field).verbose_name))
    for words in sorted(found.wordings.all(), key=_language):
        yield from (Passage(line, words.locale.language_code, words.field) for line in words.text.splitlines())


def _language(words: Any) -> tuple[str, int]:
    """What is found is listed in the same order each time: a database gives rows in any."""
    return words.locale.language_code, words.pk or 0
