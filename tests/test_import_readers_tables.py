"""Tables of every sort, CSV and workbooks, become rows, or a refusal that says where."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils.translation import gettext, override

from harbor_wagtail.directory.importing.readers import detect
from harbor_wagtail.tabular import problems
from tests.reading import DATA, SERVICES, check_order, items, unreadable, write


def test_a_table_alone_and_its_line_numbers(tmp_path: Path) -> None:
    text = 'Id,organizationId,NAME,status\n\n 1.0 ,9,"Drop-in\nand out",active\n2,NULL,"A &amp; B",\n'
    path = write(tmp_path, "services.csv", text)
    rows, problems = items(path)
    assert detect(path) == "hsds-csv"
    assert problems == []
    assert [(row.row, row.id, row.links) for row in rows] == [(3, "1", {"organization": "9"}), (4, "2", {})]
    assert [row.values for row in rows] == [
        {"name": "Drop-in\nand out", "status": "active"},
        {"name": "A & B", "status": None},  # the file has the field, and left it empty
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_any_delimiter(delimiter: str, tmp_path: Path) -> None:
    rows, problems = items(write(tmp_path, "services.csv", SERVICES.replace(",", delimiter)))
    assert [row.values for row in rows] == [{"name": "Drop-in", "status": "active"}]
    assert problems == []


def test_the_line_that_names_the_delimiter_is_not_counted(tmp_path: Path) -> None:
    rows, _ = items(write(tmp_path, "services.csv", "sep=;\n" + SERVICES.replace(",", ";")))
    assert [(row.row, row.id) for row in rows] == [(2, "1")]


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (SERVICES.replace("Drop-in", "Niñez").encode("utf-8-sig"), "Niñez", ""),
        (b"\xef\xbb\xbf" + SERVICES.replace("Drop-in", "Niñez").encode("cp1252"), "Niñez", "not UTF-8"),
        (SERVICES.replace("Drop-in", "Niñez").encode("utf-16"), "Niñez", ""),
        (SERVICES.replace("Drop-in", "Niñez").encode("utf-16-le"), "Niñez", "UTF-16"),
        (SERVICES.replace("Drop-in", "Niñez – “x”").encode("cp1252"), "Niñez – “x”", "line 2"),
        (SERVICES.replace("Drop-in", "Dr\0op").encode(), "Drop", ""),
        (b"id,organization_id,name,status\n1,9,Caf\xc3\xa9 Ni\xf1ez,active\n", "Café Niñez", "some letters are not"),
        (SERVICES.replace("\n", "\r\n").encode(), "Drop-in", ""),
        (SERVICES.replace("\n", "\r").encode(), "Drop-in", ""),
        (SERVICES.rstrip().encode(), "Drop-in", ""),
    ],
    ids=["bom", "bom-that-lies", "utf-16", "utf-16-bare", "cp1252", "nul", "mixed", "crlf", "cr", "no-end"],
)
def test_letters_are_never_garbled_silently(raw: bytes, name: str, said: str, tmp_path: Path) -> None:
    rows, problems = items(write(tmp_path, "services.csv", raw))
    assert [row.values["name"] for row in rows] == [name]
    assert [said in problem.problem for problem in problems] == ([True] if said else [])


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"id,organization_id,name,status\n1,9,Caf\x81,active\n", 2, "encoding"),
        (b"id,organization_id,name,status\n1,9,Caf\xc3\xa9,active\n2,9,Caf\xc3", 3, "cut off"),
        (SERVICES.encode("utf-16")[:-1], 0, "cannot be read"),
        (
            b'id,organization_id,name,status\n1,9,A,active\n2,9,"12 Secret Street,active\n3,9,C,active\n',
            3,
            "never closed",
        ),
    ],
    ids=["unknown", "cut-letter", "cut-utf-16", "open-quote"],
)
def test_a_table_that_cannot_be_trusted_is_refused_whole(raw: bytes, line: int, words: str, tmp_path: Path) -> None:
    error = unreadable(write(tmp_path, "services.csv", raw))
    assert words in error.problem
    assert error.row >= line
    assert "Secret" not in str(error)


def test_headers_that_are_double_blank_or_unknown_are_said_once(tmp_path: Path) -> None:
    text = "id,organization_id,name,Name,,Favourite colour,status,\n" + "1,9,A,B,stray,blue,#REF!,\n" * 3
    rows, problems = items(write(tmp_path, "services.csv", text))
    assert [row.values for row in rows] == [{"name": "A", "status": None}] * 3
    once = [problem for problem in problems if problem.column != "status"]
    assert sorted(problem.column for problem in once) == ["Favourite colour", "Name", "column 5"]
    assert [problem.row for problem in problems if problem.column == "status"] == [2, 3, 4]
    assert all(problem.value == "" for problem in problems)


def test_ragged_rows_go_in_when_they_say_enough(tmp_path: Path) -> None:
    text = "id,organization_id,name,status\n1,9,A,active,x\n2,9\n3,9,C\n4,9,D,active,,\n"
    rows, problems = items(write(tmp_path, "services.csv", text))
    assert [row.id for row in rows] == ["1", "3", "4"]
    assert [(problem.row, problem.refused) for problem in problems] == [(2, False), (3, True), (4, False)]


def test_a_shifted_row_never_carries_a_street_into_another_field(tmp_path: Path) -> None:
    text = "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    text += "1,2,Suite 5,12 Secret Street,X,OH,43004,US,physical\n"
    rows, problems = items(write(tmp_path, "addresses.csv", text))
    assert rows == []
    assert [(problem.refused, problem.value) for problem in problems] == [(True, "")]
    assert "Secret" not in str(problems)


def test_a_table_without_rows_says_nothing_and_one_without_a_header_says_so(tmp_path: Path) -> None:
    assert items(write(tmp_path, "services.csv", SERVICES.splitlines()[0])) == ([], [])
    write(tmp_path / "set", "services.csv", SERVICES)
    write(tmp_path / "set", "locations.csv", "")
    rows, problems = items(tmp_path / "set")
    assert len(rows) == 1
    assert [(problem.file, problem.problem) for problem in problems] == [("locations.csv", "The table is empty.")]


def test_older_tables_become_rows_of_today() -> None:
    rows, problems = items(DATA / "older")
    check_order([row for row in rows if row.kind != "schedule"])
    by = {(row.kind, row.id): row for row in rows if row.id}
    organization = by["organization", "1"].values
    assert (organization["website"], organization["name"]) == ("http://example.org", "Example Harbor & Haven")
    assert by["service", "10"].links == {"organization": "1", "program": "5"}  # "1.0" in the file
    assert by["service", "10"].values["eligibility_description"] == "Young people\nHomeless or at risk"
    assert by["service", "11"].values["eligibility_description"] == "Anyone"
    assert by["service", "11"].values["fees_description"] == "Payment: Cash, Medicaid"
    assert by["service_at_location", "10@20"].links == {"service": "10", "location": "20"}
    assert by["address", "30"].values["address_2"] == "Suite 1, Back door"
    assert [by["address", id].values["address_type"] for id in ("30", "31")] == ["physical", "postal"]
    assert by["phone", "40"].values["description"] == "Front desk"
    assert [by["schedule", id].values["byday"] for id in ("50", "51")] == ["MO", "SU"]
    assert by["schedule", "60"].values["closed"] is True
    assert "closed" not in by["schedule", "61"].values
    assert by["schedule", "61"].values["valid_from"] == "12/24/2025"
    assert by["attribute", "90"].links == {"service": "11", "taxonomy_term": "102"}
    assert by["taxonomy_term", "101-02"].links == {"parent_taxonomy_term": "101"}
    assert by["taxonomy_term", "102"].values["taxonomy"] == "OpenEligibility"
    assert by["accessibility", "95"].values == {"description": "Ramp", "details": "At the side"}
    assert by["location", "20"].values["location_type"] == "physical"
    assert [row.values["name"] for row in rows if row.kind == "language"] == ["English", "Spanish"]
    said = {(problem.file, problem.row, problem.column, problem.refused) for problem in problems}
    assert said == {
        ("details.csv", 0, "", False),
        ("eligibility.csv", 4, "service_id", True),
        ("taxonomy.csv", 1, "parent_name", False),
        ("regular_schedules.csv", 4, "weekday", True),
    }


def test_a_workbook_whose_sheets_are_hsds_tables(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Organizations"
    book.active.append(["id", "name", "description"])
    book.active.append([1, "A", "x"])
    sheet = book.create_sheet("services")
    sheet.append(["id", "organization_id", "name", "status"])
    sheet.append([2.0, 1, "S", "active"])
    book.save(tmp_path / "data.xlsx")
    rows, problems = items(tmp_path / "data.xlsx")
    assert [(row.file, row.kind, row.id) for row in rows] == [
        ("Organizations", "organization", "1"),
        ("services", "service", "2"),
    ]
    assert rows[1].links == {"organization": "1"}
    assert problems == []


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    ("before", "encoding", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "utf-8", "definitions"),
        (f"<!--{' ' * 200_000}--><!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "utf-16", "definitions"),
        ("<a><b></a>", "utf-8", "damaged"),
    ],
)
def test_a_workbook_whose_xml_bursts_or_is_broken_is_refused(
    part: str, before: str, encoding: str, words: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "services"
    book.active.append(["id", "name"])
    book.active.append(["1", "A"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "made.xlsx", "w") as made:
        for name in whole.namelist():
            xml = whole.read(name)
            if name == part:
                text = re.sub(r"<\?.*?\?>", "", xml.decode())
                xml = f'<?xml version="1.0" encoding="{encoding}"?>{before}{text}'.encode(encoding)
            made.writestr(name, xml)
    assert words in unreadable(tmp_path / "made.xlsx").problem


def test_a_problem_is_translated_once_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of very many rows may have the same one, and who reads it next may speak another language."""
    asked = []

    def watched(words: str) -> str:
        asked.append(words)
        return gettext(words)

    monkeypatch.setattr(problems, "gettext", watched)
    problems._translated.cache_clear()
    said = []
    for language in ("en", "es", "en", "es"):
        with override(language):
            said.append(problems.Problem("f.csv", 1, "", "", "The table is empty.", "").problem)
    assert said == ["The table is empty.", "La tabla está vacía."] * 2
    assert asked == ["The table is empty."] * 2
