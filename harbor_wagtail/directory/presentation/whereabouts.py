"""Where help is: a public address, or the area and the promise to say where on the phone. Never more than is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail import places
from harbor_wagtail.directory.models import AreaKind, LocationType
from harbor_wagtail.directory.presentation.words import listed

#: Counties named before the rest are counted.
COUNTIES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Where:
    """Sentences for a card. ``miles`` is set for a public place alone."""

    address: str = ""
    miles: str = ""
    note: str = ""
    serves: str = ""


def where(place: Any | None, areas: Sequence[Any], miles: float | None = None) -> Where:
    serves = area_words(areas)
    if place is None or place.location_type == LocationType.POSTAL:
        return Where(serves=serves)
    if place.location_type == LocationType.VIRTUAL:
        return Where(note="" if _says_remote(areas) else _("By phone or online."), serves=serves)
    if not place.address_is_public:
        note = _("The place is not public; they tell you where when you call.")
        return Where(note=_in_town(place, note), serves=serves or _county_words(place.county))
    address = short_address(place)
    return Where(address=address, miles=miles_words(miles) if address else "", serves=serves)


def short_address(place: Any) -> str:
    """Street and town, empty unless the place is public."""
    if not place.address_is_public:
        return ""
    return ", ".join(part for part in (place.address_1, place.address_2, place.city) if part)


def full_address(place: Any) -> list[str]:
    """The lines of a public address, none for any other place."""
    if not place.address_is_public:
        return []
    town = " ".join(part for part in (place.state_province, place.postal_code) if part)
    street = ", ".join(part for part in (place.address_1, place.address_2) if part)
    return [line for line in (place.attention, street, ", ".join(part for part in (place.city, town) if part)) if line]


def miles_words(miles: float | None) -> str:
    """ "1.2 miles"; to one decimal, since a ZIP code is not a point."""
    if miles is None:
        return ""
    if miles < 0.1:
        return _("less than 0.1 miles")
    rounded = round(miles, 1)
    return ngettext("%(miles)s mile", "%(miles)s miles", 1 if rounded == 1 else 2) % {
        "miles": number_format(rounded, decimal_pos=0 if rounded >= 100 else 1)
    }


def area_words(areas: Iterable[Any]) -> str:
    """ "Serves Mower and Freeborn counties." and what else is said of the area, as one or more sentences."""
    rows = list(areas)
    named = [*_counties(rows), *_states(rows)]
    if any(row.kind == AreaKind.NATIONAL for row in rows):
        named.append(_("the whole country"))
    named += [row.name or row.description for row in rows if _in_words_only(row)]
    sentences = [_("Serves %(areas)s.") % {"areas": listed(named)}] if named else []
    if _says_remote(rows):
        sentences.append(_("By phone or online, from anywhere."))
    if any(row.kind == AreaKind.OUTREACH for row in rows):
        sentences.append(_("They can come to you."))
    return " ".join(sentences)


def county_name(fips: str) -> str:
    """ "Mower County" in the visitor's words; empty for a code that is none."""
    found = places.county(fips)
    if found is None:
        return ""
    name = _plain(found.name)
    return _("%(name)s County") % {"name": name} if name else found.name


def _counties(rows: Sequence[Any]) -> list[str]:
    codes = dict.fromkeys(row.fips for row in rows if row.kind in (AreaKind.COUNTY, AreaKind.OUTREACH))
    found = [county for code in codes if (county := places.county(code))]
    if not found:
        return []
    plain = [_plain(county.name) for county in found]
    if len(found) == 1 or not all(plain):
        return _shortened([county_name(county.fips) for county in found])
    return [_("%(names)s counties") % {"names": listed(_shortened(plain))}]


def _shortened(names: list[str]) -> list[str]:
    if len(names) <= COUNTIES_SHOWN:
        return names
    more = len(names) - COUNTIES_SHOWN
    return [*names[:COUNTIES_SHOWN], ngettext("%(count)d more", "%(count)d more", more) % {"count": more}]


def _states(rows: Sequence[Any]) -> list[str]:
    found = [places.state(row.fips) for row in rows if row.kind == AreaKind.STATE]
    return [_("all of %(state)s") % {"state": state.name} for state in dict.fromkeys(found) if state]


def _plain(name: str) -> str:
    """A county's name without the word, empty where it is called otherwise (a parish, a city)."""
    return name.removesuffix(" County") if name.endswith(" County") else ""


def _in_words_only(row: Any) -> bool:
    if row.kind == AreaKind.OTHER:
        return bool(row.name or row.description)
    if row.kind == AreaKind.COUNTY:
        return bool(row.name) and places.county(row.fips) is None
    return row.kind == AreaKind.STATE and bool(row.name) and places.state(row.fips) is None


def _says_remote(rows: Iterable[Any]) -> bool:
    return any(row.kind == AreaKind.REMOTE for row in rows)


def _county_words(fips: str) -> str:
    name = county_name(fips)
    return _("In %(county)s.") % {"county": name} if name else ""


def _in_town(place: Any, note: str) -> str:
    """The town is shown where somebody chose to."""
    if place.show_town and place.city:
        return _("In %(town)s.") % {"town": place.city} + " " + note
    return note
