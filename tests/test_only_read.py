"""Promise: every public page is read, and every search answered, on a database that writes nothing: a replica, or a full disk."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InternalError, connection
from django.test import Client
from wagtail.models import Page

from tests import everything

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\b|.*\bFOR (NO KEY )?UPDATE\b", re.DOTALL)
ELSEWHERE = ("/static/", "/media/", "/admin/", "//", "/harbor/exit")
SEARCHES = ({"words": "help"}, {"words": "helb", "zip": "55912", "open": "now"}, {"words": "507-555-0142"})


def only_reads(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    if WRITES.match(sql):
        raise InternalError("cannot execute it in a read-only transaction")
    return execute(sql, *rest)


def read(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    return content.decode() if kind.startswith("text/html") else ""


def test_every_public_page_is_read_where_nothing_can_be_written(client: Client) -> None:
    everything.scene()
    waiting = [page.url for page in Page.objects.live().specific() if page.url]
    waiting += ["/harbor/health/", "/harbor/hsds/", "/harbor/hsds/services", "/harbor/hsds/organizations?full=true"]
    seen: set[str] = set()
    with connection.execute_wrapper(only_reads):
        while waiting:
            path = waiting.pop().replace("http://localhost", "").partition("#")[0]
            if path in seen or not path.startswith("/") or path.startswith(ELSEWHERE):
                continue
            seen.add(path)
            response = client.get(path)
            assert response.status_code < 500, path
            waiting += [html.unescape(link) for link in re.findall(r'href="([^"]+)"', read(response))]
        for asked in SEARCHES:
            assert client.post("/harbor/search/", asked).status_code == 200
    assert len(seen) > 60
    assert any(path.endswith("/handout.pdf") for path in seen)
    assert any(path.endswith("/notes.pdf") for path in seen)
