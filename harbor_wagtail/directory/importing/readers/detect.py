"""What a path holds, told by its content rather than by its name."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers.records import name_hint
from harbor_wagtail.directory.importing.readers.shape import roles_of
from harbor_wagtail.directory.importing.readers.tabular import TABLE_SUFFIXES, NamedGrid, find_tables
from harbor_wagtail.directory.importing.readers.vocabulary import ACCEPTED, KINDS, table_kind
from harbor_wagtail.directory.importing.rows import Problem, UnreadableFile
from harbor_wagtail.tabular import workbook
from harbor_wagtail.tabular.delimited import DelimitedGrid
from harbor_wagtail.tabular.encodings import Source, find_encoding, head_of
from harbor_wagtail.tabular.files import (
    Members,
    check_path,
    check_zip,
    file_source,
    folder_members,
    zip_members,
)
from harbor_wagtail.tabular.grid import Table

HSDS_JSON, HSDS_CSV, TABLE = "hsds-json", "hsds-csv", "table"
JSON_SUFFIXES = (".json", ".ndjson", ".jsonl")


def detect(path: Path) -> str:
    """``hsds-json``, ``hsds-csv`` or ``table``. Raises ``UnreadableFile`` for what is none of them."""
    path = Path(path)
    check_path(path, ACCEPTED)
    if path.is_dir():
        return _among(folder_members(path))
    if zipfile.is_zipfile(path) or path.suffix.lower() in (".zip", ".xlsx", ".xlsm"):
        return _zip_format(path)
    if path.name == "datapackage.json":
        return HSDS_CSV
    if path.suffix.lower() in JSON_SUFFIXES:
        return HSDS_JSON
    source = file_source(path)
    head = head_of(source, find_encoding(source))
    if head.startswith(("{", "[")):
        return HSDS_JSON
    if head.startswith("<"):
        sort = gettext_noop("a web page") if "<html" in head.lower() or "<!doctype" in head.lower() else "XML"
        raise UnreadableFile(
            path.name,
            gettext("This is %(sort)s, not a table.") % {"sort": gettext(sort)},
            gettext("Save it as .xlsx, CSV or JSON. %(accepted)s") % {"accepted": gettext(ACCEPTED)},
        )
    return HSDS_CSV if _is_hsds_table(path) else TABLE


def _zip_format(path: Path) -> str:
    sort = workbook.is_workbook(path)
    if sort == "xlsx":
        return HSDS_CSV if _hsds_sheets(path) else TABLE
    if sort:
        raise UnreadableFile(
            path.name,
            gettext("This is %(sort)s.") % {"sort": gettext(sort)},
            gettext("Save it as .xlsx or CSV. %(accepted)s") % {"accepted": gettext(ACCEPTED)},
        )
    return _among(zip_members(path))


def _among(members: Members) -> str:
    if find_tables(members)[0]:
        return HSDS_CSV
    if _json_members(members):
        return HSDS_JSON
    told = ", ".join(sorted(members.sources)[:8]) or "nothing"
    raise UnreadableFile(
        members.name, gettext("There is nothing in it that can be read; it holds %(told)s.") % {"told": told}, ACCEPTED
    )


def _is_hsds_table(path: Path) -> bool:
    """Whether a single CSV is one table of HSDS: its name says so, and most of its columns too."""
    table = table_kind(path.stem)
    if not table:
        return False
    columns = Table(DelimitedGrid(file_source(path))).columns
    return _looks_like(table, columns)


def _looks_like(table: str, columns: list[str]) -> bool:
    roles = roles_of(table, columns)
    known = [sort for sort, _ in roles.values() if sort != "unknown"]
    return "id" in known and len(known) * 2 > len(roles)


def _hsds_sheets(path: Path) -> dict[str, str]:
    """Sheet → table, where a workbook's sheets are the tables of HSDS."""
    check_zip(path)
    found = {name: table for name in workbook.sheet_names(path) if (table := table_kind(name))}
    core = {name for name, table in found.items() if _looks_like(table, Table(workbook.SheetGrid(path, name)).columns)}
    return found if core else {}


def hsds_grids(path: Path) -> tuple[list[NamedGrid], list[Problem]]:
    """The HSDS tables that lie in a path."""
    if path.is_dir():
        return find_tables(folder_members(path))
    if zipfile.is_zipfile(path):
        if workbook.is_workbook(path) == "xlsx":
            sheets = _hsds_sheets(path).items()
            return [NamedGrid(table, name, partial(workbook.SheetGrid, path, name)) for name, table in sheets], []
        return find_tables(zip_members(path))
    if path.name == "datapackage.json":
        return find_tables(folder_members(path.parent))
    source, table = file_source(path), table_kind(path.stem)
    if path.suffix.lower() in (*TABLE_SUFFIXES, "") and table:
        return [NamedGrid(table, source.name, partial(DelimitedGrid, source))], []
    return [], []


def json_sources(path: Path) -> list[Source]:
    """The JSON files that lie in a path."""
    if path.is_dir():
        sources = _json_members(folder_members(path))
    elif zipfile.is_zipfile(path):
        sources = _json_members(zip_members(path))
    else:
        sources = [file_source(path)]
    if not sources:
        raise UnreadableFile(path.name, gettext_noop("There is no JSON file in it."), ACCEPTED)
    return sources


def _json_members(members: Members) -> list[Source]:
    found = [(path, source) for path, source in members.sources.items() if path.lower().endswith(JSON_SUFFIXES)]
    return [source for _, source in sorted(found, key=lambda pair: (_place(pair[0]), pair[0]))]


def _place(path: str) -> int:
    kind = name_hint(path)
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
