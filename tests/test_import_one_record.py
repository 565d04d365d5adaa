"""What a file names is the record that is there already, or a new one, and never two that are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from harbor_wagtail.directory.models import (
    Alias,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from tests.importing import (
    an_id,
    bring_in,
    location,
    one_service,
    organization,
    service,
    write,
    write_tables,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


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
