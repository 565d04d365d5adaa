"""A volunteer publishes a listing with six facts; everything else may stay unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.models import (
    Availability,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Verification,
)
from tests import factories
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db


def url(model: str, name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{model}:{name}", args=args)


#: What the form for a new service posts as it stands: made once.
_nothing_filled_in: dict[str, Any] = {}


def six_facts(client: Client, **more: Any) -> dict[str, Any]:
    """The form for a new service with nothing but the six facts in it."""
    if not _nothing_filled_in:
        _nothing_filled_in.update(form_data(client, url("service", "add")))
    return {
        **_nothing_filled_in,
        "texts-0-locale": factories.locale("en").pk,
        "texts-1-locale": factories.locale("es").pk,
        "new_organization": "Lantern House",
        "name": "Youth shelter",
        "domains": [factories.term("crisis").pk],
        "texts-0-description": "Somebody to talk to, day and night.",
        "minimum_age": "12",
        "maximum_age": "17",
        "service_areas-0-fips": "Mower County, MN",
        "phones-0-number": "(507) 555-0142",
        "checked_on": "2024-05-02",
        "checked_method": "phone",
        "checked_by_role": "intake worker",
        **more,
    }


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    factories.term("crisis")


def test_six_facts_publish_a_listing(admin_client: Client) -> None:
    response = admin_client.post(url("service", "add"), {**six_facts(admin_client), "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    service = Service.objects.public().get()
    assert (service.name, service.organization.name) == ("Youth shelter", "Lantern House")
    assert service.organization in Organization.objects.public()
    assert [text.description for text in service.texts.all()] == ["Somebody to talk to, day and night."]
    assert (service.minimum_age, service.maximum_age, service.all_ages) == (12, 17, False)
    assert [(area.kind, area.fips, area.name) for area in service.service_areas.all()] == [
        ("county", "27099", "Mower County, MN")
    ]
    assert [phone.number for phone in service.phones.all()] == ["(507) 555-0142"]
    check = Verification.objects.get(service=service)
    assert (check.checked_on, check.method, check.by_role) == (date(2024, 5, 2), "phone", "intake worker")
    assert (service.cost, service.hours, service.documents, service.referral) == ("unknown",) * 4
    assert not service.intake_answers.exists()
    assert not service.schedules.exists()


def test_a_draft_needs_only_a_name_and_an_organization_and_is_seen_by_nobody(admin_client: Client) -> None:
    data = {**form_data(admin_client, url("service", "add")), "new_organization": "Lantern House", "name": "Shelter"}
    response = admin_client.post(url("service", "add"), data)
    assert response.status_code == 302, errors(response)
    service = Service.objects.get()
    assert not service.live
    assert not service.organization.live
    assert not Service.objects.public().exists()
    assert not Organization.objects.public().exists()


def test_publishing_a_draft_takes_its_organization_and_new_place_along(admin_client: Client) -> None:
    more = {"new_place_name": "Downtown office", "new_place_county": "Freeborn County, MN"}
    admin_client.post(url("service", "add"), six_facts(admin_client, **more))
    service = Service.objects.get()
    place = Location.objects.get()
    assert [service.live, service.organization.live, place.live] == [False, False, False]
    data = {**form_data(admin_client, url("service", "edit", service.pk)), "action-publish": "1"}
    response = admin_client.post(url("service", "edit", service.pk), data)
    assert response.status_code == 302, errors(response)
    assert Service.objects.public().get() == service
    assert ServiceAtLocation.objects.public().get().location == place
    assert (place.name, place.county, place.address_visibility) == ("Downtown office", "27047", "undecided")


def test_an_organization_that_was_taken_off_the_site_stays_off_and_the_editor_is_told(admin_client: Client) -> None:
    owner = factories.organization("Lantern House")
    owner.unpublish()
    data = six_facts(admin_client, new_organization="", organization=owner.pk)
    response = admin_client.post(url("service", "add"), {**data, "action-publish": "1"}, follow=True)
    owner.refresh_from_db()
    assert not owner.live
    assert "Visitors do not see it yet." in response.content.decode()
    assert "is not published" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"new_organization": ""}, "Which organization offers it?"),
        ({"domains": []}, "Choose at least one kind of help."),
        ({"service_areas-0-fips": ""}, "Say which area it serves"),
        ({"service_areas-0-fips": "Narnia"}, "We know no county of that name"),
        ({"service_areas-0-fips": "Washington County"}, "More than one county is called that"),
        ({"phones-0-number": ""}, "Say how to reach it"),
        ({"phones-0-number": "ask Mary"}, "Write it like (507) 555-0142"),
        ({"phones-0-number": "507 555 019"}, "a digit too few or too many"),
        ({"minimum_age": "18", "maximum_age": "12"}, "The youngest age is above the oldest."),
        ({"all_ages": "on"}, "Only one can be true"),
        ({"url": "not a web page"}, "Write one web address"),
        ({"checked_on": "2999-01-01"}, "This day has not come yet."),
        ({"checked_method": ""}, "How was it checked?"),
        ({"new_place_name": "Downtown"}, "In which county is the new place?"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_missing_or_wrong_is_said_plainly(admin_client: Client, changes: dict[str, Any], told: str) -> None:
    data = {**six_facts(admin_client), **changes, "action-publish": "1"}
    response = admin_client.post(url("service", "add"), data)
    assert response.status_code == 200
    assert told in errors(response)
    assert not Service.objects.exists()
    assert not Organization.objects.exists()
    assert not Verification.objects.exists()


def test_one_organization_is_not_made_twice(admin_client: Client) -> None:
    factories.organization("Lantern House")
    data = {**six_facts(admin_client, new_organization="lantern house"), "action-publish": "1"}
    response = admin_client.post(url("service", "add"), data)
    assert "There is an organization of this name already" in errors(response)
    assert Organization.objects.count() == 1


def test_one_text_for_each_language(admin_client: Client, english: Any, spanish: Any) -> None:
    data = form_data(admin_client, url("service", "add"))
    assert [data["texts-0-locale"], data["texts-1-locale"]] == [str(english.pk), str(spanish.pk)]
    data = {**six_facts(admin_client), "texts-1-description": "Alguien con quien hablar."}
    response = admin_client.post(url("service", "add"), {**data, "texts-1-locale": english.pk, "action-publish": "1"})
    assert "There are two texts in one language." in errors(response)
    response = admin_client.post(url("service", "add"), {**data, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    texts = Service.objects.get().texts.all()
    assert {text.locale.language_code: text.description for text in texts} == {
        "en": "Somebody to talk to, day and night.",
        "es": "Alguien con quien hablar.",
    }


def test_saving_again_changes_nothing(admin_client: Client) -> None:
    admin_client.post(url("service", "add"), {**six_facts(admin_client), "action-publish": "1"})
    service = Service.objects.get()
    before = service.serializable_data()
    data = {**form_data(admin_client, url("service", "edit", service.pk)), "action-publish": "1"}
    response = admin_client.post(url("service", "edit", service.pk), data)
    assert response.status_code == 302, errors(response)
    after = Service.objects.get().serializable_data()
    moving = ("latest_revision", "live_revision", "last_published_at", "latest_revision_created_at")
    for name in before:
        if name not in moving:
            assert after[name] == before[name], name
    assert Verification.objects.count() == 1


def test_every_question_about_starting_is_asked_and_only_answers_are_kept(admin_client: Client) -> None:
    data = {**six_facts(admin_client), "action-publish": "1"}
    row = next(name[: -len("question")] for name, value in data.items() if value == "police_report")
    data[f"{row}answer"] = "no"
    response = admin_client.post(url("service", "add"), data)
    assert "who at the provider said so" in errors(response)
    data |= {f"{row}said_by_role": "intake worker", f"{row}said_on": "2024-05-02"}
    response = admin_client.post(url("service", "add"), data)
    assert response.status_code == 302, errors(response)
    answer = Service.objects.get().intake_answers.get()
    assert (answer.question, answer.answer, answer.confirmed) == ("police_report", "no", True)


def test_getting_in_is_recorded_at_once_and_only_when_somebody_says_so(admin_client: Client) -> None:
    service = factories.service(domains=["crisis"], phones=["(507) 555-0142"], areas=["27099"])
    address = url("service", "edit", service.pk)
    admin_client.post(address, {**form_data(admin_client, address), "action-publish": "1"})
    assert not Availability.objects.exists()
    said = {"availability": "wait_list", "availability_note": "about two weeks"}
    response = admin_client.post(address, {**form_data(admin_client, address), **said, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    service.refresh_from_db()
    assert (service.status, service.status_note) == ("wait_list", "about two weeks")
    assert Availability.objects.get().by_user is not None


def test_an_autosave_records_nothing(admin_client: Client) -> None:
    """Wagtail 7.3 and later save drafts every few seconds while somebody types."""
    service = factories.service(domains=["crisis"], phones=["(507) 555-0142"], areas=["27099"])
    address = url("service", "edit", service.pk)
    said = {"availability": "closed", "checked_on": "2024-05-02", "checked_method": "phone"}
    data = {**form_data(admin_client, address), **said, "new_place_county": "Mower County, MN"}
    response = admin_client.post(address, data, headers={"accept": "application/json"})
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.json()["success"] is True
        assert not Availability.objects.exists()
        assert not Verification.objects.exists()
        assert not Location.objects.exists()


class TestPlaces:
    def test_ticking_links_and_unticking_unlinks_what_the_editor_saw(self, admin_client: Client) -> None:
        owner = factories.organization()
        first, second, third = (factories.location(owner, name) for name in ("First", "Second", "Third"))
        service = factories.service(
            owner, domains=["crisis"], phones=["(507) 555-0142"], areas=["27099"], places=[first, second]
        )
        kept = ServiceAtLocation.objects.get(location=second)
        address = url("service", "edit", service.pk)
        data = form_data(admin_client, address)
        assert sorted(data["places"]) == sorted([str(first.pk), str(second.pk)])
        factories.at(service, third)  # an import links it meanwhile
        response = admin_client.post(address, {**data, "places": [second.pk]})
        assert response.status_code == 302, errors(response)
        links = ServiceAtLocation.objects.filter(service=service)
        assert {link.location for link in links} == {second, third}
        assert links.get(location=second).hsds_id == kept.hsds_id

    def test_only_places_of_the_organization_are_offered(self, admin_client: Client) -> None:
        elsewhere = factories.location(factories.organization("Other"), "Elsewhere")
        service = factories.service()
        address = url("service", "edit", service.pk)
        data = {**form_data(admin_client, address), "places": [elsewhere.pk]}
        assert admin_client.post(address, data).status_code == 200
        assert not ServiceAtLocation.objects.exists()
