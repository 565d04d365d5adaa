"""The list as a visitor reads it, for tests."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

SEARCH = "/harbor/search/"


def text_of(response: Any) -> str:
    """The response as a visitor reads it: no markup, single spaces."""
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def names(response: Any) -> list[str]:
    """Headings of the cards, in order."""
    found = re.findall(r'<h3 class="harbor-card__title">(.*?)</h3>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", heading).split()) for heading in found]


def total(response: Any) -> int:
    return int(re.search(r'data-total="(\d+)"', response.content.decode())[1])  # type: ignore[index]


def search(client: Client, **asked: Any) -> Any:
    return client.post(SEARCH, asked)
