"""Counties and what stands for them: parishes, boroughs, census areas, independent cities, municipios, districts."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO

from harbor_wagtail.places.names import name_key, name_words
from harbor_wagtail.places.us_states import State, states
from harbor_wagtail.places.us_states import state as find_state


@dataclass(frozen=True, slots=True)
class County:
    """``fips`` is the five-digit Census code, ``state`` the postal code, ``time_zone`` an IANA name.

    ``name`` is the whole legal style: "Los Angeles County", "Orleans Parish", "Baltimore city".
    """

    fips: str
    name: str
    state: str
    time_zone: str

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


# Connecticut replaced its counties by nine planning regions in 2022. The ZIP data still counts by the eight old
# counties, so these stand: each region is answered with the county that holds most of its people.
_CONNECTICUT_REGIONS = {
    "09110": ("Capitol Planning Region", "09003"),
    "09120": ("Greater Bridgeport Planning Region", "09001"),
    "09130": ("Lower Connecticut River Valley Planning Region", "09007"),
    "09140": ("Naugatuck Valley Planning Region", "09009"),
    "09150": ("Northeastern Connecticut Planning Region", "09015"),
    "09160": ("Northwest Hills Planning Region", "09005"),
    "09170": ("South Central Connecticut Planning Region", "09009"),
    "09180": ("Southeastern Connecticut Planning Region", "09011"),
    "09190": ("Western Connecticut Planning Region", "09001"),
}

# Codes that old exports still carry, with the county that took their place.
_RETIRED = {
    "02261": ("Valdez-Cordova Census Area", "02063"),
    "02270": ("Wade Hampton Census Area", "02158"),
    "46113": ("Shannon County", "46102"),
    "51515": ("Bedford city", "51019"),
}

_ALIASES = {**_CONNECTICUT_REGIONS, **_RETIRED}

# As the Census writes them: a small "city" is a legal status, a capital "City" (Carson City) belongs to the name.
_LEGAL_STATUS = re.compile(
    r" (City and Borough|Census Area|Planning Region|County|Parish|Borough|Municipality|Municipio|District|Island"
    r"|city)$"
)

# As people write them. "City", "Island" and "District" are not dropped here: Iowa City is not in Iowa County.
_WRITTEN_STATUS = re.compile(
    r"^(?:city and )?(?:county|parish|borough) of | (?:city and (?:borough|county)|census area|planning region|co|county"
    r"|parish|borough|municipality|municipio)$"
)


@cache
def _by_fips() -> dict[str, County]:
    text = resources.files("harbor_wagtail.places").joinpath("data/counties.csv").read_text(encoding="utf-8")
    codes = {row.fips: row.code for row in states()}
    return {
        row["fips"]: County(row["fips"], row["name"], codes[row["fips"][:2]], row["time_zone"])
        for row in csv.DictReader(StringIO(text))
    }


@cache
def _by_name() -> dict[str, tuple[County, ...]]:
    """Every key a county answers to: its whole name, and its name without the legal status."""
    names = [(county.name, county) for county in _by_fips().values()]
    names += [(name, _by_fips()[fips]) for name, fips in _ALIASES.values()]
    found: dict[str, dict[str, County]] = defaultdict(dict)
    for name, county in names:
        for key in (name_key(name), name_key(_LEGAL_STATUS.sub("", name))):
            found[key][county.fips] = county
    return {key: tuple(sorted(rows.values(), key=lambda row: row.fips)) for key, rows in found.items()}


@cache
def _by_state() -> dict[str, tuple[County, ...]]:
    rows: dict[str, list[County]] = defaultdict(list)
    for row in _by_fips().values():
        rows[row.state].append(row)
    return {code: tuple(sorted(found, key=lambda row: name_key(row.name))) for code, found in rows.items()}


def _state_code(state: State | str) -> str | None:
    found = state if isinstance(state, State) else find_state(state)
    return found.code if found else None


def counties(state: State | str | None = None) -> tuple[County, ...]:
    """The counties of a state by name, or all of them by FIPS code. A state we do not know has none."""
    if state is None:
        return tuple(_by_fips().values())
    return _by_state().get(_state_code(state) or "", ())


def county(fips: str | None) -> County | None:
    """The county of a five-digit code; four digits are a spreadsheet's lost zero.

    Codes of Connecticut's planning regions (09110 to 09190) and of four renamed counties answer with the county the
    data counts them under, so ``county("09110").fips`` is "09003". Anything else is ``None``.
    """
    if not isinstance(fips, str) or not re.fullmatch(r"[0-9]{4,5}", fips.strip()):
        return None
    code = fips.strip().zfill(5)
    return _by_fips().get(_ALIASES[code][1] if code in _ALIASES else code)


def find_counties(name: str, state: State | str | None = None) -> list[County]:
    """Counties that answer to a name, by FIPS code; several where the name is shared, none where nothing fits.

    Case, accents, hyphens, "St."/"Saint" and a missing "County", "Parish", "Borough" or "city" do not matter:
    "baltimore" finds Baltimore County and Baltimore city, "Baltimore city" only the latter. A state may also stand
    after a comma ("Mower County, Minn."). A state that is given but unknown finds nothing.
    """
    if not isinstance(name, str) or len(name) > 200:
        return []
    place, _, after_comma = name.rpartition(",")
    if place and (stated := find_state(after_comma)):
        name, state = place, state or stated
    code = None if state is None else _state_code(state) or ""
    for key in _keys_to_try(name):
        if found := [row for row in _by_name().get(key, ()) if code is None or row.state == code]:
            return found
    return []


def _keys_to_try(name: str) -> tuple[str, str]:
    """As written first; only then without the kind of county, which people get wrong ("Orleans County, LA")."""
    return name_key(name), name_key(_WRITTEN_STATUS.sub("", " ".join(name_words(name))))
