"""The formats: each writer takes chunks, writes one path whole, and says how many of what are in it."""

from __future__ import annotations

import csv
import json
import zipfile
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.exporting import records
from harbor_wagtail.directory.exporting.files import PathRefused, whole_file, whole_folder
from harbor_wagtail.directory.exporting.flatten import Flattener
from harbor_wagtail.directory.exporting.spreadsheet import HEADERS, lines
from harbor_wagtail.directory.hsds.tables import TABLES, datapackage
from harbor_wagtail.tabular.cells import guarded_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from harbor_wagtail.directory.exporting.loading import Chunk

Counts = Counter[str]


def write_json(path: Path, chunks: Iterable[Chunk]) -> Counts:
    """``.json``: one array of whole organizations, one on a line. ``.ndjson``: one organization on a line."""
    if path.suffix.lower() not in (".json", ".ndjson"):
        raise PathRefused(f"{path.name}: end the name in .json (one list) or .ndjson (one organization on a line).")
    as_list, counts = path.suffix.lower() == ".json", Counts()
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n" if as_list else ""
        for chunk in chunks:
            for row in chunk.organizations:
                file.write(before + json.dumps(records.organization(chunk, row), ensure_ascii=False))
                before = ",\n" if as_list else "\n"
            count(counts, chunk)
        file.write("[]\n" if not counts and as_list else "\n]\n" if as_list else "\n" if counts else "")
    return counts


def write_tables(path: Path, chunks: Iterable[Chunk]) -> Counts:
    """A folder, or a ``.zip`` of one: the HSDS tables and ``datapackage.json``."""
    if path.suffix.lower() != ".zip":
        with whole_folder(path) as folder:
            return _write_tables(folder, chunks)
    with whole_file(path) as draft:
        folder = draft.parent / "tables"
        folder.mkdir()
        counts = _write_tables(folder, chunks)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in sorted(folder.iterdir()):
                archive.write(each, each.name)
    return counts


def write_spreadsheet(path: Path, chunks: Iterable[Chunk]) -> Counts:
    """One ``.csv``, a line for each service at each of its places. The mark at its start tells Excel that it is UTF-8."""
    if path.suffix.lower() != ".csv":
        raise PathRefused(f"{path.name}: end the name in .csv.")
    counts = Counts()
    with whole_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADERS)
        for chunk in chunks:
            sheet.writerows(lines(chunk))
            count(counts, chunk)
    return counts


def count(counts: Counts, chunk: Chunk) -> None:
    """Add what a chunk holds. A place that services of several chunks share counts in each."""
    counts["organizations"] += len(chunk.organizations)
    counts["services"] += sum(map(len, chunk.services.values()))
    counts["locations"] += len(chunk.locations)


def _write_tables(folder: Path, chunks: Iterable[Chunk]) -> Counts:
    counts = Counts()
    with ExitStack() as stack:
        flattener = Flattener()
        stack.callback(flattener.close)
        tables: dict[str, csv.DictWriter[str]] = {}
        for table in TABLES:
            file = stack.enter_context((folder / table.path).open("w", encoding="utf-8", newline=""))
            tables[table.name] = csv.DictWriter(file, table.columns, lineterminator="\n")
            tables[table.name].writeheader()
        for chunk in chunks:
            for organization in chunk.organizations:
                for kind, row in flattener.rows(records.organization(chunk, organization)):
                    tables[kind].writerow({name: guarded_data(value) for name, value in row.items()})
            count(counts, chunk)
    described = json.dumps(datapackage(), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")
    return counts


WRITERS: dict[str, Callable[[Path, Iterable[Any]], Counts]] = {
    "hsds-json": write_json,
    "hsds-csv": write_tables,
    "table": write_spreadsheet,
}
