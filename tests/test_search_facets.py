"""What is counted is what is found: every choice, alone and with others, against a plain reading of the rules."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import (
    Holiday,
    Location,
    LocationSchedule,
    Service,
    ServiceAtLocation,
    ServiceIntakeAnswer,
    ServiceSchedule,
)
from harbor_wagtail.directory.search import store
from harbor_wagtail.directory.search.counting import GROUPS
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.places import zip_place
from tests.factories import FREEBORN, HENNEPIN, MOWER, at, location, organization, service, term, weekly
from tests.searching import ask

pytestmark = pytest.mark.django_db

CHICAGO = ZoneInfo("America/Chicago")
#: The field of a search by group, and the values that may be chosen.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "domain": ("domains", ("shelter", "legal", "health")),
    "population": ("populations", ("minors", "lgbtq")),
    "gender": ("genders", ("girls-women", "unstated")),
    "language": ("languages", ("es", "es:interpreter", "so")),
    "cost": ("costs", ("free", "fee", "unknown")),
    "county": ("counties", (MOWER, FREEBORN, HENNEPIN)),
    "accessibility": ("accessibility", ("wheelchair",)),
    "start": ("start", ("self", "no_police_report", "no_id")),
}


@pytest.fixture(autouse=True)
def forget_what_is_known() -> Iterator[None]:
    yield
    store.forget()


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def move(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(datetime(2026, 11, 18, 12, tzinfo=CHICAGO))  # a Wednesday
    return move


def codes(vocabulary: str) -> list[str]:
    term("es", "languages")
    from harbor_wagtail.directory.models import TaxonomyTerm

    return list(TaxonomyTerm.objects.of(vocabulary).order_by("pk").values_list("code", flat=True))


def some_services(number: int, chance: random.Random) -> list[Service]:
    """Services that differ in everything a visitor can choose."""
    owner = organization()
    genders, access = codes("genders"), codes("accessibility")
    made = []
    for count in range(number):
        areas: list[Any] = chance.choice([[MOWER], [FREEBORN, MOWER], ["27"], [{"kind": "remote"}], []])
        record = service(
            owner,
            f"S{count:02}",
            domains=chance.sample(["shelter", "legal", "health"], chance.randint(0, 2)),
            populations=[
                term(code, "populations") for code in chance.sample(["minors", "lgbtq"], chance.randint(0, 2))
            ],
            genders=[term(code, "genders") for code in chance.sample(genders, chance.randint(0, 1))],
            languages=[
                {"term": term(code, "languages"), "provision": chance.choice(["staff", "interpreter", "unspecified"])}
                for code in chance.sample(["es", "so"], chance.randint(0, 2))
            ],
            areas=areas,
            cost=chance.choice(["free", "fee", "unknown"]),
            referral=chance.choice(["anyone", "unknown"]),
            answers=chance.choice([{}, {"police_report": "no"}, {"police_report": "no", "id": "no"}, {"id": "yes"}]),
            minimum_age=chance.choice([None, 12, 18]),
            schedules=chance.choice([[], [weekly("WE", "09:00", "17:00")], [weekly("WE", "13:00", "17:00")]]),
        )
        for _ in range(chance.randint(0, 2)):
            place = location(owner, county=chance.choice([MOWER, FREEBORN, HENNEPIN]), address=chance.random() < 0.5)
            if chance.random() < 0.5:
                place.accessibility_features.set([term(access[0], "accessibility")])
                place.save()
            at(record, place)
        made.append(record)
    return made


def some_searches(number: int, chance: random.Random) -> Iterator[Search]:
    for _ in range(number):
        given: dict[str, Any] = {}
        for field, values in FIELDS.values():
            if chance.random() < 0.25:
                given[field] = tuple(chance.sample(values, chance.randint(1, min(2, len(values)))))
        if chance.random() < 0.3:
            given["age"] = Decimal(chance.choice([10, 15, 20]))
        yield Search(
            **given,
            open_now=chance.random() < 0.2,
            age_stated=chance.random() < 0.2,
            near=zip_place("55912") if chance.random() < 0.3 else None,
            words="s" if chance.random() < 0.1 else "",
        )


def asking_alone(search: Search, group: str, value: str) -> Search:
    if group == "open":
        return replace(search, open_now=True)
    if group == "start":
        return replace(search, start=(*search.start, value))
    return replace(search, **{FIELDS[group][0]: (value,)})


def test_a_count_is_what_choosing_it_finds(noon: Any) -> None:
    chance = random.Random(3)
    FIELDS["gender"] = ("genders", (codes("genders")[0], "unstated"))
    FIELDS["accessibility"] = ("accessibility", (codes("accessibility")[0],))
    some_services(16, chance)
    asked = 0
    for search in some_searches(15, chance):
        counts = find(search).counts
        assert set(counts) == set(GROUPS)
        for group, (_, values) in FIELDS.items():
            for value in values:
                assert counts[group].get(value, 0) == find(asking_alone(search, group, value)).total, (search, value)
                asked += bool(counts[group].get(value))
        assert counts["open"].get("now", 0) == find(replace(search, open_now=True)).total
        without = find(replace(search, age_stated=False)).total - find(replace(search, age_stated=True)).total
        assert counts["age"].get("unstated", 0) == without
    assert asked > 60  # not all of it nothing


def test_one_place_has_to_meet_everything() -> None:
    access = term(codes("accessibility")[0], "accessibility")
    ramp, stairs = location(county=FREEBORN), location(county=HENNEPIN)
    ramp.accessibility_features.set([access])
    ramp.save()
    service(name="Both", places=[ramp, stairs])
    assert ask(accessibility=(access.code,), counties=(FREEBORN,)) == ["Both"]
    assert ask(accessibility=(access.code,), counties=(HENNEPIN,)) == []
    counts = find(Search(accessibility=(access.code,))).counts
    assert counts["county"] == {FREEBORN: 1}
    assert counts["accessibility"] == {access.code: 1}


def test_who_reaches_everybody_from_one_place_and_a_county_from_another_counts_once() -> None:
    access = term(codes("accessibility")[0], "accessibility")
    line, room = location(county="", location_type="virtual"), location(county=MOWER)
    room.accessibility_features.set([access])
    room.save()
    service(name="Both", places=[line, room])
    service(name="Here alone", places=[location(county=MOWER)])
    service(name="All of the state", areas=["27"])
    service(name="There", areas=[FREEBORN])
    everybody = {MOWER: 3, FREEBORN: 3}
    assert find(Search()).counts["county"] == everybody
    for county, number in everybody.items():
        assert find(Search(counties=(county,))).total == number
    # The line has no ramp, so what is left of this one is for the county of its room.
    assert find(Search(accessibility=(access.code,))).counts["county"] == {MOWER: 1}


def test_a_no_that_nobody_confirmed_is_not_found() -> None:
    service(name="Confirmed", answers={"id": "no"})
    service(name="Rumour", answers={"id": {"answer": "no"}})
    unasked = service(name="Unasked")
    assert ask(start=("no_id",)) == ["Confirmed"]
    ServiceIntakeAnswer.objects.create(
        service=unasked, question="id", answer="no", said_by_role="intake", said_on=date(2026, 1, 5)
    )
    assert ask(start=("no_id",)) == ["Confirmed", "Unasked"]


def test_who_may_ask_themselves() -> None:
    service(name="Anyone", referral="anyone")
    service(name="Said yes", answers={"self_referral": "yes"})
    service(name="Said no", answers={"self_referral": "no"})
    service(name="Unknown")
    assert ask(start=("self",)) == ["Anyone", "Said yes"]


@pytest.mark.parametrize("field", ["domains", "populations", "genders", "languages", "costs", "accessibility"])
def test_a_value_nobody_has_finds_nothing_and_what_makes_no_sense_is_left_out(field: str) -> None:
    service()
    assert ask(**{field: ("no-such-code",)}) == []
    assert len(ask(**{field: ("", "\x00")})) == 1
    assert len(ask(start=("no_dragon",), open_now=False)) == 1


# Open now


def test_open_now_in_the_providers_zone_and_not_by_guess(noon: Callable[[datetime], None]) -> None:
    service(name="1 days", schedules=[weekly("MO,TU,WE,TH,FR", "09:00", "17:00")])
    service(name="2 nights", schedules=[weekly("TU", "22:00", "06:00")])
    service(name="3 always", hours="always")
    service(name="4 appointment", hours="appointment")
    service(name="5 unknown")
    service(name="6 elsewhere", schedules=[weekly("WE", "09:00", "11:00")], areas=["06037"])  # Los Angeles
    service(name="7 of the place", places=[location()])
    LocationSchedule.objects.create(location=Location.objects.get(), **weekly("WE", "11:00", "13:00"))
    assert ask(open_now=True) == ["1 days", "3 always", "6 elsewhere", "7 of the place"]
    noon(datetime(2026, 11, 18, 5, 59, tzinfo=CHICAGO))
    assert ask(open_now=True) == ["2 nights", "3 always"]
    noon(datetime(2026, 11, 18, 6, tzinfo=CHICAGO))
    assert ask(open_now=True) == ["3 always"]
    # By the clock on the wall, wherever they are.
    assert ask(open_at=datetime.fromisoformat("2026-11-18T10:00")) == ["1 days", "3 always", "6 elsewhere"]
    assert ask(open_at=datetime.fromisoformat("2026-11-22T10:00")) == ["3 always"]
    for beyond in ("0001-01-01T00:00", "9999-12-31T23:59"):
        assert ask(open_at=datetime.fromisoformat(beyond)) == []  # the calendar ends there; no error


def test_open_now_on_a_holiday(noon: Callable[[datetime], None]) -> None:
    for choice in ("unknown", "closed", "as_usual"):
        service(name=choice, holidays=choice, schedules=[weekly("TH", "09:00", "17:00")])
    service(name="always", hours="always")
    noon(datetime(2026, 11, 26, 12, tzinfo=CHICAGO))
    assert ask(open_now=True) == ["always", "as_usual", "closed", "unknown"]
    thanksgiving = Holiday.objects.create(name="Thanksgiving", first_day=date(2026, 11, 26), repeats="weekday")
    assert ask(open_now=True) == ["always", "as_usual"]
    thanksgiving.delete()
    assert len(ask(open_now=True)) == 4


def test_hours_written_by_themselves_count(noon: Any) -> None:
    record = service(places=[location()])
    assert ask(open_now=True) == []
    ServiceSchedule.objects.create(service=record, **weekly("WE", "09:00", "17:00"))
    assert len(ask(open_now=True)) == 1
    at_place = ServiceAtLocation.objects.get()
    at_place.schedules.create(**weekly("TH", "09:00", "17:00"))  # closer, and not today
    at_place.save()
    assert ask(open_now=True) == []


# Changes


def test_after_any_change_everything_is_as_if_made_anew(noon: Any) -> None:
    chance = random.Random(9)
    records = some_services(8, chance)
    searches = [Search(), Search(near=zip_place("55912")), *some_searches(8, chance)]

    def answers() -> list[Any]:
        return [find(search) for search in searches]

    answers()
    for step in range(10):
        record = chance.choice(records)
        change(record, step, chance)
        spliced, snapshot = answers(), store._snapshots["default"]
        store.forget()
        assert answers() == spliced
        store._snapshots["default"] = snapshot  # and on from what was spliced


def change(record: Service, step: int, chance: random.Random) -> None:
    record = Service.objects.get(pk=record.pk)
    if step % 5 == 0:
        at(record, location(county=HENNEPIN, address=True))  # a row more than its segment has room for
    elif step % 5 == 1:
        record.domains.set([term(chance.choice(["shelter", "legal", "health"]))])
        record.name = f"Renamed {step}"
        record.save()
    elif step % 5 == 2:
        record.live = not record.live
        record.save()
    elif step % 5 == 3:
        record_availability(record, chance.choice(["temporarily_closed", "closed", "open"]))
    else:
        for place in Location.objects.filter(service_at_locations__service=record)[:1]:
            place.delete()
