"""A map as a workbook to fill in: one sheet for the matrix, one for each kind of row. For the team: it tells every count."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from harbor_wagtail.directory.models import ENTRY_QUESTIONS, HAND_LEVELS, Answer, ResourceMap
from harbor_wagtail.directory.resource_map.exchange.columns import (
    ENTRIES,
    ENTRY_COLUMNS,
    FIELDS,
    GAP_COLUMNS,
    GAPS,
    MATRIX,
    NOTE_COLUMNS,
    NOTES,
)
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet
from harbor_wagtail.tabular.cells import guarded

COLUMNS = (
    *("kind", "kind_name", "column", "column_name", "directory_says", "yes", "not_known", "providers"),
    *("level", "why", "look_again"),
)
ROWS = {ENTRIES: ("entry_points", ENTRY_COLUMNS), GAPS: ("gaps", GAP_COLUMNS), NOTES: ("capacity_notes", NOTE_COLUMNS)}
_WIDE = 28


def matrix_rows(sheet: Sheet) -> Iterator[list[Any]]:
    return (_cell(cell, row.name) for row in sheet.rows for cell in row.cells)


def write_csv(sheet: Sheet) -> str:
    """The matrix alone. Begins with the mark that tells Excel that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(matrix_rows(sheet))
    return "\ufeff" + text.getvalue()


def write_workbook(target: Any, sheet: Sheet) -> None:
    """``target``: a path or a binary file."""
    book = Workbook()
    page = book.active
    page.title = MATRIX
    _fill(page, COLUMNS, matrix_rows(sheet))
    _offer(page, COLUMNS.index("level"), HAND_LEVELS)
    page.auto_filter.ref = page.dimensions
    for title, (relation, columns) in ROWS.items():
        page = book.create_sheet(title)
        _fill(page, columns, rows_of(sheet.map, relation, columns))
        for name in set(columns) & set(ENTRY_QUESTIONS):
            _offer(page, columns.index(name), Answer.values)
    book.save(target)


def rows_of(resource_map: ResourceMap, relation: str, columns: tuple[str, ...]) -> Iterator[list[Any]]:
    for row in getattr(resource_map, relation).all():
        yield [row.pk, *(written(getattr(row, FIELDS.get(name, name))) for name in columns[1:])]


def written(value: Any) -> Any:
    """As a cell holds it, and as it is compared on its way in."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return value
    return guarded(getattr(value, "code", value))


def _cell(cell: Cell, name: str) -> list[Any]:
    said = cell.correction
    told = (cell.domain, name, cell.column.key, cell.column.label, cell.count.level.value)
    level, why = (said.level, said.note) if said else ("", "")
    again = "yes" if cell.outdated else ""
    return [*map(guarded, told), cell.count.yes, cell.count.unknown, cell.count.total, level, guarded(why), again]


def _fill(page: Any, columns: tuple[str, ...], rows: Iterator[list[Any]]) -> None:
    page.append(list(columns))
    for row in rows:
        page.append(row)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for at in range(1, len(columns) + 1):
        page.column_dimensions[get_column_letter(at)].width = _WIDE if at > 1 else 16
    page.freeze_panes = "B2"


def _offer(page: Any, column: int, values: Any) -> None:
    """A list to choose from."""
    letter = get_column_letter(column + 1)
    choice = DataValidation(
        type="list", formula1=f'"{",".join(map(str, values))}"', allow_blank=True, showErrorMessage=False
    )
    page.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{max(page.max_row + 50, 60)}")
