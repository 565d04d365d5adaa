"""The public directory as HSDS JSON: shape, values, and what only we know beside them."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Locale

from harbor_wagtail.directory.exporting import values
from harbor_wagtail.directory.hsds.forms import moment
from harbor_wagtail.directory.hsds.profile import gather
from harbor_wagtail.directory.models import Availability, Location, Service
from tests import exporting, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(rows) == 1
    return rows[0]


def facts(made: dict[str, Any]) -> dict[str, Any]:
    return gather(made.get("attributes", [])).facts


@pytest.fixture(scope="module")
def organization(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """A directory with something in every field, built once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        exporting.whole_directory()
        made = exporting.exported()
        transaction.set_rollback(True)
    return only(made)


def test_every_list_of_hsds_is_filled(organization: dict[str, Any]) -> None:
    service = only(organization["services"])
    assert {"locations", "programs", "funding", "contacts", "phones", "organization_identifiers", "services",
            "additional_websites", "attributes", "parent_organization_id"} <= set(organization)  # fmt: skip
    assert "languages" not in organization  # no such key in HSDS
    assert {"phones", "schedules", "service_areas", "languages", "funding", "cost_options", "program", "contacts",
            "required_documents", "capacities", "attributes", "additional_urls"} <= set(service)  # fmt: skip
    at = service["service_at_locations"][0]
    assert {"location", "contacts", "phones", "schedules", "service_areas", "attributes"} <= set(at)
    assert {"addresses", "languages", "contacts", "accessibility", "phones", "schedules"} <= set(at["location"])


def test_nothing_is_null_or_empty(organization: dict[str, Any]) -> None:
    def walk(value: Any) -> None:
        assert value is not None
        assert value not in ("", [], {})
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(below)

    walk(organization)
    json.dumps(organization)


def test_values_are_written_as_hsds_types_them(organization: dict[str, Any]) -> None:
    service = only(organization["services"])
    monday, _closed, _sundays, monthly = service["schedules"]
    assert (service["minimum_age"], service["maximum_age"]) == (12, 17.5)
    assert isinstance(service["minimum_age"], int)
    assert monday["timezone"] == -6
    assert (monday["opens_at"], monthly["opens_at"]) == ("09:00:00", "08:05:00")
    assert monthly["until"] == "2025-11-03"
    assert only(service["cost_options"])["amount"] == 2.5
    assert organization["year_incorporated"] == 1998
    place = organization["locations"][0]
    assert (place["latitude"], place["longitude"]) == (43.5, -92)
    assert service["assured_date"] == "2025-11-03"
    assert service["assurer_email"] == "check@site.example"


@pytest.mark.parametrize(
    ("text", "number", "fact"),
    [
        ("100", 100, None),
        ("0", 0, None),
        ("0123", None, "0123"),
        ("x12", None, "x12"),
        ("", None, None),
        ("²", None, "²"),
    ],
)
def test_an_extension_is_a_number_only_if_it_loses_nothing(text: str, number: int | None, fact: str | None) -> None:
    factories.organization(phones=[{"number": "507-555-0100", "extension": text}])
    phone = only(only(exporting.exported())["phones"])
    assert phone.get("extension") == number
    assert facts(phone).get("extension") == fact


@pytest.mark.parametrize(
    ("microsecond", "text"),
    [(0, "2023-03-15T10:30:45Z"), (123000, "2023-03-15T10:30:45.123Z"), (1, "2023-03-15T10:30:45.000001Z")],
)
def test_moments_have_no_noise(microsecond: int, text: str) -> None:
    at = datetime(2023, 3, 15, 5, 30, 45, microsecond, tzinfo=timezone(timedelta(hours=-5)))
    assert moment(at) == text


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("2024-09-25T14:23:06.5+01:00", "2024-09-25T14:23:06.5+01:00"),
        ("2024-09-25T15:23:06.5+01:00", "2024-09-25T13:23:06.5Z"),
        ("2024-13-45T99:00:00Z", "2024-09-25T13:23:06.5Z"),
        ("yesterday", "2024-09-25T13:23:06.5Z"),
        ("", "2024-09-25T13:23:06.5Z"),
    ],
    ids=["same moment", "another moment", "no such moment", "words", "nothing"],
)
def test_the_age_of_a_capacity_is_written_as_its_source_did_while_that_is_true(given: str, written: str) -> None:
    at = datetime(2024, 9, 25, 13, 23, 6, 500000, tzinfo=timezone.utc)
    assert values.updated(type("Row", (), {"updated": at, "updated_as_given": given})()) == written


