"""Taking the address off a location or address row, and what may stay: the county, the state and the country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail import places
from harbor_wagtail.directory.hsds.fields import ADDRESS_COLUMNS, LOCATION_ADDRESS_COLUMNS
from harbor_wagtail.directory.importing.cells import identifying, text
from harbor_wagtail.directory.importing.values import (
    ADDRESS_FIELDS,
    BadValue,
    fold,
    is_confidential_column,
    parse_coordinate,
    parse_country,
    parse_decimal,
    parse_postal_code,
    parse_state,
)
from harbor_wagtail.directory.models import Location, LocationType

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.cleaned import Cleaned
    from harbor_wagtail.directory.importing.cleaning import Cleaner
    from harbor_wagtail.directory.importing.rows import Row

#: What an address is put into words of HSDS by, beyond those in our tables.
_COLUMNS = {**LOCATION_ADDRESS_COLUMNS, **ADDRESS_COLUMNS, "map_url": "map_url"}
_COLUMNS.pop("id")
_KINDS = set(LocationType.values)


def take_address(cleaner: Cleaner, row: Row, raw: dict[str, Any], cleaned: Cleaned) -> None:
    """Move everything that leads to the door from ``raw`` to ``cleaned.address``; derive the county first."""
    given = {name: raw.pop(name) for name in list(raw) if name in _COLUMNS or name in ADDRESS_FIELDS}
    _country_and_state(cleaner, row, given, cleaned)
    named = raw.pop("county", None)
    county, understood = _county(named, given, cleaned.values.get("state_province", ""))
    if county:
        cleaned.values["county"] = county
    if text(named) and not understood:
        taken = (
            gettext_noop("The one that the ZIP code lies in was taken.")
            if county
            else gettext_noop("The place is shown without a county.")
        )
        problem = gettext(
            "There is no county of this name, or more than one, in the state the row gives. %(taken)s"
        ) % {"taken": gettext(taken)}
        cleaner.note(
            row, "county", named, problem, gettext_noop("Write it as “Olmsted County, MN”, or give the ZIP code.")
        )
    for name, value in given.items():
        attr = _COLUMNS.get(name)
        if attr and name not in ("country", "state_province"):
            cleaned.address[attr] = _part(cleaner, row, name, value)
    if row.kind == "location" and "location_type" in raw:
        raw["location_type"] = _kind(cleaner, row, raw["location_type"])
    for name in [name for name in raw if is_confidential_column(name)]:
        raw.pop(name)


def says_where(address: dict[str, Any]) -> bool:
    """Whether there is anything to withhold."""
    return any(
        value not in (None, "") for name, value in address.items() if name not in ("address_type", "address_ref")
    )


def _country_and_state(cleaner: Cleaner, row: Row, given: dict[str, Any], cleaned: Cleaned) -> None:
    if "country" in given:
        cleaned.values["country"] = cleaner.read(row, "country", given["country"], parse_country) or ""
    if "state_province" in given:
        stated = text(given["state_province"])[:100]
        try:
            cleaned.values["state_province"] = parse_state(stated, cleaned.values.get("country", "US"))[:100]
        except BadValue as bad:
            cleaner.bad(row, "state_province", stated, bad)
            # Kept as it is where the address is; a state nobody knows may be a street in the wrong column.
            cleaned.values["state_province"] = ""
            cleaned.address["state_province"] = stated


def _county(named: object, given: dict[str, Any], state: str) -> tuple[str, bool]:
    """(FIPS code, whether the name was understood): by name, else by ZIP, else by what stands in ``region``."""
    if found := _named(text(named), state):
        return found, True
    return _by_zip(given) or _named(text(given.get("region")), state), False


def _named(words: str, state: str) -> str:
    """The county that words mean; ``""`` where there is none, or a doubt."""
    if re.fullmatch(r"\d{4,5}", words):
        known = places.county(words)
        return known.fips if known else ""
    found = places.find_counties(words, state or None) if words else []
    return found[0].fips if len(found) == 1 else ""


def _by_zip(given: dict[str, Any]) -> str:
    try:
        code = parse_postal_code(given.get("postal_code"))
    except BadValue:
        return ""
    place = places.zip_place(code)
    return (place.county_fips or "") if place and not place.approximate else ""


def _part(cleaner: Cleaner, row: Row, name: str, value: object) -> Any:
    """One part of an address. What is odd is kept as given: it may be right, and only a public place shows it."""
    if name in ("latitude", "longitude"):
        return _degrees(cleaner, row, name, value)
    if name == "postal_code":
        return _as_given(cleaner, row, name, value, parse_postal_code)
    if name in ("url", "map_url"):
        return (cleaner.read(row, name, value, identifying) or "")[:500]
    if name == "address_type":
        return _kind(cleaner, row, value)
    column: Any = Location._meta.get_field(_COLUMNS[name])
    return (cleaner.read(row, name, value, text) or "")[: column.max_length]


def _as_given(cleaner: Cleaner, row: Row, name: str, value: object, parse: Any) -> str:
    try:
        return str(parse(value))[:20]
    except BadValue as bad:
        cleaner.bad(row, name, value, bad)
        return text(value)[:20]


def _degrees(cleaner: Cleaner, row: Row, name: str, value: object) -> float | None:
    try:
        degrees = parse_coordinate(value, 90 if name == "latitude" else 180)
        return None if degrees is None else float(str(value)) if _is_number(value) else float(degrees)
    except BadValue as bad:
        cleaner.bad(row, name, value, bad)
    try:
        number = parse_decimal(value)
    except BadValue:
        return None
    return None if number is None else float(number)


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


def _kind(cleaner: Cleaner, row: Row, value: object) -> str:
    """HSDS knows three kinds of place; an unknown word is taken for the commonest."""
    word = fold(text(value)) if value is not None else ""
    if word in _KINDS:
        return word
    if not word:
        return ""
    for kind, words in _OTHER_WORDS.items():
        if word in words:
            return kind
    known = BadValue(
        gettext_noop("this is no kind of place."), gettext_noop("Write ‘physical’, ‘postal’ or ‘virtual’.")
    )
    cleaner.bad(row, "location_type" if row.kind == "location" else "address_type", value, known)
    return ""


_OTHER_WORDS: dict[str, set[str]] = {
    LocationType.PHYSICAL: {"site", "street", "office", "building", "in person", "in-person"},
    LocationType.POSTAL: {"mail", "mailing", "po box"},
    LocationType.VIRTUAL: {"online", "remote", "phone", "telehealth", "web", "hotline"},
}
