"""Promise: whatever stands behind the address of a list in the admin, the list is shown, and no error."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.models import DataSource, ImportBatch
from tests import factories
from tests.test_roles import addresses, form_of

pytestmark = pytest.mark.django_db

ODD = ("x", "a\x00b", "-1", "9" * 30, "2026-99-99", "²", "-name,id")
#: What Wagtail's lists, wagtail-modeladmin's and our filters take.
NAMES = (
    *("ordering", "page", "q", "o", "ot", "e", "state", "state__exact", "source__name__regex"),
    *("domains", "county", "status", "live", "draft", "paused", "unchecked", "data_source", "due", "taxonomy", "waits"),
)


def shown(client: Client, path: str, **given: str) -> str:
    with transaction.atomic():
        response = client.get(f"{path}?{urlencode(given)}")
    assert response.status_code == 200, (path, given)
    content: str = response.content.decode()
    return content


def lists() -> list[str]:
    ours = [name for name, _pattern in addresses() if form_of(name) and name.startswith("wagtailsnippets_")]
    found = [reverse(name) for name in ours if name.endswith((":list", ":list_results"))]
    names = ("harbor_directory_due", "harbor_directory_due_results", "harbor_directory_incoming_list")
    return [*found, *map(reverse, names), reverse("harbor_imports_modeladmin_index")]


def test_every_list_stays_a_list(admin_client: Client, english: Any) -> None:
    factories.service(factories.organization("Lantern House"), "Beds", domains=["shelter"])
    assert len(lists()) > 40
    for path in lists():
        for odd in ("9" * 30, "a\x00b"):
            shown(admin_client, path, **dict.fromkeys(NAMES, odd))
            for name in ("p", "locale"):  # a page or a language that is not there is Wagtail's to say
                assert admin_client.get(f"{path}?{urlencode({name: odd})}").status_code in (200, 404)


@pytest.mark.parametrize("odd", ODD)
def test_each_parameter_of_the_imports_by_itself(admin_client: Client, odd: str) -> None:
    source = DataSource.objects.create(slug="211", name="The 211")
    ImportBatch.objects.create(source=source, file_name="services.csv", format="table", state="applied")
    for name in (*NAMES, "p", "locale"):
        page = shown(admin_client, reverse("harbor_imports_modeladmin_index"), **{name: odd})
        assert "services.csv" in page or name == "q"


def test_what_the_list_of_imports_offers_still_works(admin_client: Client) -> None:
    source = DataSource.objects.create(slug="211", name="The 211")
    for name, state in (("one.csv", "applied"), ("two.csv", "undone")):
        ImportBatch.objects.create(source=source, file_name=name, format="table", state=state)
    path = reverse("harbor_imports_modeladmin_index")
    undone = shown(admin_client, path, state__exact="undone")
    assert ("one.csv" in undone, "two.csv" in undone) == (False, True)
    found = shown(admin_client, path, q="one")
    assert ("one.csv" in found, "two.csv" in found) == (True, False)
    for order, first in (("0", "one.csv"), ("-0", "two.csv")):
        page = shown(admin_client, path, o=order)
        assert min(("one.csv", "two.csv"), key=page.index) == first
