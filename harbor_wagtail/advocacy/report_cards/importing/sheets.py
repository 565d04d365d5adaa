"""A file as its lines: which sheet they are of, their number, their cells. Nothing is looked up yet."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.importing.columns import (
    ANSWER_COLUMNS,
    ANSWERS,
    LAW_COLUMNS,
    LAWS,
    TOLD_ONLY,
)
from harbor_wagtail.tabular import workbook
from harbor_wagtail.tabular.cells import unguarded
from harbor_wagtail.tabular.delimited import DelimitedGrid
from harbor_wagtail.tabular.files import check_path, file_source
from harbor_wagtail.tabular.grid import Grid, Table
from harbor_wagtail.tabular.problems import Problem, UnreadableFile
from harbor_wagtail.tabular.text import fold

#: A framework of 200 goals over 250 places; more is another kind of file.
MOST_LINES = 50_000


@dataclass(frozen=True)
class Line:
    """``cells`` holds the columns the sheet has, by their permanent names; an empty cell is ``None``."""

    kind: str
    file: str
    row: int
    cells: dict[str, str | None]

    def problem(self, column: str, problem: str, fix: str, *, refused: bool = True) -> Problem:
        return Problem(self.file, self.row, column, self.cells.get(column) or "", problem, fix, refused)


def read(path: Path) -> Iterator[Line | Problem]:
    """Laws first, so that answers can name them. Raises ``UnreadableFile`` where there is nothing to read."""
    check_path(path, _fix())
    tables = [Table(grid) for grid in _grids(path)]
    kinds = {position: kind for position, table in enumerate(tables) if (kind := _kind(table.columns))}
    if not kinds:
        raise UnreadableFile(path.name, _("There is no sheet of answers or laws in it."), _fix())
    for wanted in (LAWS, ANSWERS):
        for position, kind in kinds.items():
            if kind == wanted:
                yield from _lines(tables[position], kind)


def _fix() -> str:
    return _("Start from the template: it has the columns place, goal and answer.")


def _grids(path: Path) -> list[Grid]:
    if not zipfile.is_zipfile(path) and path.suffix.lower() not in (".xlsx", ".xlsm"):
        return [DelimitedGrid(file_source(path))]
    sort = workbook.is_workbook(path)
    if sort != "xlsx":
        raise UnreadableFile(path.name, _("This is no table."), _fix())
    return [workbook.SheetGrid(path, name) for name in workbook.sheet_names(path)]


def _kind(columns: list[str]) -> str:
    names = {_name(column) for column in columns}
    if {"place", "goal"} <= names:
        return ANSWERS
    return LAWS if {"place", "citation"} <= names else ""


def _name(column: str) -> str:
    return fold(column).replace(" ", "_").replace("-", "_")


def _lines(table: Table, kind: str) -> Iterator[Line | Problem]:
    yield from table.problems
    known = ANSWER_COLUMNS if kind == ANSWERS else LAW_COLUMNS
    for column in table.columns:
        if column and _name(column) not in (*known, *TOLD_ONLY):
            told = _("There is no column of this name; it was left out.")
            yield Problem(table.grid.name, 0, column, "", told, _("Rename it if it is one under another name."))
    spoiled = set()
    for number, item in enumerate(table):
        if number > MOST_LINES:
            told = _("There are more than %(number)d lines.") % {"number": MOST_LINES}
            raise UnreadableFile(table.grid.name, told, _("Give the answers of one edition."))
        if isinstance(item, Problem):
            if not item.column.removeprefix("column ").isdigit():  # a cell below no header spoils nothing
                spoiled.add(item.row)
            yield item
        elif item.row in spoiled or item.ragged > 0:
            told = _("The row was left out: a cell of it cannot be read.")
            fix = _("Type the value in place of the formula, and put quotes around cells that hold commas.")
            yield Problem(table.grid.name, item.row, "", "", told, fix, True)
        else:
            yield Line(kind, table.grid.name, item.row, {_name(key): _cell(text) for key, text in item.cells.items()})


def _cell(text: str | None) -> str | None:
    return unguarded(text) if text else text
