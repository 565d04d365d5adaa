"""The order of what is found: near a ZIP, one hit per service, page after page."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Location, Service, ServiceStatus, UpkeepSettings
from harbor_wagtail.directory.search import nearness
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.places import Point, distance_miles, zip_place
from tests.factories import HENNEPIN, MOWER, at, location, service
from tests.searching import ask, every_engine, names  # noqa: F401  (the fixture is used by all)

pytestmark = pytest.mark.django_db

ZIP = zip_place("55912")  # Austin, in Mower County
assert ZIP


def place_at(miles_north: float, **given: Any) -> Location:
    """A public place so many miles north of the ZIP's point."""
    return location(
        address={
            "address_1": "1 Main St",
            "latitude": ZIP.latitude + miles_north / 69.0936,
            "longitude": ZIP.longitude,
        },
        **given,
    )


# One hit per service, pages


def test_a_service_with_many_places_is_one_hit_at_the_nearest() -> None:
    many = service(name="Many")
    places = [place_at(miles) for miles in (30, 5, 12)]
    for place in places:
        at(many, place)
    page = find(Search(near=ZIP))
    assert (page.total, [hit.location_id for hit in page.hits]) == (1, [places[1].pk])
    assert [hit.location_id for hit in find(Search()).hits] == [places[0].pk]


@pytest.mark.parametrize(
    ("asked", "number", "shown"),
    [(1, 1, "AB"), (3, 3, "E"), (4, 3, "E"), (10**9, 3, "E"), (10**30, 3, "E"), (0, 1, "AB"), (-7, 1, "AB")],
)
def test_a_page_that_is_not_there_is_the_nearest_that_is(asked: int, number: int, shown: str) -> None:
    for name in "ECADB":
        service(name=name)
    page = find(Search(page=asked, per_page=2))
    assert ("".join(names(page)), page.number, page.pages, page.total) == (shown, number, 3, 5)


@pytest.mark.parametrize("words", ["", "shelter food"])
def test_a_question_costs_three_queries_however_much_is_found(words: str, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        service(name=f"Shelter {number}", places=[place_at(number)])
    find(Search(words=words))  # reads what is kept in memory
    with django_assert_max_num_queries(3 if words else 1):  # has anything changed? then the words, all and any
        find(Search(words=words, near=ZIP, counties=(MOWER,), age=Decimal(15)))


# Near a ZIP


def test_order_round_a_zip() -> None:
    """Next door, then for the county without a door, then round about, then for everybody."""
    service(name="Next door", areas=[MOWER], places=[place_at(9)])
    service(name="Next door but not for us", areas=[HENNEPIN], places=[place_at(3)])
    service(name="Hidden in the county", areas=[HENNEPIN], places=[location(county=MOWER)])
    service(name="Outreach to the county", areas=[{"kind": "outreach", "fips": MOWER}])
    service(name="Round about", areas=[HENNEPIN], places=[place_at(40, county=HENNEPIN)])
    service(name="Nearer", areas=[HENNEPIN], places=[place_at(20, county=HENNEPIN)])
    service(name="Far but for us", areas=[MOWER], places=[place_at(70, county=HENNEPIN)])
    service(name="Too far", areas=[HENNEPIN], places=[place_at(60, county=HENNEPIN)])
    service(name="Hidden elsewhere", places=[location(county=HENNEPIN)])
    service(name="Statewide", areas=["27"], places=[place_at(90, county=HENNEPIN)])
    service(name="By phone", areas=[{"kind": "remote"}])
    page = find(Search(near=ZIP, miles=50))
    assert names(page) == [
        *("Next door but not for us", "Next door", "Hidden in the county", "Outreach to the county"),
        *("Nearer", "Round about", "Far but for us", "By phone", "Statewide"),
    ]
    rounded = [None if hit.distance_miles is None else round(hit.distance_miles) for hit in page.hits]
    assert rounded == [3, 9, None, None, 20, 40, 70, None, None]


def test_the_order_runs_on_over_pages() -> None:
    for number in range(11):
        service(name=f"S{number:02}", places=[place_at((number * 7) % 11 + 0.5)])
    whole = find(Search(near=ZIP, per_page=100)).hits
    parts = [find(Search(near=ZIP, per_page=3, page=number)).hits for number in range(1, 5)]
    assert tuple(hit for part in parts for hit in part) == whole
    assert [hit.distance_miles for hit in whole] == sorted(hit.distance_miles or 0 for hit in whole)


def test_equal_distances_keep_one_order() -> None:
    for name in "CAB":
        service(name=name, places=[place_at(4)])
    assert ask(near=ZIP) == ["A", "B", "C"]


@pytest.mark.parametrize(("north", "east"), [(0.05, 0.05), (-0.4, 0.3), (3.0, -3.0), (-6.5, 2.0)])
def test_a_distance_is_the_great_circles(north: float, east: float) -> None:
    point = Point(ZIP.latitude + north, ZIP.longitude + east)
    service(places=[location(address={"latitude": point.latitude, "longitude": point.longitude})])
    (hit,) = find(Search(near=ZIP, miles=500)).hits
    assert hit.distance_miles == pytest.approx(distance_miles(ZIP.point, point), rel=1e-3)


def test_a_place_that_moved_is_looked_for_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "FEW", 0)  # or so few would be measured one by one
    moving, stays = place_at(5), place_at(5)
    service(name="Moves", places=[moving], areas=[HENNEPIN])
    service(name="Stays", places=[stays], areas=[HENNEPIN])
    assert far() == {"Moves": 5, "Stays": 5}
    move(moving, 80)
    assert far() == {"Stays": 5}
    move(moving, 10)
    move(stays, 6)
    assert far() == {"Moves": 10, "Stays": 6}


