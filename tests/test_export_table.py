"""The directory as one flat table for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.directory.exporting.spreadsheet import HEADERS
from harbor_wagtail.directory.models import Service
from harbor_wagtail.tabular.cells import guarded
from tests import exporting, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def lines(folder: Path) -> list[dict[str, str]]:
    return exporting.read_spreadsheet(exporting.export(folder / "all.csv", "table"))


def test_a_line_for_each_service_at_each_place(tmp_path: Path) -> None:
    exporting.whole_directory()
    office, nest = lines(tmp_path)
    assert tuple(office) == HEADERS
    assert (office["Street"], office["Town"], office["ZIP code"]) == (exporting.STREET, "Austin", "55912")
    assert (nest["Street"], nest["Town"], nest["ZIP code"], nest["State"]) == ("", "", "", "")
    assert nest["County"] == "Mower County, MN"
    assert office["Number to call"] == "507-555-0142"
    assert office["All numbers"].startswith("To start or to get in, Call: 507-555-0142; Hotline, Call: 507-555-0144")
    assert office["Police report needed"] == "No"
    assert office["ID needed"] == "It depends"
    assert office["Parental consent needed"] == ""
    assert office["Youngest age"] == "12"
    assert office["Oldest age"] == "17.5"
    assert office["Does not serve"] == "Boys and men"
    assert office["Areas served"] == "North side"
    assert office["Hours"] == "SA 22:00–02:00"
    assert office["Checked on"] == "2025-11-03"
    assert office["Example"] == "yes"


def test_a_service_without_a_place_has_a_line(tmp_path: Path) -> None:
    factories.service(phones=["988"], name="Crisis line")
    (line,) = lines(tmp_path)
    assert (line["Service"], line["Number to call"], line["Place"]) == ("Crisis line", "988", "")


def test_it_opens_in_excel_with_its_accents(tmp_path: Path) -> None:
    factories.service(name="Niñez")
    written = exporting.export(tmp_path / "all.csv", "table").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert "Niñez".encode() in written


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n+"])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    evil = f'{start}HYPERLINK("http://x.example","Call")'
    factories.service(factories.organization(evil), evil, texts={"en": {"description": evil}})
    (line,) = lines(tmp_path)
    assert [line[name] for name in ("Organization", "Service", "What they do")] == [f"'{evil}"] * 3


@given(st.text())
def test_a_cell_never_begins_like_a_formula(text: str) -> None:
    written = guarded(text)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert written.removeprefix("'") == text.removeprefix("'")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+1 507-555-0142", "(507) 555-0142"),
        ("(507) 555-0142", "(507) 555-0142"),
        ("+44 1234 234567", "'+44 1234 234567"),
        ("988", "988"),
        ("1-800-RUNAWAY", "1-800-RUNAWAY"),
    ],
)
def test_a_number_survives_the_spreadsheet(tmp_path: Path, number: str, written: str) -> None:
    """``+1 507-555-0142`` is a subtraction to a spreadsheet; the same number without its plus is not."""
    factories.service(phones=[number])
    (line,) = lines(tmp_path)
    assert line["Number to call"] == written


def test_what_is_not_known_is_empty_or_asked_for(tmp_path: Path) -> None:
    service = factories.service(answers={"police_report": {"answer": "no"}})
    (line,) = lines(tmp_path)
    assert line["Getting in"] == ""  # nobody has said that it is open
    Service.objects.filter(pk=service.pk).update(
        status="wait_list", status_as_of=exporting.AS_OF, status_expires_at=exporting.AS_OF
    )
    (line,) = lines(tmp_path)
    assert line["Police report needed"] == "Ask first"
    assert line["Getting in"] == "Unknown, call"
    assert {line[name] for name in ("Cost", "Hours", "Papers needed", "Who may refer", "Walk in", "Youngest age")} == {
        ""
    }


def test_a_fax_is_no_number_to_call(tmp_path: Path) -> None:
    factories.service(phones=[{"number": "507-555-0143", "type": "fax"}, "507-555-0142"])
    (line,) = lines(tmp_path)
    assert line["Number to call"] == "507-555-0142"
    assert "0143" not in line["All numbers"]
