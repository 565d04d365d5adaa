"""A workbook is read as people see it, and what is none is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.tabular.workbook import choose_sheet
from tests.mappings import BASE, items, of


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List"
    sheet.append(["Agency", "Zip", "Seen", "Opens", "No", "Total"])
    sheet.append(["A", 2138, dt.datetime(2025, 1, 5), dt.time(9, 30), 12.0, "=1+1"])  # noqa: DTZ001
    sheet.append([])
    sheet.append(["Beds"])
    sheet.append(["B", 43004.0, dt.datetime(2025, 1, 5, 9, 30), 0.375, True, None])  # noqa: DTZ001
    hidden = book.create_sheet("Old", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["Agency"])
    book.save(path)
    return path


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    mapping = BASE.replace("name: Agency", 'name: agency, id: "No"') + (
        "service: {name: Agency, description: {columns: [Seen, Opens, Total], join: ' | '}}\naddress: {postal_code: Zip}"
    )
    rows, problems = items(workbook(tmp_path / "list.xlsx"), parse_mapping(mapping, "m.yaml"))
    assert [row.id for row in rows if row.kind == "organization"] == ["12", "TRUE"]
    assert [service["description"] for service in of(rows, "service")] == [
        "2025-01-05 | 09:30",
        "2025-01-05 09:30:00 | 0.375",
    ]
    assert [address["postal_code"] for address in of(rows, "address")] == ["2138", "43004"]
    assert {row.row for row in rows} == {2, 5}
    assert {row.file for row in rows} == {"List"}
    assert [(problem.row, problem.column) for problem in problems] == [(2, "column F"), (4, "")]
    assert "F2" in problems[0].problem
    assert "formula" in problems[0].problem


def test_a_sheet_is_chosen_by_name_or_number_and_never_a_hidden_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx")
    for sheet in ("list", "1"):
        rows, _ = items(
            path, parse_mapping(f"source: {{name: T}}\nfile: {{sheet: {sheet}}}\norganization: {{name: Agency}}", "m")
        )
        assert len(rows) == 2
    with pytest.raises(UnreadableFile, match="no visible sheet ‘Old’"):
        items(path, parse_mapping("source: {name: T}\nfile: {sheet: Old}\norganization: {name: Agency}", "m.yaml"))


def test_notes_before_the_list_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(path)
    notes = book.create_sheet("Read me", 0)
    for row in (["Our list of providers"], ["Updated", "2025"], [], ["Ask the office before you print it."]):
        notes.append(row)
    book.save(path)
    mapping = parse_mapping("source: {name: T}\norganization: {name: Agency}", "m")
    assert {row.file for row in items(path, mapping)[0]} == {"List"}
    assert choose_sheet(path, "Read me") == "Read me"
    with pytest.raises(UnreadableFile, match="no visible sheet ‘²’"):  # a digit to Python, and no number
        choose_sheet(path, "²")


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "list.xlsx").read_bytes()
    for name, raw in {"cut.xlsx": whole[:2000], "spoilt.xlsx": whole[:600] + b"x" * 400 + whole[1000:]}.items():
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(UnreadableFile):
            items(tmp_path / name, parse_mapping(BASE, "m.yaml"))
