"""Somebody has a number and asks whose it is: the listing with that public number is found, and nobody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from harbor_wagtail import phones
from harbor_wagtail.directory.search.dialled import dialled
from harbor_wagtail.directory.search.engines.base import CHANGE
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.places import zip_place
from tests.factories import MOWER, at, location, organization, service
from tests.searching import ask, every_engine, names  # noqa: F401  (the fixture is used by all)

pytestmark = pytest.mark.django_db


def everybody() -> None:
    """Numbers of an organization, a service, a place, and a service at a place; of what nobody may see; and in a text."""
    house = organization("Lantern House", phones=["(507) 555-0123"])
    door = location(house, "Front door", address=True, phones=["507.555.0125"])
    service(house, "Shelter", phones=["+1 507 555 0124 ext. 4"], places=[door], areas=[MOWER])
    meals = service(house, "Meals", areas=[MOWER])
    at(meals, location(house, "Van"), phones=["1-800-RUNAWAY"])
    at(meals, location(house, "Hidden from lists", live=False), phones=["507-555-0127"])
    service(house, "Draft", live=False, phones=["507-555-0128"])
    service(organization("Paused", paused=True), "Gone", phones=["507-555-0129"])
    service(organization("Closed"), "Over", phones=["507-555-0130"], expire_at=timezone.now())
    service(organization("Legal aid"), "Clinic", texts={"en": {"description": "After hours call 507-555-0131."}})


def test_whose_number_is_this(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    everybody()
    both = ["Meals", "Shelter"]
    expected: dict[str, list[str]] = {
        **dict.fromkeys(
            ["507-555-0123", "(507) 555 0123", "5075550123", "+1 507.555.0123", "555-0123", "5550123"], both
        ),
        "lantern 507 555 0123": both,
        "shelter 507 555 0123": ["Shelter"],
        "who is 507-555-0124?": ["Shelter"],
        "507-555-0124 ext. 9": ["Shelter"],
        "zebra 507-555-0124": ["Shelter"],  # a number tells more than a word
        "507-555-0125": ["Shelter"],
        "1-800-786-2929": ["Meals"],
        "1-800-RUNAWAY": ["Meals"],
        "507-555-0131": ["Clinic"],  # as words of a text
        # Another area code; not public: a place, a draft, a paused organization, one that has ended; nobody's.
        **dict.fromkeys(
            ["612-555-0123", *(f"507-555-{last}" for last in ("0127", "0128", "0129", "0130", "0199"))], []
        ),
        "0123": [],
        "555": ["Clinic"],  # a word of a text, no number
    }
    assert {typed: sorted(ask(words=typed)) for typed in expected} == expected
    assert find(Search(words="legal 507-555-0199")).partial, "the words beside a number nobody has"
    with django_assert_max_num_queries(4):
        page = find(Search(words="507-555-0124", near=zip_place("55912"), counties=(MOWER,)))
    assert names(page) == ["Shelter"]
    assert page.counts["county"][MOWER] == 1
    assert not [row for row in everything_stored() if "0124" in row or "0129" in row], "no number is indexed"


def test_codes_and_words_beside_digits_are_no_number() -> None:
    for name in ("Beds S1614", "Meals L2692"):
        service(organization(f"House of {name}"), name)
    for words in ("S1614 L2692", "122 counselling L2692 100", "101 1141 tut", "555 0123 bed", "615 208 1st"):
        assert dialled(words) is None, words
    page = find(Search(words="S1614 L2692 nobody"))
    assert (names(page), page.partial) == (["Beds S1614", "Meals L2692"], True), "rows with any of the words"
    assert find(Search(words="1001 L2692")).partial
    for words in ("tel5075550123", "call 507-555-0123 S12", "507-555-0123x4", "+44 (0)20 7946 0123", "(800) RUNAWAY"):
        assert dialled(words), words


def everything_stored() -> list[str]:
    with connection.cursor() as cursor:
        tables = {name for name in connection.introspection.table_names(cursor) if name.startswith("harbor_search_")}
        stored: list[str] = []
        for name in sorted(tables - {CHANGE}):  # its random tokens hold any four digits at times
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            stored += map(str, cursor.fetchall())
    assert stored
    return stored


def test_what_is_no_number_and_what_stays_in_no_memory() -> None:
    for words in ["", "shelter", "55912", "age 17 in 55912", "55912-1234", "2026-11-22", "1" * 30, "988"]:
        assert dialled(words) is None, words
    before = phones._read.cache_info().currsize
    assert dialled("507-555-0177")
    assert phones._read.cache_info().currsize == before