def test_only_the_newest_capacity_is_current(organization: dict[str, Any]) -> None:
    capacity = only(only(organization["services"])["capacities"])
    assert capacity["available"] == 5
    assert capacity["updated"] == "2025-12-02T01:00:00.0+01:00"
    assert capacity["unit"]["name"] == "Beds"


def test_phones_stand_under_their_contact_and_languages_under_their_phone(organization: dict[str, Any]) -> None:
    desk = only(organization["contacts"])
    assert only(desk["phones"])["number"] == "507-555-0101"
    phone = only(organization["phones"])
    assert phone["number"] == "+1 507 555 0100"
    assert only(phone["languages"])["code"] == "ur"
    at = only(organization["services"])["service_at_locations"][0]
    assert only(only(at["phones"])["languages"])["code"] == "ln"
    assert [row["name"] for row in only(organization["services"])["languages"]] == ["Spanish", "Dari"]


def test_a_row_that_points_at_nobody_stands_at_its_record() -> None:
    gone = uuid.uuid4()
    factories.service(
        phones=[{"number": "507-555-0100", "contact_ref": gone}], languages=[{"name": "Lao", "phone_ref": gone}]
    )
    service = only(only(exporting.exported())["services"])
    assert only(service["phones"])["number"] == "507-555-0100"
    assert only(service["languages"])["name"] == "Lao"


def test_a_phone_its_source_lists_twice_keeps_its_languages_once() -> None:
    number, contact = uuid.uuid4(), uuid.uuid4()
    spoken = {"hsds_id": uuid.uuid4(), "name": "Urdu", "phone_ref": number}
    factories.organization(
        contacts=[{"hsds_id": contact, "title": "Desk"}],
        phones=[{"hsds_id": number, "number": "1"}, {"hsds_id": number, "number": "1", "contact_ref": contact}],
        languages=[spoken, {**spoken}],
    )
    made = only(exporting.exported())
    assert only(only(made["phones"])["languages"])["name"] == "Urdu"
    assert only(only(only(made["contacts"])["phones"])["languages"])["name"] == "Urdu"


def test_words_are_those_of_the_default_language(organization: dict[str, Any]) -> None:
    assert organization["description"] == "A house with a light on."
    assert "Una casa" not in json.dumps(organization)
    assert Locale.get_default().language_code == "en"


def test_what_hsds_has_no_word_for_goes_along(organization: dict[str, Any]) -> None:
    service = only(organization["services"])
    known = facts(service)
    assert known["residence"] == "area"
    assert known["cost"] == "free"
    assert known["stay_max_days"] == 21
    assert known["not_served"] == [factories.term("boys", "genders").hsds_id]
    assert set(known["domains"]) == {factories.term(code).hsds_id for code in ("shelter", "case-management")}
    assert known["intake_answers"]["police_report"]["answer"] == "no"
    assert known["intake_answers"]["police_report"]["said_by_role"] == "intake worker"
    assert known["intake_answers"]["pet"] == {"answer": "unknown", "note": "Nobody knows."}
    assert known["checked_how"] == "phone"
    assert facts(organization)["alert"] == "We moved."
    assert facts(organization)["checked_on"] == exporting.CHECKED
    assert facts(organization)["example"] is True
    assert facts(only(service["phones"]))["purpose"] == "intake"
    assert facts(service["languages"][1])["provision"] == "staff"
    assert [gather(row.get("attributes", [])).facts.get("fips") for row in service["service_areas"]] == [
        "27099",
        "27",
        None,
    ]


