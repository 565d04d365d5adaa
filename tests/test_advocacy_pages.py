"""Advocacy pages: every block on a page and on paper, headings in order, older pages, reports, lists, what machines read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.advocacy.blocks.body import BodyBlock
from harbor_wagtail.models import Hotline
from harbor_wagtail.starter import create_hotlines
from tests import advocacy

pytestmark = pytest.mark.django_db


def body(client: Client, page: Any, below: str = "") -> str:
    response = client.get(page.url + below)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def whole(english: Any) -> Any:
    create_hotlines([english])
    found = advocacy.source("The report", year=2014, authors=("Kate Walker",), url="https://example.org/r.pdf")
    blocks = advocacy.every_block(found, Hotline.objects.first().pk)
    assert {kind for kind, _value in blocks} == set(BodyBlock().child_blocks)
    return advocacy.page(*blocks, title="Everything", slug="everything")


def test_every_block_is_shown_with_its_notes_on_the_page_and_on_paper(client: Client, whole: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        html = body(client, whole)
    numbers = [int(number) for number in re.findall(r'id="cite-(\d+)"', html)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 60
    assert len(re.findall(r'<li id="note-\d+"', html)) == len(numbers)
    assert not re.search(r"data-harbor-mark|harbor-notes-here|†", html)
    assert len(asked) < 60
    paper = body(client, whole, "handout/")
    assert len(re.findall(r'<li id="note-\d+"', paper)) == len(numbers)
    levels = [int(level) for level in re.findall(r"<h(\d)\b", html[html.index("<article") : html.index("</article")])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
