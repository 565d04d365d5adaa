"""One row of a file → rows that can be stored. What is clear is fixed; what is not is left out and reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing import cleaning_places, cleaning_records
from harbor_wagtail.directory.importing.cells import REQUIRED, Cell, cells
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.naming import in_words
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.readers.specs import Mapping
from harbor_wagtail.directory.importing.rows import WITHHELD, Problem, Row, problem_with
from harbor_wagtail.directory.importing.values import BadValue, looks_like_address, marks_confidential

Tell = Callable[[Problem, str], None]

#: Objects whose own words may say that a place is to be kept quiet.
MAY_BE_CONFIDENTIAL = frozenset({"organization", "service", "location", "address", "service_at_location"})


class Cleaner:
    """``tell`` receives every problem with the kind of its row; ``named`` keeps the names of contacts; ``mapping`` says what
    the columns are called in somebody's own list."""

    def __init__(self, tell: Tell, *, named: bool = False, mapping: Mapping | None = None) -> None:
        self.tell = tell
        self.named = named
        self.mapping = mapping

    def clean(self, row: Row) -> list[Cleaned]:
        """The rows that come of one: none if it is refused, several if a cell holds several telephone numbers."""
        cleaned = Cleaned(row.kind, row.id, {}, dict(row.links), row.file, row.row)
        raw = dict(row.values)
        if row.kind in MAY_BE_CONFIDENTIAL:
            cleaned.confidential = marks_confidential(raw)
        if row.kind in ("location", "address"):
            cleaning_places.take_address(self, row, raw, cleaned)
        before = cleaning_records.BEFORE.get(row.kind)
        if before:
            before(self, row, raw, cleaned)
        for name, cell in cells(row.kind).items():
            if name in raw:
                cleaned.values[cell.attr] = self.cell(row, name, raw[name], cell)
        missing = [name for name in REQUIRED.get(row.kind, ()) if cleaned.values.get(name) in (None, "")]
        if missing:
            self.refuse(row, missing[0], raw.get(missing[0]))
            return []
        after = cleaning_records.AFTER.get(row.kind)
        return after(self, row, raw, cleaned) if after else [cleaned]

    def cell(self, row: Row, name: str, value: object, cell: Cell) -> Any:
        """A cell that cannot be read is left empty and reported; one that is too long is cut and reported."""
        read = self.read(row, name, value, cell.parse)
        if read is None or read == "":
            return plain(cell.empty)
        if cell.limit and isinstance(read, str) and len(read) > cell.limit:
            return self.cut(row, name, read, cell.limit)
        return plain(read)

    def read(self, row: Row, name: str, value: object, parse: Callable[[object], Any]) -> Any:
        try:
            return parse(value)
        except BadValue as bad:
            self.bad(row, name, value, bad)
            return None

    def cut(self, row: Row, name: str, value: str, limit: int) -> str:
        if " " not in value and limit < 1000 and name in _WHOLE_OR_NOTHING:
            self.bad(
                row,
                name,
                value,
                BadValue(
                    gettext("it is longer than %(limit)s characters.") % {"limit": limit},
                    gettext_noop("Write a shorter one."),
                ),
            )
            return ""
        problem = BadValue(
            gettext("it is longer than %(limit)s characters and was cut.") % {"limit": limit},
            gettext_noop("Shorten it in the file."),
        )
        self.bad(row, name, value, problem)
        return value[: _safe_end(value, limit)].rstrip()

    def bad(self, row: Row, name: str, value: object, bad: BadValue, *, refused: bool = False) -> None:
        shown = shown_value(value)
        column = (self.mapping.column_of(row.kind, name) if self.mapping else "") or name
        problem = problem_with(
            bad, file=row.file, row=row.row, column=column, value=shown, kind=row.kind, field_name=name, refused=refused
        )
        self.tell(problem, row.kind)

    def refuse(self, row: Row, name: str, value: object) -> None:
        shown = shown_value(value)
        if shown:
            bad = BadValue(
                gettext_noop("without it the row says nothing."),
                gettext("Correct ‘%(name)s’ and import again.") % {"name": name},
            )
            self.bad(row, name, value, bad, refused=True)
            return
        problem = gettext("This %(value)s has no ‘%(name)s’.") % {"value": in_words(row.kind), "name": name}
        fix = gettext("Fill in ‘%(name)s’ and import again; everything else can follow later.") % {"name": name}
        self.tell(Problem(row.file, row.row, name, "", problem, fix, refused=True), row.kind)

    def note(self, row: Row, name: str, value: object, problem: str, fix: str) -> None:
        """Something a person should know, with nothing lost."""
        self.tell(Problem(row.file, row.row, name, shown_value(value), problem, fix), row.kind)


def _safe_end(value: str, limit: int) -> int:
    """Where to cut: half an address is none that anybody would recognise and take out."""
    end = limit
    while end > 0 and looks_like_address(value[max(0, end - _ADDRESS_LENGTH) : end + _ADDRESS_LENGTH]):
        end -= _ADDRESS_LENGTH
    return max(end, 0)


_ADDRESS_LENGTH = 60
_WHOLE_OR_NOTHING = frozenset({"url", "website", "uri", "logo", "email", "term_uri", "schedule_link"})


def shown_value(value: object) -> str:
    """A value as a report may show it: nothing that may lead to a door."""
    if value is None:
        return ""
    shown = str(value)
    return WITHHELD if looks_like_address(shown) else shown
