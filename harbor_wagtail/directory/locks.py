"""Rows that others have to wait for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError, connection, connections, transaction
from django.db.models import F, QuerySet

Done = TypeVar("Done")
#: What PostgreSQL says to one of two who wait for each other, and to who comes second where a site asked for more than its usual.
GAVE_WAY = ("40P01", "40001")
TRIES = 5


def once_more(work: Callable[[], Done]) -> Done:
    """``work`` in a transaction of its own, and again where the database took it back for the sake of somebody else: for what
    must not wait for a person to try again. Inside another transaction once; that one has to be begun anew as a whole."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as problem:
            if not left or connection.in_atomic_block or _code(problem) not in GAVE_WAY:
                raise
    raise AssertionError("the last try either returns or raises")


def _code(problem: OperationalError) -> str:
    """PostgreSQL's own, which psycopg 3 and psycopg 2 call by two names."""
    cause = problem.__cause__
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or "")


def hold(rows: QuerySet[Any]) -> None:
    """Make whoever would write these rows wait for the end of the transaction; who only points at them need not. Nothing where a
    database lets one write at a time anyway."""
    held = rows.order_by("pk").select_for_update()  # which also goes to the database that is written to
    features = connections[held.db].features
    if features.has_select_for_update:
        # The weaker lock where there is one: it lets others insert rows below these meanwhile.
        list(held.select_for_update(no_key=features.has_select_for_no_key_update).values_list("pk", flat=True))


def hold_by_writing(rows: QuerySet[Any], column: str) -> None:
    """Make whoever would write these rows wait on any database: writing, unlike ``select_for_update()``, also holds on SQLite.
    ``column`` is written as it is."""
    rows.update(**{column: F(column)})
