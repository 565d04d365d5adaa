"""Every dirty value: read for what it says, or refused in words that never repeat it."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.importing import values
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.values import BadValue, PhoneText
from harbor_wagtail.directory.importing.values.text import REMEMBERED

D = Decimal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tom &amp;amp; Jerry&#39;s", "Tom & Jerry's"),
        ("http://example.org/?a=1&copy=2", "http://example.org/?a=1&copy=2"),  # no ";", so no entity
        ("  a\r\nb\x00c\u200b  ", "a\nbc"),
        ("<p>one<br/>two</p>", "one\ntwo"),
        ("ages <18 and >12", "ages <18 and >12"),
        ("caf\u00e9\xa0bar", "café bar"),
    ],
)
def test_text_is_cleaned(text: str, expected: str) -> None:
    assert values.clean(text) == expected


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("12-17", D(12), D(17)),
        ("12 to 17", D(12), D(17)),
        ("Ages 12 through 17", D(12), D(17)),
        ("12–17 years old", D(12), D(17)),
        ("between 12 and 17", D(12), D(17)),
        ("12 a 17 años", D(12), D(17)),
        ("under 18", None, D(17)),  # inclusive: whoever has not had that birthday
        ("menores de 18", None, D(17)),
        ("up to 21", None, D(21)),
        ("Birth to 5", None, D(5)),
        ("18+", D(18), None),
        ("65+ years", D(65), None),
        ("13 y/o and up", D(13), None),
        ("55 or over", D(55), None),
        ("18 años y mayores", D(18), None),
        ("Adults 18+", D(18), None),
        ("0.5", D("0.5"), D("0.5")),
        ("6 months - 5 years", D("0.5"), D(5)),
        ("6 mo. to 24 mo.", D("0.5"), D(2)),
        ("all ages", None, None),
        ("", None, None),
        (None, None, None),
        (18, D(18), D(18)),
    ],
)
def test_ages(text: object, youngest: Decimal | None, oldest: Decimal | None) -> None:
    assert values.parse_ages(text) == (youngest, oldest)


@pytest.mark.parametrize(
    "text", ["all of them", "17-12", "200", "12-17 (18 if in school)", "grades 6-12", "youth", True]
)
def test_ages_that_are_not_understood_are_refused(text: object) -> None:
    with pytest.raises(BadValue):
        values.parse_ages(text)


@settings(deadline=None)
@given(low=st.integers(0, 150), high=st.integers(0, 150))
def test_a_range_of_ages_comes_back_as_it_went_in(low: int, high: int) -> None:
    if low <= high:
        assert values.parse_ages(f"{low} - {high}") == (low, high)
    else:
        with pytest.raises(BadValue):
            values.parse_ages(f"{low} - {high}")


def test_a_range_in_a_column_for_one_age_says_where_both_belong() -> None:
    assert values.parse_age("0.5") == D("0.5")
    assert values.parse_age("18 years") == 18
    assert values.parse_age("none") is None
    with pytest.raises(BadValue) as caught:
        values.parse_age("12-17")
    assert "minimum_age" in caught.value.fix
    assert "maximum_age" in caught.value.fix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("12 noon", "12:00"),
        ("9", "09:00"),
        ("9a", "09:00"),
        ("9 a. m.", "09:00"),
        ("9:30 PM", "21:30"),
        ("9.30pm", "21:30"),
        ("12:00 AM", "00:00"),
        ("12 pm", "12:00"),
        ("21:30:00Z", "21:30"),
        ("10:00:00-05:00", "10:00"),
        ("2400", "00:00"),
        ("24:00", "00:00"),
        ("0930", "09:30"),
        ("1730", "17:30"),
        (930, "09:30"),
        (0.375, "09:00"),
        ("0.375", "09:00"),
        (45321.375, "09:00"),
        (9, "09:00"),
        ("1899-12-30 09:00:00", "09:00"),
        ("2000-01-01 10:00:00 UTC", "10:00"),
        (dt.datetime(1899, 12, 30, 9, 0), "09:00"),  # noqa: DTZ001
        (dt.time(9, 0, 30), "09:00"),
    ],
)
def test_clock_times(text: object, expected: str) -> None:
    assert f"{values.parse_clock(text):%H:%M}" == expected


@pytest.mark.parametrize("text", ["25:00", "9:75", "13pm", "2025-02-02", "x", True, -1, float("nan"), 5.5, "varies"])
def test_what_is_no_clock_time_is_refused(text: object) -> None:
    with pytest.raises(BadValue):
        values.parse_clock(text)


@settings(deadline=None)
@given(moment=st.times())
def test_a_time_comes_back_as_it_went_in(moment: dt.time) -> None:
    to_the_minute = moment.replace(second=0, microsecond=0, tzinfo=None)
    for text in (f"{moment:%H:%M}", f"{moment:%I:%M %p}", f"{moment:%H:%M:%S}Z", moment.strftime("%I:%M%p").lower()):
        assert values.parse_clock(text) == to_the_minute


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("noon – 2 a.m.", ["12:00-02:00"]),
        ("9-5", ["09:00-17:00"]),
        ("9 to 5", ["09:00-17:00"]),
        ("8-12", ["08:00-12:00"]),
        ("10-2", ["10:00-14:00"]),
        ("8:30a-12p; 1-4:30pm", ["08:30-12:00", "13:00-16:30"]),
        ("11-1pm", ["11:00-13:00"]),
        ("9-5pm", ["09:00-17:00"]),
        ("9am-5", ["09:00-17:00"]),
        ("8pm-2", ["20:00-02:00"]),
        ("10pm-6am", ["22:00-06:00"]),
        ("08:00-10:00", ["08:00-10:00"]),
        ("24 hours", ["00:00-00:00"]),
        ("", []),
    ],
)
def test_spans_of_time(text: str, expected: list[str]) -> None:
    assert [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in values.parse_spans(text)] == expected


@pytest.mark.parametrize("text", ["1-5", "9-12am", "8-10", "9am-9am", "open", "9-"])
def test_a_span_that_could_be_morning_or_evening_is_not_guessed(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_spans(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-31", "2025-03-31"),
        ("03/31/2025", "2025-03-31"),
        ("12/24/15", "2015-12-24"),
        ("March 31, 2025", "2025-03-31"),
        ("31 de marzo de 2025", "2025-03-31"),
        ("Mon, 31 Mar 2025", "2025-03-31"),
        ("20250331", "2025-03-31"),
        ("45747", "2025-03-31"),
        (45747, "2025-03-31"),
        (45747.5, "2025-03-31"),
        ("2025-03-31T10:30:45.123Z", "2025-03-31"),
        ("3/31/2025 3:04 PM", "2025-03-31"),
        ("January 01, 0001", "0001-01-01"),  # HSDS 1.x: every year
        (dt.date(2025, 3, 31), "2025-03-31"),
    ],
)
def test_dates(text: object, expected: str) -> None:
    assert str(values.parse_date(text)) == expected


@pytest.mark.parametrize("text", ["", None, "0000-00-00"])
def test_no_date_is_no_date(text: object) -> None:
    assert values.parse_date(text) is None


@pytest.mark.parametrize("text", ["09:00", "9am", "noon", 0.375, dt.time(9), "1899-12-30 09:00:00"])
def test_a_time_of_day_in_a_column_for_dates_is_told_apart(text: object) -> None:
    with pytest.raises(BadValue, match="time of day"):
        values.parse_date(text)


@pytest.mark.parametrize("text", ["25/12/2024", "2025-02-30", "2015", "soon", "5", True, "Foo 3, 2020", "1/1/3000"])
def test_what_is_no_date_is_refused(text: object) -> None:
    with pytest.raises(BadValue):
        values.parse_date(text)


@settings(deadline=None)
@given(moment=st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.timezone.utc)))  # noqa: DTZ001
def test_a_moment_comes_back_as_it_went_in(moment: dt.datetime) -> None:
    assert values.parse_datetime(moment.isoformat()) == moment
    assert values.parse_datetime("2024-09-25T14:23:06.5+01:00").isoformat() == "2024-09-25T14:23:06.500000+01:00"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1,200.50", "1200.50"),
        ("1200", "1200"),
        ("35", "35"),
        ("free", "0"),
        ("USD 20", "20"),
        ("1.200,50 €", "1200.50"),
    ],
)
def test_money(text: str, expected: str) -> None:
    assert values.parse_money(text) == D(expected)


@pytest.mark.parametrize("text", ["$5-$90", "1,2", "varies", "1e5", True])
def test_more_than_one_amount_is_refused(text: object) -> None:
    with pytest.raises(BadValue):
        values.parse_money(text)


def test_coordinates_stay_on_the_globe() -> None:
    assert values.parse_coordinate("40.7128", 90) == D("40.7128")
    assert values.parse_coordinate("-74,0060") == D("-74.006")
    for bad in ("100", "40° 42'", "1e2", "here"):
        with pytest.raises(BadValue):
            values.parse_coordinate(bad, 90)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Y", "yes"), ("1.0", "yes"), ("TRUE", "yes"), (True, "yes"), ("sí", "yes"), ("N", "no"), ("0", "no"), ("varies", "depends"),
     ("call", "unknown"), ("?", "unknown"), ("N/A", "unknown"), ("", None), (None, None)],
)  # fmt: skip
def test_unknown_is_never_a_quiet_no(text: object, expected: str | None) -> None:
    assert values.parse_answer(text) == expected


@pytest.mark.parametrize(
    ("text", "hsds", "ours"),
    [
        ("Active", "active", "open"),
        ("waiting list", "active", "wait_list"),
        ("Full", "inactive", "closed_to_new"),
        ("temporarily_closed", "temporarily closed", "temporarily_closed"),
        ("Permanently closed", "defunct", "closed"),
    ],
)
def test_words_for_a_status(text: str, hsds: str, ours: str) -> None:
    assert (values.parse_status(text), values.parse_availability(text)) == (hsds, ours)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" DC", "DC"), ("Calif.", "CA"), ("new york", "NY"), ("", "")],
    ids=["space", "short", "name", "none"],
)
def test_states(text: str, expected: str) -> None:
    assert values.parse_state(text) == expected


def test_places_elsewhere_are_left_as_they_are() -> None:
    assert values.parse_state("Ontario", "CA") == "Ontario"
    assert values.parse_postal_code("ABC 1234", "GB") == "ABC 1234"
    with pytest.raises(BadValue):
        values.parse_state("Ontario")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(2138, "02138"), ("2138.0", "02138"), ("501", "00501"), ("02138-1234", "02138-1234"), ("21381234", "02138-1234")],
)
def test_a_zip_code_gets_its_zeros_back(text: object, expected: str) -> None:
    assert values.parse_postal_code(text) == expected


def test_an_id_is_kept_or_always_becomes_the_same_one() -> None:
    given_id = "ac148810-d857-441c-9679-408f346de14b"
    assert values.uuid_for("a", "service", given_id.upper()) == uuid.UUID(given_id)
    assert values.uuid_for("a", "service", "12") == uuid.UUID("b83d0d3c-700a-5c87-a401-6c506c7b5928")  # for ever
    assert values.uuid_for("a", "service", 12.0) == values.uuid_for("a", "service", "12")
    assert len({values.uuid_for(*key) for key in [("a", "service", 1), ("b", "service", 1), ("a", "location", 1)]}) == 3
    with pytest.raises(BadValue):
        values.uuid_for("a", "service", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.org", "https://example.org"),
        ("HTTP://example.org/A", "http://example.org/A"),
        ("//example.org", "https://example.org"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("N/A", ""),
        ("http://", ""),
        (None, ""),
    ],
)
def test_web_addresses(text: object, expected: str) -> None:
    assert values.parse_url(text) == expected


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "JavaScript&colon;alert(1)", "data:text/html,x", "ftp://x.org", "a b", "me@example.org",
     "http://[::1", "foo"],
)  # fmt: skip
def test_only_web_addresses_pass(text: str) -> None:
    with pytest.raises(BadValue):
        values.parse_url(text)


def test_email_addresses() -> None:
    assert values.parse_email("Help <help@example.org>") == "help@example.org"
    assert values.parse_email("mailto:help@example.org.") == "help@example.org"
    for bad in ("help@", "a@b@c.org", "help at example.org", "a@x.org, b@x.org"):
        with pytest.raises(BadValue):
            values.parse_email(bad)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("555-0100 / 555-0101 ext 3", [PhoneText("555-0100"), PhoneText("555-0101", "3")]),
        ("(555) 010-0123", [PhoneText("(555) 010-0123")]),
        ("1-800-RUNAWAY", [PhoneText("1-800-RUNAWAY")]),
        ("800-799-SAFE (7233)", [PhoneText("800-799-SAFE")]),
        (
            "Main: 555-0100; Fax: 555-0101",
            [PhoneText("555-0100", "", "Main", "voice"), PhoneText("555-0101", "", "Fax", "fax")],
        ),
        ("555-0100 (TTY), 555-0101 x12", [PhoneText("555-0100", "", "TTY", "textphone"), PhoneText("555-0101", "12")]),
        ("988", [PhoneText("988")]),
        ("text HELP to 233733", [PhoneText("text HELP to 233733", type="text")]),
        (5550100123.0, [PhoneText("555-010-0123")]),
        ('"+44 1234 234567"', [PhoneText("+44 1234 234567")]),
        ("N/A", []),
    ],
)
def test_telephone_numbers(text: object, expected: list[PhoneText]) -> None:
    assert list(values.parse_phones(text)) == expected


def test_languages() -> None:
    assert values.split_languages("English, Spanish and ASL") == ("English", "Spanish", "ASL")
    assert [values.parse_language(name) for name in ("Español", "ASL", "Chinese (Cantonese)", "en-US", "Klingon")] == [
        "es", "ase", "yue", "en", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", "MO"), ("7", "SU"), (0, "SU"), ("Monday", "MO"), ("MO,TU", "MO,TU"), ("Mon-Fri", "MO,TU,WE,TH,FR"), ("2TU,-1FR",) * 2,
     ("weekdays", "MO,TU,WE,TH,FR"), ("sábado y domingo", "SA,SU"), (None, "")],
)  # fmt: skip
def test_days(text: object, expected: str) -> None:
    assert values.parse_byday(text) == expected


@given(text=st.one_of(st.text(), st.text(alphabet=" ~-\t\nAbé’\x1f\xa0＋Ⅷ", max_size=60)))
def test_folding_a_short_text_a_long_one_or_a_plain_one_is_the_same(text: str) -> None:
    far = "é" * REMEMBERED  # neither remembered nor plain
    limit = 100_000  # longer than what any text becomes: one sign may stand for eighteen
    assert values.fold(f"{text} {far}", limit).split() == [*values.fold(text, limit).split(), "e" * REMEMBERED]


def test_a_problem_shows_at_most_eighty_characters() -> None:
    assert len(Problem("a.csv", 2, "Notes", "x" * 500, "y", "z").value) == 80
    assert Problem("a.csv", 2, "E-mail address", "a@example.org", "y", "z").value == "a@example.org"
