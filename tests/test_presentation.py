"""What the visitor reads: facts, hours, places and freshness in plain words, and nothing that nobody said."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Location, Service, ServiceArea, ServicePhone
from harbor_wagtail.directory.presentation import facts, numbers, standing, starting, whereabouts
from harbor_wagtail.directory.presentation.cards import cards
from harbor_wagtail.directory.presentation.costs import cost_lines
from harbor_wagtail.directory.presentation.dates import ago
from harbor_wagtail.directory.presentation.words import Said, said, summary
from harbor_wagtail.directory.verification import record_verification
from tests import factories

CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2024, 6, 3)  # a Monday
NOON = datetime(2024, 6, 3, 12, 0, tzinfo=CHICAGO)


def service(**given: Any) -> Service:
    return Service(**given)


# Ages


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Age limit not stated"),
        ({"all_ages": True}, "All ages"),
        ({"minimum_age": Decimal(0)}, "All ages"),
        ({"minimum_age": Decimal(12), "maximum_age": Decimal(20)}, "Ages 12 to 20"),
        ({"minimum_age": Decimal(18)}, "Ages 18 and over"),
        ({"maximum_age": Decimal("17.99")}, "Up to age 17"),
        ({"minimum_age": Decimal(0), "maximum_age": Decimal(5)}, "Up to age 5"),
        ({"minimum_age": Decimal(16), "maximum_age": Decimal("16.00")}, "Age 16"),
        ({"minimum_age": Decimal("0.5"), "maximum_age": Decimal(3)}, "Ages 6 months to 3"),
        ({"minimum_age": Decimal("17.50")}, "Ages 17.5 and over"),
    ],
)
def test_ages(given: dict[str, Any], words: str) -> None:
    fact = facts.ages(service(**given))
    assert fact.text == words
    assert fact.unsure == (not given)


# Starting: unknown is not no


def answered(db_service: Service, **columns: Any) -> list[str]:
    db_service.intake_answers.add(db_service.intake_answers.model(**columns))
    return [fact.text for fact in facts.short_facts(db_service)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"answer": "no", "said_by_role": "intake worker", "said_on": TODAY}, "No police report to start"),
        ({"answer": "no"}, "Police report? Ask first"),
        ({"answer": "no", "said_by_role": "intake worker"}, "Police report? Ask first"),
        ({"answer": "unknown"}, "Police report? Ask first"),
        ({"answer": "yes"}, "Police report needed to start"),
        ({"answer": "depends"}, "Police report: it depends"),
    ],
)
def test_a_no_is_shown_only_when_somebody_said_it(columns: dict[str, Any], words: str) -> None:
    assert words in answered(service(), question="police_report", **columns)


@pytest.mark.django_db
def test_nothing_answered_is_ask_first_everywhere() -> None:
    lines = starting.starting(service())
    assert [line.answer for line in lines] == ["Not known. Ask first."] * 4
    assert "Police report? Ask first" in [fact.text for fact in facts.short_facts(service())]


@pytest.mark.django_db
def test_an_unconfirmed_no_is_ask_first_on_the_full_page_too() -> None:
    record = service()
    answered(record, question="name", answer="no", note="A first name is enough.")
    line = next(line for line in starting.starting(record) if "real name" in line.question)
    assert (line.answer, line.note) == ("Not known. Ask first.", "A first name is enough.")


@pytest.mark.parametrize(
    ("referral", "answer", "words"),
    [
        ("unknown", "yes", "You can ask yourself"),
        ("anyone", None, "You can ask yourself"),
        ("anyone", "no", "Someone has to refer you"),
        ("adult", None, "Any adult you trust can refer"),
        ("professional", "no", "A professional has to refer you"),
        ("named", None, "Through certain agencies only"),
        ("unknown", None, None),
    ],
)
def test_who_may_refer(referral: str, answer: str | None, words: str | None) -> None:
    row = SimpleNamespace(answer=answer, confirmed=True)
    fact = facts.referral(service(referral=referral), {"self_referral": row} if answer else {})
    assert (fact and fact.text) == words


# Languages


def spoken(name: str, provision: str = "staff") -> SimpleNamespace:
    return SimpleNamespace(term=None, name=name, code="", provision=provision)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([spoken("English"), spoken("Spanish", "unspecified")], "English, Spanish"),
        ([spoken("English"), spoken("Hmong", "interpreter")], "English, interpreter on request"),
        ([spoken("Hmong", "interpreter")], "Interpreter on request"),
        ([spoken(name) for name in "ABCDEF"], "A, B, C, D, 2 more"),
        ([spoken("English"), spoken("English")], "English"),
    ],
)
def test_languages(rows: list[Any], words: str) -> None:
    fact = facts.languages(rows)
    assert fact is not None
    assert fact.text == words


# Numbers


def phone(number: str, **given: Any) -> ServicePhone:
    return ServicePhone(number=number, **given)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([[phone("507-555-0101")], [phone("507-555-0102")]], ("Call", "507-555-0101")),
        ([[phone("507-555-0101")], [phone("507-555-0102", purpose="intake")]], ("Call", "507-555-0102")),
        ([[phone("507-555-0101", purpose="hotline"), phone("507-555-0102", purpose="intake")]], ("Call", "507-555-0102")),
        ([[phone("507-555-0101", type="text")]], ("Text", "507-555-0101")),
        ([[phone("507-555-0101", type="text"), phone("507-555-0102")]], ("Call", "507-555-0102")),
        ([[phone("507-555-0101", type="fax")], [phone("507-555-0102")]], ("Call", "507-555-0102")),
        ([[phone("507-555-0101", type="textphone")]], ("TTY", "507-555-0101")),
        ([[phone("call us"), phone("507-555-0102")]], ("Call", "507-555-0102")),
    ],
    ids=["closest", "intake first", "intake before hotline", "text line alone", "call before text", "never a fax",
         "TTY", "a number that is none"],
)  # fmt: skip
def test_the_number_on_the_button(levels: list[list[Any]], expected: tuple[str, str]) -> None:
    found = numbers.first_number(*levels)
    assert found is not None
    assert (found.label, found.number) == expected


def test_no_number_is_no_button() -> None:
    assert numbers.first_number([phone("507-555-0101", type="fax")], []) is None


def test_a_number_that_stands_twice_is_listed_once() -> None:
    rows = numbers.numbers([phone("507-555-0101")], [phone("(507) 555-0101"), phone("507-555-0102", type="fax")])
    assert [(row.number, row.fax) for row in rows] == [("507-555-0101", False), ("507-555-0102", True)]


# Where


def area(fips: str = "", kind: str = "county", **given: Any) -> ServiceArea:
    return ServiceArea(fips=fips, kind=kind, **given)


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ([area("27099"), area("27047")], "Serves Mower and Freeborn counties."),
        ([area("27099")], "Serves Mower County."),
        ([area("22071"), area("27099")], "Serves Orleans Parish and Mower County."),
        ([area("27", "state")], "Serves all of Minnesota."),
        ([area(kind="national")], "Serves the whole country."),
        ([area(kind="remote")], "By phone or online, from anywhere."),
        ([area("27099", "outreach")], "Serves Mower County. They can come to you."),
        ([area(kind="other", name="the Iron Range")], "Serves the Iron Range."),
        ([area("", name="Mower-ish")], "Serves Mower-ish."),
        ([], ""),
    ],
)
def test_area_words(areas: list[Any], words: str) -> None:
    assert whereabouts.area_words(areas) == words


def test_many_counties_are_counted() -> None:
    rows = [area(f"270{n:02d}") for n in range(1, 20, 2)]
    assert whereabouts.area_words(rows).endswith("and 4 more counties.")


HIDDEN: dict[str, Any] = {**factories.ADDRESS, "map_url": "https://maps.example/x", "transportation": "Bus 4"}


@pytest.mark.parametrize("visibility", ["undecided", "confidential"])
def test_a_place_that_is_not_public_shows_nothing_of_its_address_even_if_it_had_one(visibility: str) -> None:
    # The database refuses such a row; the words must not depend on that alone.
    place = Location(county="27099", address_visibility=visibility, **HIDDEN)
    found = whereabouts.where(place, [area("27047")], miles=1.234)
    assert found == whereabouts.Where(
        note="The place is not public; they tell you where when you call.", serves="Serves Freeborn County."
    )
    assert whereabouts.full_address(place) == []


def test_the_town_is_shown_where_somebody_chose_to() -> None:
    place = Location(county="27099", show_town=True, city="Austin")
    assert whereabouts.where(place, []).note.startswith("In Austin.")


def test_a_place_without_areas_names_its_county() -> None:
    assert whereabouts.where(Location(county="27099"), []).serves == "In Mower County."


@pytest.mark.parametrize(
    ("miles", "words"),
    [(1.26, "1.3 miles"), (0.04, "less than 0.1 miles"), (1.0, "1.0 mile"), (123.4, "123 miles"), (None, "")],
)
def test_miles(miles: float | None, words: str) -> None:
    assert whereabouts.miles_words(miles) == words


# Room and freshness


@pytest.mark.parametrize(
    ("status", "since", "until", "note", "words"),
    [
        ("open", None, None, "", ""),
        ("wait_list", 3, 10, "about 2 weeks", "Wait list, about 2 weeks (as of 3 days ago)"),
        ("wait_list", 30, -1, "", "We do not know if there is room now. Call to ask."),
        ("closed_to_new", 0, 5, "", "Not taking new people (as of today)"),
        ("temporarily_closed", 1, None, "moving", "Closed for now, moving (as of yesterday)"),
        ("closed", None, None, "", "Closed for good"),
    ],
)
def test_status(status: str, since: int | None, until: int | None, note: str, words: str) -> None:
    record = service(
        status=status,
        status_note=note,
        status_as_of=None if since is None else NOON - timedelta(days=since),
        status_expires_at=None if until is None else NOON + timedelta(days=until),
    )
    assert standing.status_words(record, NOON) == words


@pytest.mark.parametrize(
    ("method", "days", "words", "recent"),
    [
        ("phone", 9, "Phone and hours checked by phone 9 days ago", True),
        ("visit", 183, "Phone and hours checked at a visit 6 months ago", True),
        ("visit", 184, "Phone and hours checked at a visit 6 months ago", False),
        ("provider", 800, "Phone and hours checked by the provider more than 2 years ago", False),
        ("source", 1, "Phone and hours checked by our source yesterday", True),
    ],
)
def test_freshness(method: str, days: int, words: str, recent: bool) -> None:
    check = SimpleNamespace(method=method, checked_on=TODAY - timedelta(days=days))
    assert standing.freshness(check, TODAY) == standing.Freshness(words, recent)


def test_never_checked_says_so() -> None:
    assert standing.freshness(None, TODAY) == standing.Freshness("Phone and hours not checked yet", False)


@pytest.mark.parametrize(
    ("days", "words"), [(-3, "today"), (59, "59 days ago"), (60, "1 month ago"), (364, "11 months ago")]
)
def test_ago(days: int, words: str) -> None:
    assert ago(TODAY - timedelta(days=days), TODAY) == words


# Words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("es", {"en": "Beds.", "es": "Camas."}, Said("Camas.")),
        ("es", {"en": "Beds."}, Said("Beds.", "en")),
        ("es", {"en": "Beds.", "es": "  "}, Said("Beds.", "en")),
        ("en", {"es": "Camas."}, Said("Camas.", "es")),
        ("en", {}, Said()),
    ],
)
def test_words_in_another_language_say_so(language: str, texts: dict[str, str], expected: Said) -> None:
    rows = [SimpleNamespace(locale=factories.locale(code), description=text) for code, text in texts.items()]
    with translation.override(language):
        assert said(rows, "description") == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One. Two. Three.", "One. Two."),
        ("", ""),
        ("No full stop", "No full stop"),
        ("A line\nand another. " + "x" * 300, "A line and another."),
        ("word " * 100, "word " * 43 + "word…"),
    ],
)
def test_summaries_end_at_a_sentence_or_a_word(text: str, words: str) -> None:
    assert summary(Said(text)).text == words


# Costs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cost", "options", "lines"),
    [
        ("unknown", [], ["Not stated. Ask first."]),
        ("free", [], ["Free"]),
        (
            "fee",
            [{"option": "Class", "amount": Decimal("12.50"), "currency": "USD"}],
            ["There is a fee", "Class, $12.50"],
        ),
        ("unknown", [{"amount": Decimal(0), "currency": "EUR"}], ["0 EUR"]),
    ],
)
def test_costs(cost: str, options: list[dict[str, Any]], lines: list[str]) -> None:
    record = service(cost=cost)
    for option in options:
        record.cost_options.add(record.cost_options.model(**option))
    assert cost_lines(record) == lines


# Cards


def hit(record: Service, place: Any = None, miles: float | None = None) -> Any:
    return SimpleNamespace(service_id=record.pk, location_id=place and place.pk, distance_miles=miles)


@pytest.mark.django_db
def test_a_card_takes_the_closest_facts() -> None:
    owner = factories.organization(phones=["507-555-0100"])
    place = factories.location(owner, address=True)
    record = factories.service(owner, phones=["507-555-0101"], schedules=[factories.weekly("MO", "09:00", "10:00")])
    factories.at(record, place, phones=["507-555-0102"], schedules=[factories.weekly("MO", "11:00", "13:00")])
    [card] = cards([hit(record, place, 1.26)], lambda organization: "/x/", NOON)
    assert card.way is not None
    assert card.way.number == "507-555-0102"
    assert card.open is not None
    assert card.open.text == "Open now, until 1 p.m."
    assert (card.where.address, card.where.miles) == ("118 Cedar Street, Austin", "1.3 miles")
    assert card.url == f"/x/#service-{record.pk}"


@pytest.mark.django_db
def test_a_service_that_is_shut_has_no_opening_hours() -> None:
    record = factories.service(hours="always")
    record_availability(record, "temporarily_closed", as_of=NOON)
    [card] = cards([hit(record)], lambda organization: "/x/", NOON)
    assert card.open is None
    assert card.status == "Closed for now (as of today)"


@pytest.mark.django_db
def test_what_is_no_longer_public_is_left_out() -> None:
    record = factories.service()
    Service.objects.filter(pk=record.pk).update(paused=True)
    assert cards([hit(record)], lambda organization: "/x/", NOON) == []


@pytest.mark.django_db
def test_a_check_of_the_service_makes_it_fresh() -> None:
    record = factories.service()
    record_verification(record, checked_on=TODAY - timedelta(days=9), method="phone")
    [card] = cards([hit(record)], lambda organization: "/x/", NOON.astimezone(timezone.utc))
    assert card.fresh == standing.Freshness("Phone and hours checked by phone 9 days ago", True)


# Room


def test_room_is_believed_for_some_days_and_says_its_age() -> None:
    beds, pups = SimpleNamespace(name="Beds"), SimpleNamespace(name="Kennels")
    rows = [
        SimpleNamespace(unit=beds, available=3, maximum=12, updated=NOON - timedelta(days=2)),
        SimpleNamespace(unit=pups, available=1, maximum=None, updated=NOON),
        SimpleNamespace(unit=beds, available=0, maximum=12, updated=NOON - timedelta(days=400)),
    ]
    assert standing.room_words(rows, NOON) == ["Beds: 3 of 12 free (as of 2 days ago)", "Kennels: 1 free (as of today)"]
