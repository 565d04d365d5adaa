"""An invented directory of any size, written in bulk: what a search has to cope with, and nobody's address.

1.3 places a service, three counties, eight more things it is filed under, hours out of 40 usual ones and some of its
own, two languages. The same number gives the same directory.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import islice
from typing import Any

PIECE = 2000
NAMES = (
    "Lantern Harbor Bridge River Cedar Maple Prairie North South East West Hope Haven Beacon Anchor Willow Oak Summit "
    "Valley Lake Meadow Stone Bright Open Common First New Light Path House"
).split()
KINDS = "Youth Family Shelter Legal Health Crisis Housing Outreach Support Counseling Food School Work Safe".split()
FORMS = "Center Program Line Clinic Services Project House Team Network Desk".split()
COMMON = (
    "we help young people and families with a safe place to stay food clothes advice someone to talk to and the next "
    "step you can call text or walk in and you do not have to give your name"
).split()
DAYS = ("MO,TU,WE,TH,FR", "MO,TU,WE,TH", "MO,TU,WE,TH,FR,SA", "MO,WE,FR", "TU,TH")


def invent(services: int) -> None:
    """Fill an empty, migrated database with so many services and everything below them, and index them."""
    from wagtail.models import Locale

    from harbor_wagtail.directory.models import Organization, Service
    from harbor_wagtail.directory.vocabularies import create_missing

    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "es")]
    create_missing(locales)
    chance = random.Random(11)
    organizations = _made(Organization, (_organization(at, chance) for at in range(max(1, services // 3))))
    records = _made(Service, (_service(at, organizations, chance) for at in range(services)))
    _below(records, locales[0], chance)
    _places(records, chance)


def _made(model: Any, rows: Iterator[Any]) -> list[Any]:
    made: list[Any] = []
    while piece := list(islice(rows, PIECE)):
        made += model.objects.bulk_create(piece)
    return made


def _organization(at: int, chance: random.Random) -> Any:
    from harbor_wagtail.directory.models import Organization

    return Organization(name=f"{chance.choice(NAMES)} {chance.choice(NAMES)} {at}", slug=f"o{at}", live=True)


def _service(at: int, organizations: Sequence[Any], chance: random.Random) -> Any:
    from harbor_wagtail.directory.models import Service

    limits = chance.choice([(None, None), (None, None), (12, 17), (16, 21), (18, None), (None, 24)])
    return Service(
        organization=organizations[at % len(organizations)],
        name=f"{chance.choice(KINDS)} {chance.choice(KINDS).lower()} {chance.choice(FORMS)}",
        live=True,
        minimum_age=limits[0],
        maximum_age=limits[1],
        all_ages=chance.random() < 0.1,
        cost=chance.choice(["free", "free", "sliding", "fee", "unknown"]),
        referral=chance.choice(["anyone", "unknown", "professional"]),
        hours=chance.choice(["weekly"] * 7 + ["always", "appointment", "unknown"]),
        holidays=chance.choice(["unknown", "unknown", "closed", "as_usual"]),
    )


def _below(services: Sequence[Any], locale: Any, chance: random.Random) -> None:
    from harbor_wagtail.directory import models

    terms = _terms()
    counties = _counties()
    through = {name: getattr(models.Service, name).through for name in ("domains", "populations", "genders")}
    rare = rare_words(max(2000, len(services) // 10))
    for start in range(0, len(services), PIECE):
        piece = services[start : start + PIECE]
        models.ServiceText.objects.bulk_create(
            models.ServiceText(service=each, locale=locale, description=_text(rare, chance)) for each in piece
        )
        for name, kind, most in (
            ("domains", "domains", 3),
            ("populations", "populations", 2),
            ("genders", "genders", 1),
        ):
            through[name].objects.bulk_create(
                through[name](service_id=each.pk, taxonomyterm_id=term)
                for each in piece
                for term in chance.sample(terms[kind], chance.randint(0 if name != "domains" else 1, most))
            )
        models.ServiceLanguage.objects.bulk_create(
            models.ServiceLanguage(service=each, term_id=term, provision=chance.choice(["staff", "interpreter"]))
            for each in piece
            for term in chance.sample(terms["languages"], chance.randint(0, 3))
        )
        models.ServiceArea.objects.bulk_create(row for each in piece for row in _areas(each, counties, chance))
        models.ServiceSchedule.objects.bulk_create(_schedule(each, chance) for each in piece)
        models.ServicePhone.objects.bulk_create(
            models.ServicePhone(service=each, number=f"(507) 555-01{each.pk % 100:02}") for each in piece
        )
        models.ServiceIntakeAnswer.objects.bulk_create(row for each in piece for row in _answers(each, chance))


def _areas(service: Any, counties: Sequence[str], chance: random.Random) -> Iterator[Any]:
    from harbor_wagtail.directory.models import ServiceArea

    kind = chance.random()
    if kind < 0.03:
        yield ServiceArea(service=service, kind="remote")
    elif kind < 0.08:
        yield ServiceArea(service=service, kind="state", fips="27")
    else:
        home = (service.pk * 7) % len(counties)
        for at in {home, (home + 1) % len(counties), (home + chance.randint(2, 9)) % len(counties)}:
            yield ServiceArea(service=service, kind="county", fips=counties[at])


def _schedule(service: Any, chance: random.Random) -> Any:
    from harbor_wagtail.directory.models import ServiceSchedule

    odd = chance.random() < 0.1
    opens = time(chance.randint(7, 11), chance.randint(0, 59) if odd else chance.choice([0, 30]))
    closes = time(chance.randint(15, 20), chance.randint(0, 59) if odd else 0)
    return ServiceSchedule(service=service, freq="WEEKLY", byday=chance.choice(DAYS), opens_at=opens, closes_at=closes)


def _answers(service: Any, chance: random.Random) -> Iterator[Any]:
    from datetime import date

    from harbor_wagtail.directory.models import ServiceIntakeAnswer

    for question in ("police_report", "id"):
        if chance.random() < 0.4:
            yield ServiceIntakeAnswer(
                service=service, question=question, answer="no", said_by_role="intake", said_on=date(2026, 5, 1)
            )


def _places(services: Sequence[Any], chance: random.Random) -> None:
    from harbor_wagtail.directory.models import Location, ServiceAtLocation
    from harbor_wagtail.places import zip_place

    counties = _counties()
    middle = zip_place("55901")
    assert middle
    for start in range(0, len(services), PIECE):
        piece = services[start : start + PIECE]
        doubled = [each for each in piece for _ in range(1 if chance.random() < 0.7 else 2)]
        places = Location.objects.bulk_create(_place(each, counties, middle, chance) for each in doubled)
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(service=each, location=place) for each, place in zip(doubled, places, strict=True)
        )


def _place(service: Any, counties: Sequence[str], middle: Any, chance: random.Random) -> Any:
    from harbor_wagtail.directory.models import Location

    public = chance.random() < 0.8
    point = (middle.latitude + chance.gauss(0, 1), middle.longitude + chance.gauss(0, 1.2)) if public else (None, None)
    return Location(
        hsds_id=uuid.UUID(int=chance.getrandbits(128), version=4),
        name=f"Office {service.pk}",
        county=counties[(service.pk * 7) % len(counties)],
        live=True,
        address_visibility="public" if public else "undecided",
        latitude=point[0],
        longitude=point[1],
    )


def _terms() -> dict[str, list[int]]:
    from harbor_wagtail.directory.models import TaxonomyTerm

    found: dict[str, list[int]] = {}
    for kind, pk in TaxonomyTerm.objects.order_by("pk").values_list("taxonomy__slug", "pk"):
        found.setdefault(kind, []).append(pk)
    return found


def _counties() -> list[str]:
    """Three states' counties, some 250."""
    from harbor_wagtail import places

    return [county.fips for state in ("MN", "WI", "IA") for county in places.counties(state)]


def rare_words(number: int) -> list[str]:
    chance = random.Random(5)
    parts = ("lo", "ra", "mi", "ten", "do", "vas", "ki", "pel", "nor", "tu", "bran", "esh")
    return ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(number)]


def _text(rare: Sequence[str], chance: random.Random) -> str:
    return " ".join(chance.choices(COMMON, k=30) + chance.choices(KINDS, k=3) + chance.choices(rare, k=8)).capitalize()
