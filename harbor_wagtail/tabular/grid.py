"""A table as its header and its rows, whatever kind of file it lies in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext, gettext_noop, ngettext

from harbor_wagtail.tabular.cells import unguarded
from harbor_wagtail.tabular.problems import Problem, UnreadableFile, is_hidden, shorten
from harbor_wagtail.tabular.text import clean, fold

#: What databases and spreadsheets write for nothing, or for an error.
NOTHING = {"null", "\\n", "nan", "#n/a", "nat", "<na>"}
_LONGEST_NOTHING = max(map(len, NOTHING))
CELL_ERRORS = {"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#error!", "#spill!", "#calc!"}


class Grid(Protocol):
    """Numbered lists of cells, the way a spreadsheet numbers its lines; problems may stand between them."""

    name: str

    def __iter__(self) -> Iterator[tuple[int, list[str]] | Problem]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """One line under a header: column → cell, ``None`` where the cell is empty. ``ragged`` is how many cells too many
    (positive) or too few (negative) it has."""

    row: int
    cells: dict[str, str | None]
    ragged: int = 0


@dataclass
class Table:
    """The header of a grid, checked, and its records. Iterate once."""

    grid: Grid
    header_row: int = 1
    skip: frozenset[int] = frozenset()
    columns: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = iter(self.grid)
        self._told: set[int] = set()  # places of columns that need no more to be said about
        self._width = 0
        for line in self._lines:
            if isinstance(line, Problem):
                self.problems.append(line)
            elif line[0] >= self.header_row and (self.header_row > 1 or any(line[1])):
                self._read_header(*line)
                return

    def _read_header(self, row: int, cells: list[str]) -> None:
        seen: set[str] = set()
        for name in map(clean, cells):
            key = fold(name)
            if key in seen:
                problem = gettext("Two columns are called ‘%(name)s’; the first was read.") % {"name": shorten(name)}
                self.problems.append(
                    Problem(self.grid.name, row, shorten(name), "", problem, gettext_noop("Rename or delete one."))
                )
                name = ""
                self._told.add(len(self.columns))
            seen.add(key or "\0")
            self.columns.append(name)
        self._width = max((place for place, name in enumerate(self.columns, start=1) if name), default=0)

    def __iter__(self) -> Iterator[Record | Problem]:
        for line in self._lines:
            if isinstance(line, Problem):
                yield line
            elif any(line[1]) and line[0] not in self.skip:
                yield from self._record(*line)

    def _record(self, row: int, cells: list[str]) -> Iterator[Record | Problem]:
        while len(cells) > len(self.columns) and not cells[-1].strip():
            cells.pop()
        ragged = max(len(cells) - len(self.columns), 0) or min(len(cells) - self._width, 0)
        values: dict[str, str | None] = {column: None for column in self.columns if column}
        for place, (column, cell) in enumerate(zip(self.columns, cells, strict=False)):
            text = empty_or_text(cell)
            if text and text[0] == "#" and text.casefold() in CELL_ERRORS:
                problem = gettext("Column ‘%(column)s’ holds the spreadsheet error %(text)s.") % {
                    "column": shorten(column),
                    "text": text,
                }
                yield Problem(
                    self.grid.name, row, column, "", problem, gettext_noop("Correct the formula, or type the value.")
                )
            elif column:
                values[column] = text
            elif text and place not in self._told:
                self._told.add(place)
                problem = gettext("Column %(value)s has no name and was left out.") % {"value": place + 1}
                yield Problem(
                    self.grid.name, row, f"column {place + 1}", "", problem, gettext_noop("Name it, or delete it.")
                )
        if any(values.values()):
            yield Record(row, values, ragged)

    def holds_addresses(self, columns: Iterable[str] = ()) -> bool:
        return any(is_hidden(column) for column in [*self.columns, *columns])


def empty_or_text(cell: str) -> str | None:
    """What a cell says, without the apostrophe that we, and spreadsheets, put before what looks like a formula."""
    if not cell:
        return None
    text = unguarded(clean(cell))
    return None if not text or (len(text) <= _LONGEST_NOTHING and text.casefold() in NOTHING) else text


def check_ragged(record: Record, table: Table, complete: bool) -> Iterator[Problem]:
    """Too many cells: one was not quoted, and every cell after it stands under the wrong name. Where a street could
    so come to stand in a description, the row is refused. Too few: it goes in if it says enough (``complete``)."""
    if record.ragged > 0:
        problem = ngettext(
            "The row has %(number)s more cell than the header.",
            "The row has %(number)s more cells than the header.",
            record.ragged,
        ) % {"number": record.ragged}
        fix = gettext_noop("Put quotes around cells that hold commas.")
        refused = not complete or table.holds_addresses()
        yield Problem(table.grid.name, record.row, "", "", problem, fix, refused)
    elif record.ragged < 0:
        problem = ngettext(
            "The row has %(number)s fewer cell than the header.",
            "The row has %(number)s fewer cells than the header.",
            -record.ragged,
        ) % {"number": -record.ragged}
        fix = gettext_noop("Look for a line break inside a cell, or add the missing cells.")
        yield Problem(table.grid.name, record.row, "", "", problem, fix, not complete)


def need_header(table: Table) -> None:
    if not any(table.columns):
        raise UnreadableFile(
            table.grid.name,
            gettext_noop("There is no header row."),
            gettext_noop("Give the columns’ names in the first row."),
        )
