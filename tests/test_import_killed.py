"""Promise: an import whose process was killed is not said to be running wherever it is listed, and what to do stands there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.importing import alive
from harbor_wagtail.directory.importing import run as runs
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.directory.models import DataSource, ImportBatch, StagedRow
from tests.importing import bring_in, organization, write

ENDED = "Ended before it was done"
HOLDS = "import fcntl, os, sys; f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); fcntl.flock(f, fcntl.LOCK_EX); print(); input()"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the tests may be one in memory, beside which no file lies."""
    if connection.vendor != "postgresql":
        monkeypatch.setattr(alive, "file_of", lambda pk: tmp_path / f"db.sqlite3-import-{pk}")


@pytest.fixture
def batch() -> ImportBatch:
    source = DataSource.objects.create(slug="211", name="The 211")
    return ImportBatch.objects.create(
        source=source, file_name="services.csv", format="table", options={alive.HELD: True}
    )


@pytest.fixture
def kill(batch: ImportBatch) -> Iterator[Callable[[], None]]:
    """Somebody else holds the lock of an import, until it is killed."""
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [alive._LOCK, batch.pk])
        yield other.close
        other.close()
        return
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(alive.file_of(batch.pk))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()

    def end() -> None:
        process.kill()
        process.wait()

    yield end
    end()
    process.communicate()


def pages(client: Client, batch: ImportBatch) -> list[str]:
    paths = [
        reverse("harbor_imports_modeladmin_index"),
        reverse("harbor_imports_modeladmin_inspect", kwargs={"instance_pk": batch.pk}),
        reverse("harbor_directory_import"),
        reverse("harbor_directory_import_batch", args=[batch.pk]),
    ]
    return [client.get(path).content.decode() for path in paths]


def said(page: str) -> bool:
    return ENDED in page or "Ended before they were done" in page


def test_what_a_killed_command_left_is_told_and_can_be_cleared_away(
    admin_client: Client, english: Any, batch: ImportBatch, kill: Callable[[], None]
) -> None:
    give_up = reverse("harbor_directory_import_give_up", args=[batch.pk])
    for state in alive.UNFINISHED:
        ImportBatch.objects.update(state=state)
        assert not any(map(said, pages(admin_client, batch)))
        admin_client.post(give_up)  # nobody takes it from under a command that runs
        batch.refresh_from_db()
        assert batch.state == state
    kill()
    for state in alive.UNFINISHED:
        ImportBatch.objects.update(state=state)
        listed, looked_at, upload, page = pages(admin_client, batch)
        assert all(map(said, (listed, looked_at, upload, page)))
        assert 'form="give-up"' in page
        assert "services.csv" in upload
    assert admin_client.post(give_up, follow=True).status_code == 200
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.FAILED
    assert not any(map(said, pages(admin_client, batch)))


def test_a_run_is_there_until_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(*args: Any, **kwargs: Any) -> Any:
        batch = ImportBatch.objects.get(state=ImportBatch.State.STAGED)
        seen.append((batch.options[alive.HELD], alive.is_gone(batch)))
        return apply(*args, **kwargs)

    apply = runs.apply
    monkeypatch.setattr(runs, "apply", look)
    bring_in(write(tmp_path, organization()))
    assert seen == [(True, False)]
    batch = ImportBatch.objects.get()
    assert (batch.state, alive.is_gone(batch), alive._is_held(batch.pk)) == ("applied", False, False)
    assert not list(tmp_path.glob("db.sqlite3-import-*"))


def test_one_that_failed_and_one_that_never_said_are_not_gone(tmp_path: Path, batch: ImportBatch) -> None:
    assert alive.is_gone(batch)
    ImportBatch.objects.update(options={})  # begun by an older version, or on a database that tells nothing
    batch.refresh_from_db()
    assert not alive.is_gone(batch)
    path = write(tmp_path, organization())
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFile):
        bring_in(path)
    failed = ImportBatch.objects.exclude(pk=batch.pk).get()
    assert (failed.state, alive.is_gone(failed), alive._is_held(failed.pk)) == ("failed", False, False)


def test_behind_a_pooler_nothing_is_known(tmp_path: Path, batch: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session that took a lock may be ended there while the import goes on."""
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    batch.options = {}
    hold = alive.Hold(batch)
    assert hold.is_known == (connection.vendor != "postgresql")
    assert not alive.is_gone(batch)
    hold.release()


def test_the_next_import_of_the_source_takes_it_away(tmp_path: Path, batch: ImportBatch) -> None:
    (tmp_path / f"db.sqlite3-import-{batch.pk}").touch()
    StagedRow.objects.create(batch=batch, kind="organization", key="0" * 32, file="x", row=1)
    runs.discard_unfinished(batch.source)
    assert not StagedRow.objects.exists()
    assert not list(tmp_path.glob("db.sqlite3-import-*")) or connection.vendor == "postgresql"
