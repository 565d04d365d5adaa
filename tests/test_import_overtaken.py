"""Promise: of two imports of one source at the same time, the later one throws away what the earlier one has not put in yet; no
half of an import is put in."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.importing import deciding, staged, waiting
from harbor_wagtail.directory.importing import run as runs
from harbor_wagtail.directory.models import DataSource, ImportBatch, Organization, StagedRow
from tests import factories
from tests.importing import bring_in, organization, write
from tests.test_once_more import Deadlock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    factories.locale("en")
    return write(tmp_path, organization(), organization("Second House"))


def test_what_was_thrown_away_before_it_was_begun_anew_is_not_put_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of its rows are still there when it is begun anew."""
    tries = []

    def code(problem: OperationalError) -> str:
        batch = ImportBatch.objects.get()
        monkeypatch.setattr(runs, "fail", lambda *_: staged.rows(batch, "svc/phone").delete())
        runs.discard_unfinished(batch.source)
        monkeypatch.undo()
        return Deadlock.sqlstate

    def give_way(*args: Any) -> None:
        tries.append(monkeypatch.setattr(runs, "apply", apply))
        raise OperationalError from Deadlock()

    apply = runs.apply
    monkeypatch.setattr(locks, "_code", code)
    monkeypatch.setattr(runs, "apply", give_way)
    with pytest.raises(runs.Superseded):
        bring_in(path)
    assert len(tries) == 1
    assert not Organization.objects.exists()
    assert not StagedRow.objects.exists()
    assert ImportBatch.objects.get().state == ImportBatch.State.FAILED


def test_what_is_read_to_its_end_while_it_is_thrown_away_is_not_put_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = runs.Settler.settle

    def overtaken(self: Any) -> None:
        with monkeypatch.context() as slow:
            slow.setattr(runs, "fail", lambda *_: staged.rows(self.batch, "svc/phone").delete())
            runs.discard_unfinished(self.batch.source)
        settle(self)

    monkeypatch.setattr(runs.Settler, "settle", overtaken)
    with pytest.raises(runs.Superseded):
        bring_in(path)
    assert not Organization.objects.exists()


def test_what_waits_is_not_put_in_while_it_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = DataSource.objects.create(slug="211", name="The 211")
    for begun in (False, True):
        batch = waiting.upload(source, path.name, [path.read_bytes()], public=False)
        waiting.begin(batch, waiting.Wish("hsds-json"))
        assert begun or waiting.advance(batch, None)
        with monkeypatch.context() as slow:
            slow.setattr(runs, "fail", lambda *_: None)
            runs.discard_unfinished(source)
        with pytest.raises(runs.Superseded):
            waiting.advance(batch, None) if begun else deciding.put_in(batch)
    assert not Organization.objects.exists()


def test_what_is_being_put_in_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("lets one write at a time anyway")
    thrown: list[int] = []

    def discard() -> None:
        thrown.append(runs.discard_unfinished(DataSource.objects.get()))
        connections.close_all()

    other = threading.Thread(target=discard)

    def meanwhile(*args: Any) -> None:
        other.start()
        other.join(1)
        assert not thrown
        apply(*args)

    apply = runs.apply
    monkeypatch.setattr(runs, "apply", meanwhile)
    report = bring_in(path)
    other.join()
    assert thrown == [0]
    assert report.of("location").created == 2
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.report["batch"]) == (ImportBatch.State.APPLIED, batch.pk)
    assert batch.finished_at
    assert batch.finished_at <= timezone.now()
