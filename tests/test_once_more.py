"""Promise: who hides something is not turned away because somebody else wrote at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.hiding import hide
from harbor_wagtail.directory.models import Location
from harbor_wagtail.directory.visibility import make_area_only
from tests import factories

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
