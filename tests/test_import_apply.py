"""Real directories are dirty. What can be mended is, what cannot is named, and no good row is lost to a bad one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from wagtail.models import Locale

from harbor_wagtail.directory.importing import settling
from harbor_wagtail.directory.models import (
    Alias,
    Availability,
    ImportBatch,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    TaxonomyTerm,
    Verification,
)
from harbor_wagtail.directory.vocabularies import create_missing
from tests.importing import an_id, bring_in, location, organization, service, tagged, told, write, write_tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

HSDS = Path(__file__).resolve().parents[2] / "shared" / "hsds" / "hsds-3.2.3-examples"
official = pytest.mark.skipif(not HSDS.is_dir(), reason="The official HSDS examples are not here.")


@pytest.fixture(autouse=True)
def vocabularies(english: Locale) -> None:
    create_missing([english])


def one_service(tmp_path: Path, **values: Any) -> Service:
    bring_in(write(tmp_path, organization(services=[service(**values)])))
    return Service.objects.get()


def test_a_whole_organization_comes_in(tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, organization()))
    made = Organization.objects.get()
    help_ = made.services.get()

    assert report.exit_code == 0
    assert (made.live, made.has_unpublished_changes, made.slug) == (True, False, "harbor-house")
    assert made.texts.get().description == "Helps young people."
    assert help_.phones.get().number == "(507) 555-0143"
    assert help_.schedules.get().opens_at == dt.time(9)
    assert help_.hours == "weekly"
    assert help_.service_at_locations.get().location.name == "Harbor House drop-in place"
    assert str(made.hsds_id) == made.source_id == an_id("organization Harbor House")
    assert made.batch_id == report.batch


@official
@pytest.mark.parametrize("name", ["service_full.json", "organization_full.json", "service_at_location_full.json"])
def test_the_official_examples_go_in_whole(name: str) -> None:
    report = bring_in(HSDS / name, public=True)

    assert report.problems.refused == 0
    assert report.exit_code == 0
    assert {kind: counts.created for kind, counts in report.counts.items()}["service"] == 1
    place = Location.objects.get()
    assert (place.address_1, place.state_province, place.latitude) == ("1-30 Main Street", "MyState", 100)
    assert bring_in(HSDS / name, public=True).touched == 0


@official
def test_the_official_tables_go_in_but_for_the_attribute_of_nothing() -> None:
    report = bring_in(HSDS / "csv", public=True)

    assert [problem.file for problem in report.problems if problem.refused] == ["attributes.csv"]
    assert Service.objects.get().phones.exists()
    assert Location.objects.get().phones.exists()
    assert ServiceAtLocation.objects.get().phones.exists()


DIRTY = {
    "organizations": """
id,name,description,email,website,year_incorporated
1,Harbor &amp; Haven,Helps &quot;everybody&quot;,not an e-mail,www.example.org,1999
2,,No name at all,,,
1.0,Another name,,,,
3,Twin,,,,
3,Twin,,,,
""",
    "services": """
id,organization_id,name,status,minimum_age,maximum_age,last_modified
10,1,Drop-in,active,12-17,,2024-01-02
11,2,Orphaned by a refusal,active,,,
12,99,Orphan,active,,,
13,1,Ages the wrong way,active,30,12,
14,3,Odd state,sometimes,,,10:30
""",
    "locations": """
id,organization_id,name,location_type
20,1,Office,physical
21,77,Nobody's,somewhere
""",
    "service_at_location": """
id,service_id,location_id,description
30,10,20,
31,10,404,
32,11,20,
33,,20,
""",
    "phones": """
id,service_id,organization_id,number,extension,type
40,10,,507-555-0100 / 507-555-0101 ext 3,,voice
41,12,,507-555-0102,,voice
42,10,404,507-555-0103,,hotline
43,10,,no phone here,,voice
44,,,507-555-0104,,voice
""",
    "schedules": """
