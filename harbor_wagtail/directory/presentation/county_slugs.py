"""Names of counties as they stand in addresses: "hennepin-county-mn"."""

from __future__ import annotations

from functools import cache

from django.utils.text import slugify

from harbor_wagtail import places
from harbor_wagtail.places import County


def county_slug(county: County) -> str:
    return slugify(f"{county.name} {county.state}")


def county_of(slug: str) -> County | None:
    """The county of such a name, else ``None``."""
    return _by_slug().get(slug)


@cache
def _by_slug() -> dict[str, County]:
    return {county_slug(county): county for county in places.counties()}
