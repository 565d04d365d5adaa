"""One result: what a visitor needs to decide whether to call, in the order they need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import HoursKind, IntakeQuestion
from harbor_wagtail.directory.presentation import facts as short
from harbor_wagtail.directory.presentation import numbers, opening, standing, starting, whereabouts
from harbor_wagtail.directory.presentation.card_rows import load
from harbor_wagtail.directory.presentation.words import Said, fact, said, summary
from harbor_wagtail.directory.whose_hours import closest

#: Rules for people who are there already; the page of the organization has them.
ONCE_THERE = frozenset(
    {
        IntakeQuestion.SOBRIETY,
        IntakeQuestion.PHONE_KEPT,
        IntakeQuestion.CHILD,
        IntakeQuestion.PARTNER,
        IntakeQuestion.PET,
    }
)


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
    """``way`` is None where no number is known; ``status`` is empty for a service that is simply open.

    ``others`` are the numbers beside ``way``; ``lines`` what is known about starting, ``said`` who said so where it was
    the same for all of it, ``ask_first`` the questions that nobody has answered.
    """

    service_id: int
    location_id: int | None
    organization_id: int
    organization: str
    name: Said
    url: str
    example: bool
    facts: list[short.Fact]
    about: Said
    alert: Said
    way: numbers.Number | None
    others: list[numbers.Number]
    website: str
    open: opening.OpenWords | None
    status: str
    where: whereabouts.Where
    fresh: standing.Freshness
    hours: opening.HoursTable
    hours_kind: str
    how: Said
    lines: list[starting.Line]
    said: str
    ask_first: list[str]

    @property
    def anchor(self) -> str:
        return service_anchor(self.service_id)

    @property
    def always_open(self) -> bool:
        """Open round the clock, so far as their hours say."""
        return self.hours_kind == HoursKind.ALWAYS

    @property
    def by_appointment(self) -> bool:
        """Whatever hours are given beside it: who comes unannounced may find nobody."""
        return self.hours_kind == HoursKind.APPOINTMENT

    @property
    def cautions(self) -> bool:
        """Whether a fact reassures, so that the caution has to stand beside it."""
        return any(each.reassuring for each in self.facts)


def cards(
    hits: Sequence[HitLike], link: Callable[[Any], str], at: datetime | None = None, holidays: Calendar | None = None
) -> list[Card]:
    """Cards in the order of ``hits``, without records that have just gone; ``link`` is an organization's address.

    Three queries, and one for the calendar of holidays where it is not given.
    """
    if not hits:
        return []
    moment, calendar = at or timezone.now(), holidays or Calendar.of_the_site()
    loaded = load([(hit.service_id, hit.location_id) for hit in hits])
    there = [hit for hit in hits if (hit.service_id, hit.location_id) in loaded]
    return [_card(hit, *loaded[hit.service_id, hit.location_id], link, calendar, moment) for hit in there]


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


def _card(
    hit: HitLike, service: Any, join: Any, check: Any, link: Callable[[Any], str], calendar: Calendar, at: datetime
) -> Card:
    place = join.location if join is not None else None
    organization, texts = service.organization, service.texts.all()
    areas, rows = areas_of(service, join), hours_rows(service, join, place)
    url, today = link(organization), timezone.localdate(at)
    ways = _ways(service, join, place)
    lines, said_by, ask_first = _starting(service)
    return Card(
        service_id=service.pk,
        location_id=hit.location_id,
        organization_id=organization.pk,
        organization="" if organization.name.casefold() in service.name.casefold() else organization.name,
        name=service_name(service),
        url=f"{url}#{service_anchor(service.pk)}" if url else "",
        example=service.example or organization.example,
        facts=short.short_facts(service),
        about=summary(said(texts, "description")),
        alert=said(texts, "alert"),
        way=ways[0] if ways else None,
        others=ways[1:],
        website=web_address(service.url) or web_address(organization.website),
        open=None if standing.is_shut(service, at) else _open(service, rows, place, areas, calendar, at),
        status=standing.status_words(service, at),
        where=whereabouts.where(place, areas, hit.distance_miles),
        fresh=standing.freshness(check, today),
        hours=opening.hours_table(rows, today),
        hours_kind=service.hours,
        how=said(texts, "application_process"),
        lines=lines,
        said=said_by,
        ask_first=ask_first,
    )


def web_address(url: str) -> str:
    """The address if it is one a browser may follow, else nothing: imports bring any words."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _ways(service: Any, join: Any | None, place: Any | None) -> list[numbers.Number]:
    """The number to call first, then the others that a person can call or text, closest first."""
    levels = [owner.phones.all() for owner in (join, service, place, service.organization) if owner is not None]
    first = numbers.first_number(*levels)
    if first is None:
        return []
    every = [way for way in numbers.numbers(*levels) if not way.fax]
    return [first, *(way for way in every if (way.number, way.kind) != (first.number, first.kind))]


def _starting(service: Any) -> tuple[list[starting.Line], str, list[str]]:
    """What is known about starting, who said so if it was one, and the questions nobody has answered."""
    lines = [line for line in starting.starting(service) if line.code not in ONCE_THERE]
    known = [line for line in lines if not line.asks_first]
    sayers = {line.said for line in known if line.said}
    said_by = sayers.pop() if len(sayers) == 1 else ""
    ask_first = [line.question for line in lines if line.asks_first]
    return [line.unsigned() for line in known] if said_by else known, said_by, ask_first


def _open(
    service: Any, rows: list[Any], place: Any | None, areas: list[Any], calendar: Calendar, at: datetime
) -> opening.OpenWords:
    zone = opening.zone_of(place, areas)
    return opening.open_words(service.hours, rows, zone, at, calendar.for_service(service))