def far() -> dict[str, float]:
    page = find(Search(near=ZIP, miles=20))
    miles = (hit.distance_miles or 0 for hit in page.hits)
    return dict(zip(names(page), map(round, miles), strict=True))


def move(place: Location, miles_north: float) -> None:
    place.latitude = ZIP.latitude + miles_north / 69.0936
    place.save()


def test_across_the_date_line_the_short_way_counts() -> None:
    adak = zip_place("99546")
    assert adak
    address = {"latitude": adak.latitude, "longitude": adak.longitude - 4 + 360}
    service(places=[location(county="02016", address=address)])
    (hit,) = find(Search(near=adak, miles=500)).hits
    assert hit.distance_miles == pytest.approx(171, abs=5)


@pytest.mark.parametrize(("latitude", "longitude"), [(None, None), (91.0, 0.0), (43.6, -292.9), (4366.0, -9297.0)])
def test_coordinates_that_cannot_be_are_no_distance(latitude: float | None, longitude: float | None) -> None:
    service(places=[location(address={"address_1": "1 Main", "latitude": latitude, "longitude": longitude})])
    (hit,) = find(Search(near=ZIP)).hits
    assert hit.distance_miles is None  # found for its county, without a distance


def test_a_zip_without_a_county_finds_what_is_near_and_what_is_everywhere() -> None:
    box = zip_place("55999")
    assert box
    assert box.county_fips is None
    service(name="Hidden", places=[location(county=MOWER)])
    service(name="By phone", areas=[{"kind": "remote"}])
    assert ask(near=box) == ["By phone"]


# When nobody is left


def test_what_was_checked_too_long_ago_ranks_last_but_before_what_is_closed() -> None:
    today = timezone.localdate()
    for name, days in (("A old", 700), ("B new", 20), ("D closed", 20), ("E old and near", 700)):
        where = [place_at(1)] if "near" in name else [place_at(9)]
        record_verification(service(name=name, places=where), checked_on=today - timedelta(days=days), method="phone")
    service(name="C never", places=[place_at(9)])
    record_availability(Service.objects.get(name="D closed"), ServiceStatus.TEMPORARILY_CLOSED)
    assert ask() == ["B new", "C never", "A old", "E old and near", "D closed"]
    assert ask(near=ZIP) == ["B new", "C never", "E old and near", "A old", "D closed"]
    rules = UpkeepSettings.objects.create(stale_after_months=36)
    assert ask() == ["A old", "B new", "C never", "E old and near", "D closed"]
    rules.stale_after_months = 12
    rules.save()
    record_verification(Service.objects.get(name="A old"), checked_on=today, method="phone")
    assert ask()[0] == "A old"
