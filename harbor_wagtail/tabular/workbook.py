"""Sheets of an XLSX workbook, a row at a time."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext, gettext_noop
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from harbor_wagtail.keys import key
from harbor_wagtail.tabular.files import BROKEN_ZIP, check_zip
from harbor_wagtail.tabular.merged import Merged
from harbor_wagtail.tabular.problems import Problem, UnreadableFile

#: Bytes of a workbook, unpacked, that are held in memory: the shared texts of 100,000 full rows have a third of it.
MOST_WHOLE = 150 * 1024**2
# Both parsers openpyxl may use, lxml and Python's own, tell of broken XML by a ``SyntaxError``.
BROKEN = (*BROKEN_ZIP, InvalidFileException, SyntaxError, KeyError, TypeError, AttributeError, IndexError)
RESAVE = gettext_noop("Open it in a spreadsheet program and save it again as .xlsx, or as CSV.")
MOST_COLUMNS = 1000
#: Rows at the head of a sheet that tell whether it is a list, and how many of them have to have two cells for it.
LOOKED_AT, ROWS_OF_A_LIST = 50, 3
_OVERRIDE, _PART = re.compile(rb"<Override[^>]*>"), re.compile(rb"PartName=[\"']([^\"']*)")
_ROOT_OR_DTD = re.compile(rb"<!DOCTYPE|<!ENTITY|<[A-Za-z_]", re.IGNORECASE)


class SheetGrid:
    """The cells of one sheet as text. A formula whose result was not saved is a problem, not an empty cell.

    ``header_row``: below this line, and below the first that is not empty, merged cells say the same of every line they
    cover; without it they say it of the first alone.
    """

    def __init__(self, path: Path, sheet: str, name: str = "", *, header_row: int = 0) -> None:
        self.name = name or sheet
        self._path, self._sheet, self._header_row = path, sheet, header_row

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Problem]:
        book = _load(self._path, values=True)
        formulas = _load(self._path, values=False) if _has_formulas(self._path) else None
        try:
            other = _rows(formulas, self._sheet) if formulas else None
            width, merged = 0, None
            for row, cells in enumerate(_rows(book, self._sheet), start=1):
                written = next(other, ()) if other else ()
                yield from self._uncalculated(row, cells, written)
                width = max(width, min(len(cells), MOST_COLUMNS))  # empty cells at the end are not in the file
                texts = [*map(cell_text, cells[:MOST_COLUMNS]), *[""] * (width - len(cells))]
                if merged is None and self._header_row and any(texts):
                    merged = Merged(self._path, book[self._sheet]._worksheet_path, max(row, self._header_row))
                yield row, merged.repeat(row, texts) if merged else texts
        except BROKEN as error:
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile(self.name, gettext_noop("The workbook is damaged."), RESAVE) from None
        finally:
            book.close()
            if formulas:
                formulas.close()

    def _uncalculated(self, row: int, cells: tuple[Any, ...], written: tuple[Any, ...]) -> Iterator[Problem]:
        for position, formula in enumerate(written, start=1):
            known = cells[position - 1] if position <= len(cells) else None
            if known is None and isinstance(formula, str) and formula.startswith("="):
                column = get_column_letter(position)
                problem = gettext("Cell %(column)s%(row)s holds a formula whose result is not saved in the file.") % {
                    "column": column,
                    "row": row,
                }
                yield Problem(self.name, row, f"column {column}", "", problem, RESAVE)


def sheet_names(path: Path) -> list[str]:
    """The visible sheets, in their order."""
    with closing(_load(path, values=True)) as book:
        return _visible(book)


def _visible(book: Any) -> list[str]:
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def choose_sheet(path: Path, wanted: str = "") -> str:
    """The sheet of that name (or number, from 1), else the first visible one that holds a list: notes often come first."""
    with closing(_load(path, values=True)) as book:
        names = _visible(book)
        if names and not wanted:
            return _first_list(book, names)
    if not names:
        raise UnreadableFile(
            path.name,
            gettext_noop("The workbook has no visible sheet."),
            gettext_noop("Unhide the sheet with the data."),
        )
    for name in names:
        if name.strip().casefold() == wanted.strip().casefold():
            return name
    if (number := key(wanted)) and number <= len(names):
        return names[number - 1]
    told = ", ".join(f"‘{name}’" for name in names)
    raise UnreadableFile(
        path.name,
        gettext("There is no visible sheet ‘%(wanted)s’.") % {"wanted": wanted},
        gettext("The sheets are: %(told)s.") % {"told": told},
    )


def _first_list(book: Any, names: list[str]) -> str:
    """The first sheet with some rows of two cells or more, else the first of all."""
    if len(names) == 1:
        return names[0]
    try:
        return next((name for name in names if _looks_like_a_list(book, name)), names[0])
    except BROKEN:
        return names[0]  # whoever reads it says what is broken


def _looks_like_a_list(book: Any, sheet: str) -> bool:
    filled = (sum(cell not in (None, "") for cell in row) for row in islice(_rows(book, sheet), LOOKED_AT))
    return sum(number > 1 for number in filled) >= ROWS_OF_A_LIST


def cell_text(cell: object) -> str:
    """A cell as a person sees it: whole numbers without ".0", dates as 2025-03-31, times as 09:30."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        moment = cell.replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(" ")
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), str(cell))


