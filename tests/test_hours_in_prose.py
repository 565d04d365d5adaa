"""Opening hours in prose are understood to the last word, or stay prose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing.values import ParsedHours, parse_hours
from harbor_wagtail.directory.importing.values.days import WEEK

MO_FR = "MO,TU,WE,TH,FR"


def told(hours: ParsedHours) -> list[str]:
    return [f"{','.join(span.byday)} {span.opens:%H:%M}-{span.closes:%H:%M}" for span in hours.spans]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Mon-Fri 9am-5pm, Sat 10-2", [f"{MO_FR} 09:00-17:00", "SA 10:00-14:00"]),
        ("M–Th 8:00–16:30; F 8-12", ["MO,TU,WE,TH 08:00-16:30", "FR 08:00-12:00"]),
        ("Daily 7a.m. to 11p.m.", [f"{','.join(WEEK)} 07:00-23:00"]),
        ("Weekdays noon – 2 a.m.", [f"{MO_FR} 12:00-02:00"]),
        ("9am-5pm Monday through Friday", [f"{MO_FR} 09:00-17:00"]),
        ("Monday - Friday: 8:30 am - 12 pm, 1 pm - 4:30 pm", [f"{MO_FR} 08:30-12:00", f"{MO_FR} 13:00-16:30"]),
        ("MWF 9-12, TTh 1-5pm", ["MO,WE,FR 09:00-12:00", "TU,TH 13:00-17:00"]),
        ("M/W/F 10a-2p", ["MO,WE,FR 10:00-14:00"]),
        ("Mon, Wed & Fri 9-5", ["MO,WE,FR 09:00-17:00"]),
        ("Mon. - Thurs. 8:30-5:00; Fri. 8:30-noon", ["MO,TU,WE,TH 08:30-17:00", "FR 08:30-12:00"]),
        ("Mo-Fr 09:00-17:00", [f"{MO_FR} 09:00-17:00"]),
        ("Hours: Mon-Fri 9 to 5", [f"{MO_FR} 09:00-17:00"]),
        ("Fri-Mon 6pm-6am", ["MO,FR,SA,SU 18:00-06:00"]),
        ("Mon-Fri 24 hours", [f"{MO_FR} 00:00-00:00"]),
        ("Monday 9AM to 5PM Tuesday 9AM to 5PM", ["MO,TU 09:00-17:00"]),
        ("Lunes a viernes 9 a.m. a 5 p.m.", [f"{MO_FR} 09:00-17:00"]),
        ("Lunes a viernes de 9 a 5", [f"{MO_FR} 09:00-17:00"]),
        ("Sábados y domingos de 10:00 a 14:00", ["SA,SU 10:00-14:00"]),
        ("Lun-Mar: 9:00 a. m. - 5:00 p. m.", ["MO,TU 09:00-17:00"]),
    ],
    ids=str,
)
def test_a_week_is_understood(prose: str, expected: list[str]) -> None:
    hours = parse_hours(prose)
    assert hours.kind == "weekly"
    assert told(hours) == expected
    assert hours.notes == ""


def test_closed_days_are_said_and_the_rest_is_only_not_mentioned() -> None:
    lines = parse_hours("Mon-Fri 9:00AM - 5:00PM\nSaturday 10:00AM-2:00PM\nSunday Closed")
    assert (lines.kind, lines.closed_days) == ("weekly", ("SU",))
    assert parse_hours("Mon 9-5; Tue closed; Wed 10-6").closed_days == ("TU",)
    daily = parse_hours("Daily 9-5, closed Sundays")
    assert told(daily) == ["MO,TU,WE,TH,FR,SA 09:00-17:00"]
    only = parse_hours("Closed Sundays")
    assert (only.kind, only.closed_days, only.notes) == ("unknown", ("SU",), "Closed Sundays")


@pytest.mark.parametrize(
    "prose",
    [
        "24/7",
        "24 hours a day, 7 days a week",
        "Open 24 hours",
        "24 hours, 365 days a year",
        "24 hrs/7 days a week",
        "24 horas al día",
    ],
)
def test_always_is_always(prose: str) -> None:
    assert parse_hours(prose).kind == "always"


@pytest.mark.parametrize("prose", ["By appointment only", "Appointment required", "Con cita previa", "By appt."])
def test_by_appointment(prose: str) -> None:
    assert parse_hours(prose).kind == "appointment"


@pytest.mark.parametrize(
    ("prose", "note"),
    [
        ("Mon-Fri 9-5 or by appointment", "or by appointment"),
        ("Mon-Fri 8-5 except holidays", "except holidays"),
        ("Mon-Fri 8-5 (Closed Major Holidays)", "Closed Major Holidays"),
    ],
)
def test_what_the_spans_do_not_say_is_kept_in_its_own_words(prose: str, note: str) -> None:
    hours = parse_hours(prose)
    assert (hours.kind, hours.notes) == ("weekly", note)


@pytest.mark.parametrize(
    "prose",
    [
        "Call for hours",
        "Hours vary",
        "Mon-Fri",  # no times
        "9-5",  # no days
        "Sat 1-4",  # morning or afternoon?
        "1st and 3rd Tuesday 9-5",
        "Mon-Fri 9-5, Wed 9-8",  # Wednesday twice
        "M-F 9-5 (closed 12-1)",
        "Mon-Fri 8a-5p, after hours call 911",
        "Mon-Fri; Sat 9-5",  # and on Monday?
        "We open 9am-5pm",  # no Wednesday
        "Mar 9-5",  # March, or martes?
        "9-5 S",
        "Summer: Mon-Fri 9-5",
        "Mon-Fri 9-5 Jun-Aug",
        "Intake Mon-Fri 9-5",
        "not open Mon-Fri 9-5",
    ],
)
def test_hours_are_never_guessed(prose: str) -> None:
    hours = parse_hours(prose)
    assert (hours.kind, hours.spans, hours.notes) == ("unknown", (), prose)


@settings(deadline=None)
@given(prose=st.text(max_size=120))
def test_anything_else_stays_prose(prose: str) -> None:
    hours = parse_hours(prose)
    assert hours.kind in ("weekly", "always", "appointment", "unknown")
    assert bool(hours.spans) == (hours.kind == "weekly")


@settings(deadline=None)
@given(
    first=st.integers(0, 6),
    last=st.integers(0, 6),
    opens=st.times(),
    closes=st.times(),
    dash=st.sampled_from(["-", " – ", " to ", "—"]),
)
def test_a_range_of_days_and_times_comes_back_as_it_went_in(first, last, opens, closes, dash) -> None:  # type: ignore[no-untyped-def]
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    hours = parse_hours(f"{names[first]}{dash}{names[last]} {opens:%I:%M %p}{dash}{closes:%I:%M %p}")
    same = f"{opens:%H:%M}" == f"{closes:%H:%M}" != "00:00"
    if first == last or same:
        assert hours.kind == "unknown"
    else:
        days = [WEEK[(first + step) % 7] for step in range((last - first) % 7 + 1)]
        assert told(hours) == [f"{','.join(sorted(days, key=WEEK.index))} {opens:%H:%M}-{closes:%H:%M}"]
