"""A map's own words in the reader's language, or in the language they were written in, which is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harbor_wagtail.directory.models import MapWording, ResourceMap
from harbor_wagtail.directory.presentation.words import Said
from harbor_wagtail.models.words import active_language

#: The rows of a map that have words, by the name under which their translations are kept.
RELATIONS: tuple[str, ...] = ("entry_points", "gaps", "capacity_notes")


def worded_rows(resource_map: ResourceMap) -> Iterator[tuple[str, Any]]:
    yield "map", resource_map
    for relation in RELATIONS:
        yield from ((relation, row) for row in getattr(resource_map, relation).all())


class Words:
    """All words of a map in one language: one query."""

    def __init__(self, resource_map: ResourceMap, language: str = "") -> None:
        self._language = language or active_language()
        self._written = resource_map.locale.language_code
        rows = MapWording.objects.filter(resource_map=resource_map, locale__language_code=self._language)
        foreign = self._language != self._written and resource_map.pk
        self._texts = {(row.of, row.row_id, row.field): row.text for row in rows} if foreign else {}

    def of(self, kind: str, row: Any) -> dict[str, Said]:
        """By field. A text that is not there in this language comes in the one it was written in."""
        return {field: self._said(kind, row, field) for field in row.words}

    def _said(self, kind: str, row: Any, field: str) -> Said:
        original = str(getattr(row, field) or "").strip()
        if not original or self._language == self._written:
            return Said(original)
        translated = self._texts.get((kind, row.pk, field), "")
        return Said(translated) if translated else Said(original, self._written)