def test_a_term_not_served_is_never_a_plain_tag(organization: dict[str, Any]) -> None:
    """Software that does not know us must not read "boys" as served."""
    boys = str(factories.term("boys", "genders").hsds_id)
    attributes = only(organization["services"])["attributes"]
    assert boys not in [attribute["taxonomy_term"]["id"] for attribute in attributes]


def test_a_no_that_nobody_stands_by_is_not_passed_on() -> None:
    factories.service(answers={"id": {"answer": "no"}, "walk_in": {"answer": "no"}})
    service = only(only(exporting.exported())["services"])
    assert set(facts(service)["intake_answers"]) == {"walk_in"}


def test_a_closed_day_is_a_row_without_times(organization: dict[str, Any]) -> None:
    _open, holidays, sundays, _monthly = only(organization["services"])["schedules"]
    for row in (holidays, sundays):
        assert not {"opens_at", "closes_at"} & set(row)
        assert facts(row)["closed"] is True
    assert holidays["description"] == "Closed"
    assert facts(holidays)["generated"] == {"description"}
    assert sundays["notes"] == "Never on Sundays."
    assert "description" not in sundays


def test_always_open_has_a_row_that_others_can_read() -> None:
    factories.service(hours="always")
    service = only(only(exporting.exported())["services"])
    row = only(service["schedules"])
    assert (row["opens_at"], row["closes_at"], row["byday"]) == ("00:00:00", "23:59:00", "MO,TU,WE,TH,FR,SA,SU")
    assert facts(row)["generated"] == {"*"}
    assert facts(service)["hours"] == "always"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("open", "active"),
        ("wait_list", "active"),
        ("closed_to_new", "inactive"),
        ("temporarily_closed", "temporarily closed"),
        ("closed", "defunct"),
    ],
)
def test_getting_in_becomes_the_nearest_word_of_hsds(status: str, word: str) -> None:
    service = factories.service()
    Service.objects.filter(pk=service.pk).update(status=status, status_as_of=exporting.AS_OF, status_note="Ask.")
    made = only(only(exporting.exported())["services"])
    assert made["status"] == word
    assert made["wait_time"] == "Ask."
    assert facts(made)["status_as_of"] == exporting.AS_OF
    assert facts(made).get("status", "open") == status


def test_a_stale_word_is_not_passed_on_as_true() -> None:
    service = factories.service()
    long_ago = exporting.AS_OF - timedelta(days=900)
    Service.objects.filter(pk=service.pk).update(
        status="closed_to_new", status_as_of=long_ago, status_expires_at=long_ago
    )
    made = only(only(exporting.exported())["services"])
    assert made["status"] == "active"
    assert facts(made)["status"] == "closed_to_new"
    assert facts(made)["status_expires_at"] == long_ago
    assert not Availability.objects.exists()


def test_a_plain_open_service_says_nothing_more() -> None:
    factories.service(hours="weekly", schedules=[factories.weekly("MO", "09:00", "10:00")])
    made = only(only(exporting.exported())["services"])
    assert "attributes" not in made


@pytest.mark.parametrize("what", ["cost", "free", "sliding", "nothing", "hours", "always", "documents"])
def test_what_rows_already_say_is_not_said_twice(what: str) -> None:
    rows: dict[str, Any] = {
        "cost": {"cost": "fee", "cost_options": [{"amount": 35}]},
        "hours": {"hours": "weekly", "schedules": [factories.weekly("MO", "09:00", "10:00")]},
        "always": {"hours": "always", "schedules": [factories.weekly("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")]},
        "free": {"cost": "free", "texts": {"en": {"fees_description": "Free of charge."}}},
        "sliding": {"cost": "sliding", "texts": {"en": {"fees_description": "A sliding scale"}}},
        "nothing": {"cost": "free", "cost_options": [{"amount": 0}]},
        "documents": {"documents": "listed", "required_documents": [{"document": "A letter"}]},
    }
    factories.service(**rows[what])
    assert not {"cost", "hours", "documents"} & set(facts(only(only(exporting.exported())["services"])))


