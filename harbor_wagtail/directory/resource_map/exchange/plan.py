"""What a sheet would change: every line looked up, compared with what is there, refused where it cannot be meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from harbor_wagtail.directory.models import (
    HAND_LEVELS,
    Level,
    MapCapacityNote,
    MapCorrection,
    MapEntryPoint,
    MapGap,
    TaxonomyTerm,
)
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.resource_map.exchange import values
from harbor_wagtail.directory.resource_map.exchange.columns import ENTRIES, FIELDS, GAPS, MATRIX, NOTES, NOTHING, form
from harbor_wagtail.directory.resource_map.exchange.writing import ROWS
from harbor_wagtail.directory.resource_map.guarding import Guard
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet
from harbor_wagtail.keys import key
from harbor_wagtail.tabular.problems import Problem
from harbor_wagtail.tabular.report import Report
from harbor_wagtail.tabular.sheets import Line
from harbor_wagtail.tabular.text import clean, fold

MODELS: dict[str, type[Any]] = {ENTRIES: MapEntryPoint, GAPS: MapGap, NOTES: MapCapacityNote}
_REQUIRED = {ENTRIES: "kind", GAPS: "gap", NOTES: "note"}


class Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.problem)
        self.problem = problem


class Plan:
    """``write`` are what has to be done, in order; nothing is done before."""

    def __init__(self, sheet: Sheet, user: Any = None) -> None:
        self.sheet, self.user = sheet, user
        self.report = Report()
        self.write: list[Callable[[], Any]] = []
        self._guard = Guard()
        self._seen: set[tuple[str, ...]] = set()
        self._kinds = _kinds(sheet)
        self._cells = {(cell.domain, cell.column.key): cell for cell in sheet.cells}
        self._labels = {fold(column.label): column.key for column in sheet.columns}
        self._rows = {name: {row.pk: row for row in getattr(sheet.map, ROWS[name][0]).all()} for name in MODELS}

    def read(self, path: Path) -> None:
        """Raises ``UnreadableFile`` where there is nothing to read."""
        for item in form().read(path):
            if isinstance(item, Problem):
                self.report.tell(item)
                continue
            try:
                self._matrix(item) if item.kind == MATRIX else self._row(item)
            except Refused as refused:
                self.report.tell(refused.problem)

    # The matrix

    def _matrix(self, line: Line) -> None:
        cell = self._cell(line)
        self._once(line, MATRIX, cell.domain, cell.column.key)
        said = (line.cells.get("level") or "").strip()
        why = (line.cells.get("why") or "").strip()
        if said == NOTHING:
            self._take_away(cell)
            return
        level = self._level(line, said) if said else cell.correction.level if cell.correction else ""
        if not level:
            if why:
                raise Refused(line.problem("level", _("There is a reason, but no level."), _levels()))
            self.report.unchanged += 1
            return
        self._correct(line, cell, level, why)

    def _correct(self, line: Line, cell: Cell, level: str, why: str) -> None:
        before = cell.correction
        if before and before.level == level and why in ("", clean(before.note)):
            self.report.unchanged += 1
            return
        if not why or why == NOTHING:
            fix = _("Write what you know and from whom (a role).")
            raise Refused(line.problem("why", _("A correction needs its reason."), fix))
        self._tell(before is None, f"{cell.domain}, {cell.column.label}: {Level(level).label}")
        self.write.append(lambda: correct(self.sheet, cell, level, why, self.user))

    def _take_away(self, cell: Cell) -> None:
        if cell.correction is None:
            self.report.unchanged += 1
            return
        self._tell(False, _("%(cell)s: as the directory says") % {"cell": f"{cell.domain}, {cell.column.label}"})
        self.write.append(cell.correction.delete)

    def _cell(self, line: Line) -> Cell:
        kind = self._value(line, "kind", lambda text: values.kind_of(text, self._kinds))
        key = (line.cells.get("column") or "").strip()
        cell = self._cells.get((kind.code, self._labels.get(fold(key), key)))
        if cell is None:
            fix = _("Copy it from the spreadsheet of this map.")
            raise Refused(line.problem("column", _("This map has no such column."), fix))
        return cell

    def _level(self, line: Line, said: str) -> str:
        choices = [(value, Level(value).label) for value in HAND_LEVELS]
        return str(self._value(line, "level", lambda text: values.choice(text, choices)))

    # Rows that hang on the map

    def _row(self, line: Line) -> None:
        row, is_new = self._found(line)
        given = {name: text for name, text in line.cells.items() if name in ROWS[line.kind][1][1:] and text}
        if is_new and not given.get(_REQUIRED[line.kind]):
            told = _("A new row needs this column.")
            raise Refused(line.problem(_REQUIRED[line.kind], told, _("Fill it in, or delete the line.")))
        changed = [name for name, text in given.items() if self._set(line, row, name, text)]
        if not is_new and not changed:
            self.report.unchanged += 1
            return
        self._check(line, row, changed)
        self._tell(is_new, f"{line.kind}: {row}")
        self.write.append(row.save)

    def _found(self, line: Line) -> tuple[Any, bool]:
        number = (line.cells.get("id") or "").strip()
        if not number:
            rows = self._rows[line.kind]
            return MODELS[line.kind](resource_map=self.sheet.map, sort_order=len(rows) + line.row), True
        row = self._rows[line.kind].get(key(number) or 0)
        if row is None:
            told = _("This map has no row of this number.")
            raise Refused(line.problem("id", told, _("Leave it empty for a new row, or copy the number.")))
        self._once(line, line.kind, number)
        return row, False

    def _set(self, line: Line, row: Any, name: str, text: str) -> bool:
        """Whether it changed anything."""
        field = row._meta.get_field(FIELDS.get(name, name))
        before = getattr(row, field.name)
        if isinstance(before, str) and clean(before) == clean(text):
            return False  # a spreadsheet ends its lines otherwise
        if text.strip() == NOTHING:
            value = None if field.null else field.get_default()
        else:
            value = self._value(line, name, lambda given: values.value_of(field, given, self._kinds))
        setattr(row, field.name, value)
        return bool(before != value)

    def _check(self, line: Line, row: Any, changed: list[str]) -> None:
        try:
            row.clean_fields(exclude=["resource_map"])
            row.clean()
        except ValidationError as error:
            column = next(iter(error.message_dict), "")
            told = " ".join(error.messages)
            raise Refused(line.problem(column, told, _("Correct the line."))) from None
        for name in changed:
            if FIELDS.get(name, name) in row.words and (fault := self._guard.fault(line.cells[name] or "")):
                raise Refused(line.problem(name, fault, _("Write it in other words.")))

    # What all lines share

    def _value(self, line: Line, name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read((line.cells.get(name) or "").strip())
        except values.BadValue as bad:
            raise Refused(line.problem(name, bad.problem, bad.fix)) from None

    def _once(self, line: Line, *key: str) -> None:
        if key in self._seen:
            raise Refused(line.problem("", _("An earlier line says this already."), _("Delete one of the two.")))
        self._seen.add(key)

    def _tell(self, is_new: bool, words: str) -> None:
        self.report.created += is_new
        self.report.changed += not is_new
        self.report.lines.append(words)


def correct(sheet: Sheet, cell: Cell, level: str, why: str, user: Any) -> MapCorrection:
    """Say one cell by hand, with what the directory says at this moment beside it."""
    values = {"level": level, "note": why, "ground": cell.count.as_ground(), "corrected_by": user}
    term = TaxonomyTerm.objects.of(DOMAINS).get(code=cell.domain)
    key = {"resource_map": sheet.map, "domain": term, "column": cell.column.key}
    row, _made = MapCorrection.objects.update_or_create(**key, defaults=values)
    return row


def _kinds(sheet: Sheet) -> dict[str, TaxonomyTerm]:
    found = {}
    for term in TaxonomyTerm.objects.of(DOMAINS).exclude(code=""):
        for name in (term.name, sheet.names[DOMAINS].get(term.code, term.name), term.code):
            found[fold(name)] = term
    return found


def _levels() -> str:
    return _("Write one of: %(values)s.") % {"values": ", ".join(map(str, HAND_LEVELS))}
