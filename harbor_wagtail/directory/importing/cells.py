"""Which cell of an HSDS row becomes which attribute of ours, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory import models as directory
from harbor_wagtail.directory.hsds.fields import CHILD_COLUMNS, COLUMNS, TEXTS
from harbor_wagtail.directory.importing import values as read
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.values import BadValue

Parser = Callable[[object], Any]

MODELS: dict[str, type[models.Model]] = {
    "organization": directory.Organization,
    "program": directory.Program,
    "service": directory.Service,
    "location": directory.Location,
    "service_at_location": directory.ServiceAtLocation,
    "taxonomy": directory.Taxonomy,
    "taxonomy_term": directory.TaxonomyTerm,
    "unit": directory.Unit,
    "phone": directory.ServicePhone,
    "contact": directory.ServiceContact,
    "language": directory.ServiceLanguage,
    "schedule": directory.ServiceSchedule,
    "service_area": directory.ServiceArea,
    "cost_option": directory.ServiceCostOption,
    "required_document": directory.ServiceRequiredDocument,
    "accessibility": directory.LocationAccessibility,
    "funding": directory.ServiceFunding,
    "organization_identifier": directory.OrganizationIdentifier,
    "url": directory.ServiceUrl,
    "attribute": directory.ServiceAttribute,
    "service_capacity": directory.ServiceCapacity,
}
#: Our own words for what HSDS has no field for. Mappings and our own exports may give them.
OURS: dict[str, tuple[str, ...]] = {
    "service": (
        "all_ages",
        "residence",
        "referral",
        "cost",
        "hours",
        "holidays",
        "documents",
        "stay_max_days",
        "not_served_description",
        "reporting_note",
    ),
    "phone": ("purpose",),
    "language": ("provision",),
    "schedule": ("closed",),
    "service_area": ("kind", "fips"),
    "contact": (),
}
CAPACITY = ("available", "maximum", "description")

#: Without these a row is no row. ``links`` are checked when all rows are known.
REQUIRED: dict[str, tuple[str, ...]] = {
    "organization": ("name",),
    "program": ("name",),
    "service": ("name",),
    "taxonomy": ("name",),
    "taxonomy_term": ("name",),
    "unit": ("name",),
    "phone": ("number",),
    "url": ("url",),
    "required_document": ("document",),
    "funding": ("source",),
    "organization_identifier": ("identifier",),
    "service_capacity": ("available",),
}

_WEEKDAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
_WEB = {"url", "website", "schedule_link", "logo"}
_IDENTIFYING = {"uri", "term_uri"}
_WEB_OBJECTS = {"url"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``empty`` is what our column holds when the file's cell is empty; ``limit`` its length in characters."""

    attr: str
    parse: Parser
    empty: Any
    limit: int | None = None


@cache
def cells(kind: str) -> Mapping[str, Cell]:
    """HSDS field → cell, for one object."""
    names: dict[str, str] = {**COLUMNS.get(kind, {}), **CHILD_COLUMNS.get(kind, {})}
    names |= {name: name for name in OURS.get(kind, ())}
    if kind == "service_capacity":
        names |= {name: name for name in CAPACITY}
    words = {name: Cell(name, text, "") for name in TEXTS.get(kind, ())}
    found = {name: _cell(kind, name, attr) for name, attr in names.items() if name not in _words_of_ours(kind)}
    return {**found, **words, **{name: Cell(name, text, "") for name in _words_of_ours(kind)}}


def _words_of_ours(kind: str) -> tuple[str, ...]:
    return ("not_served_description", "reporting_note") if kind == "service" else ()


def _cell(kind: str, name: str, attr: str) -> Cell:
    field: Any = MODELS[kind]._meta.get_field(attr)
    return Cell(attr, _parser(kind, name, field), None if field.null else field.get_default(), field.max_length)


def _parser(kind: str, name: str, field: Any) -> Parser:
    special = _SPECIAL.get((kind, name)) or _SPECIAL.get(("", name))
    if special:
        return special
    if isinstance(field, models.EmailField):
        return read.parse_email
    if name in _WEB and kind not in ("attribute",):
        return read.parse_url
    if name in _IDENTIFYING:
        return identifying
    return _BY_FIELD(field)


