"""Promise: who may open the admin and sends what no form offers finds no error of ours, on either database."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.resource_map import paper
from harbor_wagtail.documents import engine
from tests.test_roles import VIEWS, addresses, arguments, records  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

ODD = ("a\x00b", "9" * 25)
#: Parameters of ours, and of what Wagtail puts around our views.
NAMES = ("q", "p", "month", "area", "rule", "language", "organization", "query", "source", "county", "state")


def test_odd_values_in_every_form_of_the_team_end_in_no_error(
    admin_client: Client,
    records: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The forms of records are Wagtail's: these are all others."""
    monkeypatch.setattr(engine, "_load", lambda: (None, "not here"))
    monkeypatch.setattr(paper, "pdf", lambda found, blank: b"%PDF")
    sent = 0
    for name, pattern in addresses():
        if name not in VIEWS:
            continue
        path = reverse(name, kwargs=arguments(name, pattern, records))
        forms = fields(admin_client.get(path)) if VIEWS[name][1] is not None else []
        for odd in ODD:
            ask(admin_client, "GET", path, dict.fromkeys(NAMES, odd))
            for kept, filled in forms:
                ask(admin_client, "POST", path, {**dict.fromkeys(filled, odd), **kept})
                sent += 1
    assert sent > 60


def fields(response: Any) -> list[tuple[dict[str, str], list[str]]]:
    """Of each form on a page that is posted to itself: what tells the server which form it is, and the other names."""
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return []
    html = re.sub(r"(?s)<(template|datalist)\b.*?</\1>", "", response.content.decode())
    found = []
    for form in BeautifulSoup(html, "html.parser").find_all("form", method=re.compile("post", re.IGNORECASE)):
        named = {str(each["name"]): str(each.get("value", "")) for each in form.find_all(attrs={"name": True})}
        kept = {name: value for name, value in named.items() if name.endswith("_FORMS")}
        kept |= {name: value for name, value in named.items() if name in ("wish", "was", "version") and value}
        found.append((kept, sorted(named.keys() - kept.keys())))
    return found


def ask(client: Client, method: str, path: str, given: dict[str, str]) -> None:
    """Nothing that is written stays."""
    body = urlencode(given)
    with transaction.atomic():
        if method == "GET":
            response = client.get(f"{path}?{body}")
        else:
            response = client.post(path, body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    assert response.status_code < 500, (path, given)
