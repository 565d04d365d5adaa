"""Any spreadsheet, read through a mapping: one line becomes an organization with its service and its place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers.cells import Cells, Place, column_id, holds, is_filled, values_of
from harbor_wagtail.directory.importing.readers.children import child_rows
from harbor_wagtail.directory.importing.readers.heading import header_row
from harbor_wagtail.directory.importing.readers.shape import made_id
from harbor_wagtail.directory.importing.readers.skeleton import skeleton
from harbor_wagtail.directory.importing.readers.specs import Mapping, Spec
from harbor_wagtail.directory.importing.readers.vocabulary import ACCEPTED
from harbor_wagtail.directory.importing.rows import Item, Problem, Row, UnreadableFile, shorten
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.importing.values.ages import parse_ages
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.ids import source_id
from harbor_wagtail.tabular import workbook
from harbor_wagtail.tabular.delimited import DelimitedGrid
from harbor_wagtail.tabular.encodings import find_encoding, head_of
from harbor_wagtail.tabular.files import file_source
from harbor_wagtail.tabular.grid import Grid, Record, Table, check_ragged, need_header

#: What people type where there is nothing to say.
_NOTHING_TO_SAY = frozenset({"n/a", "n.a.", "n/d", "-", "--", "–", "—"})
_SUMS = frozenset({"total", "totals", "grand total", "totales", "total general"})
_NAME_IT = gettext_noop("Type the name, or say that an empty one repeats the one above (‘fill_down’ in a mapping).")


def read_table(path: Path, mapping: Mapping | None) -> Iterator[Item]:
    """The rows of a CSV, TSV or XLSX file. Without a mapping it is refused, with one to copy."""
    grid = grid_of(path, mapping)
    table = Table(
        grid,
        mapping.file.header_row if mapping else header_row(grid),
        mapping.file.skip_rows if mapping else frozenset(),
    )
    need_header(table)
    if mapping is None:
        told = gettext_noop("A spreadsheet of your own needs a mapping, which says what its columns are.")
        fix = gettext_noop("Copy this into a file, correct it, and give it with --mapping (see docs/importing.md):")
        fix = f"{fix}\n\n{skeleton(table.columns, table.header_row)}"
        raise UnreadableFile(path.name, told, fix)
    yield from _Reader(table, _renamed(table, mapping), mapping).rows()


def grid_of(path: Path, mapping: Mapping | None) -> Grid:
    options = mapping.file if mapping else None
    if path.is_dir():
        raise UnreadableFile(
            path.name,
            gettext_noop("A mapping reads one file, and this is a folder."),
            gettext_noop("Give the file itself."),
        )
    if zipfile.is_zipfile(path) or path.suffix.lower() in (".xlsx", ".xlsm", ".zip"):
        if workbook.is_workbook(path) != "xlsx":
            told = gettext_noop("A mapping reads one file, and this is a zip or damaged.")
            raise UnreadableFile(path.name, told, gettext_noop("Unpack it and give the file."))
        sheet = workbook.choose_sheet(path, options.sheet if options else "")
        return workbook.SheetGrid(path, sheet, header_row=options.header_row if options else 0)
    source = file_source(path)
    named = bool(options and options.encoding)
    if not named and head_of(source, find_encoding(source)).startswith(("<", "{", "[{")):
        raise UnreadableFile(
            path.name,
            gettext_noop("This is not a table."),
            gettext("Leave the mapping out for JSON. %(accepted)s") % {"accepted": gettext(ACCEPTED)},
        )
    return DelimitedGrid(source, options.encoding if options else "", options.delimiter if options else "")


def _renamed(table: Table, mapping: Mapping) -> dict[str, str]:
    """The columns that are used, by the file's spelling → what they are told apart by.

    Raises ``UnreadableFile`` for one that is not there.
    """
    named = {column_id(column): column for column in mapping.columns()}
    there = {column_id(column): column for column in table.columns if column}
    for key, column in named.items():
        if key not in there and column not in mapping.file.ignore:
            told = ", ".join(f"‘{shorten(name)}’" for name in there.values())
            problem = gettext("The mapping %(name)s names the column ‘%(column)s’, which the file does not have.") % {
                "name": mapping.name,
                "column": column,
            }
            raise UnreadableFile(table.grid.name, problem, gettext("Its columns are: %(told)s.") % {"told": told})
    return {there[key]: key for key in named if key in there}


@dataclass
class _Reader:
    table: Table
    names: dict[str, str]
    mapping: Mapping
    above: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def rows(self) -> Iterator[Item]:
        yield from self.table.problems
        for column in self.table.columns:
            if column and column not in self.names:
                told = gettext("The mapping does not use the column ‘%(column)s’; it was left out.") % {
                    "column": shorten(column)
                }
                fix = gettext_noop("Map it, or list it under ‘ignore’.")
                yield Problem(self.table.grid.name, self.mapping.file.header_row, shorten(column), "", told, fix)
        for record in self.table:
            yield from [record] if isinstance(record, Problem) else self._record(record)

    def _record(self, record: Record) -> Iterator[Item]:
        if self._is_heading(record):
            told = gettext_noop("The line has a single cell; it was taken for a heading and left out.")
            yield Problem(self.table.grid.name, record.row, "", "", told, gettext_noop("Nothing to do if it is one."))
            return
        cells = self._cells(record)
        if self._is_sum(cells):
            told = gettext_noop("The line counts the others; it was left out.")
            yield Problem(self.table.grid.name, record.row, "", "", told, gettext_noop("Nothing to do if it does."))
            return
        if any(holds(spec, cells) for spec in self.mapping.file.skip_when):
            return
        name, problems = self._one("organization", "name", cells, record.row)
        ragged = self._ragged(record, name is not None)
        yield from ragged
        if any(problem.refused for problem in ragged):
            return
        if name is None:
            yield from problems
            yield self._nameless(record)
            return
        yield from self._line(cells, record.row)

    def _ragged(self, record: Record, complete: bool) -> list[Problem]:
        """A line with too many cells is refused where the mapping reads addresses, whatever their columns are called."""
        problems = list(check_ragged(record, self.table, complete))
        if record.ragged > 0 and {"address", "location"} & self.mapping.records.keys():
            return [replace(problem, refused=True) for problem in problems]
        return problems

    def _is_heading(self, record: Record) -> bool:
        """A name alone, or a word in a column nobody uses, over lines of more."""
        filled = [self.names.get(column, "") for column, cell in record.cells.items() if cell is not None]
        own = [column_id(column) for column in self.mapping.records["organization"]["name"].columns]
        return len(filled) == 1 and len(record.cells) > 2 and filled[0] in ("", *own)

    def _is_sum(self, cells: Cells) -> bool:
        own = self.mapping.records["organization"]["name"].columns
        return any((cells.get(column_id(column)) or "").casefold().strip(" :") in _SUMS for column in own)

    def _cells(self, record: Record) -> dict[str, str | None]:
        cells = {
            self.names[column]: None if cell and cell.casefold() in _NOTHING_TO_SAY else cell
            for column, cell in record.cells.items()
            if column in self.names
        }
        for column in map(column_id, self.mapping.file.fill_down):
            if cell := cells.get(column):
                self.above[column] = cell
            else:
                cells[column] = self.above.get(column)
        return cells

    def _nameless(self, record: Record) -> Problem:
        column = ", ".join(self.mapping.records["organization"]["name"].columns)
        told = gettext("Column ‘%(column)s’ is empty: the line does not say which organization it is about.") % {
            "column": column
        }
        return Problem(
            self.table.grid.name,
            record.row,
            column,
            "",
            told,
            _NAME_IT,
            True,
        )

    def _line(self, cells: Cells, row: int) -> Iterator[Item]:
        confidential = any(holds(spec, cells) for spec in self.mapping.confidential)
        ids: dict[str, str] = {}
        parts = []
        for kind in ("organization", "program", "service", "location"):
            for item in self._part(kind, cells, row, ids, confidential):
                if isinstance(item, Row):
                    ids[kind] = item.id
                    parts.append(item)
                else:
                    yield item
        for part in parts:
            yield from self._once(part)
        if "service" in ids and "location" in ids:
            links = {"service": ids["service"], "location": ids["location"]}
            sal = f"{ids['service']}@{ids['location']}"
            if ("service_at_location", sal) not in self.seen:
                self.seen["service_at_location", sal] = (row, 0)
                yield Row("service_at_location", sal, {}, links, self.table.grid.name, row)
        yield from self._address(cells, row, ids, confidential)
        for child in self.mapping.children:
            if child.owner in ids:
                yield from child_rows(child, ids[child.owner], cells, self.table.grid.name, row)
        yield from self._terms(cells, row, ids)

    def _part(self, kind: str, cells: Cells, row: int, ids: dict[str, str], confidential: bool) -> Iterator[Item]:
        fields = self.mapping.records.get(kind)
        if kind == "location" and ("address" in self.mapping.records or self.mapping.confidential):
            fields = fields or {}
        if fields is None:
            return
        values: dict[str, object] = {}
        for name in fields:
            if name not in ("id", "ages"):
                value, problems = self._one(kind, name, cells, row)
                values[name] = value
                yield from problems
        if kind == "location" and not self._is_a_place(values, cells, confidential):
            return
        if kind in ("service", "program") and values.get("name") is None:
            return
        if "ages" in fields:
            yield from self._ages(fields["ages"], values, cells, row)
        if kind == "location":
            values.setdefault("location_type", "physical")
            values |= {"confidential": True} if confidential else {}
        id, problems = self._one(kind, "id", cells, row) if "id" in fields else (None, [])
        yield from problems
        links = {} if kind == "organization" else {"organization": ids["organization"]}
        if kind == "service" and "program" in ids:
            links["program"] = ids["program"]
        yield Row(kind, source_id(id) or self._made_id(kind, values, ids), values, links, self.table.grid.name, row)

    def _made_id(self, kind: str, values: dict[str, object], ids: dict[str, str]) -> str:
        """From names, never from an address. A place without a name is that of its service."""
        name = values.get("name")
        if kind == "location" and (name is None or looks_like_address(name)):
            return f"{ids.get('service') or ids['organization']}/location"
        return made_id(kind, name, ids.get("organization", ""), 1)

    def _is_a_place(self, values: dict[str, object], cells: Cells, confidential: bool) -> bool:
        address = self.mapping.records.get("address", {}).values()
        given = any(value is not None for name, value in values.items() if name != "location_type")
        return confidential or given or is_filled(address, cells)

    def _once(self, part: Row) -> Iterator[Item]:
        """An organization stands on every line of its services, and comes in once."""
        said = hash(tuple(sorted((name, str(value)) for name, value in part.values.items() if value is not None)))
        key = (part.kind, part.id or part.links["location"])
        first = self.seen.setdefault(key, (part.row, said))
        if first == (part.row, said):
            yield part
        elif first[1] != said:
            told = gettext("This %(kind)s already stands on line %(value)s, with other facts; those were kept.") % {
                "kind": part.kind,
                "value": first[0],
            }
            fix = gettext_noop("Make the lines agree, or map a column with an id (or, for places, a name).")
            yield Problem(part.file, part.row, "", "", told, fix)

    def _address(self, cells: Cells, row: int, ids: dict[str, str], confidential: bool) -> Iterator[Item]:
        fields = self.mapping.records.get("address", {})
        values: dict[str, object] = {}
        for name in fields:
            value, problems = self._one("address", name, cells, row)
            values[name] = value
            yield from problems
        if "location" not in ids or not is_filled(fields.values(), cells):
            return
        id = source_id(values.pop("id", None))
        values.setdefault("address_type", "physical")
        values |= {"confidential": True} if confidential else {}
        yield from self._once(Row("address", id, values, {"location": ids["location"]}, self.table.grid.name, row))

    def _one(self, kind: str, name: str, cells: Cells, row: int) -> tuple[str | None, list[Problem]]:
        """A field's single value; several parts come back joined."""
        spec = self.mapping.records[kind][name]
        found = list(values_of(spec, cells, Place(self.table.grid.name, row, kind, name)))
        texts = [item for item in found if isinstance(item, str)]
        return ", ".join(texts) or None, [item for item in found if isinstance(item, Problem)]

    def _ages(self, spec: Spec, values: dict[str, object], cells: Cells, row: int) -> Iterator[Problem]:
        place = Place(self.table.grid.name, row, "service", "ages")
        for value in values_of(spec, cells, place):
            if isinstance(value, Problem):
                yield value
                continue
            try:
                youngest, oldest = parse_ages(value)
            except BadValue as bad:
                yield place.problem(bad, ", ".join(spec.columns), value)
                continue
            values.update({
                name: str(age)
                for name, age in (("minimum_age", youngest), ("maximum_age", oldest))
                if age is not None and values.get(name) is None
            })  # fmt: skip

    def _terms(self, cells: Cells, row: int, ids: dict[str, str]) -> Iterator[Item]:
        owner = "service" if "service" in ids else "organization"
        for taxonomy, specs in self.mapping.terms.items():
            said: set[str] = set()
            for spec in specs:
                for value in values_of(spec, cells, Place(self.table.grid.name, row, "attribute", taxonomy)):
                    if isinstance(value, Problem):
                        yield value
                    elif value not in said:
                        said.add(value)
                        links = {owner: ids[owner], "taxonomy": taxonomy, "taxonomy_term": value}
                        yield Row(
                            "attribute", "", {"link_entity": owner, "value": None}, links, self.table.grid.name, row
                        )
