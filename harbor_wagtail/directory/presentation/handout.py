"""A small card to print: the numbers, large, and the least that is needed to use them.

It goes into a pocket or a shoe and may be found, so it says nothing of this site. With numbers alone it does not even
say whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.directory.presentation import numbers
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.organizations import OrganizationView
from harbor_wagtail.directory.presentation.services import ServiceView
from harbor_wagtail.directory.presentation.words import Said, summary

#: How many of the same card one sheet may hold.
COPIES = (1, 2, 4)
#: Numbers of one service on a card.
NUMBERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor chose. ``service`` is the id of one service, ``None`` for all."""

    numbers_only: bool = False
    copies: int = 1
    service: int | None = None


@dataclass(frozen=True, slots=True)
class CardService:
    """``checked`` and ``status`` carry their date, since paper does not grow older by itself."""

    name: Said
    numbers: list[numbers.Number]
    hours: list[str]
    start: Said
    where: list[str]
    facts: str
    cautions: bool
    status: str
    checked: str


@dataclass(frozen=True, slots=True)
class Handout:
    """``name`` is empty where numbers alone were asked for. ``numbers`` are those of the organization."""

    name: str
    example: bool
    numbers: list[numbers.Number]
    services: list[CardService]
    printed_on: str


def wanted(asked: Mapping[str, str]) -> Wanted:
    """Read from an address. What makes no sense is as if it were not there."""
    copies, service = _number(asked.get("copies", "")), _number(asked.get("service", ""))
    return Wanted(asked.get("only") == "numbers", copies if copies in COPIES else 1, service or None)


def handout(view: OrganizationView, choice: Wanted, at: datetime | None = None) -> Handout:
    chosen = [each for each in view.services if each.pk == choice.service] or view.services
    services = [_service(each, alone=len(chosen) == 1) for each in chosen]
    shown = {number.number for each in services for number in each.numbers}
    return Handout(
        name="" if choice.numbers_only else view.name,
        example=view.example,
        numbers=[each for each in view.numbers if not each.fax and each.number not in shown][:NUMBERS_SHOWN],
        services=services,
        printed_on=day_in_words(timezone.localdate(at)),
    )


def _service(view: ServiceView, *, alone: bool) -> CardService:
    """Short facts have room on a card of one service only, and with them what has to stand beside them."""
    own = [number for number in view.numbers if not number.fax]
    kept = own or ([view.way] if view.way else [])
    return CardService(
        name=view.name,
        numbers=kept[:NUMBERS_SHOWN],
        hours=_hours(view),
        start=summary(view.words["application_process"]),
        where=next((place.address for place in view.places if place.address), []),
        facts=" · ".join(fact.text for fact in view.facts) if alone else "",
        cautions=alone and any(fact.reassuring for fact in view.facts),
        status=view.dated_status,
        checked=view.dated_check,
    )


def _hours(view: ServiceView) -> list[str]:
    """ "Monday to Friday, 9 a.m. to 5 p.m." and so on; where there are several places each has its own, so: call."""
    if view.shut:
        return []
    if view.hours_kind == "always":
        return [_("All day and night, every day")]
    if view.hours_kind == "appointment":
        return [_("By appointment")]
    rows = [f"{days}: {times}" for days, times in view.hours.rows if times != _("No hours given")]
    return rows or [_("Hours not known. Call to ask.")]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
