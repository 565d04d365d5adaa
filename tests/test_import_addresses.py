"""Promise 1: an import never stores, and never echoes, the address of a place that may not be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from harbor_wagtail.directory.importing import bulk
from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.models import Location, Organization, Service, TaxonomyTerm, TermCrosswalk
from harbor_wagtail.directory.visibility import make_area_only
from tests.importing import (
    a_place,
    an_id,
    bring_in,
    canaries_in_database,
    has_canary,
    location,
    organization,
    run,
    service,
    tagged,
    write,
    write_tables,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


TELLTALE = "Come to 4711 Canary Lane. We are open to everybody."


def telling_organization(**of_service: Any) -> dict[str, Any]:
    """Every text that can hold an address holds one."""
    place = location(
        name="4711 Canary Lane",
        description=TELLTALE,
        phones=[{"id": an_id("p"), "number": "507-555-0100", "description": "Ring at Suite 904, 4711 Canary Lane"}],
        schedules=[{"id": an_id("s"), "byday": "MO", "opens_at": "9:00", "closes_at": "10:00", "notes": TELLTALE}],
        accessibility=[{"id": an_id("a"), "description": TELLTALE, "details": "Door at 4711 Canary Lane"}],
        contacts=[{"id": an_id("c"), "title": "Front desk, 4711 Canary Lane", "name": "Ann Quuxville"}],
    )
    values = {
        "description": TELLTALE,
        "application_process": TELLTALE,
        "alert": "Moved to 4711 Canary Lane",
        "url": "https://maps.google.com/?q=4711+Canary+Lane",
        "schedules": [{"id": an_id("hours"), "description": "Mondays at 4711 Canary Lane"}],
        "cost_options": [{"id": an_id("cost"), "option": "Pay at 4711 Canary Lane"}],
        "required_documents": [{"id": an_id("doc"), "document": "Proof of address. Bring it to 4711 Canary Lane."}],
        **of_service,
    }
    return organization(description=TELLTALE, services=[service(place=place, **values)])


def test_an_import_without_a_word_on_addresses_stores_none(tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, telling_organization()))

    assert canaries_in_database() == []
    assert (report.withheld, report.kept) == (1, 0)
    assert a_place().address_visibility == "undecided"


def test_nothing_that_is_said_or_written_echoes_an_address(tmp_path: Path) -> None:
    path = write(tmp_path, telling_organization(email="write to 4711 Canary Lane, Quuxville"))
    out = tmp_path / "report.json"
    _, dry = run("harbor_import", path, "--dry-run", "--report", out)
    said = dry + out.read_text()
    _, wet = run("harbor_import", path, "--report", out)
    said += wet + out.read_text()

    assert not has_canary(said)
    assert "[withheld]" in out.read_text()
    assert json.loads(out.read_text())["addresses"] == {"withheld": 1, "kept": 0}


def test_the_harmless_rest_of_a_text_stays(tmp_path: Path) -> None:
    bring_in(write(tmp_path, telling_organization()))

    assert Service.objects.get().texts.get().description == "We are open to everybody."
    assert Location.objects.get().name == ""
    assert Location.objects.get().phones.get().number == "507-555-0100"


def test_the_county_is_told_before_the_address_goes(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))

    assert (a_place().county, a_place().state_province) == ("27099", "MN")


def test_no_statement_ever_carries_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    copied = bulk._write

    def write_many(connection: Any, cursor: Any, into: str, rows: list[list[Any]]) -> None:
        """PostgreSQL gets them by ``COPY``, of which a wrapper of statements hears nothing."""
        seen.append(f"INSERT INTO {into} {rows}")
        copied(connection, cursor, into, rows)

    monkeypatch.setattr(bulk, "_write", write_many)

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(f"{sql} {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        bring_in(write(tmp_path, telling_organization()))

    assert any("stagedrow" in statement and "INSERT" in statement for statement in seen)
    assert not [statement for statement in seen if has_canary(statement)]


def test_a_place_known_by_its_address_gets_an_id_that_does_not_say_it(tmp_path: Path) -> None:
    tables = {
        "organizations": "id,name\n1,Harbor House",
        "services": "id,organization_id,name,status\n1,1,Drop-in,active",
        "locations": "id,organization_id,name,location_type\n4711 Canary Lane,1,Office,physical",
        "service_at_location": "id,service_id,location_id\n1,1,4711 Canary Lane",
    }
    path = write_tables(tmp_path, **tables)
    bring_in(path)

    assert canaries_in_database() == []
    assert a_place().source_id == ""
    assert a_place().service_at_locations.count() == 1
    assert bring_in(path).touched == 0


def test_public_addresses_come_in_whole(tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, organization()), public=True)
    place = a_place()

    assert (report.withheld, report.kept) == (0, 1)
    assert place.address_visibility == "public"
    assert (place.address_1, place.address_2, place.city) == ("4711 Canary Lane", "Suite 904", "Quuxville")
    assert (place.latitude, place.longitude, place.transportation) == (
        43.6661,
        -92.9746,
        "Bus 7 to the Zebra crossing.",
    )


def test_texts_of_public_places_come_in_whole(tmp_path: Path) -> None:
    bring_in(write(tmp_path, telling_organization()), public=True)

    assert Service.objects.get().texts.get().description == TELLTALE
    assert a_place().name == "4711 Canary Lane"
    assert a_place().schedules.get().notes == TELLTALE
    assert Organization.objects.get().texts.get().description == TELLTALE


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"attributes": [tagged("shelter")]}, id="our domain by code"),
        pytest.param({"attributes": [tagged("Human Trafficking", "domains")]}, id="our domain by another word"),
        pytest.param({"attributes": [tagged("BH-1800", "211HSIS")]}, id="a crosswalk"),
        pytest.param({"attributes": [tagged("Domestic violence shelters", "Somebody else's")]}, id="a foreign name"),
        pytest.param({"name": "Night shelter"}, id="the service's own name"),
    ],
)
def test_places_of_sheltering_services_stay_hidden_whatever_the_import_says(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    term = TaxonomyTerm.objects.get(taxonomy__slug="domains", code="shelter")
    TermCrosswalk.objects.create(term=term, scheme="211HSIS", code="BH-1800")
    report = bring_in(write(tmp_path, telling_organization(**changes)), public=True)

    assert canaries_in_database() == []
    assert a_place().address_visibility == "undecided"
    assert (report.withheld, report.kept) == (1, 0)


def test_a_place_that_a_shelter_shares_with_others_stays_hidden(tmp_path: Path) -> None:
    shared = location("Shared")
    services = [service("Food", place=shared), service("Beds", place=shared, attributes=[tagged("housing")])]
    bring_in(write(tmp_path, organization(services=services)), public=True)

    assert canaries_in_database() == []


def test_a_shelter_the_directory_knows_at_the_place_keeps_it_hidden(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    Service.objects.get().domains.through.objects.create(
        service=Service.objects.get(), taxonomyterm=TaxonomyTerm.objects.get(code="shelter", taxonomy__slug="domains")
    )
    bring_in(write(tmp_path, organization()), public=True)

    assert canaries_in_database() == []


def test_a_public_place_is_hidden_when_a_service_there_becomes_a_shelter(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()), public=True)
    changed = service("Harbor House drop-in", attributes=[tagged("shelter")])
    bring_in(write(tmp_path, organization(services=[changed])), public=True)

    assert a_place().address_visibility == "undecided"
    assert a_place().address_1 == ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"name": "Undisclosed location"}, id="undisclosed"),
        pytest.param({"description": "Call for location."}, id="call for location"),
        pytest.param({"confidential": True}, id="a flag"),
        pytest.param(
            {"addresses": [{"id": an_id("box"), "address_1": "PO Box 4711", "city": "Quuxville"}]}, id="PO box"
        ),
    ],
)
def test_what_a_source_keeps_quiet_is_confidential(tmp_path: Path, changes: dict[str, Any]) -> None:
    place = location(**changes)
    bring_in(write(tmp_path, organization(services=[service(place=place)])), public=True)

    assert a_place().address_visibility == "confidential"
    assert canaries_in_database() == []


def test_confidential_is_sticky(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    make_area_only(a_place(), confidential=True)
    report = bring_in(write(tmp_path, organization()), public=True)

    assert a_place().address_visibility == "confidential"
    assert canaries_in_database() == []
    assert report.withheld == 1


def test_an_organization_with_a_confidential_place_brings_no_address_from_another_source(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    make_area_only(a_place(), confidential=True)
    other = organization() | {"id": an_id("elsewhere")}
    other["services"] = [service("Another", place=location("Another"))]
    bring_in(write(tmp_path, other), public=True, source="another")

    assert Location.objects.count() == 2
    assert canaries_in_database() == []


def test_undecided_is_lifted_by_a_source_that_says_so(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    report = bring_in(write(tmp_path, organization()), public=True)

    assert a_place().address_visibility == "public"
    assert report.of("location").changed == 1
    assert bring_in(write(tmp_path, organization()), public=True).touched == 0


def test_what_a_person_hid_stays_hidden(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()), public=True)
    make_area_only(a_place())
    bring_in(write(tmp_path, organization()), public=True)

    assert a_place().address_visibility == "undecided"
    assert canaries_in_database() == []


def test_an_import_that_is_silent_on_addresses_leaves_a_public_one_alone(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()), public=True)
    report = bring_in(write(tmp_path, organization()))

    assert a_place().address_1 == "4711 Canary Lane"
    assert report.touched == 0


def test_a_mark_hides_a_place_that_was_public(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()), public=True)
    place = location("Harbor House drop-in place", confidential=True)
    quiet = service("Harbor House drop-in", place=place)
    bring_in(write(tmp_path, organization(services=[quiet])), public=True)

    assert a_place().address_visibility == "confidential"
    assert a_place().address_1 == ""


def test_a_further_address_becomes_a_place_of_its_own(tmp_path: Path) -> None:
    second = {"id": an_id("2"), "address_1": "12 Oak Street", "city": "Austin", "state_province": "MN"}
    place = location()
    place["addresses"] += [second | {"postal_code": "55912", "country": "US", "address_type": "physical"}]
    path = write(tmp_path, organization(services=[service(place=place)]))
    bring_in(path, public=True)

    assert sorted(Location.objects.values_list("address_1", flat=True)) == ["12 Oak Street", "4711 Canary Lane"]
    assert Service.objects.get().service_at_locations.count() == 2
    assert bring_in(path, public=True).touched == 0


def test_addresses_without_their_place_reach_the_one_here_or_are_refused_by_name(tmp_path: Path) -> None:
    bring_in(write_tables(tmp_path, locations="id,name\nl1,Main office\n"), source="city")
    addresses = (
        "id,location_id,address_1,city,state_province,postal_code\n"
        "a1,l1,4711 Canary Lane,Austin,MN,55912\n"
        "a2,l9,4711 Canary Lane,Austin,MN,55912\n"
    )
    (tmp_path / "tables" / "locations.csv").unlink()
    report = bring_in(write_tables(tmp_path, addresses=addresses), source="city", public=True)

    assert Location.objects.get().address_1 == "4711 Canary Lane"
    refused = [problem for problem in report.problems if problem.refused]
    assert [(problem.file, problem.row, problem.value) for problem in refused] == [("addresses.csv", 3, "l9")]
    assert report.of("address").refused == 1


def test_people_are_named_only_with_consent(tmp_path: Path) -> None:
    contacts = [{"id": an_id("c"), "name": "Ann Persona", "title": "Intake worker", "email": "intake@example.org"}]
    path = write(tmp_path, organization(contacts=contacts))
    bring_in(path)
    contact = Organization.objects.get().contacts.get()
    assert (contact.name, contact.title, contact.email) == ("", "Intake worker", "intake@example.org")

    bring_in(path, named=True)
    contact = Organization.objects.get().contacts.get()
    assert contact.name == "Ann Persona"
    assert contact.name_consent_on is not None


def test_whole_texts_of_public_places_are_not_cut_by_an_import_that_is_silent_on_addresses(tmp_path: Path) -> None:
    path = write(tmp_path, telling_organization())
    bring_in(path, public=True)
    report = bring_in(path)

    assert report.touched == 0
    assert Service.objects.get().texts.get().description == TELLTALE


def test_a_table_of_ones_own_stores_no_address_either(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "Agency,Site,Street,Town,State,Zip,Phone,About\n"
        "Harbor House,4711 Canary Lane,4711 Canary Lane,Quuxville,MN,55912,507-555-0100,We are at 4711 Canary Lane. Ring.\n"
    )
    mapping = parse_mapping(
        "source: {name: List}\norganization: {name: Agency, description: About}\n"
        "service: {name: {value: Food}, description: About}\nlocation: {name: Site}\n"
        "address: {address_1: Street, city: Town, state_province: State, postal_code: Zip}\nphones: [{number: Phone}]\n",
        "map.yaml",
    )
    bring_in(table, mapping=mapping)

    assert canaries_in_database() == []
    assert a_place().county == "27099"
    assert Organization.objects.get().texts.get().description == "Ring."
