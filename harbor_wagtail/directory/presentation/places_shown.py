"""A place on the page of its organization: as much of it as is public, and how to get about in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from harbor_wagtail.directory.models import LanguageProvision, LocationType
from harbor_wagtail.directory.presentation import facts as short
from harbor_wagtail.directory.presentation import numbers, opening, whereabouts
from harbor_wagtail.directory.presentation.cards import areas_of, web_address
from harbor_wagtail.directory.presentation.words import Said, said, term_name


@dataclass(frozen=True, slots=True)
class PlaceView:
    """``address`` lines are empty unless the place is public, and then ``note`` says so.

    ``enterable``: people go there, so that nothing said of steps and doors is worth saying.
    """

    name: str
    address: list[str]
    note: str
    about: Said
    directions: str
    map_url: str
    enterable: bool
    accessibility: list[str]
    languages: list[str]
    numbers: list[numbers.Number]
    hours: opening.HoursTable
    different: str


def place_view(service: Any, join: Any, today: date, *, several: bool) -> PlaceView:
    """``several``: the service is given at more than one place, so each shows its own hours."""
    place = join.location
    rows = list(join.schedules.all()) or list(place.schedules.all())
    where = whereabouts.where(place, areas_of(service, join))
    public = place.address_is_public
    return PlaceView(
        name=place.name,
        address=whereabouts.full_address(place),
        note="" if public else where.note or where.serves,
        about=said(place.texts.all(), "description"),
        directions=place.transportation if public else "",
        map_url=web_address(place.map_url) if public else "",
        enterable=place.location_type == LocationType.PHYSICAL,
        accessibility=_accessibility(place),
        languages=language_lines(place.languages.all()),
        numbers=numbers.numbers(join.phones.all(), place.phones.all()),
        hours=opening.hours_table(rows if several else [], today),
        different=join.description,
    )


def language_lines(rows: Iterable[Any]) -> list[str]:
    """ "Spanish, spoken by staff" with its note."""
    lines = []
    for row in rows:
        how = "" if row.provision == LanguageProvision.UNSPECIFIED else str(LanguageProvision(row.provision).label)
        words = ", ".join(part for part in (short.language_name(row), how[:1].lower() + how[1:]) if part)
        lines.append(f"{words}. {row.note}" if row.note else words)
    return lines


def _accessibility(place: Any) -> list[str]:
    notes = [" ".join(filter(None, (row.description, row.details))) for row in place.accessibility.all()]
    return [*(term_name(term) for term in place.accessibility_features.all()), *filter(None, notes)]
