"""The same file again changes nothing, writes nothing, and a run that is cut off leaves nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.directory.importing import run as runs
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.directory.models import DirectoryVersion, ImportBatch, ImportChange, Organization, StagedRow
from tests.importing import bring_in, everything, location, organization, service, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def rich() -> dict[str, Any]:
    extra = {
        "assured_date": "2024-01-01",
        "last_modified": "2024-01-02T03:04:05.678Z",
        "status": "wait list",
        "wait_time": "Two weeks",
        "minimum_age": 0.5,
        "cost_options": [{"id": "7", "option": "Adults", "amount": "12.50", "currency": "USD"}],
        "required_documents": [{"document": "None required"}],
        "languages": [{"id": "l", "name": "Spanish"}],
        "contacts": [{"title": "Front desk", "phones": [{"number": "507-555-0104"}]}],
        "capacities": [{"id": "c", "available": 2, "unit": {"id": "u", "name": "Bed"}}],
    }
    return organization(tax_id="12-345", services=[service(place=location(), **extra), service("Second")])


@pytest.mark.parametrize("public", [False, True], ids=["area-only", "public"])
def test_the_same_file_again_changes_nothing(tmp_path: Path, public: bool) -> None:
    path = write(tmp_path, rich())
    bring_in(path, public=public)
    before = everything()
    report = bring_in(path, public=public)

    assert report.nothing_to_do
    assert {kind: (counts.created, counts.changed) for kind, counts in report.counts.items()} == dict.fromkeys(
        report.counts, (0, 0)
    )
    assert everything() == before


def test_it_writes_nothing_but_its_own_batch(tmp_path: Path) -> None:
    path = write(tmp_path, rich())
    bring_in(path)
    version = DirectoryVersion.current()
    with CaptureQueriesContext(connection) as queries:
        bring_in(path)

    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes
    assert not [sql for sql in writes if "importbatch" not in sql and "stagedrow" not in sql]
    assert DirectoryVersion.current() == version
    assert ImportChange.objects.exclude(batch=ImportBatch.objects.earliest("pk")).count() == 0


def test_nothing_stays_in_staging(tmp_path: Path) -> None:
    bring_in(write(tmp_path, rich()))

    assert not StagedRow.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_number_of_services(tmp_path: Path) -> None:
    def queries(count: int, name: str) -> int:
        many = organization(name, services=[service(f"{name} {at}") for at in range(count)])
        with CaptureQueriesContext(connection) as captured:
            bring_in(write(tmp_path, many), source=name.lower())
        return len(captured)

    queries(1, "Warm")
    assert queries(40, "Many") <= queries(4, "Few") + 10


class Killed(BaseException):
    """Stands for a process that is gone: nothing catches it."""


@pytest.mark.parametrize("step", ["apply_vocabularies", "places", "after"])
def test_killed_while_applying_nothing_is_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    from harbor_wagtail.directory.importing import applying

    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    target = getattr(applying, step)
    if step == "apply_vocabularies":
        monkeypatch.setattr(applying, step, die)
    else:
        monkeypatch.setattr(target, {"places": "hide", "after": "announce"}[step], die)
    before = everything()
    with pytest.raises(Killed):
        bring_in(write(tmp_path, rich()))

    assert everything() == before
    assert ImportBatch.objects.get().state == "failed"


def test_what_a_killed_run_left_in_staging_is_cleared_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, rich())
    with monkeypatch.context() as gone:
        gone.setattr(runs, "fail", lambda *args: None)  # a process that is gone cleans up nothing
        gone.setattr(runs, "apply", _die)
        with pytest.raises(Killed):
            bring_in(path)
    assert StagedRow.objects.exists()

    report = bring_in(path)
    assert not StagedRow.objects.exists()
    assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "applied"]
    assert report.of("service").created == 2


def _die(*args: Any, **kwargs: Any) -> None:
    raise Killed


def test_a_file_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, rich())
    path.write_bytes(path.read_bytes()[:-40])
    before = everything()
    with pytest.raises(UnreadableFile):
        bring_in(path)

    assert everything() == before
    assert not StagedRow.objects.exists()


def test_rows_are_read_as_they_come(tmp_path: Path) -> None:
    """The reader is asked for a row only after those before it were taken: no file is ever held whole."""
    from harbor_wagtail.directory.importing import staged
    from harbor_wagtail.directory.importing.options import Options
    from harbor_wagtail.directory.importing.rows import Row

    most = 0

    def rows() -> Iterator[Row]:
        nonlocal most
        for at in range(3 * staged.CHUNK):
            yield Row("organization", str(at), {"name": f"Organization {at}"}, {}, "rows", at)
            most = max(most, at - StagedRow.objects.count())

    runs.run_import(Options(path=tmp_path, source="rows"), rows=rows)

    assert Organization.objects.count() == 3 * staged.CHUNK
    assert most <= staged.CHUNK


def test_two_runs_of_one_source_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later one throws the earlier one's staging rows away; the earlier one notices and applies nothing."""
    path = write(tmp_path, rich())
    settle = runs.Settler.settle

    def overtaken(self: Any) -> None:
        runs.discard_unfinished(self.batch.source)
        settle(self)

    monkeypatch.setattr(runs.Settler, "settle", overtaken)
    before = everything()
    with pytest.raises(runs.Superseded):
        bring_in(path)

    assert everything() == before
