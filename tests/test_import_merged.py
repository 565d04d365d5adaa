"""A value that stands once over merged cells of a workbook is said of each line they cover: a county, and what hides a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from harbor_wagtail.directory.importing.mapping import parse_mapping
from harbor_wagtail.directory.importing.readers import read
from harbor_wagtail.directory.importing.rows import Problem, Row, UnreadableFile
from harbor_wagtail.tabular import merged

MAPPING = (
    "source: {name: T}\nfile: {header_row: 3}\norganization: {name: Agency}\nservice: {name: Program}\n"
    "address: {city: Town, county: County}\nphones: [Phone]\nconfidential: [Secret]\n"
)
LINES: list[list[Any]] = [
    ["Our list", None, None, None, None, None],
    [None] * 6,
    ["Agency", "Program", "Phone", "Town", "County", "Secret"],
    ["Casa", "Refuge", "507-555-0142", "Austin", "Mower", "yes"],
    [None, "Outreach", "507-555-0143", "Austin", None, None],
    [None, "Drop-in", "507-555-0144", "Lyle", None, None],
    [None] * 6,
    ["Nook", "Law", None, "Albert Lea", None, None],
]


def workbook(folder: Path, *merges: str, lines: list[list[Any]] = LINES) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in lines:
        page.append(line)
    for each in merges:
        page.merge_cells(each)
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def read_rows(path: Path, mapping: str = MAPPING) -> tuple[list[Row], list[Problem]]:
    found = list(read(path, mapping=parse_mapping(mapping, "m")))
    return [one for one in found if isinstance(one, Row)], [one for one in found if isinstance(one, Problem)]


def test_each_line_below_has_what_the_merged_cells_say(tmp_path: Path) -> None:
    rows, problems = read_rows(workbook(tmp_path, "A1:F2", "A4:A7", "E4:E6", "F4:F6"))
    said = {row.row: row.values for row in rows if row.kind == "address"}
    assert {line: (said[line]["county"], said[line].get("confidential")) for line in said} == {
        4: ("Mower", True),
        5: ("Mower", True),
        6: ("Mower", True),
        8: (None, None),
    }
    owners = {row.values["name"]: row.links["organization"] for row in rows if row.kind == "service"}
    assert owners["Refuge"] == owners["Outreach"] == owners["Drop-in"] != owners["Law"]
    assert not problems


def test_nothing_is_repeated_where_nothing_was_merged(tmp_path: Path) -> None:
    rows, problems = read_rows(workbook(tmp_path))
    assert [row.row for row in rows if row.kind == "service"] == [4, 8]
    assert [problem.row for problem in problems if problem.refused] == [5, 6]


def test_a_record_of_which_every_cell_was_merged_is_told_once_and_headers_are_never_repeated(tmp_path: Path) -> None:
    note = [None, "what it is", None, "no streets", None, None]
    path = workbook(
        tmp_path,
        "A1:A2",
        *(f"{letter}3:{letter}4" for letter in "ABCDEF"),
        lines=[LINES[2], note, LINES[3], [None] * 6],
    )
    rows, problems = read_rows(path, MAPPING.replace("header_row: 3", "header_row: 1"))
    assert [row.row for row in rows if row.kind in ("organization", "service", "phone")] == [3, 3, 3]
    assert [problem.row for problem in problems if problem.refused] == [2]  # it says of no organization what it is


def test_more_merges_than_anybody_made_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merged, "MOST_MERGES", 1)
    with pytest.raises(UnreadableFile, match="merged cells"):
        read_rows(workbook(tmp_path, "A4:A6", "E4:E6"))
