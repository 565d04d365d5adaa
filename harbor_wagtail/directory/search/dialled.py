"""A phone number among the words of a question: who is it that called, whose number is this?

Nothing is indexed for it: the four tables of numbers are read when somebody asks, and what they give is joined with the
rows of the snapshot, where nothing hidden, paused or expired is. A question without a number pays for none of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import Lower, Upper
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail import phones
from harbor_wagtail.directory.models import LocationPhone, OrganizationPhone, ServiceAtLocationPhone, ServicePhone
from harbor_wagtail.directory.search.analyser import MAX_QUESTION
from harbor_wagtail.directory.search.bits import Layout
from harbor_wagtail.directory.search.matching import Matched, Tiers

#: A number without its area code, as people remember it (digits).
LOCAL = 7
#: With its area code.
NATIONAL = 10
_TOLL_FREE = re.compile(rf"\s*\+?1?[\s.(-]*(?:{'|'.join(sorted(phones.TOLL_FREE))})\b", re.ASCII)
#: "HB2136", "S173", "1st", "24h": codes and words, no part of a number.
_CODE = re.compile(r"[^\W\d_]\d{1,6}(?!\d)|(?<!\d)\d{1,3}(?=[^\W\d_])")

#: Where a number may stand, and whose it is.
_OWNERS: tuple[tuple[Any, dict[str, str]], ...] = (
    (OrganizationPhone, {"of_organization": "organization_id"}),
    (ServicePhone, {"of_service": "service_id"}),
    (LocationPhone, {"of_place": "location_id"}),
    (
        ServiceAtLocationPhone,
        {"of_service": "service_at_location__service_id", "of_place": "service_at_location__location_id"},
    ),
)
_COLUMNS = ("of_service", "of_organization", "of_place")


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number to look for: ``dial`` as a phone dials it, seven digits where the area code is left out; ``beside`` are
    the words that stood round it."""

    dial: str
    beside: str

    def is_number_of(self, written: str) -> bool:
        """Whether a number as its source wrote it is this one."""
        other = phones.parse(written).dial
        return other == self.dial or (len(self.dial) == LOCAL and other.endswith(self.dial))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a number is, by keys; 0 stands for any."""

    service: int
    organization: int
    place: int


@sensitive_variables()
def dialled(words: str) -> Dialled | None:
    """The first phone number in a question, in digits or, where it is toll-free, in letters."""
    typed = words[:MAX_QUESTION]
    toll_free, digits = _TOLL_FREE.match(typed), _digits(typed)
    if len(digits) < LOCAL and not toll_free:
        return None
    found = phones.parse(typed, remember=False)
    if found.is_short or not (found.dial.startswith("+") or len(found.dial) == LOCAL):
        return None
    # Where letters may not be dialled, the word beside a number is none of its digits.
    if not toll_free and found.dial.removeprefix("+")[-NATIONAL:] not in digits:
        return None
    return Dialled(found.dial, f"{found.before} {found.after}".strip())


@sensitive_variables()
def _digits(typed: str) -> str:
    """Those that may be of a number, written as a phone dials them."""
    left = _CODE.sub(" ", typed)
    return "".join(str(unicodedata.digit(sign)) for sign in left if unicodedata.digit(sign, None) is not None)


@sensitive_variables()
def owners(number: Dialled, using: str) -> list[Owner]:
    """Whose number it is, public or not, in one query."""
    first, *others = (_rows(model, keys, number, using) for model, keys in _OWNERS)
    rows = first.union(*others, all=True)
    return [Owner(*keys) for *keys, written in rows if number.is_number_of(written)]


@sensitive_variables()
def _rows(model: Any, keys: Mapping[str, str], number: Dialled, using: str) -> Any:
    """Numbers that may be it: with its last four digits, or with letters and its area code."""
    zero = Value(0, IntegerField())
    named = {column: F(keys[column]) if column in keys else zero for column in _COLUMNS}
    area = number.dial[-10:-LOCAL]
    lettered = Q(number__contains=area) & ~Q(lower=Upper("number")) if area else Q(pk__in=())
    rows = model.objects.using(using).annotate(lower=Lower("number"), **named)
    return rows.filter(Q(number__contains=number.dial[-4:]) | lettered).order_by().values_list(*_COLUMNS, "number")


def rows_of(found: Iterable[Owner], layout: Layout) -> int:
    """The rows of the snapshot that these numbers belong to, as a set."""
    services = {(owner.service, owner.place) for owner in found if owner.service}
    organizations = {owner.organization for owner in found} - {0}
    places = {owner.place for owner in found if not owner.service} - {0}
    bits = [bit for service, place in services for bit in _at(service, place, layout)]
    if organizations:
        segments = (at for at, key in enumerate(layout.organizations) if key in organizations)
        bits += layout.bits_of(segments)
    if places:
        bits += [bit for bit, key in enumerate(layout.places) if key in places]
    return layout.window(bits).whole


def _at(service: int, place: int, layout: Layout) -> Iterator[int]:
    at = layout.segment_of.get(service)
    if at is not None:
        bits = range(layout.starts[at], layout.guards[at])
        yield from (bit for bit in bits if place in (0, layout.places[bit]))


def joined(number: int, beside: Matched | None, words: Matched) -> Matched:
    """Rows that have the number come first, of these only those with the words ``beside`` it where there are such: a
    number tells more than "who is". Rows that have all of it as words follow."""
    best = (number & beside.rows if beside else 0) or number
    if not best:
        return words
    return Matched(best | words.rows, tiers=(words.tiers or Tiers(lambda: words.rows)).after(best))
