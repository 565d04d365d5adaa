"""Rows that others have to wait for."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import F, QuerySet


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
