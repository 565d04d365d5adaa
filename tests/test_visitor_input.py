"""Visitors never see an error for what they typed, whatever it was."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.forms import MAX_PAGE, MAX_WORDS_LENGTH, SearchForm
from tests import factories

SEARCH = "/harbor/search/"
LONG = "shelter " * 1250  # 10 kB


def ask(**data: Any) -> Asked:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    choices = {
        "domain": [("shelter", "Shelter"), ("legal", "Legal")],
        "county": [("", "Any"), ("Minnesota", [("27099", "Mower")])],
        "spoken": [("es", "Spanish"), ("es:interpreter", "Spanish, with an interpreter")],
        "start": [("self", "You can ask yourself"), ("no_id", "Start without ID")],
    }
    return SearchForm(query, choices=choices).asked()


@pytest.mark.parametrize(
    ("data", "understood"),
    [
        ({}, Asked()),
        ({"words": "  a \t bed\n"}, Asked(words="a bed")),
        ({"words": "\x00"}, Asked()),
        ({"words": "be\x00d\u200b"}, Asked(words="be d")),
        ({"words": LONG}, Asked(words=LONG[:MAX_WORDS_LENGTH].strip())),
        ({"age": "15"}, Asked(age=Decimal(15))),
        ({"age": " 15,5 "}, Asked(age=Decimal("15.5"))),
        ({"age": "-3"}, Asked(age_unread=True)),
        ({"age": "abc"}, Asked(age_unread=True)),
        ({"age": "NaN"}, Asked(age_unread=True)),
        ({"age": "1e9"}, Asked(age_unread=True)),
        ({"age": "151"}, Asked(age_unread=True)),
        ({"page": "3"}, Asked(page=3)),
        ({"page": "0"}, Asked()),
        ({"page": "-1"}, Asked()),
        ({"page": "x"}, Asked()),
        ({"page": "1000000000"}, Asked(page=MAX_PAGE)),
        ({"page": "²"}, Asked()),
        ({"domain": ["legal", "nothing", "legal"]}, Asked(domains=("legal",))),
        ({"county": "27099"}, Asked(county="27099")),
        ({"county": "99999"}, Asked()),
        ({"county": ["27099", "'; DROP TABLE"]}, Asked()),
        ({"words": "bed", "zip": "55912", "without": "words"}, Asked(zip="55912")),
        ({"words": "bed", "without": "nothing"}, Asked(words="bed")),
        ({"domain": ["legal", "shelter"], "without": "domain:legal"}, Asked(domains=("shelter",))),
        ({"words": "bed", "page": "4", "without": "zip"}, Asked(words="bed")),
        (
            {"spoken": ["es:interpreter", "xx"], "start": "no_id"},
            Asked(languages=("es:interpreter",), start=("no_id",)),
        ),
        ({"spoken": ["es", "es:interpreter"], "without": "spoken:es:interpreter"}, Asked(languages=("es",))),
        ({"open": "now", "age_stated": "1"}, Asked(open_now=True, age_stated=True)),
        ({"open": "yes", "age_stated": "on"}, Asked()),
        ({"time": "14:30", "day": "FR"}, Asked(time=time(14, 30), day="FR")),
        ({"time": "2 p.m."}, Asked(time=time(14))),
        ({"time": "12am"}, Asked(time=time(0))),
        ({"time": "9", "day": "Someday"}, Asked(time=time(9))),
        ({"time": "25:00"}, Asked(time_unread=True)),
        ({"time": "13 pm"}, Asked(time_unread=True)),
        ({"time": "14:30:00", "without": "when"}, Asked()),
        ({"words": "bed", "zip": "55912", "open": "now", "start": "self", "without": "filters"}, Asked("bed", "55912")),
        ({"words": "bed", "open": "now", "day": "MO", "time": "9", "without": "all"}, Asked()),
    ],
)
def test_what_is_understood(data: dict[str, Any], understood: Asked) -> None:
    assert ask(**data) == understood


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*SearchForm.base_fields, "without", "x"]), st.text()))
def test_anything_can_be_read(data: dict[str, str]) -> None:
    asked = ask(**data)
    assert 1 <= asked.page <= MAX_PAGE
    assert len(asked.words) <= MAX_WORDS_LENGTH
    assert "\x00" not in asked.words + asked.zip
    assert asked.near is None or not asked.zip_unknown
    SearchForm().showing(asked).as_p()


def test_a_question_asked_again_is_the_same_question() -> None:
    given = {"domain": ["legal", "shelter"], "spoken": "es:interpreter", "start": ["self", "no_id"], "open": "now"}
    asked = ask(
        words="a bed", zip="55912", age="15", age_stated="1", county="27099", day="MO", time="9 am", page="2", **given
    )
    again: dict[str, Any] = {}
    for name, value in asked.fields():
        again.setdefault(name, []).append(value)
    assert ask(**again, page="2") == asked


def test_what_was_typed_is_not_in_its_repr() -> None:
    shown = repr(ask(words="secret words", zip="55912", age="15"))
    assert "secret" not in shown
    assert "55912" not in shown
    assert "15" not in shown


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        (Asked(), None),
        (Asked(day="MO"), None),
        (Asked(time=time(9)), date(2024, 6, 5)),
        (Asked(time=time(9), day="WE"), date(2024, 6, 5)),
        (Asked(time=time(9), day="TU"), date(2024, 6, 11)),
    ],
)
def test_a_day_is_the_next_such_day_and_a_time_alone_is_today(asked: Asked, day: date | None) -> None:
    wednesday = date(2024, 6, 5)
    assert asked.open_at(wednesday) == (day and datetime.combine(day, time(9)))


@pytest.fixture
def page(english: Any) -> Any:
    factories.service(factories.organization("Lantern House"), "Youth shelter", phones=["(507) 555-0142"])
    return factories.directory_page()


ODD = [
    "",
    "\x00",
    "   ",
    "\t\r\n",
    '"',
    "'",
    "shelter OR",
    "NEAR(shelter)",
    "shelter*",
    "-shelter",
    "name:shelter",
    "(((",
    "AND",
    '"shelter" NOT "youth"',
    "shelter & | ! <-> ( )",
    "%",
    "_",
    "\\",
    "; DROP TABLE harbor_search_row; --",
    "<script>alert(1)</script>",
    "\ud800",
    "\u202e",
    "🏠",
    "مأوى",
    "收容所",
    "{{ form }}{% include 'x' %}",
    LONG,
]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_odd_words_are_a_normal_page(client: Client, page: Any, words: str) -> None:
    body = urlencode({"words": words.encode("utf-8", "surrogatepass")})
    response = client.post(SEARCH, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    body = response.content.decode()
    assert "data-total=" in body
    assert "<script>alert" not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["", "-3", "abc", "1000000000", "9" * 500, "\x00", "00000", "xx-yy", "²", "nan", "%s", "domain:"]
)
def test_an_odd_value_in_every_field_is_a_normal_page(client: Client, page: Any, value: str) -> None:
    odd = dict.fromkeys([*SearchForm.base_fields, "directory", "language", "without"], value)
    response = client.post(SEARCH, {**odd, "words": "shelter"})
    assert response.status_code == 200
    assert "Lantern House" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("zip_code", ["00000", "abcde", "5591", "559123", "55912x"])
def test_a_zip_code_that_is_none_says_so_and_shows_everything(client: Client, page: Any, zip_code: str) -> None:
    body = client.post(SEARCH, {"zip": zip_code}).content.decode()
    assert "We do not know this ZIP code. Showing all services." in body
    assert 'aria-describedby="harbor-zip-note"' in body
    assert 'data-total="1"' in body


@pytest.mark.django_db
def test_an_age_that_is_none_says_so_and_shows_all_ages(client: Client, page: Any) -> None:
    body = client.post(SEARCH, {"age": "-3"}).content.decode()
    assert "We could not read this age. Showing all ages." in body
    assert 'data-total="1"' in body


@pytest.mark.django_db
def test_a_time_that_is_none_and_a_day_without_one_say_so(client: Client, page: Any) -> None:
    for sent, words in (({"time": "noonish"}, "We could not read this time."), ({"day": "MO"}, "Give a time too.")):
        body = client.post(SEARCH, sent).content.decode()
        assert words in body
        assert 'aria-describedby="harbor-time-note"' in body
        assert 'data-total="1"' in body


@pytest.mark.django_db
@pytest.mark.parametrize("services", ["", "x", "1", "-", "1-2-3", "9" * 30 + "-1", "1-0 " * 5000, "\x00", "²-1"])
def test_an_odd_list_to_print_is_a_normal_page(client: Client, page: Any, services: str) -> None:
    assert client.post("/harbor/sheet/", {"services": services, "directory": "x"}).status_code == 200


@pytest.mark.django_db
def test_a_page_beyond_the_last_is_the_last(client: Client, page: Any) -> None:
    assert "Lantern House" in client.post(SEARCH, {"page": "1000000000"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded; charset=nope"]
)
def test_a_body_that_is_no_form_is_a_normal_page(client: Client, page: Any, content_type: str) -> None:
    response = client.generic("POST", SEARCH, b"\xff\x00{", content_type=content_type)
    assert response.status_code == 200


@pytest.mark.django_db
def test_odd_words_in_the_address_of_the_page_are_ignored(client: Client, page: Any) -> None:
    response = client.get("/find-help/", {"words": "zeppelin", "page": "9", "x": "\x00"})
    assert response.status_code == 200
    assert "zeppelin" not in response.content.decode()
    assert re.search(r'data-total="1"', response.content.decode())
