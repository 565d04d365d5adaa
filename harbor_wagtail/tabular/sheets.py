"""A file that people filled in, as its lines: which sheet they are of, their number, their cells. Nothing is looked up."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from harbor_wagtail.tabular import workbook
from harbor_wagtail.tabular.delimited import DelimitedGrid
from harbor_wagtail.tabular.files import check_path, file_source
from harbor_wagtail.tabular.grid import Grid, Table
from harbor_wagtail.tabular.problems import Problem, UnreadableFile
from harbor_wagtail.tabular.text import fold


@dataclass(frozen=True)
class SheetKind:
    """A sheet is known by the columns it must have (``needed``). ``known`` are read, ``told`` are for people alone.

    ``open``: its other columns are read too, by the names they have in the file.
    """

    name: str
    needed: frozenset[str]
    known: tuple[str, ...]
    told: tuple[str, ...] = ()
    open: bool = False

    def named(self, column: str) -> str:
        name = column_name(column)
        return column if self.open and name not in (*self.known, *self.told) else name


@dataclass(frozen=True)
class Line:
    """``cells`` holds the columns the sheet has, by their permanent names; an empty cell is ``None``."""

    kind: str
    file: str
    row: int
    cells: dict[str, str | None]

    def problem(self, column: str, problem: str, fix: str, *, refused: bool = True) -> Problem:
        return Problem(self.file, self.row, column, self.cells.get(column) or "", problem, fix, refused)


@dataclass(frozen=True)
class Form:
    """What may be brought in. ``kinds`` are read in their order; a sheet is of the last one whose columns it has.
    ``nothing``, ``fix`` and ``too_long`` are what people are told."""

    kinds: Sequence[SheetKind]
    nothing: str
    fix: str
    too_long: str
    most_lines: int = 50_000

    def read(self, path: Path) -> Iterator[Line | Problem]:
        """Raises ``UnreadableFile`` where there is nothing to read."""
        check_path(path, self.fix)
        tables = [(table, self._kind(table.columns)) for table in map(Table, self._grids(path))]
        if not any(kind for _table, kind in tables):
            raise UnreadableFile(path.name, self.nothing, self.fix)
        for wanted in self.kinds:
            for table, kind in tables:
                if kind is wanted:
                    yield from self._lines(table, wanted)

    def _grids(self, path: Path) -> list[Grid]:
        if not zipfile.is_zipfile(path) and path.suffix.lower() not in (".xlsx", ".xlsm"):
            return [DelimitedGrid(file_source(path))]
        if workbook.is_workbook(path) != "xlsx":
            raise UnreadableFile(path.name, _("This is no table."), self.fix)
        return [workbook.SheetGrid(path, name) for name in workbook.sheet_names(path)]

    def _kind(self, columns: list[str]) -> SheetKind | None:
        names = {column_name(column) for column in columns}
        return next((kind for kind in reversed(self.kinds) if kind.needed <= names), None)

    def _lines(self, table: Table, kind: SheetKind) -> Iterator[Line | Problem]:
        yield from table.problems
        for column in table.columns:
            if column and not kind.open and column_name(column) not in (*kind.known, *kind.told):
                told = _("There is no column of this name; it was left out.")
                yield Problem(table.grid.name, 0, column, "", told, _("Rename it if it is one under another name."))
        spoiled = set()
        for number, item in enumerate(table):
            if number > self.most_lines:
                told = _("There are more than %(number)d lines.") % {"number": self.most_lines}
                raise UnreadableFile(table.grid.name, told, self.too_long)
            if isinstance(item, Problem):
                if not item.column.removeprefix("column ").isdigit():  # a cell below no header spoils nothing
                    spoiled.add(item.row)
                yield item
            elif item.row in spoiled or item.ragged > 0:
                told = _("The row was left out: a cell of it cannot be read.")
                fix = _("Type the value in place of the formula, and put quotes around cells that hold commas.")
                yield Problem(table.grid.name, item.row, "", "", told, fix, True)
            else:
                cells = {kind.named(key): text for key, text in item.cells.items()}
                yield Line(kind.name, table.grid.name, item.row, cells)


def column_name(column: str) -> str:
    """As people write it, brought to its permanent name: "Said by role" is "said_by_role"."""
    return fold(column).replace(" ", "_").replace("-", "_")
