"""Which places an edition is about: those of the framework's map, those listed beside it, and any that have a result."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from harbor_wagtail.advocacy.report_cards.models import Edition, EditionState, Framework
from harbor_wagtail.models import Jurisdiction, ListedPlace, Tile


@dataclass(frozen=True)
class Places:
    """By name. ``tiles``: place → (column, row), counted from 0."""

    rows: list[Jurisdiction]
    tiles: dict[int, tuple[int, int]]


def places_of(edition: Edition) -> Places:
    """Three queries."""
    tiles = tiles_of(edition.framework)
    listed = ListedPlace.objects.filter(layout=edition.framework.layout_id).values("jurisdiction")
    own = Q(results__edition=edition) if edition.state == EditionState.FROZEN else Q(assessments__edition=edition)
    shown = Q(pk__in=list(tiles)) | Q(pk__in=listed) | Q(pk__in=Jurisdiction.objects.filter(own).values("pk"))
    return Places(list(Jurisdiction.objects.filter(shown).order_by("name", "pk")), tiles)


def tiles_of(framework: Framework) -> dict[int, tuple[int, int]]:
    rows = Tile.objects.filter(layout=framework.layout_id) if framework.layout_id else Tile.objects.none()
    return {place: (column, row) for place, column, row in rows.values_list("jurisdiction", "column", "row")}
