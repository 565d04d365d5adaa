"""Promise: no file that is handed in makes the site unfold, fetch or hold more than it says: refused, with a sentence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from harbor_wagtail.advocacy.importing.guards import word_parts
from harbor_wagtail.advocacy.importing.told import Unreadable
from harbor_wagtail.tabular import workbook
from harbor_wagtail.tabular.files import zip_members
from harbor_wagtail.tabular.problems import UnreadableFile

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
OPENED: dict[str, Callable[[Path], Any]] = {
    "workbook": workbook.sheet_names,
    "zip": lambda path: [source.open().read() for source in zip_members(path).sources.values()],
    "word": word_parts,
}


def packed(path: Path, members: dict[str, str], **flags: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def told(reader: str, path: Path) -> str:
    with pytest.raises((UnreadableFile, Unreadable)) as refused:
        OPENED[reader](path)
    return str(refused.value)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.bin", "xl/anything", "[Content_Types].xml"])
def test_entities_are_refused_in_whatever_part_of_a_workbook(tmp_path: Path, part: str) -> None:
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": BOOK, part: ENTITIES})
    assert "definitions" in told("workbook", path)
    wide = packed(tmp_path / "b.xlsx", {"xl/workbook.xml": BOOK})
    with zipfile.ZipFile(wide, "a") as archive:
        archive.writestr("xl/other", ENTITIES.encode("utf-16"))
    assert "definitions" in told("workbook", wide)


def test_what_is_held_in_memory_is_bounded_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_WHOLE", 100_000)
    shared = "<sst>" + "".join(f"<si><t>{number:09}</t></si>" for number in range(10_000)) + "</sst>"
    for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/media/a.png"):
        assert "larger inside" in told("workbook", packed(tmp_path / "a.xlsx", {name: shared}))
    book, path = openpyxl.Workbook(write_only=True), tmp_path / "long.xlsx"
    page = book.create_sheet("S")
    for number in range(3000):
        page.append([number, number, number])
    book.save(path)
    assert workbook.sheet_names(path) == ["S"]  # a long sheet is no bulk: its rows come one by one


@pytest.mark.parametrize("reader", OPENED)
@pytest.mark.parametrize("name", ["../../etc/x.csv", "/x.csv", "a\\..\\..\\x.csv", "C:x.csv"])
def test_no_part_lies_outside(tmp_path: Path, reader: str, name: str) -> None:
    assert "leads out" in told(reader, packed(tmp_path / "a.docx", {"word/document.xml": "<a/>", name: "x"}))


@pytest.mark.parametrize("reader", OPENED)
def test_a_part_that_lies_about_its_size_is_read_no_further(tmp_path: Path, reader: str) -> None:
    """One that bursts is refused by what it says of itself; one that says too little is cut there and found broken."""
    path = packed(tmp_path / "a.docx", {"xl/workbook.xml": "<a>" + " " * 40_000_000 + "</a>"})
    assert "larger inside" in told(reader, path)
    content = path.read_bytes()
    size = (40_000_000 + 7).to_bytes(4, "little")
    assert content.count(size) == 2  # in the part's own header and in the list at the end
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    assert told(reader, path)


def test_a_zip_in_a_zip_stays_packed(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"services.csv": "id,name\n" + "x" * 1_000_000})
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
    (content,) = OPENED["zip"](outer)
    assert content == inner.read_bytes()
