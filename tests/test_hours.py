"""Open, closed or unknown, at any moment, by the place's own clock. Unknown is never turned into closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.hours import (
    DAYS,
    applies,
    exceptions,
    hours_on,
    opening,
    regular_week,
)
from harbor_wagtail.directory.models import ServiceSchedule

CHICAGO = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = "MO,TU,WE,TH,FR"


def row(byday: str = "", opens: str = "", closes: str = "", **given: Any) -> ServiceSchedule:
    return ServiceSchedule(
        byday=byday,
        opens_at=time.fromisoformat(opens) if opens else None,
        closes_at=time.fromisoformat(closes) if closes else None,
        **given,
    )


def at(text: str, zone: Any = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


OFFICE = [row(WEEKDAYS, "09:00", "17:00")]
NIGHT = [row("FR,SA", "20:00", "02:00")]
SPLIT = [row("MO", "09:00", "12:00"), row("MO", "13:00", "17:00")]


@pytest.mark.parametrize(
    ("rows", "moment", "state", "until", "opens"),
    [
        # 2024-06-03 is a Monday.
        pytest.param(OFFICE, "2024-06-03T09:00", "open", "2024-06-03T17:00", None, id="opening minute is open"),
        pytest.param(OFFICE, "2024-06-03T17:00", "closed", None, "2024-06-04T09:00", id="closing minute is closed"),
        pytest.param(OFFICE, "2024-06-03T08:59", "closed", None, "2024-06-03T09:00", id="before opening"),
        pytest.param(OFFICE, "2024-06-07T18:00", "closed", None, "2024-06-10T09:00", id="over the weekend"),
        pytest.param(NIGHT, "2024-06-08T01:30", "open", "2024-06-08T02:00", None, id="after midnight of Friday"),
        pytest.param(NIGHT, "2024-06-09T01:30", "open", "2024-06-09T02:00", None, id="Saturday night is Sunday"),
        pytest.param(NIGHT, "2024-06-10T01:30", "unknown", None, "2024-06-14T20:00", id="not Sunday night"),
        pytest.param(OFFICE, "2024-06-08T12:00", "unknown", None, "2024-06-10T09:00",
                     id="a day nobody wrote about is not closed"),
        pytest.param([*OFFICE, row("SA,SU", closed=True)], "2024-06-08T12:00", "closed", None, "2024-06-10T09:00",
                     id="a day they said they close is"),
        pytest.param(SPLIT, "2024-06-03T12:30", "closed", None, "2024-06-03T13:00", id="lunch"),
        pytest.param([row("MO", "22:00", "00:00"), row("TU", "00:00", "06:00")], "2024-06-03T23:00", "open",
                     "2024-06-04T06:00", None, id="spans that meet at midnight are one"),
        pytest.param([row("MO", "00:00", "23:59")], "2024-06-03T23:59", "open", "2024-06-04T00:00", None,
                     id="23:59 is the end of the day"),
        pytest.param([row("MO", "00:00", "00:00")], "2024-06-03T12:00", "open", "2024-06-04T00:00", None,
                     id="midnight to midnight is a whole day"),
        pytest.param([row(",".join(DAYS), "00:00", "00:00")], "2024-06-05T03:00", "always", None, None,
                     id="every whole day is always"),
        pytest.param([], "2024-06-03T12:00", "unknown", None, None, id="no rows"),
        pytest.param([row("MO")], "2024-06-03T12:00", "unknown", None, None, id="days without times"),
        pytest.param([row("", "09:00", "17:00")], "2024-06-03T12:00", "unknown", None, None, id="times without days"),
        pytest.param([row(WEEKDAYS, "09:00", "17:00", valid_to=date(2024, 1, 1))], "2024-06-03T12:00", "unknown",
                     None, None, id="hours that are over are not known, not closed"),
        pytest.param([row("MO", "09:00", "17:00", freq="WEEKLY", byweekno="3,17")], "2024-06-03T12:00", "unknown",
                     None, None, id="a rule we do not follow"),
        pytest.param([row("", closed=True), *OFFICE], "2024-06-03T18:00", "closed", None, "2024-06-04T09:00",
                     id="closed on no day in particular says nothing"),
    ],
)  # fmt: skip
def test_open_at(rows: list[Any], moment: str, state: str, until: str | None, opens: str | None) -> None:
    found = opening("weekly", rows, CHICAGO, at(moment))
    assert found.state == state
    assert found.until == (at(until) if until else None)
    assert found.opens == (at(opens) if opens else None)


@pytest.mark.parametrize("kind", ["always", "appointment"])
def test_what_the_provider_says_goes_before_rows(kind: str) -> None:
    assert opening(kind, OFFICE, CHICAGO, at("2024-06-02T12:00")).state == kind


def test_rows_are_believed_where_the_kind_was_never_set() -> None:
    assert opening("unknown", OFFICE, CHICAGO, at("2024-06-03T12:00")).state == "open"


def test_the_clock_is_the_places_not_the_visitors() -> None:
    moment = datetime(2024, 6, 3, 13, 30, tzinfo=timezone.utc)  # 8:30 in Chicago, 9:30 in New York
    assert opening("weekly", OFFICE, CHICAGO, moment).state == "closed"
    assert opening("weekly", OFFICE, NEW_YORK, moment).state == "open"


# On 2024-03-10 clocks in Chicago go from 2:00 to 3:00, on 2024-11-03 from 2:00 back to 1:00.


def test_a_night_is_an_hour_shorter_in_spring() -> None:
    night = [row("SA", "22:00", "06:00")]
    start = at("2024-03-09T22:00").astimezone(timezone.utc)
    assert opening("weekly", night, CHICAGO, start + timedelta(hours=6, minutes=59)).state == "open"
    assert opening("weekly", night, CHICAGO, start + timedelta(hours=7)).state != "open"


def test_a_night_is_an_hour_longer_in_autumn() -> None:
    night = [row("SA", "22:00", "06:00")]
    start = at("2024-11-02T22:00").astimezone(timezone.utc)
    assert opening("weekly", night, CHICAGO, start + timedelta(hours=8, minutes=59)).state == "open"
    assert opening("weekly", night, CHICAGO, start + timedelta(hours=9)).state != "open"


def test_the_hour_that_comes_twice_is_open_twice() -> None:
    early = [row("SU", "01:00", "02:00")]
    first = datetime(2024, 11, 3, 6, 30, tzinfo=timezone.utc)  # 1:30, summer time
    assert opening("weekly", early, CHICAGO, first).state == "open"
    assert opening("weekly", early, CHICAGO, first + timedelta(hours=1)).state == "open"


CHRISTMAS = row("", closed=True, valid_from=date(2024, 12, 24), valid_to=date(2024, 12, 26))


def test_a_closed_row_stands_whatever_else_is_said() -> None:
    found = opening("weekly", [*OFFICE, CHRISTMAS], CHICAGO, at("2024-12-25T12:00"))
    assert (found.state, found.opens) == ("closed", at("2024-12-27T09:00"))


def test_the_night_before_a_closed_day_is_still_open() -> None:
    night = [row("MO", "20:00", "04:00"), row("", closed=True, valid_from=date(2024, 6, 4), valid_to=date(2024, 6, 4))]
    assert opening("weekly", night, CHICAGO, at("2024-06-04T03:00")).state == "open"


def test_special_hours_stand_instead_of_the_usual_ones() -> None:
    eve = row("", "10:00", "12:00", valid_from=date(2024, 12, 24), valid_to=date(2024, 12, 24))
    assert hours_on([*OFFICE, eve], date(2024, 12, 24)).spans == ((time(10), time(12)),)
    assert hours_on([*OFFICE, eve], date(2024, 12, 23)).spans == ((time(9), time(17)),)


def test_a_season_stands_instead_of_undated_hours_on_its_days_only() -> None:
    summer = row(WEEKDAYS, "08:00", "13:00", valid_from=date(2024, 6, 1), valid_to=date(2024, 8, 31))
    rows = [*OFFICE, row("SA", "10:00", "12:00"), summer]
    assert hours_on(rows, date(2024, 7, 1)).spans == ((time(8), time(13)),)
    assert hours_on(rows, date(2024, 7, 6)).spans == ((time(10), time(12)),)
    assert hours_on(rows, date(2024, 9, 2)).spans == ((time(9), time(17)),)


def test_the_next_opening_is_not_promised_past_a_day_nobody_can_work_out() -> None:
    unclear = row("", "09:00", "12:00", valid_from=date(2024, 6, 4), valid_to=date(2024, 6, 4), freq="YEARLY")
    found = opening("weekly", [row("TH", "09:00", "17:00"), unclear], CHICAGO, at("2024-06-02T12:00"))
    assert (found.state, found.opens) == ("unknown", None)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ({"byday": "2WE", "freq": "MONTHLY"}, [12]),
        ({"byday": "-1FR", "freq": "MONTHLY"}, [28]),
        ({"byday": "1MO,3MO", "freq": "MONTHLY"}, [3, 17]),
        ({"byday": "SU", "freq": "MONTHLY"}, [2, 9, 16, 23, 30]),
        ({"bymonthday": "1,15,-1", "freq": "MONTHLY"}, [1, 15, 30]),
        ({"byday": "TU", "freq": "WEEKLY", "interval": 2, "dtstart": date(2024, 6, 4)}, [4, 18]),
        ({"freq": "WEEKLY", "dtstart": date(2024, 6, 5)}, [5, 12, 19, 26]),
        ({"byday": "MO", "freq": "WEEKLY", "until": date(2024, 6, 10)}, [3, 10]),
        ({"freq": "DAILY", "valid_from": date(2024, 6, 28)}, [28, 29, 30]),
        ({"byday": " mo , we "}, [3, 5, 10, 12, 17, 19, 24, 26]),
    ],
)
def test_rules_by_their_days_of_june(rule: dict[str, Any], days: list[int]) -> None:
    assert [n for n in range(1, 31) if applies(row(**rule), date(2024, 6, n))] == days


@pytest.mark.parametrize(
    "rule",
    [
        {"byday": "XX"},
        {"byday": "MO", "freq": "FORTNIGHTLY"},
        {"byday": "MO", "freq": "WEEKLY", "interval": 2},
        {"byday": "MO", "freq": "WEEKLY", "count": 10},
        {"byday": "2WE,x", "freq": "MONTHLY"},
        {"freq": "MONTHLY"},
        {"byyearday": "100"},
    ],
)
def test_rules_that_are_not_followed_are_unknown(rule: dict[str, Any]) -> None:
    assert applies(row(**rule), date(2024, 6, 3)) is None


def test_the_usual_week_leaves_exceptions_and_odd_rules_out() -> None:
    second_sunday = row("2SU", "10:00", "12:00", freq="MONTHLY")
    week = regular_week([*OFFICE, row("SA", closed=True), CHRISTMAS, second_sunday], date(2024, 12, 25))
    assert week["WE"].spans == ((time(9), time(17)),)
    assert week["SA"].stated_closed
    assert not week["SU"].spans
    assert not week["SU"].stated_closed


def test_exceptions_that_are_over_are_not_listed() -> None:
    past = row("", closed=True, valid_from=date(2024, 7, 4), valid_to=date(2024, 7, 4))
    assert exceptions([*OFFICE, past, CHRISTMAS], date(2024, 12, 1)) == [CHRISTMAS]


texts = st.text(alphabet="MOTUWEHFRSA,12-x ", max_size=12)
times = st.none() | st.times()
dates = st.none() | st.dates(date(2023, 1, 1), date(2026, 1, 1))
anything = st.builds(
    ServiceSchedule,
    byday=texts,
    opens_at=times,
    closes_at=times,
    valid_from=dates,
    valid_to=dates,
    dtstart=dates,
    until=dates,
    closed=st.booleans(),
    freq=st.sampled_from(["", "WEEKLY", "monthly", "DAILY", "YEARLY", "?"]),
    interval=st.none() | st.integers(0, 9),
    count=st.none() | st.integers(0, 9),
    bymonthday=texts,
    byweekno=texts,
)


@settings(deadline=None)
@given(st.lists(anything, max_size=5), st.integers(0, 366 * 24 * 60))
def test_no_row_is_ever_an_error(rows: list[Any], minutes: int) -> None:
    now = datetime(2024, 1, 2, tzinfo=timezone.utc) + timedelta(minutes=minutes)
    found = opening("weekly", rows, CHICAGO, now)
    assert found.until is None or found.until > now
    assert found.opens is None or found.opens > now
    regular_week(rows, now.date())
