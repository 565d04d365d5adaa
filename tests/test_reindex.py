"""``harbor_reindex`` fills the search table from nothing, says what it found, and changes nothing when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from harbor_wagtail.directory.models import DirectoryVersion, Service
from harbor_wagtail.directory.search import index, table
from harbor_wagtail.directory.search.engines.base import ROW
from harbor_wagtail.directory.search.query import Search, find
from tests.factories import location, service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_is_known() -> Iterator[None]:
    yield
    table._current.clear()


def reindex(**options: Any) -> str:
    out = StringIO()
    call_command("harbor_reindex", stdout=out, **options)
    return out.getvalue()


def test_rows_that_are_missing_or_too_many_are_put_right() -> None:
    service(name="Youth shelter", places=[location(), location()])
    Service.objects.bulk_create(
        [Service(name="Food shelf", organization=Service.objects.get().organization)]  # no signal is sent
    )
    Service.objects.filter(name="Youth shelter").update(live=False)
    version = DirectoryVersion.current()
    said = reindex()
    assert "held 1 services in 2 rows; 1 are public" not in said
    assert "Now it holds 1 of 1 public services in 1 rows" in said
    assert find(Search(words="food")).total == 1
    assert find(Search()).total == 1
    assert DirectoryVersion.current() > version


def test_it_says_that_nothing_was_wrong() -> None:
    service()
    assert "as many as are public" in reindex()
    assert "held 1 services in 1 rows" in reindex()


def test_a_missing_table_is_made() -> None:
    service()
    table.drop("default")
    assert "missing or outdated" in reindex()
    assert find(Search()).total == 1


def test_an_empty_directory_is_nothing_to_do() -> None:
    assert "0 of 0" in reindex()


def test_progress_is_told_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "CHUNK", 2)
    for number in range(3):
        service(name=f"S{number}")
    assert [line.strip() for line in reindex(verbosity=2).splitlines()[:2]] == ["2 services", "3 services"]
    assert find(Search()).total == 3


def test_stopped_by_an_error_it_has_changed_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    service()

    def broken(*args: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(index, "_replace", broken)
    with pytest.raises(CommandError, match="nothing was changed") as stopped:
        reindex()
    assert stopped.value.returncode == 2
    assert find(Search()).total == 1


def test_counts_that_differ_are_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    service()
    monkeypatch.setattr(index, "_counts", lambda *args: index.Counts(public=2, services=1, rows=1))
    with pytest.raises(CommandError) as stopped:
        reindex()
    assert stopped.value.returncode == 1


def test_statistics_are_gathered() -> None:
    service()
    reindex()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = %s", [ROW])
            assert cursor.fetchone()[0]
        elif connection.vendor == "postgresql":
            cursor.execute("SELECT COUNT(*) FROM pg_stats WHERE tablename = %s", [ROW])
            assert cursor.fetchone()[0]
