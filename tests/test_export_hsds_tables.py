"""The public directory as HSDS tables."""

from __future__ import annotations

import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest

from harbor_wagtail.directory.exporting.flatten import Flattener
from harbor_wagtail.directory.hsds.profile import gather
from harbor_wagtail.directory.hsds.tables import TABLES, datapackage
from tests import exporting, factories

Rows = dict[str, list[dict[str, str]]]


@pytest.fixture
def tables(db: None, english: object, tmp_path: Path) -> Rows:
    exporting.whole_directory()
    return exporting.read_tables(exporting.export(tmp_path / "out", "hsds-csv"))


def flat(*organizations: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    flattener, made = Flattener(), {}
    for organization in organizations:
        for kind, row in flattener.rows(organization):
            made.setdefault(kind, []).append(row)
    flattener.close()
    return made


def organization(**given: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "name": "Lantern House", **given}


def test_every_table_is_filled_and_holds_together(tables: Rows) -> None:
    assert sorted(tables) == sorted(table.path for table in TABLES)
    assert [name for name, rows in tables.items() if not rows] == []
    ids = {table.name: {row["id"] for row in tables[table.path]} for table in TABLES}
    for table in TABLES:
        rows = tables[table.path]
        assert len(ids[table.name]) == len(rows), f"an id of {table.path} twice"
        for column, parent in table.parents.items():
            assert {row[column] for row in rows} - {""} <= ids[parent], f"{table.path}.{column}"
    anything = set().union(*ids.values())
    assert {row["link_id"] for row in tables["attributes.csv"]} <= anything


def test_the_package_describes_what_is_there(tables: Rows, tmp_path: Path) -> None:
    package = exporting.read_json(tmp_path / "out" / "datapackage.json")
    assert {resource["path"] for resource in package["resources"]} == set(tables)
    for resource in package["resources"]:
        named = [field["name"] for field in resource["schema"]["fields"]]
        assert list(tables[resource["path"]][0]) == named


def test_a_zip_holds_the_same_files(db: None, english: object, tmp_path: Path) -> None:
    factories.service(places=[factories.location(address=True)])
    folder = exporting.export(tmp_path / "out", "hsds-csv")
    with zipfile.ZipFile(exporting.export(tmp_path / "out.zip", "hsds-csv")) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "out.zip"]


def test_one_row_for_what_stands_in_several_places() -> None:
    """As in the official example: a phone of the organization, its service and its contact is one row."""
    phone = {"id": "p", "number": "1", "languages": [{"id": "l", "name": "Urdu"}]}
    contact = {"id": "c", "title": "Desk", "phones": [phone]}
    service = {"id": "s", "phones": [phone], "contacts": [contact], "languages": [{"id": "l", "name": "Urdu"}]}
    made = flat(organization(id="o", phones=[phone], contacts=[contact], services=[service]))
    assert made["phone"] == [
        {"id": "p", "number": "1", "organization_id": "o", "contact_id": "c", "service_id": "s"},
    ]
    assert made["contact"] == [{"id": "c", "title": "Desk", "organization_id": "o", "service_id": "s"}]
    assert made["language"] == [{"id": "l", "name": "Urdu", "phone_id": "p", "service_id": "s"}]


def test_a_phone_of_a_contact_alone_belongs_to_nothing_else() -> None:
    made = flat(organization(contacts=[{"id": "c", "phones": [{"id": "p", "number": "1"}]}]))
    assert made["phone"] == [{"id": "p", "number": "1", "contact_id": "c"}]


def test_a_second_row_where_a_column_is_taken_says_which_row_it_is() -> None:
    original = str(uuid.uuid4())
    phone = {"id": original, "number": "1", "languages": [{"id": str(uuid.uuid4()), "name": "Urdu"}]}
    services = [{"id": str(uuid.uuid4()), "name": name, "phones": [phone]} for name in "ab"]
    made = flat(organization(services=services))
    first, second = made["phone"]
    assert (first["id"], first["service_id"]) == (original, services[0]["id"])
    assert (second["number"], second["service_id"]) == ("1", services[1]["id"])
    marks = [row for row in made["attribute"] if row["link_id"] == second["id"]]
    assert gather([{**row, "taxonomy_term": {"id": row["taxonomy_term_id"]}} for row in marks]).facts == {
        "same_as": uuid.UUID(original)
    }
    assert {row["phone_id"] for row in made["language"]} == {first["id"], second["id"]}


