"""One page per organization: every service in full, what is unknown said to be unknown, and old addresses that lead here."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import DataSource, Location, Organization, ServiceCapacity, Unit
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.presentation.reaching import contacts
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/find-help/lantern-house/"


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


@pytest.fixture
def owner(page: Any) -> Organization:
    return factories.organization(
        "Lantern House",
        phones=[{"number": "(507) 555-0100"}],
        email="hello@lantern.example",
        website="https://lantern.example/",
        texts={"en": {"description": "We stand beside young people."}},
    )


def read(client: Client, url: str = URL) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_what_the_page_says(client: Client, owner: Organization) -> None:
    record = factories.service(
        owner,
        "Youth shelter",
        domains=["shelter"],
        phones=[
            {"number": "(507) 555-0142", "purpose": "intake", "description": "Ask for the youth desk."},
            {"number": "(507) 555-0143", "type": "text"},
            {"number": "(507) 555-0144", "type": "fax"},
        ],
        languages=["en", {"term": factories.term("es", "languages"), "provision": "interpreter"}],
        areas=[factories.MOWER],
        schedules=[factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")],
        answers={"self_referral": "yes", "police_report": "no", "pet": {"answer": "depends", "note": "Small dogs."}},
        minimum_age=12,
        maximum_age=20,
        cost="sliding",
        documents="listed",
        required_documents=[{"document": "Any photo ID"}],
        cost_options=[{"option": "Class", "amount": Decimal(10)}],
        stay_max_days=21,
        residence="area",
        populations=[factories.term("minors", "populations")],
        not_served=[factories.term("families", "populations")],
        contacts=[{"title": "Intake worker", "email": "intake@lantern.example"}],
        url="https://lantern.example/shelter",
        texts={
            "en": {
                "description": "Beds for up to 21 nights.",
                "application_process": "Call and somebody picks you up.",
                "eligibility_description": "Young people alone.",
                "reporting_note": "Staff must report abuse of anyone under 18.",
                "alert": "Moved in March.",
            }
        },
        places=[
            factories.location(
                owner,
                "Downtown office",
                address=True,
                accessibility_features=[],
                accessibility=[{"description": "Ramp at the back."}],
            )
        ],
    )
    record_verification(record, checked_on=timezone.localdate() - timedelta(days=9), method="visit")
    words = read(client)
    for expected in (
        "We stand beside young people.",
        "Office: (507) 555-0100",
        "hello@lantern.example",
        "Ages 12 to 20",
        "Call and somebody picks you up.",
        "Can the person ask for themselves? Yes",
        "Is a police report needed to start? No Said by: intake worker, May 2, 2024",
        "Can a pet come along? It depends Small dogs.",
        "Is an ID needed to start? Not known. Ask first.",
        "Workers may still have to report. You can ask before you share.",
        "Staff must report abuse of anyone under 18.",
        "Kind of help A place to sleep tonight",
        "For whom Ages 12 to 20. Under 18. Only people who live in the area served Young people alone.",
        "Whom they do not serve Families and caregivers",
        "What it costs Cost depends on income Class, $10",
        "Papers needed Any photo ID",
        "Longest stay 21 days",
        "Monday to Friday 9 a.m. to 5 p.m. Other days No hours given",
        "English Spanish, interpreter on request",
        "Area served Serves Mower County.",
        "To start or to get in: (507) 555-0142 Ask for the youth desk.",
        "(507) 555-0143 (text message)",
        "Fax: (507) 555-0144",
        "Intake worker, intake@lantern.example",
        "Downtown office 118 Cedar Street Austin, MN 55912",
        "Accessibility: Ramp at the back.",
        "Phone and hours checked at a visit 9 days ago.",
        "Moved in March.",
        "A listing is not an endorsement.",
    ):
        assert expected in words, expected
    body = client.get(URL).content.decode()
    assert f'id="service-{record.pk}"' in body
    assert "<title>Lantern House</title>" in body
    assert '<link rel="canonical" href="http://localhost/find-help/lantern-house/">' in body
    assert 'href="tel:+15075550144"' not in body  # a fax is nothing to call


def test_every_number_to_call_is_a_link_inside_bdi(client: Client, owner: Organization) -> None:
    factories.service(owner, phones=["(507) 555-0142", {"number": "text HELP to 233733", "type": "text"}])
    body = client.get(URL).content.decode()
    links = re.findall(r'(<bdi dir="ltr">)?<a[^>]* href="(?:tel|sms):', body)
    assert len(links) >= 4
    assert all(links)


@pytest.mark.parametrize(
    ("state", "words"),
    [("unknown", "Not stated. Ask first."), ("none", "None required"), ("listed", "Not stated. Ask first.")],
)
def test_none_required_is_said_only_when_stated(client: Client, owner: Organization, state: str, words: str) -> None:
    factories.service(owner, documents=state)
    assert f"Papers needed {words}" in read(client)


def test_a_person_is_named_only_with_consent(client: Client, owner: Organization) -> None:
    agreed = {"title": "Advocate", "name": "Ana Example", "name_consent_on": date(2024, 5, 1)}
    record = factories.service(owner, contacts=[agreed])
    assert "Advocate: Ana Example" in read(client)
    contact = record.contacts.get()
    contact.name_consent_on = None  # as a draft might have it; the database refuses to store it
    assert contacts([contact])[0].name == ""


def test_services_closed_for_good_stand_apart(client: Client, owner: Organization) -> None:
    factories.service(owner, "Drop-in")
    gone = factories.service(owner, "Host homes", phones=["(507) 555-0199"])
    record_availability(gone, "closed")
    words = read(client)
    assert "No longer offered Host homes : Closed for good (as of today)" in words
    assert "555-0199" not in words
    assert f'<li id="service-{gone.pk}">' in client.get(URL).content.decode()


def test_a_service_closed_for_now_says_so_instead_of_its_hours(client: Client, owner: Organization) -> None:
    record_availability(factories.service(owner, hours="always"), "temporarily_closed")
    words = read(client)
    assert "Closed for now (as of today)" in words
    assert "Open, all day and night" not in words


@pytest.mark.parametrize("confidential", [False, True], ids=["undecided", "confidential"])
def test_a_hidden_place_shows_its_county_only(client: Client, owner: Organization, confidential: bool) -> None:
    place = factories.location(owner, "The house", address={**factories.ADDRESS, "address_1": "4471 Canary Hollow Rd"})
    factories.service(owner, "Youth shelter", places=[place])
    assert "4471 Canary Hollow Rd" in read(client)
    make_area_only(Location.objects.get(pk=place.pk), confidential=confidential)
    for response in (client.get(URL), client.get("/find-help/"), client.post("/harbor/search/", {"zip": "55912"})):
        body = response.content.decode()
        for canary in ("Canary", "Austin", "43.6666", "-92.9746", "55912</", " mile"):
            assert canary not in body
        assert "The place is not public; they tell you where when you call." in body
    assert "The house" in read(client)


def test_several_places_each_with_its_hours(client: Client, owner: Organization) -> None:
    north = factories.location(owner, "North", schedules=[factories.weekly("MO", "09:00", "10:00")])
    south = factories.location(owner, "South")
    record = factories.service(owner, places=[north])
    factories.at(record, south, schedules=[factories.weekly("TU", "11:00", "12:00")], phones=["(507) 555-0177"])
    words = read(client)
    assert re.search(r"North .* Monday 9 a\.m\. to 10 a\.m\. .* South .*555-0177.* Tuesday 11 a\.m\. to noon", words)


def test_source_and_licence(client: Client, owner: Organization) -> None:
    source = DataSource.objects.create(slug="211", name="Example 211", url="https://211.example/", licence="CC BY 4.0")
    Organization.objects.filter(pk=owner.pk).update(data_source=source)
    assert "Source: Example 211 . License: CC BY 4.0" in read(client)


def test_an_address_that_is_no_web_address_is_no_link(client: Client, owner: Organization) -> None:
    Organization.objects.filter(pk=owner.pk).update(website="javascript:alert(1)")
    factories.service(owner, url="javascript:alert(2)")
    assert "javascript:" not in client.get(URL).content.decode()


def test_an_example_says_so(client: Client, page: Any) -> None:
    factories.organization("Lantern House", example=True)
    assert "Example data." in read(client)


def test_the_old_address_leads_to_the_new_one_for_good(client: Client, owner: Organization) -> None:
    owner.change_slug("lantern")
    response = client.get(URL)
    assert (response.status_code, response["Location"]) == (301, "/find-help/lantern/")
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/find-help/lantern/").status_code == 200


@pytest.mark.parametrize(
    "hidden",
    [
        {"live": False},
        {"paused": True},
        {"inclusion": "declined"},
        {"expire_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["draft", "paused", "declined", "expired"],
)
def test_what_is_not_public_is_not_there_by_any_address(
    client: Client, owner: Organization, hidden: dict[str, Any]
) -> None:
    owner.change_slug("lantern")
    Organization.objects.filter(pk=owner.pk).update(**hidden)
    assert client.get("/find-help/lantern/").status_code == 404
    assert client.get(URL).status_code == 404


def test_an_unknown_address_is_not_there(client: Client, page: Any) -> None:
    assert client.get("/find-help/nobody/").status_code == 404


def test_words_in_the_visitors_language_and_a_note_where_they_are_not(
    client: Client, owner: Organization, spanish: Any
) -> None:
    factories.directory_page("buscar-ayuda", language="es", title="Buscar ayuda")
    factories.service(
        owner,
        "Youth shelter",
        phones=["(507) 555-0142"],
        texts={
            "en": {"description": "Beds.", "application_process": "Call."},
            "es": {"name": "Refugio", "description": "Camas."},
        },
    )
    body = client.get("/es/buscar-ayuda/lantern-house/").content.decode()
    words = read(client, "/es/buscar-ayuda/lantern-house/")
    for expected in (
        "Refugio",
        "Camas.",
        "Cómo empezar",
        "Llama al (507) 555-0142",
        "Una parte está por ahora solo en este idioma: Inglés.",
    ):
        assert expected in words
    assert '<div lang="en"><p>Call.</p></div>' in body
    assert "Beds." not in words
    assert '<link rel="canonical" href="http://localhost/es/buscar-ayuda/lantern-house/">' in body


def test_a_phone_number_is_one_row_whatever_the_language(client: Client, owner: Organization, spanish: Any) -> None:
    factories.directory_page("buscar-ayuda", language="es")
    record = factories.service(owner, phones=["(507) 555-0142"])
    record.phones.update(number="(507) 555-0155")
    for url in (URL, "/es/buscar-ayuda/lantern-house/"):
        assert "(507) 555-0155" in read(client, url)


def test_the_number_of_queries_does_not_grow_with_the_services(
    client: Client, owner: Organization, django_assert_max_num_queries: Any
) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            factories.service(
                owner,
                domains=["shelter"],
                languages=["en"],
                areas=[factories.MOWER],
                texts={"en": {"description": "Beds."}},
                populations=[factories.term("minors", "populations")],
                places=[factories.location(owner, address=True)],
            )

    add(1)
    client.get(URL)
    with django_assert_max_num_queries(70) as few:
        client.get(URL)
    number = len(few.captured_queries)
    add(6)
    client.get(URL)  # what is kept until the directory changes
    with django_assert_max_num_queries(number):
        client.get(URL)


# Closed for good


def closed(owner: Organization) -> Any:
    """A shelter that closed forty days ago and was said to be closed again since, and two others of its kind."""
    record = factories.service(
        owner, "Youth shelter", domains=["shelter"], areas=[factories.MOWER], phones=["(507) 555-0199"]
    )
    for days in (40, 3):
        record_availability(record, "closed", as_of=timezone.now() - timedelta(days=days))
    return record


def test_a_closed_organization_keeps_its_address_and_points_on(client: Client, owner: Organization) -> None:
    closed(owner)
    for name, county in (("Cedar House", factories.MOWER), ("Heron House", factories.FREEBORN)):
        factories.service(factories.organization(name), "Beds", domains=["shelter"], areas=[county])
    response = client.get(URL)
    words = read(client)
    day = day_in_words(timezone.localtime(timezone.now() - timedelta(days=40)).date())
    assert f"Closed for good since {day} or earlier." in words
    assert "A place to sleep tonight, Mower County (1)" in words
    assert "(507) 555-0100" not in words
    assert "(507) 555-0199" not in words
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    form = re.search(r'<form method="post".*?</form>', response.content.decode(), re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    found = client.post("/harbor/search/", fields).content.decode()
    assert 'data-total="1"' in found
    assert "Cedar House" in found


def test_where_the_county_has_none_the_next_wider_search_is_pointed_to(client: Client, owner: Organization) -> None:
    closed(owner)
    assert "The same kind of help elsewhere" not in read(client)
    far = factories.organization("Heron House")
    factories.service(far, "Beds", domains=["shelter"], areas=[factories.FREEBORN])
    assert "A place to sleep tonight, anywhere (1)" in read(client)


def test_open_again_is_open(client: Client, owner: Organization) -> None:
    record_availability(closed(owner), "open")
    response = client.get(URL)
    assert "X-Robots-Tag" not in response
    assert "(507) 555-0199" in response.content.decode()


def test_everything_closed_for_now_is_said_at_the_top(client: Client, owner: Organization) -> None:
    record_availability(factories.service(owner), "temporarily_closed")
    words = read(client)
    assert "Everything listed here is closed for now." in words
    assert "(507) 555-0100" in words


# Unknown is said


def test_what_nobody_stated_reads_so(client: Client, owner: Organization) -> None:
    factories.service(owner, domains=["shelter"], places=[factories.location(owner)])
    words = read(client)
    for expected in (
        "Who can refer? Not known. Ask first.",
        "Is a police report needed to start? Not known. Ask first.",
        "For whom Age limit not stated",
        "What it costs Not stated. Ask first.",
        "Papers needed Not stated. Ask first.",
        "Longest stay Not stated. Ask first.",
        "Hours Not known. Call to ask.",
        "Languages Not stated. Ask first.",
        "Area served Not stated. Ask first.",
        "Accessibility: Not stated. Ask first.",
        "Phone and hours not checked yet. It may have changed. Call first.",
    ):
        assert expected in words, expected


def test_who_answered_is_said_once_where_it_is_always_the_same(client: Client, owner: Organization) -> None:
    factories.service(owner, answers={"police_report": "no", "id": "no", "pet": "yes"})
    words = read(client)
    assert words.count("Said by: intake worker, May 2, 2024") == 1
    assert "Once you are there Can a pet come along? Yes" in words


def test_the_most_urgent_service_comes_first(client: Client, owner: Organization) -> None:
    factories.service(owner, "A class", domains=["school"])
    factories.service(owner, "Beds", domains=["shelter"])
    body = client.get(URL).content.decode()
    assert body.index(">Beds</h2>") < body.index(">A class</h2>")


def test_room_and_other_names_and_mail_of_a_service(client: Client, owner: Organization) -> None:
    record = factories.service(owner, alternate_name="The Loft", email="beds@lantern.example")
    ServiceCapacity.objects.create(service=record, unit=Unit.objects.create(name="Beds"), available=3, maximum=12)
    words = read(client)
    for expected in ("Beds: 3 of 12 free (as of today)", "Also known as The Loft", "E-mail beds@lantern.example"):
        assert expected in words, expected
