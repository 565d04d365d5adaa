"""``harbor_export``: whole files or none, honest exit codes, and no more work than the directory is large."""

from __future__ import annotations

import os
import stat
import tracemalloc
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.directory.exporting import loading, records, writers
from harbor_wagtail.directory.models import Organization, Service
from tests import exporting, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TARGETS = [
    ("all.json", "hsds-json"),
    ("all.ndjson", "hsds-json"),
    ("tables", "hsds-csv"),
    ("all.zip", "hsds-csv"),
    ("all.csv", "table"),
]


def refused(path: Path, form: str, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        exporting.export(path, form, **options)
    assert error.value.returncode == 2
    return str(error.value)


@pytest.mark.parametrize(("name", "form"), TARGETS)
def test_it_says_what_it_wrote(tmp_path: Path, name: str, form: str) -> None:
    owner = factories.organization()
    factories.service(owner, places=[factories.location(owner, address=True)])
    out = StringIO()
    call_command("harbor_export", str(tmp_path / name), format=form, stdout=out)
    assert out.getvalue() == f"{tmp_path / name}: 1 organizations, 1 services, 1 locations.\n"
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "form"), TARGETS)
def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str) -> None:
    factories.service()
    target = exporting.export(tmp_path / name, form)
    before = _content(target)

    def break_off(*args: Any) -> Iterator[Any]:
        yield from loading.chunks()
        raise OSError("the disk is full")

    monkeypatch.setattr("harbor_wagtail.directory.management.commands.harbor_export.chunks", break_off)
    factories.service(name="Another")
    assert "the disk is full" in refused(target, form)
    assert _content(target) == before
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "form"), TARGETS)
def test_a_newer_export_takes_the_place_of_an_older_one(tmp_path: Path, name: str, form: str) -> None:
    factories.service()
    before = _content(exporting.export(tmp_path / name, form))
    factories.service(name="Another")
    assert _content(exporting.export(tmp_path / name, form)) != before
    assert [path.name for path in tmp_path.iterdir()] == [name]


def _content(path: Path) -> dict[str, bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return {each.name: each.read_bytes() for each in (path.iterdir() if path.is_dir() else [path])}


@pytest.mark.parametrize(
    ("name", "form", "told"),
    [
        ("all.xml", "hsds-json", "end the name in .json"),
        ("all", "table", "end the name in .csv"),
        ("nowhere/all.json", "hsds-json", "There is no folder"),
        ("nowhere/tables", "hsds-csv", "There is no folder"),
        ("folder.json", "hsds-json", "is a folder"),
        ("full", "hsds-csv", "holds other files"),
        ("file", "hsds-csv", "holds other files"),
    ],
)
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, name: str, form: str, told: str) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("years of work")
    (tmp_path / "file").write_text("x")
    assert told in refused(tmp_path / name, form)
    assert (tmp_path / "full" / "thesis.doc").read_text() == "years of work"
    assert (tmp_path / "file").read_text() == "x"


def test_an_unknown_source_is_named_with_those_there_are(tmp_path: Path) -> None:
    exporting.whole_directory()
    assert "Known: state-211." in refused(tmp_path / "all.json", "hsds-json", source="stat-211")
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    for name, form in TARGETS:
        target = exporting.export(tmp_path / name, form)
        other = (tmp_path / "other").stat().st_mode
        assert target.is_dir() or stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(other)
    assert os.access(tmp_path / "tables" / "services.csv", os.R_OK)


def _many(organizations: int, services: int) -> None:
    for number in range(organizations):
        owner = factories.organization(f"House {number}", phones=["507-555-0100"])
        place = factories.location(owner, "Office", address=True)
        for each in range(services):
            factories.service(
                owner, f"Service {each}", domains=["shelter"], phones=["507-555-0101"], languages=["es"], places=[place]
            )


def test_a_chunk_takes_as_many_queries_however_full_it_is() -> None:
    counts = []
    for size in (1, 3):
        Organization.objects.all().delete()
        _many(size, size)
        with CaptureQueriesContext(connection) as queries:
            made = exporting.exported()
        assert sum(len(each["services"]) for each in made) == size * size
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 90


def test_chunks_split_nothing_and_lose_nothing() -> None:
    _many(5, 1)
    whole = exporting.exported()
    for size in (1, 2, 5):
        parts = [records.organization(chunk, row) for chunk in loading.chunks(size=size) for row in chunk.organizations]
        assert parts == whole


def test_serialising_asks_the_database_nothing() -> None:
    exporting.whole_directory()
    (chunk,) = loading.chunks()
    with CaptureQueriesContext(connection) as queries:
        records.organization(chunk, chunk.organizations[0])
        list(writers.lines(chunk))
    assert len(queries) == 0


def test_memory_does_not_grow_with_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same chunk, five times and fifty times over: what is written grows, what is held does not."""
    _many(1, 1)
    (chunk,) = loading.chunks()
    peaks = {}
    for form, name in (("hsds-json", "a.json"), ("table", "a.csv"), ("hsds-csv", "tables")):
        for times in (5, 50):
            tracemalloc.start()
            writers.WRITERS[form](tmp_path / f"{times}-{name}", (chunk for _ in range(times)))
            peaks[form, times] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peaks[form, 50] < peaks[form, 5] + 100_000, form


def test_more_rows_than_one_query_may_name() -> None:
    """SQLite takes only so many parameters; a large organization is read in parts."""
    owner = factories.organization()
    Service.objects.bulk_create(Service(organization=owner, name=f"Service {number}") for number in range(1200))
    (made,) = exporting.exported()
    assert [each["name"] for each in made["services"]] == [f"Service {number}" for number in range(1200)]
