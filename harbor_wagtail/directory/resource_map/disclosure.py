"""What visitors may read of the matrix: nothing that points at one small provider, not even by subtraction.

- A kind of help with one or two providers here is shown in no row of its own. All such kinds together make one row,
  and where they have fewer than three providers between them, that row says nothing either.
- A number is "1 or 2", or is rounded down to a multiple of three. So sums and differences of what is shown are never
  one or two, and what is left of a total is never known more closely than within five.
- A correction by hand stands in a row that is shown; its reason is for the team.

The page, the print, the PDF and the CSV are all made of this, so none of them tells more than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from harbor_wagtail.directory.models import Level
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.resource_map.columns import Column
from harbor_wagtail.directory.resource_map.counting import SMALL, Count
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet

#: What stands in a cell of which visitors are told nothing; no level of help.
FEW = "few"
POOL = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """``state`` is a level or :data:`FEW`; ``at_least`` a multiple of three, or 0 where no number is told."""

    column: Column
    state: str
    at_least: int = 0
    corrected_on: date | None = None

    @property
    def words(self) -> str:
        if self.corrected_on:
            said = {"level": Level(self.state).label, "day": day_in_words(self.corrected_on)}
            return _("%(level)s (said by hand, %(day)s)") % said
        if self.at_least:
            told = ngettext("At least %(number)d provider", "At least %(number)d providers", self.at_least)
            return told % {"number": self.at_least}
        return _words(self.state)


def _words(state: str) -> str:
    match state:
        case Level.LIMITED:
            return _("1 or 2 providers")
        case Level.UNKNOWN:
            return _("Not known")
        case Level.NONE:
            return _("None of those listed")
        case Level.NOT_LISTED:
            return _("Nothing listed")
    return _("Too few to show")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``domain`` is empty for the row of kinds that are shown together; ``members`` names them."""

    domain: str
    name: str
    cells: tuple[Shown, ...]
    members: tuple[str, ...] = ()

    @property
    def few(self) -> bool:
        return all(cell.state == FEW for cell in self.cells)


def rounded(number: int) -> int:
    return number - number % SMALL


def shown_rows(sheet: Sheet) -> tuple[ShownRow, ...]:
    """Kinds of help in their order, those of one or two providers together at the end."""
    own = [row for row in sheet.rows if row.total == 0 or row.total >= SMALL]
    rows = [ShownRow(row.domain, row.name, tuple(map(_cell, row.cells))) for row in own]
    pooled = tuple(row.name for row in sheet.rows if 0 < row.total < SMALL)
    if pooled and sheet.counted:
        rows.append(_pool(pooled, sheet.counted.pool, sheet.columns))
    return tuple(rows)


def _pool(names: tuple[str, ...], counts: Sequence[Count], columns: Sequence[Column]) -> ShownRow:
    title = _("Kinds of help with one or two providers, together")
    pairs = zip(columns, counts, strict=True)
    if counts[0].total < SMALL:
        return ShownRow(POOL, title, tuple(Shown(column, FEW) for column in columns), names)
    return ShownRow(POOL, title, tuple(_counted(column, found) for column, found in pairs), names)


def _cell(cell: Cell) -> Shown:
    if cell.correction is None:
        return _counted(cell.column, cell.count)
    day = timezone.localtime(cell.correction.corrected_at).date()
    return Shown(cell.column, cell.correction.level, corrected_on=day)


def _counted(column: Column, found: Count) -> Shown:
    return Shown(column, found.level.value, rounded(found.yes))