def _BY_FIELD(field: Any) -> Parser:
    if field.choices:
        return one_of({str(value) for value, _ in field.choices})
    if isinstance(field, models.BooleanField):
        return lambda value: bool(read.parse_boolean(value))
    if isinstance(field, models.TimeField):
        return read.parse_clock
    if isinstance(field, models.DateTimeField):
        return read.parse_datetime
    if isinstance(field, models.DateField):
        return read.parse_date
    if isinstance(field, models.DecimalField):
        return fitting(read.parse_decimal, field)
    if isinstance(field, models.PositiveIntegerField):
        return whole(0)
    if isinstance(field, models.IntegerField):
        return whole(-(2**31))
    return text


def text(value: object) -> str:
    """Text as it stands; numbers as people write them. A list or an object is none."""
    if value is None:
        return ""
    if type(value) is str:
        return value.strip()
    if isinstance(value, (dict, list)):
        raise BadValue(gettext_noop("this is not text."), gettext_noop("Put one text here."))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(plain(value)).strip()


def identifying(value: object) -> str:
    """A URI of any scheme that does nothing when it is followed by mistake."""
    found = text(value)
    if found.casefold().startswith(("javascript:", "data:", "vbscript:")):
        raise BadValue(
            gettext_noop("this is a program, not a web address."),
            gettext_noop("Write an address like ‘https://example.org/id’."),
        )
    return found


def one_of(known: set[str], *, shape: Callable[[str], str] = str.casefold) -> Parser:
    def parse(value: object) -> str:
        found = shape(text(value)).strip()
        if found and found not in known:
            raise BadValue(
                gettext_noop("this is none of the words that can stand here."),
                gettext("Write one of: %(known)s.") % {"known": ", ".join(sorted(known))},
            )
        return found

    return parse


def whole(least: int, most: int = 2**31 - 1) -> Parser:
    def parse(value: object) -> int | None:
        number = read.parse_integer(value)
        if number is not None and not least <= number <= most:
            raise BadValue(
                gettext_noop("this number cannot be right."),
                gettext("Write a whole number from %(least)s up.") % {"least": least},
            )
        return number

    return parse


def fitting(parse: Callable[[object], Decimal | None], field: Any) -> Parser:
    """A decimal rounded to what the column holds; one that is too long for it is refused."""

    def fit(value: object) -> Decimal | None:
        number = parse(value)
        if number is None:
            return None
        rounded = number.quantize(Decimal(1).scaleb(-field.decimal_places), ROUND_HALF_UP)
        if abs(rounded) >= Decimal(10) ** (field.max_digits - field.decimal_places):
            raise BadValue(gettext_noop("this number is too large."), gettext_noop("Write a smaller number."))
        return rounded

    return fit


def amount(value: object) -> Decimal | None:
    money = read.parse_money(value)
    if money is not None and money < 0:
        raise BadValue(
            gettext_noop("an amount cannot be below zero."), gettext_noop("Write the amount without a minus sign.")
        )
    return money


def _upper(known: set[str]) -> Parser:
    return one_of(known, shape=str.upper)


_SPECIAL: dict[tuple[str, str], Parser] = {
    ("service", "minimum_age"): fitting(read.parse_age, directory.Service._meta.get_field("minimum_age")),
    ("service", "maximum_age"): fitting(read.parse_age, directory.Service._meta.get_field("maximum_age")),
    ("cost_option", "amount"): fitting(amount, directory.ServiceCostOption._meta.get_field("amount")),
    ("schedule", "byday"): read.parse_byday,
    ("schedule", "freq"): _upper({"WEEKLY", "MONTHLY", "DAILY", "YEARLY"}),
    ("schedule", "wkst"): _upper(_WEEKDAYS),
    ("schedule", "attending_type"): text,
    ("phone", "type"): text,
    ("location", "location_type"): text,
    ("", "logo"): identifying,
    ("accessibility", "url"): read.parse_url,
}
