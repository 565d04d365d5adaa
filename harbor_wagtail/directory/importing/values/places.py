"""States and postal codes of the United States, out of what spreadsheets leave of them."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

from harbor_wagtail import places
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import clean, fold

_ZIP = re.compile(r"^(\d{3,5})(?:[- ]?(\d{4}))?$")
HOME = {"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "estados unidos"}


def parse_state(value: object, country: object = "US") -> str:
    """The postal code of a state (" DC" → "DC", "Calif." → "CA"); elsewhere than in the US the text as it is."""
    text = clean(str(value)) if value is not None else ""
    if not text or fold(country or "") not in HOME:
        return text
    found = places.state(text)
    if found is None:
        raise BadValue(
            gettext_noop("there is no such state."), gettext_noop("Write the two letters of the state, like ‘OH’.")
        )
    return found.code


def parse_postal_code(value: object, country: object = "US") -> str:
    """A ZIP code; what a spreadsheet took for a number gets its zeros back (2138 → "02138").

    Elsewhere than in the US the text as it is.
    """
    if isinstance(value, bool):
        raise BadValue(
            gettext_noop("this is a yes or no, not a ZIP code."), gettext_noop("Write five digits, like ‘02138’.")
        )
    text = re.sub(r"\.0$", "", clean(str(value))) if value is not None else ""
    if not text or fold(country or "") not in HOME:
        return text
    digits = fold(text)
    if re.fullmatch(r"\d{8,9}", digits):
        digits = f"{digits[:-4]}-{digits[-4:]}"
    found = _ZIP.match(digits)
    if not found:
        raise BadValue(
            gettext_noop("this is not a ZIP code."),
            gettext_noop("Write five digits, like ‘02138’, or name the country."),
        )
    return found[1].zfill(5) + (f"-{found[2]}" if found[2] else "")


def parse_country(value: object) -> str:
    """The two-letter code of a country; ``""`` when empty. Names other than those of the US must come as codes."""
    text = fold(value) if value is not None else ""
    if not text:
        return ""
    if text in HOME:
        return "US"
    if re.fullmatch(r"[a-z]{2}", text):
        return text.upper()
    raise BadValue(
        gettext_noop("this is not a country’s two-letter code."), gettext_noop("Write ‘US’, ‘CA’, ‘MX’ or the like.")
    )
