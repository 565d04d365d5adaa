"""``harbor/health/`` says whether this server can answer, and nothing else."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[False, True])
def atomic_requests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host's choice, with which each view would begin with a transaction."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", request.param)


def test_a_server_that_can_answer(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/harbor/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert client.head("/harbor/health/").status_code == 200
    assert client.post("/harbor/health/").status_code == 405


@pytest.mark.parametrize("broken", ["database", "cache"])
def test_one_that_cannot_says_which_in_its_log_alone(
    broken: str, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("could not connect to db.internal as harbor")

    monkeypatch.setattr(*((connection, "cursor") if broken == "database" else (cache, "get")), fail)
    with caplog.at_level(logging.ERROR, "harbor_wagtail"):
        response = client.get("/harbor/health/")
    assert (response.status_code, response.content) == (503, b"unavailable\n")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert [record.getMessage() for record in caplog.records if record.name == "harbor_wagtail.health"] == [
        f"The {broken} does not answer: OperationalError"
    ]
