"""Promise: a map comes back from a spreadsheet as it went out, and of a dirty one as much as can be meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from harbor_wagtail.directory.models import (
    MapCapacityNote,
    MapCorrection,
    MapEntryPoint,
    MapGap,
    ResourceMap,
)
from harbor_wagtail.directory.resource_map.exchange.run import bring_in
from harbor_wagtail.directory.resource_map.exchange.writing import write_workbook
from harbor_wagtail.directory.resource_map.sheet import Sheet
from harbor_wagtail.directory.resource_map.shown import read_map
from harbor_wagtail.tabular.problems import UnreadableFile
from tests import factories
from tests.resource_maps import cell, made_map, offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    """Both, so that terms have words in them; a request before may have left another active."""
    translation.activate("en")


def sheets(made: ResourceMap, tmp_path: Path) -> Path:
    path = tmp_path / "map.xlsx"
    write_workbook(path, Sheet(read_map(made.pk)))
    return path


def state(made: ResourceMap) -> list[Any]:
    found: list[Any] = []
    for model in (MapCorrection, MapEntryPoint, MapGap, MapCapacityNote):
        found += sorted(map(str, model.objects.filter(resource_map=made).values()))  # type: ignore[attr-defined]
    return found


def full_map() -> ResourceMap:
    offer("Amber Birch Cedar")
    made = made_map()
    made.entry_points = [MapEntryPoint(kind="school", first_words="=SUM(A1)\r\nand more", hours="-")]
    made.gaps = [
        MapGap(gap="+1 bed is missing", domain=factories.term("shelter"), severity=3, due_on=date(2027, 1, 31)),
        MapGap(gap="“Quotes”, commas; and\ttabs", strategy="ask", public=False),
    ]
    made.capacity_notes = [MapCapacityNote(kind="wait", text="Weeks", as_of=date(2026, 1, 2), barrier="structural")]
    made.save()
    found = cell(made, "shelter", "language:es")
    MapCorrection.objects.create(
        resource_map=made,
        domain=factories.term("shelter"),
        column="language:es",
        level="limited",
        note="@night: one worker\nspeaks it",
        ground=found.count.as_ground(),
    )
    return made


def test_a_sheet_that_nobody_touched_changes_nothing(tmp_path: Path) -> None:
    made = full_map()
    path, before = sheets(made, tmp_path), state(made)
    book = openpyxl.load_workbook(path)
    for row in (row for page in book for row in page.iter_rows()):
        for at in row:
            assert at.data_type != "f", at.value
    report = bring_in(made.pk, path)
    assert (report.created, report.changed, report.refused, report.problems) == (0, 0, 0, [])
    assert report.unchanged > 400
    assert state(made) == before
    book.save(path)  # through a spreadsheet program
    assert not bring_in(made.pk, path).lines


def test_the_dirtiest_sheet_goes_in_as_far_as_it_can_be_meant(tmp_path: Path) -> None:
    made = full_map()
    other = made_map()
    other.gaps = [MapGap(gap="Of another map")]
    other.save()
    path = sheets(made, tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["matrix"]
    heads = {head.value: head.column for head in page[1]}

    def write(domain: str, key: str, **cells: Any) -> None:
        for row in range(2, page.max_row + 1):
            if (page.cell(row, heads["kind"]).value, page.cell(row, heads["column"]).value) == (domain, key):
                for name, value in cells.items():
                    page.cell(row, heads[name]).value = value

    write("shelter", "cost:free", level="  GOOD ", why="All three said so")
    write("shelter", "language:es", level="-")
    write("shelter", "hours:night", level="none")  # no reason
    write("shelter", "hours:weekend", why="A reason alone")
    write("shelter", "hours:evening", level="excellent", why="x")
    write("shelter", "age:16-17", level="=1+1", why="x")  # never calculated
    write("shelter", "age:18-20", column="age:99-100", level="good", why="x")
    page.append(["Shelter!", "", "all", "", "", "", "", "", "good", "x"])
    page.append(["shelter", "", "cost:free", "", "", "", "", "", "none", "twice"])
    gaps = book["gaps"]
    columns = [head.value for head in gaps[1]]
    mine = MapGap.objects.filter(resource_map=made).order_by("sort_order")[0]
    gaps["I2"] = "coordinator"
    wrong = {
        "no day": {"gap": "New", "due_on": "next Tuesday"},
        "no such row": {"id": MapGap.objects.get(resource_map=other).pk, "gap": "Mine now"},
        "no number": {"id": "seven", "gap": "x"},
        "a name": {"gap": "amber house, closed"},
        "a street": {"gap": "Nobody at 118 Cedar Street"},
        "no kind": {"gap": "New", "domain": "shelters"},
        "too long": {"gap": "New", "affected": "x" * 300},
        "no words": {"severity": "high"},
    }
    for facts in wrong.values():
        gaps.append([facts.get(name, "") for name in columns])
    right = {"gap": "No rides on Sundays", "domain": "Rides", "due_on": date(2027, 3, 1), "severity": "High"}
    gaps.append([{**right, "public": "no", "status": "Agreed"}.get(name, "") for name in columns])
    entries = book["entry points"]
    entries.append(["", "clinic", "", "", "", "", "", "no", "no"])  # nobody said so
    entries.append(["", "A faith community", "", "", "", "", "", "no", "no", "", "", "", "Pastor", "2026-10-01"])
    entries["Z1"] = "color"
    book.save(path)
    before = state(made)
    looked = bring_in(made.pk, path, dry_run=True)
    assert state(made) == before
    report = bring_in(made.pk, path)
    assert report.counts == looked.counts
    assert (report.created, report.changed) == (3, 2), report.lines
    told = [f"{each.column}: {each.problem} {each.fix}" for each in report.problems if each.refused]
    expected = [
        "why: A correction needs its reason.",
        "level: There is a reason, but no level.",
        "level: This is none of the possible answers. Write one of: good, limited, informal, none, unknown.",
        ": The row was left out: a cell of it cannot be read.",
        "column: This map has no such column.",
        "kind: There is no such kind of help.",
        ": An earlier line says this already.",
        "due_on: This is no day. Write it as 2027-01-31.",
        "id: This map has no row of this number.",
        "id: This map has no row of this number.",
        "gap: This names a provider.",
        "gap: This looks like an address.",
        "domain: There is no such kind of help.",
        "affected:",
        "gap: A new row needs this column.",
        "said_by_role: A “no” needs who said so and when.",
    ]
    left = list(told)
    for words in expected:
        found = next((each for each in left if each.startswith(words)), None)
        assert found, (words, told)
        left.remove(found)
    assert not left
    assert all(each.row and each.file for each in report.problems if each.refused)
    assert MapCorrection.objects.get().column == "cost:free"
    new = MapGap.objects.get(gap="No rides on Sundays")
    assert (new.domain.code, new.severity, new.public, new.status) == ("transport", 3, False, "agreed")  # type: ignore[union-attr]
    assert MapEntryPoint.objects.get(kind="faith").said_by_role == "Pastor"
    mine.refresh_from_db()
    assert MapGap.objects.get(resource_map=other).gap == "Of another map"
    again = bring_in(made.pk, path)
    assert not [line for line in again.lines if "rides" not in line and "faith" not in line], again.lines


def test_what_is_no_sheet_is_refused_whole(tmp_path: Path) -> None:
    made = full_map()
    before = state(made)
    for content in (b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b"%PDF-1.7", b"\x00\xff" * 50):
        path = tmp_path / "sheet.csv"
        path.write_bytes(content)
        with pytest.raises(UnreadableFile):
            bring_in(made.pk, path)
    path.write_text("kind;column;level;why\nshelter;all;informal;«Ana» lo dijo\n", encoding="latin-1")
    assert bring_in(made.pk, path).created == 1
    assert len(state(made)) == len(before) + 1