def _load(path: Path, *, values: bool) -> Any:
    check_zip(path)
    try:
        _refuse_bulk(path)
        _refuse_entities(path)
        return openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)
    except BROKEN as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(path.name, gettext_noop("The workbook is damaged."), RESAVE) from None


def _refuse_entities(path: Path) -> None:
    """No program writes a workbook with a document type; in one made by hand, a few entities unfold to gigabytes."""
    with zipfile.ZipFile(path) as archive:
        # By whatever name: which part is what, a workbook says itself.
        for member in archive.namelist():
            if _has_dtd(archive, member):
                problem = gettext_noop("The workbook holds definitions that no spreadsheet program writes.")
                raise UnreadableFile(f"{path.name}/{member}", problem, RESAVE)


def _refuse_bulk(path: Path) -> None:
    """Rows are read one by one; texts that cells share, styles and the like are read whole, into memory."""
    with zipfile.ZipFile(path) as archive:
        # Which parts are sheets, the workbook says here, whatever they are called.
        types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
        sheets = {part for tag in _OVERRIDE.findall(types) if b"worksheet+xml" in tag for part in _PART.findall(tag)}
        whole = [info.file_size for info in archive.infolist() if b"/" + info.filename.encode() not in sheets]
    if sum(whole) > MOST_WHOLE:
        raise UnreadableFile(
            path.name,
            gettext_noop("The workbook is far larger inside than out."),
            gettext_noop("Save it as CSV and give that."),
        )


def _has_dtd(archive: zipfile.ZipFile, member: str) -> bool:
    """Whether anything is defined before the first element. NULs go, so that UTF-16 is seen through too."""
    with archive.open(member) as stream:
        tail = b""
        while chunk := stream.read(1 << 16):
            text = tail + chunk.replace(b"\0", b"")
            if found := _ROOT_OR_DTD.search(text):
                return found[0].startswith(b"<!")
            tail = text[-10:]
    return False


def _rows(book: Any, sheet: str) -> Iterator[tuple[Any, ...]]:
    rows = book[sheet]
    rows.reset_dimensions()  # what a file says about its own size is often wrong
    yield from rows.iter_rows(values_only=True)


def _has_formulas(path: Path) -> bool:
    """Whether any sheet holds one, found without reading the workbook a second time."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                with archive.open(member) as stream:
                    tail = b""
                    while chunk := stream.read(1 << 18):
                        if re.search(rb"<f[ >/]", tail + chunk):
                            return True
                        tail = chunk[-3:]
    return False


def is_workbook(path: Path) -> str | None:
    """What a zip is, if it is an office file: "xlsx", or in words what else; ``None`` for a plain zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:5000])
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return "xlsx" if "xl/workbook.xml" in names else gettext_noop("a binary Excel file (.xlsb)")
            if "word/document.xml" in names:
                return gettext_noop("a Word file")
            if "mimetype" in names:
                return gettext_noop("an OpenDocument file")
    except BROKEN_ZIP:
        return None
    return None
