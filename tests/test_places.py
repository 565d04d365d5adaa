"""States, counties and their clocks without a network, and that nothing typed is ever an error."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail import places
from harbor_wagtail.places import zones

# States


def test_fifty_states_the_district_and_five_territories() -> None:
    kinds = [row.kind for row in places.states()]
    assert (kinds.count("state"), kinds.count("district"), kinds.count("territory")) == (50, 1, 5)
    for field in ("code", "fips", "name"):
        assert len({getattr(row, field) for row in places.states()}) == 56
    assert [row.fips for row in places.states()] == sorted(row.fips for row in places.states())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CA", "CA"),
        (" DC", "DC"),  # as real exports have it
        ("D.C.", "DC"),
        ("Washington, D.C.", "DC"),
        ("Washington", "WA"),
        ("06", "CA"),
        ("6", "CA"),  # a spreadsheet ate the zero
        ("new  york", "NY"),
        ("N. Y.", "NY"),
        ("Calif.", "CA"),
        ("Hawaiʻi", "HI"),
        ("ＭＮ", "MN"),
        ("US Virgin Islands", "VI"),
        ("Virgin Islands", "VI"),
        ("W. Va.", "WV"),
        ("Virginia", "VA"),
    ],
)
def test_a_state_is_found_however_it_is_written(text: str, code: str) -> None:
    found = places.state(text)
    assert found
    assert found.code == code


@pytest.mark.parametrize("text", ["", " ", "00", "03", "New", "XX", "Ontario", "Carolina", "AA", "\0", "CA NV", None])
def test_what_is_no_state_is_none(text: str | None) -> None:
    assert places.state(text) is None


def test_no_way_of_writing_means_two_states() -> None:
    for row in places.states():
        for text in (row.code, row.fips, row.name, row.name.upper()):
            assert places.state(text) == row


# Counties


def test_every_county_once_and_in_a_known_state() -> None:
    rows = places.counties()
    assert len(rows) == len({row.fips for row in rows}) == 3234
    assert {row.state for row in rows} == {row.code for row in places.states()}
    assert sum(len(places.counties(row)) for row in places.states()) == 3234
    assert len({(row.name, row.state) for row in rows}) == 3234


@pytest.mark.parametrize(
    ("state", "count"), [("TX", 254), ("Minnesota", 87), ("DC", 1), ("PR", 78), ("CT", 8), ("AS", 5), ("nowhere", 0)]
)
def test_counties_of_a_state(state: str, count: int) -> None:
    assert len(places.counties(state)) == count


@pytest.mark.parametrize(
    ("fips", "name"),
    [
        ("06037", "Los Angeles County"),
        (" 06037 ", "Los Angeles County"),
        ("6037", "Los Angeles County"),
        ("22071", "Orleans Parish"),
        ("24510", "Baltimore city"),
        ("35013", "Doña Ana County"),
        ("02020", "Anchorage Municipality"),
        ("72001", "Adjuntas Municipio"),
    ],
)
def test_a_county_by_code(fips: str, name: str) -> None:
    found = places.county(fips)
    assert found
    assert found.name == name
    assert str(found).startswith(name)


@pytest.mark.parametrize(
    "fips", ["", "27", "99999", "09100", "09200", "1234a", "٠٦٠٣٧", "060371", "27099\n27099", None]
)
def test_what_is_no_county_code_is_none(fips: str | None) -> None:
    assert places.county(fips) is None


def test_codes_that_were_replaced_answer_with_the_county_the_data_counts_by() -> None:
    regions = [f"09{number}" for number in range(110, 200, 10)]
    found = [places.county(fips) for fips in regions]
    assert [row and row.fips for row in found] == [
        *("09003", "09001", "09007", "09009", "09015", "09005", "09009", "09011", "09001")
    ]
    assert [places.county(fips).name for fips in ("46113", "02270", "51515", "02261")] == [  # type: ignore[union-attr]
        *("Oglala Lakota County", "Kusilvak Census Area", "Bedford County", "Chugach Census Area")
    ]


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("Mower", "MN", ["27099"]),
        ("MOWER COUNTY", "Minnesota", ["27099"]),
        ("Mower County, Minn.", None, ["27099"]),
        ("Mower County, MN", "IA", []),
        ("County of Los Angeles", "CA", ["06037"]),
        ("baltimore", "MD", ["24005", "24510"]),
        ("Baltimore city", "MD", ["24510"]),
        ("Baltimore County", "MD", ["24005"]),
        ("Saint Louis", "MO", ["29189", "29510"]),
        ("st louis city", "MO", ["29510"]),
        ("Sainte Genevieve", "MO", ["29186"]),
        ("St.John the Baptist", "LA", ["22095"]),
        ("Orleans County", "LA", ["22071"]),  # the wrong kind
        ("Orleans County", None, ["36073", "50019"]),
        ("Dona Ana", "NM", ["35013"]),
        ("DOÑA ANA", "NM", ["35013"]),
        ("Bayamon", "PR", ["72021"]),
        ("La Salle", "IL", ["17099"]),
        ("Du Page", "IL", ["17043"]),
        ("Prince George’s", "MD", ["24033"]),
        ("Lewis & Clark", "MT", ["30049"]),
        ("Juneau", "AK", ["02110"]),
        ("Anchorage", "AK", ["02020"]),
        ("Carson City", "NV", ["32510"]),
        ("Charles City", "VA", ["51036"]),
        ("San Francisco City and County", "CA", ["06075"]),
        ("Iowa City", "IA", []),  # lies in Johnson County
        ("Long Island", "GA", []),
        ("Capitol Planning Region", "CT", ["09003"]),
        ("district of columbia", None, ["11001"]),
        ("Mower", "nowhere", []),
        ("", None, []),
        (",", None, []),
        ("County", None, []),
    ],
)
def test_counties_by_name(name: str, state: str | None, expected: list[str]) -> None:
    assert [row.fips for row in places.find_counties(name, state)] == expected


def test_every_county_is_found_by_its_own_name() -> None:
    assert [row for row in places.counties() if places.find_counties(row.name, row.state) != [row]] == []


@settings(deadline=None)  # the first call reads the file
@given(st.text())
def test_no_name_or_code_is_an_error(text: str) -> None:
    places.find_counties(text)
    places.find_counties("Mower", text)
    for answer in (places.county, places.state, places.time_zone):
        answer(text)


# Time zones


def test_every_county_has_a_zone_that_exists() -> None:
    for row in places.counties():
        assert places.time_zone(row.fips) == ZoneInfo(row.time_zone)
    assert set(zones.MAIN_TIME_ZONES) == {row.code for row in places.states()}


@pytest.mark.parametrize(
    ("fips", "january", "july"),
    [
        ("27099", -6, -5),  # Mower MN
        ("48141", -7, -6),  # El Paso TX
        ("48201", -6, -5),  # Harris TX
        ("12033", -6, -5),  # Escambia FL
        ("12086", -5, -4),  # Miami-Dade FL
        ("18089", -6, -5),  # Lake IN
        ("18097", -5, -4),  # Marion IN
        ("21111", -5, -4),  # Jefferson KY
        ("21227", -6, -5),  # Warren KY
        ("47093", -5, -4),  # Knox TN
        ("47037", -6, -5),  # Davidson TN
        ("26071", -6, -5),  # Iron MI
        ("26163", -5, -4),  # Wayne MI
        ("16055", -8, -7),  # Kootenai ID
        ("16001", -7, -6),  # Ada ID
        ("41045", -7, -6),  # Malheur OR
        ("41051", -8, -7),  # Multnomah OR
        ("31157", -7, -6),  # Scotts Bluff NE
        ("31055", -6, -5),  # Douglas NE
        ("46103", -7, -6),  # Pennington SD
        ("46099", -6, -5),  # Minnehaha SD
        ("38089", -7, -6),  # Stark ND
        ("38015", -6, -5),  # Burleigh ND
        ("20181", -7, -6),  # Sherman KS
        ("20173", -6, -5),  # Sedgwick KS
        ("04013", -7, -7),  # Maricopa AZ: no summer time
        ("04001", -7, -6),  # Apache AZ: mostly Navajo Nation
        ("02020", -9, -8),  # Anchorage
        ("15003", -10, -10),  # Honolulu
        ("60050", -11, -11),  # American Samoa
        ("66010", 10, 10),  # Guam
        ("69110", 10, 10),  # Saipan
        ("72127", -4, -4),  # San Juan PR
        ("78030", -4, -4),  # St. Thomas VI
        ("09110", -5, -4),  # a Connecticut planning region
    ],
)
def test_clocks_where_a_state_is_divided(fips: str, january: int, july: int) -> None:
    zone = places.time_zone(fips)
    offsets = [datetime(2026, month, 15, 12, tzinfo=zone).utcoffset() for month in (1, 7)]
    assert zone
    assert [offset.total_seconds() / 3600 for offset in offsets if offset is not None] == [january, july]


@pytest.mark.parametrize(
    ("fips", "zone"), [("27", "America/Chicago"), ("06999", "America/Los_Angeles"), ("99999", None), ("", None)]
)
def test_an_unknown_county_has_its_states_main_zone_or_none(fips: str, zone: str | None) -> None:
    found = places.time_zone(fips)
    assert (found.key if found else None) == zone
