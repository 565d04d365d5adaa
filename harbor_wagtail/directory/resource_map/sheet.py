"""A map as a whole: what the directory says and, beside it, what people corrected. For the team; visitors read
:mod:`~harbor_wagtail.directory.resource_map.disclosure`.

The matrix is kept by this process until the directory changes or the hour does, so a page asks no query for it but the
one that tells whether anything has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from harbor_wagtail.directory.models import Level, MapCorrection, ResourceMap
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.presentation.choices_offered import term_names
from harbor_wagtail.directory.presentation.kept import Kept
from harbor_wagtail.directory.resource_map.columns import Column, Group, groups
from harbor_wagtail.directory.resource_map.counting import Count, Counted, count
from harbor_wagtail.directory.search import store, table

#: Maps whose matrix is kept at once; then all are forgotten.
MOST_KEPT = 50
_kept: dict[Any, tuple[Any, Counted]] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of help for one group of people: what was counted, and what somebody said by hand instead."""

    domain: str
    column: Column
    count: Count
    correction: MapCorrection | None = None

    @property
    def level(self) -> Level:
        return Level(self.correction.level) if self.correction else self.count.level

    @property
    def outdated(self) -> bool:
        """The directory no longer says what it said when this was corrected."""
        return self.correction is not None and self.correction.ground != self.count.as_ground()

    @property
    def ground(self) -> Count:
        """What the directory said when this was corrected."""
        given = self.correction.ground if self.correction else {}
        return Count(*(int(given.get(name) or 0) for name in Count._fields))


@dataclass(frozen=True, slots=True)
class Row:
    domain: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return self.cells[0].count.total


class Sheet:
    """Names are in the active language. ``counted`` is ``None`` while the search tables are missing."""

    def __init__(self, resource_map: ResourceMap, now: datetime | None = None) -> None:
        self.map = resource_map
        self._now = now or timezone.now()

    @cached_property
    def counties(self) -> tuple[str, ...]:
        return self.map.counties

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        return {slug: dict(choices) for slug, choices in term_names(Kept()).items()}

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """Codes, in their own order."""
        chosen = {term.code for term in self.map.domains.all()}
        return tuple(code for code in self.names[DOMAINS] if not chosen or code in chosen)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        return groups(self.counties, [term.code for term in self.map.languages.all()], self.names)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)

    @cached_property
    def counted(self) -> Counted | None:
        using = table.read_alias()
        return self._count(using) if table.was_current(using) else None

    @cached_property
    def corrections(self) -> dict[tuple[str, str], MapCorrection]:
        rows = self.map.corrections.select_related("domain", "corrected_by")
        return {(row.domain.code, row.column): row for row in rows}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows())

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    def cell(self, domain: str, key: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.domain == domain and cell.column.key == key), None)

    @property
    def outdated(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.outdated]

    def _rows(self) -> Iterator[Row]:
        nothing = (Count(0, 0, 0),) * len(self.columns)
        for code in self.domains:
            counts = self.counted.cells[code] if self.counted else nothing
            pairs = zip(self.columns, counts, strict=True)
            cells = (Cell(code, column, found, self.corrections.get((code, column.key))) for column, found in pairs)
            yield Row(code, self.names[DOMAINS][code], tuple(cells))

    def _count(self, using: str) -> Counted:
        snapshot = store.current(using)
        key = using, self.counties, self.domains, tuple(column.key for column in self.columns)
        hour = timezone.localtime(self._now).replace(minute=0, second=0, microsecond=0)
        stands = snapshot.stamp, snapshot.clock(self._now).since, hour
        found = _kept.get(key)
        if found is None or found[0] != stands:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            made = count(snapshot, self._now, self.counties, self.domains, self.columns)
            found = _kept[key] = (stands, made)
        return found[1]
