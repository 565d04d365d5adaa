"""Opening hours in a form: times as people say them, a week at a glance, and nothing lost that the grid cannot show."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.admin import week
from harbor_wagtail.directory.admin.week_field import Typed, WeekField, WeekWidget, in_words, understand
from harbor_wagtail.directory.hours import DAYS
from harbor_wagtail.directory.models import Location, LocationSchedule, Service, ServiceSchedule
from tests import factories
from tests.admin_forms import errors, form_data

TODAY = date(2026, 11, 22)


def row(**given: Any) -> ServiceSchedule:
    return ServiceSchedule(**given)


def typed(**spans: list[tuple[str, str]]) -> Typed:
    return Typed(spans=spans)


@pytest.mark.parametrize(
    ("opens", "closes", "meant"),
    [
        ("9am", "5pm", (time(9), time(17))),
        ("9", "5", (time(9), time(17))),
        ("9:30 a.m.", "noon", (time(9, 30), time(12))),
        ("21:00", "02:00", (time(21), time(2))),  # past midnight
        ("1", "4:30pm", (time(13), time(16, 30))),
        ("midnight", "midnight", (time(0), time(0))),  # a whole day
        ("mediodía", "17h", (time(12), time(17))),
    ],
)
def test_times_are_read_as_people_say_them(opens: str, closes: str, meant: week.Span) -> None:
    assert week.parse_span(opens, closes) == meant


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        ("nine-ish", "5pm", "“nine-ish” is no time of day. Write it like 9am, 21:00 or noon."),
        ("9am", "", "Give both times, or neither."),
        ("1", "5", "Add “am” or “pm” to both times."),
        ("9am", "9am", "opens and closes at the same time"),
        ("25:00", "26:00", "is no time of day"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_write_instead(opens: str, closes: str, told: str) -> None:
    with pytest.raises(week.Misread, match="."):
        week.parse_span(opens, closes)
    _read, wrong = understand(typed(WE=[(opens, closes)]))
    where, said = wrong["WE", 0]
    assert told in said
    assert where == "Wednesday"


@given(st.text(max_size=12), st.text(max_size=12))
def test_nothing_that_is_typed_breaks_the_form(opens: str, closes: str) -> None:
    read, wrong = understand(typed(MO=[(opens, closes)]))
    assert wrong or read.spans or not (opens.strip() or closes.strip())


_TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(st.dictionaries(st.sampled_from(DAYS), st.tuples(_TIMES, _TIMES), max_size=7))
def test_a_week_reads_back_as_it_was_written(spans: dict[str, week.Span]) -> None:
    known = week.Week(spans={day: (span,) for day, span in spans.items() if span[0] != span[1]})
    rows = week.merge([], known, frozenset(), ServiceSchedule)
    assert week.read(rows) == known
    read, wrong = understand(Typed.of(known))
    assert not wrong
    assert read == known


def test_days_with_the_same_hours_are_one_row_and_keep_it() -> None:
    old = row(byday="MO,TU", freq="WEEKLY", opens_at=time(9), closes_at=time(17), notes="Ring the bell.")
    wanted = week.Week(spans={"MO": ((time(9), time(17)),), "FR": ((time(9), time(17)), (time(19), time(1)))})
    rows = week.merge([old], wanted, frozenset(), ServiceSchedule)
    assert [(each.byday, each.opens_at, each.closes_at) for each in rows] == [
        ("MO,FR", time(9), time(17)),
        ("FR", time(19), time(1)),
    ]
    assert rows[0] is old
    assert rows[0].notes == "Ring the bell."


def test_what_the_grid_cannot_show_is_kept_unless_somebody_removes_it() -> None:
    season = row(
        byday="MO", opens_at=time(9), closes_at=time(12), valid_from=date(2026, 6, 1), valid_to=date(2026, 9, 1)
    )
    monthly = row(byday="2TU", freq="MONTHLY", opens_at=time(9), closes_at=time(17))
    plain = row(byday="MO", freq="WEEKLY", opens_at=time(9), closes_at=time(17))
    rows = [plain, season, monthly]
    assert week.sort_rows(rows).kept == [season, monthly]
    assert week.merge(rows, week.Week(), frozenset(), ServiceSchedule) == [season, monthly]
    assert in_words([season]) == "2026-06-01 – 2026-09-01: Monday: 9 a.m. to noon"
    assert in_words([monthly]) == "The second Tuesday of the month: 9 a.m. to 5 p.m."
    assert week.merge(rows, week.read(rows), frozenset([str(season.hsds_id)]), ServiceSchedule) == [plain, monthly]


def test_dates_that_differ() -> None:
    until = week.parse_dated({"from": "", "until": "2026-12-01", "opens": "", "closes": "", "note": "Moving"}, TODAY)
    assert until == week.Dated(TODAY, date(2026, 12, 1), None, "Moving")
    eve = week.parse_dated(
        {"from": "12/24/2026", "until": "12/24/2026", "opens": "9", "closes": "noon", "note": ""}, TODAY
    )
    assert eve == week.Dated(date(2026, 12, 24), date(2026, 12, 24), (time(9), time(12)), "")
    with pytest.raises(week.Misread, match="Closed for now"):
        week.parse_dated({"from": "2026-12-01", "until": "", "opens": "", "closes": "", "note": ""}, TODAY)
    rows = week.merge([], week.Week(dates=(until, eve)), frozenset(), ServiceSchedule)
    assert [each.closed for each in rows] == [True, False]
    assert week.read(rows).dates == (until, eve)


@pytest.mark.parametrize(
    ("given_spans", "closed", "told"),
    [
        ({"MO": [("9am", "noon"), ("11am", "5pm")]}, (), "overlap"),
        ({"MO": [("9am", "noon")]}, ("MO",), "Closed, or open at these times?"),
    ],
)
def test_contradictions_are_refused(given_spans: Any, closed: Any, told: str) -> None:
    _read, wrong = understand(Typed(spans=given_spans, closed=frozenset(closed)))
    assert told in wrong["MO", 0][1]


def test_the_inputs_are_read_as_posted_and_shown_again_with_the_message_beside_them() -> None:
    posted = QueryDict(mutable=True)
    posted.update({"week-TU-0-opens": "sunrise", "week-TU-0-closes": "5pm", "week-SU-closed": "1", "week-words": ""})
    field = WeekField()
    html = WeekWidget().render("week", field.widget.value_from_datadict(posted, MultiValueDict(), "week"))
    assert 'value="sunrise"' in html
    assert 'aria-describedby="week-TU-0-error"' in html
    assert "“sunrise” is no time of day" in html
    assert 'name="week-SU-closed" value="1" checked' in html


def url(model: str, name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{model}:{name}", args=args)


@pytest.mark.django_db
class TestForm:
    @pytest.fixture(autouse=True)
    def languages(self, english: Any, spanish: Any) -> None:
        factories.term("crisis")

    def test_hours_are_typed_and_what_was_imported_stays(self, admin_client: Client) -> None:
        rule = factories.weekly("2TU", "09:00", "17:00", freq="MONTHLY", interval=2)
        service = factories.service(domains=["crisis"], phones=["(507) 555-0142"], areas=["27099"], schedules=[rule])
        address = url("service", "edit", service.pk)
        data = form_data(admin_client, address)
        wrong = {"week-MO-0-opens": "9am", "week-MO-0-closes": "whenever", "action-publish": "1"}
        response = admin_client.post(address, {**data, **wrong})
        assert "Monday: “whenever” is no time of day." in errors(response)
        # Blank rows, which nobody asked for, are not wrong: "the first error" is this one. (One line says that there is one.)
        assert all("whenever" in each for each in errors(response).split(" | ")[1:])
        assert 'value="whenever"' in response.content.decode()
        right = {**wrong, "week-MO-0-closes": "5pm", "week-MO-1-opens": "9pm", "week-MO-1-closes": "2am"}
        response = admin_client.post(address, {**data, **right})
        assert response.status_code == 302, errors(response)
        service = Service.objects.get()
        kept, *new = service.schedules.all()
        assert (kept.byday, kept.freq, kept.interval) == ("2TU", "MONTHLY", 2)
        assert [(each.byday, f"{each.opens_at:%H:%M}", f"{each.closes_at:%H:%M}") for each in new] == [
            ("MO", "09:00", "17:00"),
            ("MO", "21:00", "02:00"),
        ]
        assert service.hours == "weekly"
        assert service.latest_revision.content["schedules"][1]["byday"] == "MO"

    def test_a_place_has_hours_of_its_own(self, admin_client: Client) -> None:
        place = factories.location(factories.organization(), "Downtown office")
        address = url("location", "edit", place.pk)
        data = {**form_data(admin_client, address), "week-SA-closed": "1", "action-publish": "1"}
        response = admin_client.post(address, data)
        assert response.status_code == 302, errors(response)
        saved = LocationSchedule.objects.get(location=Location.objects.get())
        assert (saved.byday, saved.closed) == ("SA", True)
