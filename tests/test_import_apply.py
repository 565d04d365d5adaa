"""A whole organization comes in with all that is below it, in the words of HSDS and of ours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from harbor_wagtail.directory.models import (
    ImportBatch,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from tests.importing import (
    an_id,
    bring_in,
    one_service,
    organization,
    service,
    tagged,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]

HSDS = Path(__file__).resolve().parents[2] / "shared" / "hsds" / "hsds-3.2.3-examples"

official = pytest.mark.skipif(not HSDS.is_dir(), reason="The official HSDS examples are not here.")


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
