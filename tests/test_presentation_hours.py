"""Hours, holidays and whose clock they go by, in plain words; unknown is neither open nor closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.models import Holiday, Location, Service, ServiceArea, ServiceSchedule
from harbor_wagtail.directory.presentation import holidays, opening

CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2024, 6, 3)  # a Monday
NOON = datetime(2024, 6, 3, 12, 0, tzinfo=CHICAGO)


def service(**given: Any) -> Service:
    return Service(**given)


# Hours in words


def hours(byday: str, opens: str, closes: str, **given: Any) -> ServiceSchedule:
    return ServiceSchedule(
        byday=byday, opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes), **given
    )


WEEK = [hours("MO,TU,WE,TH,FR", "09:00", "17:00")]


@pytest.mark.parametrize(
    ("kind", "rows", "moment", "state", "words"),
    [
        ("always", [], NOON, "open", "Open, all day and night"),
        ("weekly", WEEK, NOON, "open", "Open now, until 5 p.m."),
        ("weekly", WEEK, NOON.replace(hour=8), "closed", "Closed now. Opens today at 9 a.m."),
        ("weekly", WEEK, NOON.replace(hour=18), "closed", "Closed now. Opens tomorrow at 9 a.m."),
        ("weekly", WEEK, NOON.replace(day=7, hour=18), "closed", "Closed now. Opens on Monday at 9 a.m."),
        ("weekly", [hours("MO", "20:00", "02:00")], NOON.replace(hour=21), "open", "Open now, until 2 a.m."),
        ("weekly", [hours("MO", "09:00", "00:00")], NOON, "open", "Open now, until midnight"),
        ("weekly", [hours("MO,TU", "00:00", "00:00")], NOON, "open", "Open now, until midnight on Wednesday"),
        ("appointment", WEEK, NOON, "wait", "By appointment"),
        ("unknown", [], NOON, "unknown", "Hours not known. Call to ask."),
    ],
)
def test_open_words(kind: str, rows: list[Any], moment: datetime, state: str, words: str) -> None:
    found = opening.open_words(kind, rows, CHICAGO, moment)
    assert (found.state, found.text) == (state, words)


def test_a_clock_that_is_not_the_sites_says_so() -> None:
    words = opening.open_words("weekly", WEEK, ZoneInfo("America/New_York"), NOON).text
    assert words == "Open now, until 5 p.m. their time"


@pytest.mark.parametrize(
    ("place", "areas", "zone"),
    [
        (Location(time_zone="America/Denver", county="27099"), [], "America/Denver"),
        (Location(county="06037"), [], "America/Los_Angeles"),
        (Location(time_zone="Nowhere/City", county="06037"), [], "America/Los_Angeles"),
        (None, [ServiceArea(kind="county", fips="36061")], "America/New_York"),
        (None, [ServiceArea(kind="county", fips="36061"), ServiceArea(kind="county", fips="06037")], "America/Chicago"),
        (None, [], "America/Chicago"),
    ],
    ids=["own", "county", "own that is none", "area", "areas that differ", "site"],
)
def test_whose_clock(place: Any, areas: list[Any], zone: str) -> None:
    assert str(opening.zone_of(place, areas)) == zone


def test_the_table_of_the_week() -> None:
    rows = [
        *WEEK,
        hours("SA", "10:00", "12:00"),
        hours("SA", "13:00", "00:00"),
        ServiceSchedule(byday="SU", closed=True),
        ServiceSchedule(closed=True, valid_from=date(2024, 7, 4), valid_to=date(2024, 7, 4)),
        hours("2WE", "18:00", "20:00", freq="MONTHLY"),
        ServiceSchedule(description="Nurse on call."),
    ]
    table = opening.hours_table(rows, TODAY)
    assert table.rows == [
        ("Monday to Friday", "9 a.m. to 5 p.m."),
        ("Saturday", "10 a.m. to noon and 1 p.m. to midnight"),
        ("Sunday", "Closed"),
    ]
    assert table.others == [
        "July 4, 2024: closed",
        "The second Wednesday of the month: 6 p.m. to 8 p.m.",
        "Nurse on call.",
    ]


def test_days_not_mentioned_are_not_called_closed() -> None:
    assert opening.hours_table(WEEK, TODAY).rows == [
        ("Monday to Friday", "9 a.m. to 5 p.m."),
        ("Other days", "No hours given"),
    ]


# Holidays: unknown is neither open nor closed


JUNE_3 = Calendar([Holiday(name="Founders’ Day", first_day=TODAY)])


@pytest.mark.parametrize(
    ("choice", "state", "words"),
    [
        ("unknown", "unknown", "May be closed today (Founders’ Day). Call first."),
        ("closed", "closed", "Closed today (Founders’ Day). Opens tomorrow at 9 a.m."),
        ("as_usual", "open", "Open now, until 5 p.m."),
    ],
)
def test_on_a_holiday(choice: str, state: str, words: str) -> None:
    chosen = JUNE_3.for_service(service(holidays=choice))
    found = opening.open_words("weekly", WEEK, CHICAGO, NOON, chosen)
    assert (found.state, found.text) == (state, words)


@pytest.mark.parametrize(
    ("choice", "answer", "coming"),
    [
        ("unknown", "Not known. Call first.", "may be closed. Call first."),
        ("closed", "Closed", "closed"),
        ("as_usual", "Open as on any day", None),
    ],
)
def test_holidays_of_the_next_days(choice: str, answer: str, coming: str | None) -> None:
    record = service(hours="weekly", holidays=choice)
    assert holidays.on_holidays(record) == answer
    lines = holidays.coming_holidays(record, WEEK, JUNE_3, TODAY - timedelta(days=13))
    assert lines == ([f"Founders’ Day, Monday, June 3, 2024: {coming}"] if coming else [])
    assert holidays.coming_holidays(record, WEEK, JUNE_3, TODAY - timedelta(days=14)) == []
    own = ServiceSchedule(valid_from=TODAY, valid_to=TODAY, opens_at=time(10), closes_at=time(12))
    assert holidays.coming_holidays(record, [*WEEK, own], JUNE_3, TODAY) == []


def test_a_shipped_holiday_reads_in_the_visitors_language_and_an_editors_own_as_written() -> None:
    assert holidays.holiday_name("Founders’ Day") == "Founders’ Day"
    assert holidays.holiday_name(" ") == ""
