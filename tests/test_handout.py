"""The card to print: numbers that are large and right, nothing of this site, and with numbers alone no name either."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Location, Organization
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories

URL = "/find-help/lantern-house/card/"


@pytest.fixture
def owner(db: Any, english: Any) -> Organization:
    factories.directory_page()
    return factories.organization("Lantern House", phones=["(507) 555-0100", {"number": "507-555-0109", "type": "fax"}])


def cards(client: Client, query: str = "", url: str = URL) -> list[str]:
    """The words of each card of the sheet."""
    response = client.get(url + query)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    found = re.findall(r'<section class="harbor-handout.*?</section>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", card).split()) for card in found]


def shelter(owner: Organization, **more: Any) -> Any:
    record = factories.service(
        owner,
        "Youth shelter",
        hours="always",
        phones=[{"number": "(507) 555-0142", "purpose": "intake"}, {"number": "(507) 555-0143", "type": "text"}],
        answers={"police_report": "no"},
        texts={"en": {"application_process": "Call and somebody picks you up. Bring nothing. You can stay."}},
        **more,
    )
    record_verification(record, checked_on=date(2024, 5, 2), method="phone")
    return record


def test_what_stands_on_the_card(client: Client, owner: Organization) -> None:
    record = shelter(owner)
    record_availability(record, "wait_list", as_of=timezone.now() - timedelta(days=1), note="two weeks")
    [card] = cards(client)
    for expected in (
        "Lantern House Youth shelter",
        "Call (507) 555-0142",
        "Text (507) 555-0143",
        "All day and night, every day",
        "Call and somebody picks you up. Bring nothing.",
        "No police report to start",
        "Workers may still have to report. You can ask before you share.",
        "Wait list, two weeks (on ",
        "Phone and hours checked on May 2, 2024",
        "Call (507) 555-0100",
        "You can hang up at any time.",
    ):
        assert expected in card, expected
    assert "ago" not in card
    assert "555-0109" not in card  # a fax is nothing to call
    assert "localhost" not in card
    assert "<title>Lantern House</title>" in client.get(URL).content.decode()


def test_numbers_only_says_neither_whose_nor_what_for(client: Client, owner: Organization) -> None:
    shelter(owner)
    [card] = cards(client, "?only=numbers")
    assert card == "Call (507) 555-0142 Text (507) 555-0143 All day and night, every day Call (507) 555-0100"
    assert "<title>Numbers</title>" in client.get(URL + "?only=numbers").content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [("?copies=4", 4), ("?copies=2", 2), ("?copies=3", 1), ("?copies=-1&service=x", 1), ("?copies=99999999999999", 1)],
)
def test_the_same_card_several_times_and_bad_wishes_are_left_out(
    client: Client, owner: Organization, query: str, count: int
) -> None:
    shelter(owner)
    found = cards(client, query)
    assert len(found) == count
    assert len(set(found)) == 1


def test_one_service_of_several(client: Client, owner: Organization) -> None:
    first = shelter(owner)
    other = factories.service(owner, "Drop-in", schedules=[factories.weekly("MO", "09:00", "17:00")], hours="weekly")
    [both] = cards(client)
    assert "Youth shelter" in both
    assert "Drop-in" in both
    assert "Monday: 9 a.m. to 5 p.m." in both
    assert "No police report" not in both  # short facts have room, and their caution, on a card of one service
    [one] = cards(client, f"?service={first.pk}")
    assert "No police report" in one
    assert "Drop-in" not in one
    record_availability(other, "closed")
    assert "Drop-in" not in cards(client)[0]
    assert cards(client, f"?service={other.pk}") == cards(client)


def test_a_hidden_place_is_not_on_it(client: Client, owner: Organization) -> None:
    place = factories.location(owner, "The house", address={**factories.ADDRESS, "address_1": "4471 Canary Hollow Rd"})
    shelter(owner, places=[place])
    assert "4471 Canary Hollow Rd" in cards(client)[0]
    make_area_only(Location.objects.get(pk=place.pk))
    body = client.get(URL).content.decode()
    assert "Canary" not in body
    assert "Austin" not in body


def test_an_example_says_so_on_paper_too(client: Client, owner: Organization) -> None:
    Organization.objects.filter(pk=owner.pk).update(example=True)
    shelter(owner)
    for query in ("", "?only=numbers"):
        assert cards(client, query)[0].startswith("Example, not a real service")


def test_where_the_card_of_a_closed_or_renamed_organization_leads(client: Client, owner: Organization) -> None:
    record = shelter(owner)
    owner.change_slug("lantern")
    response = client.get(URL)
    assert (response.status_code, response["Location"]) == (301, "/find-help/lantern/card/")
    record_availability(record, "closed")
    response = client.get("/find-help/lantern/card/")
    assert (response.status_code, response["Location"]) == (302, "/find-help/lantern/")
    assert client.get("/find-help/nobody/card/").status_code == 404


def test_one_service_alone_is_nothing_to_choose_from(client: Client, owner: Organization, spanish: Any) -> None:
    factories.directory_page("buscar-ayuda", language="es")
    record = shelter(owner)
    assert f'name="service" value="{record.pk}"' not in client.get(URL).content.decode()
    assert "Youth shelter" in cards(client, "", "/es/buscar-ayuda/lantern-house/card/")[0]
