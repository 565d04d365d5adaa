"""The fifty states, the District of Columbia and the five inhabited territories."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from harbor_wagtail.places.names import name_key

StateKind = Literal["state", "district", "territory"]


@dataclass(frozen=True, slots=True)
class State:
    """``code`` is the postal code ("CA"), ``fips`` the two-digit Census code ("06")."""

    code: str
    fips: str
    name: str
    kind: StateKind = "state"

    def __str__(self) -> str:
        return self.name


# In the order of the FIPS codes, which is alphabetical for the states.
_STATES = (
    State("AL", "01", "Alabama"),
    State("AK", "02", "Alaska"),
    State("AZ", "04", "Arizona"),
    State("AR", "05", "Arkansas"),
    State("CA", "06", "California"),
    State("CO", "08", "Colorado"),
    State("CT", "09", "Connecticut"),
    State("DE", "10", "Delaware"),
    State("DC", "11", "District of Columbia", "district"),
    State("FL", "12", "Florida"),
    State("GA", "13", "Georgia"),
    State("HI", "15", "Hawaii"),
    State("ID", "16", "Idaho"),
    State("IL", "17", "Illinois"),
    State("IN", "18", "Indiana"),
    State("IA", "19", "Iowa"),
    State("KS", "20", "Kansas"),
    State("KY", "21", "Kentucky"),
    State("LA", "22", "Louisiana"),
    State("ME", "23", "Maine"),
    State("MD", "24", "Maryland"),
    State("MA", "25", "Massachusetts"),
    State("MI", "26", "Michigan"),
    State("MN", "27", "Minnesota"),
    State("MS", "28", "Mississippi"),
    State("MO", "29", "Missouri"),
    State("MT", "30", "Montana"),
    State("NE", "31", "Nebraska"),
    State("NV", "32", "Nevada"),
    State("NH", "33", "New Hampshire"),
    State("NJ", "34", "New Jersey"),
    State("NM", "35", "New Mexico"),
    State("NY", "36", "New York"),
    State("NC", "37", "North Carolina"),
    State("ND", "38", "North Dakota"),
    State("OH", "39", "Ohio"),
    State("OK", "40", "Oklahoma"),
    State("OR", "41", "Oregon"),
    State("PA", "42", "Pennsylvania"),
    State("RI", "44", "Rhode Island"),
    State("SC", "45", "South Carolina"),
    State("SD", "46", "South Dakota"),
    State("TN", "47", "Tennessee"),
    State("TX", "48", "Texas"),
    State("UT", "49", "Utah"),
    State("VT", "50", "Vermont"),
    State("VA", "51", "Virginia"),
    State("WA", "53", "Washington"),
    State("WV", "54", "West Virginia"),
    State("WI", "55", "Wisconsin"),
    State("WY", "56", "Wyoming"),
    State("AS", "60", "American Samoa", "territory"),
    State("GU", "66", "Guam", "territory"),
    State("MP", "69", "Northern Mariana Islands", "territory"),
    State("PR", "72", "Puerto Rico", "territory"),
    State("VI", "78", "U.S. Virgin Islands", "territory"),
)

# The abbreviations newspapers used before the postal codes, and names in common use. Keys as ``name_key`` makes them;
# those that equal a postal code once the dots are gone ("N.Y.", "Pa.") need no row.
_ALSO = {
    "AL": "ala",
    "AK": "alas",
    "AZ": "ariz",
    "AR": "ark",
    "CA": "cal calif",
    "CO": "colo",
    "CT": "conn",
    "DC": "washingtondc dcwashington districtofcolumbiadc",
    "DE": "del",
    "FL": "fla",
    "ID": "ida",
    "IL": "ill",
    "IN": "ind",
    "KS": "kan kans",
    "MA": "mass",
    "MI": "mich",
    "MN": "minn",
    "MP": "cnmi commonwealthofthenorthernmarianaislands",
    "MS": "miss",
    "MT": "mont",
    "NC": "ncar",
    "ND": "ndak",
    "NE": "neb nebr",
    "NM": "nmex",
    "NV": "nev",
    "OK": "okla",
    "OR": "ore oreg",
    "PA": "penn penna",
    "PR": "commonwealthofpuertorico",
    "SD": "sdak",
    "TN": "tenn",
    "TX": "tex",
    "VI": "usvi virginislands unitedstatesvirginislands",
    "WA": "wash",
    "WI": "wis wisc",
    "WV": "wva",
    "WY": "wyo",
}


@cache
def states() -> tuple[State, ...]:
    """All 56, by FIPS code: the states and the district first, the territories last."""
    return _STATES


@cache
def _by_key() -> dict[str, State]:
    found = {}
    for row in _STATES:
        written = [row.code, row.fips, row.fips.lstrip("0"), row.name]
        for key in [*map(name_key, written), *_ALSO.get(row.code, "").split()]:
            found[key] = row
    return found


def state(text: str | None) -> State | None:
    """The state meant by a postal code, FIPS code, name or newspaper abbreviation, however spaced, dotted or cased.

    ``" DC"``, ``"d.c."``, ``"11"``, ``"Calif."`` and ``"6"`` (a spreadsheet's "06") are all understood; what could mean
    two states, or none, is ``None``. "Washington" alone is the state.
    """
    if not isinstance(text, str) or len(text) > 100:
        return None
    return _by_key().get(name_key(text))
