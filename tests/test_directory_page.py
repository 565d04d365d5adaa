"""A visitor finds help: the list, the search without a script, results that say how to start, where and how fresh."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.models import Service
from harbor_wagtail.directory.presentation import kept
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.models import Hotline
from tests import factories
from tests.listing import SEARCH, names, search, text_of, total

pytestmark = pytest.mark.django_db

#: Of which one is the search's, seven Wagtail's, and the others those of any page of ours.
MOST_QUERIES = 13


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


def many(count: int) -> None:
    owner = factories.organization("Lantern House", phones=["(507) 555-0142"])
    for number in range(1, count + 1):
        factories.service(owner, f"Service {number:02d}", domains=["shelter"], languages=["es"], areas=["27099"])


# The list


def test_without_a_word_everything_is_listed_by_name_twenty_a_page(client: Client, page: Any) -> None:
    many(23)
    first = client.get("/find-help/")
    assert (total(first), len(names(first))) == (23, 20)
    assert names(first)[0] == "Lantern House, Service 01"
    second = search(client, page=2, directory=page.pk)
    assert names(second) == [f"Lantern House, Service {n}" for n in (21, 22, 23)]
    assert 'aria-current="page"' in second.content.decode()


def test_an_empty_directory_is_a_page_with_numbers_to_call(client: Client, page: Any) -> None:
    hotline = Hotline.objects.create(call_number="988", placement="directory")
    hotline.texts.create(locale=factories.locale(), name="Lifeline")
    response = client.get("/find-help/")
    assert total(response) == 0
    assert "We found no service for this." in text_of(response)
    assert 'href="tel:988"' in response.content.decode()


def test_what_a_card_says(client: Client, page: Any) -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, county=factories.MOWER)
    record = factories.service(
        owner,
        "Youth shelter",
        phones=[{"number": "(507) 555-0142", "purpose": "intake"}],
        places=[place],
        minimum_age=12,
        maximum_age=20,
        cost="free",
        hours="always",
        languages=["en", {"code": "es", "term": factories.term("es", "languages"), "provision": "interpreter"}],
        areas=[factories.MOWER, factories.FREEBORN],
        answers={"self_referral": "yes", "police_report": "no"},
        texts={"en": {"description": "Beds for up to 21 nights. They come and pick you up. A third sentence."}},
    )
    record_verification(record, checked_on=timezone.localdate() - timedelta(days=9), method="phone")
    response = client.get("/find-help/")
    read = text_of(response)
    for words in (
        "Lantern House, Youth shelter",
        "Ages 12 to 20",
        "Free",
        "You can ask yourself",
        "No police report to start",
        "English, interpreter on request",
        "Beds for up to 21 nights. They come and pick you up.",
        "Call (507) 555-0142",
        "Open, all day and night",
        "Serves Mower and Freeborn counties. The place is not public; they tell you where when you call.",
        "Phone and hours checked by phone 9 days ago.",
        "Phone and hours checked in the last 6 months: 1 of 1",
        "Workers may still have to report. You can ask before you share.",
    ):
        assert words in read
    assert "A third sentence." not in read
    assert '<bdi dir="ltr"><a class="harbor-call" href="tel:+15075550142">' in response.content.decode()
    assert f'href="/find-help/lantern-house/#service-{record.pk}"' in response.content.decode()


def test_unknown_facts_are_shown_as_unknown(client: Client, page: Any) -> None:
    factories.service(factories.organization("Lantern House"))
    read = text_of(client.get("/find-help/"))
    for words in (
        "Age limit not stated",
        "Police report? Ask first",
        "Hours not known. Call to ask.",
        "No phone number known",
        "Phone and hours not checked yet.",
    ):
        assert words in read
    assert "Closed" not in read


def test_example_records_are_told_apart(client: Client, page: Any) -> None:
    owner = factories.organization("Lantern House")
    factories.service(owner, "Real")
    assert "Example" not in text_of(client.get("/find-help/"))
    factories.service(owner, "Made up", example=True)
    read = text_of(client.get("/find-help/"))
    assert "Example data." in read
    assert read.count("Example, not a real service") == 1


@pytest.mark.parametrize(
    "hide",
    [
        {"live": False},
        {"paused": True},
        {"expire_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["draft", "paused", "expired"],
)
def test_only_what_is_public_is_found(client: Client, page: Any, hide: dict[str, Any]) -> None:
    record = factories.service(factories.organization("Lantern House"), "Youth shelter")
    Service.objects.filter(pk=record.pk).update(**hide)
    assert "Youth shelter" not in text_of(client.get("/find-help/"))
    assert names(search(client, words="shelter")) == []


# The search


def test_words_find_and_the_form_keeps_what_was_asked(client: Client, page: Any) -> None:
    owner = factories.organization("Lantern House")
    factories.service(
        owner, "Youth shelter", domains=["shelter"], areas=[factories.MOWER], minimum_age=12, maximum_age=17
    )
    factories.service(owner, "Legal help", domains=["legal"], areas=[factories.HENNEPIN], minimum_age=18)
    assert names(search(client, words="a place to sleep")) == ["Lantern House, Youth shelter"]
    assert names(search(client, domain="legal")) == ["Lantern House, Legal help"]
    assert names(search(client, domain=["legal", "shelter"])) == [
        "Lantern House, Legal help",
        "Lantern House, Youth shelter",
    ]
    assert names(search(client, county=factories.HENNEPIN)) == ["Lantern House, Legal help"]
    assert names(search(client, age="15")) == ["Lantern House, Youth shelter"]
    body = search(
        client, words="sleep", zip="55912", age="15", county=factories.MOWER, domain="shelter"
    ).content.decode()
    assert 'name="words" value="sleep"' in body
    assert 'name="zip" value="55912"' in body
    assert 'name="age" value="15"' in body
    assert re.search(f'<option value="{factories.MOWER}"[^>]* selected>Mower County', body)
    assert re.search(r'value="shelter"[^>]* checked', body)
    assert "Filters (3 on)" in body


def test_near_a_zip_code_the_nearest_public_place_comes_first(client: Client, page: Any) -> None:
    owner = factories.organization("Lantern House")
    far = {**factories.ADDRESS, "latitude": 43.95, "longitude": -92.97, "address_1": "1 Far Road"}
    factories.service(owner, "A far", places=[factories.location(owner, address=far)])
    factories.service(owner, "B near", places=[factories.location(owner, address=True)])
    response = search(client, zip="55912")
    assert names(response) == ["Lantern House, B near", "Lantern House, A far"]
    read = text_of(response)
    assert "118 Cedar Street, Austin, 1.3 miles." in read
    assert "nearest first" in read


def test_nothing_found_offers_numbers_and_the_next_wider_searches(client: Client, page: Any) -> None:
    owner = factories.organization("Lantern House")
    factories.service(owner, "Youth shelter", domains=["shelter"], areas=[factories.MOWER])
    factories.service(owner, "Legal help", domains=["legal"], areas=[factories.HENNEPIN])
    response = search(client, words="shelter", county=factories.HENNEPIN)
    body = response.content.decode()
    assert total(response) == 0
    offered = dict(re.findall(r'name="without" value="(\w+)">([^<]+) \(\d+\)</button>', body))
    assert offered == {"words": "Without your words", "county": "All counties", "all": "All services"}
    assert 'href="tel:911"' in body


def test_a_wider_search_leaves_out_only_what_its_button_says(client: Client, page: Any) -> None:
    factories.service(None, "Youth shelter", domains=["shelter"], areas=[factories.MOWER])
    factories.service(None, "Legal help", domains=["legal"], areas=[factories.HENNEPIN])
    response = search(client, words="shelter", county=factories.HENNEPIN, without="county")
    assert names(response) == ["Lantern House, Youth shelter"]
    body = response.content.decode()
    assert 'name="words" value="shelter"' in body
    assert re.search(r'<option value="" selected>Any county', body)


def test_some_of_the_words_say_so(client: Client, page: Any) -> None:
    factories.service(None, "Youth shelter")
    read = text_of(search(client, words="shelter zeppelin"))
    assert "No service has all of your words. These have some of them." in read


def test_only_counties_and_kinds_of_help_that_lead_somewhere_are_offered(client: Client, page: Any) -> None:
    factories.service(None, "Youth shelter", domains=["shelter"], areas=[factories.MOWER])
    factories.service(None, "Hidden", domains=["legal"], areas=[factories.HENNEPIN], live=False)
    body = client.get("/find-help/").content.decode()
    assert re.findall(r'<option value="(\d+)"', body) == [factories.MOWER]
    assert re.findall(r'name="domain" value="([\w-]+)"', body) == ["shelter"]


def test_counties_of_several_states_stand_under_their_states(client: Client, page: Any) -> None:
    factories.service(None, areas=[factories.MOWER, "19131"])
    groups = re.findall(r'<optgroup label="(\w+)">', client.get("/find-help/").content.decode())
    assert groups == ["Iowa", "Minnesota"]


def test_a_fragment_is_the_search_and_its_results_alone(client: Client, page: Any) -> None:
    factories.service(None, "Youth shelter")
    response = client.post(SEARCH, {"words": "shelter"}, headers={"X-Harbor-Fragment": "1"})
    body = response.content.decode().strip()
    assert body.startswith('<div id="harbor-search"')
    assert "<html" not in body
    assert names(response) == ["Lantern House, Youth shelter"]


# The address of the search


def test_an_answer_without_script_says_at_its_top_what_was_found_and_leads_there(client: Client, page: Any) -> None:
    factories.service(None, "Shelter")
    jump = '<a href="#harbor-results">'
    found = client.post(SEARCH, {"words": "shelter"}).content.decode()
    assert f"{jump}1 service found: go to it</a>" in found
    assert found.index(jump) < found.index("<form") < found.index('id="harbor-results"')
    assert f"{jump}Nothing found: see what to try</a>" in client.post(SEARCH, {"words": "qqqq"}).content.decode()
    assert jump not in client.get(page.url).content.decode()


def test_getting_the_search_address_leads_to_the_directory(client: Client, page: Any) -> None:
    response = client.get(SEARCH, {"words": "shelter"})
    assert (response.status_code, response["Location"]) == (302, "/find-help/")


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, page: Any, method: str) -> None:
    assert getattr(client, method)(SEARCH).status_code == 405


def test_the_search_answers_any_origin_without_a_token(page: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        SEARCH, {"words": "x"}, headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 200


def test_without_any_directory_page_the_search_leads_home(client: Client, english: Any) -> None:
    response = search(client, words="shelter")
    assert (response.status_code, response["Location"]) == (302, "/")


# Queries


def test_the_number_of_queries_does_not_grow_with_the_results(
    client: Client, page: Any, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    many_places(2)
    client.get("/find-help/")  # fills what Wagtail keeps in memory
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/find-help/")
    many_places(18)
    client.get("/find-help/")  # the search reads what has changed
    kept._memory.forget(None)
    with django_assert_max_num_queries(MOST_QUERIES + 9):  # what was kept is read anew: cards, terms, counties
        response = client.get("/find-help/")
    assert len(names(response)) == 20
    search(client)  # cards of an answer without script are kept by themselves
    with django_assert_max_num_queries(MOST_QUERIES):
        search(client, words="beds", county=factories.MOWER)
    with django_assert_max_num_queries(MOST_QUERIES + 5):  # the words, to spell one of them. Wider searches cost none
        search(client, words="zeppelin", zip="55912", county=factories.MOWER, open="now", start="self")


def many_places(count: int) -> None:
    for number in range(count):
        owner = factories.organization(f"House {number}", phones=["(507) 555-0100"])
        factories.service(
            owner,
            phones=["(507) 555-0101"],
            languages=["en", "es"],
            areas=[factories.MOWER],
            schedules=[factories.weekly("MO", "09:00", "17:00")],
            answers={"police_report": "no"},
            texts={"en": {"description": "Beds."}, "es": {"description": "Camas."}},
            places=[factories.location(owner, address=True)],
        )
