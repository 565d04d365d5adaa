"""Parsers of single values as people write them. Each is pure and raises nothing but ``BadValue``."""

from __future__ import annotations

from harbor_wagtail.directory.importing.values.addresses import (
    ADDRESS_FIELDS,
    is_address_field,
    is_confidential_column,
    looks_like_address,
    marks_confidential,
    names_an_address,
)
from harbor_wagtail.directory.importing.values.ages import parse_age, parse_ages
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.clock import parse_clock, parse_spans
from harbor_wagtail.directory.importing.values.dates import parse_date, parse_datetime
from harbor_wagtail.directory.importing.values.days import parse_byday
from harbor_wagtail.directory.importing.values.hours import ParsedHours, Span, parse_hours
from harbor_wagtail.directory.importing.values.ids import source_id, uuid_for
from harbor_wagtail.directory.importing.values.languages import parse_language, split_languages
from harbor_wagtail.directory.importing.values.numbers import (
    parse_coordinate,
    parse_decimal,
    parse_integer,
    parse_money,
)
from harbor_wagtail.directory.importing.values.phones import PhoneText, parse_phones
from harbor_wagtail.directory.importing.values.places import parse_country, parse_postal_code, parse_state
from harbor_wagtail.directory.importing.values.text import clean, fold, slug
from harbor_wagtail.directory.importing.values.web import parse_email, parse_url
from harbor_wagtail.directory.importing.values.words import (
    parse_answer,
    parse_availability,
    parse_boolean,
    parse_status,
)

__all__ = [
    "ADDRESS_FIELDS",
    "BadValue",
    "ParsedHours",
    "PhoneText",
    "Span",
    "clean",
    "fold",
    "is_address_field",
    "is_confidential_column",
    "looks_like_address",
    "marks_confidential",
    "names_an_address",
    "parse_age",
    "parse_ages",
    "parse_answer",
    "parse_availability",
    "parse_boolean",
    "parse_byday",
    "parse_clock",
    "parse_coordinate",
    "parse_country",
    "parse_date",
    "parse_datetime",
    "parse_decimal",
    "parse_email",
    "parse_hours",
    "parse_integer",
    "parse_language",
    "parse_money",
    "parse_phones",
    "parse_postal_code",
    "parse_spans",
    "parse_state",
    "parse_status",
    "parse_url",
    "slug",
    "source_id",
    "split_languages",
    "uuid_for",
]
