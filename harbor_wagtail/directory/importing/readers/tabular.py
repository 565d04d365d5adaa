"""HSDS as tables: 3.x, 2.x or 1.x, in a folder, a zip, a data package or the sheets of a workbook."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers import older
from harbor_wagtail.directory.importing.readers.shape import Reporter, Role, roles_of, says_enough, shape
from harbor_wagtail.directory.importing.readers.vocabulary import KINDS, NOT_KEPT, column_key, table_kind
from harbor_wagtail.directory.importing.rows import Item, Problem, Row, UnreadableFile
from harbor_wagtail.tabular.delimited import DelimitedGrid
from harbor_wagtail.tabular.files import Members
from harbor_wagtail.tabular.grid import Grid, Table, check_ragged

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
MOST_PACKAGE_BYTES = 32 * 1024**2
_MERGED = ("eligibility", "payment_accepted")
#: After the object an older table has become.
_ORDER = {kind: place for place, kind in enumerate(KINDS)} | {
    table: KINDS.index(kind) for table, (kind, _) in older.OLD_TABLES.items() if kind in KINDS
}


@dataclass(frozen=True)
class NamedGrid:
    table: str  # the object, or the older table
    name: str
    open: Callable[[], Grid]


def read_tables(grids: list[NamedGrid]) -> Iterator[Item]:
    """The rows of all tables, nothing before what it points to."""
    texts = _Merged()
    for named in grids:
        if named.table in _MERGED:
            yield from texts.read(named)
    for named in sorted(grids, key=lambda named: _ORDER.get(named.table, -1)):
        if named.table in NOT_KEPT:
            yield from Reporter(named.name).not_kept(named.table)
        elif named.table not in _MERGED:
            for item in _read_table(named):
                yield texts.add_to(item) if isinstance(item, Row) and item.kind == "service" else item


def _read_table(named: NamedGrid) -> Iterator[Item]:
    table = Table(named.open())
    yield from table.problems
    if not any(table.columns):
        yield Problem(
            named.name,
            0,
            "",
            "",
            gettext_noop("The table is empty."),
            gettext_noop("Leave the file out, or export it again."),
        )
        return
    kind = _kind(named.table, table.columns)
    roles = roles_of(older.OLD_TABLES.get(kind, (kind, {}))[0], table.columns)
    yield from _report_columns(named.name, kind, roles)
    if all(sort == "unknown" for sort, _ in roles.values()):
        return
    names = {name: column for column, (_, name) in roles.items()}
    has_type = any(name == "location_type" for _, name in roles.values())
    for record in table:
        if isinstance(record, Problem):
            yield record
            continue
        pairs = [(roles[column], cell) for column, cell in record.cells.items()]
        items = list(shape(kind, pairs, {}, named.name, record.row, names))
        if record.ragged:
            complete = all(says_enough(item) for item in items if isinstance(item, Row))
            problems = list(check_ragged(record, table, complete))
            yield from problems
            if any(problem.refused for problem in problems):
                continue
        for item in items:
            if kind == "location" and not has_type and isinstance(item, Row) and item.kind == kind:
                item.values.setdefault("location_type", "physical")
            yield item


def _kind(table: str, columns: list[str]) -> str:
    """In HSDS 1.x the table called taxonomy holds terms."""
    keys = {column_key(column) for column in columns}
    if table == "taxonomy" and keys & {"parent_id", "parent_name", "vocabulary", "taxonomy_id"}:
        return "taxonomy_term"
    if table == "address" and "address_type" not in keys:
        return "physical_address"
    if table == "schedule" and "weekday" in keys:
        return "regular_schedule"
    return table


def _report_columns(file: str, kind: str, roles: dict[str, Role]) -> Iterator[Problem]:
    reporter = Reporter(file)
    for column, (sort, _) in roles.items():
        if sort == "unknown":
            yield from reporter.unknown(kind, column, 1)


class _Merged:
    """Eligibility and payments, tables of their own in HSDS 1.x and 2.x, by the service they have become part of."""

    def __init__(self) -> None:
        self._eligibility: dict[str, list[str]] = defaultdict(list)
        self._ages: dict[str, dict[str, object]] = {}
        self._payments: dict[str, list[str]] = defaultdict(list)

    def read(self, named: NamedGrid) -> Iterator[Problem]:
        for item in _read_table(named):
            if isinstance(item, Problem):
                yield item
            elif service := item.links.get("service"):
                self._keep(service, item)
            else:
                told = gettext_noop("The row does not say which service it belongs to.")
                yield Problem(item.file, item.row, "service_id", "", told, gettext_noop("Give the service’s id."), True)

    def _keep(self, service: str, row: Row) -> None:
        if text := row.values.get("eligibility"):
            self._eligibility[service].append(str(text))
        if text := row.values.get("payment"):
            self._payments[service].append(str(text))
        ages = {name: row.values[name] for name in ("minimum_age", "maximum_age") if row.values.get(name) is not None}
        self._ages.setdefault(service, {}).update(ages)

    def add_to(self, row: Row) -> Row:
        texts = [row.values.get("eligibility_description"), *self._eligibility.get(row.id, ())]
        if len(texts) > 1:
            row.values["eligibility_description"] = "\n".join(dict.fromkeys(str(text) for text in texts if text))
        for name, age in self._ages.get(row.id, {}).items():
            if row.values.get(name) is None:
                row.values[name] = age
        older.add_payments(row.values, list(self._payments.get(row.id, ())))
        return row


def find_tables(members: Members) -> tuple[list[NamedGrid], list[Problem]]:
    """The HSDS tables among files: those a ``datapackage.json`` names, else those in the folder that holds the most."""
    package = min(
        (path for path in members.sources if PurePosixPath(path).name == "datapackage.json"), key=_depth, default=""
    )
    if package:
        return _package_tables(members, package)
    folders: dict[str, dict[str, str]] = defaultdict(dict)
    for path in members.sources:
        inner = PurePosixPath(path)
        if inner.suffix.lower() in TABLE_SUFFIXES and (table := table_kind(inner.stem)):
            folders[str(inner.parent)][path] = table
    if not folders:
        return [], []
    best = min(folders, key=lambda folder: (-len(folders[folder]), _depth(folder), folder))
    problems = [
        Problem(members.sources[path].name, 0, "", "", gettext_noop("This file was not read."), _why_not(path, best))
        for path in members.sources
        if path not in folders[best] and PurePosixPath(path).suffix.lower() in (*TABLE_SUFFIXES, ".xlsx")
    ]
    return [_grid(members, path, table) for path, table in folders[best].items()], problems


def _depth(path: str) -> int:
    return len(PurePosixPath(path).parts)


def _why_not(path: str, best: str) -> str:
    if str(PurePosixPath(path).parent) != best:
        return gettext_noop("The tables of another folder were read; import this folder on its own.")
    return gettext_noop("Its name is not that of an HSDS table; rename it, or import it with a mapping.")


def _grid(members: Members, path: str, table: str, delimiter: str = "") -> NamedGrid:
    source = members.sources[path]
    return NamedGrid(table, source.name, lambda: DelimitedGrid(source, delimiter=delimiter))


def _package_tables(members: Members, package: str) -> tuple[list[NamedGrid], list[Problem]]:
    name = members.sources[package].name
    with members.sources[package].open() as stream:
        raw = stream.read(MOST_PACKAGE_BYTES)
    try:
        described: Any = json.loads(raw)
        resources = [dict(resource) for resource in described["resources"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnreadableFile(
            name,
            gettext_noop("The data package does not describe its tables."),
            gettext_noop("Check it, or delete it."),
        ) from None
    grids, problems = [], []
    for resource in resources:
        table = table_kind(str(resource.get("name", "")))
        for inner in _paths(resource):
            path = str(PurePosixPath(package).parent / inner)
            if inner.startswith(("/", "\\", "~")) or ".." in PurePosixPath(inner).parts or "://" in inner:
                raise UnreadableFile(
                    name,
                    gettext_noop("The data package names a file outside of its folder."),
                    gettext_noop("Correct its “path”."),
                )
            table = table or table_kind(PurePosixPath(inner).stem)
            if path not in members.sources:
                told = gettext("The data package names ‘%(inner)s’, which is not there.") % {"inner": inner}
                problems.append(
                    Problem(name, 0, "", "", told, gettext_noop("Add the file, or take it out of the package."))
                )
            elif not table:
                problems.append(
                    Problem(
                        members.sources[path].name,
                        0,
                        "",
                        "",
                        gettext_noop("This file was not read."),
                        _why_not(path, str(PurePosixPath(path).parent)),
                    )
                )
            else:
                grids.append(_grid(members, path, table, _delimiter(resource)))
    return grids, problems


def _paths(resource: dict[str, Any]) -> list[str]:
    path = resource.get("path")
    return [str(one) for one in (path if isinstance(path, list) else [path]) if one]


def _delimiter(resource: dict[str, Any]) -> str:
    dialect = resource.get("dialect")
    delimiter = dialect.get("delimiter") if isinstance(dialect, dict) else ""
    return delimiter if isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '\r\n"' else ""
