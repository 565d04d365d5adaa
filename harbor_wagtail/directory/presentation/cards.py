"""One result: what a visitor needs to decide whether to call, in the order they need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from harbor_wagtail.directory.presentation import facts as short
from harbor_wagtail.directory.presentation import numbers, opening, standing, whereabouts
from harbor_wagtail.directory.presentation.loading import Loaded, load_services
from harbor_wagtail.directory.presentation.words import Said, fact, said, summary
from harbor_wagtail.directory.whose_hours import closest


class HitLike(Protocol):
    """What the search found; ids only."""

    @property
    def service_id(self) -> int: ...

    @property
    def location_id(self) -> int | None: ...

    @property
    def distance_miles(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Card:
    """``way`` is None where no number is known; ``status`` is empty for a service that is simply open."""

    service_id: int
    organization: str
    name: Said
    url: str
    example: bool
    facts: list[short.Fact]
    about: Said
    alert: Said
    way: numbers.Number | None
    website: str
    open: opening.OpenWords | None
    status: str
    where: whereabouts.Where
    fresh: standing.Freshness

    @property
    def cautions(self) -> bool:
        """Whether a fact reassures, so that the caution has to stand beside it."""
        return any(each.reassuring for each in self.facts)


def cards(hits: Sequence[HitLike], link: Callable[[Any], str], at: datetime | None = None) -> list[Card]:
    """Cards in the order of ``hits``, without records that have just gone; ``link`` is an organization's address."""
    moment = at or timezone.now()
    loaded = load_services({hit.service_id for hit in hits})
    return [_card(hit, loaded, link, moment) for hit in hits if hit.service_id in loaded.services]


def service_anchor(service_id: int) -> str:
    """The id of a service on its organization's page."""
    return f"service-{service_id}"


def service_name(service: Any) -> Said:
    """Its name in the visitor's language where it has one, else the name it goes by."""
    own = said(service.texts.all(), "name")
    return own if own and not own.language else fact(service.name)


def hours_rows(service: Any, join: Any | None, place: Any | None) -> list[Any]:
    """The closest rows that say when: of the service at this place, of the service, else of the place."""
    owners = (owner for owner in (join, service, place) if owner is not None)
    return list(closest(*(list(owner.schedules.all()) for owner in owners)))


def areas_of(service: Any, join: Any | None) -> list[Any]:
    own = list(join.service_areas.all()) if join is not None else []
    return own or list(service.service_areas.all())


def _card(hit: HitLike, loaded: Loaded, link: Callable[[Any], str], at: datetime) -> Card:
    service = loaded.services[hit.service_id]
    join = loaded.joins.get((hit.service_id, hit.location_id)) if hit.location_id else None
    place = join.location if join is not None else None
    organization, texts = service.organization, service.texts.all()
    areas = areas_of(service, join)
    url = link(organization)
    return Card(
        service_id=service.pk,
        organization="" if organization.name.casefold() in service.name.casefold() else organization.name,
        name=service_name(service),
        url=f"{url}#{service_anchor(service.pk)}" if url else "",
        example=service.example or organization.example,
        facts=short.short_facts(service),
        about=summary(said(texts, "description")),
        alert=said(texts, "alert"),
        way=_way(service, join, place),
        website=web_address(service.url) or web_address(organization.website),
        open=None if standing.is_shut(service, at) else _open(service, join, place, areas, at),
        status=standing.status_words(service, at),
        where=whereabouts.where(place, areas, hit.distance_miles),
        fresh=standing.freshness(loaded.checks.get(service.pk), timezone.localdate(at)),
    )


def web_address(url: str) -> str:
    """The address if it is one a browser may follow, else nothing: imports bring any words."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _way(service: Any, join: Any | None, place: Any | None) -> numbers.Number | None:
    levels = [owner.phones.all() for owner in (join, service, place, service.organization) if owner is not None]
    return numbers.first_number(*levels)


def _open(service: Any, join: Any | None, place: Any | None, areas: list[Any], at: datetime) -> opening.OpenWords:
    zone = opening.zone_of(place, areas)
    return opening.open_words(service.hours, hours_rows(service, join, place), zone, at)
