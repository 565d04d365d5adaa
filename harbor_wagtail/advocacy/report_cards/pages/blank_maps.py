"""Maps of places that nobody has graded here: shown as not assessed, as long as no framework of the site is about real places."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.drawings import named
from harbor_wagtail.advocacy.report_cards.looks import blank_look
from harbor_wagtail.advocacy.report_cards.maps.tiles import Place, TileMap
from harbor_wagtail.advocacy.report_cards.models import Edition
from harbor_wagtail.models import Tile, TileLayout


def blank_maps(shown: list[Edition]) -> list[dict[str, Any]]:
    """One for each layout of real places. Two queries; none where real places are graded."""
    if any(not edition.framework.is_example for edition in shown):
        return []
    tiles: dict[int, list[Any]] = {}
    rows = Tile.objects.filter(jurisdiction__example=False).select_related("jurisdiction")
    for tile in rows.order_by("jurisdiction__name"):
        tiles.setdefault(tile.layout_id, []).append(tile)
    layouts = TileLayout.objects.filter(pk__in=list(tiles)).order_by("name")
    return [_blank(layout, tiles[layout.pk]) for layout in layouts]


def _blank(layout: TileLayout, tiles: list[Any]) -> dict[str, Any]:
    words = _("not assessed")
    look = blank_look("–", words)
    places = [
        Place(
            tile.jurisdiction.label,
            tile.jurisdiction.name,
            "",
            look,
            named(tile.jurisdiction, look, words),
            tile.column,
            tile.row,
        )
        for tile in tiles
    ]
    summary = _("None of these places is assessed here. That says nothing about their laws.")
    drawn = TileMap(name=f"layout-{layout.pk}", title=layout.name, summary=summary, places=places)
    return {"map": drawn, "layout": layout, "legend": [{"look": look, "count": len(places)}]}
