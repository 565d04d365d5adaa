"""What tests of the search share: asking every engine, and reading the answer by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from harbor_wagtail.directory.models import Service
from harbor_wagtail.directory.search import engines, store, table
from harbor_wagtail.directory.search.query import Page, Search, find


@pytest.fixture(autouse=True, params=["own engine", "plain tokens"])
def every_engine(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything is asked of the database's own index, and of the table for databases that have none of ours."""
    if request.param == "plain tokens":
        if connection.vendor == "postgresql":
            monkeypatch.setattr(engines, "PostgresEngine", engines.TokenEngine)
        monkeypatch.setattr(engines, "has_fts5", lambda: False)
        table.create("default")
    store.forget()
    yield
    table._current.clear()
    store.forget()


def names(page: Page) -> list[str]:
    found = Service.objects.in_bulk([hit.service_id for hit in page.hits])
    return [found[hit.service_id].name for hit in page.hits]


def ask(**wanted: Any) -> list[str]:
    return names(find(Search(**wanted)))