def test_what_rows_would_make_believe_is_contradicted() -> None:
    """An editor left the answer open; a reader of the rows alone would conclude one."""
    dated = factories.weekly("MO", "09:00", "10:00", valid_from=exporting.CHECKED)
    factories.service(schedules=[dated], cost_options=[{"amount": 35}], required_documents=[{"document": "A letter"}])
    known = facts(only(only(exporting.exported())["services"]))
    assert {known["cost"], known["hours"], known["documents"]} == {"unknown"}


def test_what_hsds_requires_and_we_lack_is_marked_as_filled_in() -> None:
    factories.organization("Lantern House")
    made = only(exporting.exported())
    assert made["description"] == "Lantern House"
    assert facts(made)["generated"] == {"description"}


def test_a_place_that_is_not_public_has_no_address(organization: dict[str, Any]) -> None:
    public, hidden = (at["location"] for at in only(organization["services"])["service_at_locations"])
    assert only(public["addresses"])["address_1"] == exporting.STREET
    assert not {"addresses", "latitude", "longitude", "url", "transportation", "alternate_name"} & set(hidden)
    assert facts(hidden)["address_visibility"] == "undecided"
    assert facts(hidden)["county"] == factories.MOWER
    assert facts(public)["map_url"] == "https://map.example/1"
    assert facts(public)["time_zone"] == "America/Denver"
    assert "address_visibility" not in facts(public)


def test_the_town_of_a_hidden_place_is_shown_only_where_somebody_chose_to() -> None:
    owner = factories.organization()
    factories.location(owner, "One", show_town=True, city="Austin")
    factories.location(owner, "Two")
    towns = [facts(place).get("town") for place in only(exporting.exported())["locations"]]
    assert towns == ["Austin", None]


def test_what_is_not_known_of_a_public_address_is_empty_never_made_up() -> None:
    owner = factories.organization()
    factories.location(owner, address={"address_1": "118 Cedar Street", "city": "Austin"})
    address = only(only(exporting.exported())["locations"][0]["addresses"])
    assert (address["postal_code"], address["state_province"], address["country"]) == ("", "", "")
    assert facts(address)["generated"] == {"id", "address_type"}


def test_a_place_of_another_organization_names_its_owner() -> None:
    host, guest = factories.organization("Host"), factories.organization("Guest")
    hall = factories.location(host, "Hall")
    factories.service(guest, places=[hall])
    factories.service(host, places=[hall])
    at = {made["name"]: made["services"][0]["service_at_locations"][0]["location"] for made in exporting.exported()}
    assert at["Guest"]["organization_id"] == str(host.hsds_id)
    assert "organization_id" not in at["Host"]


def test_a_json_file_is_one_list_and_ndjson_one_record_a_line(tmp_path: Path) -> None:
    for name in ("One\u2028line", "Two", "Three"):
        factories.organization(name)
    listed = exporting.read_json(exporting.export(tmp_path / "all.json"))
    lines = exporting.export(tmp_path / "all.ndjson").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert listed == [json.loads(line) for line in lines] == exporting.exported()
    assert [made["name"] for made in listed] == ["One\u2028line", "Two", "Three"]


def test_an_empty_directory_is_an_empty_file_of_its_kind(tmp_path: Path) -> None:
    assert exporting.read_json(exporting.export(tmp_path / "all.json")) == []
    assert exporting.export(tmp_path / "all.ndjson").read_text() == ""


def test_a_serialiser_asks_a_place_itself_whether_it_is_public() -> None:
    """Not only the constraint of the database stands between an address and a file."""
    from harbor_wagtail.directory.exporting import loading, records

    place = Location(
        pk=1, name="Nest", address_1="99 Hidden Lane", latitude=1.5, url="https://x", map_url="https://m", city="T"
    )
    assert "Hidden Lane" not in json.dumps(made := records.location(loading.Chunk([]), place))
    assert not {"latitude", "url", "addresses"} & set(made)
    assert not {"map_url", "town"} & set(facts(made))
