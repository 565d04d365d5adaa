"""Promise: lists ask the database before their template is rendered, never in it, and as often for thirty services
as for three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.directory.search import index
from tests import factories

pytestmark = pytest.mark.django_db

#: What is listed. Settings, hotlines and menus are asked for once a page by the tags that show them.
OURS = re.compile(r'FROM "?(harbor_(?:directory|search)_\w+)')

#: How long nobody has checked anything: asked once until the directory changes, whatever is listed.
ONCE = re.compile(r'AS "newest"|harbor_directory_upkeepsettings')


@contextmanager
def while_rendering(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collects the tables of the directory that are read while a whole template is rendered."""
    found: list[str] = []
    render = Template.render

    def watched(self: Template, *given: Any, **named: Any) -> str:
        with CaptureQueriesContext(connection) as said:
            html = str(render(self, *given, **named))
        asked = (query["sql"] for query in said.captured_queries)
        found.extend(table for sql in asked if not ONCE.search(sql) for table in OURS.findall(sql))
        return html

    with monkeypatch.context() as patched:
        patched.setattr(Template, "render", watched)
        yield found


def some_services(number: int, start: int = 0) -> None:
    owner = factories.organization(f"Lantern House {start}")
    place = factories.location(owner, address=True)
    for at in range(start, start + number):
        factories.service(owner, f"Shelter {at}", domains=["shelter"], areas=[factories.MOWER], places=[place])
    index.rebuild()


def test_no_list_asks_in_its_template(client: Client, english: object, monkeypatch: pytest.MonkeyPatch) -> None:
    some_services(3)
    factories.directory_page()
    asked = {
        "list": lambda: client.get("/find-help/"),
        "search": lambda: client.post("/harbor/search/", {"words": "shelter", "zip": "55912", "domain": ["shelter"]}),
        "nothing found": lambda: client.post("/harbor/search/", {"words": "zeppelin", "domain": ["shelter"]}),
        "organization": lambda: client.get("/find-help/lantern-house-0/"),
    }
    for ask in asked.values():  # what a process reads once
        assert ask().status_code == 200
    some_services(1, 3)
    with while_rendering(monkeypatch) as tables:
        for ask in asked.values():
            ask()
    assert tables == []


def test_as_many_questions_for_thirty_services_as_for_three(client: Client, english: object) -> None:
    some_services(3)
    factories.directory_page()
    given = {"words": "shelter", "zip": "55912", "domain": ["shelter", "legal"], "age": "16", "county": "27099"}
    counts = []
    for number in (0, 27):
        if number:
            some_services(number, 3)
        client.post("/harbor/search/", given)
        index.rebuild()  # no card is kept
        with CaptureQueriesContext(connection) as said:
            client.post("/harbor/search/", given)
        counts.append(len(said.captured_queries))
    assert counts[0] == counts[1] > 0, counts