id,service_id,byday,opens_at,closes_at,valid_from,description
50,10,"Mon, Wed",noon – 2 a.m.,,,
51,10,,,,,"Mon-Fri 9am-5pm; Sat 10am-2pm"
52,10,TU,9:00,17:00,10:00:00,
""",
}


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    return write_tables(tmp_path, **DIRTY)


def test_no_good_row_is_lost_to_a_bad_one(dirty: Path) -> None:
    bring_in(dirty)

    assert set(Organization.objects.values_list("name", flat=True)) == {"Harbor & Haven", "Twin"}
    assert set(Service.objects.values_list("name", flat=True)) == {"Drop-in", "Ages the wrong way", "Odd state"}
    assert set(Location.objects.values_list("name", flat=True)) == {"Office", "Nobody's"}
    assert ServiceAtLocation.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        pytest.param("organizations.csv", 3, "name", id="nameless"),
        pytest.param("organizations.csv", 4, "id", id="the same id twice"),
        pytest.param("services.csv", 3, "organization_id", id="its organization was refused"),
        pytest.param("services.csv", 4, "organization_id", id="its organization is nowhere"),
        pytest.param("service_at_location.csv", 3, "location_id", id="a place that is nowhere"),
        pytest.param("service_at_location.csv", 4, "service_id", id="a service that was refused"),
        pytest.param("phones.csv", 3, "service_id", id="a child of a refused record"),
        pytest.param("phones.csv", 5, "number", id="no number in a number"),
        pytest.param("phones.csv", 6, "id", id="a child of nothing"),
    ],
)
def test_every_refused_row_is_named_with_its_place_and_a_fix(dirty: Path, file: str, row: int, column: str) -> None:
    refused = [problem for problem in bring_in(dirty).problems if problem.refused]
    [found] = [problem for problem in refused if (problem.file, problem.row) == (file, row)]

    assert found.column == column
    assert found.problem
    assert found.fix


@pytest.mark.parametrize(
    ("file", "row", "column"),
    [
        ("organizations.csv", 2, "email"),
        ("services.csv", 5, "minimum_age"),
        ("services.csv", 6, "status"),
        ("services.csv", 6, "last_modified"),
        ("locations.csv", 3, "organization_id"),
        ("locations.csv", 3, "location_type"),
        ("phones.csv", 4, "organization_id"),
        ("schedules.csv", 4, "valid_from"),
    ],
)
def test_a_bad_cell_is_left_out_and_reported_and_its_row_stays(dirty: Path, file: str, row: int, column: str) -> None:
    problems = [(problem.file, problem.row, problem.column, problem.refused) for problem in bring_in(dirty).problems]

    assert (file, row, column, False) in problems


def test_what_is_clear_is_mended(dirty: Path) -> None:
    bring_in(dirty)
    dropin = Service.objects.get(name="Drop-in")

    assert (dropin.minimum_age, dropin.maximum_age) == (12, 17)
    assert [(phone.number, phone.extension) for phone in dropin.phones.order_by("sort_order")] == [
        ("507-555-0100", ""),
        ("507-555-0101", "3"),
        ("507-555-0103", ""),
    ]
    spans = dropin.schedules.order_by("sort_order").values_list("byday", "opens_at", "closes_at")
    assert list(spans) == [
        ("MO,WE", dt.time(12), dt.time(2)),
        ("MO,TU,WE,TH,FR", dt.time(9), dt.time(17)),
        ("SA", dt.time(10), dt.time(14)),
        ("TU", dt.time(9), dt.time(17)),
    ]
    assert Organization.objects.get(name="Harbor & Haven").website == "https://www.example.org"


def test_a_kind_of_phone_nobody_knows_becomes_its_note(dirty: Path) -> None:
    bring_in(dirty)
    phone = Service.objects.get(name="Drop-in").phones.get(number="507-555-0103")

    assert (phone.type, phone.description) == ("voice", "hotline")


def test_dirty_data_comes_in_the_same_twice(dirty: Path) -> None:
    first, second = bring_in(dirty), bring_in(dirty)

    assert first.problems.refused == second.problems.refused
    assert second.touched == 0


@pytest.mark.parametrize("few", [settling.FEW, 0], ids=["few lost rows", "many"])
def test_the_row_of_five_parents_goes_to_each_that_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(settling, "FEW", few)
    tables = {
        "organizations": "id,name\n1,Harbor House",
        "services": "id,organization_id,name,status\n2,1,Drop-in,active",
        "locations": "id,name,location_type\n3,Office,physical",
        "contacts": "id,service_id,title\n5,2,Front desk",
        "phones": "id,organization_id,service_id,location_id,service_at_location_id,contact_id,number\n"
        "4,1,2,3,99,5,507-555-0100",
    }
    report = bring_in(write_tables(tmp_path, **tables))

    assert report.exit_code == 0
    assert Organization.objects.get().phones.count() == Location.objects.get().phones.count() == 1
    refs = [phone.contact_ref for phone in Service.objects.get().phones.order_by("sort_order")]
    assert refs == [None, Service.objects.get().contacts.get().hsds_id]
    assert any("also names a service at a place" in problem for problem in told(report))


def test_domains_come_in_by_code_by_crosswalk_and_by_name(tmp_path: Path) -> None:
    shelter = TaxonomyTerm.objects.get(taxonomy__slug="domains", code="legal")
    shelter.crosswalk.create(scheme="211HSIS", code="FT-1000")
    made = one_service(
        tmp_path, attributes=[tagged("FT-1000", "211HSIS"), tagged("health"), tagged("LAWYER", "domains")]
    )

    assert set(made.domains.values_list("code", flat=True)) == {"legal", "health"}
    assert [row.term.code for row in made.attributes.all()] == ["FT-1000"]


def test_an_import_never_takes_a_sheltering_domain_away(tmp_path: Path) -> None:
    made = one_service(tmp_path, attributes=[tagged("health")])
    made.domains.add(TaxonomyTerm.objects.get(code="shelter", taxonomy__slug="domains"))
    made.save()
    bring_in(write(tmp_path, organization(services=[service(attributes=[tagged("legal")])])))

    assert set(Service.objects.get().domains.values_list("code", flat=True)) == {"legal", "shelter"}


def test_our_own_vocabulary_is_not_changed_by_a_file(tmp_path: Path) -> None:
    tag = tagged("health") | {
        "taxonomy_term": {"id": an_id("t"), "code": "health", "name": "Hospitals", "taxonomy": "domains"}
    }
    one_service(tmp_path, attributes=[tag])

    assert TaxonomyTerm.objects.get(taxonomy__slug="domains", code="health").name == "Health care"
    assert not TaxonomyTerm.objects.filter(name="Hospitals").exists()


def test_languages_and_areas_find_their_terms_and_counties(tmp_path: Path) -> None:
    names = ("Mower County, MN", "Statewide", "Minnesota", "Nationwide", "Elsewhere")
    areas = [{"id": an_id(name), "name": name} for name in names]
    made = one_service(tmp_path, languages=[{"id": an_id("l"), "name": "Spanish"}], service_areas=areas)

    assert made.languages.get().term.code == "es"
    assert [(area.kind, area.fips) for area in made.service_areas.order_by("sort_order")] == [
        ("county", "27099"),
        ("other", ""),
        ("state", "27"),
        ("national", ""),
        ("other", ""),
    ]


@pytest.mark.parametrize(
    ("schedules", "kind"),
    [
        ([{"byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}], "weekly"),
        ([{"byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "23:59"}], "always"),
        ([{"byday": day, "opens_at": "00:00", "closes_at": "24:00"} for day in ("MO,TU,WE", "TH,FR,SA,SU")], "always"),
        ([{"description": "24/7"}], "always"),
        ([{"description": "By appointment only"}], "appointment"),
        ([{"description": "Ask Pat when the moon is full"}], "unknown"),
    ],
    ids=["a span", "all week", "all week in two", "24/7", "appointment", "prose"],
)
def test_what_hours_come_to(tmp_path: Path, schedules: list[dict[str, Any]], kind: str) -> None:
    given = [{"id": an_id(f"s{at}"), **row} for at, row in enumerate(schedules)]

    assert one_service(tmp_path, schedules=given).hours == kind


def test_old_terms_of_hsds_find_a_home(tmp_path: Path) -> None:
    old = service(fees="Ten dollars", licenses="State licence", wait_time="Two weeks")
    bring_in(write(tmp_path, organization(tax_id="12-3456789", services=[old])))
    words = Service.objects.get().texts.get()

    assert (words.fees_description, words.accreditations) == ("Ten dollars", "State licence")
    assert Service.objects.get().status_note == "Two weeks"
    assert Organization.objects.get().organization_identifiers.get().identifier_type == "EIN"


def test_a_check_of_the_source_is_an_event(tmp_path: Path) -> None:
    made = one_service(tmp_path, assured_date="2024-05-06", assurer_email="check@example.org")
    check = made.verifications.get()

    assert (check.checked_on, check.method, check.assurer_email) == (dt.date(2024, 5, 6), "source", "check@example.org")


def test_getting_in_is_an_event_only_when_it_changed(tmp_path: Path) -> None:
    made = one_service(tmp_path)
    assert not made.availability_events.exists()

    bring_in(write(tmp_path, organization(services=[service(status="temporarily closed")])))
    bring_in(write(tmp_path, organization(services=[service(status="temporarily closed")])))
    made.refresh_from_db()
    assert made.status == "temporarily_closed"
    assert Availability.objects.count() == 1


def test_a_plain_active_does_not_contradict_a_wait_list(tmp_path: Path) -> None:
    made = one_service(tmp_path, status="wait list", last_modified="2024-01-01")
    bring_in(write(tmp_path, organization(services=[service(status="active", last_modified="2024-06-01")])))
    made.refresh_from_db()

    assert made.status == "wait_list"


def test_capacity_is_an_event_only_when_it_is_news(tmp_path: Path) -> None:
    count = {"id": an_id("beds"), "available": 3, "maximum": 8, "unit": {"id": an_id("bed"), "name": "Bed"}}
    one_service(tmp_path, capacities=[count | {"updated": "2024-01-01T10:00:00Z"}])
    one_service(tmp_path, capacities=[count | {"updated": "2024-01-01T10:00:00Z"}])
    one_service(tmp_path, capacities=[count | {"available": 0, "updated": "2024-01-02T10:00:00Z"}])

    assert list(ServiceCapacity.objects.order_by("updated").values_list("available", flat=True)) == [3, 0]


def test_a_record_is_known_again_by_an_id_it_gave_up(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    Alias.objects.create(kind=Alias.Kind.HSDS_ID, value=an_id("merged away"), organization=Organization.objects.get())
    merged = organization(name="Harbor House") | {"id": an_id("merged away")}
    bring_in(write(tmp_path, merged), source="another")

    assert Organization.objects.count() == 1


def test_two_sources_with_one_name_are_two_records(tmp_path: Path) -> None:
    for source in ("north", "south"):
        tables = {
            "organizations": "id,name\n1,Harbor House",
            "services": "id,organization_id,name,status\n1,1,Drop-in,active",
        }
        bring_in(write_tables(tmp_path, **tables), source=source)

    assert Organization.objects.count() == Service.objects.count() == 2
    assert set(Organization.objects.values_list("slug", flat=True)) == {"harbor-house", "harbor-house-2"}


def test_words_that_only_we_know_survive_a_new_file(tmp_path: Path) -> None:
    made = one_service(tmp_path)
    made.phones.update(purpose="intake")
    bring_in(write(tmp_path, organization(services=[service(email="new@example.org")])))

    assert Service.objects.get().email == "new@example.org"
    assert Service.objects.get().phones.get().purpose == "intake"


def test_a_file_that_does_not_speak_of_phones_removes_none(tmp_path: Path) -> None:
    bring_in(write(tmp_path, organization()))
    quiet = {"id": an_id("organization Harbor House"), "name": "Harbor House", "email": "new@example.org"}
    bring_in(write(tmp_path, quiet))

    assert Organization.objects.get().email == "new@example.org"
    assert Organization.objects.get().phones.count() == 1


def test_cycles_of_parents_are_only_ids(tmp_path: Path) -> None:
    one, two = organization("One", services=[]), organization("Two", services=[])
    one["parent_organization_id"], two["parent_organization_id"] = two["id"], one["id"]
    report = bring_in(write(tmp_path, one, two))

    assert report.exit_code == 0
    assert Organization.objects.count() == 2


def test_a_shared_place_is_one_place(tmp_path: Path) -> None:
    shared = location("Shared")
    services = [service("One", place=shared), service("Two", place=shared)]
    report = bring_in(write(tmp_path, organization(services=services)))

    assert Location.objects.count() == 1
    assert ServiceAtLocation.objects.count() == 2
    assert report.exit_code == 0


def test_a_check_by_the_source_does_not_hide_a_newer_one_of_ours(tmp_path: Path) -> None:
    made = one_service(tmp_path)
    Verification.objects.create(service=made, checked_on=dt.date(2025, 1, 1), method="phone")
    bring_in(write(tmp_path, organization(services=[service(assured_date="2024-01-01")])))

    assert made.verifications.count() == 1


def test_two_terms_of_one_code_are_one(tmp_path: Path) -> None:
    tables = {
        "organizations": "id,name\n1,Harbor House",
        "services": "id,organization_id,name,status\n1,1,Drop-in,active",
        "taxonomies": "id,name\n1,Elsewhere",
        "taxonomy_terms": "id,taxonomy_id,code,name\n1,1,A-1,Food\n2,1,A-1,Food again",
        "attributes": "id,link_id,link_entity,taxonomy_term_id\n1,1,service,2",
    }
    report = bring_in(write_tables(tmp_path, **tables))

    assert report.of("taxonomy_term").refused == 1
    assert Service.objects.get().attributes.get().term.name == "Food"


def test_a_service_is_at_a_place_once(tmp_path: Path) -> None:
    tables = {
        "organizations": "id,name\n1,Harbor House",
        "services": "id,organization_id,name,status\n1,1,Drop-in,active",
        "locations": "id,name,location_type\n1,Office,physical\n2,Annex,physical",
        "service_at_location": "id,service_id,location_id\n1,1,1\n2,1,2",
    }
    bring_in(write_tables(tmp_path, **tables))
    report = bring_in(write_tables(tmp_path, service_at_location="id,service_id,location_id\n1,1,1\n2,1,1"))

    assert report.of("service_at_location").refused == 1
    assert ServiceAtLocation.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could end")
@pytest.mark.django_db(transaction=True)
def test_an_import_whose_connection_ended_does_not_look_as_if_it_still_ran(tmp_path: Path) -> None:
    file = write(tmp_path, organization())
    ended = [False]

    def end(execute: Any, sql: str, *rest: Any) -> Any:
        if not ended[0] and not connection.in_atomic_block and "harbor_directory_stagedrow" in sql:
            ended[0] = True
            connection.connection.close()  # as a server does that is stopped
        return execute(sql, *rest)

    with connection.execute_wrapper(end), pytest.raises((OperationalError, InterfaceError)):  # psycopg 2's word for it
        bring_in(file)
    assert ImportBatch.objects.get().state == "failed"
    bring_in(file)
    assert Organization.objects.get().name == "Harbor House"
