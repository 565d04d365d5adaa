"""Where quotes are used: read from Wagtail's reference index, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex


@dataclass(frozen=True, slots=True)
class Use:
    """``where`` is a page, or another record that has the block."""

    where: Any

    @property
    def is_page(self) -> bool:
        return isinstance(self.where, Page)

    @property
    def title(self) -> str:
        return str(self.where.get_admin_display_title() if self.is_page else self.where)

    @property
    def is_live(self) -> bool:
        return bool(getattr(self.where, "live", True))

    @property
    def url(self) -> str:
        return str(self.where.full_url or "") if self.is_page and self.where.live else ""


def uses_of(quotes: Iterable[Any]) -> dict[int, list[Use]]:
    """By the primary key of the quote. What shows a translation uses its original as well."""
    found: dict[int, list[Use]] = {quote.pk: [] for quote in quotes}
    if not found:
        return {}
    family = _family(found)
    places: dict[int, dict[tuple[int, str], None]] = defaultdict(dict)
    for to, base, pk in _references(family):
        for quote in family[to]:
            places[quote][base, pk] = None
    objects = _objects({place for each in places.values() for place in each})
    return {quote: [Use(objects[place]) for place in places[quote] if place in objects] for quote in found}


def is_used(quote: Any) -> bool:
    return bool(uses_of([quote])[quote.pk])


def _family(wanted: Iterable[int]) -> dict[int, set[int]]:
    """For every row whose use counts: the quotes it counts for."""
    from harbor_wagtail.advocacy.quotes.models import SurvivorQuote

    family = {pk: {pk} for pk in wanted}
    rows = SurvivorQuote.objects.filter(original__isnull=False)
    rows = rows.filter(Q(original__in=list(family)) | Q(pk__in=list(family)))
    for row in rows.only("pk", "original"):
        if original := row.original_id:
            family.setdefault(row.pk, {row.pk}).add(original)
            family.setdefault(original, {original}).add(row.pk)
    return family


def _references(family: dict[int, set[int]]) -> Iterable[tuple[int, int, str]]:
    from harbor_wagtail.advocacy.quotes.models import SurvivorQuote

    to = ContentType.objects.get_for_model(SurvivorQuote)
    rows = ReferenceIndex.objects.filter(to_content_type=to, to_object_id__in=[str(pk) for pk in family])
    # A translation names its original; that is no use of it.
    rows = rows.exclude(base_content_type=to).order_by("base_content_type", "object_id")
    for found, base, pk in rows.values_list("to_object_id", "base_content_type", "object_id"):
        yield int(found), base, pk


def _objects(places: set[tuple[int, str]]) -> dict[tuple[int, str], Any]:
    by_model: dict[int, list[str]] = defaultdict(list)
    for base, pk in places:
        by_model[base].append(pk)
    objects: dict[tuple[int, str], Any] = {}
    for base, keys in by_model.items():
        model = ContentType.objects.get_for_id(base).model_class()
        if model is not None:
            objects |= {(base, str(pk)): row for pk, row in model._default_manager.in_bulk(keys).items()}
    return objects
