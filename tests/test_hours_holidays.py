"""On a holiday of the site's calendar, unknown is not closed, and not open either."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.hours import Holidays, Opening, hours_on, opening, state_at
from harbor_wagtail.directory.models import Holiday, ServiceSchedule

CHICAGO = ZoneInfo("America/Chicago")
THANKSGIVING = Holiday(name="Thanksgiving", first_day=date(2026, 11, 26), repeats="weekday")
CALENDAR = Calendar([THANKSGIVING, Holiday(name="Christmas", first_day=date(2020, 12, 25))])
WEEKDAYS = ServiceSchedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17))
NIGHTS = ServiceSchedule(freq="WEEKLY", byday="WE,TH", opens_at=time(22), closes_at=time(6))
ROUND_THE_CLOCK = ServiceSchedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", opens_at=time(0), closes_at=time(0))
THURSDAY_SHORT = ServiceSchedule(
    byday="TH", opens_at=time(10), closes_at=time(14), valid_from=date(2026, 11, 26), valid_to=date(2026, 11, 26)
)
SEASON = ServiceSchedule(
    freq="WEEKLY", byday="TH", opens_at=time(8), closes_at=time(12),
    valid_from=date(2026, 10, 1), valid_to=date(2026, 12, 31),
)  # fmt: skip


def on(choice: str, at: str, *rows: ServiceSchedule, kind: str = "weekly") -> Opening:
    moment = datetime.fromisoformat(at).replace(tzinfo=CHICAGO)
    return opening(kind, rows, CHICAGO, moment, Holidays(choice, CALENDAR.name_on))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize("at", ["2026-11-26T10:00", "2027-11-25T10:00"])  # the fourth Thursday, year after year
def test_what_nobody_said_is_unknown_on_a_holiday(at: str) -> None:
    assert on("unknown", at, WEEKDAYS) == Opening("unknown", holiday="Thanksgiving")
    assert on("as_usual", at, WEEKDAYS).state == "open"
    closed = on("closed", at, WEEKDAYS)
    assert (closed.state, closed.holiday) == ("closed", "Thanksgiving")


def test_closed_for_a_holiday_says_when_next() -> None:
    assert on("closed", "2026-11-26T10:00", WEEKDAYS).opens == local("2026-11-27T09:00")


def test_outside_the_usual_hours_it_is_closed_on_a_holiday_as_well() -> None:
    assert on("unknown", "2026-11-26T20:00", WEEKDAYS) == Opening("closed", opens=local("2026-11-27T09:00"))


def test_an_opening_that_may_not_be_is_not_promised() -> None:
    assert on("unknown", "2026-11-25T20:00", WEEKDAYS) == Opening("closed")
    assert on("as_usual", "2026-11-25T20:00", WEEKDAYS).opens == local("2026-11-26T09:00")


def test_the_services_own_dated_hours_win_and_its_seasons_do_not() -> None:
    for choice in ("unknown", "closed"):
        assert on(choice, "2026-11-26T11:00", WEEKDAYS, THURSDAY_SHORT).state == "open"
        assert on(choice, "2026-11-26T15:00", WEEKDAYS, THURSDAY_SHORT).state == "closed"
    assert on("unknown", "2026-11-26T11:00", WEEKDAYS, SEASON).state == "unknown"


def test_the_night_before_runs_on_into_the_holiday() -> None:
    assert on("closed", "2026-11-26T03:00", NIGHTS).state == "open"
    assert on("closed", "2026-11-26T23:00", NIGHTS).state == "closed"
    assert on("unknown", "2026-11-26T23:00", NIGHTS).state == "unknown"
    assert on("unknown", "2026-11-27T03:00", NIGHTS) == Opening("unknown", holiday="Thanksgiving")


@pytest.mark.parametrize(("kind", "rows"), [("always", ()), ("weekly", (ROUND_THE_CLOCK,))])
def test_what_never_closes_stays_open_unless_it_says_otherwise(kind: str, rows: tuple[ServiceSchedule, ...]) -> None:
    assert on("unknown", "2026-11-26T10:00", *rows, kind=kind).state == "always"
    closed = on("closed", "2026-11-26T10:00", *rows, kind=kind)
    assert (closed.state, closed.holiday, closed.opens) == ("closed", "Thanksgiving", local("2026-11-27T00:00"))
    assert on("closed", "2026-12-02T10:00", *rows, kind=kind).state == "always"


def test_the_short_way_gives_the_same_state() -> None:
    for choice in ("unknown", "closed", "as_usual"):
        for rows in ((WEEKDAYS,), (NIGHTS,), (WEEKDAYS, THURSDAY_SHORT), (SEASON, NIGHTS)):
            rule = Holidays(choice, CALENDAR.name_on)
            for hour in range(24 * 4):
                moment = datetime(2026, 11, 25 + hour // 24, hour % 24, 30, tzinfo=CHICAGO)
                short = state_at(lambda day, r=rows, h=rule: hours_on(r, day, h), CHICAGO, moment)  # type: ignore[misc]
                assert short == opening("weekly", rows, CHICAGO, moment, rule).state


def test_the_search_gives_the_same_state_over_nights_holidays_and_changed_clocks() -> None:
    from harbor_wagtail.directory.search.timetable import COLUMNS, Hours, Moment, packed

    early = ServiceSchedule(freq="WEEKLY", byday="SU", opens_at=time(1, 30), closes_at=time(3))
    for choice in ("unknown", "closed", "as_usual"):
        for rows in (
            (WEEKDAYS,),
            (NIGHTS,),
            (ROUND_THE_CLOCK,),
            (WEEKDAYS, THURSDAY_SHORT),
            (SEASON, NIGHTS),
            (early,),
        ):
            text = packed("weekly", choice, "America/Chicago", [{n: getattr(row, n) for n in COLUMNS} for row in rows])
            kept = Hours(text)
            for start in (datetime(2026, 11, 25, tzinfo=CHICAGO), datetime(2026, 10, 31, tzinfo=CHICAGO)):
                for half_hour in range(3 * 48):  # Thanksgiving, and the night on which the clock goes back
                    at = datetime.fromtimestamp(start.timestamp() + 1800 * half_hour, tz=CHICAGO)
                    moment = Moment.of(at, CHICAGO, CALENDAR)
                    expected = opening("weekly", rows, CHICAGO, at, Holidays(choice, CALENDAR.name_on)).state
                    assert kept.is_open(moment, CALENDAR) == (expected in ("open", "always")), (choice, at)
