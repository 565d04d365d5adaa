"""Maps of resources for tests: a map of two counties, providers on its ground, and what a cell of it says."""

from __future__ import annotations

from typing import Any

from harbor_wagtail.directory.models import (
    MapArea,
    ResourceMap,
)
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet
from harbor_wagtail.directory.resource_map.shown import read_map
from harbor_wagtail.directory.search import index
from tests import factories
from tests.factories import FREEBORN, MOWER


def made_map(*counties: str) -> ResourceMap:
    factories.term("shelter")
    made = ResourceMap(name="Two counties", locale=factories.locale())
    made.areas = [MapArea(fips=code) for code in counties or (MOWER, FREEBORN)]
    made.save()
    return made


def cell(made: ResourceMap, domain: str, key: str) -> Cell:
    found = Sheet(read_map(made.pk)).cell(domain, key)
    assert found is not None
    return found


def offer(names: str, **facts: Any) -> None:
    """Each name is a provider with one service."""
    with index.together():
        for name in names.split():
            given = {"domains": ["shelter"], "areas": [MOWER], **facts}
            factories.service(factories.organization(f"{name} House"), f"{name} service", **given)


def numbers(made: ResourceMap, key: str, domain: str = "shelter") -> tuple[int, int, int]:
    return tuple(cell(made, domain, key).count)  # type: ignore[return-value]
