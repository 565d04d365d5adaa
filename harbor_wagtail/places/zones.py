"""The clock a county lives by."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from harbor_wagtail.places.us_counties import county
from harbor_wagtail.places.us_states import state

# Where most people of the state live; the counties that differ are in data/counties.csv. Zones that differ from
# these only in past years (America/Indiana/Vevay, America/Juneau …) are left out: opening hours are about now.
MAIN_TIME_ZONES = {
    **dict.fromkeys("CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV".split(), "America/New_York"),
    **dict.fromkeys("AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI".split(), "America/Chicago"),
    **dict.fromkeys("CO MT NM UT WY".split(), "America/Denver"),
    **dict.fromkeys("CA NV OR WA".split(), "America/Los_Angeles"),
    "AK": "America/Anchorage",
    "AZ": "America/Phoenix",
    "HI": "Pacific/Honolulu",
    "ID": "America/Boise",
    "IN": "America/Indiana/Indianapolis",
    "MI": "America/Detroit",
    "AS": "Pacific/Pago_Pago",
    "GU": "Pacific/Guam",
    "MP": "Pacific/Saipan",
    "PR": "America/Puerto_Rico",
    "VI": "America/St_Thomas",
}


def time_zone(county_fips: str | None) -> ZoneInfo | None:
    """The zone of a county code; of its state where only the first two digits are known to us; else ``None``.

    A county that spans two zones has the one most of its people live by, so a record's own zone must be editable.
    """
    if found := county(county_fips):
        return ZoneInfo(found.time_zone)
    fips = county_fips.strip() if isinstance(county_fips, str) else ""
    place = state(fips[:2]) if fips.isascii() and fips.isdigit() and len(fips) in (2, 5) else None
    return ZoneInfo(MAIN_TIME_ZONES[place.code]) if place else None
