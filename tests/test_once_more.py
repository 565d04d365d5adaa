"""Promise: who hides something is not turned away because somebody else wrote at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.hiding import hide
from harbor_wagtail.directory.importing.undo import undo_import
from harbor_wagtail.directory.models import ImportBatch, Location, Organization
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories, importing

pytestmark = pytest.mark.django_db(transaction=True)


class Deadlock(Exception):
    sqlstate = "40P01"


class DeadlockOfPsycopg2(Exception):
    pgcode = "40P01"


class Full(Exception):
    sqlstate = "53100"


@contextmanager
def failing(times: int, why: type[Exception] = Deadlock) -> Iterator[list[int]]:
    """What writes a place is refused so many times, after something else of the same work was written."""
    seen = [0]

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if (
            sql.startswith('UPDATE "harbor_directory_location" SET')
            and "last_modified" not in sql.split("WHERE")[0][:70]
        ):
            seen[0] += 1
            if seen[0] <= times:
                raise OperationalError("no") from why()
        return done

    with connection.execute_wrapper(refuse):
        yield seen


@pytest.fixture
def place() -> Location:
    factories.locale("en")
    made: Location = factories.location(factories.organization("Lantern House"), "Desk", address=True)
    return made


@pytest.mark.parametrize("why", [Deadlock, DeadlockOfPsycopg2])
def test_an_erasure_is_begun_anew(place: Location, why: type[Exception]) -> None:
    with failing(locks.TRIES - 1, why):
        make_area_only(place)
    assert Location.objects.get().address_1 == ""


def test_hiding_is_begun_anew(place: Location) -> None:
    with failing(2):
        assert hide([place], user=None) == [place]
    assert Location.objects.get().paused


def test_it_ends(place: Location) -> None:
    with failing(locks.TRIES), pytest.raises(OperationalError):
        make_area_only(place)
    assert Location.objects.get().address_1


def test_a_full_disk_is_told_at_once(place: Location) -> None:
    with failing(9, Full) as seen, pytest.raises(OperationalError):
        make_area_only(place)
    assert seen == [1]


def test_inside_another_transaction_that_one_begins_anew(place: Location) -> None:
    with failing(1) as seen, pytest.raises(OperationalError), transaction.atomic():
        make_area_only(place)
    assert seen == [1]
    assert Location.objects.get().address_1


@contextmanager
def import_failing(times: int) -> Iterator[list[int]]:
    """An import is refused so many times when all it wrote is about to be kept."""
    seen = [0]

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if (
            sql.startswith('UPDATE "harbor_directory_importbatch" SET')
            and '"finished_at"' in sql
            and '"withheld"' in sql
        ):
            seen[0] += 1
            if seen[0] <= times:
                raise OperationalError("no") from Deadlock()
        return done

    with connection.execute_wrapper(refuse):
        yield seen


def test_an_import_is_begun_anew_and_counts_once(tmp_path: Path) -> None:
    factories.locale("en")
    bad = {**importing.organization("Second House"), "phones": [{"id": "x", "number": "call us"}]}
    files = [importing.write(tmp_path, importing.organization(), bad, name=name) for name in ("one.json", "two.json")]
    plain = importing.bring_in(files[0])
    assert plain.problems.count
    undo_import(plain.batch)
    Organization.objects.all().delete()
    with import_failing(locks.TRIES - 1) as seen:
        report = importing.bring_in(files[1])
    assert seen == [locks.TRIES]
    assert Organization.objects.count() == 2
    assert report.of("organization").created == 2
    assert [each.problem for each in report.problems] == [each.problem for each in plain.problems]
    assert report.counts == plain.counts
    assert ImportBatch.objects.get(pk=report.batch).state == ImportBatch.State.APPLIED


def test_an_import_that_has_to_give_way_each_time_says_that_it_failed(tmp_path: Path) -> None:
    factories.locale("en")
    with import_failing(locks.TRIES), pytest.raises(OperationalError):
        importing.bring_in(importing.write(tmp_path, importing.organization()))
    assert not Organization.objects.exists()
    assert ImportBatch.objects.get().state == ImportBatch.State.FAILED
