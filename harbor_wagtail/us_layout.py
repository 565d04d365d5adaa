"""The United States as places that make laws, on their grid of squares. From then on both are an editor's."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from harbor_wagtail.models import Jurisdiction, JurisdictionKind, Tile, TileLayout
from harbor_wagtail.places.tiles import US_TILES, region_of
from harbor_wagtail.places.us_states import State, states

SLUG = "us-states"
COUNTRY = "United States"


@transaction.atomic
def us_layout() -> TileLayout:
    """The layout with its 56 places, created where missing; what an editor has moved or renamed stays."""
    layout, created = TileLayout.objects.get_or_create(slug=SLUG, defaults={"name": COUNTRY})
    if created:
        Tile.objects.bulk_create(
            Tile(layout=layout, jurisdiction=place, column=US_TILES[place.code][0], row=US_TILES[place.code][1])
            for place in us_places()
        )
    return layout


@transaction.atomic
def us_places() -> list[Jurisdiction]:
    """The 56, part of their country, created where missing; in the order of their FIPS codes."""
    country = _country()
    known = {place.code: place for place in Jurisdiction.objects.filter(parent=country)}
    taken = set(Jurisdiction.objects.values_list("slug", flat=True))
    missing = [_place(each, country, taken) for each in states() if each.code not in known]
    Jurisdiction.objects.bulk_create(missing)
    known |= {place.code: place for place in missing}
    return [known[each.code] for each in states()]


def _country() -> Jurisdiction:
    kind = JurisdictionKind.COUNTRY
    found = Jurisdiction.objects.filter(code="US", kind=kind, parent=None, example=False).first()
    taken = set(Jurisdiction.objects.values_list("slug", flat=True))
    return found or Jurisdiction.objects.create(name=COUNTRY, slug=_slug(COUNTRY, "us", taken), code="US", kind=kind)


def _place(given: State, country: Jurisdiction, taken: set[str]) -> Jurisdiction:
    return Jurisdiction(
        name=given.name,
        slug=_slug(given.name, given.code, taken),
        code=given.code,
        kind=given.kind,
        region=region_of(given.code),
        parent=country,
    )


def _slug(name: str, code: str, taken: set[str]) -> str:
    """The name; with the code behind it where an editor has another place of that name already."""
    slug = slugify(name)
    return slug if slug not in taken else f"{slug}-{code.lower()}"
