"""What real directories hold that nobody expects: addresses in every column, hours in two halves, names of numbers."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Locale

from harbor_wagtail.directory.importing.cleaning import Cleaner
from harbor_wagtail.directory.importing.keys import is_telling
from harbor_wagtail.directory.importing.readers.vocabulary import FIELDS, LINKS
from harbor_wagtail.directory.importing.rows import Row
from harbor_wagtail.directory.importing.withholding import NAME_WITHHELD
from harbor_wagtail.directory.models import DirectoryVersion, Organization, Service
from tests.importing import bring_in, canaries_in_database, has_canary, organization, run, service, told, write
from tests.importing import write_tables as tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

CANARY = "Come to 4711 Canary Lane"
KINDS = sorted(FIELDS.keys() - {"metadata", "meta_table_description"})


@pytest.fixture(autouse=True)
def _english(english: Locale) -> None:
    """Every test needs the default language."""


def _in_every_column(folder: Path) -> Path:
    """HSDS tables of one row each, with an address in every column but ids and what makes a row a row at all."""
    whole = {"status": "active", "link_entity": "service", "available": "5"}
    for kind in KINDS:
        row = {"id": "1", **dict.fromkeys(FIELDS[kind], CANARY), **dict.fromkeys(LINKS.get(kind, ()), "1")}
        row |= {name: value for name, value in whole.items() if name in row}
        row |= {name: "" for name in ("contact_id", "phone_id") if name in row}
        if kind == "phone":
            row["number"] = "507 555 0101 at 4711 Canary Lane"
        with (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([row.keys(), row.values()])
    return folder


def test_an_address_is_kept_out_of_every_column_of_every_table(tmp_path: Path) -> None:
    report = bring_in(_in_every_column(tmp_path), named=True)
    assert canaries_in_database() == []
    assert not has_canary(json.dumps(report.as_dict()))
    assert Organization.objects.get().name == NAME_WITHHELD
    service_row = Service.objects.get()
    assert [phone.number for phone in service_row.phones.all()] == ["507 555 0101"]
    assert "This row says an address where it should say something else, so it was left out." in told(report)


def test_a_name_that_was_typed_in_stays_when_the_source_still_gives_an_address(tmp_path: Path) -> None:
    path = write(tmp_path, organization(CANARY, services=[]))
    bring_in(path)
    Organization.objects.update(name="The new name")
    assert bring_in(path).nothing_to_do
    assert Organization.objects.get().name == "The new name"


def test_a_text_is_not_cut_through_an_address(tmp_path: Path) -> None:
    name = "x" * 246 + " 4711 Canary Lane"  # names hold 255 letters
    report = bring_in(write(tmp_path, organization(services=[service(name)])))
    assert Service.objects.get().name.startswith("xxx")
    assert canaries_in_database() == []
    assert not has_canary(json.dumps(report.as_dict()))


@pytest.mark.parametrize(
    ("opens", "closes", "read"),
    [
        ("9", "5", ("09:00:00", "17:00:00")),  # what everybody means
        (9, 5, ("09:00:00", "17:00:00")),  # numbers of a spreadsheet
        ("8:30", "4:30", ("08:30:00", "16:30:00")),
        ("1", "4:30pm", ("13:00:00", "16:30:00")),
        ("09:00", "05:00", ("09:00:00", "05:00:00")),  # HSDS writes 24 hours, with a zero in front
        ("20:00", "6:00", ("20:00:00", "06:00:00")),
        ("10:00:00", "11:30:00", ("10:00:00", "11:30:00")),  # and with seconds, as our exports do: nothing to guess
        ("11:00:00", "10:00:00", ("11:00:00", "10:00:00")),
        ("10:00:00", "5:00:00", ("10:00:00", "17:00:00")),
        ("1", "4", ("None", "None")),  # morning or afternoon: not guessed, kept in words
    ],
)
def test_two_times_in_two_columns_are_read_together(tmp_path: Path, opens: Any, closes: Any, read: Any) -> None:
    hours = {"id": "h", "byday": "MO", "opens_at": opens, "closes_at": closes}
    report = bring_in(write(tmp_path, organization(services=[service(schedules=[hours])])))
    row = Service.objects.get().schedules.get()
    assert (str(row.opens_at), str(row.closes_at)) == read
    if opens == "1" and closes == "4":
        assert row.description == "1 – 4"
        assert any("morning or evening" in problem for problem in told(report))


@pytest.mark.parametrize(
    ("youngest", "oldest", "read"),
    [("12-17", "", (12, 17)), ("", "17 and under", (None, 17)), ("birth-5", "", (0, 5)), ("teens", "", (None, None))],
)
def test_a_range_of_ages_in_one_column_fills_both(tmp_path: Path, youngest: str, oldest: str, read: Any) -> None:
    bring_in(write(tmp_path, organization(services=[service(minimum_age=youngest, maximum_age=oldest)])))
    row = Service.objects.get()
    assert (row.minimum_age or (0 if read[0] == 0 else None), row.maximum_age) == read


@pytest.mark.parametrize(
    ("given", "number"), [("5075550100.0", "5075550100"), ("507.555.0100", "507.555.0100"), ("911.0", "911.0")]
)
def test_a_number_that_a_data_frame_made_a_decimal_is_one_to_dial_again(given: str, number: str) -> None:
    row = Row("phone", "1", {"number": given}, {"service": "s"}, "phones.csv", 2)
    assert [made.values["number"] for made in Cleaner(lambda problem, kind: None).clean(row)] == [number]


@pytest.mark.parametrize("id", ["55912", "12", "loc-12345", "S_99999"])
def test_a_number_is_an_id_and_no_address(id: str) -> None:
    assert not is_telling(id)
    assert is_telling("12 Canary Lane")


def test_the_report_of_a_stopped_import_is_one_too(tmp_path: Path) -> None:
    broken, report = tmp_path / "cut.json", tmp_path / "report.json"
    broken.write_text('[{"id": "1", "name": "A"', encoding="utf-8")
    with pytest.raises(Exception, match="Nothing was changed"):
        run("harbor_import", broken, "--report", report)
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["organizations"] == {"created": 0, "changed": 0, "unchanged": 0, "refused": 0}
    assert [problem["file"] for problem in written["problems"]] == ["cut.json"]
    assert written["problems"][0]["fix"]


def test_a_refused_row_is_named_with_the_id_that_leads_nowhere(tmp_path: Path) -> None:
    folder = tables(
        tmp_path,
        organization="id,name,description\n1,A,x",
        service="id,organization_id,name,status\n7,1,Here,active\n8,77,Lost,active",
        phone="id,service_id,number\n1,99,507-555-0101",
    )
    problems = {problem.file: problem for problem in bring_in(folder).problems if problem.refused}
    assert (problems["service.csv"].row, problems["service.csv"].column) == (3, "organization_id")
    assert problems["service.csv"].value == "77"
    assert (problems["phone.csv"].column, problems["phone.csv"].value) == ("service_id", "99")


def test_an_organization_is_not_its_own_grandparent(tmp_path: Path) -> None:
    folder = tables(
        tmp_path,
        organization="id,name,description,parent_organization_id\n1,A,x,2\n2,B,x,3\n3,C,x,1\n4,D,x,4\n5,E,x,1",
    )
    report = bring_in(folder)
    assert report.counts["organization"].created == 5
    cut = [problem for problem in report.problems if problem.column == "parent_organization_id"]
    assert {problem.row for problem in cut} == {4, 5}
    parents = dict(Organization.objects.values_list("name", "parent_ref"))
    assert {name for name, parent in parents.items() if parent is None} == {"C", "D"}
    assert bring_in(folder).nothing_to_do


def test_an_import_counts_one_version(tmp_path: Path) -> None:
    path = write(tmp_path, organization())
    before = DirectoryVersion.current()
    bring_in(path)
    assert DirectoryVersion.current() == before + 1
    bring_in(path)
    assert DirectoryVersion.current() == before + 1


def test_a_list_that_belongs_to_no_record_is_refused_and_not_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"organizations": [organization()], "eligibility": [{"service_id": "1"}]}), "utf-8")
    report = bring_in(path)
    assert report.counts["organization"].created == 1
    assert report.problems.refused == 1
