"""Real directories are dirty. What can be mended is, what cannot is named, and no good row is lost to a bad one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harbor_wagtail.directory.importing import settling
from harbor_wagtail.directory.models import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)
from tests.importing import (
    bring_in,
    told,
    write_tables,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


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
