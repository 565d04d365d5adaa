"""What has changed in the matrix since the team last looked at it together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from harbor_wagtail.directory.models import Level, MapReview, ResourceMap
from harbor_wagtail.directory.resource_map.disclosure import ShownRow, shown_rows
from harbor_wagtail.directory.resource_map.sheet import Sheet

#: How good a level is. What is not known is neither better nor worse.
_RANK = {Level.NONE: 0, Level.NOT_LISTED: 0, Level.INFORMAL: 1, Level.LIMITED: 2, Level.GOOD: 3}
States = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    kind: str
    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """``known``: not known then, known now; ``lost``: the other way round."""

    since: date
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    known: tuple[Change, ...]
    lost: tuple[Change, ...]

    @property
    def same(self) -> bool:
        return not (self.better or self.worse or self.known or self.lost)


def record_review(resource_map: ResourceMap, on: date, user: Any = None, next_on: date | None = None) -> MapReview:
    """Keep the matrix as it stands, what the team sees and what visitors see apart, and the day on the map."""
    sheet = Sheet(resource_map)
    team = {_key(cell.domain, cell.column.key): cell.level.value for cell in sheet.cells}
    levels = {"team": team, "visitors": _shown(shown_rows(sheet))}
    with transaction.atomic():
        row = MapReview.objects.create(resource_map=resource_map, reviewed_on=on, levels=levels, reviewed_by=user)
        ResourceMap.objects.filter(pk=resource_map.pk).update(reviewed_on=on, next_review_on=next_on)
    return row


def compared_for_team(sheet: Sheet) -> Compared | None:
    now = {_key(cell.domain, cell.column.key): cell.level.value for cell in sheet.cells}
    named = {
        _key(row.domain, cell.column.key): (row.name, cell.column.label) for row in sheet.rows for cell in row.cells
    }
    return _compared(sheet.map, "team", now, named)


def compared_for_visitors(resource_map: ResourceMap, rows: Sequence[ShownRow]) -> Compared | None:
    """Only of kinds of help that stood, and stand, in a row of their own."""
    named = {_key(row.domain, cell.column.key): (row.name, cell.column.label) for row in rows for cell in row.cells}
    return _compared(resource_map, "visitors", _shown(rows), named)


def _shown(rows: Iterable[ShownRow]) -> States:
    return {_key(row.domain, cell.column.key): cell.state for row in rows if row.domain for cell in row.cells}


def _key(domain: str, column: str) -> str:
    return f"{domain} {column}"


def _compared(
    resource_map: ResourceMap, readers: str, now: States, named: dict[str, tuple[str, str]]
) -> Compared | None:
    review = resource_map.reviews.first()
    if review is None:
        return None
    then: States = review.levels.get(readers, {})
    found: dict[str, list[Change]] = {"better": [], "worse": [], "known": [], "lost": []}
    for key, state in now.items():
        if (way := _way(then.get(key), state)) and key in named:
            kind, column = named[key]
            found[way].append(Change(kind, column, str(Level(then[key]).label), str(Level(state).label)))
    return Compared(review.reviewed_on, **{way: tuple(changes) for way, changes in found.items()})


def _way(before: str | None, now: str) -> str:
    if before is None or before == now:
        return ""
    if before == Level.UNKNOWN or now == Level.UNKNOWN:
        return "known" if before == Level.UNKNOWN else "lost"
    was, is_now = _RANK.get(Level(before)), _RANK.get(Level(now))
    if was is None or is_now is None or was == is_now:
        return ""
    return "better" if is_now > was else "worse"