def test_rows_of_one_id_that_say_different_things_both_stay() -> None:
    same = str(uuid.uuid4())
    service = {"id": str(uuid.uuid4()), "name": "a", "phones": [{"id": same, "number": "2"}]}
    made = flat(organization(phones=[{"id": same, "number": "1"}], services=[service]))
    assert {row["number"] for row in made["phone"]} == {"1", "2"}
    assert len({row["id"] for row in made["phone"]}) == 2


def test_a_place_shared_by_two_organizations_is_one_row_with_its_owner() -> None:
    hall = {"id": "hall", "name": "Hall", "phones": [{"id": str(uuid.uuid4()), "number": "1"}]}

    def given_at(place: dict[str, Any], name: str) -> dict[str, Any]:
        return {
            "id": f"service-{name}",
            "name": name,
            "service_at_locations": [{"id": f"at-{name}", "location": place}],
        }

    guest = organization(id="guest", services=[given_at({**hall, "organization_id": "host"}, "g")])
    host = organization(id="host", locations=[hall], services=[given_at(hall, "h")])
    for order in ((guest, host), (host, guest)):
        made = flat(*order)
        (row,) = made["location"]
        assert row["organization_id"] == "host"
        assert {each["location_id"] for each in made["service_at_location"]} == {"hall"}
        assert len(made["phone"]) == 1


def test_the_same_id_in_two_organizations_is_two_rows() -> None:
    same = str(uuid.uuid4())
    made = flat(*(organization(id=name, phones=[{"id": same, "number": "1"}]) for name in ("a", "b")))
    assert {row["organization_id"] for row in made["phone"]} == {"a", "b"}
    assert len({row["id"] for row in made["phone"]}) == 2


def test_an_attribute_says_what_it_hangs_on() -> None:
    term = {"id": "t", "name": "Term", "taxonomy_detail": {"id": "x", "name": "Terms"}}
    attributes = [{"id": "1", "taxonomy_term": term}, {"id": "2", "link_entity": "as given", "taxonomy_term": term}]
    made = flat(organization(id="o", attributes=attributes))
    assert [(row["link_id"], row["link_entity"]) for row in made["attribute"]] == [
        ("o", "organization"),
        ("o", "as given"),
    ]
    assert made["taxonomy_term"] == [{"id": "t", "name": "Term", "taxonomy_id": "x"}]
    assert made["taxonomy"] == [{"id": "x", "name": "Terms"}]


def test_a_hidden_place_has_no_address_row(tables: Rows) -> None:
    (address,) = tables["addresses.csv"]
    assert address["address_1"] == exporting.STREET
    hidden = next(row for row in tables["locations.csv"] if row["id"] != address["location_id"])
    assert {hidden[name] for name in ("latitude", "longitude", "url", "transportation", "alternate_name")} == {""}


def test_the_package_is_valid_to_frictionless(tables: Rows, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.flatten(["type", "note", "rowNumber", "fieldName"]) == []


@pytest.mark.skipif(not exporting.HSDS.is_dir(), reason="The official HSDS data is not here.")
def test_our_columns_are_those_of_the_standard() -> None:
    official = json.loads((exporting.HSDS / "hsds-3.2.3-examples/csv/datapackage.json").read_text(encoding="utf-8"))
    theirs = {resource["path"]: resource["schema"] for resource in official["resources"]}
    ours = {resource["path"]: resource["schema"] for resource in datapackage()["resources"]}
    assert set(theirs) - set(ours) == {"metadata.csv", "meta_table_descriptions.csv"}
    deprecated = {"tax_status", "tax_id", "fees", "licenses"}
    for path, schema in ours.items():
        named = {field["name"]: field["type"] for field in schema["fields"]}
        standard = {field["name"]: field["type"] for field in theirs[path]["fields"]}
        assert set(standard) - set(named) <= deprecated, path
        assert named == {name: kind for name, kind in standard.items() if name in named}, path
